"""Days and weeks counted within a month, and business years: "first Monday in March", "fiscal 2028"."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import MOVES, Cursor, Reading
from assistant.assessment.date_days import ordinal

_BUSINESS = ("fiscal", "financial", "tax", "budget")
_COUNTED = frozenset((*cal.WEEKDAYS, "week", "weekend", "day"))


def business_year(last: int, year: int) -> Reading:
    """A business year ends when the organisation says: the four usual ends are all kept open."""
    ends = (Date(year, 3, 31), Date(year, 6, 30), Date(year, 9, 30), Date(year, 12, 31))
    return Reading(last, ends[0], ends[-1], "fiscal", readings=ends)


def named_business_year(c: Cursor, i: int) -> Reading | None:
    """fiscal 2028, financial year 2027/28, the 2028 financial year."""
    if c.word(i) in _BUSINESS:
        yearly = c.word(i + 1) == "year"
        if not yearly and (c.word(i) not in ("fiscal", "financial") or c.word(i + 1) == ","):
            return None  # "head of tax, 2028"
        split = c.split_year(i + 1 + yearly)
        if split is not None:
            return business_year(split[1], split[0] + 1)
        found = c.year(i + 1 + yearly)
        return business_year(found[1], found[0]) if found else None
    value = c.number(i)
    if value is None or not 2000 <= value <= 2099 or c.word(i + 1) not in _BUSINESS:
        return None
    return business_year(i + 3, value) if c.word(i + 2) == "year" else None


def counted_in_month(c: Cursor, i: int) -> Reading | None:
    """The first Monday in March, the last weekend of next month, the second week of February."""
    j = c.skip(i, "the")
    count, j = (-1, j + 1) if c.word(j) == "last" else ordinal(c, j) or (0, j)
    unit, month_at = c.word(j), c.skip(c.skip(j + 1, "of", "in"), "the")
    if not count or count > 5 or month_at == j + 1 or unit not in _COUNTED:
        return None
    month = _month(c, month_at)
    if month is None or month.earliest is None or month.latest is None:
        return None
    day = _counted(unit, count, month.earliest, month.latest)
    if day is None:
        return None
    if unit == "week":
        return Reading(month.last, day - timedelta(days=6), day, "week")
    return Reading(month.last, day, day, "day")


def _counted(unit: str, count: int, first: Date, last: Date) -> Date | None:
    """That day of the month, or the last day of that week of it; None where there is none."""
    if unit == "week":
        return last if count in (-1, 5) else first + timedelta(days=7 * count - 1)
    if unit == "day":
        return last if count == -1 else first + timedelta(days=count - 1)
    if unit == "weekend":
        saturday = cal.nth_weekday(first.year, first.month, cal.WEEKDAYS["saturday"], count)
        return saturday + timedelta(days=1) if saturday else None
    return cal.nth_weekday(first.year, first.month, cal.WEEKDAYS[unit], count)


def counted_in_year(c: Cursor, i: int) -> Reading | None:
    """The first six months of 2028, the last two months of next year, the first half of March."""
    j = c.skip(i, "the")
    first = c.word(j) == "first"
    if not first and c.word(j) not in ("second", "last"):
        return None
    if c.word(j + 1) == "half" and c.word(j + 2) in ("of", "in") and (m := _month(c, j + 3)):
        start, end = m.earliest, m.latest
        middle = start.replace(day=15) if start else None
        return Reading(m.last, start, middle if first else end, "month")
    months = c.number(j + 1, 2) or int(cal.NUMBER_WORDS.get(c.word(j + 1), 0))
    if c.word(j + 2) not in ("months", "weeks") or not 1 <= months <= 11 or c.word(j + 3) != "of":
        return None
    year = c.year(j + 4)
    if year is None:
        return None
    start, end = Date(year[0], 1, 1), Date(year[0], 12, 31)
    if first and c.word(j + 2) == "months":
        end = cal.last_of_month(year[0], months)
    elif first:
        end = start + timedelta(days=7 * months - 1)
    return Reading(year[1], start, end, "half")


def _month(c: Cursor, i: int) -> Reading | None:
    """A month by name, with the year that may follow, or "next month", "this month"."""
    name = c.word(i)
    if name in MOVES and c.word(i + 1) == "month":
        start = cal.add(c.today.replace(day=1), "month", MOVES[name])
        return Reading(i + 2, start, cal.last_of_month(start.year, start.month), "month")
    if name == "month" and c.word(i - 1) == "the":
        return Reading(
            i + 1, c.today.replace(day=1), cal.last_of_month(c.today.year, c.today.month), "month"
        )
    month = cal.MONTHS.get(name)
    if month is None:
        return None
    found = c.year(i + 1)
    year = found[0] if found else c.today.year + (month < c.today.month)
    end = cal.last_of_month(year, month)
    return Reading(found[1] if found else i + 1, Date(year, month, 1), end, "month")


def day_of_moved_month(c: Cursor, i: int) -> Reading | None:
    """The 15th of next month, the tenth of next month."""
    day = ordinal(c, c.skip(i, "the"))
    if day is None or c.word(day[1]) != "of":
        return None
    at = c.skip(day[1] + 1, "the")
    month = _month(c, at) if c.word(at) in MOVES else None
    if month is None or month.earliest is None:
        return None
    found = cal.make(month.earliest.year, month.earliest.month, day[0])
    return Reading(month.last, found, found, "day") if found else None


def mid_year(c: Cursor, i: int) -> Reading | None:
    """mid-year, midyear, the turn of the year or decade: the next 30 June, the next 31 December."""
    if c.word(i) == "turn" and [c.word(i + k) for k in (1, 2, 3)] == ["of", "the", "year"]:
        end = Date(c.today.year, 12, 31)
        return Reading(i + 4, end, end, "year")
    if c.word(i) == "turn" and [c.word(i + k) for k in (1, 2, 3)] == ["of", "the", "decade"]:
        end = Date(c.today.year // 10 * 10 + 9, 12, 31)
        return Reading(i + 4, end, end, "year")
    joined = c.word(i) == "midyear"
    if not joined and not (c.word(i) == "mid" and c.word(c.skip(i + 1, "-")) == "year"):
        return None
    end = Date(c.today.year + (c.today > Date(c.today.year, 6, 30)), 6, 30)
    return Reading(i + 1 if joined else c.skip(i + 1, "-") + 1, end, end, "half")


def runs_out(c: Cursor, i: int) -> bool:
    """As in "before 2027 is out", "before the summer ends": the period itself is still there."""
    over = ("out", "over", "through", "up", "done", "gone")
    return c.word(i) in ("ends", "closes", "finishes") or (
        c.word(i) == "is" and c.word(i + 1) in over
    )


def year_alone(c: Cursor, i: int) -> Reading | None:
    """by '28, and the year in "before the year is out"."""
    if c.word(i) == "'" and c.word(i - 1) in ("by", "in", "before", "until", "of", "or", "and"):
        found = c.year(i)
        if found:
            return Reading(found[1], Date(found[0], 1, 1), Date(found[0], 12, 31), "year")
    unit = c.skip(i, "the", "this")
    if c.word(unit) not in ("year", "quarter", "decade", "month", "week"):
        return None
    ended = (
        c.word(unit + 1) == "'"
        and c.word(unit + 2) == "s"
        and c.word(unit + 3) in ("end", "out", "close")
    )
    if not ended and not runs_out(c, unit + 1):
        return None
    end = Date(c.today.year, 12, 31)
    if c.word(unit) == "decade":
        end = Date(c.today.year // 10 * 10 + 9, 12, 31)
    if c.word(unit) == "month":
        end = cal.last_of_month(c.today.year, c.today.month)
    if c.word(unit) == "week":
        end = c.today + timedelta(days=6 - c.today.weekday())
    if c.word(unit) == "quarter":
        month = 3 * ((c.today.month - 1) // 3) + 3
        end = cal.last_of_month(c.today.year, month)
    return Reading(unit + 4 if ended else unit + 1, end, end, c.word(unit))
