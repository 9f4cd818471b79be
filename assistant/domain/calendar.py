"""Dates as people say them, and the days the coach works out: workdays, follow-up, three to circle.

spoken(date(2026, 12, 3))  -> "Thursday 3 December"      month_or_day(date(2027, 9, 30)) ->
"September 2027"           workday(date(2027, 1, 2), 0)  -> Monday 4 January 2027
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_NEAR = 150  # days within which a reader needs no year


def spoken(day: date, today: date | None = None) -> str:
    """Weekday, day and month; the year where it is not plain."""
    text = f"{day:%A} {day.day} {day:%B}"
    near = today is not None and abs((day - today).days) <= _NEAR
    return text if near else f"{text} {day.year}"


def plain(day: date) -> str:
    """Day, month and year."""
    return f"{day.day} {day:%B} {day.year}"


def month_or_day(day: date) -> str:
    """The month when the day is its last (a period was meant), else the full date."""
    last = monthrange(day.year, day.month)[1]
    return f"{day:%B} {day.year}" if day.day == last else plain(day)


def workday(day: date, shift: int = 0) -> date:
    """The day moved by ``shift`` days, then on to Monday if it falls on a weekend."""
    moved = day + timedelta(days=shift)
    return moved + timedelta(days=(7 - moved.weekday()) % 7 if moved.weekday() > 4 else 0)


def workday_before(day: date, shift: int) -> date:
    """The day ``shift`` days earlier, back to Friday if it falls on a weekend."""
    moved = day - timedelta(days=shift)
    return moved - timedelta(days=max(0, moved.weekday() - 4))


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


_WORDS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()


def number_word(number: int) -> str:
    """A number as it is written in running text: words up to twenty, then figures."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
