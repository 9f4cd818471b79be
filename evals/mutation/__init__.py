"""Mutation testing of the product: each planted fault must turn a gate red, or is listed as a survivor.

python -m evals mutation                     all faults, the kill rate, survivors
python -m evals mutation vagueness_gate_off  one of them
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from assistant.domain.goal import Record
from assistant.errors import BrassTacksError, UnusableInput
from evals.mutation.faults import FAULTS
from evals.mutation.planting import Fault, planted

WANTED = 0.95


class Trial(Record):
    """A fault and the gates that went red for it."""

    fault: str
    red: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Whether the suite has noticed."""
        return bool(self.red)


def run_mutation(names: Sequence[str]) -> int:
    """Try the faults and print what went red; 1 when the kill rate is below its gate."""
    known = {fault.name: fault for fault in FAULTS}
    if unknown := [name for name in names if name not in known]:
        raise UnusableInput(f"There is no fault {unknown[0]}.", f"Known are: {', '.join(known)}.")
    started = time.perf_counter()
    chosen = [known[name] for name in names] or list(FAULTS)
    trials = _tried([fault.name for fault in chosen])
    for fault, trial in zip(chosen, trials, strict=True):
        verdict = "killed  " if trial.killed else "SURVIVED"
        print(f"{verdict} {fault.name:<30} {', '.join(trial.red[:4]) or fault.survives}")
    killed = sum(trial.killed for trial in trials)
    rate = killed / len(trials)
    wanted = WANTED if not names else 0.0
    print(f"{killed} of {len(trials)} faults killed: {rate:.1%}, wanted {wanted:.0%}")
    print(json.dumps({"killed": killed, "faults": len(trials), "rate": rate}), file=sys.stderr)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    return 0 if rate >= wanted else 1


def _tried(names: Sequence[str]) -> list[Trial]:
    """The faults over two processes, each of which first sees what is usual without one."""
    workers = min(2, os.cpu_count() or 1)
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        return list(pool.map(attempt, names))


def attempt(name: str) -> Trial:
    """The quick suites with a fault planted; which gates are red. Raises when they break without it."""
    from evals.mutation.quick import red_gates, red_without_fault

    if broken := red_without_fault():
        raise BrassTacksError(f"Without a fault {broken[0]} breaks already.", "Mend that first.")
    fault = next(fault for fault in FAULTS if fault.name == name)
    with planted(fault):
        return Trial(fault=fault.name, red=red_gates())


__all__ = ["FAULTS", "Fault", "Trial", "planted", "run_mutation"]
