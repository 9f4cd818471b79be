"""Durations that count from today: "in two weeks", "within 12-18 months", "a year and a half"."""

from __future__ import annotations

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import NUMBER, Cursor, Reading
from assistant.assessment.festivals import FIRST_WORDS
from assistant.assessment.lexicon import word_set

_OPENERS = frozenset("in within inside over under during".split())
_LONGEST_WAIT = 60  # months; nobody waits longer without saying "in"
_TAILS = (
    ("from", "now"), ("from", "today"), ("'", "time"), ("time",), ("max",), ("tops",), ("at", "most"),
    ("at", "the", "latest"), ("at", "the", "very", "latest"), ("at", "the", "very", "most"), ("to", "the", "day"), ("at", "the", "outside"), ("or", "so"), ("hence",),
    ("maximum",), ("down", "the", "line"), ("out",), ("or", "less"), ("-", "ish"), ("ish",), ("from", "here"),
    ("or", "thereabouts"), ("'", "s", "time"), ("flat",), ("away",), ("give", "or", "take"),
    ("today",), ("of", "now"), ("of", "today"), ("of", "that"), ("no", "more"), ("not", "more"), ("no", "longer"), ("not", "longer"),
    (",", "no", "more"), (",", "not", "more"), (",", "no", "longer"), (",", "not", "longer"),
    (",", "give", "or", "take"), (",", "tops"), (",", "max"), (",", "at", "most"),
)  # fmt: skip
_TAILS_BY_FIRST = {words[0]: [t for t in _TAILS if t[0] == words[0]] for words in _TAILS}
AMOUNTS = frozenset((NUMBER, "a", "an", "the", "couple", "another", "half", *cal.NUMBER_WORDS))
# "I've been here a year today": what ends today has passed.
_ELAPSED = frozenset(("been", "s", "is", "have", "ve", "was", "worked", "did", "since"))
_CALENDAR = frozenset((*cal.MONTHS, *cal.WEEKDAYS, *cal.SEASONS, *FIRST_WORDS))
_MORE = ("more", "longer", "later")
_GIVEN = ("me", "it", "us", "myself", "this")
_LIMITS = ("tops", "max", "most", "maximum", "outside", "latest")
_HEDGES = (
    "about", "around", "roughly", "maybe", "say", "approximately", "perhaps", "like", "approx", "just", "almost", "exactly",
    "nearly", "well", "another", "good",
)  # fmt: skip
# What a duration begins with: the words that open it, a hedge, or its amount.
OPENINGS = (
    AMOUNTS
    | _OPENERS
    | frozenset(_HEDGES)
    | word_set("timewords.txt", "timeline")
    | frozenset("at next coming less fewer no not give giving gives".split())
)
# Beside a bare duration these words make it time served, or the length of something.
_SERVED = frozenset(
    "for after since been done with my of as on in already served every first last past these those "
    "behind each per a every".split()
)
_STARTS = frozenset((".", "!", "?", ":", ";", "\n", ""))
_AHEAD = frozenset(("'", "am", "m", "d", "ll", "will", "would", "want", "could", "can", "should"))
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
    if word in ("a", "half") and c.word(c.skip(i + 1, "a")) == "dozen":
        return (12.0 if word == "a" else 6.0), c.skip(i + 1, "a") + 1
    if word in ("a", "an") or (word == "another" and c.word(i + 1) in cal.UNITS):
        return 1.0, i + 1
    if word == "half" and (c.word(i + 1) in ("a", "an") or c.word(c.skip(i + 1, "-")) == "year"):
        return 0.5, c.skip(i + 1, "a", "an")
    if word in cal.NUMBER_WORDS:
        total, j = float(cal.NUMBER_WORDS[word]), i + 1
        ones = cal.NUMBER_WORDS.get(c.word(c.skip(j, "-")))
        if total >= 20 and ones is not None and ones < 10:
            return total + ones, c.skip(j, "-") + 1
        return total, j
    return None


def _unit(c: Cursor, i: int) -> tuple[tuple[str, int], int] | None:
    """A unit of time at i, with the place after it: years, working days, the m of "18m"."""
    if c.word(i) in ("working", "business") and c.word(i + 1) in ("day", "days"):
        return ("workday", 1), i + 2
    if c.word(i) in ("m", "y") and c.glued(i) and not c.word(i + 1).isalnum():
        return cal.UNITS["month" if c.word(i) == "m" else "year"], i + 1
    found = cal.UNITS.get(c.word(i))
    return (found, i + 1) if found else None


