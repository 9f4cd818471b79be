"""The grammar of months, quarters, seasons, festivals, years and their parts.

A reader gets a cursor and a place and answers a `Reading` or None, in constant time. What surrounds
a date (prepositions, ranges, past tense) is the business of `timeframe`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import MOVES, NUMBER, Cursor, Readers, Reading
from assistant.assessment.date_days import (
    ORDINALS,
    dated,
    day_alone,
    day_of_month,
    iso_or_slash,
    ordinal,
    week_number,
)
from assistant.assessment.date_phrases import (
    business_year,
    counted_in_month,
    counted_in_year,
    day_of_moved_month,
    mid_year,
    named_business_year,
)
from assistant.assessment.date_seasons import (
    festival,
    moved_season,
    school_term,
    season_period,
    sports_season,
)
from assistant.assessment.date_support import AFTER_SHY
from assistant.assessment.festivals import FIRST_WORDS

_BUSINESS = ("fiscal", "financial", "tax", "budget")
_EARLY_LATE = {
    "early": "start", "mid": "middle", "late": "end", "end": "end", "close": "end", "start": "start",
    "beginning": "start", "first": "first", "middle": "middle", "midway": "middle", "halfway": "middle",
}  # fmt: skip


# "New" opens one of these as "next" does; a new week or month is no date.
_NEW = frozenset((*_BUSINESS, "fy", "term", "semester", "season", "school", "academic"))
_ROUNDS = ("intake", "cohort", "round", "board", "cycle", "entry", "season")
_PART_NAMES = {"quarter": "q", "qtr": "q", "half": "h"}
_UNITS = ("year", "month", "quarter", "week")


def month_period(c: Cursor, i: int) -> Reading | None:
    """December, Dec 3rd 2027, March next year."""
    name = c.word(i)
    month = cal.MONTHS.get(name)
    if month is None:
        return None
    if c.word(i + 1) == "." and c.glued(i + 1) and len(name) < 5 and c.number(i + 2) is not None:
        i += 1
    number_at = c.skip(i + 1, "the")
    found = ordinal(c, number_at)
    short = c.short_year(i + 1)
    if short is not None and c.word(short[1]) in _ROUNDS:  # "the Sept 27 intake"
        start = Date(short[0], month, 1)
        return Reading(short[1], start, cal.last_of_month(short[0], month), "month")
    if found and c.number(number_at) is not None and c.word(found[1]) not in cal.UNITS:
        day = dated(c, found[1], month, found[0])
        if day and c.word(found[1]) not in ("hours", "people", "%"):
            return day
    if half_term := school_term(c, i + 1):
        return half_term
    year, last = c.year(i + 1) or (None, i + 1)
    shy = year is None and name in cal.SHY_MONTHS
    if year is None:
        later = [c.word(last), c.word(last + 1)] == ["after", "next"]
        year, last = c.today.year + (month < c.today.month) + later, last + 2 * later
        if c.word(last) == "next" and not c.word(last + 1).isalnum():  # "April next"
            year, last = year + (month == c.today.month), last + 1
    return Reading(
        last, Date(year, month, 1), cal.last_of_month(year, month), "month", anchored=not shy
    )


def weekday(c: Cursor, i: int) -> Reading | None:
    """Thursday, Thursday week, Saturday fortnight, Thursday next."""
    name = c.word(i)
    if name not in cal.WEEKDAYS:
        return None
    day = c.today + timedelta(days=(cal.WEEKDAYS[name] - c.today.weekday() - 1) % 7 + 1)
    last = i + 1
    if c.word(last) in ("week", "fortnight") and name not in cal.SHY_DAYS:
        day += timedelta(days=7 if c.word(last) == "week" else 14)
        return Reading(last + 1, day, day, "day")
    if c.word(last) == "next" and not c.word(last + 1).isalnum():
        day = c.today + timedelta(days=7 - c.today.weekday() + cal.WEEKDAYS[name])
        return Reading(last + 1, day, day, "day")
    return Reading(last, day, day, "day", anchored=name not in cal.SHY_DAYS)


def moved(c: Cursor, i: int) -> Reading | None:
    """next Tuesday, this spring, next year, next quarter, last month, this coming Friday."""
    i = c.skip(i, "the")
    step = MOVES.get(c.word(i), 1 if c.word(i) == "new" and c.word(i + 1) in _NEW else None)
    if step is None or (c.word(i) == "last" and c.word(i + 2) == "of"):
        return None
    name = c.word(i + 1)
    today, past = c.today, step < 0
    if c.word(i) in ("coming", "this") and name in cal.WEEKDAYS:
        return weekday(c, i + 1)
    if c.word(i) == "this" and name == "coming":
        return moved(c, i + 1)
    if name in cal.WEEKDAYS:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        day = monday + timedelta(days=cal.WEEKDAYS[name])
        return Reading(i + 2, day, day, "day", past=past)
    if name in cal.SEASONS and c.word(i + 2) not in ("term", "semester"):
        return moved_season(c, i + 2, name, step)
    if name in cal.MONTHS:
        over = cal.MONTHS[name] < today.month
        running = cal.MONTHS[name] == today.month and c.word(i) == "next"
        later = [c.word(i + 2), c.word(i + 3)] == ["but", "one"]
        year = today.year + (over or running) + (step if past else 0) + later
        return Reading(
            i + 2 + 2 * later,
            Date(year, cal.MONTHS[name], 1),
            cal.last_of_month(year, cal.MONTHS[name]),
            "month",
        )
    if (feast := festival(c, i + 1)) is not None:
        return feast
    return _moved_unit(c, i + 2, name, step)


def _moved_unit(c: Cursor, last: int, unit: str, step: int) -> Reading | None:
    today, past = c.today, step < 0
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return Reading(last, monday, monday + timedelta(days=6), "week", past=past)
    if unit == "month":
        first = cal.add(today.replace(day=1), "month", step)
        return Reading(last, first, cal.last_of_month(first.year, first.month), "month", past=past)
    if unit == "quarter":
        start = Date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        first = cal.add(start, "month", 3 * step)
        return Reading(
            last, first, cal.add(first, "month", 3) - timedelta(days=1), "quarter", past=past
        )
    if unit == "year":
        later = [c.word(last), c.word(last + 1)] == ["but", "one"]
        year, last = today.year + step + later, last + 2 * later
        return Reading(last, Date(year, 1, 1), Date(year, 12, 31), "year", past=past)
    if unit in _BUSINESS and c.word(last) == "year":
        return business_year(last + 1, today.year + max(step, 0))
    if unit == "fy":
        return business_year(last, today.year + max(step, 0))
    if unit == "weekend":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return Reading(
            last, monday + timedelta(days=5), monday + timedelta(days=6), "week", past=past
        )
    if unit in ("term", "semester", "intake", "cohort", "season"):
        return Reading(last, None, None, "term", past=past)
    if unit in ("half", "school", "academic") and c.word(last) in ("term", "year"):
        return Reading(last + 1, None, None, "term", past=past)
    return None


def quarter_or_half(c: Cursor, i: int) -> Reading | None:
    """Q3 2027, 2027 Q3, H1, third quarter of next year, first half of 2027, FY27, FY 2026/27."""
    if c.word(i) == "fy":
        return _fiscal(c, i)
    value = c.number(i)
    led = value is not None and 2000 <= value <= 2099 and c.word(i + 1) in ("q", "h")
    named = _lettered_part(c, i + led) or (None if led else _spelled_part(c, i))
    if named is None:
        return None
    count, word, last = named
    months = 6 if word == "h" else 3
    if not 1 <= count <= 12 // months:
        return None
    if c.word(last) == "fy" and (year := c.number(last + 1)) is not None:
        return replace(business_year(last + 2, year % 100 + 2000), granularity="fiscal")
    return _part_of_year(c, last, count, months, value if led else None)


def _fiscal(c: Cursor, i: int) -> Reading | None:
    """FY27, FY 2026/27."""
    if (split := c.split_year(i + 1)) is not None:
        return business_year(split[1], split[0] + 1)
    value = c.number(i + 1)
    if value is None or not (20 <= value <= 60 or 2020 <= value <= 2060):
        return None
    return business_year(i + 2, value % 100 + 2000)


def _lettered_part(c: Cursor, i: int) -> tuple[int, str, int] | None:
    """Q3, 3Q: which, its letter, and the place after it."""
    if c.word(i) in ("q", "h") and c.glued(i + 1) and (count := c.number(i + 1, 1)):
        return count, c.word(i), i + 2
    if c.word(i + 1) in ("q", "h") and c.glued(i + 1) and (count := c.number(i, 1)):
        return count, c.word(i + 1), i + 2
    return None


def _spelled_part(c: Cursor, i: int) -> tuple[int, str, int] | None:
    """third quarter, 3rd qtr, last half, quarter two: which, its letter, and the place after it."""
    count = c.number(i + 1, 1) or int(cal.NUMBER_WORDS.get(c.word(i + 1), 0))
    if c.word(i) in _PART_NAMES and 1 <= count <= 4:
        return count, _PART_NAMES[c.word(i)], i + 2
    nth = ordinal(c, i) or ((0, i + 1) if c.word(i) in ("last", "back", "latter") else None)
    letter = _PART_NAMES.get(c.word(nth[1])) if nth else None
    if nth is None or letter is None or nth[0] > 4 or (nth[1] == i + 1 and c.number(i) is not None):
        return None
    return nth[0] or (4 if letter == "q" else 2), letter, nth[1] + 1


def _part_of_year(
    c: Cursor, last: int, count: int, months: int, known: int | None = None
) -> Reading | None:
    found = (known, last) if known else c.year(last) or c.short_year(last)
    kind = "half" if months == 6 else "quarter"
    if found is None and [c.word(last + k) for k in (0, 1, 2)] == ["of", "the", "year"]:
        last += 3
    year = found[0] if found else c.today.year
    end = cal.last_of_month(year, count * months)
    if (
        not found
        and c.word(last) == "of"
        and c.word(last + 1) in ("the", "a", "my", "our", "this", "each", "every")
    ):
        return None  # of a shift, a game, a project
    if not found and end < c.today:
        year, end = year + 1, cal.last_of_month(year + 1, count * months)
    return Reading(found[1] if found else last, Date(year, (count - 1) * months + 1, 1), end, kind)


def bare_year(c: Cursor, i: int) -> Reading | None:
    """2027 (needs a preposition or a clause of its own)."""
    if (spelled := c.spelled_year(i)) is not None:
        year, last = spelled
        return Reading(last, Date(year, 1, 1), Date(year, 12, 31), "year", anchored=False)
    value = c.number(i)
    if value is None or not 2000 <= value <= 2099 or len(c.word(i)) != 4:
        return None
    if c.word(i + 1) in cal.SEASONS:  # "the 2028 summer"
        return moved_season(c, i + 2, c.word(i + 1), 0, value)
    for j in range(i + 2, i + 5):  # "the 2028 promotion board in March"
        month = cal.MONTHS.get(c.word(j + 1))
        if c.word(j) == "in" and month and not c.year(j + 2) and c.word(i - 1) == "the":
            first = Date(value, month, 1)
            return Reading(j + 2, first, cal.last_of_month(value, month), "month")
        if not c.word(j).isalpha():
            break
    return Reading(i + 1, Date(value, 1, 1), Date(value, 12, 31), "year", anchored=False)


def part(c: Cursor, i: int) -> Reading | None:
    """early 2027, mid-March, end of next year, start of Q2, year end, later this year."""
    word = c.word(i)
    if word in _BUSINESS and c.word(i + 1) == "year" and c.word(c.skip(i + 2, "-")) == "end":
        return business_year(c.skip(i + 2, "-") + 1, c.today.year + 1)
    if (ended := _unit_end(c, i)) is not None:
        return ended
    if word == "later" and c.word(i + 1) == "this":
        return moved(c, i + 1)
    where = _EARLY_LATE.get(word)
    if word in ("early", "late", "later", "latter") and c.word(i + 1) == "part":
        where, i = "start" if word == "early" else "end", i + 1
    if where is None or (where == "first" and c.word(i + 1) != "thing"):
        return None
    i += where == "first"
    after = c.skip(c.skip(i + 1, "-"), "of", "in")
    if word in ("midway", "halfway"):
        if c.word(i + 1) not in ("through", "thru"):
            return None
        after = i + 2
    if word in ("close", "start", "beginning", "middle") and after == i + 1:
        return None
    return _part_of(c, after, where)


def _unit_end(c: Cursor, i: int) -> Reading | None:
    """year end, month-end, quarter end, EOY 2027: the last day of the one that runs."""
    word = c.word(i)
    if word in ("eoy", "ye"):
        found = c.year(i + 1)
        end = Date(found[0] if found else c.today.year, 12, 31)
        return Reading(found[1] if found else i + 1, end, end, "year", anchored=word == "eoy")
    unit = {"eom": "month", "eoq": "quarter", "yearend": "year", "years": "year"}.get(word, word)
    joined = word in ("eom", "eoq", "yearend")
    last = i + 1 if joined else c.skip(i + 1, "-") + 1
    if unit not in ("year", "month", "quarter") or not (joined or c.word(last - 1) == "end"):
        return None
    whole = _moved_unit(c, last, unit, 0)
    return replace(whole, earliest=whole.latest) if whole else None


def _part_of(c: Cursor, after: int, where: str) -> Reading | None:
    bare = c.skip(after, "the", "this")
    unit = c.word(bare)
    calendar = c.word(bare) == "calendar" and c.word(bare + 1) == "year"
    whole: Reading | None
    if c.word(after) == "that" and c.word(after + 1) == "year":
        return _cut(year, where, c) if (year := c.year_before(after)) else None
    counted = c.number(bare + 1) is not None  # "the end of week 14"
    named = bare > after or (unit in _UNITS and where == "end")
    if named and (calendar or unit in _UNITS) and not (counted and unit == "week"):
        whole = _moved_unit(c, bare + 1 + calendar, "year" if calendar else unit, 0)
    elif bare > after and unit == "decade":
        end = Date(c.today.year // 10 * 10 + 9, 12, 31)
        whole = Reading(bare + 1, end, end, "year")
    elif unit in ("fiscal", "financial", "tax") and c.word(bare + 1) == "year":
        whole = business_year(bare + 2, c.today.year + 1)
    elif unit in ("term", "semester") or (
        unit in ("half", "school", "academic") and c.word(bare + 1) in ("term", "year")
    ):
        return Reading(bare + (1 if unit in ("term", "semester") else 2), None, None, "term")
    elif bare > after and "season" in (unit, c.word(bare + 1)) and unit not in cal.SEASONS:
        return Reading(bare + 1 + (unit != "season"), None, None, "term")
    else:
        places = (after, c.skip(after, "the"))
        whole = _short_dated(c, after)
        whole = whole or WHOLES.read(c, places[0]) or WHOLES.read(c, places[1])
    return _cut(whole, where, c) if whole else None


def _short_dated(c: Cursor, i: int) -> Reading | None:
    """A month or nothing with a year of two digits: mid '28, end of 27, end of March 28."""
    month = cal.MONTHS.get(c.word(i))
    year = c.short_year(i + (month is not None)) or (c.year(i) if c.word(i) == "'" else None)
    if year is None or c.word(year[1]) in ("st", "nd", "rd", "th"):
        return None
    if month is not None:
        start = Date(year[0], month, 1)
        return Reading(year[1], start, cal.last_of_month(year[0], month), "month")
    if c.word(year[1]) not in AFTER_SHY:
        return None
    return Reading(year[1], Date(year[0], 1, 1), Date(year[0], 12, 31), "year")


