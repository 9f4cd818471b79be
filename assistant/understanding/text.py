"""Pieces of a message: words, clauses and sentences with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_ORDINAL = re.compile(
    r"(?:the )?(?:first|second|third|last|middle|1st|2nd|3rd|other|latter|former)(?: (?:one|two|role|option))?"
)

_BREAK = re.compile(
    r"(?<!\d)[.:]+|[.:]+(?!\d)|[!?;\n()\u2026]+|,(?!\d)|\s[-\u2013\u2014]+\s"
    r"|\s(?:but|because|cos|coz|although|though|whereas|except|so that|and then|which|while|since)\s"
    r"|\s(?:and|so|when)\s(?=(?:i|we|he|she|they|it|my|you|the|that|there|nobody|everyone)\b)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:['\u2019\-/&.][^\W_]+)*[%+]?", re.UNICODE)


@dataclass(frozen=True)
class Clause:
    """A stretch of a message between two breaks."""

    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, lower case, apostrophes straight."""
        return tuple(w.casefold().replace("\u2019", "'") for w in WORD.findall(self.text))


def words_of(text: str) -> list[str]:
    """All words of a text, lower case, apostrophes straight."""
    return [w.casefold().replace("\u2019", "'") for w in WORD.findall(text)]


def clauses(text: str) -> list[Clause]:
    """The clauses of a message in order; linear in its length."""
    found, at = [], 0
    for match in _BREAK.finditer(text):
        found.append(_clause(text, at, match.start()))
        at = match.end()
    found.append(_clause(text, at, len(text)))
    return [clause for clause in found if clause.words]


def _clause(text: str, start: int, end: int) -> Clause:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" \t\"'\u201c\u2018,"))
    trimmed = piece.strip(" \t\"'\u201c\u201d\u2018,")
    return Clause(trimmed, start + left, start + left + len(trimmed))


def sentences(text: str) -> list[Clause]:
    """The sentences of a message in order."""
    found, at = [], 0
    for match in re.finditer(r"(?<=[.!?\u2026])\s+|\n+", text):
        found.append(_clause(text, at, match.start()))
        at = match.end()
    found.append(_clause(text, at, len(text)))
    return [clause for clause in found if clause.words]
