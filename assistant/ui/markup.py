r"""Text to HTML for the window. Everything is escaped first; links and images are never made.

    plain("<b>")              -> "&lt;b&gt;"                       what a person typed
    rich("**Buyer**\n- a")    -> "<p><strong>Buyer</strong></p><ul><li>a</li></ul>"

``rich`` knows headings, paragraphs, lists, quotations, tables, rules, bold, italics and code:
what replies and plans are written in. Anything else stays the characters it was typed as.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BOLD = re.compile(r"\*\*(?=\S)([^\n]{1,600}?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^\n*_]{1,400}?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,200})`")
_HEADING = re.compile(r"(#{1,5}) +(.+)")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,3})[.)]) +(.+)")
_QUOTE = re.compile(r"(?:> ?)+")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_DIVIDER = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
# A backslash before punctuation means the character itself: it waits in a private range of
# Unicode until the marks are read, and comes back escaped.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = 0xF0000
_RELEASED = {_HELD + code: html.escape(chr(code), quote=True) for code in range(0x21, 0x7F)}
_PIPE = re.compile(r"(?<!\\)\|")


def plain(text: str) -> str:
    """The text as characters on the page, whatever it looks like."""
    return html.escape(text, quote=True)


def inline(text: str) -> str:
    r"""A stretch of a line: escaped, then bold, italics and code; ``\*`` stays an asterisk."""
    held = _ESCAPE.sub(lambda match: chr(_HELD + ord(match[1])), text)
    return _marked(plain(held)).translate(_RELEASED)


def _marked(text: str) -> str:
    made = _CODE.sub(r"<code>\1</code>", text)
    made = _BOLD.sub(r"<strong>\1</strong>", made)
    return _ITALIC.sub(r"<em>\2</em>", made)


def rich(text: str, deepest: int = 2) -> str:
    """Blocks of text; the highest heading becomes ``<h{deepest}>`` to fit the page's outline."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "".join(_blocks(lines, deepest))


def _blocks(lines: list[str], deepest: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        heading = _HEADING.fullmatch(line)
        if not line.strip():
            at += 1
        elif heading:
            rank = min(6, len(heading[1]) + deepest - 1)
            yield f"<h{rank}>{inline(heading[2].strip())}</h{rank}>"
            at += 1
        elif _RULE.fullmatch(line):
            yield "<hr>"
            at += 1
        else:
            end = _extent(lines, at)
            yield _block(lines[at:end], deepest)
            at = end


def _kind(lines: list[str], at: int) -> str:
    line = lines[at]
    if _ITEM.fullmatch(line):
        return "list"
    if line.startswith(">"):
        return "quote"
    if "|" in line and at + 1 < len(lines) and _DIVIDER.fullmatch(lines[at + 1]):
        return "table"
    return "text"


def _extent(lines: list[str], start: int) -> int:
    """The line after the block that begins at ``start``."""
    kind, at = _kind(lines, start), start + 1
    while at < len(lines) and lines[at].strip():
        line = lines[at]
        if _HEADING.fullmatch(line):
            break
        if kind == "quote" and not line.startswith(">"):
            break
        if kind == "table" and "|" not in line:
            break
        if kind == "text" and (_kind(lines, at) != "text" or _RULE.fullmatch(line)):
            break
        at += 1
    return at


def _block(lines: list[str], deepest: int) -> str:
    kind = _kind(lines, 0)
    if kind == "list":
        return _list(lines)
    if kind == "quote":
        inner = "\n".join(_QUOTE.sub("", line) for line in lines)
        return f"<blockquote>{rich(inner, deepest)}</blockquote>"
    if kind == "table":
        return _table(lines)
    spoken = (inline(line.strip().removesuffix("\\")) for line in lines)
    return f"<p>{'<br>'.join(spoken)}</p>"


def _list(lines: list[str]) -> str:
    """A list, one level of nesting; a line that is no item goes on with the item above it."""
    items: list[tuple[str, list[str]]] = []
    ordered = bool((first := _ITEM.fullmatch(lines[0])) and first[2])
    for line in lines:
        match = _ITEM.fullmatch(line)
        if match and (len(match[1]) < 2 or not items):
            items.append((match[3], []))
        elif match:
            items[-1][1].append(match[3])
        else:
            text, nested = items[-1]
            items[-1] = (f"{text} {line.strip()}", nested)
    name = "ol" if ordered else "ul"
    return f"<{name}>{''.join(_item(text, nested) for text, nested in items)}</{name}>"


def _item(text: str, nested: list[str]) -> str:
    below = "".join(f"<li>{inline(line)}</li>" for line in nested)
    return f"<li>{inline(text)}{f'<ul>{below}</ul>' if below else ''}</li>"


def _table(lines: list[str]) -> str:
    head = _cells(lines[0])
    rows = [_cells(line) for line in lines[2:]]
    top = "".join(f'<th scope="col">{inline(cell)}</th>' for cell in head)
    body = "".join(
        f"<tr>{''.join(_cell(head, n, cell) for n, cell in enumerate(row))}</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cell(head: list[str], number: int, cell: str) -> str:
    """A cell carries its column's name, so that a narrow screen can show it beside the value."""
    name = plain(head[number]) if number < len(head) else ""
    return f'<td data-label="{name}">{inline(cell)}</td>'


def _cells(line: str) -> list[str]:
    row = line.strip().removeprefix("|")
    row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    return [cell.strip() for cell in _PIPE.split(row)]
