"""How many lines each labelled set holds, and under which labels; no text is shown.

python -m evals counts
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evals.tasks.texts import DATASETS

LABELS = ("level", "act")
SHOWN = 9  # labels of a set that are counted out; a set with more has them named on its own page


def counts(folder: Path = DATASETS) -> list[str]:
    """A table in Markdown, a row a set."""
    rows = [f"| `{name}` | {lines:,} | {labels} |" for name, lines, labels in counted(folder)]
    return ["| file | lines | labels |", "|---|---:|---|", *rows]


def counted(folder: Path = DATASETS) -> Iterator[tuple[str, int, str]]:
    """Name, lines and labels of each set, in the order of their names."""
    for path in sorted((*folder.glob("*.jsonl"), *folder.glob("*.train.txt"))):
        text = path.read_text("utf-8").splitlines()
        lines = [line for line in text if line.strip() and not line.startswith("#")]
        if path.suffix == ".txt":
            there = Counter(line.partition("|")[0].strip() for line in lines)
        else:
            entries = [json.loads(line) for line in lines]
            key = next((key for key in LABELS if entries and key in entries[0]), "")
            there = Counter(str(entry[key]) for entry in entries) if key else Counter()
        few = 0 < len(there) <= SHOWN
        told = ", ".join(f"{name} {n}" for name, n in there.most_common()) if few else ""
        yield path.name, len(lines), told
