"""What the words around a date make of it: a preposition, an event named before it, the past tense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta
from functools import cache

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import Cursor, Reading
from assistant.assessment.date_phrases import runs_out
from assistant.assessment.date_support import KEPT
from assistant.assessment.lexicon import word_set

_BEFORE = (
    ("before",), ("b", "4"), ("this", "side", "of"), ("ahead", "of"), ("prior", "to"), ("in", "advance", "of"),
)  # fmt: skip
_PERIODIC = ("day", "month", "season", "quarter", "half", "festival")
_FUTURE = frozenset("will would want wish hope plan aim intend shall should ll d".split())
_PRONOUNS = ("i", "we", "you", "he", "she", "they")
_STOPS = ("will", "to", "want", "would", "by", "before", "when", "once", "plan")
_SHARES = ("%", "per", "percent", "points", "k")
_PAST_ENDING = 5  # letters of the shortest word whose -ed says that it is past


def in_context(c: Cursor, i: int, found: Reading) -> tuple[int, int, Reading]:
    """First token (preposition included), last token and the reading as the words around shift it."""
    first, ahead_of = _opened(c, i)
    if ahead_of and _begins(c, i, found) and found.earliest:
        found = replace(found, earliest=None, latest=found.earliest - timedelta(days=1))
    elif found.granularity == "day" and found.latest and _event_ahead(c, first):
        found = replace(found, earliest=None, latest=found.latest - timedelta(days=1))
    has_year = any(len(w) == 4 and w.isdigit() for w in c.tokens[i : found.last])
    ahead = c.word(first) in ("by", "within", "until", "till", "come")
    if not has_year and not found.past and not ahead and _past_tense(c, first, found.last):
        found = _into_past(found, c.today)
    if c.word(first) == "since" and found.latest:
        found = replace(found, latest=min(found.latest, c.today))
    return first, found.last, found


def _opened(c: Cursor, i: int) -> tuple[int, bool]:
    """Where the date with its preposition begins, and whether the preposition means "before"."""
    first = i
    filler = c.word(i - 1) in ("the", "about", "around", "early", "roughly")
    start = i - filler
    for words in _BEFORE:
        if tuple(c.tokens[max(0, start - len(words)) : start]) == words:
            return start - len(words), True
    if filler and c.word(i - 2) in KEPT:
        first = i - 1
    if c.word(first - 1) in KEPT and c.word(i) not in KEPT:
        first -= 1
    return first, c.word(first) == "before" and first < i


def _begins(c: Cursor, i: int, found: Reading) -> bool:
    """Whether "before" counts from the first day of the period, and not from its end."""
    ended = any(w in ("end", "close", "out") for w in c.tokens[i : i + 5])
    loose = found.granularity in ("duration", "week") or bool(found.readings)
    return not loose and not ended and not runs_out(c, found.last)


def _event_ahead(c: Cursor, i: int) -> bool:
    """Whether the day is that of an event which the deadline precedes.

    As in "before the fair opens on 20 April" and "before the wing opens, that's the third of May".
    """
    j = i - 1
    if c.word(i) != "on":
        while c.word(j) in ("the", "that", "this", "it", "s", "'", "is", "which", "so", "meaning"):
            j -= 1
        if c.word(j) not in (",", "(", "-"):
            return False
        j -= 1
    for k in range(j, max(-1, j - 10), -1):
        if not c.word(k).isalnum() and c.word(k) != "'":
            return False
        if c.word(k) == "before" or (c.word(k) == "side" and c.word(k - 1) == "this"):
            return True
    return False


def _past_tense(c: Cursor, i: int, last: int) -> bool:
    """Whether a verb in the past governs the date: looked for eight words back within the clause."""
    if c.word(i) == "since":
        return True
    at = c.skip(last, ",")
    if c.word(at) in _PRONOUNS and (c.word(at + 1) in _FUTURE or c.word(at + 2) in _FUTURE):
        return False
    verbs = _past_verbs()
    for j in range(i - 1, max(-1, i - 9), -1):
        word = c.word(j)
        if word == "by" and c.number(j + 1) is not None and c.word(j + 2) in _SHARES:
            continue  # "grew by 12 %"
        if word in (".", ";", "!", "?", "\n") or word in _STOPS:
            return False
        if word == "since" or (word in verbs and c.word(j + 1) != "-"):
            return True
        regular = word.endswith("ed") and len(word) >= _PAST_ENDING
        if regular and any(c.word(j - k) in _PRONOUNS for k in (1, 2)):
            return True
    return False


@cache
def _past_verbs() -> frozenset[str]:
    return word_set("verbs.txt", "past") | word_set("timewords.txt", "past")


def _into_past(found: Reading, today: Date) -> Reading:
    """The latest such day, month or season that is over."""
    if found.earliest is None or found.latest is None or found.earliest <= today:
        return found
    if found.granularity not in _PERIODIC:
        return found
    return replace(
        found,
        earliest=cal.add(found.earliest, "month", -12),
        latest=cal.add(found.latest, "month", -12),
    )
