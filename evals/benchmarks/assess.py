"""Throughput of the specificity scale beside proselint's, and memory over a million lines.

    python -m evals.benchmarks.assess [LINES]

Texts are the open aspirations. Throughput is in texts a second of processor time, each way the
best of some rounds over the same texts. Memory is what the whole process holds at most while
`assess --json --fast` reads LINES lines (a million unless told) through a real pipe.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from assistant.assessment import TOGETHER, Asked, assess_all
from evals.tasks import specificity_baselines as baselines
from evals.tasks.specificity import Aspiration, aspirations, ear, gazetteer

LINES = 1_000_000
ROUNDS = 5
MARKS = 10  # memory is looked at after the first tenth of the lines and after the last


def throughput(texts: Sequence[Aspiration]) -> list[str]:
    """A line for each way of reading the same texts."""
    ways = assessments(texts)
    ways["proselint"] = lambda: [baselines.lint(line.text) for line in texts]
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.process_time()
            way()
            spent[name].append(time.process_time() - began)
    rates = {name: len(texts) / min(times) for name, times in spent.items()}
    return [
        f"{name:<15}{rate:>10,.0f} texts a second of processor time{rate / rates['proselint']:>8.2f} x proselint"
        for name, rate in rates.items()
    ]


def assessments(texts: Sequence[Aspiration]) -> dict[str, Callable[[], object]]:
    """`assess` and `assess --fast` on some texts, as many at once as the terminal takes."""
    asked = [Asked(line.text, line.today) for line in texts]
    pieces = [asked[k : k + TOGETHER] for k in range(0, len(asked), TOGETHER)]
    return {
        "assess": lambda: [assess_all(p, gazetteer=gazetteer(), ear=ear()) for p in pieces],
        "assess --fast": lambda: [assess_all(p, gazetteer=gazetteer()) for p in pieces],
    }


def memory(texts: Sequence[Aspiration], lines: int) -> list[str]:
    """Peak memory of the command after a tenth of the lines and after all, and its pace."""
    command = [sys.executable, "-m", "assistant", "assess", "--json", "--fast", "-"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  our own module
    assert running.stdin is not None
    assert running.stdout is not None
    feeding = threading.Thread(target=_feed, args=(running.stdin, texts, lines))
    began = time.perf_counter()
    feeding.start()
    out = []
    for number, _ in enumerate(running.stdout, 1):
        if number in (lines // MARKS, lines):
            out.append(f"after {number:>9,} lines {_peak(running.pid):8.1f} MB at most")
    feeding.join()
    running.wait()
    took = time.perf_counter() - began
    return [*out, f"{lines / took:,.0f} lines a second of wall time, start included"]


def _feed(pipe: object, texts: Sequence[Aspiration], lines: int) -> None:
    data = (f"{' '.join(line.text.split())}\n".encode() for line in cycle(texts))
    pipe.writelines(islice(data, lines))  # type: ignore[attr-defined]
    pipe.close()  # type: ignore[attr-defined]


def _peak(process: int) -> float:
    """The most memory that a process has held so far, in MB (Linux)."""
    with Path(f"/proc/{process}/status").open(encoding="ascii") as status:
        held = next(line for line in status if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


def main() -> None:
    """Print the figures, and how busy the machine was."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    texts = [*aspirations("train"), *aspirations("heads")]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{len(texts):,} texts; load {load} on {os.cpu_count()} processors")
    print(*throughput(texts), *memory(texts, lines), sep="\n")


if __name__ == "__main__":
    main()
