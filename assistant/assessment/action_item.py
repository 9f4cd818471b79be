"""The four parts of an action item: owner, action, due, measure."""

from __future__ import annotations

from datetime import date as Date
from functools import lru_cache

from assistant.assessment.dating import date_words, word_range
from assistant.assessment.lexicon import Hit, Phrases, sections, variants
from assistant.assessment.occupations import occupations
from assistant.assessment.text import Words, read_words
from assistant.assessment.timeframe import find_dates
from assistant.domain.specificity import ActionAssessment, ActionLevel, DateMention, Span

MAX_CHARACTERS = 8000
_MODALS = frozenset(
    (
        "will",
        "to",
        "shall",
        "should",
        "must",
        "can",
        "is",
        "am",
        "are",
        "going",
        "has",
        "have",
        "agrees",
        "agree",
    )
)
_PREPOSITIONS = frozenset("by in before until till on from after during within since".split())
_SOMEBODY = ("him", "her", "them")
_COUNTING = frozenset("from until up down at no less more fewer".split())
_JOINING = frozenset("so until to from down with and measured at then".split())
_EVERY = frozenset(("every", "each", "weekly", "monthly", "fortnightly", "quarterly", "daily"))
_VAGUE_OBJECTS = frozenset(
    "better more clearer quicker faster nicer stronger harder happier less fewer greater higher "
    "things stuff something"
    " it that opportunities opportunity growth skills myself visibility impact communication "
    "relationships anything"
    " initiative responsibility effort ownership proactive best".split()
)
_SCORES = {"owner": 12, "due": 12, "measure": 12}


@lru_cache(maxsize=8)
def _trie(*labels: str) -> Phrases:
    trie = Phrases()
    for section in sections("actions.txt"):
        if section.label in labels:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    trie.add(spelled, section.label)
    return trie


def assess_action(text: str, *, today: Date) -> ActionAssessment:
    """How concrete an action item is; `today` resolves its date. Never raises on any text."""
    text = text[:MAX_CHARACTERS]
    words = read_words(text)
    dates = [d for d in find_dates(text, today) if d.latest is None or d.latest >= today]
    if not len(words):
        return ActionAssessment(level=ActionLevel.VAGUE, score=0)
    dates = [d for d in dates if not _qualifies(words, d)]
    dated = date_words(words, dates)
    owner = _owner(words)
    action = _action(words, owner, dated)
    due, due_date = _due(words, dates)
    measure = _measure(words, action, dated)
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
    if words.words[first] in _PREPOSITIONS or last >= len(words) or words.gap[last]:
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


def _owner(words: Words) -> tuple[int, int] | None:
    """Who acts: a known person before a verb or a colon, a name before "will", "to" or a colon."""
    for hit in _trie("owner").scan(words)[:40]:
        if hit.last < len(words) and _acts(words, hit):
            return hit.first, hit.last
    stop = occupations().stop
    for i in range(min(len(words) - 1, 60)):
        word, after = words.words[i], words.words[i + 1]
        opens = i == 0 or words.gap[i] or words.words[i - 1] in ("and", "then")
        if (
            not opens
            or word in stop
            or not word.isalpha()
            or _trie("seen", "unseen").match(words, i)
        ):
            continue
        if (
            (after in ("will", "to") and not words.gap[i + 1])
            or words.gap[i + 1] == 2
            or after in ("and",)
        ):
            return (i, i + 1) if after != "and" or words.words[i + 2 : i + 3] == ["i"] else None
        if _third_person(words, i + 1):
            return i, i + 1
    return None


def _third_person(words: Words, i: int) -> bool:
    """As in "signs", "drafts": a visible act in the third person at word i."""
    word = words.words[i]
    if words.gap[i] or not word.endswith("s"):
        return False
    root = _trie("seen").root
    return any(base in root for base in (word[:-1], word[:-2], word[:-3] + "y"))


