"""Durations that count from today: "in two weeks", "within 12-18 months", "a year and a half"."""

from __future__ import annotations

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import Cursor, Reading

_OPENERS = frozenset("in within inside over under during".split())
_LONGEST_WAIT = 60  # months; nobody waits longer without saying "in"
_TAILS = (
    ("from", "now"), ("from", "today"), ("'", "time"), ("time",), ("max",), ("tops",), ("at", "most"),
    ("at", "the", "latest"), ("or", "so"), ("hence",), ("maximum",), ("down", "the", "line"),
    ("out",), ("or", "less"), ("-", "ish"), ("ish",), ("from", "here"), ("or", "thereabouts"), ("'", "s", "time"),
)  # fmt: skip
# Beside a bare duration these words make it time served, or the length of something.
_SERVED = frozenset(
    "for after since been done with my of as on in already served every first last past these those "
    "behind each per a every".split()
)
_CLAUSE_MARKS = frozenset((".", ",", ";", ":", "!", "?", "(", ")", "\n", "-", "\u2014", "/", ""))


def amount(c: Cursor, i: int) -> tuple[float, int] | None:
    """A number at i as digits or words, with the place after it: 18, "eighteen", "a couple of"."""
    value = c.number(i, 3)
    if value is not None:
        if (
            c.word(i + 1) == "."
            and c.glued(i + 1)
            and c.glued(i + 2)
            and (tenth := c.number(i + 2, 1)) is not None
        ):
            return value + tenth / 10, i + 3
        return float(value), i + 1
    word = c.word(i)
    if word in ("a", "an", "the") and c.word(i + 1) == "couple":
        return 2.0, c.skip(i + 2, "of")
    if word == "couple":
        return 2.0, c.skip(i + 1, "of")
    if word in ("a", "an"):
        return 1.0, i + 1
    if word == "half" and c.word(i + 1) in ("a", "an"):
        return 0.5, i + 2
    if word in cal.NUMBER_WORDS:
        total, j = float(cal.NUMBER_WORDS[word]), i + 1
        ones = cal.NUMBER_WORDS.get(c.word(c.skip(j, "-")))
        if total >= 20 and ones is not None and ones < 10:
            return total + ones, c.skip(j, "-") + 1
        return total, j
    return None


def _span(c: Cursor, i: int) -> tuple[float, float, str, int] | None:
    """Low and high amount, unit and the place after "two to three years" at i."""
    first = amount(c, i)
    if first is None:
        return None
    low, j = first
    if [c.word(j), c.word(j + 1), c.word(j + 2)] == ["and", "a", "half"]:
        low, j = low + 0.5, j + 3  # "two and a half years"
    high = low
    if c.word(j) in ("-", "\u2014", "to", "or", "/"):
        second = amount(c, j + 1)
        if second and second[1] < j + 5:
            high, j = second[0], second[1]
    j = c.skip(c.skip(j, "and"), "half") if c.word(j) == "and" and c.word(j + 1) == "half" else j
    unit = cal.UNITS.get(c.word(c.skip(j, "-", "calendar", "short", "full", "more")))
    if unit is None:
        return None
    j = c.skip(j, "-", "calendar", "short", "full", "more") + 1
    kind, size = unit
    low, high, j = _extras(c, j, low, high)
    return low * size, high * size, kind, j


def _extras(c: Cursor, j: int, low: float, high: float) -> tuple[float, float, int]:
    """As in "... and a half", "... or two" after the unit."""
    if c.word(j) == "and" and c.word(j + 1) == "a" and c.word(j + 2) == "half":
        return low + 0.5, high + 0.5, j + 3
    if (
        c.word(j) == "or"
        and (more := amount(c, j + 1))
        and c.word(more[1]) not in cal.UNITS
        and more[0] > low
    ):
        return low, more[0], more[1]
    return low, high, j


def _tail(c: Cursor, i: int) -> int:
    """The place after closing words such as "from now", "tops"; i where there are none."""
    for tail in _TAILS:
        if all(c.word(i + k) == word for k, word in enumerate(tail)):
            return i + len(tail)
    return i


def duration(c: Cursor, i: int) -> Reading | None:
    """A duration from today that begins at token i (its preposition included)."""
    opened, j = _opening(c, i)
    span = _span(c, j)
    if span is None:
        return _next_unit(c, j) if opened else None
    low, high, kind, last = span
    after = _tail(c, last)
    if (
        c.word(last) in ("ago", "old", "experience")
        or c.word(last) == "of"
        or c.word(last + 1) == "experience"
    ):
        return None
    if c.word(last) == "'" and after == last:
        return None
    loose = not opened and after == last
    if loose and c.bare:
        loose = c.word(i - 1) in _SERVED or c.word(last) in _SERVED or high > _LONGEST_WAIT
    elif loose:
        loose = not _alone(c, i, last) or _tenure(c, i, span)
    if loose:
        return None
    earliest, latest = cal.add(c.today, kind, low), cal.add(c.today, kind, high)
    return Reading(after, earliest, latest, "duration", anchored=True)


def _opening(c: Cursor, i: int) -> tuple[bool, int]:
    """Whether words that open a duration stand at i, and the place after them."""
    j, opened = i, False
    if c.word(j) in _OPENERS:
        opened, bare_over = (
            c.word(j) not in ("over", "during", "under"),
            c.word(j) in ("over", "during"),
        )
        j += 1
        if bare_over and c.word(c.skip(j, "the")) not in ("next", "coming"):
            return False, i
    elif (c.word(j) in ("less", "fewer") and c.word(j + 1) == "than") or (
        c.word(j) == "give" and c.word(j + 1) in ("me", "it", "us")
    ):
        opened, j = True, j + 2
    j = c.skip(
        j,
        "about",
        "around",
        "roughly",
        "maybe",
        "say",
        "approximately",
        "perhaps",
        "like",
        "approx",
    )
    k = c.skip(j, "the")
    if c.word(k) in ("next", "coming"):
        return True, k + 1
    if c.word(i) == "under" and j > i:
        opened = True
    return opened, j


def _next_unit(c: Cursor, i: int) -> Reading | None:
    """As in "within the year", "in the next year or two", "in the next decade"."""
    j = c.skip(i, "the")
    before_next = c.word(i - 1) in ("next", "coming")
    unit = cal.UNITS.get(c.word(j))
    if (
        unit is None
        or c.word(j) not in ("year", "month", "quarter", "week", "decade", "fortnight")
        or (j == i and not before_next)
    ):
        return None
    if j > i and c.word(i - 1) not in ("within", "inside"):
        return None
    low, high, last = _extras(c, j + 1, 1.0, 1.0)
    if last == j + 1 and before_next and c.word(i - 2) not in ("the", "coming"):
        return None
    last = _tail(c, last)
    return Reading(
        last,
        cal.add(c.today, unit[0], low * unit[1]),
        cal.add(c.today, unit[0], high * unit[1]),
        "duration",
    )


def _tenure(c: Cursor, i: int, span: tuple[float, float, str, int]) -> bool:
    """Whether a bare duration reads as time served: a long one, or a single one beside a comma."""
    low, high, kind, last = span
    months = high if kind == "month" else high / 30
    return months > _LONGEST_WAIT or (low == high and "," in (c.word(i - 1), c.word(last)))


def _alone(c: Cursor, first: int, last: int) -> bool:
    """Whether a bare duration fills its clause ("Ward manager, two years")."""
    return c.word(first - 1) in _CLAUSE_MARKS and c.word(last) in _CLAUSE_MARKS
