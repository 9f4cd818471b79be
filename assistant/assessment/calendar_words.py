"""Arithmetic of the calendar and the words that name its parts. Pure functions, no text."""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Date
from datetime import timedelta

_MONTH_NAMES = (
    ("january", "jan"), ("february", "feb", "febuary"), ("march", "mar"), ("april", "apr"), ("may",),
    ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
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

SEASONS: dict[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("day", "days"), ("day", 1)),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), ("day", 7)),
    **dict.fromkeys(("fortnight", "fortnights"), ("day", 14)),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths"), ("month", 1)),
    **dict.fromkeys(("quarter", "quarters"), ("month", 3)),
    **dict.fromkeys(("semester", "semesters"), ("month", 6)),
    **dict.fromkeys(("year", "years", "yr", "yrs"), ("month", 12)),
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

# Movable feasts by year (first day of the holiday); observance can differ by a day by country.
_EID_AL_FITR = {
    2025: (3, 30),
    2026: (3, 20),
    2027: (3, 9),
    2028: (2, 26),
    2029: (2, 14),
    2030: (2, 4),
    2031: (1, 24),
}
_EID_AL_ADHA = {
    2025: (6, 6),
    2026: (5, 27),
    2027: (5, 16),
    2028: (5, 5),
    2029: (4, 24),
    2030: (4, 13),
    2031: (4, 2),
}
_RAMADAN_END = {
    2025: (3, 29),
    2026: (3, 19),
    2027: (3, 8),
    2028: (2, 25),
    2029: (2, 13),
    2030: (2, 3),
    2031: (1, 23),
}
_DIWALI = {
    2025: (10, 20),
    2026: (11, 8),
    2027: (10, 29),
    2028: (10, 17),
    2029: (11, 5),
    2030: (10, 26),
    2031: (11, 14),
}
_LUNAR_NEW_YEAR = {
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
    2031: (1, 23),
}
_HANUKKAH = {
    2025: (12, 14),
    2026: (12, 4),
    2027: (12, 24),
    2028: (12, 12),
    2029: (12, 1),
    2030: (12, 20),
    2031: (12, 9),
}
_PASSOVER = {
    2025: (4, 12),
    2026: (4, 1),
    2027: (4, 21),
    2028: (4, 10),
    2029: (3, 30),
    2030: (4, 17),
    2031: (4, 7),
}
_TABLES = {
    "eid": _EID_AL_FITR, "eid al fitr": _EID_AL_FITR, "eid al adha": _EID_AL_ADHA, "ramadan": _RAMADAN_END,
    "diwali": _DIWALI, "lunar new year": _LUNAR_NEW_YEAR, "chinese new year": _LUNAR_NEW_YEAR,
    "tet": _LUNAR_NEW_YEAR, "hanukkah": _HANUKKAH, "chanukah": _HANUKKAH, "passover": _PASSOVER,
}  # fmt: skip
_FIXED = {
    "christmas": (12, 25), "xmas": (12, 25), "boxing day": (12, 26), "new year": (1, 31), "the new year": (1, 31),
    "new years": (1, 1), "new years eve": (12, 31), "halloween": (10, 31), "bonfire night": (11, 5),
"valentines": (2, 14), "valentines day": (2, 14), "michaelmas": (9, 29),
    "midsummers day": (6, 24), "midsummer day": (6, 24), "st patricks day": (3, 17), "martinmas": (11, 11),
    "candlemas": (2, 2), "hogmanay": (12, 31), "new years day": (1, 1), "lammas": (8, 1),
   "labor day": (9, 7), "may day": (5, 1), "bastille day": (7, 14),
}  # fmt: skip
_EASTER_OFFSETS = {
    "easter": 0,
    "good friday": -2,
    "maundy thursday": -3,
    "palm sunday": -7,
    "easter sunday": 0,
    "easter monday": 1,
    "shrove tuesday": -47,
    "pancake day": -47,
    "ascension day": 39,
    "ascension": 39,
    "whit monday": 50,
    "ash wednesday": -46,
    "lent": -46,
    "pentecost": 49,
    "whitsun": 49,
}
FESTIVALS = frozenset((*_TABLES, *_FIXED, *_EASTER_OFFSETS, "thanksgiving"))


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


def festival(name: str, year: int) -> Date | None:
    """The day of a festival in a year; None where the tables do not reach."""
    if name in _EASTER_OFFSETS:
        return easter(year) + timedelta(days=_EASTER_OFFSETS[name])
    if name == "thanksgiving":
        first = Date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    month_day = _FIXED.get(name) or _TABLES.get(name, {}).get(year)
    return Date(year, *month_day) if month_day else None


def last_of_month(year: int, month: int) -> Date:
    """The last day of a month."""
    return Date(year, month, monthrange(year, month)[1])


def add(day: Date, unit: str, amount: float) -> Date:
    """`day` plus an amount of "day" or "month" units; fractions of a month count thirty days."""
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
