"""The answer to the question that was asked: what a message means where it stands.

"notes" after "the notes or the quiet?" is a liking; "Kev" after an objection is an answer with a
name; "sept" after "by when?" is a time frame. Each slot has one reader; a reader gives the facts
it finds, or nothing when the message does not answer (then the slot stays open).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.assessment.timeframe import find_dates
from assistant.domain.calendar import add_months, workday_before
from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import DateMention
from assistant.understanding.acts import Heard
from assistant.understanding.answers import (
    NOTHING,
    best_clause,
    dislikes,
    evidence,
    gap,
    keep_whole,
    likes,
    manager_knows,
    whole,
)
from assistant.understanding.choosing import contrast, route
from assistant.understanding.meetings import meeting_facts
from assistant.understanding.people import Name, first_names, manager_name, names
from assistant.understanding.quoting import quotable
from assistant.understanding.saying import said
from assistant.understanding.text import Clause
from assistant.understanding.turned_down import standing_dates

Reader = Callable[[Heard, int, date], list[Fact]]

_NUMBER_WORDS = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten".split())
}


def read_answer(slot: Slot, heard: Heard, turn: int, today: date) -> list[Fact]:
    """The facts that answer the open question; empty when the message does not answer it."""
    reader = _READERS.get(slot)
    found = reader(heard, turn, today) if reader else []
    return found or _late_follow_up(slot, heard, turn, today)


def _late_follow_up(slot: Slot, heard: Heard, turn: int, today: date) -> list[Fact]:
    """The day of the follow-up, given one question late ("yes that's fine, 14 January")."""
    asked = any(put.slot is Slot.FOLLOW_UP for put in heard.state.asked)
    if slot is Slot.FOLLOW_UP or not asked or heard.state.has(FactKind.FOLLOW_UP):
        return []
    days = [m for m in standing_dates(heard.message, today) if m.granularity == "day"]
    return _follow_up(heard, turn, today) if len(days) == 1 else []


def _brings(heard: Heard, turn: int, today: date) -> list[Fact]:
    """What is brought along; a line of the manager's is none of it."""
    if _THEIR_LINE.match(heard.message.strip()):
        return []
    return _as(FactKind.BRINGS)(heard, turn, today)


def _as(kind: FactKind, *, by_clause: bool = True) -> Reader:
    def read(heard: Heard, turn: int, today: date) -> list[Fact]:
        clause = best_clause(heard) if by_clause else whole(heard)
        return [keep_whole(kind, clause, heard, turn)] if clause else []

    return read


def _timeframe(heard: Heard, turn: int, today: date) -> list[Fact]:
    offered = [heard.state.values.get(f"date{n}", "") for n in (1, 2, 3)]
    for mention in standing_dates(heard.message, today):
        if mention.date is not None:
            dated = Clause(mention.text, mention.start, mention.end)
            return [said(FactKind.TIMEFRAME, dated, turn, heard, mention.date.isoformat())]
    for index, pattern in enumerate(
        (r"\bfirst|earliest|soonest\b", r"\bsecond|middle\b", r"\bthird|last|latest\b")
    ):
        if offered[index] and re.search(pattern, heard.message, re.I):
            resolved = find_dates(f"by {offered[index]}", today)
            clause = whole(heard)
            if resolved and resolved[0].date and clause:
                return [said(FactKind.TIMEFRAME, clause, turn, heard, resolved[0].date.isoformat())]
    return []


def _meeting(heard: Heard, turn: int, today: date) -> list[Fact]:
    facts = list(meeting_facts(heard, turn, today, asked=True))
    name = manager_name(heard.message, heard.lexicon) or _first_name(heard)
    if name is not None and not any(f.kind is FactKind.MANAGER for f in facts):
        clause = Clause(heard.message[name.start : name.end], name.start, name.end)
        facts.append(
            said(FactKind.MANAGER, clause, turn, heard).model_copy(update={"text": name.text})
        )
    return facts


def _first_name(heard: Heard) -> Name | None:
    found = names(heard.message, heard.lexicon)
    if found:
        return found[0]
    match = re.search(r"\b(?:with|w/?|it'?s) ([a-z]{3,12})\b", heard.message)
    if match and match[1] not in heard.lexicon.vocabulary and match[1] not in ("next", "the"):
        return Name(match[1].capitalize(), match.start(1), match.end(1))
    return None


def _people(kind: FactKind) -> Reader:
    def read(heard: Heard, turn: int, today: date) -> list[Fact]:
        clause = whole(heard)
        if clause is None or NOTHING.match(heard.bare):
            return []
        found = names(heard.message, heard.lexicon)
        value = found[0].text if found else None
        if value is None and len(heard.words) <= 2 and not heard.lexicon.knows(heard.words[0]):
            value = heard.message.strip(" .!").title()
        return [said(kind, clause, turn, heard, value)]

    return read


