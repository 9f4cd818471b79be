"""The four parts of an action item: owner, action, due, measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Date

from assistant.assessment.agents import Agent, base_hit, find_agent
from assistant.assessment.calendar_words import MONTHS, UNITS, WEEKDAYS
from assistant.assessment.dating import date_words
from assistant.assessment.festivals import FESTIVALS
from assistant.assessment.heads import Weighed, load_heads
from assistant.assessment.lexicon import word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.plain import Ear, Plain, clauses, plain, whole_words
from assistant.assessment.signs import find_measure
from assistant.assessment.text import Words, read_words, word_range
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
_NAME = re.compile(
    r"\b(?:[^\W\d_a-z][\w'-]*(?:\.? (?:and |from )?[^\W\d_a-z][\w'-]*)*|i|we|me|us|everyone|both|they|she|he)\b"
)
_PRONOUNS = frozenset("i we me us everyone both they she he".split())
_TURNS = frozenset(
    (*UNITS, *WEEKDAYS, *MONTHS, "morning", "evening", "afternoon", "night", "shift", "other")
)


@dataclass(frozen=True, slots=True)
class Item:
    """An action item with the words of each part, None where the part is not there."""

    text: str
    words: Words
    owner: tuple[int, int] | None = None
    action: tuple[int, int] | None = None
    due: Span | None = None
    due_date: Date | None = None
    measure: tuple[int, int] | None = None


def assess_action(text: str, *, today: Date, ear: Ear | None = None) -> ActionAssessment:
    """How concrete an action item is; `today` resolves its date. Never raises on any text.

    With an `ear`, its heads have a second look at which parts are there.
    """
    item = read_action(text, today=today)
    heads = load_heads("action") if ear is not None and len(item.words) else None
    if ear is None or heads is None:
        return _assessment(item)
    said = plain(item.words, ear.vocabulary)
    (sound,) = ear.skim([said.text])
    return _assessment(_settled(item, said, heads.weigh(sound, signs_of(item))))


def signs_of(item: Item) -> list[float]:
    """What the rules found, as the mixers read it: 1 for there, 0 for not."""
    parts = (item.owner, item.action, item.due, item.measure)
    return [float(part is not None) for part in parts] + [float(item.due_date is not None)]


def _settled(item: Item, text: Plain, weighed: Weighed) -> Item:
    """The parts that the mixers say are there; what the rules did not mark, by its strongest words."""
    marked = [p for p in (item.owner, item.action, item.measure) if p is not None]
    taken = [item.words.span(*part)[:2] for part in marked]

    def words_of(part: str, known: tuple[int, int] | None) -> tuple[int, int] | None:
        if not weighed.there(part) or known is not None:
            return known if weighed.there(part) else None
        return word_range(item.words, *_strongest(item, text, weighed, part, taken))

    due = item.due if weighed.there("due") else None
    if due is None and weighed.there("due"):
        start, end = _strongest(item, text, weighed, "due", taken)
        due = Span(start=start, end=end, text=item.text[start:end])
    return replace(
        item,
        owner=words_of("owner", item.owner), action=words_of("action", item.action),
        measure=words_of("measure", item.measure), due=due,
        due_date=item.due_date if due is not None else None,
    )  # fmt: skip


def _strongest(
    item: Item, text: Plain, weighed: Weighed, part: str, taken: list[tuple[int, int]]
) -> tuple[int, int]:
    """The characters that speak most for a part: names for an owner, clauses for the rest."""
    if part == "owner":
        places = _names(text.text) or [(0, len(text.text))]
    else:
        free = [c for c in clauses(text.text) if not _overlaps(text.back(*c), taken)]
        places = free or clauses(text.text)
    return whole_words(item.words, *text.back(*weighed.strongest(part, places)))


def _names(text: str) -> list[tuple[int, int]]:
    """What can be an owner: words that begin with a capital, side by side, and pronouns."""
    found = []
    for match in _NAME.finditer(text):
        low = match.group().casefold()
        calendar = low in MONTHS or low in WEEKDAYS or low in FESTIVALS
        if not calendar and (low in _PRONOUNS or low.split()[0] not in occupations().stop):
            found.append(match.span())
    return found


def _overlaps(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def read_action(text: str, *, today: Date) -> Item:
    """What the rules find in an action item."""
    text = text[:MAX_CHARACTERS]
    words = read_words(text)
    dates = [d for d in find_dates(text, today) if d.latest is None or d.latest >= today]
    if not len(words):
        return Item(text, words)
    dates = [d for d in dates if not _qualifies(words, d)]
    dated = date_words(words, dates)
    agent = find_agent(words, dated)
    owner = agent.owner if agent else None
    action = _action(words, agent, dated)
    due, due_date = _due(words, dates)
    return Item(text, words, owner, action, due, due_date, find_measure(words, action, dated))


def _assessment(item: Item) -> ActionAssessment:
    present = sum(part is not None for part in (item.owner, item.due, item.measure))
    level, score = _level(present, acts=item.action is not None)
    if not len(item.words):
        score = 0
    words = item.words
    return ActionAssessment(
        level=level, score=score, owner=_span(words, item.owner), action=_span(words, item.action),
        due=item.due, measure=_span(words, item.measure), due_date=item.due_date,
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
