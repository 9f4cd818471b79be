"""The report of a talk that is over, whatever question stands open.

    report_of(heard, today)  for "had the review yesterday. she said yes to the course"
      -> [Fact(talk_held, "had the review yesterday", value="2026-12-15"), Fact(granted, "the course")]

That the talk has been is taken from words that say so, or, once its day has come, from a yes or a
no of the manager's alone. A talk of last year, of every year, or one still to come is none. What a
report holds is what the talk brought; nothing in it is evidence or what the manager knew before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.assessment.calendar_words import WEEKDAYS
from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import DialogueState, Slot
from assistant.domain.facts import Retraction
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_lists, cue_pattern, written
from assistant.understanding.outcomes import Piece, outcomes, pieces_of
from assistant.understanding.people import manager_name
from assistant.understanding.saying import said
from assistant.understanding.text import Clause, words_of

_WORDS = r"(?:\s+(?!and\b)[\w'\u2019.-]+){0,3}?\s+"
_FIRM = re.compile(r"\b(?:the|my|our|that|this|today'?s|yesterday'?s)\b", re.IGNORECASE)
_PERSON = r"(?:him|her|them|(?:my |the |our )?(?:boss|manager|supervisor|lead|head|director|chief|gaffer))"
_TITLED = r"(?-i:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.? [A-Z]\w+)"
_WEEKDAY = re.compile(
    r"\b(?:on )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE
)
# A day further back than this belongs to another talk.
LONG_AGO = timedelta(days=60)
_AGO = re.compile(r"\b(?:two|2) days ago\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Held:
    """Where a message says that the talk took place, and how firmly."""

    clause: Clause
    strong: bool
    firm: bool
    recent: bool


def report_of(heard: Heard, today: date) -> tuple[list[Fact], tuple[Retraction, ...]] | None:
    """The facts of a report and what they replace; None when the message is no report."""
    state = heard.state
    if not state.turn:
        return None
    turn, pieces = state.turn + 1, pieces_of(heard.message)
    if moved := _postponed(heard, pieces, turn, today):
        return moved
    held = _held(heard, pieces)
    facts = outcomes(heard, turn, today, held.clause if held else None)
    gone = _replaced(heard, state, facts)
    if held is None and state.open_slot in _ASKED and not gone:
        return None  # the answer to what was asked about it, and no news
    if not _counts(state, held, facts, today):
        return None
    return [*_talk(heard, held, turn, today), *facts], gone


def meeting_day(state: DialogueState) -> date | None:
    """The day of the talk, when it is known."""
    met = state.last(FactKind.MEETING)
    return date.fromisoformat(met.value) if met and met.value else None


def _counts(state: DialogueState, held: _Held | None, facts: list[Fact], today: date) -> bool:
    """Whether what was found is told of this talk."""
    day = meeting_day(state)
    due, early = day is not None and day <= today, day is not None and day > today
    laid = state.plan_given or state.moved("give_lines")
    told = any(f.kind in _VERDICTS for f in facts)
    if held is None:
        open_ = state.open_slot in _BEFORE_SLOTS
        return told and (
            state.talk_over or (day is not None and day < today) or (laid and due and not open_)
        )
    if not held.strong:
        return (due or (laid and not early)) and (told or _tells_how(held))
    if early:
        return held.recent and held.firm and told
    return due or held.recent or laid


_VERDICTS = (FactKind.GRANTED, FactKind.REFUSED, FactKind.PROMISED)
# Asked for with the talk still ahead: a yes of the manager's told there is an old one.
_BEFORE_SLOTS = (Slot.MANAGER_KNOWS, Slot.EVIDENCE, Slot.PUSHBACK, Slot.FALLBACK, Slot.GAP)


def _tells_how(held: _Held) -> bool:
    return re.search(r"\bwent\b|\bover\b", held.clause.text, re.IGNORECASE) is not None


def _held(heard: Heard, pieces: list[Piece]) -> _Held | None:
    for piece in pieces:
        if piece.asked or cue_pattern("talk_history").search(piece.clause.text):
            continue
        for match, strong in _tellings(piece.clause.text, heard):
            before = piece.clause.text[: match.end()]
            if cue_pattern("talk_not_yet").search(before) or re.search(
                r"\byet\b", piece.clause.text
            ):
                continue
            recent = cue_pattern("talk_recent").search(piece.clause.text) is not None
            firm = _FIRM.search(before) is not None or _names_manager(before, heard)
            end = _end(piece.clause, match.end())
            text = heard.message[piece.clause.start : end]
            return _Held(Clause(text, piece.clause.start, end), strong, firm, recent)
    return None


def _end(clause: Clause, at: int) -> int:
    """Where the telling ends: with the piece, when only a person or a day is left of it."""
    rest = clause.text[at:]
    found = cue_pattern("talk_recent").search(rest)
    if len(rest.split()) <= 4 or (found is not None and not rest[found.end() :].strip()):
        return clause.end
    return clause.start + at


def _tellings(text: str, heard: Heard) -> Iterator[tuple[re.Match[str], bool]]:
    """Every way in which a piece says that the two have spoken; strong ones name the talk."""
    nouns = "|".join(written(noun) for noun in cue_lists()["talk_nouns"])
    before, after = cue_pattern("talk_done_before").pattern, cue_pattern("talk_done_after").pattern
    strong = (
        rf"{before}{_WORDS}(?:{nouns})\b",
        rf"(?<![\w'])(?:{nouns})(?:\s+[\w'\u2019.-]+){{0,4}}?[\s:]*{after}",
        rf"\b(?:{nouns})['\u2019]s (?:over|done|finished)\b",
        rf"{cue_pattern('talk_met').pattern}\s+(?:{_PERSON}|{_TITLED}|{_known(heard)})\b",
    )
    for pattern in strong:
        if match := re.search(pattern, text, re.IGNORECASE):
            yield match, True
    alone = cue_pattern("talk_done_alone").fullmatch(text.strip(" .!"))
    if alone is not None:
        yield alone, False


def _known(heard: Heard) -> str:
    """The manager's name as the person may write it; nothing that can match where none is known."""
    named = heard.state.last(FactKind.MANAGER)
    words = [w for w in words_of(named.text) if len(w) > 2] if named else []
    return "|".join(re.escape(word) for word in [" ".join(words), *words] if word) or r"(?!)"


