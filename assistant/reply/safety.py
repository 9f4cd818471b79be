"""The fixed texts for messages that need a person: never generated, never varied.

Each branch is a file in ``prompts/safety``; ``checked`` is the day a person last verified the
numbers in it. Source of the branches and what each must say: reliability.md, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from assistant.content import only_files, read_document, validate
from assistant.domain.goal import Record


class SafetyFront(Record):
    """The front matter of a safety text."""

    branch: str
    pauses: Literal["yes", "no"]
    checked: date
    variables: tuple[Literal["help_line"], ...] = ()


@dataclass(frozen=True)
class SafetyText:
    """The text of a branch, whether coaching pauses, and when its numbers were last verified."""

    branch: str
    pauses: bool
    checked: date
    text: str


def load_safety(folder: Path) -> dict[str, SafetyText]:
    """All branches of ``prompts/safety``. Raises ContentError with file and line."""
    found = {}
    for path in only_files(folder, ".md"):
        document = read_document(path)
        front = validate(SafetyFront, document.front, path, 2)
        if front.branch != path.stem:
            raise document.fail(2, f"{front.branch} stands in {path.name}", "Name both alike.")
        if not document.body:
            raise document.fail(1, "no text stands below ---", "Write what is to be shown.")
        found[path.stem] = SafetyText(
            front.branch, front.pauses == "yes", front.checked, document.body
        )
    return found


def set_help_line(text: str, help_line: str) -> str:
    """The text with the organisation's own line in its place, or without the place."""
    return text.replace("{help_line}", help_line).replace("  ", " ").replace(" \n", "\n").strip()
