"""Suite ``marks``: what a coach called weak, wrong or unsafe is not said again; what was good stays.

The conversation is replayed to the marked turn. ``not_again``: the reply is another than the one marked
down. ``kept_good``: the move is still the one marked good.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.transcript import MarkKind
from evals.marks import FOLDER, Marked
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task, scored, talk


def _samples(_: Size) -> list[Sample]:
    found = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            marked = Marked.model_validate_json(line)
            data = marked.model_dump(mode="json")
            found.append(Sample(suite="marks", id=marked.id, group=marked.kind, data=data))
    return found


def _solve(sample: Sample, subject: Subject) -> Solution:
    data = sample.data
    name = str(sample.id).rsplit("-", 2)[0]
    day = date.fromisoformat(data["today"])
    return Solution(turns=tuple(talk(subject, data["messages"], name, day)))


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    marked = Marked.model_validate(sample.data)
    turn = solution.turns[-1]
    if marked.kind == MarkKind.GOOD:
        wrong = [] if turn.move.name == marked.move else [f"{marked.move} became {turn.move.name}"]
        yield scored(sample, "kept_good", wrong)
    else:
        again = turn.reply == marked.reply
        yield scored(sample, "not_again", [f"{marked.comment}: {turn.reply}"] if again else [])


TASK = Task("marks", _samples, _solve, _score)
