"""Datasets of plain lines: one text a line, ``#`` opens a comment, a field may follow a ``|``."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import ContentError

DATASETS = Path(__file__).parent.parent / "datasets"


def lines(path: Path) -> list[str]:
    """The lines of a file without comments. Raises ContentError when the file is gone or empty."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path.name}:1: the dataset is missing.", "Put it back.") from error
    found = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not found:
        raise ContentError(f"{path.name}:1: the dataset is empty.", "Put its lines back.")
    return found
