"""Turns a coach has marked in review become samples of suite ``marks``.

    brasstacks review export ID --format jsonl > talk.jsonl
    python -m evals promote talk.jsonl          -> evals/datasets/marked/talk.jsonl

A sample is everything said up to the marked turn, what the coach answered then, the mark and the comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.domain.goal import Record
from assistant.errors import UnusableInput

FOLDER = Path(__file__).parent / "datasets" / "marked"


class Marked(Record):
    """A marked turn with the way to it."""

    id: str
    today: str
    messages: tuple[str, ...]
    kind: str
    comment: str
    reviewer: str
    move: str
    reply: str


def promoted(lines: Sequence[str]) -> list[Marked]:
    """The marked turns of an exported conversation. Raises UnusableInput for anything else."""
    found, messages = [], []
    for number, line in enumerate(lines, 1):
        try:
            turn: dict[str, Any] = json.loads(line)
            messages.append(turn["message"])
            for at, mark in enumerate(turn["marks"], 1):
                name = f"{turn['conversation']}-{turn['turn']}-{at}"
                sample = Marked(
                    id=name,
                    today=turn["today"],
                    messages=tuple(messages),
                    kind=mark["kind"],
                    comment=mark["comment"],
                    reviewer=mark["reviewer"],
                    move=turn["move"],
                    reply=turn["reply"],
                )
                found.append(sample)
        except (ValueError, KeyError, TypeError) as error:
            raise UnusableInput(
                f"Line {number} is no turn of an exported conversation.",
                "Export with `brasstacks review export ID --format jsonl`.",
            ) from error
    return found


def promote(path: Path, folder: Path = FOLDER) -> tuple[Path, int]:
    """Write the marked turns of an export beside the others; where to, and how many."""
    try:
        samples = promoted(path.read_text(encoding="utf-8").splitlines())
    except OSError as error:
        raise UnusableInput(f"{path} cannot be read.", "Name an exported file.") from error
    if not samples:
        raise UnusableInput(f"{path} holds no marked turn.", "Mark one with `brasstacks review`.")
    name = re.sub(r"[^A-Za-z0-9-]+", "-", path.stem).strip("-") or "marked"
    target = folder / f"{name}.jsonl"
    text = "".join(f"{sample.model_dump_json()}\n" for sample in samples)
    target.write_text(text, encoding="utf-8")
    return target, len(samples)
