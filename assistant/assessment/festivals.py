"""Festivals and other events that a calendar knows, read from ``data/festivals.txt``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta

from assistant.assessment.calendar_words import WEEKDAYS, easter, nth_weekday
from assistant.assessment.lexicon import pairs

Day = Callable[[int], Date | None]

_FILE = "festivals.txt"
_FIXED = re.compile(r"(\d\d)-(\d\d)")
_EASTER = re.compile(r"easter ([+-]\d+)")
_WEEKDAY = re.compile(r"(-1|[1-4]) (\w+) (\d+)")


def _fixed(month: int, day: int) -> Day:
    return lambda year: Date(year, month, day)


def _from_easter(days: int) -> Day:
    return lambda year: easter(year) + timedelta(days=days)


def _counted(month: int, weekday: int, count: int) -> Day:
    return lambda year: nth_weekday(year, month, weekday, count)


def _advent(year: int) -> Date:
    """Advent Sunday, the fourth Sunday before Christmas."""
    eve = Date(year, 12, 24)
    return eve - timedelta(days=(eve.weekday() - 6) % 7 + 21)


def _day(said: str) -> Day:
    """The day that a rule of the file names, for any year; ValueError for any other words."""
    if found := _FIXED.fullmatch(said):
        return _fixed(int(found[1]), int(found[2]))
    if found := _EASTER.fullmatch(said):
        return _from_easter(int(found[1]))
    if (found := _WEEKDAY.fullmatch(said)) and found[2] in WEEKDAYS:
        return _counted(int(found[3]), WEEKDAYS[found[2]], int(found[1]))
    if said == "advent":
        return _advent
    table = {day.year: day for day in map(Date.fromisoformat, said.split())}
    return table.get


def _read() -> tuple[dict[str, tuple[Day, Day] | None], frozenset[str]]:
    """First and last day of each festival, None for an open one, and the names that are shy."""
    found: dict[str, tuple[Day, Day] | None] = {}
    shy: set[str] = set()
    for names, rule in pairs(_FILE):
        first, _, last = (part.strip() for part in rule.partition(".."))
        days = None if rule == "open" else (_day(first), _day(last or first))
        for name in names.split("|"):
            plain = name.removeprefix("~")
            if plain in found:
                raise ValueError(f"{_FILE} names {plain!r} twice")
            found[plain] = days
            if plain != name:
                shy.add(plain)
    return found, frozenset(shy)


FESTIVALS, SHY_FESTIVALS = _read()
MOST_WORDS = max(len(name.split()) for name in FESTIVALS)
FIRST_WORDS = frozenset(
    spelled
    for name in FESTIVALS
    for first in (name.split()[0],)
    for spelled in (first, first.removesuffix("s"))
) | {"hallowe"}


def festival(name: str, year: int) -> tuple[Date, Date] | None:
    """First and last day of a festival in a year; None for an open one and beyond the tables."""
    days = FESTIVALS[name]
    if days is None:
        return None
    first, last = days[0](year), days[1](year)
    return (first, last) if first is not None and last is not None else None