def _names_manager(text: str, heard: Heard) -> bool:
    pattern = rf"\b(?:{_PERSON}|{_TITLED}|{_known(heard)})\b"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _talk(heard: Heard, held: _Held | None, turn: int, today: date) -> Iterator[Fact]:
    """That the talk took place, its day where that is news, and with whom."""
    state = heard.state
    if not state.talk_over or held is not None:
        told = held.clause if held else Clause(heard.message.strip(), 0, len(heard.message))
        stated, known = _stated_day(told.text, today), meeting_day(state)
        day = stated or (known if known and known <= today else today)
        yield said(FactKind.TALK_HELD, told, turn, heard, day.isoformat())
        if day != known:
            yield said(FactKind.MEETING, told, turn, heard, day.isoformat())
    if not state.has(FactKind.MANAGER) and (name := manager_name(heard.message, heard.lexicon)):
        clause = Clause(heard.message[name.start : name.end], name.start, name.end)
        yield said(FactKind.MANAGER, clause, turn, heard).model_copy(update={"text": name.text})


def _stated_day(text: str, today: date) -> date | None:
    """The day a telling names: yesterday, this morning, on Monday."""
    low = text.casefold()
    for words, back in ((("yesterday", "last night"), 1), (("today", "this ", "just", "ago"), 0)):
        if any(word in low for word in words) and not _AGO.search(low):
            return today - timedelta(days=back)
    if _AGO.search(low):
        return today - timedelta(days=2)
    if named := _WEEKDAY.search(low):
        return today - timedelta(days=(today.weekday() - WEEKDAYS[named[1]] - 1) % 7 + 1)
    for mention in find_dates(text, today):
        if mention.date is not None and today - LONG_AGO < mention.date < today:
            return mention.date
    return None