def _self_rating(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    for word, value in (
        ("outstanding", "outstanding"),
        ("strong", "strong"),
        ("develop", "developing"),
    ):
        if clause and word in heard.message.casefold():
            return [said(FactKind.SELF_RATING, clause, turn, heard, value)]
    return []


def _ask(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    if clause is None or (NOTHING.match(heard.bare) and len(heard.words) < 5):
        return []
    if _OWN_ACTION.match(heard.bare):
        # What one would do oneself is asked of nobody: it answers the push-back, or is brought along.
        answers = heard.state.has(FactKind.OBJECTION) and not heard.state.has(FactKind.ANSWER)
        kind = FactKind.ANSWER if answers else FactKind.BRINGS
        return [keep_whole(kind, best_clause(heard) or clause, heard, turn)]
    day = next(
        (m.date for m in standing_dates(heard.message, today) if m.date and m.date > today), None
    )
    best = best_clause(heard) or clause
    return [keep_whole(FactKind.ASK, best, heard, turn, day.isoformat() if day else None)]


_OWN_ACTION = re.compile(
    r"(?:then |well |and |ok |so )*i(?:'?d|'?ll| would| will| can| could)(?: (?:also|then|just|even|happily|gladly|always))*"
    r" (?!ask|like|love|want|need|prefer|have (?:him|her|them)|get (?:him|her|them|my (?:boss|manager))|be\b|go\b|do with|shadow|join|attend|take part|start|move|run|lead|work|try|learn|spend|sit)\w+",
    re.IGNORECASE,
)
_THEIR_LINE = re.compile(
    r"(?:(?:that |probably |maybe )*(?:she|he|they|my (?:boss|manager))(?:'?ll| will| would|'?d| can'?t| won'?t| might)\b"
    r"|[\"\u201c'](?!.*\bi(?:'?d|'?ll)?\b))",
    re.IGNORECASE,
)


def _answer(heard: Heard, turn: int, today: date) -> list[Fact]:
    """An answer to push-back counts as named when a person, a date or a figure stands in it."""
    clause = whole(heard)
    if clause is None:
        return []
    if _THEIR_LINE.match(heard.message.strip()) and not heard.state.has(FactKind.OBJECTION):
        # What the manager will say is told, not what to answer: that is the line to answer next.
        return [keep_whole(FactKind.OBJECTION, best_clause(heard) or clause, heard, turn)]
    dated = any(m.date for m in find_dates(heard.message, today))
    named = (
        bool(names(heard.message, heard.lexicon))
        or any(word in first_names() for word in heard.words)
        or dated
        or bool(re.search(r"\d", heard.message))
    )
    return [
        said(FactKind.ANSWER, clause, turn, heard, "named" if named else None).model_copy(
            update={"quote": quotable(best_clause(heard) or clause, heard.lexicon) or ""}
        )
    ]


def _ahead(mention: DateMention, today: date) -> date | None:
    """The day of a mention where it lies ahead; a day without a year is the next such day."""
    day = mention.date
    if day is None or day > today:
        return day
    yearless = mention.granularity == "day" and re.search(r"[a-z]", mention.text, re.IGNORECASE)
    if not yearless or re.search(r"\d{4}|\b(?:to|yester)day\b", mention.text, re.IGNORECASE):
        return None
    return add_months(day, 12)


def _follow_up(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    for mention in standing_dates(heard.message, today):
        day = _ahead(mention, today)
        if day is not None:
            found = Clause(mention.text, mention.start, mention.end)
            named = mention.granularity in ("day", "festival")
            # Of a month or a quarter the last workday is meant, not a Sunday.
            meant = day if named else max(workday_before(day, 0), today)
            return [said(FactKind.FOLLOW_UP, found, turn, heard, meant.isoformat())]
    offered = [heard.state.values.get(f"date{n}", "") for n in (1, 2)]
    for index, pattern in enumerate(
        (
            r"\b(?:first|1st|former|earlier|yes|ok|fine|sure|works)\b",
            r"\b(?:second|2nd|latter|later)\b",
        )
    ):
        if offered[index] and clause and re.search(pattern, heard.message, re.I):
            resolved = find_dates(f"on {offered[index]}", today)
            if resolved and resolved[0].date:
                return [said(FactKind.FOLLOW_UP, clause, turn, heard, resolved[0].date.isoformat())]
    weeks = re.search(r"\b(\d+|two|three|four|six|eight) weeks?\b", heard.message, re.I)
    if weeks and clause:
        number = int(weeks[1]) if weeks[1].isdigit() else _NUMBER_WORDS.get(weeks[1].casefold(), 4)
        day_after = today + timedelta(weeks=number)
        return [said(FactKind.FOLLOW_UP, clause, turn, heard, day_after.isoformat())]
    return []


def _confidence(heard: Heard, turn: int, today: date) -> list[Fact]:
    clause = whole(heard)
    match = re.search(r"\b(10|[1-9])(?:[.,]\d)?\b", heard.message)
    value = match[1] if match else None
    if value is None:
        word = next((w for w in heard.words if w in _NUMBER_WORDS and w != "one"), None)
        value = str(_NUMBER_WORDS[word]) if word else None
    return [said(FactKind.CONFIDENCE, clause, turn, heard, value)] if value and clause else []


_READERS: dict[Slot, Reader] = {
    Slot.MEMORY: likes,
    Slot.ENVY: likes,
    Slot.LIKES: likes,
    Slot.CONTRAST: contrast,
    Slot.ANTI_GOAL: dislikes,
    Slot.TIMEFRAME: _timeframe,
    Slot.MEETING: _meeting,
    Slot.MANAGER_KNOWS: manager_knows,
    Slot.EVIDENCE: evidence,
    Slot.EVIDENCE_DETAIL: evidence,
    Slot.WITNESS: _people(FactKind.WITNESS),
    Slot.WHO_ELSE: _people(FactKind.CONTACT),
    Slot.SELF_RATING: _self_rating,
    Slot.GAP: gap,
    Slot.ROUTE: route,
    Slot.PAIN_POINT: _as(FactKind.PAIN_POINT),
    Slot.ASK: _ask,
    Slot.BRINGS: _brings,
    Slot.PUSHBACK: _answer,
    Slot.FALLBACK: _as(FactKind.FALLBACK, by_clause=False),
    Slot.FOLLOW_UP: _follow_up,
    Slot.LONG_VIEW: _as(FactKind.LONG_VIEW, by_clause=False),
    Slot.CONFIDENCE: _confidence,
}
