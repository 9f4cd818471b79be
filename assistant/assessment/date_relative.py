"""Dates that are said by another date: "the week after Easter", "a year from Christmas", "w/c 7 May"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment import festivals
from assistant.assessment.date_cursor import Cursor, Reading
from assistant.assessment.date_grammar import WHOLES
from assistant.assessment.date_seasons import festival
from assistant.assessment.durations import AMOUNTS, OPENINGS, amount, opening, tail

_NAMED = ("day", "week", "weekend", "fortnight", "month", *cal.WEEKDAYS)
_SIDES = ("before", "after", "of", "commencing", "beginning", "starting", "ending")
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def _whole(c: Cursor, i: int) -> Reading | None:
    """A date at i that has its two days, an article read over."""
    i = c.skip(i, *cal.WEEKDAYS) if c.number(i + 1) is not None else i  # "Monday 1 March"
    places = (i, c.skip(i, "the", "about", "this"))
    found = WHOLES.read(c, places[0]) or WHOLES.read(c, places[1])
    settled = found is not None and found.earliest is not None and found.latest is not None
    return found if settled and found is not None and not found.readings else None


def beside(c: Cursor, i: int) -> Reading | None:
    """The week after Easter, the Monday before 1 May, the week of 7 December, w/c 7 December."""
    if c.word(i) == "w" and c.word(i + 1) == "/" and c.word(i + 2) in ("c", "b", "e"):
        unit, side, at = "week", "ending" if c.word(i + 2) == "e" else "of", i + 3
    else:
        j = c.skip(i, "the")
        unit, side, at = c.word(j), c.word(j + 1), j + 2
        if unit not in _NAMED or side not in _SIDES:
            return None
    known = _whole(c, at)
    if known is None or known.earliest is None or known.latest is None:
        return None
    if side in ("before", "after"):
        day = _neighbour(unit, side, known.earliest, known.latest)
    elif unit == "week" and known.granularity == "day":
        day = known.latest if side == "ending" else _sunday(known.latest)
    elif unit == "month" and known.granularity == "month":
        return known
    else:
        return None
    exact = unit == "day" or unit in cal.WEEKDAYS
    return Reading(known.last, day, day, "day" if exact else "week") if day else None


def _sunday(day: Date) -> Date:
    return day + timedelta(days=6 - day.weekday())


def _neighbour(unit: str, side: str, first: Date, last: Date) -> Date | None:
    """The last day of the unit that follows a period, or comes before it."""
    after = side == "after"
    if unit == "day":
        return last + _DAY if after else first - _DAY
    if unit in cal.WEEKDAYS:
        wanted = cal.WEEKDAYS[unit]
        if after:
            return last + timedelta(days=(wanted - last.weekday() - 1) % 7 + 1)
        return first - timedelta(days=(first.weekday() - wanted - 1) % 7 + 1)
    if unit == "month":
        moved = cal.add(last if after else first, "month", 1 if after else -1)
        return cal.last_of_month(moved.year, moved.month)
    if after:
        weeks = 2 if unit == "fortnight" else 1
        return _sunday(last + _DAY) + (weeks - 1) * _WEEK
    return first - _DAY if first.weekday() in (0, 6) else _sunday(first) - _WEEK


def years_from(c: Cursor, i: int) -> Reading | None:
    """A year from this coming Christmas, two weeks before Easter, two years come June, a year next March."""
    found = amount(c, i)
    unit = cal.UNITS.get(c.word(found[1])) if found else None
    if found is None or unit is None:
        return None
    joint = c.word(found[1] + 1)
    at = found[1] + (1 if joint == "next" else 2)
    if joint not in ("from", "come", "after", "before") and not (
        joint == "next" and c.word(i) == "a"
    ):
        return None
    known = _whole(c, at)
    if known is None or known.latest is None or c.word(known.last - 1) == "year":
        return None
    if joint == "before":
        day = cal.add(known.earliest or known.latest, unit[0], -found[0] * unit[1])
        return replace(known, earliest=day, latest=day, granularity="day")
    day = cal.add(known.latest, unit[0], found[0] * unit[1])
    if unit[0] == "month" and known.latest == cal.last_of_month(
        known.latest.year, known.latest.month
    ):
        day = cal.last_of_month(day.year, day.month)
    return replace(known, earliest=day, latest=day)


def counted_by_feast(c: Cursor, i: int) -> Reading | None:
    """The second Sunday of Advent, the first Monday after Easter, the last Sunday before Lent."""
    j = c.skip(i, "the")
    count = cal.ORDINAL_WORDS.get(c.word(j), -1 if c.word(j) == "last" else 0)
    weekday, side = cal.WEEKDAYS.get(c.word(j + 1)), c.word(j + 2)
    if (
        weekday is None
        or side not in ("of", "in", "after", "before")
        or (count < 0) != (side == "before")
    ):
        return None
    known = festival(c, c.skip(j + 3, "the"))
    if not count or known is None or known.earliest is None or known.latest is None:
        return None
    if side == "before":
        day = _neighbour(c.word(j + 1), side, known.earliest, known.latest)
        return Reading(known.last, day, day, "day")
    start = known.latest + _DAY if side == "after" else known.earliest
    day = start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (count - 1))
    return Reading(known.last, day, day, "day")


def seasons_on(c: Cursor, i: int) -> Reading | None:
    """Two summers from now, three winters, within the next two harvests: the last of the coming ones."""
    opened, j = opening(c, i)
    found = amount(c, j)
    name = c.word(found[1]) if found else ""
    single = name.removesuffix("s")
    feast = name.removesuffix("es")
    if found is None or found[0] < 2 or found[0] != int(found[0]) or name == single:
        return None
    last = tail(c, found[1] + 1)
    if not opened and last == found[1] + 1:
        return None
    count = int(found[0])
    if single in cal.SEASONS:
        return _coming(
            last,
            [cal.season(single, c.today.year + k) for k in range(-1, count + 1)],
            count,
            c.today,
        )
    for spelled in (feast, single):
        if spelled in festivals.FESTIVALS:
            if festivals.FESTIVALS[spelled] is None:
                return Reading(last, None, None, "term")
            days = [
                d for k in range(count + 1) if (d := festivals.festival(spelled, c.today.year + k))
            ]
            return _coming(last, days, count, c.today)
    return None


def _coming(last: int, days: list[tuple[Date, Date]], count: int, today: Date) -> Reading | None:
    """The count-th of the periods that begin after today."""
    ahead = [pair for pair in days if pair[0] > today]
    return Reading(last, *ahead[count - 1], "season") if len(ahead) >= count else None


def weekend(c: Cursor, i: int) -> Reading | None:
    """By the weekend: its Sunday."""
    if c.word(i) != "weekend" or c.word(i - 1) != "the":
        return None
    if c.word(i - 2) not in ("by", "before", "until", "till", "after"):
        return None
    sunday = _sunday(c.today)
    return Reading(i + 1, sunday - _DAY, sunday, "week")


AROUND = (
    (counted_by_feast, ("the", "last", *cal.ORDINAL_WORDS)),
    (beside, ("w", "the", *_NAMED)),
    (years_from, AMOUNTS),
    (seasons_on, OPENINGS),
    (weekend, ("weekend",)),
)
