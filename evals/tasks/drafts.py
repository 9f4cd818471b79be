"""Suite ``drafts``: replies that break a rule are never shown, whoever wrote them.

A scripted writer stands where a language model would: its first draft is the bad one, after that the
embedded writer words the same move. A draft that breaks nothing must get through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.content import read_yaml
from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft
from assistant.ports import Writer
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task, scored
from evals.world import TODAY, Product

DATA = Path(__file__).parent.parent / "datasets" / "drafts.yaml"


@dataclass(frozen=True)
class Scripted:
    """Says one given text first, then what the other writer says."""

    text: str
    other: Writer

    def write(self, brief: Brief) -> Draft:
        """The scripted draft at the first attempt."""
        if brief.attempt == 0:
            return Draft(text=self.text, engine="scripted")
        return self.other.write(brief)


def _samples(_: Size) -> list[Sample]:
    raw: list[dict[str, Any]] = read_yaml(DATA)
    return [Sample(suite="drafts", id=d["id"], group=d["breaks"], data=d) for d in raw]


def _solve(sample: Sample, subject: Subject) -> Solution:
    """The messages before, answered by the product; the last one through the scripted writer."""
    assert isinstance(subject, Product)
    coach, name = subject.open(), f"draft-{sample.id}"
    *before, last = sample.data["after"]
    turns = [coach.take_turn(name, message, TODAY) for message in before]
    draft = sample.data["draft"].format(previous=turns[0].reply if turns else "")
    scripted = replace(coach, writer=Scripted(draft, coach.writer))
    turns.append(scripted.take_turn(name, last, TODAY))
    return Solution(turns=tuple(turns), found={"draft": draft})


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    reply, draft = solution.turns[-1].reply, solution.found["draft"]
    if sample.data["breaks"] == "nothing":
        held = [] if reply == draft else [f"held back: {draft}"]
        yield scored(sample, "good_draft_shown", held)
    else:
        shown = [f"shown though it breaks {sample.data['breaks']}: {reply}"]
        yield scored(sample, "bad_draft_held", shown if reply == draft else [])


TASK = Task("drafts", _samples, _solve, _score)
