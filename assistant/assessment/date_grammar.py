"""The grammar of months, quarters, seasons, festivals, years and their parts.

A reader gets a cursor and a place and answers a `Reading` or None, in constant time. What surrounds
a date (prepositions, ranges, past tense) is the business of `timeframe`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import MOVES, Cursor, Reading
from assistant.assessment.date_days import (
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
    day_of_moved_month,
    mid_year,
    named_business_year,
)
from assistant.assessment.date_seasons import (
    festival,
    school_term,
    season_of,
    season_period,
    season_year,
    skip_season,
    sports_season,
)

_BUSINESS = ("fiscal", "financial", "tax", "budget")
_EARLY_LATE = {
    "early": "start", "mid": "middle", "late": "end", "end": "end", "close": "end", "start": "start",
    "beginning": "start", "middle": "middle", "midway": "middle", "halfway": "middle",
}  # fmt: skip


_PART_NAMES = {"quarter": "q", "qtr": "q", "half": "h"}


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
    if found and c.number(number_at) is not None and c.word(found[1]) not in cal.UNITS:
        day = dated(c, found[1], month, found[0])
        if day and c.word(found[1]) not in ("hours", "people", "%"):
            return day
    if half_term := school_term(c, i + 1):
        return half_term
    year, last = c.year(i + 1) or (None, i + 1)
    shy = year is None and name in cal.SHY_MONTHS
    if year is None:
        year = c.today.year + (month < c.today.month)
    return Reading(
        last, Date(year, month, 1), cal.last_of_month(year, month), "month", anchored=not shy
    )


def weekday(c: Cursor, i: int) -> Reading | None:
    """Thursday, Thursday week."""
    name = c.word(i)
    if name not in cal.WEEKDAYS:
        return None
    day = c.today + timedelta(days=(cal.WEEKDAYS[name] - c.today.weekday() - 1) % 7 + 1)
    last = i + 1
    if c.word(last) == "week" and name not in cal.SHY_DAYS:
        return Reading(last + 1, day + timedelta(days=7), day + timedelta(days=7), "day")
    return Reading(last, day, day, "day", anchored=name not in cal.SHY_DAYS)


def moved(c: Cursor, i: int) -> Reading | None:
    """next Tuesday, this spring, next year, next quarter, last month, this time next year."""
    i = c.skip(i, "the")
    step = MOVES.get(c.word(i))
    if step is None:
        return None
    name = c.word(i + 1)
    today, past = c.today, step < 0
    if name in cal.WEEKDAYS:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        day = monday + timedelta(days=cal.WEEKDAYS[name])
        return Reading(i + 2, day, day, "day", past=past)
    if name in cal.SEASONS:
        return season_of(
            c,
            i + 2,
            name,
            season_year(today, name) + (step if step < 0 else skip_season(c, name, step)),
        )
    if name in cal.MONTHS:
        year = today.year + (cal.MONTHS[name] < today.month) + (step if past else 0)
        return Reading(
            i + 2,
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
        year = today.year + step
        return Reading(last, Date(year, 1, 1), Date(year, 12, 31), "year", past=past)
    if unit in ("fiscal", "financial", "tax", "budget") and c.word(last) == "year":
        return business_year(last + 1, today.year + max(step, 0))
    if unit in ("term", "semester", "intake", "cohort") or (
        unit in ("half", "school") and c.word(last)
    ):
        end = last + (c.word(last) in ("term", "year")) * (unit in ("half", "school"))
        return (
            Reading(end, None, None, "term", past=past)
            if unit not in ("half", "school") or end > last
            else None
        )
    return None


def quarter_or_half(c: Cursor, i: int) -> Reading | None:
    """Q3 2027, H1, third quarter of next year, first half of 2027, FY27, FY 2026/27."""
    word = c.word(i)
    if word == "fy":
        value = c.number(i + 1)
        if value is None or not (20 <= value <= 60 or 2020 <= value <= 2060):
            return None
        last, year = i + 2, value % 100 + 2000
        if c.word(last) in ("/", "-") and c.number(last + 1, 2) == (year + 1) % 100:
            last, year = last + 2, year + 1
        return business_year(last, year)
    if word in ("q", "h") and c.glued(i + 1):
        count, last = c.number(i + 1, 1), i + 2
    elif c.word(i + 1) in ("q", "h") and c.glued(i + 1) and c.number(i, 1):
        count, word, last = c.number(i, 1), c.word(i + 1), i + 2  # 3Q27
    else:
        spelled = _spelled_part(c, i)
        if spelled is None:
            return None
        count, word, last = spelled
    months = 6 if word == "h" else 3
    if count is None or not 1 <= count <= 12 // months:
        return None
    if c.word(last) == "fy" and (value := c.number(last + 1)) is not None:
        return replace(business_year(last + 2, value % 100 + 2000), granularity="fiscal")
    return _part_of_year(c, last, count, months)


def _spelled_part(c: Cursor, i: int) -> tuple[int, str, int] | None:
    """third quarter, 3rd qtr, last half, quarter two: which, its letter, and the place after it."""
    if c.word(i) in _PART_NAMES and (count := c.number(i + 1, 1)):
        return count, _PART_NAMES[c.word(i)], i + 2
    nth = ordinal(c, i) or ((0, i + 1) if c.word(i) in ("last", "back") else None)
    letter = _PART_NAMES.get(c.word(nth[1])) if nth else None
    if nth is None or letter is None or nth[0] > 4 or (nth[1] == i + 1 and c.number(i) is not None):
        return None
    return nth[0] or (4 if letter == "q" else 2), letter, nth[1] + 1


def _part_of_year(c: Cursor, last: int, count: int, months: int) -> Reading:
    found = c.year(last) or c.short_year(last)
    kind = "half" if months == 6 else "quarter"
    if found is None and [c.word(last + k) for k in (0, 1, 2)] == ["of", "the", "year"]:
        last += 3
    year = found[0] if found else c.today.year
    end = cal.last_of_month(year, count * months)
    if not found and end < c.today:
        year, end = year + 1, cal.last_of_month(year + 1, count * months)
    return Reading(found[1] if found else last, Date(year, (count - 1) * months + 1, 1), end, kind)


def bare_year(c: Cursor, i: int) -> Reading | None:
    """2027 (needs a preposition or a clause of its own)."""
    value = c.number(i)
    if value is None or not 2000 <= value <= 2099 or len(c.word(i)) != 4:
        return None
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
    if word == "year" and c.word(c.skip(i + 1, "-")) == "end":
        end = Date(c.today.year, 12, 31)
        return Reading(c.skip(i + 1, "-") + 1, end, end, "year")
    if word in ("eoy", "ye"):
        found = c.year(i + 1)
        end = Date(found[0] if found else c.today.year, 12, 31)
        return Reading(found[1] if found else i + 1, end, end, "year", anchored=word == "eoy")
    if word == "later" and c.word(i + 1) == "this":
        return moved(c, i + 1)
    where = _EARLY_LATE.get(word)
    if where is None:
        return None
    after = c.skip(c.skip(i + 1, "-"), "of", "in")
    if word in ("midway", "halfway"):
        if c.word(i + 1) != "through":
            return None
        after = i + 2
    if word in ("close", "start", "beginning", "middle") and after == i + 1:
        return None
    return _part_of(c, after, where)


def _part_of(c: Cursor, after: int, where: str) -> Reading | None:
    bare = c.skip(after, "the", "this")
    unit = c.word(bare)
    calendar = c.word(bare) == "calendar" and c.word(bare + 1) == "year"
    if bare > after and (calendar or unit in ("year", "month", "quarter", "week")):
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
    else:
        places = (after, c.skip(after, "the"))
        whole = next((r for at in places for read in WHOLES if (r := read(c, at))), None)
    return _cut(whole, where) if whole else None


def _cut(whole: Reading, where: str) -> Reading:
    """The first, middle or last third of a period; a year is cut by quarters."""
    first, last = whole.earliest, whole.latest
    if first is None or last is None or first == last or whole.readings:
        return replace(whole, anchored=True)
    third = (last - first) / 3
    if where == "start":
        if whole.granularity not in ("quarter", "half"):  # those are short enough as they are
            last = first + third
        if whole.granularity == "year":
            last = cal.last_of_month(first.year, 3)
    elif where == "middle" and whole.granularity == "year":
        last = cal.last_of_month(first.year, 6)
    elif where == "middle" and whole.granularity == "month":
        last = first.replace(day=15)
    elif where == "middle":
        first, last = first + third, first + 2 * third
    else:
        first = first + 2 * third
    return replace(whole, earliest=first, latest=last, anchored=True)


WHOLES = (
    sports_season, named_business_year, counted_in_month, day_of_moved_month, mid_year, iso_or_slash, day_of_month, day_alone, week_number, quarter_or_half, moved, festival, month_period, weekday, season_period, school_term,
    bare_year,
)  # fmt: skip
