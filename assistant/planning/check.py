"""What a plan still lacks, by the scale's "A plan", and whether every word in it is earned.

    check_plan(plan)          -> [Finding("action", "Me: Put this request ...: no measure")]
    check_earned(plan, turns) -> [Finding("earned", "plan.asks.0.ask: ... is not in turn 9")]

An empty list means a concrete plan. Rules: specificity scale, "An action item" and "A plan";
follow-up within a year (methods E3); a manager's item with a date (E2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel

from assistant.assessment import assess, assess_action
from assistant.domain.calendar import add_months
from assistant.domain.dialogue import Finding, Turn
from assistant.domain.goal import Origin, Provenance
from assistant.domain.plan import Action, OwnerKind, Plan, Quotation, Value
from assistant.domain.specificity import ActionLevel, Level
from assistant.planning.ledger import folded

MOST_TARGETS = 3


def check_plan(plan: Plan) -> list[Finding]:
    """Everything that keeps a plan from being concrete, each naming the item and what it lacks."""
    checks = (
        _targets,
        _actions,
        _sides,
        _follow_up,
        _strengths,
        _requests,
        _pushback,
        _days,
        _vague,
    )
    return [finding for check in checks for finding in check(plan)]


def _finding(check: str, detail: str) -> Finding:
    return Finding(check=check, detail=detail)


def _targets(plan: Plan) -> Iterator[Finding]:
    count = len(plan.target_roles)
    if not 1 <= count <= MOST_TARGETS:
        yield _finding("target", f"{count} target roles; one to three are needed")


def _actions(plan: Plan) -> Iterator[Finding]:
    for action in plan.actions:
        name = f"{action.owner.text}: {action.action.text}"
        for missing in _missing_parts(action, plan.today):
            yield _finding("action", f"{name}: {missing}")


def _missing_parts(action: Action, today: date) -> Iterator[str]:
    parts = {"owner": action.owner, "measure": action.measure, "first step": action.first_step}
    yield from (f"no {name}" for name, value in parts.items() if not value.text.strip())
    if folded(action.measure.text) in folded(action.action.text):
        yield "the measure only repeats the action"
    if action.due.day < today:
        yield "its day has passed"
    if action.due.day.weekday() > 4 and action.due.provenance.origin is Origin.PROPOSED:
        yield "its day is no workday"
    if not can_be_seen(action, today):
        yield "no act that can be seen done"


def can_be_seen(action: Action, today: date) -> bool:
    """Whether the action holds a visible act with its object, by the product's own scale."""
    head = action.action.text.split(":")[0]
    text = f"{action.owner.text} will {head[:1].lower()}{head[1:]} by {action.due.day.isoformat()}."
    return assess_action(text, today=today).level is not ActionLevel.VAGUE


def _sides(plan: Plan) -> Iterator[Finding]:
    for kind in (OwnerKind.MANAGER, OwnerKind.EMPLOYEE):
        if not plan.owned_by(kind):
            yield _finding("sides", f"no action of the {kind.value}")


def _follow_up(plan: Plan) -> Iterator[Finding]:
    day = plan.follow_up.day.day
    if day <= plan.today:
        yield _finding("follow_up", "the follow-up does not lie ahead")
    if day > add_months(plan.today, 12):
        yield _finding("follow_up", "the follow-up is more than a year away")


def _strengths(plan: Plan) -> Iterator[Finding]:
    if not any(strength.evidence for strength in plan.strengths):
        yield _finding("strength", "no strength with evidence")
    for strength in plan.strengths:
        if strength.evidence is None and strength.claim is not None:
            yield _finding("strength", f"{strength.claim.text}: no evidence")
    if not plan.gaps:
        yield _finding("gap", "no gap is named")


def _requests(plan: Plan) -> Iterator[Finding]:
    if not plan.asks:
        yield _finding("ask", "nothing is asked of the manager")
    for ask in plan.asks:
        if ask.brings is None:
            yield _finding("ask", f"{ask.ask.text}: nothing is brought to it")
        if ask.fallback is None:
            yield _finding("ask", f"{ask.ask.text}: no fallback")


def _vague(plan: Plan) -> Iterator[Finding]:
    """No sentence of the person's own stands on a vague word alone."""
    goals = (*plan.objectives_sooner, *plan.objectives_short, *plan.objectives_long)
    parts = [part for ask in plan.asks for part in (ask.ask, ask.brings, ask.fallback) if part]
    for value in (*parts, *(goal.text for goal in goals)):
        if value.said and is_vague(value.text, plan.today):
            yield _finding("vague", f"{value.text}: it stands on a vague word alone")


def is_vague(text: str, today: date) -> bool:
    """Whether nothing is left of a text once its vague words are taken out."""
    found = assess(text, today=today)
    if found.level is not Level.VAGUE or not found.vague_spans:
        return False
    rest = text
    for span in sorted(found.vague_spans, key=lambda span: -span.start):
        rest = rest[: span.start] + rest[span.end :]
    return not any(len(word) > 4 for word in rest.split())


def _pushback(plan: Plan) -> Iterator[Finding]:
    if not plan.pushback:
        yield _finding("pushback", "no push-back is expected")
    for item in plan.pushback:
        if item.answer is None:
            yield _finding("pushback", f"{item.objection.text}: no answer")
        if item.counter_proposal is None:
            yield _finding("pushback", f"{item.objection.text}: no counter-proposal")


def _days(plan: Plan) -> Iterator[Finding]:
    """Objectives inside their windows (methods A11)."""
    windows = {"objectives_short": (6, 12), "objectives_long": (24, 60)}
    for name, (first, last) in windows.items():
        start, end = add_months(plan.today, first), add_months(plan.today, last)
        for objective in getattr(plan, name):
            if objective.due is not None and not start <= objective.due.day <= end:
                yield _finding("objective", f"{objective.text.text}: outside its horizon")


def check_earned(plan: Plan, turns: Iterable[Turn]) -> list[Finding]:
    """Every value and quotation that claims to be said, held against the message of its turn."""
    messages = {turn.number: folded(turn.message) for turn in turns}
    findings = []
    for path, text, provenance in _claims(plan, "plan"):
        if provenance.origin is not Origin.SAID:
            continue
        if folded(text) not in messages.get(provenance.turn or 0, ""):
            detail = f'{path}: "{text}" is not in turn {provenance.turn}'
            findings.append(_finding("earned", detail))
    return findings


def values_of(plan: Plan) -> list[Value]:
    """Every value of a plan, wherever it stands."""
    return [node for _, node in _nodes(plan, "plan") if isinstance(node, Value)]


def _claims(plan: Plan, name: str) -> Iterator[tuple[str, str, Provenance]]:
    for path, node in _nodes(plan, name):
        if isinstance(node, Value | Quotation):
            yield path, node.text, node.provenance


def _nodes(node: object, path: str) -> Iterator[tuple[str, object]]:
    yield path, node
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _nodes(getattr(node, name), f"{path}.{name}")
    elif isinstance(node, tuple):
        for number, item in enumerate(node):
            yield from _nodes(item, f"{path}.{number}")