def _acts(words: Words, hit: Hit) -> bool:
    """Whether a person named is the one who acts."""
    after = words.words[hit.last]
    opens = (
        hit.first == 0
        or words.gap[hit.first] > 0
        or words.words[hit.first - 1] in ("and", "then", "that", "by", "so")
    )
    if words.gap[hit.last] == 2 and opens:
        return True
    if words.gap[hit.last]:
        return False
    acting = (
        after in _MODALS
        or _third_person(words, hit.last)
        or _trie("seen", "unseen").match(words, hit.last) is not None
    )
    subject = words.words[hit.first] in ("i", "we", "he", "she", "they")
    return acting and (opens or subject)


def _action(words: Words, owner: tuple[int, int] | None, dated: set[int]) -> tuple[int, int] | None:
    """The first visible act with an object, not a wish to be better at something."""
    root = _trie("seen", "unseen")
    begin = owner[1] if owner else 0
    i, n = begin, len(words)
    while i < n:
        hit = root.match(words, i) or _inflected(words, i)
        if hit is None:
            i += 1
            continue
        if (
            hit.label == "seen"
            and _verb_place(words, hit.first, begin)
            and (end := _object_end(words, hit.last, dated))
        ):
            return hit.first, end
        if hit.label == "unseen" and _verb_place(words, hit.first, begin) and hit.last - begin <= 6:
            skip = words.clause_end(hit.first)
            i = max(hit.last, skip if not _second_verb(words, hit.last, skip) else hit.last)
            continue
        i = hit.last
    return None


def _inflected(words: Words, i: int) -> Hit | None:
    """As in "signs" as "sign"."""
    if i and _third_person(words, i):
        return Hit(i, i + 1, "seen")
    return None


def _second_verb(words: Words, first: int, last: int) -> bool:
    """As in "improve by drafting": another act in the same clause, after "by" or "and"."""
    return any(words.words[i] in ("by", "and", "then") for i in range(first, last))


def _verb_place(words: Words, i: int, begin: int) -> bool:
    """Whether word i stands where a verb can stand."""
    if i == begin or words.gap[i]:
        return True
    before = words.words[i - 1]
    return before in (
        *_MODALS,
        "and",
        "then",
        "i",
        "we",
        "please",
        "also",
        "first",
        "not",
        "he",
        "she",
        "they",
        "let",
        "me",
    ) or _third_person(words, i)


def _object_end(words: Words, first: int, dated: set[int]) -> int | None:
    """One past the object that begins at `first`; None where there is none or it is only a wish."""
    if first >= len(words) or words.gap[first]:
        return None
    end = first
    while end < len(words) and end in dated and not words.gap[end]:
        end += 1  # "meet on 5 May to agree the rota"
    stop, content = occupations().stop, False
    last = min(words.clause_end(end) if end < len(words) else end, first + 14)
    while end < last and not (end > first and words.gap[end]) and end not in dated:
        word = words.words[end]
        if not content and (word in _VAGUE_OBJECTS or _compared(words, end)):
            return None
        content = content or word not in stop or word in _SOMEBODY
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
            return _span(words, (i, min(i + (1 if word.endswith("ly") else 2), len(words)))), None
    return None, None


def _measure(
    words: Words, action: tuple[int, int] | None, dated: set[int]
) -> tuple[int, int] | None:
    """What both will know it by: a sign said apart from the object of the verb."""
    begin = action[0] + 1 if action else 0
    for hit in _trie("measure").scan(words):
        if hit.first < begin or any(i in dated for i in range(hit.first, hit.last)):
            continue
        end = words.clause_end(hit.first)
        inside = action is not None and hit.first < action[1]
        word = words.words[hit.first]
        counting = _number(words, hit.first, end, dated)
        until = word == "until" and hit.last < end and hit.last not in dated
        if (word in _COUNTING and not (counting or until)) or (inside and word not in _JOINING):
            continue
        return hit.first, end
    if action is None:
        return None
    for i in range(action[1], len(words)):
        if words.gap[i] and _number(words, i, words.clause_end(i), dated):
            return i, words.clause_end(i)
    return None


def _number(words: Words, first: int, last: int, dated: set[int]) -> bool:
    from assistant.assessment.calendar_words import NUMBER_WORDS

    return any(
        i not in dated and (words.words[i][0].isdigit() or words.words[i] in NUMBER_WORDS)
        for i in range(first, last)
    )


__all__ = ["assess_action", "word_range"]
