"""The four parts of an action item: owner, action, due, measure."""

from __future__ import annotations

from datetime import date as Date

from assistant.assessment.agents import Agent, base_hit, find_agent
from assistant.assessment.calendar_words import MONTHS, UNITS, WEEKDAYS
from assistant.assessment.dating import date_words, word_range
from assistant.assessment.lexicon import word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.signs import find_measure
from assistant.assessment.text import Words, read_words
from assistant.assessment.timeframe import find_dates
from assistant.domain.specificity import ActionAssessment, ActionLevel, DateMention, Span

MAX_CHARACTERS = 8000
_PREPOSITIONS = frozenset("by in before until till on from after during within since".split())
_AT = (["at"], ["before"], ["until"], ["for"], ["by"], ["after"])
_NEXT_SUBJECT = (["i"], ["she"], ["he"], ["they"], ["we"], ["you"], ["it"])
_SOMEBODY = ("him", "her", "them", "me", "you", "us")
_JOINTS = ("by", "and", "then")
_EVERY = frozenset(("every", "each", "weekly", "monthly", "fortnightly", "quarterly", "daily"))
_VAGUE_OBJECTS = frozenset(
    "better more clearer quicker faster nicer stronger harder happier less fewer greater higher "
    "things stuff something"
    " it that opportunities opportunity growth skills myself visibility impact communication "
    "relationships anything"
    " initiative responsibility effort ownership proactive best".split()
)
_TURNS = frozenset(
    (*UNITS, *WEEKDAYS, *MONTHS, "morning", "evening", "afternoon", "night", "shift", "other")
)


def assess_action(text: str, *, today: Date) -> ActionAssessment:
    """How concrete an action item is; `today` resolves its date. Never raises on any text."""
    text = text[:MAX_CHARACTERS]
    words = read_words(text)
    dates = [d for d in find_dates(text, today) if d.latest is None or d.latest >= today]
    if not len(words):
        return ActionAssessment(level=ActionLevel.VAGUE, score=0)
    dates = [d for d in dates if not _qualifies(words, d)]
    dated = date_words(words, dates)
    agent = find_agent(words, dated)
    owner = agent.owner if agent else None
    action = _action(words, agent, dated)
    due, due_date = _due(words, dates)
    measure = find_measure(words, action, dated)
    parts = {"owner": owner, "due": due, "measure": measure}
    present = sum(part is not None for part in parts.values())
    level, score = _level(present, acts=action is not None)
    return ActionAssessment(
        level=level, score=score, owner=_span(words, owner), action=_span(words, action), due=due,
        measure=_span(words, measure), due_date=due_date,
    )  # fmt: skip


def _qualifies(words: Words, mention: DateMention) -> bool:
    """Whether a period only qualifies a noun ("the Q2 churn report") and sets no date."""
    named = mention.text.isalpha()  # a weekday or a month by its bare name
    if mention.granularity in ("week", "duration") or (mention.granularity == "day" and not named):
        return False
    first, last = word_range(words, mention.start, mention.end)
    event = words.words[first - 1 : first] == ["the"] and words.words[first - 2 : first - 1] in _AT
    if event or words.words[first] in _PREPOSITIONS or last >= len(words) or words.gap[last]:
        return False
    return words.words[last] not in occupations().stop


def _level(others: int, *, acts: bool) -> tuple[ActionLevel, int]:
    """The level and a score that grows with the parts: 0-33, 34-66, 67-100."""
    if not acts:
        return ActionLevel.VAGUE, 5 + 8 * others
    if others < 2:
        return ActionLevel.PARTIAL, 40 + 15 * others
    return ActionLevel.CONCRETE, 80 + 10 * (others - 2) + 10 * (others == 3)


def _span(words: Words, where: tuple[int, int] | None) -> Span | None:
    if where is None:
        return None
    start, end, text = words.span(*where)
    return Span(start=start, end=end, text=text)


def _action(words: Words, agent: Agent | None, dated: set[int]) -> tuple[int, int] | None:
    """The act with its object, where it can be seen done.

    A wish ("improve") is none; what stands behind "by", "and" or "then" in its clause may be one.
    """
    if agent is None:
        return None
    i = agent.verb
    hit = base_hit(words, i)
    while hit is not None and hit.label == "unseen":
        end = words.clause_end(i)
        joints = (j + 1 for j in range(hit.last, end - 1) if words.words[j] in _JOINTS)
        i = next((j for j in joints if base_hit(words, j) is not None), len(words))
        if i == len(words):
            return None
        hit = base_hit(words, i)
    last = hit.last if hit is not None else i + 1
    wording = words.clause_end(i) if i + 1 < len(words) and words.gap[i + 1] == 1 else 0
    if wording and words.words[i] == "ask":
        last = words.clause_end(i + 1)  # "Ask, very politely, for the keys"
    finish = _object_end(words, last, dated, free=bool(wording))
    return (i, finish) if finish else None


def _object_end(words: Words, first: int, dated: set[int], *, free: bool = False) -> int | None:
    """One past the object that begins at `first`; None where there is none or it is only a wish."""
    if first >= len(words) or (words.gap[first] and not free):
        return None
    end = first
    while end < len(words) and end in dated and not words.gap[end]:
        end += 1  # "meet on 5 May to agree the rota"
    stop, content = occupations().stop, False
    last = min(words.clause_end(end) if end < len(words) else end, first + 14)
    while (
        end < last
        and not (end > first and words.gap[end])
        and (end not in dated or (not content and words.words[end] in WEEKDAYS))
    ):
        word = words.words[end]
        if word == "and" and words.words[end + 1 : end + 2] in _NEXT_SUBJECT:
            break
        empty = word in _VAGUE_OBJECTS or word in word_set("actions.txt", "abstract")
        if not content and (empty or _compared(words, end)):
            return None
        content = content or word not in stop or word in _SOMEBODY or word in WEEKDAYS
        end += 1
    return end if content else None


def _compared(words: Words, i: int) -> bool:
    """As in "write clearer reports": a comparative before the object makes a wish of an act."""
    word = words.words[i]
    if len(word) < 6 or not word.endswith("er") or i + 1 >= len(words) or words.gap[i + 1]:
        return False
    return words.words[i + 1].endswith("s") and words.words[i - 1] not in ("the", "a", "my")


def _due(words: Words, dates: list[DateMention]) -> tuple[Span | None, Date | None]:
    """The date by which it is done: the first one behind a deadline word, else the last one."""
    if dates:
        firm = next(
            (d for d in dates if d.text.lower().startswith(("by", "before", "until", "within"))),
            dates[0],
        )
        return Span(start=firm.start, end=firm.end, text=firm.text), firm.date
    for i, word in enumerate(words.words):
        if word in _EVERY and (word.endswith("ly") or i + 1 < len(words)):
            if word in ("every", "each") and words.words[i + 1] not in _TURNS:
                continue
            return _span(words, (i, min(i + (1 if word.endswith("ly") else 2), len(words)))), None
    return None, None


__all__ = ["assess_action"]
