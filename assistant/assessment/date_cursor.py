"""The tokens of a text as the date grammar reads them, and what a reading of them holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property, lru_cache
from itertools import islice

from rapidfuzz.distance import OSA

from assistant.assessment.calendar_words import (
    MONTHS,
    NUMBER_WORDS,
    UNITS,
    WEEKDAYS,
    last_of_month,
)

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|\n")
_PLAIN_TOKEN = re.compile(r"[a-z]+|\d+|[^\s\w]|\n")  # the same for lower-case ASCII, and quicker
_MAX_TOKENS = 3000  # prose of 8,000 characters stays below
FAR_BACK = 25  # words between a year and "that year"
_SHORT = {"nxt": "next", "yr": "year", "wk": "week", "mth": "month"}
_LONG_NAMES = tuple(name for name in (*MONTHS, *WEEKDAYS) if len(name) > 6)
_SHORT_NAME = 5  # letters of a word that is read as it is written
_LETTERS = frozenset(name[0] for name in _LONG_NAMES)
MOVES = {"next": 1, "this": 0, "last": -1, "coming": 1, "current": 0, "past": -1, "previous": -1}


@lru_cache(maxsize=8192)
def _spelled(word: str) -> str:
    """A long word as the grammar knows it: names of months and days are read through one slip."""
    if len(word) > 10 or word[0] not in _LETTERS or not word.isalpha():
        return word
    for name in _LONG_NAMES:
        if name[0] == word[0] and word != name + "s":  # "Saturdays" come round, they date nothing
            if OSA.distance(word, name, score_cutoff=1) <= 1:
                return name
    return word


@dataclass(frozen=True, slots=True)
class Reading:
    """Words up to `last` read as a period; `anchored` when it needs no preposition beside it."""

    last: int
    earliest: Date | None
    latest: Date | None
    granularity: str
    anchored: bool = True
    readings: tuple[Date, ...] = ()
    past: bool = False


class _Said(dict[int, str]):
    """The tokens by their places, and nothing outside the text."""

    def __missing__(self, i: int) -> str:
        return ""


class Cursor:
    """The tokens of a text and today's date."""

    def __init__(self, low: str, today: Date, *, bare: bool = False) -> None:
        self.low = low
        self._token = _PLAIN_TOKEN if low.isascii() else _TOKEN
        self.tokens = [
            _spelled(word) if len(word) > _SHORT_NAME else _SHORT.get(word, word)
            for word in self._token.findall(low)[:_MAX_TOKENS]
        ]
        self.today = today
        self.bare = bare

    @cached_property
    def word(self) -> Callable[[int], str]:
        """Answers the token at a place, or nothing outside the text."""
        return _Said(enumerate(self.tokens)).__getitem__

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The characters of each token; worked out for texts that may hold a date only."""
        return [match.span() for match in islice(self._token.finditer(self.low), _MAX_TOKENS)]

    def number(self, i: int, longest: int = 4) -> int | None:
        """The token at i as a number of at most `longest` digits."""
        word = self.word(i)
        return int(word) if word.isascii() and word.isdigit() and len(word) <= longest else None

    def glued(self, i: int) -> bool:
        """Whether token i touches the one before it."""
        return 0 < i < len(self.tokens) and self.spans[i][0] == self.spans[i - 1][1]

    def skip(self, i: int, *words: str) -> int:
        """The place after an optional word."""
        return i + 1 if self.word(i) in words else i

    def year(self, i: int) -> tuple[int, int] | None:
        """A year ("2027", ", 2027", "'27", "of next year") at i: the year and the place after it."""
        j = self.skip(i, ",", "of", "in")
        value = self.number(j)
        if value is not None and 1900 <= value <= 2099 and len(self.word(j)) == 4:
            return value, j + 1
        if (spelled := self.spelled_year(j)) is not None:
            return spelled
        if self.word(j) == "'" and (short := self.number(j + 1, 2)) is not None and short >= 20:
            return 2000 + short, j + 2
        k = self.skip(j, "the")
        if self.word(k) in MOVES and self.word(k + 1) == "year":
            return self.today.year + MOVES[self.word(k)], k + 2
        if [self.word(k + n) for n in range(3)] == ["year", "after", "next"]:
            return self.today.year + 2, k + 3
        return None

    def spelled_year(self, i: int) -> tuple[int, int] | None:
        """The year "twenty twenty-eight" at i, and the place after it."""
        if self.word(i) != "twenty" or self.word(i + 1) not in ("twenty", "thirty"):
            return None
        tens = int(NUMBER_WORDS[self.word(i + 1)])
        ones = NUMBER_WORDS.get(self.word(self.skip(i + 2, "-")), 10)
        if ones >= 10:
            return 2000 + tens, i + 2
        return 2000 + tens + int(ones), self.skip(i + 2, "-") + 1

    def year_before(self, i: int) -> Reading | None:
        """The year that "that year" at i points back to: the nearest one written out before it."""
        for k in range(i - 1, max(-1, i - FAR_BACK), -1):
            value = self.number(k)
            if value is not None and 2000 <= value <= 2099 and len(self.word(k)) == 4:
                return Reading(i + 2, Date(value, 1, 1), Date(value, 12, 31), "year")
        return None

    def split_year(self, i: int) -> tuple[int, int] | None:
        """The year in which "27/28", "2027/28" or "2027-2028" at i begins, and the place after it."""
        first, second = self.number(i), self.number(i + 2)
        if first is None or second is None or self.word(i + 1) not in ("/", "-"):
            return None
        first += 2000 * (first < 100)
        if not (2000 <= first <= 2098 and second % 100 == (first + 1) % 100):
            return None
        near = len(self.word(i)) == 4 or 0 <= first - self.today.year <= 20
        return (first, i + 3) if near and self.glued(i + 1) and self.glued(i + 2) else None

    def short_year(self, i: int) -> tuple[int, int] | None:
        """Two digits behind a season or a quarter ("spring 28", "Q2/27"), and the place after them."""
        j = self.skip(i, "/", "-", "of")
        value = self.number(j, 2)
        near = value is not None and 0 <= value - self.today.year % 100 <= 20
        after = self.word(j + 1)
        counts = after in UNITS or after in ("of", "people", "%")
        glued = self.glued(j + 1) and (after.isalnum() or self.glued(j + 2))
        if value is None or not near or counts or glued:
            return None
        return 2000 + value, j + 1

    def month_behind(self, i: int) -> Reading | None:
        """The month that says when an open period is: "the autumn term in September 2028"."""
        month = MONTHS.get(self.word(i + 1)) if self.word(i) in ("in", "of") else None
        if month is None:
            return None
        found = self.year(i + 2)
        year = found[0] if found else self.today.year + (month < self.today.month)
        last = found[1] if found else i + 2
        return Reading(last, Date(year, month, 1), last_of_month(year, month), "month")


Read = Callable[[Cursor, int], Reading | None]
NUMBER = "0"  # among the words that a reader's dates begin with: a number


class Readers:
    """Readers in the order in which they are tried, each where one of its first words stands.

    A reader that names no first words is tried everywhere.
    """

    def __init__(self, *readers: tuple[Read, Iterable[str] | None]) -> None:
        table = [(read, None if words is None else frozenset(words)) for read, words in readers]
        known = {word for _, words in table for word in words or ()}
        self._anywhere = tuple(read for read, words in table if words is None)
        self._first = {
            word: tuple(read for read, words in table if words is None or word in words)
            for word in known
        }

    def read(self, c: Cursor, i: int) -> Reading | None:
        """What the first reader that succeeds at token i makes of it."""
        word = c.word(i)
        for read in self._first.get(NUMBER if word[:1].isdigit() else word, self._anywhere):
            if (found := read(c, i)) is not None:
                return found
        return None
