"""PDF: visible and hidden text told apart by how the page draws it.

Text drawn in white, in type that nobody can read, or in the mode that draws nothing is taken out of
the page before its text is read, and told as a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from assistant.domain.organisation import FindingKind
from assistant.errors import UnusableInput
from assistant.retrieval.organisation.loaders import MAX_PAGES, TINY, made

_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_UNDRAWN = 3  # text rendering mode
_WHITE = 0.98
_FILLS = {b"g": "grey", b"rg": "rgb", b"k": "cmyk", b"sc": "any", b"scn": "any"}


class PdfLoader(BaseLoader):
    """A Document a page, the page's first line as its heading."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lazy_load(self) -> Iterator[Document]:
        """The pages. Raises UnusableInput for a locked, endless or picture-only file."""
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

        try:
            reader = PdfReader(self.path)
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnusableInput("The PDF is locked with a password.", "Save it without one.")
            count = len(reader.pages)
            if count > MAX_PAGES:
                raise UnusableInput(f"The PDF has {count:,} pages.", f"At most {MAX_PAGES}.")
            yield from _about(reader)
            for number, page in enumerate(reader.pages, 1):
                yield from _page(reader, page, f"page {number}")
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnusableInput("The PDF is damaged.", "Save it again from its source.") from error


def _about(reader: Any) -> Iterator[Document]:
    for name, value in (reader.metadata or {}).items():
        if name in ("/Title", "/Subject", "/Keywords", "/Author") and str(value).strip():
            yield made(str(value), f"metadata {name[1:]}", "", FindingKind.METADATA)
    root = reader.root_object
    names = root.get("/Names")
    script = names is not None and "/JavaScript" in names.get_object()
    if script or "/AA" in root or _acts(root.get("/OpenAction")):
        yield made("a script or an action on opening", "document", "", FindingKind.ACTIVE)
    if names is not None and "/EmbeddedFiles" in names.get_object():
        yield made("a file inside the file", "document", "", FindingKind.ACTIVE)


def _acts(action: Any) -> bool:
    """Whether opening does more than go to a page."""
    found = action.get_object() if action is not None else None
    return isinstance(found, dict) and found.get("/S") not in (None, "/GoTo")


def _page(reader: Any, page: Any, place: str) -> Iterator[Document]:
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Contents"):
            yield made(str(note["/Contents"]), place, "", FindingKind.COMMENT)
        address = (note.get("/A") or {}).get("/URI")
        if address:
            yield made(str(address), place, "", FindingKind.LINK)
    visible, unseen = _told_apart(reader, page)
    if unseen.strip():
        yield made(unseen, place, "", FindingKind.HIDDEN)
    if visible.strip():
        yield made(visible, place, "")


@dataclass(frozen=True)
class _Pen:
    """The parts of the graphics state that decide whether text is seen."""

    white: bool = False
    mode: int = 0
    size: float = 12.0
    scale: float = 1.0
    page: float = 1.0

    @property
    def unseen(self) -> bool:
        return self.white or self.mode == _UNDRAWN or abs(self.size * self.scale * self.page) < TINY


def _told_apart(reader: Any, page: Any) -> tuple[str, str]:
    """The text that is seen and the text that is not."""
    from pypdf.generic import ContentStream, NameObject

    contents = page.get_contents()
    if contents is None:
        return "", ""
    operations = list(ContentStream(contents, reader).operations)
    unseen = _unseen_shows(operations)
    texts = []
    for wanted in (False, True):
        if wanted and not any(unseen):
            texts.append("")
            continue
        stream = ContentStream(None, reader)
        stream.operations = [
            operation
            for operation, dark in zip(operations, unseen, strict=True)
            if operation[1] not in _SHOWS or dark is wanted
        ]
        page[NameObject("/Contents")] = stream
        texts.append(page.extract_text() or "")
    return texts[0], texts[1]


def _unseen_shows(operations: list[Any]) -> list[bool]:
    """For each operation whether it shows text that nobody sees."""
    pen, stack, unseen = _Pen(), [], []
    for operands, operator in operations:
        if operator == b"q":
            stack.append(pen)
        elif operator == b"Q":
            pen = stack.pop() if stack else _Pen()
        else:
            pen = _moved(pen, operands, operator)
        unseen.append(operator in _SHOWS and pen.unseen)
    return unseen


def _moved(pen: _Pen, operands: Any, operator: bytes) -> _Pen:
    try:
        if operator in _FILLS:
            return replace(pen, white=_is_white(operands, _FILLS[operator]))
        if operator == b"Tr":
            return replace(pen, mode=int(operands[0]))
        if operator == b"Tf":
            return replace(pen, size=float(operands[1]))
        if operator in (b"Tm", b"cm"):
            a, b = float(operands[0]), float(operands[1])
            length = (a * a + b * b) ** 0.5
            if operator == b"Tm":
                return replace(pen, scale=length)
            return replace(pen, page=pen.page * length)
        if operator == b"BT":
            return replace(pen, scale=1.0)
    except (TypeError, ValueError, IndexError):
        return pen
    return pen


def _is_white(operands: Any, space: str) -> bool:
    values = [float(v) for v in operands if isinstance(v, int | float)]
    if space == "cmyk" or (space == "any" and len(values) == 4):
        return bool(values) and max(values) <= 1 - _WHITE
    return bool(values) and min(values) >= _WHITE
