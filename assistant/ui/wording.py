"""The pages' prose: ``prompts/page/*.md``, one heading a text, read strictly at start.

page = load_page_wording(PROMPTS)
page.chat["No plan"]        -> "A plan needs something to go on. ..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from assistant.content import Document, read_document
from assistant.domain.organisation import LapseKind
from assistant.domain.specificity import Level, Missing

_WELCOME = (
    *("Line", "First screen", "First screen with a model", "Invitation", "Box", "Keys", "Folded"),
    "Switch",
)
_PANEL = (
    *(level.value for level in Level),
    *(f"Missing {missing.value}" for missing in Missing),
    *("Nothing missing", "No roles", "No evidence", "Unknown", "Not begun"),
)
_CHAT = (
    *("Gone", "Unreachable", "Nothing to undo", "No plan", "No conversations", "Earlier"),
    *("Plan hint", "Safety", "Stopped", "Delete", "Deleted", "Not shown", "Thinking"),
    *(f"Citation {kind.value}" for kind in LapseKind),
)
_REVIEW = ("Line", "Promise", "Empty", "Pick", "Gone", "Unreachable", "Not a mark")


@dataclass(frozen=True)
class PageWording:
    """The texts of the pages by heading, a mapping a file."""

    welcome: Mapping[str, str]
    panel: Mapping[str, str]
    chat: Mapping[str, str]
    review: Mapping[str, str]


def load_page_wording(prompts: Path) -> PageWording:
    """All page texts. Raises ContentError where a heading is missing, unknown or empty."""
    folder = prompts / "page"
    return PageWording(
        welcome=_texts(folder / "welcome.md", _WELCOME),
        panel=_texts(folder / "panel.md", _PANEL),
        chat=_texts(folder / "chat.md", _CHAT),
        review=_texts(folder / "review.md", _REVIEW),
    )


def _texts(path: Path, wanted: tuple[str, ...]) -> Mapping[str, str]:
    document = read_document(path)
    document.only_headings(*wanted)
    return MappingProxyType({heading: _text(document, heading) for heading in wanted})


def _text(document: Document, heading: str) -> str:
    section = document.sections.get(heading)
    if section is None:
        raise document.fail(
            1, f"the heading {heading} is missing", f"Add # {heading} and its text."
        )
    if not section.text:
        raise document.fail(section.line, f"{heading} has no text", "Write its text under it.")
    return section.text
