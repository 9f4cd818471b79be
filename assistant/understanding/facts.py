"""Facts a message volunteers, whatever was asked: likes, results, conditions, asks, names, dates.

Clause by clause: the cue lists say what a clause is about; its text is kept letter for letter with
its place, and the part that may be quoted back. What was asked for is read in ``slots``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.calendar import add_months
from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind, Origin, Provenance
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.people import manager_name
from assistant.understanding.quoting import quotable
from assistant.understanding.text import Clause

_MAX_FACT = 220
_FIRST_PERSON = re.compile(r"\b(?:i|i'?ve|i'?m|i'?d|we|we'?ve|my|our|me)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|half|third|quarter|double|doubled|halved|zero)\b",
    re.IGNORECASE,
)
_TENURE = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
    r"\+? ?(?:years?|yrs?|months?)\b",
    re.IGNORECASE,
)
# Facts whose form is so plain that they are not taken for the answer to another question.
PLAIN_KINDS = (
    FactKind.FALLBACK,
    FactKind.ASK,
    FactKind.GAP,
    FactKind.BRINGS,
    FactKind.OBJECTION,
    FactKind.MANAGER_KNOWS,
)
_CUES: tuple[tuple[str, FactKind], ...] = (
    ("objections", FactKind.OBJECTION),
    ("dislikes", FactKind.DISLIKE),
    ("likes", FactKind.LIKE),
)
_MEETING_KINDS = re.compile(
    r"\b(?:(?:annual|yearly|quarterly|mid[- ]year|end of year|career|development|performance"
    r"|progress|staff|yearend|year[- ]end) )*"
    r"(?:review|appraisal|one[- ]to[- ]one|1[:-]1|1 on 1|121|one[- ]on[- ]one|catch[- ]?up|pdr|pdp"
    r"|supervision|check[- ]?in|sit[- ]?down|career (?:talk|chat|conversation|discussion|meeting)"
    r"|development (?:talk|chat|conversation|discussion|meeting|day)|talk|meeting|chat|interview)\b",
    re.IGNORECASE,
)


def said(kind: FactKind, clause: Clause, turn: int, heard: Heard, value: str | None = None) -> Fact:
    """A fact in the person's words, with where it stands and what of it may be quoted."""
    text = (
        clause.text if len(clause.text) <= _MAX_FACT else clause.text[:_MAX_FACT].rsplit(" ", 1)[0]
    )
    return Fact(
        kind=kind,
        text=text,
        value=value,
        quote=quotable(clause, heard.lexicon) or "",
        provenance=Provenance(
            origin=Origin.SAID, turn=turn, start=clause.start, end=clause.start + len(text)
        ),
    )


def volunteered(heard: Heard, turn: int, today: date) -> list[Fact]:
    """Every fact the message volunteers."""
    facts = [
        *_people_and_meeting(heard, turn, today),
        *_by_cue(heard, turn),
        *_results(heard, turn),
        *_manager_knows(heard, turn),
        *_plain(heard, turn, today),
        *_conditions(heard, turn),
    ]
    return _unique(facts)


def _unique(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[FactKind, int | None]] = set()
    kept = []
    for fact in facts:
        key = (fact.kind, fact.provenance.start)
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return kept


def _people_and_meeting(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    name = manager_name(heard.message, heard.lexicon)
    if name is not None:
        yield Fact(
            kind=FactKind.MANAGER,
            text=name.text,
            provenance=Provenance(origin=Origin.SAID, turn=turn, start=name.start, end=name.end),
        )
    yield from meeting_facts(heard, turn, today)
    for match in _TENURE.finditer(heard.message):
        clause = Clause(match.group(), match.start(), match.end())
        if not re.search(r"\bin (?:the next )?$|within $", heard.message[: match.start()]):
            yield said(FactKind.TENURE, clause, turn, heard)
            break


def meeting_facts(heard: Heard, turn: int, today: date, *, asked: bool = False) -> Iterator[Fact]:
    """The day of the meeting and its kind, when the message gives them."""
    kind = _MEETING_KINDS.search(heard.message)
    opening = heard.state.open_slot in (None, Slot.WISH)
    if kind is None and not asked and not opening and not _MEETS.search(heard.message):
        return
    if kind is not None:
        yield said(
            FactKind.MEETING_KIND, Clause(kind.group(), kind.start(), kind.end()), turn, heard
        )
    for clause, day in _days(heard, today):
        opening = heard.state.open_slot in (None, Slot.WISH) and not _BY.match(clause.text)
        if not asked and not opening and not _near_meeting(heard, clause.start, clause.end):
            continue
        if 0 <= (day - today).days <= (400 if asked else 120):
            yield said(FactKind.MEETING, clause, turn, heard, day.isoformat())
            return


def _days(heard: Heard, today: date) -> Iterator[tuple[Clause, date]]:
    """The days a message names, "the 16th" among them (the next such day)."""
    for mention in find_dates(heard.message, today):
        if mention.date is not None and mention.granularity in ("day", "week"):
            yield Clause(mention.text, mention.start, mention.end), mention.date
    for match in _NTH.finditer(heard.message):
        number = int(match[1])
        month = today if number >= today.day else add_months(today.replace(day=1), 1)
        if number <= monthrange(month.year, month.month)[1]:
            yield Clause(match.group(), match.start(), match.end()), month.replace(day=number)


_BY = re.compile(r"(?:by|before|until|within|from|since|after)\b", re.IGNORECASE)
_NTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of\b)", re.IGNORECASE)


