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
    "christmas": (12, 25), "xmas": (12, 25), "boxing day": (12, 26), "new year": (1, 1), "the new year": (1, 31),
    "new years": (1, 1), "new years eve": (12, 31), "halloween": (10, 31), "bonfire night": (11, 5),
"valentines": (2, 14), "valentines day": (2, 14), "michaelmas": (9, 29),
    "midsummers day": (6, 24), "midsummer day": (6, 24), "st patricks day": (3, 17), "martinmas": (11, 11),
    "candlemas": (2, 2), "hogmanay": (12, 31), "new years day": (1, 1), "lammas": (8, 1),
    "may day": (5, 1), "bastille day": (7, 14), "guy fawkes": (11, 5), "guy fawkes night": (11, 5),
    "canada day": (7, 1), "nowruz": (3, 20), "st johns eve": (6, 23), "saint johns eve": (6, 23),
    "australia day": (1, 26), "republic day": (1, 26), "independence day": (7, 4), "fourth of july": (7, 4),
    "4th of july": (7, 4), "juneteenth": (6, 19), "veterans day": (11, 11), "remembrance day": (11, 11),
    "armistice day": (11, 11), "anzac day": (4, 25), "burns night": (1, 25), "st andrews day": (11, 30),
    "st davids day": (3, 1), "st georges day": (4, 23), "all saints": (11, 1), "all saints day": (11, 1),
    "epiphany": (1, 6), "twelfth night": (1, 5), "christmas eve": (12, 24), "womens day": (3, 8),
}  # fmt: skip
_EASTER_OFFSETS = {
    "easter": 0,
    "good friday": -2,
    "maundy thursday": -3,
    "palm sunday": -7,
    "easter sunday": 0,
    "easter monday": 1,
    "shrove tuesday": -47,
    "mardi gras": -47,
    "carnival": -47,
    "mothering sunday": -21,
    "corpus christi": 60,
    "pancake day": -47,
    "ascension day": 39,
    "ascension": 39,
    "whit monday": 50,
    "ash wednesday": -46,
    "lent": -46,
    "pentecost": 49,
    "whitsun": 49,
}
# Feasts that are a weekday of a month: month, weekday (Monday 0), which one (-1 the last).
_NTH_WEEKDAYS = {
    "thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3), "mlk day": (1, 0, 3), "presidents day": (2, 0, 3),
    "canadian thanksgiving": (10, 0, 2), "fathers day": (6, 6, 3), "world book day": (3, 3, 1),
}  # fmt: skip
FESTIVALS = frozenset(
    (*_TABLES, *_FIXED, *_EASTER_OFFSETS, *_NTH_WEEKDAYS, "advent", "advent sunday")
)


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
    if name in _NTH_WEEKDAYS:
        return nth_weekday(year, *_NTH_WEEKDAYS[name])
    if name.startswith("advent"):  # the fourth Sunday before Christmas
        return Date(year, 12, 24) - timedelta(days=(Date(year, 12, 24).weekday() - 6) % 7 + 21)
    month_day = _FIXED.get(name) or _TABLES.get(name, {}).get(year)
    return Date(year, *month_day) if month_day else None


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
