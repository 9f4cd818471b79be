"""What a scorer gives: a value, a reason, and the place it is about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from assistant.domain.goal import Record


class Score(Record):
    """One scored sample: 1.0 is right, 0.0 wrong, between them a share.

    ``group`` is what results are shown by (a type of employee, an attribute), ``where`` points to
    conversation and turn, ``run`` counts repetitions of the same sample.
    """

    suite: str
    metric: str
    sample: str
    value: float
    reason: str = ""
    where: str = ""
    group: str = ""
    run: int = 1


def mean(scores: Iterable[Score]) -> float:
    """The share that is right; not a number when nothing was scored."""
    values = [score.value for score in scores]
    return sum(values) / len(values) if values else math.nan


def by_sample(scores: Sequence[Score]) -> list[float]:
    """A value a sample: the mean over its runs, in the order in which samples first appear.

    Runs of one sample are no independent evidence, so an interval counts samples, not runs.
    """
    runs: dict[str, list[float]] = {}
    for score in scores:
        runs.setdefault(score.sample, []).append(score.value)
    return [math.fsum(values) / len(values) for values in runs.values()]


def wilson(right: float, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval for a share (Wilson 1927), 95 % by default."""
    if total == 0:
        return 0.0, 1.0
    share = right / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
