"""What is asked of a whole conversation: each scorer names its faults, and each fault its turn.

for metric, faults in wording.faults(turns):  ...  [Fault(turn=4, text="2 questions")]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.goal import Record
from evals.score import Score
from evals.task import Sample


class Fault(Record):
    """One thing wrong with one turn; turn 0 is the conversation as a whole."""

    turn: int
    text: str


Found = Iterator[tuple[str, Sequence[Fault]]]


def as_score(sample: Sample, metric: str, faults: Sequence[Fault], conversation: str) -> Score:
    """1.0 without faults; else 0.0, the reason being the first three, the place the first."""
    reason = "; ".join(f"turn {f.turn}: {f.text}" if f.turn else f.text for f in faults[:3])
    return Score(
        suite=sample.suite,
        metric=metric,
        sample=sample.id,
        value=float(not faults),
        reason=reason,
        where=f"{conversation}:{faults[0].turn}" if faults else "",
        group=sample.group,
    )