def _replaced(heard: Heard, state: DialogueState, facts: list[Fact]) -> tuple[Retraction, ...]:
    """An old date of the talk or of the next one, and what was open and is now settled."""
    gone = [Retraction(kind=FactKind.FOLLOW_UP)] if _has(facts, FactKind.FOLLOW_UP) else []
    settled = [f for f in facts if f.kind in (FactKind.GRANTED, FactKind.REFUSED)]
    for old in state.of(FactKind.PROMISED):
        if any(len(_telling(old, heard) & _telling(f, heard)) >= 2 for f in settled):
            gone.append(Retraction(kind=FactKind.PROMISED, text=old.text))
    return tuple(gone)


def _telling(fact: Fact, heard: Heard) -> set[str]:
    return {w for w in words_of(fact.text) if w not in heard.lexicon.function_words}


def _has(facts: list[Fact], kind: FactKind) -> bool:
    return any(fact.kind is kind for fact in facts)


def _postponed(
    heard: Heard, pieces: list[Piece], turn: int, today: date
) -> tuple[list[Fact], tuple[Retraction, ...]] | None:
    """The talk that did not take place, with its new day where one is named."""
    state = heard.state
    if not state.has(FactKind.MEETING) or state.talk_over:
        return None
    for piece in pieces:
        match = cue_pattern("talk_postponed").search(piece.clause.text)
        if match is None or piece.asked or not _of_talk(piece.clause.text[: match.start()], heard):
            continue
        facts = [said(FactKind.POSTPONED, piece.clause, turn, heard), *_new_day(heard, turn, today)]
        return facts, (Retraction(kind=FactKind.MEETING), Retraction(kind=FactKind.POSTPONED))
    return None


def _new_day(heard: Heard, turn: int, today: date) -> list[Fact]:
    """The first day ahead that the message names, as the day of the talk."""
    # Piece by piece: beside a verb of the past a bare day would be read as one that is over.
    for clause in (piece.clause for piece in pieces_of(heard.message)):
        for mention in find_dates(clause.text, today):
            if mention.date is not None and mention.date > today:
                start = clause.start + mention.start
                day = Clause(mention.text, start, start + len(mention.text))
                return [said(FactKind.MEETING, day, turn, heard, mention.date.isoformat())]
    return []


def _of_talk(before: str, heard: Heard) -> bool:
    """Whether what stands in front of "was cancelled" is the talk, or nothing but small words."""
    if cue_pattern("talk_nouns").search(before) or _names_manager(before, heard):
        return True
    return all(word in heard.lexicon.function_words for word in words_of(before))


def about_outcome(slot: Slot, heard: Heard, turn: int, today: date) -> list[Fact]:
    """The answer to a question about what the talk brought."""
    text = heard.message.strip()
    start = heard.message.find(text)
    clause = Clause(text, start, start + len(text))
    if slot is Slot.OUTCOME:
        return outcomes(heard, turn, today) or _bare_outcome(clause, heard, turn)
    if slot is Slot.NEW_DATE:
        return _new_day(heard, turn, today)
    days = (m.date for m in find_dates(text, today))
    day = next((found.isoformat() for found in days if found and found >= today), None)
    return [said(_ASKED[slot], clause, turn, heard, day)]


def _bare_outcome(clause: Clause, heard: Heard, turn: int) -> list[Fact]:
    """As in "the course", asked what was granted; "none of it"."""
    no = re.match(r"(?:no\b|none|neither|nothing|not )", clause.text, re.IGNORECASE)
    return [said(FactKind.REFUSED if no else FactKind.GRANTED, clause, turn, heard)]


_ASKED = {
    Slot.PROMISE_DETAIL: FactKind.PROMISE_DETAIL,
    Slot.REFUSAL_REASON: FactKind.REFUSAL_REASON,
    Slot.FIRST_STEP: FactKind.FIRST_STEP,
}
AFTER_SLOTS = (Slot.OUTCOME, Slot.NEW_DATE, *_ASKED)