def _span(c: Cursor, i: int) -> tuple[float, float, str, int] | None:
    """Low and high amount, unit and the place after "two to three years" at i."""
    first = amount(c, i)
    if first is None:
        return None
    low, j = first
    if c.word(j) == "and" and c.word(c.skip(j + 1, "a")) == "half":
        low, j = low + 0.5, c.skip(j + 1, "a") + 1  # "two and a half years"
    high = low
    if c.word(j) in ("-", "\u2014", "to", "or", "/") or (
        c.word(j) == "and" and c.word(i - 1) == "between"
    ):
        second = amount(c, j + 1)
        if second and second[1] < j + 5:
            high, j = second[0], second[1]
    unit = _unit(c, c.skip(j, "-", "calendar", "short", "full", "more", "good"))
    if unit is None:
        return None
    (kind, size), j = unit
    low, high, j = _extras(c, j, low, high)
    rest = amount(c, j + 1) if c.word(j) == "and" else None  # "a year and six months"
    smaller = _unit(c, rest[1]) if rest else None
    if rest and smaller and smaller[0][0] == kind and smaller[0][1] < size:
        more = rest[0] * smaller[0][1] / size
        low, high, j = low + more, high + more, smaller[1]
    other = amount(c, j + 1) if c.word(j) == "or" else None  # "a year or eighteen months"
    unlike = _unit(c, other[1]) if other else None
    if other and unlike and unlike[0][0] == kind and other[0] * unlike[0][1] > high * size:
        return low * size, other[0] * unlike[0][1], kind, unlike[1]
    high, j = _stretched(c, j, kind, high * size)
    return low * size, high, kind, j


def _stretched(c: Cursor, j: int, kind: str, high: float) -> tuple[float, int]:
    """The later end of "two years +/- 3 months", "two years, give or take a month"."""
    k = c.skip(j, ",")
    marks = (("+", "/", "-"), ("\u00b1",), ("plus", "or", "minus"), ("give", "or", "take"))
    mark = next((m for m in marks if tuple(c.tokens[k : k + len(m)]) == m), None)
    more = amount(c, k + len(mark)) if mark else None
    unit = _unit(c, more[1]) if more else None
    if more is None or unit is None or unit[0][0] != kind:
        return high, j
    return high + more[0] * unit[0][1], unit[1]


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
    return _second_thought(c, j, low, high)


def _second_thought(c: Cursor, j: int, low: float, high: float) -> tuple[float, float, int]:
    """The later end of "a year, two at most" and of "the next year, year and a half tops"."""
    if c.word(j) != ",":
        return low, high, j
    halved = [c.word(j + k) for k in (1, 2, 3, 4)] == ["year", "and", "a", "half"]
    more = (1.5, j + 5) if halved else amount(c, j + 1)
    if more is None or more[0] <= high:
        return low, high, j
    last = tail(c, more[1])
    return (
        (low, more[0], more[1])
        if c.word(last - 1) in _LIMITS and last > more[1]
        else (low, high, j)
    )


def tail(c: Cursor, i: int) -> int:
    """The place after closing words such as "from now", "tops"; i where there are none."""
    for words in _TAILS_BY_FIRST.get(c.word(i), ()):
        if tuple(c.tokens[i : i + len(words)]) == words:
            return i + len(words)
    return i


def duration(c: Cursor, i: int) -> Reading | None:
    """A duration from today that begins at token i (its preposition included)."""
    opened, j = opening(c, i)
    span = _span(c, j)
    if span is None:
        return _next_unit(c, j) if opened else None
    low, high, kind, last = span
    after = tail(c, last)
    if (
        c.word(last) in ("ago", "old", "experience")
        or (c.word(last) == "of" and after == last)
        or c.word(last + 1) == "experience"
        or (c.word(last) == "from" and after == last and _dates(c, last + 1))
        or (c.word(last) == "today" and any(c.word(i - k) in _ELAPSED for k in (1, 2, 3, 4)))
    ):
        return None
    if c.word(last) == "'" and after == last:
        return None
    loose = not opened and after == last and not _promised(c, i, last)
    if loose and c.bare:
        loose = c.word(i - 1) in _SERVED or c.word(last) in _SERVED or high > _LONGEST_WAIT
    elif loose:
        loose = not _alone(c, i, last) or _tenure(c, i, span)
    if loose:
        return None
    earliest, latest = cal.add(c.today, kind, low), cal.add(c.today, kind, high)
    return Reading(after, earliest, latest, "duration", anchored=True)


