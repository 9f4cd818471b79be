"""Arithmetic of the calendar and the words that name its parts. Pure functions, no text."""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Date
from datetime import timedelta

_MONTH_NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun", "juni"), ("july", "jul", "juli"), ("august", "aug"), ("september", "sept", "sep"),
    ("october", "oct"), ("november", "nov"), ("december", "dec"),
)  # fmt: skip
MONTHS: dict[str, int] = {name: i + 1 for i, names in enumerate(_MONTH_NAMES) for name in names}
# Month words that are ordinary words too: they need a preposition or a number beside them.
SHY_MONTHS = frozenset(("may", "march", "mar", "jan", "jun", "august", "sep", "dec"))

_DAY_NAMES = (
    ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed", "weds"),
    ("thursday", "thurs", "thur", "thu"), ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
)  # fmt: skip
WEEKDAYS: dict[str, int] = {name: i for i, names in enumerate(_DAY_NAMES) for name in names}
SHY_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))

SEASONS: dict[str, int] = {
    "spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12,
    "springtime": 3, "summertime": 6, "wintertime": 12,
}  # fmt: skip

UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("day", "days"), ("day", 1)),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), ("day", 7)),
    **dict.fromkeys(("fortnight", "fortnights"), ("day", 14)),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths", "mnth", "mnths"), ("month", 1)),
    **dict.fromkeys(("quarter", "quarters"), ("month", 3)),
    **dict.fromkeys(("semester", "semesters"), ("month", 6)),
    **dict.fromkeys(("year", "years", "yr", "yrs", "twelvemonth"), ("month", 12)),
    **dict.fromkeys(("decade",), ("month", 120)),
}

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: dict[str, float] = {
    **{word: i + 1 for i, word in enumerate(_ONES)},
    **{word: 10 * (i + 2) for i, word in enumerate(_TENS)},
    "dozen": 12,
}
ORDINAL_WORDS: dict[str, int] = {
    word: i + 1
    for i, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split()
    )
}


def easter(year: int) -> Date:
    """Western Easter Sunday (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return Date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, count: int) -> Date | None:
    """The count-th such weekday of a month, the last for -1; None where there is none."""
    if count < 0:
        last = last_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = Date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    return day if day.month == month else None


def last_of_month(year: int, month: int) -> Date:
    """The last day of a month."""
    return Date(year, month, monthrange(year, month)[1])


def add(day: Date, unit: str, amount: float) -> Date:
    """`day` plus an amount of "day", "workday" or "month" units.

    Fractions of a month count thirty days; workdays are Monday to Friday.
    """
    if unit == "workday":
        day -= timedelta(
            days=max(0, day.weekday() - 4)
        )  # what is said at a weekend counts from Friday
        weeks, rest = divmod(round(amount), 5)
        rest += 2 * (day.weekday() + rest > 4)
        return _capped(day.toordinal() + 7 * weeks + rest)
    if unit == "day":
        return _capped(day.toordinal() + round(amount))
    whole = int(amount // 1)
    months = day.year * 12 + day.month - 1 + whole
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        return Date(9998, 12, 31) if year > 1 else Date(1, 1, 1)
    moved = Date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved if amount == whole else _capped(moved.toordinal() + round((amount - whole) * 30))


def _capped(ordinal: int) -> Date:
    return Date.fromordinal(max(1, min(ordinal, Date(9998, 12, 31).toordinal())))


def make(year: int, month: int, day: int) -> Date | None:
    """A date, or None where there is no such day."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def season(name: str, year: int) -> tuple[Date, Date]:
    """First and last day of a northern-hemisphere season; winter runs into the next year."""
    month = SEASONS[name]
    last_year = year + (month == 12)
    return Date(year, month, 1), last_of_month(last_year, (month + 1) % 12 + 1)
