"""Suite ``challenge``: a vague phrase is challenged in the first reply, a clear one is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assistant.domain.dialogue import Slot
from assistant.storage.memory import MemoryStore
from assistant.verification import questions_in
from evals.score import Score
from evals.world import TODAY, parts

SAMPLES = Path(__file__).parent.parent / "datasets" / "challenge.jsonl"


def scores() -> Iterator[Score]:
    """A score a sample: challenged when vague, asked on when clear."""
    coach = replace(parts().coach, store=MemoryStore())
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        sample = json.loads(line)
        turn = coach.take_turn(f"challenge-{sample['id']}", sample["text"], TODAY)
        asks = turn.move.slot in (Slot.TARGET, Slot.CHOICE) and questions_in(turn.reply) == 1
        own = any(f'"{q}"'.casefold() in turn.reply.casefold() for q in _spans(sample["text"]))
        wanted = sample["vague"]
        right = (asks and own) if wanted else turn.move.slot is not Slot.TARGET
        yield Score(
            suite="challenge",
            metric="challenged" if wanted else "left_alone",
            sample=sample["id"],
            value=float(right),
            reason=f"{turn.move.name}: {turn.reply}",
        )


def _spans(text: str) -> list[str]:
    """All runs of up to eight words: a quotation is one of them, letter for letter."""
    words = text.split()
    runs = [
        " ".join(words[a:b]).strip('.,!?;: "\u201c\u201d')
        for a in range(len(words))
        for b in range(a + 1, min(a + 9, len(words) + 1))
    ]
    return runs or [text]
