"""Reads one file and prints what it holds; run in a process of its own (see ``limited``).

python -m assistant.retrieval.organisation.reader KIND FILE     one JSON line: content, or the error
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from assistant.domain.organisation import Content, Excerpt, Finding, FindingKind
from assistant.errors import BrassTacksError, UnusableInput
from assistant.retrieval.organisation.inspection import hidden, inspected, invisible, shown
from assistant.retrieval.organisation.intake import Kind
from assistant.retrieval.organisation.limited import LIMITS, restrict

EXCERPT = 700  # characters; small enough to be quoted, large enough to hold a rule
OVERLAP = 0
MOST_EXCERPTS = 20_000
MOST_FINDINGS = 500
_TABLES = (Kind.CSV, Kind.JSON, Kind.YAML, Kind.XLSX)
_POINTERS = (FindingKind.LINK, FindingKind.IMAGE, FindingKind.ACTIVE)


def read(kind: Kind, path: Path) -> Content:
    """What a file holds. Raises UnusableInput with one sentence when it cannot be read."""
    content = _table(kind, path) if kind in _TABLES else _text(kind, path)
    if content.empty:
        raise UnusableInput(
            "No text was found in it.", "Scanned pages are not read; save it with its text."
        )
    findings = tuple(dict.fromkeys(content.findings))
    if len(findings) > MOST_FINDINGS:
        rest = len(findings) - MOST_FINDINGS
        more = Finding(kind=FindingKind.LEFT_OUT, place="report", text=f"{rest} more findings")
        findings = (*findings[:MOST_FINDINGS], more)
    return content.model_copy(update={"findings": findings})


def _table(kind: Kind, path: Path) -> Content:
    from assistant.retrieval.organisation.entries import entries
    from assistant.retrieval.organisation.tables import read_table

    table = read_table(kind, path)
    found, findings = entries(table.rows)
    return Content(entries=tuple(found), findings=(*table.findings, *findings), pages=1)


def _text(kind: Kind, path: Path) -> Content:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from assistant.retrieval.organisation.loaders import loader_of

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=EXCERPT,
        chunk_overlap=OVERLAP,
        separators=["\n\n", "\n", ". ", "; ", ", ", " ", ""],
        keep_separator="end",
    )
    findings: list[Finding] = []
    excerpts: list[Excerpt] = []
    pages = 0
    for document in loader_of(kind, path).lazy_load():
        place, heading = document.metadata["place"], document.metadata["heading"]
        told = document.metadata.get("finding")
        if told is not None:
            findings += _told(document.page_content, place, FindingKind(told))
            continue
        pages += 1
        text, found = inspected(document.page_content, place)
        findings += found
        heading = inspected(heading, place)[0]
        for piece in splitter.split_text(_unwrapped(text)):
            flat = " ".join(piece.split())
            if re.search(r"\w\w", flat):
                excerpts.append(Excerpt(heading=heading, place=place, text=flat))
    if len(excerpts) > MOST_EXCERPTS:
        raise UnusableInput(f"It has more than {MOST_EXCERPTS:,} passages.", "Split it.")
    return Content(excerpts=tuple(excerpts), findings=tuple(findings), pages=pages)


def _told(text: str, place: str, kind: FindingKind) -> list[Finding]:
    if kind is FindingKind.INVISIBLE:
        return list(invisible(text, place))
    if kind in _POINTERS:
        return [Finding(kind=kind, place=place, text=shown(text))] if text.strip() else []
    return hidden(text, place, kind)


def _unwrapped(text: str) -> str:
    """Lines that the page broke joined again: a line goes on where the next begins small."""
    return re.sub(r"(?<=[\w,;])[ \t]*\n(?=[a-zäöüéè(])", " ", text)


def main(arguments: list[str]) -> int:
    """Print the content, or the error that ends in one sentence."""
    kind, path = Kind(arguments[0]), Path(arguments[1])
    restrict(LIMITS)
    try:
        text = read(kind, path).model_dump_json()
    except BrassTacksError as error:
        sys.stdout.write("!" + str(error))
        return 0
    except (MemoryError, RecursionError):
        sys.stdout.write("!It needs more memory than a document may.")
        return 0
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
