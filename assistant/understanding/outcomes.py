"""What a talk brought, piece by piece: granted, refused, left open, why, the next date.

    outcomes(heard, 18, today) for "she agreed the two shifts from january but not the certificate"
      -> [Fact(granted, "the two shifts from january", value="2027-01-31"), Fact(refused, "the certificate")]

A piece is a stretch between commas, full stops and "but". Cue lists (``data/talk_cues.yaml``) say
what it is; what follows it after a comma without a verdict of its own belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.saying import said
from assistant.understanding.text import Clause

_BREAK = re.compile(
    r"[.!?;\u2026\n]+(?=\s|$)|,(?!\d)|:(?=\s)|\s[-\u2013\u2014]+\s"
    r"|\s(?:but|although|though|whereas|while|plus)\s|\s(?=because\b)"
    r"|\s(?:and|then|so)\s(?=(?:he|she|they|we|i|it|no|not|nothing|said|says|refused|turned|agreed|wants?|will|would"
    r"|won['\u2019]?t|didn['\u2019]?t|promised|offered|also|then|next|gave|got|a (?:no|yes))\b"
    r"|the (?:\w+ ){1,4}(?:is|was|are|were|has|he|she|they)\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|st|no)$", re.IGNORECASE)
_LABEL = re.compile(r"^[\w ]{1,18}:\s+")
_SPEECH = re.compile(
    r"^(?:(?:he|she|they|and|but|also|it) )*(?:said|says) (?:that )?", re.IGNORECASE
)
_LINK = re.compile(r"^(?:that|to|on|for|with|about|me|:)\s+|^[\s:,-]+", re.IGNORECASE)
_CONJUNCTION = re.compile(r"^(?:but|and|so|then|also|plus|though|although)\s+", re.IGNORECASE)
_NOT_THE = re.compile(r"not (?=(?:the|a|an|my|any|all|for|to|on)\b)", re.IGNORECASE)
# What may still follow a verdict that stands at the end.
_TAIL = re.compile(
    r"[ .,!]*(?:(?:though|then|too|as well|for now|so far|yet|sadly|unfortunately|now|there and then)[ .!]*)?",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(r"not (?:this|now|yet|until|before|for|possible|in)\b", re.IGNORECASE)
_MINE = re.compile(r"\bi(?: have|['\u2019]ve)?(?: also| then)?\s*$", re.IGNORECASE)
# Said to the coach, not told of the manager.
_TO_COACH = re.compile(
    r"\b(?:can|could|would|will|please|pls|do) (?:you|u|i|we)\b|^(?:please|pls|give|show|print) ",
    re.I,
)
# What the person did or did not get is the manager's verdict all the same.
_GOT = re.compile(r"(?:did|didn|have|haven|can|never|got|get)", re.IGNORECASE)
_HEDGED = re.compile(r"\b(?:maybe|perhaps|might|possibly|probably|in principle|not sure)\b", re.I)
# A season, a year or "the new year" is no day on which anything can be looked up.
_EXACT = frozenset({"day", "week", "duration", "festival", "month"})
LONGEST_REST = 8  # words that may hang on to the piece before


@dataclass(frozen=True)
class Piece:
    """A stretch of a message, and whether a question mark ends it."""

    clause: Clause
    asked: bool
    comma: bool  # whether it hangs on to the piece before by a comma


def pieces_of(message: str) -> list[Piece]:
    """The pieces of a message in order; a full stop after "Mrs" ends none."""
    found: list[Piece] = []
    at, comma = 0, False
    for match in [*_BREAK.finditer(message), None]:
        start, end = (match.start(), match.end()) if match else (len(message), len(message))
        if match and _holds_on(message, at, match):
            continue
        if clause := _trimmed(message, at, start):
            found.append(Piece(clause, "?" in message[start:end], comma))
        comma = match is not None and match.group().startswith(",")
        at = end
    return found


def _holds_on(message: str, at: int, match: re.Match[str]) -> bool:
    """Whether a break is none: the point of a title, the colon behind a label."""
    before = message[at : match.start()]
    if match.group().startswith("."):
        return _TITLE.search(before) is not None
    return match.group().startswith(":") and len(before.split()) <= 3


def _trimmed(message: str, start: int, end: int) -> Clause | None:
    text = message[start:end]
    left = len(text) - len(text.lstrip(" \t\n\"'\u201c\u2018,-"))
    start, text = start + left, text.strip(" \t\n\"'\u201c\u201d\u2018,-")
    if lead := _CONJUNCTION.match(text):
        start, text = start + lead.end(), text[lead.end() :]
    return Clause(text, start, start + len(text)) if text else None


def outcomes(heard: Heard, turn: int, today: date, skip: Clause | None = None) -> list[Fact]:
    """The facts of a report; ``skip`` is the stretch that only says that the talk took place."""
    found: list[Fact] = []
    for piece in pieces_of(heard.message):
        clause = _behind(piece.clause, skip, heard)
        if (
            clause is None
            or piece.asked
            or _TO_COACH.search(clause.text)
            or cue_pattern("unsaid_verdict").search(clause.text)
        ):
            continue
        fact = _read(clause, found, heard, turn, today)
        if fact is not None:
            found.append(fact)
        elif piece.comma and found and len(clause.words) <= LONGEST_REST:
            found[-1] = _longer(found[-1], clause, heard, today)
    return found


def _behind(clause: Clause, skip: Clause | None, heard: Heard) -> Clause | None:
    """The clause without the stretch to skip; None when nothing is left."""
    if skip is None or not (clause.start < skip.end and skip.start < clause.end):
        return clause
    return _trimmed(heard.message, max(skip.end, clause.start), clause.end)


def _longer(fact: Fact, clause: Clause, heard: Heard, today: date) -> Fact:
    """The fact with what hangs on to it behind the comma."""
    if fact.kind not in (FactKind.GRANTED, FactKind.REFUSED, FactKind.PROMISED):
        return fact
    start = fact.provenance.start or 0
    whole = Clause(heard.message[start : clause.end], start, clause.end)
    day = fact.value or _day(whole.text, today)
    return said(fact.kind, whole, fact.provenance.turn or 0, heard, day)


def _read(clause: Clause, before: list[Fact], heard: Heard, turn: int, today: date) -> Fact | None:
    if cue_pattern("talks_again").search(clause.text):
        day = _exact_day(clause.text, today)
        return said(FactKind.FOLLOW_UP, _dated(clause, today), turn, heard, day) if day else None
    last = before[-1].kind if before else None
    reason = cue_pattern("refusal_reasons").match(_SPEECH.sub("", clause.text))
    reason = reason or cue_pattern("refusal_reasons").match(clause.text)
    if reason and last is FactKind.REFUSED:
        return said(FactKind.REFUSAL_REASON, clause, turn, heard, _day(clause.text, today))
    if last is FactKind.GRANTED and cue_pattern("first_steps").match(clause.text):
        return said(FactKind.FIRST_STEP, clause, turn, heard, _day(clause.text, today))
    for kind, thing in _verdicts(clause):
        exact = kind is FactKind.PROMISED
        day = _exact_day(thing.text, today) if exact else _day(thing.text, today)
        return said(kind, thing, turn, heard, day)
    return None


def _verdicts(clause: Clause) -> Iterator[tuple[FactKind, Clause]]:
    """What a piece says of something, with the something; the first that speaks counts."""
    lead = _NOT_THE.match(clause.text)
    speech = _SPEECH.match(clause.text)
    start = speech.end() if speech else 0
    if _NOT_NOW.match(clause.text[start:]):
        yield FactKind.REFUSED, _part(clause, start, len(clause.text))
    if lead:
        yield FactKind.REFUSED, _part(clause, lead.end(), len(clause.text))
    hedged = _HEDGED.search(clause.text) is not None
    for kind, name in ((FactKind.REFUSED, "refused"), (FactKind.GRANTED, "granted")):
        if kind is FactKind.GRANTED and hedged:
            continue
        if thing := _thing(clause, name):
            yield kind, thing
    if cue_pattern("left_open").search(clause.text):
        yield FactKind.PROMISED, clause


def _thing(clause: Clause, name: str) -> Clause | None:
    """What was refused or granted: behind the verdict, in front of it, or the verdict alone."""
    text = clause.text
    for match in cue_pattern(f"{name}_before").finditer(text):
        if _MINE.search(text[: match.start()]) and not _GOT.match(match.group()):
            continue
        thing = _bared(_part(clause, match.end(), len(text)))
        if thing is not None:
            return thing
    for match in cue_pattern(f"{name}_after").finditer(text):
        if not _TAIL.fullmatch(text[match.end() :]) or not text[: match.start()].strip():
            continue
        label = _LABEL.match(text) or _SPEECH.match(text)
        thing = _part(clause, min(label.end(), match.start()) if label else 0, match.start())
        if thing.words:
            return thing
    bare = cue_pattern(f"{name}_bare").search(text)
    mine = bare is not None and _MINE.search(text[: bare.start()])
    return clause if bare and not mine and _TAIL.fullmatch(text[bare.end() :]) else None


def _bared(clause: Clause) -> Clause | None:
    """The thing without the word that links it to its verdict; None where nothing is named."""
    text, at = clause.text, clause.start
    while lead := _LINK.match(text):
        text, at = text[lead.end() :], at + lead.end()
    text = text.strip(" .!")
    return Clause(text, at, at + len(text)) if any(c.isalpha() for c in text) else None


def _part(clause: Clause, start: int, end: int) -> Clause:
    text = clause.text[start:end]
    left = len(text) - len(text.lstrip(" :,-"))
    text = text.strip(" :,-")
    at = clause.start + start + left
    return Clause(text, at, at + len(text))


def _day(text: str, today: date) -> str | None:
    """The first day a stretch names that lies ahead."""
    days = (m.date for m in find_dates(text, today))
    return next((day.isoformat() for day in days if day and day >= today), None)


def _exact_day(text: str, today: date) -> str | None:
    """The first day ahead by which something can be looked up: no season, no year."""
    found = find_dates(text, today)
    days = (m.date for m in found if m.granularity in _EXACT)
    return next((day.isoformat() for day in days if day and day >= today), None)


def _dated(clause: Clause, today: date) -> Clause:
    """The words that name the day."""
    for mention in find_dates(clause.text, today):
        if mention.date is not None and mention.date >= today:
            return _part(clause, mention.start, mention.end)
    return clause
