"""What is told unasked about oneself and others: strengths, barriers, the manager's view, help.

Each kind has a cue list in ``data/fact_cues.yaml``; the checks here say what a cue alone cannot:
whose view it is, whether a clause only sets a date, where the stretch begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.people import names
from assistant.understanding.quoting import quotable
from assistant.understanding.saying import piece, said
from assistant.understanding.text import Clause

_DECIDER = (
    r"(?:(?:my|our|the|new|line|area|branch|general|store|big) )*(?:boss|manager|supervisor|head|director|owner|chief|gaffer"
    r"|principal|chef|captain|skipper|matron|foreman|management|lead|leader|superior|tl|gm|chairman|dean|partners?)"
)
_PRONOUN = r"(?:he|she|they)"
# Slots whose question was about the person who decides: a bare pronoun means that person.
_ABOUT_DECIDER = (
    Slot.MANAGER_KNOWS,
    Slot.MEETING,
    Slot.PUSHBACK,
    Slot.GAP,
    Slot.PAIN_POINT,
)
_REFUSES = re.compile(
    r"^(?:says?|said|tells? me|answers?)[ ,:]+[\"'\u201c\u2018]?(?:no\b|not |there(?:'s| is| are) no|can'?t|never|we can'?t|too )",
    re.I,
)
_COMPLEMENT = re.compile(
    r"^(?:thinks?|thought|believes?|reckons?|says?|said|told me|tells me|keeps? (?:saying|telling me)|promised)(?: that)?[ ,:]+",
    re.I,
)
_GOSSIP = re.compile(r"(?:said|says) (?:it|that|so|this)\b", re.I)
_UNAWARE = re.compile(
    r"(?:doesn'?t|does not|don'?t) know(?: yet| about (?:it|this|that))*\W*$", re.I
)
_ARRANGES = re.compile(
    r"\b(?:talk|meet|meeting|chat|review|word|speak|hear|see me|come|monday|tuesday|wednesday|thursday|friday|tomorrow|sunday|saturday)\b",
    re.I,
)


def told(heard: Heard, turn: int) -> Iterator[Fact]:
    """Strengths, barriers, the manager's view, pain points, the long view, contacts."""
    yield from quoted_objection(heard, turn)
    yield from _manager_views(heard, turn)
    yield from _strengths(heard, turn)
    yield from _barriers(heard, turn)
    yield from _pain_points(heard, turn)
    yield from _long_view(heard, turn)
    yield from _contacts(heard, turn)


def _manager_views(heard: Heard, turn: int) -> Iterator[Fact]:
    subject = _subject(heard)
    done = 0
    if heard.state.open_slot in (Slot.ASK, Slot.FALLBACK, Slot.BRINGS):
        return  # there "he puts my name on it" is what is asked for
    for clause in heard.clauses:
        match = subject.search(clause.text)
        if match is None or done >= 2:
            continue
        rest = clause.text[match.end() :].lstrip()
        cue = cue_pattern("views").match(rest)
        if (
            cue is None
            or _GOSSIP.match(rest)
            or _UNAWARE.match(rest)
            or (_ARRANGES.search(rest) and re.match(r"says?|said|want|asked|calls?", rest, re.I))
        ):
            continue
        kind = FactKind.OBJECTION if _REFUSES.match(rest) else FactKind.MANAGER_VIEW
        start = clause.end - len(rest)
        end = _end_of_view(heard, clause, rest)
        stretch = piece(heard, start, end)
        fact = said(kind, stretch, turn, heard)
        inner = _COMPLEMENT.match(stretch.text)
        if inner is not None:
            after = Clause(stretch.text[inner.end() :], stretch.start + inner.end(), stretch.end)
            fact = fact.model_copy(update={"quote": quotable(after, heard.lexicon) or ""})
        done += 1
        yield fact


def quoted_objection(heard: Heard, turn: int) -> Iterator[Fact]:
    """An answer that begins with a quotation gives what was said against it, where that was asked."""
    if heard.state.open_slot not in (Slot.GAP, Slot.MEETING):
        return
    match = re.match(
        r"\s*[\"\u201c'\u2018](?P<said>[^\"\u201d]{4,120}?)[\"\u201d'\u2019](?!\w)", heard.message
    )
    if match is not None:
        yield said(
            FactKind.OBJECTION, piece(heard, match.start("said"), match.end("said")), turn, heard
        )


