"""Markdown pieces: the person's words may hold any character, and none of them becomes markup.

Pipes, brackets, stars and the like get a backslash; line breaks become spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.domain.plan import Hole, Value
from assistant.planning.wording import Labels

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$#&])")
_LIST_START = re.compile(r"^(\d+)([.)])(\s)|^([-+=])")
_MARK_BRACKET = re.compile(r"\\([\[\]])")


def escape(text: str) -> str:
    """A text in which nothing is markup; line breaks become spaces."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(lambda m: f"{m[1]}\\{m[2]}{m[3]}" if m[1] else f"\\{m[4]}", flat)


def shown(value: Value, *, mark: bool = True) -> str:
    """A value as it is printed, with or without its mark."""
    text = escape(value.bare)
    return f"{text} {escape_mark(value.mark)}" if mark else text


def escape_mark(mark: str) -> str:
    """A mark: square brackets stand as they are unless a round one would make a link of them."""
    return re.sub(r"\](?=[(\[:])", r"\\]", _MARK_BRACKET.sub(r"\1", escape(mark)))


def joined(values: Iterable[Value], separator: str = "; ") -> str:
    """Values in a row; of neighbours with the same mark only the last shows it."""
    items = list(values)
    parts = []
    for number, value in enumerate(items, 1):
        same = number < len(items) and items[number].mark == value.mark
        parts.append(shown(value, mark=not same))
    return separator.join(parts)


def hole_text(hole: Hole, labels: Labels) -> str:
    """A hole as it is printed."""
    return f"{labels.hole} {hole.text}"


def line(label: str, *texts: str) -> str:
    """A labelled line of the plan's head."""
    body = " ".join(stopped(text) for text in texts if text)
    return f"**{label}.** {body}"


def stopped(text: str) -> str:
    """A text with a full stop, unless it has its end already, perhaps inside quotation marks."""
    return text if text.rstrip('"')[-1:] in (".", "!", "?") else f"{text}."


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table; an empty cell holds a dash."""
    head = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    body = [f"| {' | '.join(cell or '-' for cell in row)} |" for row in rows]
    return "\n".join([*head, *body])


def quotation(texts: Iterable[str]) -> str:
    """Lines of a note, set off from the plan."""
    return "\\\n".join(f"> {escape(text)}" for text in texts)
