"""Signals: what a message carries besides act and facts, for the policy to react to."""

from __future__ import annotations

import re

from assistant.domain.roles import same_role
from assistant.understanding.acts import LONG_WORDS, Heard, question_of
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.meetings import TENURE
from assistant.understanding.offered import RolesHeard

_UNKNOWABLE = re.compile(
    r"\b(?:will (?:he|she|they|my)|do you think (?:he|she|they|my|it|i'?ll|i will)|does (?:he|she|my (?:boss|manager))"
    r"|has (?:he|she|my (?:boss|manager))|what (?:does|will|would) (?:he|she|my (?:boss|manager)) (?:think|say|want)"
    r"|how much|salary|pay band|paid|earn|is there (?:an? )?(?:opening|vacancy|job|post)|are there (?:any )?(?:openings|vacancies|jobs|posts)"
    r"|what are my chances|am i going to|will i get)\b",
    re.IGNORECASE,
)


def _effort(heard: Heard) -> bool:
    """Whether hard work or long service is offered as the case; an opening's years only introduce."""
    case = TENURE.sub("", heard.message) if heard.state.turn == 0 else heard.message
    return cue_pattern("effort").search(case) is not None


def signals_of(heard: Heard) -> tuple[str, ...]:
    """Signals in the words themselves."""
    signals = [
        name
        for name, cue in (
            ("assumption", "assumption"),
            ("seat_only", "seat_only"),
            ("pay", "pay"),
            ("opening", "openings"),
        )
        if heard.has(cue)
    ]
    if _effort(heard):
        signals.insert(0, "effort")
    words = len(heard.words)
    if words >= LONG_WORDS:
        signals.append("long")
        if heard.count("hedges") >= 2 and not re.search(r"\d", heard.message):
            signals.append("lofty")
    if re.search(r"\b(?:go on|continue|carry on|keep going|resume|back to)\b", heard.message, re.I):
        signals.append("go_on")
    if _UNKNOWABLE.search(heard.message) and question_of(heard):
        signals.append("unknowable")
        if re.search(r"\b(?:he|she|they|boss|manager)\b", heard.message, re.I):
            signals.append("person")
    return tuple(signals)


def role_signals(heard: Heard, roles: RolesHeard) -> tuple[str, ...]:
    """Signals of how roles were taken: picked, taken with a hedge, put back, struck, a yes."""
    signals = []
    if any(same_role(old, new) for old in heard.state.dropped for new in roles.accepted):
        signals.append("restored")
    if any(same_role(old, new) for old in heard.state.targets for new in roles.rejected):
        signals.append("struck")
    if roles.picked:
        signals.append("picked")
    if (
        roles.accepted
        and ("??" in heard.message or cue_pattern("hedges").search(heard.message))
        and len(heard.words) < 25
    ):
        signals.append("hedged")
    if heard.opens("yes"):
        signals.append("yes")
    return tuple(signals)


def speech_signals(whole: Heard, work: Heard) -> tuple[str, ...]:
    """Signals of what is said to the coach: a protest, a wish for words, what a job is called."""
    signals = [
        cue
        for cue in (
            *("wants_words", "asks_words", "whats_missing", "job_called", "wants_titles"),
            *("if_refused", "thank_you_note"),
        )
        if cue_pattern(cue).search(whole.message)
    ]
    if cue_pattern("asks_meaning").fullmatch(whole.bare):
        signals.append("asks_meaning")
    if len(work.words) < len(whole.words) and cue_pattern("protest").search(whole.message):
        signals.append("protest")
    return tuple(signals)
