"""Dates that name a day: 2027-09-30, 30/09/2027, 3 December, the 3rd of December 2027."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import NUMBER, Cursor, Reading

ORDINALS = frozenset((NUMBER, "twenty", "thirty", *cal.ORDINAL_WORDS))
_NOT_DATES = frozenset(("24/7", "1/2", "1/3", "2/3", "1/4", "3/4", "9/5", "9/10", "10/10", "5/5"))


def iso_or_slash(c: Cursor, i: int) -> Reading | None:
    """2027-09-30, 30/09/2027, 3.12.2027, and 3/12 with its two readings."""
    first, mark, second = c.number(i), c.word(i + 1), c.number(i + 2)
    if (
        first is None
        or second is None
        or mark not in ("-", "/", ".")
        or not (c.glued(i + 1) and c.glued(i + 2))
    ):
        return None
    if (month := _month_of_year(c, i, first, second)) is not None:
        return month
    if second > 99:
        return None
    third = c.number(i + 4) if c.word(i + 3) == mark and c.glued(i + 3) and c.glued(i + 4) else None
    if len(c.word(i)) == 4:
        day = cal.make(first, second, third) if third is not None else None
        return Reading(i + 5, day, day, "day") if day else _split_year(i, first, second)
    if mark != "/" and third is None and not _german(c, i):
        return None
    if third is None and f"{first}/{second}" in _NOT_DATES:
        return None
    return _day_month(c, i, first, second, third)


def _german(c: Cursor, i: int) -> bool:
    """Whether "14.07." at i is a day: two digits each, closed by a dot, behind a preposition or a colon."""
    closed = c.word(i + 3) == "." and c.glued(i + 3) and len(c.word(i)) == len(c.word(i + 2)) == 2
    return closed and c.word(i - 1) in (
        "ab", "zum", "am", "bis", "vom", "on", "by", "from", "until", "till", "before", ":",
    )  # fmt: skip


def _month_of_year(c: Cursor, i: int, first: int, second: int) -> Reading | None:
    """2027-06 and 06/2027; 2027-28 is a split year."""
    if c.word(i + 3) == c.word(i + 1) and c.glued(i + 3) and c.glued(i + 4):
        return None
    for year, month, digits in ((first, second, c.word(i)), (second, first, c.word(i + 2))):
        if 2000 <= year <= 2099 and len(digits) == 4 and 1 <= month <= 12:
            start = cal.make(year, month, 1)
            return Reading(i + 3, start, cal.last_of_month(year, month), "month")
    return None


def _split_year(i: int, first: int, second: int) -> Reading | None:
    """2027/28 or 2027-28 as a school or business year."""
    if not (2000 <= first <= 2098 and second == (first + 1) % 100):
        return None
    return Reading(i + 3, Date(first, 1, 1), Date(first + 1, 12, 31), "year", anchored=False)


def _day_month(c: Cursor, i: int, first: int, second: int, third: int | None) -> Reading | None:
    last = i + 5 if third is not None else i + 3
    year = None if third is None else third + 2000 if third < 100 else third
    options = []
    orders = ((first, second), (second, first))
    for day, month in orders[:1] if c.word(i + 1) == "." else orders:  # dots: the day comes first
        found = cal.make(year, month, day) if year else _coming(c.today, month, day)
        if found and found not in options:
            options.append(found)
    if not options:
        return None
    if len(options) == 1:
        return Reading(last, options[0], options[0], "day")
    return Reading(last, min(options), max(options), "day", readings=tuple(options))


def _coming(today: Date, month: int, day: int) -> Date | None:
    """The next such day, today included."""
    if not (1 <= month <= 12):
        return None
    for year in range(today.year, today.year + 5):
        found = cal.make(year, month, day)
        if found and found >= today:
            return found
    return None


def ordinal(c: Cursor, i: int) -> tuple[int, int] | None:
    """A day of the month at i ("3", "3rd", "third") and the place after it."""
    value = c.number(i, 2)
    if value is not None and 1 <= value <= 31:
        return value, i + 2 if c.word(i + 1) in ("st", "nd", "rd", "th") and c.glued(
            i + 1
        ) else i + 1
    word = c.word(i)
    if word in ("twenty", "thirty"):
        ones = cal.ORDINAL_WORDS.get(c.word(c.skip(i + 1, "-")), 10)
        tens = int(cal.NUMBER_WORDS[word])
        return (tens + ones, c.skip(i + 1, "-") + 1) if ones < 10 else None
    return (cal.ORDINAL_WORDS[word], i + 1) if word in cal.ORDINAL_WORDS else None


def day_of_month(c: Cursor, i: int) -> Reading | None:
    """3 December, the 3rd of December 2027."""
    found = ordinal(c, c.skip(i, "the"))
    if not found:
        return None
    month_at = c.skip(found[1], "of", "o")
    month = cal.MONTHS.get(c.word(month_at))
    spelled = c.word(i) in cal.ORDINAL_WORDS or c.word(i) in cal.NUMBER_WORDS
    if month is None or (spelled and month_at == found[1]):
        return None
    return dated(c, month_at + 1, month, found[0])


def dated(c: Cursor, i: int, month: int, day: int) -> Reading | None:
    """A day of a month, with the year that may follow at i, else the next such day."""
    year = c.year(i) or c.short_year(i)
    found = cal.make(year[0], month, day) if year else _coming(c.today, month, day)
    return Reading(year[1] if year else i, found, found, "day") if found else None


def day_alone(c: Cursor, i: int) -> Reading | None:
    """the 20th, the first of the month: the next such day, where nothing it could count follows."""
    if [c.word(i + k) for k in range(4)] == ["the", "first", "of", "the"]:
        return _first_of(c, i + 4)
    if c.word(i) != "the" or c.word(i + 2) not in ("st", "nd", "rd", "th") or not c.glued(i + 2):
        return None
    day = c.number(i + 1, 2)
    if day is None or c.word(i - 1) not in ("by", "on", "before", "until", "from", "till"):
        return None
    if c.word(i + 3)[:1].isalpha() and c.word(i + 3) not in (
        "at",
        "and",
        "or",
        "with",
        "in",
        "so",
        "when",
        "then",
        "i",
    ):
        return None
    year, month = c.today.year, c.today.month
    for step in range(3):
        months = month - 1 + step
        found = cal.make(year + months // 12, months % 12 + 1, day)
        if found is not None and found >= c.today:
            return Reading(i + 3, found, found, "day")
    return None


def _first_of(c: Cursor, i: int) -> Reading | None:
    """The month or the year behind "the first of the": its next first day."""
    if c.word(i) not in ("month", "year"):
        return None
    start = c.today.replace(day=1) if c.word(i) == "month" else Date(c.today.year, 1, 1)
    first = cal.add(start, "month", 1 if c.word(i) == "month" else 12)
    return Reading(i + 1, first, first, "day")


def week_number(c: Cursor, i: int) -> Reading | None:
    """week 6, wk 14, week 14 of 2027: the next such calendar week (ISO 8601), to its Sunday."""
    number = c.number(i + 1, 2)
    if c.word(i) not in ("week", "wk", "cw", "kw") or number is None or not 1 <= number <= 52:
        return None
    if c.word(i - 1) not in (
        "in",
        "by",
        "before",
        "until",
        "from",
        "during",
        "end",
        "of",
        "calendar",
        "",
        ",",
        ";",
    ):
        return None
    month = cal.MONTHS.get(c.word(i + 3)) if c.word(i + 2) in ("of", "in") else None
    if month is not None:
        return _week_of_month(c, i + 4, number, month)
    if (found := c.year(c.skip(i + 2, "/")) or c.short_year(i + 2)) is not None:
        monday = Date.fromisocalendar(found[0], number, 1)
        return Reading(found[1], monday, monday + timedelta(days=6), "week")
    for year in (c.today.year, c.today.year + 1):
        monday = Date.fromisocalendar(year, number, 1)
        if monday + timedelta(days=6) >= c.today:
            return Reading(i + 2, monday, monday + timedelta(days=6), "week")
    return None


def _week_of_month(c: Cursor, i: int, number: int, month: int) -> Reading | None:
    """Week 3 of January: to the 21st."""
    found = c.year(i)
    year = found[0] if found else c.today.year + (month < c.today.month)
    day = cal.make(year, month, min(7 * number, cal.last_of_month(year, month).day))
    return Reading(found[1] if found else i, day, day, "week") if day and number <= 5 else None
