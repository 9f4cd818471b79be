"""What a date in an aspiration dates: the role, its opening or decision, or something else."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date as Date

from assistant.assessment.lexicon import word_set
from assistant.assessment.text import Words
from assistant.assessment.timeframe import find_dates
from assistant.domain.specificity import DateMention, TimeframeMention

_NO_DEADLINES = ("today", "tonight", "tomorrow")
_DEADLINES = ("by", "before", "within", "until", "no")


def word_range(words: Words, start: int, end: int) -> tuple[int, int]:
    """The words that overlap characters start..end."""
    first = bisect_left(words.ends, start + 1)
    last = bisect_left(words.starts, end)
    return first, max(last, first)


def date_words(words: Words, mentions: list[DateMention]) -> set[int]:
    """All words that belong to a date."""
    return {i for m in mentions for i in range(*word_range(words, m.start, m.end))}


def _segment(words: Words, first: int, last: int) -> tuple[int, int]:
    """The stretch that a date belongs to: back to a break or a joint such as "and I", on to a break."""
    begin = first
    while begin > 0 and words.gap[begin] == 0 and first - begin < 12:
        if words.words[begin - 1] in ("and", "but", "then", "because") and begin < first:
            break
        begin -= 1
    end = last
    while (
        end < len(words)
        and words.gap[end] == 0
        and end - last < 5
        and words.words[end] not in ("and", "but", "so", "because")
    ):
        end += 1
    return begin, end


def _dates_role(words: Words, first: int, last: int, role_words: set[int], busy: set[int]) -> bool:
    """Whether the nearest telling word around a date speaks of the role."""
    begin, end = _segment(words, first, last)
    other, role = word_set("timewords.txt", "other"), word_set("timewords.txt", "role")
    deadline = words.words[first] in _DEADLINES or words.words[first - 1 : first] in (
        ["by"],
        ["before"],
    )
    for i in range(first - 1, begin - 1, -1):
        if i in role_words:
            return True
        if words.words[i] in other and words.words[i] not in ("was",):
            return deadline and any(j in role_words for j in range(begin, i))
        if words.words[i] in role:
            return True
    for i in range(last, end):
        if i in role_words or words.words[i] in role:
            return True
        if words.words[i] in other:
            return False
    return not any(i in busy for i in range(begin, end))


def role_timeframe(
    words: Words, mentions: list[DateMention], today: Date, role_words: set[int], busy: set[int]
) -> TimeframeMention | None:
    """The date that dates the role, else the first that dates something else, else None.

    `role_words` are the words of target roles, `busy` those of evidence, asks and next steps.
    """
    fallback: TimeframeMention | None = None
    for mention in mentions:
        past = mention.text.lower() in _NO_DEADLINES or (
            mention.latest is not None and mention.latest <= today
        )
        first, last = word_range(words, mention.start, mention.end)
        dates_role = not past and _dates_role(words, first, last, role_words, busy)
        found = TimeframeMention(
            start=mention.start, end=mention.end, text=mention.text, date=mention.date,
            granularity=mention.granularity, dates_what="role" if dates_role else "other",
        )  # fmt: skip
        if dates_role:
            return found
        fallback = fallback or found
    return fallback


def read_dates(text: str, today: Date) -> list[DateMention]:
    """The dates of a text (a name of its own so that callers need one import)."""
    return find_dates(text, today)
