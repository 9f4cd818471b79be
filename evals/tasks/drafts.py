"""Suite ``drafts``: replies that break a rule are never shown, whoever wrote them; sound ones are.

``drafts.yaml``: a scripted writer stands in the embedded writer's place; its first draft is the bad
one, after that the embedded writer words the same move. ``drafts.model.yaml``: a scripted model says
the draft to the real engine, sentence by sentence. Those that were unseen while the rules were made
have a metric of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.bootstrap import build_engine
from assistant.coach import Coach
from assistant.content import read_yaml
from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft
from assistant.domain.model import ModelRequest
from assistant.ports import Writer
from assistant.reply.embedded import EmbeddedWriter
from assistant.reply.model import ScriptedModel
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task, scored
from evals.tasks.texts import DATASETS
from evals.world import TODAY, Product

WRITTEN = DATASETS / "drafts.yaml"
SPOKEN = DATASETS / "drafts.model.yaml"
SOUND = "nothing"

_BAD = re.compile("«(.*?)»")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


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
    written: list[dict[str, Any]] = read_yaml(WRITTEN)
    spoken: dict[str, Any] = read_yaml(SPOKEN)
    found = [Sample(suite="drafts", id=d["id"], group=d["breaks"], data=d) for d in written]
    for draft in spoken["drafts"]:
        after = spoken["situations"][draft["situation"]]
        data = {**draft, "after": after, "spoken": True}
        found.append(
            Sample(suite="drafts", id=f"model-{draft['id']}", group=draft["breaks"], data=data)
        )
    return found


def _solve(sample: Sample, subject: Subject) -> Solution:
    """The messages before, answered by the product; the last one with the draft."""
    assert isinstance(subject, Product)
    coach, name = subject.open(), f"draft-{sample.data.get('situation', sample.id)}"
    *before, last = sample.data["after"]
    turns = [coach.take_turn(name, message, TODAY) for message in before]
    draft: str = sample.data["draft"]
    if sample.data.get("spoken"):
        speaker = _spoken(coach, subject, draft.replace("«", "").replace("»", ""))
    else:
        draft = draft.format(previous=turns[0].reply if turns else "")
        speaker = replace(coach, writer=Scripted(draft, coach.writer))
    turns.append(speaker.take_turn(name, last, TODAY))
    return Solution(turns=tuple(turns), found={"draft": draft})


def _spoken(coach: Coach, subject: Product, text: str) -> Coach:
    """The coach with a model behind it that reads nothing and always says this text."""

    def script(request: ModelRequest) -> str:
        return "{}" if request.output_schema is not None else text

    assert isinstance(coach.writer, EmbeddedWriter)
    settings, model = subject.parts.settings, ScriptedModel(script)
    engine = build_engine(settings, coach.store, coach.tools, coach.writer, coach.ear, model)
    return replace(coach, engine=engine)


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    reply, draft = solution.turns[-1].reply, solution.found["draft"]
    breaks, spoken = sample.data["breaks"], sample.data.get("spoken")
    if breaks == SOUND:
        metric = "sound_draft_whole" if spoken else "good_draft_shown"
        whole = _whole(draft, reply) if spoken else reply == draft
        yield scored(sample, metric, [] if whole else [f"held back: {draft}"])
        return
    shown = shown_of(draft, reply) if spoken else [reply] if reply == draft else []
    metric = "unseen_bad_draft_held" if sample.data.get("unseen") else "bad_draft_held"
    yield scored(sample, metric, [f"shown though it breaks {breaks}: {one}" for one in shown])


def shown_of(draft: str, reply: str) -> list[str]:
    """The sentences between «» that stand in a reply; of several questions the first may."""
    bad = [s for part in _BAD.findall(draft) for s in _SENTENCE_END.split(part)]
    shown = [sentence for sentence in bad if sentence in reply]
    one_of_several = len(bad) > 1 and shown == bad[:1] and bad[0].endswith("?")
    return [] if one_of_several and reply.count("?") == 1 else shown


def _whole(draft: str, reply: str) -> bool:
    """Whether every sentence stands in the reply; a list may stand in front of its question."""
    return all(sentence in reply for sentence in _SENTENCE_END.split(draft))


TASK = Task("drafts", _samples, _solve, _score)
