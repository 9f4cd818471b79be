"""Which part of the newest message the reply takes up first.

The newest concrete thing wins: a figure, a name, a date, a refusal, a choice; only when there is
none does the form of the answer (a blank, a bare yes, a long one) decide. Each kind is a file in
``prompts/uptakes``.
"""

from __future__ import annotations

from assistant.domain.dialogue import DialogueState, Slot, Understanding, UserAct
from assistant.domain.goal import Fact, FactKind, counted

_BY_FACT: tuple[tuple[FactKind, str], ...] = (
    (FactKind.ASK, "ask"),
    (FactKind.ANSWER, "answer"),
    (FactKind.EVIDENCE, "evidence"),
    (FactKind.WITNESS, "witness_given"),
    (FactKind.BRINGS, "brings_given"),
    (FactKind.OBJECTION, "objection_given"),
    (FactKind.FALLBACK, "fallback_given"),
    (FactKind.FOLLOW_UP, "follow_up_given"),
    (FactKind.MANAGER_KNOWS, "knows"),
    (FactKind.GAP, "gap_given"),
    (FactKind.SELF_RATING, "self_rating_given"),
    (FactKind.CONFIDENCE, "confidence"),
    (FactKind.CONTACT, "contact_given"),
    (FactKind.LONG_VIEW, "long_view_given"),
    (FactKind.PAIN_POINT, "pain_point_given"),
    (FactKind.ROUTE, "route_chosen"),
    (FactKind.TIMEFRAME, "timeframe_given"),
    (FactKind.LIKE, "like"),
    (FactKind.DISLIKE, "dislike"),
    (FactKind.STRENGTH, "strength_claim"),
    (FactKind.CONDITION, "conditions_given"),
    (FactKind.BARRIER, "barrier_given"),
    (FactKind.MEETING, "meeting_given"),
    (FactKind.MANAGER, "manager_named"),
    (FactKind.CURRENT_ROLE, "current_role_given"),
    (FactKind.WISH, "wish_vague"),
    (FactKind.PROMISE_DETAIL, "promise_given"),
    (FactKind.REFUSAL_REASON, "reason_given"),
    (FactKind.FIRST_STEP, "first_step_given"),
    (FactKind.GRANTED, "granted_given"),
    (FactKind.REFUSED, "refused_given"),
)


def uptake_of(heard: Understanding, state: DialogueState, answered: Slot | None) -> str | None:
    """The kind of uptake for this message; ``state`` has it heard, ``answered`` was open."""
    by_act = _by_act(heard, state)
    if by_act is not None:
        return by_act
    fresh = {fact.kind: fact for fact in heard.facts}
    if answered in (Slot.ENVY, Slot.MEMORY, Slot.ANTI_GOAL, Slot.CONTRAST):
        if {FactKind.LIKE, FactKind.DISLIKE} & fresh.keys():
            return f"{answered.value}_given"
    for kind, name in _BY_FACT:
        if kind in fresh:
            return _refine(name, fresh[kind], heard)
    return _by_form(heard, answered)


def _by_act(heard: Understanding, state: DialogueState) -> str | None:
    if heard.act is UserAct.BLANK:
        return ("blank_first", "blank_second", "parked")[min(state.blanks_in_a_row, 3) - 1]
    if heard.accepted:
        return _accepted(heard)
    if heard.rejected and "struck" in heard.signals:
        return "target_struck"
    if heard.rejected:
        return "role_rejected" if _some_left(heard, state) else "all_rejected"
    for signal, name in (("assumption", "assumption"), ("effort", "effort")):
        if signal in heard.signals:
            return name
    if heard.act is UserAct.VENTS:
        return "vent"
    if heard.act is UserAct.CONTRADICTS:
        return "contradiction"
    return None


def _accepted(heard: Understanding) -> str:
    if heard.drops_target:
        return "target_changed"
    if "restored" in heard.signals:
        return "target_restored"
    if "hedged" in heard.signals:
        return "role_hedged"
    return "role_picked" if "picked" in heard.signals else "target_named"


def _some_left(heard: Understanding, state: DialogueState) -> bool:
    gone = {standing.title for standing in heard.rejected}
    return len(state.offered) < 2 or any(offer.title not in gone for offer in state.offered)


def _refine(name: str, fact: Fact, heard: Understanding) -> str:
    if name == "ask":
        return "ask_dated" if fact.value else "ask_undated"
    if name == "answer":
        return "answer_named" if fact.value else "answer_vague"
    if name == "evidence":
        return "evidence_number" if counted(fact.text) else "evidence_plain"
    if name == "knows":
        return {"yes": "knows_yes", "no": "knows_no"}.get(fact.value or "", "knows_partly")
    if name == "gap_given":
        return "no_gap" if fact.value == "none" else "gap_given"
    if name == "confidence":
        return "confidence_high" if int(fact.value or 0) >= 7 else "confidence_low"
    if name == "like":
        both = sum(f.kind is FactKind.LIKE for f in heard.facts) > 1
        return "likes_two" if both else "like_given"
    if name == "dislike":
        return "dislike_given"
    return name


def _by_form(heard: Understanding, answered: Slot | None) -> str | None:
    """By the form of an answer; words that answered nothing are not acknowledged as if they had."""
    if heard.act is UserAct.GREETS:
        return "greeting"
    if heard.act is UserAct.QUALIFIES:
        return "qualified_yes" if "yes" in heard.signals else "conditions_given"
    if heard.act is UserAct.ACCEPTS:
        return "plain_yes"
    if heard.act is UserAct.REFUSES:
        return "refusal" if heard.quotes else "plain_no"
    if heard.act in (UserAct.ASKS, UserAct.OFF_TOPIC, UserAct.INJECTS, UserAct.ABUSES):
        return None
    if "long" in heard.signals:
        return "long_answer"
    return "short_answer" if answered is not None and heard.answers is answered else None


def uptake_names() -> set[str]:
    """Every kind of uptake that may be chosen, for holding the files to it."""
    names = {"ask_dated", "ask_undated", "answer_named", "answer_vague", "evidence_number"}
    names |= {"evidence_plain", "knows_yes", "knows_no", "knows_partly", "no_gap", "likes_two"}
    names |= {"confidence_high", "confidence_low", "like_given", "dislike_given", "greeting"}
    names |= {"blank_first", "blank_second", "parked", "role_rejected", "all_rejected", "effort"}
    names |= {"assumption", "vent", "contradiction", "target_changed", "role_hedged", "plain_no"}
    names |= {"role_picked", "target_named", "qualified_yes", "plain_yes", "refusal"}
    names |= {"long_answer", "short_answer", "envy_given", "memory_given", "anti_goal_given"}
    names |= {"contrast_given", "target_restored", "target_struck"}
    unrefined = {"ask", "answer", "evidence", "knows", "confidence", "like", "dislike"}
    return names | {name for _, name in _BY_FACT if name not in unrefined}
