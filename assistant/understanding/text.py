"""Pieces of a message: clauses with their places, and the spans that may be quoted back.

    quotable("I spose I like it when nobody bothered me for 2 hrs", lexicon)
      -> ["nobody bothered me for 2 hrs"]

A quotation is the shortest span that carries the point, letter for letter, two to eight words,
cut at the edge of a phrase. A span with a misspelling is never quoted (it would look like
mockery; exemplars, "Quoting").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.understanding.lexicon import Lexicon

MAX_WORDS = 8
# A span may not begin with these: they leave the words before them missing.
_OBJECTS = frozenset(("her", "him", "them", "me", "us", "to", "of", "what", "who", "whom", "how"))
_ORDINAL = re.compile(
    r"(?:the )?(?:first|second|third|last|middle|1st|2nd|3rd|other|latter|former)(?: (?:one|two|role|option))?"
)

_BREAK = re.compile(
    r"[.!?;:\n()\u2026]+|,|\s[-\u2013\u2014]+\s"
    r"|\s(?:but|because|cos|coz|although|though|whereas|except|so that|and then|which|while|since)\s"
    r"|\s(?:and|so|when)\s(?=(?:i|we|he|she|they|it|my|you|the|that|there|nobody|everyone)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019\-/&.][^\W_]+)*[%+]?", re.UNICODE)


@dataclass(frozen=True)
class Clause:
    """A stretch of a message between two breaks."""

    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, lower case, apostrophes straight."""
        return tuple(w.casefold().replace("\u2019", "'") for w in _WORD.findall(self.text))


def words_of(text: str) -> list[str]:
    """All words of a text, lower case, apostrophes straight."""
    return [w.casefold().replace("\u2019", "'") for w in _WORD.findall(text)]


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


def quotable(clause: Clause, lexicon: Lexicon) -> str | None:
    """The span of a clause that may be quoted, or None when nothing in it stands by itself."""
    tokens = list(_WORD.finditer(clause.text))
    low = [t.group().casefold().replace("\u2019", "'") for t in tokens]
    first = _skip_lead(low, lexicon)
    last = _drop_tail(low, first, lexicon)
    first, last = _shorten(low, first, last, lexicon)
    if last - first < 2 or not _clean(low[first:last], tokens[first:last], lexicon):
        return None
    if low[first] in _OBJECTS or _ORDINAL.fullmatch(" ".join(low[first:last])):
        return None
    if not any(w not in lexicon.function_words for w in low[first:last]):
        return None
    span = clause.text[tokens[first].start() : tokens[last - 1].end()]
    return span if not re.search(r"[\"\u201c\u201d<>\[\]{}`*|]", span) else None


def _skip_lead(low: list[str], lexicon: Lexicon) -> int:
    """How many leading words only introduce ("well", "i think", "i suppose i")."""
    at = 0
    moved = True
    while moved and at < len(low):
        moved = False
        for size in (4, 3, 2, 1):
            if " ".join(low[at : at + size]) in lexicon.leads and at + size < len(low):
                at += size
                moved = True
                break
    return at


def _drop_tail(low: list[str], first: int, lexicon: Lexicon) -> int:
    """Where the span ends once closing filler is off ("... i guess", "... or something")."""
    last, moved = len(low), True
    while moved and last > first:
        moved = False
        for size in (3, 2, 1):
            if last - size >= first and " ".join(low[last - size : last]) in lexicon.tails:
                last, moved = last - size, True
                break
    return last


def _shorten(low: list[str], first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    """At most eight words (ten with a figure), ending before a word that opens another phrase.

    A figure is what a quotation of a result is for: a span that holds all of them goes first.
    """
    figures = [at for at in range(first, last) if low[at][:1].isdigit()]
    room = MAX_WORDS + 2 * bool(figures)
    if last - first <= room:
        return first, last
    spans = [
        (start, end)
        for start in _starts(low, first, last, lexicon)
        for end in range(min(start + room, last), start + 2, -1)
        if _ends_well(low, end, last, lexicon)
    ]
    whole = [s for s in spans if all(s[0] <= at < s[1] for at in figures)]
    return next(iter(whole or spans), (first, first))


def _ends_well(low: list[str], end: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a span may end here: before another phrase, not inside "11 to 4"."""
    if end < last and low[end] == "to" and low[end - 1][:1].isdigit():
        return False
    opens = end == last or low[end] in lexicon.edges
    return opens and low[end - 1] not in lexicon.function_words


def _starts(low: list[str], first: int, last: int, lexicon: Lexicon) -> list[int]:
    edges = [at for at in range(first + 1, last - 2) if low[at - 1] in lexicon.edges]
    return [first, *edges]


def _clean(low: list[str], tokens: list[re.Match[str]], lexicon: Lexicon) -> bool:
    return all(
        lexicon.knows(word) or (token.group()[:1].isupper() and at > 0)
        for at, (word, token) in enumerate(zip(low, tokens, strict=True))
    )