def _end_of_view(heard: Heard, clause: Clause, rest: str) -> int:
    """A quotation that a clause opens belongs to it whole ("says 'not this year'")."""
    opened = re.search(
        r"[\"'\u201c\u2018](?=\w)", heard.message[clause.end - len(rest) : clause.end + 3]
    )
    if opened is None:
        return clause.end
    at = clause.end - len(rest) + opened.end()
    closed = re.search(r"[\"'\u201d\u2019](?!\w)", heard.message[at : at + 120])
    return max(clause.end, at + closed.end()) if closed else clause.end


def _subject(heard: Heard) -> re.Pattern[str]:
    """Who counts as the decider here: a word for one, the manager's name, or a pronoun for them."""
    people = [re.escape(f.text.split()[-1]) for f in heard.state.of(FactKind.MANAGER)]
    known = bool(people) or heard.state.open_slot in _ABOUT_DECIDER
    known = known or re.search(rf"\b{_DECIDER}\b", heard.message, re.I) is not None
    who = [_DECIDER, *people, *([_PRONOUN] if known else [])]
    return re.compile(rf"(?:^|\b(?:and|then|but|because|that|,) ?)(?:{'|'.join(who)})\b", re.I)


def _strengths(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in heard.clauses:
        match = cue_pattern("strengths").search(clause.text)
        if match is None or re.search(
            r"\b(?:not|isn'?t|hope|wish|want|would|if|never been)\b",
            clause.text[: match.end() + 4],
            re.I,
        ):
            continue
        if len(clause.words) > 2:
            yield said(FactKind.STRENGTH, clause, turn, heard)
            return


def _barriers(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in heard.clauses:
        match = cue_pattern("barriers").search(clause.text)
        if match is None:
            continue
        if re.search(
            r"\b(?:hand on|with|at|if) my\b|\bis (?:ok|fine|good)\b|\bmy back (?:in|to|from|up)\b",
            clause.text,
            re.I,
        ):
            continue
        if "against the wall" in clause.text:
            continue
        because = re.match(r"(?:because|cos|coz|bc) of ", match.group(), re.I)
        start = clause.start + (match.start() + because.end() if because else match.start())
        yield said(FactKind.BARRIER, piece(heard, start, clause.end), turn, heard)
        return


def _pain_points(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in heard.clauses:
        if cue_pattern("pain_points").search(clause.text) and len(clause.words) > 3:
            yield said(FactKind.PAIN_POINT, clause, turn, heard)
            return


def _long_view(heard: Heard, turn: int) -> Iterator[Fact]:
    for sentence in heard.sentences:
        match = cue_pattern("long_views").search(sentence.text)
        wants = re.search(
            r"\b(?:i(?:'d| would|'ll| will| want| see| hope)|i wanna|my)\b", sentence.text, re.I
        )
        if (
            match
            and wants
            and not re.search(r"\b(?:years ago|for \w+ years)\b", sentence.text, re.I)
        ):
            yield said(FactKind.LONG_VIEW, sentence, turn, heard)
            return


def _contacts(heard: Heard, turn: int) -> Iterator[Fact]:
    """Somebody named who could open a door; beside a question about envy, whose job it is."""
    if heard.state.open_slot in (Slot.WITNESS, Slot.PUSHBACK, Slot.MEETING, Slot.EVIDENCE):
        return
    envied = heard.state.open_slot is Slot.ENVY
    for clause in heard.clauses:
        match = cue_pattern("contacts").search(clause.text)
        if match is None and not envied:
            continue
        people = [n for n in names(heard.message, heard.lexicon) if _beside(n.start, clause)]
        if people:
            stretch = Clause(
                heard.message[people[0].start : people[0].end], people[0].start, people[0].end
            )
            yield said(FactKind.CONTACT, stretch, turn, heard, people[0].text).model_copy(
                update={"quote": ""}
            )
            return
        if (
            match is not None
            and re.match(r"my |there|\w+ know|know", match.group(), re.I)
            and not envied
        ):
            yield said(
                FactKind.CONTACT,
                piece(heard, clause.start + match.start(), clause.end),
                turn,
                heard,
            )
            return


def _beside(at: int, clause: Clause) -> bool:
    """Whether a name stands in a clause or right after it ("there is a woman, Dr. Perathoner")."""
    return clause.start <= at <= clause.end + 3