_MEETS = re.compile(
    r"\b(?:seeing|see|meet|meeting|in with|in front of|sit(?:ting)? down with|with my (?:\w+ )?(?:boss|manager"
    r"|supervisor|lead|head|director))\b",
    re.IGNORECASE,
)


def _near_meeting(heard: Heard, start: int, end: int) -> bool:
    for sentence in heard.sentences:
        if sentence.start <= start and end <= sentence.end + 1:
            return bool(
                cue_pattern("meeting_words").search(sentence.text) or _MEETS.search(sentence.text)
            )
    return False


def _by_cue(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in _joined(heard):
        for cue, kind in _CUES:
            match = cue_pattern(cue).search(clause.text)
            if match is None:
                continue
            if kind is FactKind.LIKE and re.search(r"would like to|i'?d like", clause.text, re.I):
                continue
            if kind is FactKind.DISLIKE and _about_wanting(clause.text):
                continue
            yield said(kind, _after_cue(clause, match.end(), kind), turn, heard)
            break


def _joined(heard: Heard) -> list[Clause]:
    """Clauses, a bare continuation ("and the quiet") left to itself."""
    return heard.clauses


def _about_wanting(text: str) -> bool:
    """ "I don't want to be a manager" refuses a role; it is read where roles are read."""
    return bool(re.search(r"(?:don'?t|do not) (?:want|wanna) (?:to be|to become|a )", text, re.I))


def _after_cue(clause: Clause, at: int, kind: FactKind) -> Clause:
    """The thing liked or disliked, without the cue, when enough stands behind it."""
    if kind is FactKind.OBJECTION:
        rest = re.sub(r"^\W*(?:that |is |:)*", "", clause.text[at:])
    else:
        rest = re.sub(r"^\W*(?:is|was|are|it when|that|about|when)?\W+", "", clause.text[at:])
    if len(rest.split()) < 2 and not (rest and kind is FactKind.DISLIKE):
        return clause
    start = clause.end - len(rest)
    return Clause(rest, start, clause.end)


def _results(heard: Heard, turn: int) -> Iterator[Fact]:
    """Sentences with a result of the person's own: a deed, and a figure or a named thing."""
    for sentence in heard.sentences:
        deed = cue_pattern("results").search(sentence.text)
        if deed is None or not _FIRST_PERSON.search(sentence.text):
            continue
        figures = _FIGURE.search(_TENURE.sub(" ", sentence.text))
        if figures and not _future(sentence.text):
            yield said(FactKind.EVIDENCE, sentence, turn, heard)


_PLAIN = (
    ("fallback_plain", FactKind.FALLBACK),
    ("ask_plain", FactKind.ASK),
    ("gap_plain", FactKind.GAP),
    ("brings_plain", FactKind.BRINGS),
)


def _plain(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    """Sentences whose form says what they are: a gap, an ask, a fallback, something brought."""
    for sentence in heard.sentences:
        for cue, kind in _PLAIN:
            if cue_pattern(cue).search(sentence.text):
                day = None
                if kind is FactKind.ASK:
                    days = (m.date for m in find_dates(sentence.text, today))
                    day = next((d.isoformat() for d in days if d and d > today), None)
                yield said(kind, sentence, turn, heard, day)
                break


def _future(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:i'?d like|i want|i'?ll|will|would|hope|plan|going to|by (?:next|the end))\b",
            text,
            re.I,
        )
    )


def _manager_knows(heard: Heard, turn: int) -> Iterator[Fact]:
    if heard.state.open_slot is Slot.MANAGER_KNOWS:
        return
    for clause in heard.clauses:
        about = re.search(
            r"\b(?:he|she|they|him|her|them|boss|manager|anyone|nobody)\b", clause.text, re.I
        )
        if about and re.search(
            r"\bnever (?:told|said|mentioned|asked)|haven'?t (?:told|said|mentioned)",
            clause.text,
            re.I,
        ):
            yield said(FactKind.MANAGER_KNOWS, clause, turn, heard, "no")
            return


def _conditions(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in heard.clauses:
        match = cue_pattern("conditions").search(clause.text)
        if match and len(clause.words) > 2:
            rest = clause.text[match.start() :]
            stripped = re.sub(
                r"^(?:as long as|so long as|provided(?: that)?|providing|only if|unless|assuming"
                r"|on condition(?: that)?|if)\s+",
                "",
                rest,
                flags=re.IGNORECASE,
            )
            start = clause.end - len(stripped)
            yield said(FactKind.CONDITION, Clause(stripped, start, clause.end), turn, heard)
