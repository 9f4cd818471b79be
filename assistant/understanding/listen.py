"""Understanding a message: safety, act, answer to the open question, and what is volunteered."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from assistant.assessment.specificity import assess
from assistant.domain.dialogue import (
    DialogueState,
    Retraction,
    Understanding,
    UserAct,
)
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import AspirationAssessment, Level
from assistant.understanding.acts import LONG_WORDS, Heard, question_of, special_act
from assistant.understanding.deciding import (
    CHOOSES_NOTHING,
    decided_act,
    decided_special,
    shares_of,
)
from assistant.understanding.facts import PLAIN_KINDS, volunteered
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.quoting import quotable
from assistant.understanding.roles import RolesHeard, drops_target, roles_of, unchosen
from assistant.understanding.safety import safety_branch
from assistant.understanding.slots import DATE_SLOTS, only_a_date, read_answer
from assistant.understanding.tools import Tools
from assistant.understanding.wishing import GOAL_SLOTS, from_scale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNKNOWABLE = re.compile(
    r"\b(?:will (?:he|she|they|my)|do you think (?:he|she|they|my|it|i'?ll|i will)|does (?:he|she|my (?:boss|manager))"
    r"|has (?:he|she|my (?:boss|manager))|what (?:does|will|would) (?:he|she|my (?:boss|manager)) (?:think|say|want)"
    r"|how much|salary|pay band|paid|earn|is there (?:an? )?(?:opening|vacancy|job|post)|are there (?:any )?(?:openings|vacancies|jobs|posts)"
    r"|what are my chances|am i going to|will i get)\b",
    re.IGNORECASE,
)


def understand(
    message: str,
    state: DialogueState,
    today: date,
    tools: Tools,
    vector: NDArray[np.float32] | None = None,
) -> Understanding:
    """What the message says, read against the state before it.

    ``vector`` is the ear's unit vector of the message, shape (384,); without it, or without a
    head in ``tools``, the rules alone decide the act. Never raises on any text.
    """
    branch = safety_branch(message)
    if branch is not None:
        return Understanding(acts=(UserAct.SAFETY,), safety=branch, level=state.level)
    heard = Heard(message, state, tools.lexicon)
    special = special_act(heard)
    shares = shares_of(heard, vector, tools)
    alone = decided_special(heard, special, shares)
    if alone is not None and alone not in (UserAct.REQUESTS_PLAN, UserAct.CLOSES):
        return Understanding(acts=(alone,), signals=_signals(heard), level=state.level)
    return _content(heard, special, shares, today, tools)


def _content(
    heard: Heard,
    special: UserAct | None,
    shares: dict[UserAct, float] | None,
    today: date,
    tools: Tools,
) -> Understanding:
    turn = heard.state.turn + 1
    current = heard.state.last(FactKind.CURRENT_ROLE)
    assessment = assess(
        heard.message,
        today=today,
        gazetteer=tools.gazetteer,
        current_role=current.text if current else None,
    )
    roles = roles_of(heard, assessment, tools, turn)
    dropped = drops_target(heard, roles)
    act = decided_act(heard, special, roles, shares, dropped=dropped)
    if act in CHOOSES_NOTHING:
        roles = unchosen(roles)
    answer = _answer(heard, act, turn, today)
    facts = _facts(heard, assessment, roles, answer, turn, today, tools)
    return Understanding(
        acts=_acts(heard, act),
        facts=tuple(facts),
        retractions=_retractions(heard, act, facts, dropped=dropped),
        accepted=tuple(roles.accepted),
        rejected=tuple(roles.rejected),
        mentioned=tuple(roles.mentioned),
        drops_target=dropped,
        answers=heard.state.open_slot
        if _answered(answer, roles, facts) or _nothing(heard)
        else None,
        question=question_of(heard),
        quotes=_quotes(heard, facts),
        signals=(*_signals(heard), *_role_signals(heard, roles, act)),
        level=assessment.level,
        score=assessment.score,
        functions=_functions(heard, assessment, roles),
    )


_OF_TARGET = (FactKind.TIMEFRAME, FactKind.GAP, FactKind.ROUTE, FactKind.ASK, FactKind.FALLBACK)


def _acts(heard: Heard, act: UserAct) -> tuple[UserAct, ...]:
    acts = [act]
    if heard.has("hurry"):
        acts.append(UserAct.HURRIES)
    if act is not UserAct.VENTS and heard.count("vent") >= 2:
        acts.append(UserAct.VENTS)
    if act is not UserAct.ASKS and question_of(heard):
        acts.append(UserAct.ASKS)
    return tuple(acts)


def _answer(heard: Heard, act: UserAct, turn: int, today: date) -> list[Fact]:
    slot = heard.state.open_slot
    if slot in GOAL_SLOTS or act in (UserAct.REQUESTS_PLAN, UserAct.CLOSES, UserAct.CHANGES_MIND):
        return []
    if slot not in DATE_SLOTS and only_a_date(heard, today):
        return []
    if act is UserAct.ASKS:
        return []
    assert slot is not None
    return read_answer(slot, heard, turn, today)


def _answered(answer: list[Fact], roles: RolesHeard, facts: list[Fact]) -> bool:
    kept = any(fact in facts for fact in answer)
    return kept or bool(roles.accepted or roles.rejected)


def _nothing(heard: Heard) -> bool:
    """ "Nobody", "no", "nothing": an answer that leaves the slot empty for good."""
    return (heard.opens("no") and len(heard.words) <= 5) or heard.bare in (
        "nobody",
        "no one",
        "nothing",
    )


def _facts(
    heard: Heard,
    assessment: AspirationAssessment,
    roles: RolesHeard,
    answer: list[Fact],
    turn: int,
    today: date,
    tools: Tools,
) -> list[Fact]:
    told = volunteered(heard, turn, today)
    facts = [fact for fact in answer if not _meant_otherwise(fact, told)]
    taken = {fact.kind for fact in facts}
    spans = [(f.provenance.start or 0, f.provenance.end or 0) for f in facts]
    for fact in told:
        if fact.kind in taken and fact.kind is not FactKind.EVIDENCE:
            continue
        if (
            fact.kind in _CONTENT_KINDS
            and _covered(fact, spans)
            and heard.state.open_slot is not None
        ):
            continue
        facts.append(fact)
    facts += from_scale(heard, assessment, roles, facts, turn, today, tools)
    return facts


def _meant_otherwise(answer: Fact, told: list[Fact]) -> bool:
    """Whether what was read as the answer is plainly something else ("I'd have to learn it")."""
    if answer.kind in (FactKind.ANSWER, FactKind.MANAGER_KNOWS):
        return False
    mine = _SAME.get(answer.kind, (answer.kind,))
    return any(
        fact.kind in PLAIN_KINDS
        and fact.kind not in mine
        and _covered(answer, [(fact.provenance.start or 0, fact.provenance.end or 0)])
        for fact in told
    )


# Kinds that say the same thing under another question.
_SAME: dict[FactKind, tuple[FactKind, ...]] = {
    FactKind.ROUTE: (FactKind.ROUTE, FactKind.ASK),
    FactKind.FALLBACK: (FactKind.FALLBACK, FactKind.ASK),
    FactKind.BRINGS: (FactKind.BRINGS, FactKind.ANSWER),
    FactKind.PAIN_POINT: (FactKind.PAIN_POINT, FactKind.ASK, FactKind.BRINGS),
    FactKind.LONG_VIEW: tuple(FactKind),
}

_CONTENT_KINDS = (FactKind.LIKE, FactKind.DISLIKE, FactKind.EVIDENCE, FactKind.CONDITION)


def _covered(fact: Fact, spans: list[tuple[int, int]]) -> bool:
    start, end = fact.provenance.start or 0, fact.provenance.end or 0
    return any(a <= start and end <= b for a, b in spans)


def _functions(
    heard: Heard, assessment: AspirationAssessment, roles: RolesHeard
) -> tuple[str, ...]:
    """Fields named as a direction; a field in a story about the present is none."""
    if roles.accepted or assessment.level is not Level.DIRECTIONAL:
        return ()
    if heard.state.open_slot not in GOAL_SLOTS:
        return ()
    return tuple(assessment.functions)


def _quotes(heard: Heard, facts: list[Fact]) -> tuple[str, ...]:
    """What may be quoted of the message: the facts' own quotes first, then other clauses."""
    quotes = [fact.quote for fact in facts if fact.quote and fact.kind in _QUOTE_FIRST]
    quotes += [q for c in heard.clauses if (q := quotable(c, heard.lexicon))]
    kept: list[str] = []
    for quote in quotes:
        if not any(quote in other or other in quote for other in kept):
            kept.append(quote)
    return tuple(kept[:4])


