"""What must be known before the meeting, in the order in which it is asked.

Each item is a slot, the move that asks for it, and whether the state fills it. What the person
volunteers fills a slot unasked; a slot is asked for once, a second time only by another route,
then it stays open as a named hole (conversation.md, "The road").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.dialogue import DialogueState, Slot, Stage
from assistant.domain.goal import FactKind, counted

# A person has about this many turns in them before they want to see the plan.
PATIENCE = 14
# With minutes left only what the first sentences are made of is asked for.
IN_A_HURRY = (Slot.TIMEFRAME, Slot.EVIDENCE, Slot.ASK)


@dataclass(frozen=True)
class Item:
    """One thing to establish; ``needed`` items are asked for however long it takes."""

    slot: Slot
    move: str
    stage: Stage
    filled: Callable[[DialogueState], bool]
    needed: bool = True
    sensible: Callable[[DialogueState], bool] = lambda _: True


def _has(*kinds: FactKind) -> Callable[[DialogueState], bool]:
    return lambda state: state.has(*kinds)


def has_number(state: DialogueState) -> bool:
    """Whether a result with a figure is known."""
    return any(counted(fact.text) for fact in state.of(FactKind.EVIDENCE))


def dated_ask(state: DialogueState) -> bool:
    """Whether something is asked of the manager that has a day."""
    return any(fact.value for fact in state.of(FactKind.ASK))


BEFORE_PLAN: tuple[Item, ...] = (
    Item(Slot.TIMEFRAME, "ask_timeframe", Stage.GOAL, _has(FactKind.TIMEFRAME)),
    Item(
        Slot.MEETING,
        "ask_meeting",
        Stage.GOAL,
        lambda s: s.has(FactKind.MEETING) or (s.has(FactKind.MANAGER) and s.turn > PATIENCE),
    ),
    Item(Slot.MANAGER_KNOWS, "ask_manager_knows", Stage.REALITY, _has(FactKind.MANAGER_KNOWS)),
    Item(Slot.EVIDENCE, "ask_evidence", Stage.REALITY, _has(FactKind.EVIDENCE)),
    Item(
        Slot.EVIDENCE_DETAIL,
        "ask_evidence_detail",
        Stage.REALITY,
        has_number,
        needed=False,
        sensible=_has(FactKind.EVIDENCE),
    ),
    Item(
        Slot.CURRENT_ROLE,
        "ask_current_role",
        Stage.REALITY,
        _has(FactKind.CURRENT_ROLE),
        needed=False,
    ),
    Item(Slot.LIKES, "ask_likes", Stage.REALITY, _has(FactKind.LIKE), needed=False),
    Item(Slot.GAP, "ask_gap", Stage.REALITY, _has(FactKind.GAP)),
    Item(
        Slot.ROUTE,
        "offer_routes",
        Stage.OPTIONS,
        _has(FactKind.ROUTE, FactKind.ASK),
    ),
    Item(Slot.ASK, "ask_ask", Stage.WILL, dated_ask),
    Item(Slot.BRINGS, "ask_brings", Stage.WILL, _has(FactKind.BRINGS), needed=False),
    Item(Slot.PUSHBACK, "ask_pushback", Stage.WILL, _has(FactKind.ANSWER)),
    Item(Slot.FALLBACK, "ask_fallback", Stage.WILL, _has(FactKind.FALLBACK), needed=False),
    Item(Slot.FOLLOW_UP, "ask_follow_up", Stage.WILL, _has(FactKind.FOLLOW_UP)),
    Item(Slot.CONFIDENCE, "ask_confidence", Stage.WILL, _has(FactKind.CONFIDENCE), needed=False),
)

AFTER_PLAN: tuple[Item, ...] = (
    Item(Slot.WITNESS, "ask_witness", Stage.WILL, _has(FactKind.WITNESS)),
    Item(Slot.LIKES, "ask_likes", Stage.WILL, _has(FactKind.LIKE)),
    Item(Slot.BRINGS, "ask_brings", Stage.WILL, _has(FactKind.BRINGS)),
    Item(Slot.FALLBACK, "ask_fallback", Stage.WILL, _has(FactKind.FALLBACK)),
    Item(Slot.LONG_VIEW, "ask_long_view", Stage.WILL, _has(FactKind.LONG_VIEW)),
    Item(Slot.SELF_RATING, "ask_self_rating", Stage.WILL, _has(FactKind.SELF_RATING)),
    Item(Slot.WHO_ELSE, "ask_who_else", Stage.WILL, _has(FactKind.CONTACT)),
    Item(Slot.PAIN_POINT, "ask_pain_point", Stage.WILL, _has(FactKind.PAIN_POINT)),
    Item(Slot.CONFIDENCE, "ask_confidence", Stage.WILL, _has(FactKind.CONFIDENCE)),
)


def open_promise(state: DialogueState) -> bool:
    """Whether the manager left something open without a day, and nothing was added to it."""
    undated = [fact for fact in state.of(FactKind.PROMISED) if not fact.value]
    detail = state.last(FactKind.PROMISE_DETAIL)
    settled = detail.provenance.turn or 0 if detail else 0
    return any((fact.provenance.turn or 0) > settled for fact in undated)


def _lacks(said: FactKind, about: FactKind) -> Callable[[DialogueState], bool]:
    """Whether something of one kind has been said, and nothing yet of what belongs to it."""
    return lambda state: state.has(said) and not state.has(about)


def _next_talk(state: DialogueState) -> bool:
    """Whether the next talk has a day behind this one."""
    held, again = state.last(FactKind.TALK_HELD), state.last(FactKind.FOLLOW_UP)
    return bool(held and again and (again.value or "") > (held.value or ""))


# What the talk brought decides what is worth asking: a vague promise first, because it fades.
AFTER_TALK: tuple[Item, ...] = (
    Item(
        Slot.OUTCOME,
        "ask_outcome",
        Stage.FOLLOW_UP,
        _has(FactKind.GRANTED, FactKind.REFUSED, FactKind.PROMISED),
    ),
    Item(
        Slot.PROMISE_DETAIL,
        "ask_promise",
        Stage.FOLLOW_UP,
        lambda state: not open_promise(state),
    ),
    Item(
        Slot.REFUSAL_REASON,
        "ask_refusal_reason",
        Stage.FOLLOW_UP,
        lambda state: not _lacks(FactKind.REFUSED, FactKind.REFUSAL_REASON)(state),
    ),
    Item(
        Slot.FIRST_STEP,
        "ask_first_step",
        Stage.FOLLOW_UP,
        lambda state: not _lacks(FactKind.GRANTED, FactKind.FIRST_STEP)(state),
    ),
    Item(Slot.FOLLOW_UP, "ask_next_talk", Stage.FOLLOW_UP, _next_talk),
)
NEW_DATE = Item(Slot.NEW_DATE, "ask_new_date", Stage.FOLLOW_UP, _has(FactKind.MEETING))


def _after_talk(state: DialogueState) -> Item | None:
    """What is left to ask of a talk that is over; each thing is asked for once."""
    moves = (item for item in AFTER_TALK if not item.filled(state))
    return next((item for item in moves if not state.moved(item.move)), None)


def next_item(state: DialogueState) -> Item | None:
    """The next thing to ask for, or None when it is time for the plan (or for good-bye)."""
    if state.talk_over:
        return _after_talk(state)
    if state.has(FactKind.POSTPONED) and not (NEW_DATE.filled(state) or state.moved(NEW_DATE.move)):
        return NEW_DATE
    if state.plan_given:
        return next((item for item in AFTER_PLAN if _open(item, state)), None)
    remaining = [item for item in BEFORE_PLAN if _open(item, state)]
    needed = sum(item.needed for item in remaining)
    spare = PATIENCE - state.turn - needed
    for item in remaining:
        if item.needed:
            return item
        if spare > 0 and not state.hurry:
            return item
    return None


def _open(item: Item, state: DialogueState) -> bool:
    if item.filled(state) or item.slot in state.parked or not item.sensible(state):
        return False
    if state.hurry and item.slot not in IN_A_HURRY:
        return False
    again = item.slot in (Slot.ASK, Slot.TIMEFRAME, Slot.EVIDENCE)
    return state.times_asked(item.slot) < (1 if item.slot in state.answered and not again else 2)
