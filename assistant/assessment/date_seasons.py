"""Seasons, school terms, sports seasons and festivals: "next spring", "half term", "by Easter"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

from assistant.assessment import calendar_words as cal
from assistant.assessment import festivals
from assistant.assessment.date_cursor import Cursor, Reading
from assistant.assessment.date_days import iso_or_slash

_YEARLY = ("season", "campaign", "semester")
_NAMED_BY_SEASON = ("season", "round", "intake", "cohort", "campaign")
_LATIN_TERMS = ("long", "short", "mid", "medium", "near", "-")


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


def moved_season(c: Cursor, last: int, name: str, step: int, named: int | None = None) -> Reading:
    """Next spring, this spring, last spring, next spring but one, the 2028 summer."""
    if named is not None:
        return season_of(c, last, name, named)
    year = season_year(c.today, name) + (step if step < 0 else skip_season(c, name, step))
    if step > 0 and c.word(last) == "but" and c.word(last + 1) == "one":
        return season_of(c, last + 2, name, year + 1)
    found = c.year(_event(c, last)) if c.word(last) in _NAMED_BY_SEASON else None
    return season_of(c, found[1], name, found[0]) if found else season_of(c, last, name, year)


def season_period(c: Cursor, i: int) -> Reading | None:
    """summer 2027, spring of next year, winter 27/28, the autumn intake 2027, spring."""
    name = c.word(i)
    if name not in cal.SEASONS:
        return None
    if c.word(i + 1) in ("term", "semester"):
        return c.month_behind(i + 2) or Reading(i + 2, None, None, "term")
    if (split := c.split_year(i + 1)) is not None:
        return season_of(c, split[1], name, split[0])
    after = _event(c, i + 1)
    found = c.year(after) or c.short_year(after)
    if found:
        return season_of(c, found[1], name, found[0])
    if half_term := school_term(c, i + 1):
        return half_term
    if c.word(i + 1) == "after" and c.word(i + 2) == "next":
        return season_of(c, i + 3, name, season_year(c.today, name) + 1)
    shy = name in ("fall", "spring")
    return replace(season_of(c, i + 1, name, season_year(c.today, name)), anchored=not shy)


def _event(c: Cursor, i: int) -> int:
    """The place after what is named by its season ("the summer season 2027")."""
    return c.skip(i, *_NAMED_BY_SEASON)


def festival(c: Cursor, i: int) -> Reading | None:
    """Easter, Christmas 2027, Diwali, Lent, the new year; an open one has no day."""
    named = _festival_name(c, i)
    if named is None:
        return None
    name, last = named
    found = c.year(last) or c.short_year(last)
    after = found[1] if found else last
    anchored = name not in festivals.SHY_FESTIVALS
    if festivals.FESTIVALS[name] is None:
        return Reading(after, None, None, "term", anchored=anchored)
    if name in _LOOSE and _loosely(c, i):
        return Reading(after, None, None, "term")
    later = [c.word(last), c.word(last + 1)] in (["after", "next"], ["but", "one"])
    years = (found[0],) if found else range(c.today.year, c.today.year + 3)
    days = [day for year in years if (day := festivals.festival(name, year))]
    coming = [day for day in days if found or day[1] >= c.today][later:]
    return Reading(after + 2 * later, *coming[0], "festival", anchored=anchored) if coming else None


_LOOSE = ("new year", "lent")


def _loosely(c: Cursor, i: int) -> bool:
    """Whether the weeks that a festival opens are meant ("in the new year"), which no day ends."""
    ahead = i - 1 - (c.word(i - 1) == "the")
    if c.word(ahead - 1) in cal.WEEKDAYS:
        return False  # "the first Sunday in Lent"
    return c.word(ahead) in ("in", "into", "early", "during") or c.word(i - 3) == "start"


def _festival_name(c: Cursor, i: int) -> tuple[str, int] | None:
    """A festival's name at i, its apostrophe read over ("Valentine's Day"), and the place after it."""
    if c.word(i) not in festivals.FIRST_WORDS:
        return None
    letters: list[str] = []
    places: list[int] = []
    for j in range(i, min(i + festivals.MOST_WORDS + 3, len(c.tokens))):
        word = c.word(j)
        if word == "s" and c.word(j - 1) == "'" and letters:
            letters[-1] += "s"
            places[-1] = j + 1
        elif word == "en" and c.word(j - 1) == "'" and letters:  # Hallowe'en
            letters[-1] += word
            places[-1] = j + 1
        elif word not in ("'", "-") and (word != "." or c.word(j - 1) != "st"):
            letters.append(word)
            places.append(j + 1)
    for length in range(min(festivals.MOST_WORDS, len(letters)), 0, -1):
        name = " ".join(letters[:length])
        for spelled in (name, name.removesuffix("s")):
            if spelled in festivals.FESTIVALS:
                return spelled, places[length - 1]
    return None


def school_term(c: Cursor, i: int) -> Reading | None:
    """half term, term one 2028, midsummer: their days differ by place, so they stay open."""
    if c.word(i) in ("midsummer", "midwinter"):
        found = c.year(i + 1)
        return Reading(found[1] if found else i + 1, None, None, "term")
    if c.word(i) == "half" and c.word(c.skip(i + 1, "-")) == "term":
        return Reading(c.skip(i + 1, "-") + 1, None, None, "term")
    numbered = c.number(i + 1, 1) is not None or c.word(i + 1) in ("one", "two", "three", "four")
    if c.word(i) in ("term", "semester") and numbered and c.word(i - 1) not in _LATIN_TERMS:
        found = c.year(i + 2)
        return Reading(found[1] if found else i + 2, None, None, "term")
    return None


def sports_season(c: Cursor, i: int) -> Reading | None:
    """the 2027/28 season, season 27/28, next season, the 2028 season: it ends when the league says."""
    if c.word(i) in ("season", "preseason"):
        year = c.split_year(i + 1) or c.year(i + 1)
        return Reading(year[1], None, None, "term") if year else None
    split = c.split_year(i)
    if split is not None and c.word(split[1]) in _YEARLY:
        return Reading(split[1] + 1, None, None, "term")
    found = iso_or_slash(c, i) if c.number(i) is not None else None
    last = found.last if found and found.granularity == "year" else i + 1
    yearly = c.number(i) is not None and len(c.word(i)) == 4
    named = c.word(last) in _YEARLY or (c.word(last) in ("intake", "cohort") and not yearly)
    if (yearly or c.word(i) in ("next", "coming", "this", "new")) and named:
        return c.month_behind(last + 1) or Reading(last + 1, None, None, "term")
    return None
