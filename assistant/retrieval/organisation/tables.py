"""Tables as rows of named cells: CSV in any usual encoding, JSON, YAML, XLSX.

Row(place="row 3", cells={"Job title": "Case Handler", "Band": "5"})

What a reader of the sheet would not see (hidden sheets, rows and columns, white or tiny type,
comments, the formula behind a value) is told as findings and is no part of a row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.content import parse_yaml
from assistant.domain import strict_json
from assistant.domain.organisation import Finding, FindingKind
from assistant.errors import ContentError, UnusableInput
from assistant.retrieval.organisation.inspection import hidden
from assistant.retrieval.organisation.intake import Kind

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
HEADER_LOOKED_FOR = 20  # rows above the table that may hold a title and a date
_DELIMITERS = ",;\t|"
_TINY = 3.0
_LISTS = ("roles", "jobs", "positions", "items", "data", "records", "results", "occupations")


@dataclass(frozen=True)
class Row:
    """One row of a table, its cells by the name of their column."""

    place: str
    cells: dict[str, str]


@dataclass
class Table:
    """What a file holds: rows of cells, and findings about what is not shown."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def decoded(raw: bytes) -> str:
    """Bytes as text: by their mark, as UTF-8, as UTF-16 where half of it is nothing, as cp1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(raw, "utf-16")
    if raw.startswith(b"\xef\xbb\xbf"):
        return _strict(raw, "utf-8-sig")
    sample = raw[:2000]
    if sample.count(b"\0") > len(sample) // 4:
        return _strict(raw, "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise UnusableInput(f"The text is no whole {encoding}.", "Save it as UTF-8.") from error


def read_table(kind: Kind, path: Path) -> Table:
    """The table of a file. Raises UnusableInput when it cannot be read as one."""
    if kind is Kind.XLSX:
        return _workbook(path)
    text = decoded(path.read_bytes())
    if kind is Kind.CSV:
        return Table(list(_named(list(_csv_cells(text)), "")))
    try:
        value = strict_json.loads(text) if kind is Kind.JSON else parse_yaml(text, Path("the file"))
    except ContentError as error:
        raise UnusableInput(f"The YAML cannot be read: {error}", "") from error
    except ValueError as error:
        raise UnusableInput(f"The JSON cannot be read ({error}).", "Check it.") from error
    return Table(list(_records(value)))


def _csv_cells(text: str) -> Iterator[tuple[int, list[str]]]:
    if text.casefold().startswith("sep="):
        text = text.partition("\n")[2]
    csv.field_size_limit(MAX_CELL * 10)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        for number, cells in enumerate(reader, 1):
            _check_size(number, len(cells))
            yield number, cells
    except csv.Error as error:
        raise UnusableInput(f"The table cannot be read ({error}).", "Save it as UTF-8.") from error


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS + HEADER_LOOKED_FOR:
        raise UnusableInput(f"The table has more than {MAX_ROWS:,} rows.", "Split it.")
    if columns > MAX_COLUMNS:
        raise UnusableInput(f"The table has {columns} columns.", f"At most {MAX_COLUMNS}.")


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows into equally many cells, and into most."""
    head = "".join(text.splitlines(keepends=True)[:40])

    def even(sign: str) -> tuple[float, int]:
        try:
            counts = [
                len(r) for r in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if r
            ]
        except csv.Error:
            return 0.0, 0
        usual = max(counts, key=counts.count, default=0)
        return (counts.count(usual) / len(counts) if usual > 1 else 0.0), usual

    return max(_DELIMITERS, key=even)


def _named(lines: list[tuple[int, list[str]]], sheet: str) -> Iterator[Row]:
    """Rows with their cells named by the heading row, the first one that looks like one."""
    from assistant.retrieval.organisation.entries import is_heading

    filled = [(n, cells) for n, cells in lines if any(cell.strip() for cell in cells)]
    at = next((i for i, (_, c) in enumerate(filled[:HEADER_LOOKED_FOR]) if is_heading(c)), 0)
    if not filled:
        return
    names = [cell.strip() or f"column {n}" for n, cell in enumerate(filled[at][1], 1)]
    for number, cells in filled[at + 1 :]:
        named: dict[str, str] = {}
        for name, cell in zip(names, cells, strict=False):
            if cell.strip():
                named[name] = f"{named[name]}\n{cell}" if name in named else cell[:MAX_CELL]
        yield Row(f"{sheet}row {number}", named)


