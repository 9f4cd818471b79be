"""What a date in an aspiration dates: the role, its opening or decision, or something else."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date as Date
from itertools import pairwise

from assistant.assessment.calendar_words import WEEKDAYS
from assistant.assessment.lexicon import word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.text import Words, word_range
from assistant.assessment.timeframe import find_dates
from assistant.domain.specificity import DateMention, TimeframeMention

_OPENED = frozenset(
    "by before within in inside under over during no until less fewer give next the".split()
)
_DIGIT = re.compile(r"\d")
_AT_LATEST = ["at", "the", "latest"]
# Between two dates these say that the second one is what the first one means.
_SAYS = frozenset("ie say namely meaning so".split())
# And these that the second one is said instead of the first.
_CORRECTS = frozenset("no sorry actually rather wait mean correction oops".split())
_BRIEF = 3
_REFUSES = frozenset(("not", "never", "no"))
_KEEPS = frozenset(
    "before until till later after only just".split()
)  # "not before 2028" is no refusal
_GIVEN_UP = (
    "meant to",
    "supposed to",
    "was to be",
    "going to be",
    "scrap",
    "forget",
    "you said",
    "they said",
    "he said",
    "she said",
    "you promised",
    "they promised",
)
_BACK = 7  # words within which a date is refused
_NEAR = 6  # words between two dates that speak of the same time
_NO_DEADLINES = ("today", "tonight", "tomorrow")
_DEADLINES = ("by", "before", "within", "until", "no")
_OPENERS = frozenset("by before within from until come starting no inside in for give".split())
_FIRM = frozenset("by before within until come no give effective latest".split())


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
        if words.words[i] in other and words.words[i] != "was" and not _perfect(words, i):
            if _ends(words, i, first):
                return any(j in role_words for j in range(last, words.clause_end(last - 1, 3)))
            return deadline and any(j in role_words for j in range(begin, i))
        if words.words[i] in role:
            return True
    for i in range(last, end):
        if i in role_words or words.words[i] in role:
            return True
        if words.words[i] in other:
            return _perfect(words, i)
    return not any(i in busy for i in range(begin, end))


def _ends(words: Words, i: int, first: int) -> bool:
    """As in "my apprenticeship ends in August": what is tied to the job runs out at the date."""
    if words.words[i] not in word_set("timewords.txt", "tied"):
        return False
    return any(word in word_set("timewords.txt", "ends") for word in words.words[i + 1 : first])


def _perfect(words: Words, i: int) -> bool:
    """As in "I want to have moved", "to be moved": the participle at i lies ahead, it tells nothing past."""
    return words.words[max(0, i - 2) : i] in (["to", "have"], ["to", "be"])


def role_timeframe(
    words: Words, mentions: list[DateMention], today: Date, role_words: set[int], busy: set[int]
) -> list[TimeframeMention]:
    """The dates of a text, likeliest first: those that date the role, in its own clause before others.

    `role_words` are the words of target roles, `busy` those of evidence, asks and next steps.
    """
    if not mentions:
        return []
    ordered = sorted(role_words)
    found: list[tuple[bool, int, TimeframeMention]] = []
    for mention in _standing(words, _settled(words, mentions, today)):
        past = mention.text.lower() in _NO_DEADLINES or (
            mention.latest is not None and mention.latest <= today
        )
        first, last = word_range(words, mention.start, mention.end)
        dates_role = not past and not _beside_the_role(words, mention, first, last, role_words)
        dates_role = dates_role and _dates_role(words, first, last, role_words, busy)
        begin, end = words.clause_start(first, 2), words.clause_end(last - 1, 2)
        near = dates_role and bisect_left(ordered, begin) < bisect_left(ordered, end)
        fit = -9 if past else _fit(words, mention, first, last, busy)
        found.append((near, fit, _timeframe(mention, dates_role=dates_role)))
    dating = [one for one in found if one[2].dates_what == "role"]
    rest = [one for one in found if one[2].dates_what != "role"]
    ranked = (sorted(part, key=lambda one: one[:2], reverse=True) for part in (dating, rest))
    return [frame for part in ranked for _, _, frame in part]


def _settled(words: Words, mentions: list[DateMention], today: Date) -> list[DateMention]:
    """The dates without those that a closer one beside them settles.

    As in "the summer round, decided 15 July", "by the summer holidays, say 31 July", "by summer, end of
    June at the latest": the day inside a period, or beside one that has no day, is the one meant.
    """
    kept = list(mentions)
    for one, two in pairwise(mentions):
        first = word_range(words, one.start, one.end)[1]
        last, end = word_range(words, two.start, two.end)
        near = last - first <= _NEAR and words.clause_end(first - 1, 3) >= last
        if not near or two.latest is None or two.latest <= today:
            continue
        between = words.words[first:last]
        firm = between[:3] == _AT_LATEST or (between[:1] == ["latest"] and len(between) > 1)
        firmer = between[-1:] == ["latest"] or words.words[end : end + 3] == _AT_LATEST
        brief = len(between) <= _BRIEF
        if firmer or one.latest is None or (brief and (_SAYS | _CORRECTS) & set(between)):
            kept.remove(one)
        elif _inside(two, one):
            kept.remove(two if firm else one)
        elif _inside(one, two):
            kept.remove(two)
    return kept


def _standing(words: Words, mentions: list[DateMention]) -> list[DateMention]:
    """The dates without those that are named to be turned down, where another one stands."""
    kept = [m for m in mentions if not _refused(words, word_range(words, m.start, m.end)[0])]
    return kept or mentions


def _refused(words: Words, first: int) -> bool:
    """Whether a date is named to be turned down: "not this year", "you said Easter"."""
    begin = max(0, first - _BACK)
    while begin < first and any(words.gap[begin + 1 : first + 1]):
        begin += 1
    before = words.words[begin:first]
    if words.words[first] in _KEEPS or set(before) & _KEEPS:
        return False
    said = " ".join(before)
    return bool(set(before) & _REFUSES) or any(given in said for given in _GIVEN_UP)


def _inside(fine: DateMention, coarse: DateMention) -> bool:
    """Whether a date by its own name lies within a longer one; weekdays and durations have none."""
    if "duration" in (fine.granularity, coarse.granularity) or fine.granularity == "week":
        return False
    if fine.granularity == "day" and not _DIGIT.search(fine.text):
        return False
    if fine.latest is None or coarse.latest is None or coarse.earliest is None:
        return False
    start = fine.earliest or fine.latest
    inside = coarse.earliest <= start and fine.latest <= coarse.latest
    return inside and (fine.latest - start) < (coarse.latest - coarse.earliest)


def _fit(words: Words, mention: DateMention, first: int, last: int, busy: set[int]) -> int:
    """How much a date looks like a deadline: its preposition, its size, what stands around it."""
    opener = words.words[first]
    before = words.words[first - 1] if first and not words.gap[first] else ""
    fit = 2 * (opener in _OPENERS or before in _OPENERS)
    fit += opener in _FIRM or before in _FIRM or words.words[last : last + 1] == ["latest"]
    fit += mention.date is not None
    fit += mention.granularity != "day" or any(c.isdigit() for c in mention.text)
    fit -= 2 * any(i in busy for i in range(first, last))
    return fit


def opens(frame: TimeframeMention) -> bool:
    """Whether a time frame begins with a preposition, as deadlines do."""
    return frame.text.split()[0].casefold() in _OPENERS


def numbered(frame: TimeframeMention) -> bool:
    """Whether a figure stands in a time frame."""
    return _DIGIT.search(frame.text) is not None


def _timeframe(mention: DateMention, *, dates_role: bool) -> TimeframeMention:
    return TimeframeMention(
        start=mention.start, end=mention.end, text=mention.text, date=mention.date,
        granularity=mention.granularity, dates_what="role" if dates_role else "other",
    )  # fmt: skip


def _beside_the_role(
    words: Words, mention: DateMention, first: int, last: int, role_words: set[int]
) -> bool:
    """Whether a date by its form speaks of something else: "the Saturday shop", tenure without a role."""
    opened = words.words[first] in _OPENED
    if mention.granularity == "day" and words.words[first] in WEEKDAYS:
        attributive = " " not in mention.text and last < len(words) and not words.gap[last]
        return attributive and words.words[last] not in occupations().stop
    if mention.granularity != "duration" or opened or not role_words:
        return False
    sentence = words.clause_start(first, 3)
    begin = words.clause_start(sentence - 1, 3) if sentence else 0
    end = words.clause_end(last, 3)
    return not any(i in role_words for i in range(max(0, begin), end))


def read_dates(text: str, today: Date) -> list[DateMention]:
    """The dates of a text (a name of its own so that callers need one import)."""
    return find_dates(text, today)
