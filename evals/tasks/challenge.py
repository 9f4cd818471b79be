"""Suite ``challenge``: a vague phrase is challenged in the first reply, a clear one is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.domain.dialogue import Slot
from evals.score import Score
from evals.scorers.wording import outside_quotes
from evals.task import Sample, Size, Solution, Subject, Task, scored, talk
from evals.world import TODAY

DATA = Path(__file__).parent.parent / "datasets" / "challenge.jsonl"


def _samples(_: Size) -> list[Sample]:
    found = []
    for line in DATA.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        group = "vague" if raw["vague"] else "clear"
        found.append(Sample(suite="challenge", id=raw["id"], group=group, data=raw))
    return found


def _solve(sample: Sample, subject: Subject) -> Solution:
    turns = talk(subject, [sample.data["text"]], f"challenge-{sample.id}", TODAY)
    return Solution(turns=tuple(turns))


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    turn = solution.turns[0]
    if sample.data["vague"]:
        asks = turn.move.slot in (Slot.TARGET, Slot.CHOICE)
        asks = asks and outside_quotes(turn.reply).count("?") == 1
        own = any(f'"{q}"'.casefold() in turn.reply.casefold() for q in _spans(sample.data["text"]))
        wrong = [] if asks and own else [f"{turn.move.name}: {turn.reply}"]
        yield scored(sample, "challenged", wrong)
    else:
        wrong = [f"{turn.move.name}: {turn.reply}"] if turn.move.slot is Slot.TARGET else []
        yield scored(sample, "left_alone", wrong)


def _spans(text: str) -> list[str]:
    """All runs of up to eight words: a quotation is one of them, letter for letter."""
    words = text.split()
    runs = [
        " ".join(words[a:b]).strip('.,!?;: "\u201c\u201d')
        for a in range(len(words))
        for b in range(a + 1, min(a + 9, len(words) + 1))
    ]
    return runs or [text]


TASK = Task("challenge", _samples, _solve, _score)