def _records(value: Any) -> Iterator[Row]:
    """The objects of a JSON or YAML text: a list, a list under a usual name, or lists by team."""
    group = ""
    if isinstance(value, dict):
        named = next((key for key in value if str(key).casefold() in _LISTS), None)
        if named is not None:
            group, value = str(value.get("function") or value.get("department") or ""), value[named]
        elif value and all(isinstance(item, list) for item in value.values()):
            for name, items in value.items():
                yield from _objects(items, str(name))
            return
        else:
            value = [value]
    if not isinstance(value, list):
        raise UnusableInput("The file holds no list of roles.", 'Write [{"title": "..."}, ...].')
    yield from _objects(value, group)


def _objects(items: list[Any], group: str) -> Iterator[Row]:
    _check_size(len(items), 0)
    for number, item in enumerate(items, 1):
        cells = {str(k): _cell(v) for k, v in item.items()} if isinstance(item, dict) else {}
        if isinstance(item, str):
            cells = {"title": item}
        if group:
            cells.setdefault("department", group)
        place = f"{group}, entry {number}" if group else f"entry {number}"
        yield Row(place, {name: cell for name, cell in cells.items() if cell.strip()})


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_cell(item) for item in value)[:MAX_CELL]
    if isinstance(value, dict):
        return _cell(value.get("title") or value.get("name") or list(value.values()))
    return "" if value is None else str(value)[:MAX_CELL]


def _workbook(path: Path) -> Table:
    import openpyxl

    table = Table()
    try:
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream)
            stream.seek(0)
            values = openpyxl.load_workbook(stream, data_only=True)
    except (ValueError, KeyError, OSError, TypeError, AttributeError, SyntaxError) as error:
        raise UnusableInput("The workbook is damaged.", "Save it again.") from error
    about = book.properties
    for name in ("title", "subject", "keywords", "description", "category"):
        if value := getattr(about, name, None):
            table.findings += hidden(str(value), f"metadata {name}", FindingKind.METADATA)
    many = len(book.worksheets) > 1
    for sheet, plain in zip(book.worksheets, values.worksheets, strict=True):
        place = f"sheet {sheet.title}, " if many else ""
        lines = list(_sheet(sheet, plain, place, table.findings))
        if sheet.sheet_state != "visible":
            text = " ".join(cell for _, cells in lines for cell in cells)
            table.findings += hidden(text, f"hidden sheet {sheet.title}")
        elif len(lines) > 1:
            table.rows += _named(lines, place)
    return table


def _sheet(
    sheet: Any, plain: Any, place: str, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """The visible cells of a sheet; what is not visible becomes a finding."""
    _check_size(sheet.max_row, sheet.max_column)
    unseen_columns = {
        number
        for key, size in sheet.column_dimensions.items()
        if size.hidden
        for number in range(size.min or 0, (size.max or 0) + 1)
    }
    for number, (row, shown) in enumerate(
        zip(sheet.iter_rows(), plain.iter_rows(), strict=True), 1
    ):
        cells = []
        unseen_row = (
            sheet.row_dimensions[number].hidden if number in sheet.row_dimensions else False
        )
        for cell, value in zip(row, shown, strict=True):
            where = f"{place}cell {cell.coordinate}"
            text = "" if value.value is None else str(value.value)
            if cell.comment is not None:
                findings += hidden(cell.comment.text, where, FindingKind.COMMENT)
            if cell.data_type == "f":
                findings += hidden(str(cell.value), where, FindingKind.FORMULA)
            if cell.hyperlink is not None and cell.hyperlink.target:
                findings += hidden(cell.hyperlink.target, where, FindingKind.LINK)
            if unseen_row or cell.column in unseen_columns or _is_unseen(cell):
                findings += hidden(text, where)
                text = ""
            cells.append(text)
        yield number, cells


def _is_unseen(cell: Any) -> bool:
    font = cell.font
    if font is None or cell.value is None:
        return False
    colour = font.color.rgb if font.color is not None and font.color.type == "rgb" else ""
    filled = cell.fill is not None and cell.fill.fill_type == "solid"
    white = str(colour).endswith("FFFFFF") and not filled
    return white or (font.sz is not None and float(font.sz) < _TINY)
