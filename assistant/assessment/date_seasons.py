"""Seasons, school terms, sports seasons and festivals: "next spring", "half term", "by Easter"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import Cursor, Reading
from assistant.assessment.date_days import iso_or_slash

_FIRST_WORDS = frozenset(name.split()[0].removesuffix("s") for name in cal.FESTIVALS) | {"hallowe"}
_SEASONS = ("season", "campaign", "semester", "intake", "cohort")


def skip_season(c: Cursor, name: str, step: int) -> int:
    """Next winter, said in winter, is the one after; otherwise the coming one is meant."""
    first, last = cal.season(name, season_year(c.today, name))
    return 1 if step == 1 and first <= c.today <= last else 0


def season_year(today: Date, name: str) -> int:
    """The year in which the season that runs or comes next begins."""
    _, last = cal.season(name, today.year - 1)
    if last >= today:
        return today.year - 1
    return today.year + (cal.season(name, today.year)[1] < today)


def season_of(c: Cursor, last: int, name: str, year: int) -> Reading:
    """A reading of the season that begins in `year`."""
    first_day, last_day = cal.season(name, year)
    return Reading(last, first_day, last_day, "season", past=last_day < c.today)


def season_period(c: Cursor, i: int) -> Reading | None:
    """summer 2027, spring of next year, spring."""
    name = c.word(i)
    if name not in cal.SEASONS:
        return None
    if c.word(i + 1) in ("term", "semester", "intake"):
        return c.month_behind(i + 2) or Reading(i + 2, None, None, "term")
    found = c.year(i + 1) or c.short_year(i + 1)
    if found:
        return season_of(c, found[1], name, found[0])
    if half_term := school_term(c, i + 1):
        return half_term
    if c.word(i + 1) == "after" and c.word(i + 2) == "next":
        return season_of(c, i + 3, name, season_year(c.today, name) + 1)
    shy = name in ("fall", "spring")
    return replace(season_of(c, i + 1, name, season_year(c.today, name)), anchored=not shy)


def festival(c: Cursor, i: int) -> Reading | None:
    """Easter, Christmas 2027, Diwali, the new year."""
    named = _festival_name(c, i)
    if named is None:
        return None
    name, last = named
    found = c.year(last) or c.short_year(last)
    for year in (found[0],) if found else range(c.today.year, c.today.year + 2):
        day = cal.festival(name, year)
        if day and (found or day >= c.today):
            return Reading(found[1] if found else last, day, day, "festival")
    return None


def _festival_name(c: Cursor, i: int) -> tuple[str, int] | None:
    """A festival's name at i, its apostrophe read over ("Valentine's Day"), and the place after it."""
    if c.word(i).removesuffix("s") not in _FIRST_WORDS:
        return None
    letters: list[str] = []
    places: list[int] = []
    for j in range(i, min(i + 6, len(c.tokens))):
        word = c.word(j)
        if word == "s" and c.word(j - 1) == "'" and letters:
            letters[-1] += "s"
            places[-1] = j + 1
        elif word == "en" and c.word(j - 1) == "'" and letters:  # Hallowe'en
            letters[-1] += word
            places[-1] = j + 1
        elif word not in ("'", "-"):
            letters.append(word)
            places.append(j + 1)
    for length in (3, 2, 1):
        name = " ".join(letters[:length])
        if len(letters) >= length:
            for spelled in (name, name.removesuffix("s")):
                if spelled in cal.FESTIVALS:
                    return spelled, places[length - 1]
    return None


def school_term(c: Cursor, i: int) -> Reading | None:
    """half term, midsummer, the 2027/28 season: dates differ by place, so they stay open."""
    if c.word(i) == "midsummer":
        found = c.year(i + 1)
        return Reading(found[1] if found else i + 1, None, None, "term")
    if c.word(i) == "half" and c.word(c.skip(i + 1, "-")) == "term":
        return Reading(c.skip(i + 1, "-") + 1, None, None, "term")
    return None


def sports_season(c: Cursor, i: int) -> Reading | None:
    """the 2027/28 season, next season, the 2028 season: it ends when the league says."""
    if c.word(i) in ("season", "preseason") and (year := c.year(i + 1)):
        return Reading(year[1], None, None, "term")
    found = iso_or_slash(c, i) if c.number(i) is not None else None
    last = found.last if found and found.granularity == "year" else i + 1
    yearly = c.number(i) is not None and len(c.word(i)) == 4
    if (yearly or c.word(i) in ("next", "coming", "this")) and c.word(last) in _SEASONS:
        return c.month_behind(last + 1) or Reading(last + 1, None, None, "term")
    return None
