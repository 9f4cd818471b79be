"""Dates that stand beside each other and are one: a weekday before its day, "not this March, the one after"."""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import timedelta

from assistant.assessment import calendar_words as cal
from assistant.domain.specificity import DateMention

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONE_AFTER = re.compile(
    r"[,;]? (?:but )?(?:the )?(?P<name>[A-Za-z]+) after\b(?! (?:the|that|my|i|we)\b)", re.IGNORECASE
)


def one_after(found: list[DateMention], text: str) -> list[DateMention]:
    """The dates, where "the one after" follows a month, a season or a feast a year on from it."""
    kept: list[DateMention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            continue  # the name in "this March, the March after"
        behind = _ONE_AFTER.match(text, mention.end)
        named = behind is not None and behind["name"].casefold() in (
            "one", "year", mention.text.split()[-1].casefold(),
        )  # fmt: skip
        if behind is None or not named or mention.latest is None:
            kept.append(mention)
        elif mention.granularity in ("month", "season", "festival"):
            kept.append(_year_on(mention, mention.latest, text, behind.end()))
        else:
            kept.append(mention)
    return kept


def _year_on(mention: DateMention, latest: Date, text: str, end: int) -> DateMention:
    day = cal.add(latest, "month", 12)
    if latest == cal.last_of_month(latest.year, latest.month):
        day = cal.last_of_month(day.year, day.month)
    words = {"end": end, "text": text[mention.start : end]}
    return mention.model_copy(update={**words, "date": day, "earliest": None, "latest": day})


def dated_weekdays(found: list[DateMention], text: str) -> list[DateMention]:
    """A weekday right before a date is part of it: "Monday 14 December" is one day, not two."""
    kept: list[DateMention] = []
    for mention in found:
        before = kept[-1] if kept else None
        if before is not None and before.granularity == mention.granularity == "day":
            between = text[before.end : mention.start]
            weekday = before.text.casefold().split()[-1][:3] in _WEEKDAYS
            if weekday and len(between) <= 5 and between.strip(" ,") in ("", "the"):
                whole = {"start": before.start, "text": text[before.start : mention.end]}
                kept[-1] = mention.model_copy(update=whole)
                continue
        if before is not None and (merged := _day_of_week(before, mention, text)):
            kept[-1] = merged
            continue
        kept.append(mention)
    return kept


def _day_of_week(one: DateMention, two: DateMention, text: str) -> DateMention | None:
    """As in "Thursday next week" and "next week Thursday" are one day: that weekday of that week."""
    day, week = (one, two) if one.granularity == "day" else (two, one)
    if (day.granularity, week.granularity) != ("day", "week") or week.latest is None:
        return None
    name = day.text.casefold().split()[-1][:3]
    if name not in _WEEKDAYS or text[one.end : two.start].strip(" ,") not in ("", "on", "of"):
        return None
    monday = week.latest - timedelta(days=week.latest.weekday())
    date = monday + timedelta(days=_WEEKDAYS.index(name))
    return day.model_copy(
        update={
            "start": one.start, "end": two.end, "text": text[one.start : two.end],
            "date": date, "earliest": date, "latest": date,
        }
    )  # fmt: skip