def _cut(whole: Reading, where: str, c: Cursor) -> Reading:
    """The part of a period: thirds of a month or season, quarters of a year.

    A part that is over is next year's, unless the year or the period that runs was named.
    """
    first, last = whole.earliest, whole.latest
    if first is None or last is None or first == last or whole.readings:
        return replace(whole, anchored=True)
    kind = whole.granularity
    if where == "first":
        last = cal.last_of_month(first.year, first.month)
    elif where == "start" and kind not in ("quarter", "half"):  # those are short as they are
        ends = {"year": cal.last_of_month(first.year, 3), "month": first.replace(day=10)}
        ends["season"] = cal.last_of_month(first.year, first.month)
        last = ends.get(kind, first + (last - first) / 3)
    elif where == "middle":
        months = {"year": 5, "season": 1, "half": 2, "quarter": 1}.get(kind)
        middle = first + 2 * (last - first) / 3
        if months is not None:
            named = cal.add(first, "month", months)
            middle = cal.last_of_month(named.year, named.month)
        last = first.replace(day=15) if kind == "month" else middle
    else:
        first += 2 * (last - first) / 3
    said = c.tokens[whole.last - 1]
    if last < c.today and kind in ("month", "season") and said in (*cal.MONTHS, *cal.SEASONS):
        first, last = cal.add(first, "month", 12), cal.add(last, "month", 12)
    return replace(whole, earliest=first, latest=last, anchored=True)


# Most of the readers read an article over.
WHOLES = Readers(
    (sports_season, (NUMBER, "season", "preseason", "next", "coming", "this", "new")),
    (named_business_year, (NUMBER, *_BUSINESS)),
    (counted_in_month, ("the", "last", *ORDINALS)),
    (counted_in_year, ("the", "first", "second", "last")),
    (day_of_moved_month, ("the", *ORDINALS)),
    (mid_year, ("turn", "midyear", "mid")),
    (iso_or_slash, (NUMBER,)),
    (day_of_month, ("the", *ORDINALS)),
    (day_alone, ("the",)),
    (week_number, ("week", "wk", "cw", "kw")),
    (quarter_or_half, ("fy", "q", "h", "last", "back", "latter", *_PART_NAMES, *ORDINALS)),
    (moved, ("the", "new", *MOVES)),
    (festival, FIRST_WORDS),
    (month_period, cal.MONTHS),
    (weekday, cal.WEEKDAYS),
    (season_period, cal.SEASONS),
    (school_term, ("midsummer", "midwinter", "half", "term", "semester")),
    (bare_year, (NUMBER, "twenty")),
)
