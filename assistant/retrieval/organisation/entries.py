"""Rows of a table as entries of a role catalogue, whatever its columns are called.

    entries(rows) -> (CatalogueEntry(title="Case Handler", grade="Band 5", ...), ...), findings

Which column is which is told by data/headers.yaml; a column that fits none is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.domain.organisation import CatalogueEntry, Finding, FindingKind
from assistant.errors import UnusableInput
from assistant.retrieval.organisation.inspection import cell_findings, inspected, shown
from assistant.retrieval.organisation.tables import Row
from assistant.word_lists import phrase_lists

FILE = Path(__file__).parent / "data" / "headers.yaml"
LONGEST_TITLE = 120
LONGEST_ITEM = 300
MOST_ITEMS = 40
_SIGNS = re.compile(r"[^a-z0-9äöüßéèáíóñ]+")
_ITEMS = re.compile(r"\n+|\s*[;|•·▪‣]\s*|\s+/\s+|\s\*\s")
_COMMAS = re.compile(r"\s*,\s*(?![^(]*\))")
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪]|\d+[.)])\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SEVERAL = 2


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row names columns: a title's and another one, or a title's alone by its very name."""
    filled = [cell for cell in cells if cell.strip()]
    known = {name for cell in filled if (name := column(cell))}
    alone = len(filled) == 1 and _fold(filled[0]) in _headers()["title"]
    return "title" in known and (len(known) >= _SEVERAL or alone)


@lru_cache(maxsize=1)
def _headers() -> dict[str, list[str]]:
    lists = phrase_lists(FILE)
    return {field: [_fold(name) for name in names] for field, names in lists.items()}


def _fold(text: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)  # jobTitle
    return _SIGNS.sub(" ", parted.casefold()).strip()


def column(heading: str) -> str | None:
    """Which field a column holds; None for one that is not read."""
    folded = _fold(heading)
    for field, names in _headers().items():
        if folded in names:
            return field
    begun = [
        (len(name), field)
        for field, names in _headers().items()
        for name in names
        if folded.startswith(f"{name} ") and len(name) > 3
    ]
    return max(begun)[1] if begun else None


def columns(headings: Iterable[str]) -> dict[str, list[str]]:
    """Headings by field, those first that fit an earlier name of the field."""
    found: dict[str, list[tuple[int, str]]] = {}
    for heading in headings:
        field = column(heading)
        if field is not None:
            names, folded = _headers()[field], _fold(heading)
            rank = names.index(folded) if folded in names else len(names)
            found.setdefault(field, []).append((rank, heading))
    return {
        field: [heading for _, heading in sorted(ranked, key=lambda pair: pair[0])]
        for field, ranked in found.items()
    }


def entries(rows: Sequence[Row]) -> tuple[list[CatalogueEntry], list[Finding]]:
    """The entries of a table. Raises UnusableInput when no column names the role."""
    headings = list(dict.fromkeys(name for row in rows for name in row.cells))
    found = columns(headings)
    if "title" not in found:
        seen = ", ".join(shown(name) for name in headings[:8]) or "none"
        raise UnusableInput(
            f"No column names the role (columns: {seen}).", "Head it Title, Job title or Role."
        )
    result: list[CatalogueEntry] = []
    findings: list[Finding] = []
    seen_titles: dict[tuple[str, str, str], str] = {}
    for row in rows:
        cells = {
            field: next((row.cells[name] for name in names if row.cells.get(name)), "")
            for field, names in found.items()
        }
        entry = _entry(cells, row.place, findings)
        if entry is None:
            continue
        key = entry.title.casefold(), entry.grade.casefold(), entry.department.casefold()
        if key in seen_titles:
            text = f"{entry.title} stands in {seen_titles[key]} already"
            findings.append(Finding(kind=FindingKind.LEFT_OUT, place=row.place, text=text))
            continue
        seen_titles[key] = row.place
        result.append(entry)
    return result, findings


def _entry(cells: dict[str, str], place: str, findings: list[Finding]) -> CatalogueEntry | None:
    clean: dict[str, str] = {}
    for field, raw in cells.items():
        findings.extend(cell_findings(raw, place))
        clean[field], found = inspected(raw, place)
        findings.extend(found)
    title = " ".join(clean.get("title", "").split())
    if not title:
        return None
    if len(title) > LONGEST_TITLE:
        text = f"a title of {len(title)} characters: {shown(title)}"
        findings.append(Finding(kind=FindingKind.LEFT_OUT, place=place, text=text))
        return None
    return CatalogueEntry(
        title=title,
        place=place,
        grade=_line(clean, "grade"),
        department=_line(clean, "department"),
        other_titles=_items(clean.get("other_titles", ""), commas=True),
        description=" ".join(clean.get("description", "").split()),
        week=_items(clean.get("week", "")),
        requirements=_items(clean.get("requirements", "")),
        skills=_items(clean.get("skills", ""), commas=True),
        next_roles=_items(clean.get("next_roles", ""), commas=True),
        similar_to=_line(clean, "similar_to"),
        code=_line(clean, "code"),
    )


def _line(cells: dict[str, str], field: str) -> str:
    return " ".join(cells.get(field, "").split())[:LONGEST_TITLE]


def _items(text: str, *, commas: bool = False) -> tuple[str, ...]:
    """The items of a cell: by line, by semicolon, then by comma or by sentence."""
    parts = [part for part in _ITEMS.split(text) if part.strip()]
    if len(parts) == 1:
        parts = (_COMMAS if commas else _SENTENCE).split(parts[0])
    clean = [_BULLET.sub("", " ".join(part.split())).strip(" .,;") for part in parts]
    kept = [part[:LONGEST_ITEM] for part in clean if part]
    return tuple(dict.fromkeys(kept))[:MOST_ITEMS]
