"""What a plan must be, read from the plan itself and not through the product's own check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.calendar import add_months
from assistant.domain.dialogue import DialogueState, Turn
from assistant.domain.goal import FactKind
from assistant.domain.plan import OwnerKind, Plan
from assistant.planning import check_earned, check_plan
from evals.scorers import Fault, Found

# A hole that a plan must show while nobody has said anything of the kind.
_HOLES = {
    "evidence": FactKind.EVIDENCE,
    "ask": FactKind.ASK,
    "gap": FactKind.GAP,
    "meeting": FactKind.MEETING,
    "manager_knows": FactKind.MANAGER_KNOWS,
    "follow_up": FactKind.FOLLOW_UP,
}


def faults(plan: Plan, turns: Sequence[Turn]) -> Found:
    """What speaks against the plan of a conversation."""
    end = len(turns)
    state = DialogueState.from_turns(turns)
    yield "earned", [_plain(f.detail, end) for f in check_earned(plan, list(turns))]
    yield "both_owners", [_plain(text, end) for text in _owners(plan)]
    yield "dates_valid", [_plain(text, end) for text in _days(plan)]
    yield "holes_named", [_plain(text, end) for text in _hidden(plan, state)]
    yield "targets_stand", [_plain(text, end) for text in _targets(plan, state)]
    if plan.target_roles:
        yield "concrete", [_plain(f"{f.check}: {f.detail}", end) for f in check_plan(plan)]


def _plain(text: str, turn: int) -> Fault:
    return Fault(turn=turn, text=text)


def _owners(plan: Plan) -> Iterator[str]:
    for kind in (OwnerKind.MANAGER, OwnerKind.EMPLOYEE):
        if not any(action.due is not None for action in plan.owned_by(kind)):
            yield f"no dated action of the {kind.value}'s"


def _days(plan: Plan) -> Iterator[str]:
    """Everything proposed lies ahead, on a workday, and not beyond five years; order makes sense."""
    last = add_months(plan.today, 60)
    for action in plan.actions:
        day = action.due.day
        if not plan.today <= day <= last:
            yield f"{action.action.text[:60]}: {day}"
        if day.weekday() > 4 and not action.due.said:
            yield f"{action.action.text[:60]}: {day} is a weekend"
    follow = plan.follow_up
    if not plan.today < follow.day.day <= add_months(plan.today, 12):
        yield f"the follow-up is on {follow.day.day}"
    if not follow.agenda.day <= follow.preparation.day <= follow.day.day:
        yield "agenda, preparation and follow-up are out of order"
    if plan.thank_you_note.day.day < plan.today:
        yield f"the thank-you note is due on {plan.thank_you_note.day.day}"


def _hidden(plan: Plan, state: DialogueState) -> Iterator[str]:
    shown = {hole.key for hole in plan.holes}
    for key, kind in _HOLES.items():
        covered = key == "ask" and state.has(FactKind.ROUTE)
        if not state.has(kind) and not covered and key not in shown:
            yield f"nobody has said the {key}, and no hole is named"
    if not state.targets and "target" not in shown:
        yield "there is no target, and no hole is named"


def _targets(plan: Plan, state: DialogueState) -> Iterator[str]:
    """The plan's roles are those said yes to, no more and no less, three at most."""
    wanted = {role.title for role in state.targets}
    found = {role.title.text for role in plan.target_roles}
    for title in sorted(found - wanted):
        yield f"{title} was never said yes to"
    if wanted and not found:
        yield "the target is left out"