_QUOTE_FIRST = tuple(
    kind
    for kind in FactKind
    if kind
    not in (
        FactKind.MEETING,
        FactKind.MEETING_KIND,
        FactKind.MANAGER,
        FactKind.TENURE,
        FactKind.CURRENT_ROLE,
        FactKind.TIMEFRAME,
        FactKind.FOLLOW_UP,
    )
)


def _signals(heard: Heard) -> tuple[str, ...]:
    signals = [
        name
        for name, cue in (
            ("effort", "effort"),
            ("assumption", "assumption"),
            ("seat_only", "seat_only"),
            ("pay", "pay"),
            ("opening", "openings"),
        )
        if heard.has(cue)
    ]
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


def _role_signals(heard: Heard, roles: RolesHeard, act: UserAct) -> tuple[str, ...]:
    signals = []
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


def _retractions(
    heard: Heard, act: UserAct, facts: list[Fact], *, dropped: bool
) -> tuple[Retraction, ...]:
    """What a correction replaces: the newest fact of each kind that it gives anew.

    With the target its time frame and its gaps fall, and what was to be asked for it.
    """
    if dropped:
        return tuple(Retraction(kind=kind) for kind in _OF_TARGET)
    if act is not UserAct.CORRECTS:
        return ()
    gone = []
    for kind in {fact.kind for fact in facts}:
        old = heard.state.last(kind)
        if old is not None and kind not in (FactKind.EVIDENCE, FactKind.LIKE, FactKind.DISLIKE):
            gone.append(Retraction(kind=kind, text=old.text))
    return tuple(gone)
