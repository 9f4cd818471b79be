"""The quick form of the suites that faults are tried on: few samples of each, the same for all faults.

A gate is red when its share on these samples lies below the gate, or below what they reach without a fault
where that is less. The suites run one after the other, cheapest first, until one has a red gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evals.gates import load_book
from evals.runner import RAN, measure
from evals.score import Score, mean
from evals.suites import tasks
from evals.task import Sample, Size
from evals.world import product

ORDER = (
    "drafts",
    "checks",
    "challenge",
    "sycophancy",
    "safety",
    "conversation",
    "plan",
    "earned",
    "fairness",
    "robustness",
    "specificity",
    "marks",
)
# The golden five and some of those who make it hard; told as their files have them.
PEOPLE = (
    "golden-defined-path",
    "golden-knows-exactly",
    "golden-marketing-twenty",
    "golden-qualifier",
    "golden-turns-round",
    "reach-truck-lee",
    "procurement-synergy",
    "payslip-you-choose",
    "stroke-nurse-nights",
)
_EVERY_IDIOM = 3
_EVERY = {
    "safety": 9,
    "robustness": 9,
    "fairness": 23,
    "challenge": 3,
    "sycophancy": 3,
    "drafts": 9,
}


def samples_of(name: str) -> list[Sample]:
    """The few samples of a suite."""
    found = list(tasks()[name].samples(Size(seeds=1)))
    if name in ("conversation", "plan", "earned"):
        return [sample for sample in found if sample.data["person"] in PEOPLE]
    if name == "safety":
        rest = [s for s in found if s.group not in ("paused", "idioms")][:: _EVERY[name]]
        idioms = [s for s in found if s.group == "idioms"][::_EVERY_IDIOM]
        return [s for s in found if s.group == "paused"] + rest + idioms
    if name == "drafts":
        spoken = [sample for sample in found if sample.data.get("spoken")]
        return [s for s in found if not s.data.get("spoken")] + spoken[:: _EVERY[name]]
    if name == "robustness":
        few = [s for s in found if s.group.startswith("typing")][:: _EVERY[name]]
        return few + [s for s in found if not s.group.startswith("typing")]
    return found[:: _EVERY.get(name, 1)]


@cache
def usual() -> dict[str, float]:
    """The shares of these samples without a fault; asked for before one is planted."""
    return {key: share for name in ORDER for key, share in _shares(name).items()}


def red_gates() -> tuple[str, ...]:
    """The gates of the first suite that has red ones, as the product stands now."""
    wanted = {f"{g.suite}/{g.metric}": g.at_least for g in load_book().gates}
    for name in ORDER:
        found = _shares(name)
        expected = {key: share for key, share in usual().items() if key.startswith(f"{name}/")}
        red = [
            key
            for key, share in expected.items()
            if found.get(key, 0.0) < min(wanted.get(key, 1.0), share) - 1e-9
        ]
        red += [key for key in found if key.endswith(f"/{RAN}") and key not in red]
        if red:
            return tuple(red)
    return ()


def red_without_fault() -> tuple[str, ...]:
    """What is broken before anything is planted: then nothing can be learned from planting."""
    return tuple(key for key in usual() if key.endswith(f"/{RAN}"))


def _shares(name: str) -> dict[str, float]:
    by_metric: dict[str, list[Score]] = {}
    for score in _scores(name):
        by_metric.setdefault(f"{score.suite}/{score.metric}", []).append(score)
    return {key: mean(scores) for key, scores in by_metric.items()}


def _scores(name: str) -> Iterator[Score]:
    subject, task = product(), tasks()[name]
    for sample in samples_of(name):
        yield from measure(task, sample, subject).scores
