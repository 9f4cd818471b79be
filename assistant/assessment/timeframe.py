"""Dates and periods in a text that can be put in a calendar.

`find_dates` answers every mention with the last acceptable day it allows. Ages ("by 40"), undated
events ("once the branch opens") and words such as "soon" are no dates and give nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_context import in_context
from assistant.assessment.date_cursor import Cursor, Readers, Reading
from assistant.assessment.date_grammar import (
    WHOLES,
    part,
)
from assistant.assessment.date_joining import dated_weekdays, one_after
from assistant.assessment.date_phrases import (
    year_alone,
)
from assistant.assessment.date_relative import AROUND
from assistant.assessment.date_support import supported
from assistant.assessment.durations import AMOUNTS, OPENINGS, amount, duration
from assistant.assessment.festivals import FIRST_WORDS
from assistant.assessment.lexicon import word_set
from assistant.assessment.text import lowered
from assistant.domain.specificity import DateMention

__all__ = ["DateMention", "find_dates"]

_LIMIT = 200
_TRIED = 400  # places at which a date is looked for; prose of 8,000 characters stays below


def _read(c: Cursor, i: int) -> Reading | None:
    found = part(c, i) or WHOLES.read(c, i)
    if found is None:
        return None
    return found if found.anchored or supported(c, i, found) else None


def _today_words(c: Cursor, i: int) -> Reading | None:
    word = c.word(i)
    day = c.today
    if word in ("tomorrow", "tmrw", "tmr"):
        if c.word(i - 1) == "after" and c.word(i - 2) == "day":
            day += timedelta(days=1)
        week = c.word(i + 1) == "week"
        day += timedelta(days=8 if week else 1)
        return Reading(i + 1 + week, day, day, "day")
    if word in ("today", "tonight"):
        return Reading(i + 1, day, day, "day")
    if (weeks := _weeks_on(c, i)) is not None:
        at = c.skip(i + 2, "on")
        base = _today_words(c, at) or WHOLES.read(c, at)
        if base and base.latest and base.granularity == "day":
            day = base.latest + timedelta(days=7 * weeks)
            return Reading(base.last, day, day, "day")
    if word == "this" and c.word(i + 1) in ("time", "day") and c.word(i + 2) == "next":
        unit = cal.UNITS.get(c.word(i + 3))
        day = cal.add(c.today, *unit) if unit else day
        return Reading(i + 4, day, day, "duration") if unit else None
    return None


def _weeks_on(c: Cursor, i: int) -> int | None:
    """How many weeks stand before a day: "a week on Friday", "a fortnight today", "tomorrow week"."""
    unit, behind = c.word(i + 1), c.word(i + 2)
    known = behind in ("today", "tomorrow", "on") or behind in cal.WEEKDAYS
    count = 1 if c.word(i) in ("a", "one") else int(cal.NUMBER_WORDS.get(c.word(i), 0))
    if not count or not known or c.word(i - 1) in ("for", "been"):
        return None
    if unit == "fortnight":
        return 2
    return count if unit in ("week", "weeks") else None


def _after_next(c: Cursor, i: int) -> Reading | None:
    j = c.skip(i, "the")
    unit = c.word(j)
    if [c.word(j + 1), c.word(j + 2)] != ["after", "next"]:
        return None
    if unit == "year":
        year = c.today.year + 2
        return Reading(j + 3, Date(year, 1, 1), Date(year, 12, 31), "year")
    if unit == "month":
        day = cal.add(c.today.replace(day=1), "month", 2)
        return Reading(j + 3, day, cal.last_of_month(day.year, day.month), "month")
    if unit == "week":
        monday = c.today + timedelta(days=14 - c.today.weekday())
        return Reading(j + 3, monday, monday + timedelta(days=6), "week")
    return None


def _past_duration(c: Cursor, i: int) -> Reading | None:
    """As in "two years ago"."""
    found = amount(c, i)
    unit = cal.UNITS.get(c.word(found[1])) if found else None
    if found is None or unit is None or c.word(found[1] + 1) != "ago":
        return None
    day = cal.add(c.today, unit[0], -found[0] * unit[1])
    return Reading(found[1] + 2, day, day, "duration", past=True)


def _second(c: Cursor, i: int) -> Reading | None:
    i = c.skip(i, "the")
    return part(c, i) or WHOLES.read(c, i)


def _months_of_year(c: Cursor, first: Reading) -> Reading | None:
    """The second month of "Aug-Oct 28", where the number is the year of both."""
    at = first.last + 1
    month, year = cal.MONTHS.get(c.word(at)), c.short_year(at + 1)
    if first.granularity != "month" or month is None or year is None or c.word(at - 1) not in "-/":
        return None
    start = Date(year[0], month, 1)
    return Reading(year[1], start, cal.last_of_month(year[0], month), "month")


def _extend(c: Cursor, i: int, first: Reading) -> Reading:
    """A range: "between March and May", "2027 or 2028", "12 December - 3 January"."""
    joint = c.word(first.last)
    opened = c.word(i - 1) in ("between", "from")
    if first.granularity == "duration" or joint not in (
        "to",
        "or",
        "-",
        "/",
        "\u2014",
        "until",
        "till",
        "thru",
        "through",
        "and",
    ):
        return first
    if joint == "and" and not opened:
        return first
    second = _months_of_year(c, first) or _second(c, first.last + 1)
    if (
        second is None
        or second.latest is None
        or (second.granularity == "day" and first.granularity != "day")
    ):
        return first
    latest = second.latest
    if first.granularity == "month" and second.granularity == "year" and first.latest:
        latest = cal.last_of_month(latest.year, first.latest.month)  # "June 2027 or 2028"
    if first.latest and latest < first.latest:
        weekdays = c.word(second.last - 1) in cal.WEEKDAYS
        latest = latest + timedelta(days=7) if weekdays else cal.add(latest, "month", 12)
    return replace(first, last=second.last, latest=latest, granularity=second.granularity)


def _candidates(c: Cursor, i: int) -> Reading | None:
    """The first reader that succeeds at token i; numbers and articles have few to try."""
    if c.tokens[i][0].isdigit():
        if c.word(i + 1) not in _AFTER_NUMBER and len(c.tokens[i]) != _YEAR_DIGITS:
            return None
        found = _SPANS.read(c, i) or WHOLES.read(c, i)
        if found is None or not (found.anchored or supported(c, i, found)):
            return None
        return _extend(c, i, found)
    if c.tokens[i] in cal.NUMBER_WORDS and c.word(i + 1) not in _AFTER_NUMBER:
        return None
    if c.tokens[i] in _ARTICLES and not _promising(c.word(i + 1)):
        return None
    found = _SAID.read(c, i) or _SPANS.read(c, i)
    if found is not None:
        return found
    found = _read(c, i)
    return _extend(c, i, found) if found else None


_STARTERS = frozenset((
    *word_set("timewords.txt", "timeline"),
    *cal.MONTHS, *cal.WEEKDAYS, *cal.SEASONS, *cal.NUMBER_WORDS, *cal.ORDINAL_WORDS,
    *FIRST_WORDS,
    *"week weekend day w decade month later latter cw kw qtr turn midyear midwinter years yearend eom eoq ye new term semester another just no not tail timeline back year quarter first season preseason eoy midway halfway midsummer fiscal financial tax budget today tonight tomorrow tmrw tmr the this next last coming current past previous early mid late end close start"
    " beginning middle later year q h fy in within inside over under during less fewer "
    "give giving gives a an half couple about".split(),
))  # fmt: skip


# Words that open a date and are none without another word of the calendar: most texts hold some.
_OPENING = frozenset(
    "the this next last coming current past previous early mid late close end start beginning middle later turn back"
    " in within inside over under during less fewer give giving gives a an couple about just no not another"
    " new".split()
)
_TELLING = (
    _STARTERS | frozenset(cal.UNITS) | frozenset("term terms academic school cohort intake".split())
) - _OPENING
_DIGIT = re.compile(r"\d")
_REACH = 6  # how far before such a word a date begins at most: "no later than the end of June"
_YEAR_DIGITS = 4
_AFTER_NUMBER = frozenset(
    (
        *cal.UNITS,
        *cal.MONTHS,
        *cal.NUMBER_WORDS,
        *cal.ORDINAL_WORDS,
        *(f"{name}s" for name in cal.SEASONS),
        "-",
        "\u2014",
        "/",
        ".",
        "to",
        "or",
        "and",
        "st",
        "nd",
        "rd",
    )
) | frozenset(
    "th q h m y of qtr fiscal financial tax budget calendar short full more half working business kings christmases easters harvests".split()
)
_DAYS_SAID = ("tomorrow", "tmrw", "tmr", "today", "tonight", "this")
_SAID = Readers(
    (year_alone, ("'", "the", "this", "year", "quarter", "decade", "month", "week")),
    (_today_words, (*_DAYS_SAID, "a", *cal.NUMBER_WORDS)),
    (_after_next, ("the", "year", "month", "week")),
)
_SPANS = Readers((_past_duration, AMOUNTS), *AROUND, (duration, OPENINGS))
_ARTICLES = frozenset(("a", "an", "the", "give"))


def _promising(word: str) -> bool:
    """Whether a date can go on with this word after an article."""
    return (
        (word in _STARTERS and word not in _ARTICLES)
        or word in cal.UNITS
        or word[:1].isdigit()
        or word in ("me", "it", "us", "myself", "this")
    )


def _of_goods(c: Cursor, i: int, found: Reading) -> bool:
    """Whether a bare season only says of what kind a thing is: "winter tyres"."""
    if found.last != i + 1 or c.word(i) not in cal.SEASONS:
        return False
    behind = c.word(found.last)
    return behind.isalpha() and behind not in word_set("timewords.txt", "behind season")


def _of_somebody(text: str, start: int, end: int) -> bool:
    """Whether a month or a season is the name of a person or a street: "April says", "June Street"."""
    name = text[start:end]
    if name.casefold() not in _ALSO_NAMES or not name.istitle():
        return False
    behind = _NEXT_WORDS.match(text, end)
    if behind is None:
        return False
    if behind[1].casefold() in word_set("timewords.txt", "says"):
        return True
    return behind[1].istitle() and len(behind[1]) > 1 and not (behind[2] or "").istitle()


_ALSO_NAMES = frozenset(("april", "may", "june", "august", "summer", "autumn"))
_NEXT_WORDS = re.compile(r" ([A-Za-z]+)(?:'s)?(?: ([A-Za-z]+))?")


def _offsets(c: Cursor, first: int, last: int, where: list[int] | None) -> tuple[int, int]:
    start, end = c.spans[first][0], c.spans[last - 1][1]
    return (start, end) if where is None else (where[start], where[end - 1] + 1)


def _recurring(c: Cursor, i: int) -> bool:
    if c.word(i - 1) in ("all", "whole", "entire", "one"):
        return c.word(i) in cal.SEASONS  # "I've thought about it the whole winter"
    return c.word(i - 1) in ("every", "each", "per", "most")


def _starts(c: Cursor) -> list[int]:
    """The tokens at which a date may begin: few, so that most texts are not read for dates at all."""
    tokens = c.tokens
    if _TELLING.isdisjoint(tokens) and not _DIGIT.search(c.low):
        return []
    telling = [i for i, word in enumerate(tokens) if word in _TELLING or word.isdigit()]
    near = {j for i in telling for j in range(i - _REACH, i + 1)}
    return [
        i
        for i in sorted(near)
        if i >= 0
        and (
            tokens[i] in _STARTERS
            or tokens[i][0].isdigit()
            or (tokens[i] == "'" and c.word(i + 1)[:1].isdigit())
        )
    ]


def find_dates(text: str, today: Date, *, bare: bool = False) -> list[DateMention]:
    """All date mentions of `text`, in order, without overlaps; at most 200. Never raises.

    With `bare`, durations count that stand without a preposition ("two more years and then"):
    for a text that is known to hold a time frame.
    """
    low, where = lowered(text)
    c = Cursor(low, today, bare=bare)
    found: list[DateMention] = []
    taken = 0
    for i in _starts(c)[:_TRIED]:
        if c.word(i) == "4" and c.word(i - 1) == "b" and c.glued(i):
            continue  # "b4" is a word
        if i < taken or len(found) == _LIMIT or _recurring(c, i):
            continue
        reading = _candidates(c, i)
        if reading is None:
            continue
        first, last, reading = in_context(c, i, reading)
        first = max(first, taken)
        start, end = _offsets(c, first, last, where)
        if first == i and (_of_goods(c, i, reading) or _of_somebody(text, start, end)):
            continue
        found.append(
            DateMention(
                start=start, end=end, text=text[start:end], date=None if reading.readings else reading.latest,
                earliest=reading.earliest, latest=reading.latest, granularity=reading.granularity,
                readings=reading.readings,
            )
        )  # fmt: skip
        taken = last
    return one_after(dated_weekdays(found, text), text)
