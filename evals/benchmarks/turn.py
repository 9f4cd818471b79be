"""``python -m evals.benchmarks.turn``: one embedded turn, from understood to stored.

Prints p50 and p95 of whole turns (durable store included) after warm-up, beside the bare embedding
of the same messages in the same run.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.bootstrap import bootstrap
from assistant.settings import Settings
from evals.simulated import Employee, load_people
from evals.world import TODAY

WARM_UP = 3


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Play every simulated employee on a real store and print the figures."""
    with tempfile.TemporaryDirectory() as home:
        parts = bootstrap(Settings(home=Path(home)))
        turns, bare = [], []
        for number, person in enumerate(load_people()):
            employee, message = Employee(person), person.opening
            for _ in range(person.turns):
                started = time.perf_counter()
                turn = parts.coach.take_turn(f"bench-{person.id}", message, TODAY)
                spent = time.perf_counter() - started
                embedded = _embedding(parts.ear, message)
                if number >= WARM_UP:
                    turns.append(spent)
                    bare.append(embedded)
                if turn.move.name in ("close", "refer"):
                    break
                message = employee.answer(turn)
    for name, values in (("turn", turns), ("bare embedding", bare)):
        p50, p95 = quantile(values, 0.5) * 1000, quantile(values, 0.95) * 1000
        print(f"{name:<16} n={len(values):>5}  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms")


def _embedding(ear: object, message: str) -> float:
    if ear is None:
        return 0.0
    started = time.perf_counter()
    ear.embed([message])  # type: ignore[attr-defined]
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