def _dates(c: Cursor, i: int) -> bool:
    """Whether a date may begin at i, which a duration is then counted from."""
    word = c.word(c.skip(c.skip(i, "the", "this", "next"), "coming"))
    return word in _CALENDAR or word[:1].isdigit()


def opening(c: Cursor, i: int) -> tuple[bool, int]:
    """Whether words that open a duration stand at i, and the place after them."""
    j, opened = _opener(c, i)
    if j == i and c.word(i) in ("over", "during"):
        return False, i
    if c.word(i - 1) == "between":
        opened = True
    if opened and c.word(j) == "," and c.word(j + 1) in _HEDGES and c.word(j + 2) == ",":
        j += 3  # "in, like, 2 years"
    if c.word(j) == "at" and c.word(j + 1) in ("most", "least"):
        j, opened = j + 2, opened or c.word(j + 1) == "most"
    if c.word(j) == "a" and c.word(j + 1) == "good" and c.word(j + 2) in cal.NUMBER_WORDS:
        j += 2
    while c.word(j) in _HEDGES or (c.word(j) in ("over", "under") and c.word(j - 1) in _HEDGES):
        j += 1
    if (
        c.word(j) == "a"
        and c.word(j + 1) in ("little", "bit")
        and c.word(j + 2) in ("over", "under")
    ):
        j += 3
    k = c.skip(j, "the")
    if c.word(k) in ("next", "coming"):
        return True, k + 1
    return opened, j


def _opener(c: Cursor, i: int) -> tuple[int, bool]:
    """The place after the words that open a duration at i, and whether they make it one."""
    word, second = c.word(i), c.word(i + 1)
    if word in ("over", "during"):
        ahead = c.word(c.skip(i + 1, "the")) in ("next", "coming")
        return (i + 1, True) if ahead else (i, False)
    if word in ("in", "within") and [c.word(i + k) for k in (1, 2, 3)] == ["the", "space", "of"]:
        return i + 4, True
    if word in _OPENERS:
        return c.skip(i + 1, "of"), True
    limit = word in ("less", "fewer") or (word in ("no", "not") and second in _MORE)
    if limit and "than" in (second, c.word(i + 2)):
        return i + 2 + (second != "than"), True
    if word in ("give", "giving", "gives") and second in _GIVEN:
        return i + 2, True
    at = c.skip(i + 1, "is", ":", "-", "=", "of")
    if at > i + 1 and word in word_set("timewords.txt", "timeline"):
        return at, True
    return i, False


def _next_unit(c: Cursor, i: int) -> Reading | None:
    """As in "within the year", "in the next year or two", "in the next decade"."""
    j = c.skip(i, "the")
    before_next = c.word(i - 1) in ("next", "coming")
    unit = cal.UNITS.get(c.word(j))
    if (
        unit is None
        or c.word(j)
        not in ("year", "twelvemonth", "month", "quarter", "week", "decade", "fortnight")
        or (j == i and not before_next)
    ):
        return None
    if j > i and c.word(i - 1) not in ("within", "inside"):
        return None
    low, high, last = _extras(c, j + 1, 1.0, 1.0)
    if last == j + 1 and before_next and c.word(i - 2) not in ("the", "coming"):
        return None
    last = tail(c, last)
    return Reading(
        last,
        cal.add(c.today, unit[0], low * unit[1]),
        cal.add(c.today, unit[0], high * unit[1]),
        "duration",
    )


def _promised(c: Cursor, i: int, last: int) -> bool:
    """As in "Two years and I'm your master thatcher", "Eighteen months, then principal oboe"."""
    if c.word(i - 1) not in _STARTS:
        return False
    at = c.skip(last, ",")
    if c.word(at) == "then" or (c.word(at) == "and" and c.word(at + 1) == "then"):
        return True
    return c.word(at) == "and" and c.word(at + 1) == "i" and c.word(at + 2) in _AHEAD


def _tenure(c: Cursor, i: int, span: tuple[float, float, str, int]) -> bool:
    """Whether a bare duration reads as time served: a long one, or a single one beside a comma."""
    low, high, kind, last = span
    months = high if kind == "month" else high / 30
    return months > _LONGEST_WAIT or (low == high and "," in (c.word(i - 1), c.word(last)))


def _alone(c: Cursor, first: int, last: int) -> bool:
    """Whether a bare duration fills its clause ("Ward manager, two years")."""
    return c.word(first - 1) in _CLAUSE_MARKS and c.word(last) in _CLAUSE_MARKS
