"""The fixed texts for messages that need a person: never generated, never varied.

Each branch is a file in ``prompts/safety``; ``checked`` is the day a person last verified the
numbers in it. Source of the branches and what each must say: reliability.md, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.content import read_document


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
    for path in sorted(folder.glob("*.md")):
        document = read_document(path)
        front = document.front
        if front.get("branch") != path.stem:
            raise document.fail(
                2, f"branch {front.get('branch')} in {path.name}", "Name both alike."
            )
        try:
            checked = date.fromisoformat(str(front.get("checked")))
        except ValueError as error:
            raise document.fail(2, "checked is no date", "Write it as YYYY-MM-DD.") from error
        found[path.stem] = SafetyText(
            path.stem, front.get("pauses") == "yes", checked, document.body
        )
    return found


def set_help_line(text: str, help_line: str) -> str:
    """The text with the organisation's own line in its place, or without the place."""
    return text.replace("{help_line}", help_line).replace("  ", " ").replace(" \n", "\n").strip()
