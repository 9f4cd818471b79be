"""Who does what by when: the employee's part and the manager's, at least one of them dated theirs.

Every action is a visible act with its object; the sign that it is done is said apart from it
(specificity scale, "An action item"; methods E2, E7, E9).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.domain.goal import COMPUTED, FactKind
from assistant.domain.plan import Action, AgreementState, Ask, Day, OwnerKind, Value
from assistant.planning.evidence import person
from assistant.planning.goals import open_gaps
from assistant.planning.ledger import Piece
from assistant.planning.material import Material
from assistant.planning.outcome import open_asks, outcome
from assistant.planning.timing import thank_you_day

MOST = {OwnerKind.EMPLOYEE: 6, OwnerKind.MANAGER: 4}
UNSURE = 6  # of 10; from here down the request goes on paper (exemplar 1)


def actions(material: Material, requests: tuple[Ask, ...]) -> tuple[Action, ...]:
    """All actions in the order of their days, within the limits of either side."""
    if material.state.talk_over:
        mine, theirs = list(_after(material)), list(_promised(material, requests))
        return _within(mine, theirs)
    mine, theirs = list(_employee(material, requests)), list(_manager(material, requests))
    return _within(mine, theirs)


def _within(mine: list[Action], theirs: list[Action]) -> tuple[Action, ...]:
    kept = [*mine[: MOST[OwnerKind.EMPLOYEE]], *theirs[: MOST[OwnerKind.MANAGER]]]
    return tuple(sorted(kept, key=lambda action: action.due.day))


def _after(material: Material) -> Iterator[Action]:
    """The employee's part once the talk is over: the note, then the way to the role."""
    yield _mine(material, "note", thank_you_day(material.timing))
    yield from _about_roles(material)
    yield from _towards(material)


def _promised(material: Material, requests: tuple[Ask, ...]) -> Iterator[Action]:
    """The manager's part once the talk is over: what was promised, what was agreed."""
    told = outcome(material)
    for kind, verdict in (
        ("keep_promise", AgreementState.OPEN),
        ("begin", AgreementState.AGREED),
    ):
        for item in (i for i in told if i.verdict is verdict):
            named = item.due if verdict is AgreementState.OPEN else None
            due = named if named and named.day.weekday() < 5 else material.decision
            yield _theirs(material, kind, due, answer=item.text)
    waiting = [ask for ask in open_asks(requests) if ask.ask.said]
    for request in waiting[:1] if not any(i.verdict is AgreementState.OPEN for i in told) else ():
        yield _theirs(material, "decide", material.decision, ask=request.ask)
    kind = "path" if material.targets else "two_roles"
    yield _theirs(material, kind, material.timing.due(21, material.timing.frame))
    if not material.timing.has_follow_up:
        yield _theirs(material, "calendar", material.timing.first)


def _employee(material: Material, requests: tuple[Ask, ...]) -> Iterator[Action]:
    timing = material.timing
    yield _mine(material, "put_ask", timing.first, _day=_meeting_day(material), ask=requests[0].ask)
    if _unsure(material):
        yield _mine(material, "slip", timing.before_meeting(1), ask=requests[0].ask)
    yield from _about_evidence(material)
    yield from _about_roles(material)
    for fact in material.brings[-1:]:
        day = timing.before_meeting(1)
        yield _mine(material, "brings", day, brings=material.ledger.said(fact))
    yield from _towards(material)


def _towards(material: Material) -> Iterator[Action]:
    """What brings the role nearer whatever the manager says."""
    timing = material.timing
    if material.targets:
        contacts = material.facts(FactKind.CONTACT)[-1:]
        who = person(contacts[0], material.ledger) if contacts else None
        yield _mine(material, "contact" if who else "peer", timing.due(18), contact=who)
    for gap in open_gaps(material)[:1]:
        yield _mine(material, "gap", timing.due(25, timing.frame), gap=gap)


def _about_roles(material: Material) -> Iterator[Action]:
    """Without a target: the way to one."""
    if not material.targets:
        like = material.quote(FactKind.LIKE)
        yield _mine(material, "roles_list", material.timing.before_meeting(2), like=like)
        yield _mine(material, "role_talk", material.timing.due(18))


def _unsure(material: Material) -> bool:
    """Whether the person gave themselves less than the usual trust of saying it aloud."""
    fact = material.state.last(FactKind.CONFIDENCE)
    value = (fact.value or "") if fact else ""
    return value.isdecimal() and int(value) <= UNSURE


def _about_evidence(material: Material) -> Iterator[Action]:
    timing = material.timing
    best = material.results[0] if material.results else None
    if best is None:
        yield _mine(material, "evidence_find", timing.before_meeting(1))
        return
    kind = "evidence_page" if best.counted else "evidence_count"
    yield _mine(material, kind, timing.before_meeting(1), evidence=best.short)
    for fact in material.facts(FactKind.WITNESS)[:1]:
        witness = person(fact, material.ledger)
        day = timing.before_meeting(2)
        yield _mine(material, "witness", day, witness=witness, evidence=best.short)


def _manager(material: Material, requests: tuple[Ask, ...]) -> Iterator[Action]:
    timing = material.timing
    if not material.targets and not material.state.has(FactKind.ASK, FactKind.ROUTE):
        yield _theirs(material, "two_roles", material.decision)
    else:
        day = min(material.decision, max(requests[0].due.day, timing.first))
        yield _theirs(material, "decide", day, ask=requests[0].ask)
    if material.targets:
        yield _theirs(material, "path", timing.due(21, timing.frame))
    for fact in material.facts(FactKind.CONTACT)[-1:]:
        who = person(fact, material.ledger)
        yield _theirs(material, "introduce", timing.due(11), contact=who)
    for gap in open_gaps(material)[:1]:
        yield _theirs(material, "gap_advice", timing.due(21, timing.frame), gap=gap)
    yield _theirs(material, "calendar", timing.first)


def _meeting_day(material: Material) -> Day | None:
    """The day of the talk itself, unless it is over."""
    meeting = material.timing.meeting
    return meeting if meeting.day >= material.today else None


def _mine(
    material: Material,
    kind: str,
    day: Day | date,
    *,
    _day: Day | None = None,
    **pieces: Piece | None,
) -> Action:
    me = material.wording.labels.me
    owner = Value(text=me, provenance=COMPUTED, mark=COMPUTED.mark())
    return _action(material, kind, (owner, OwnerKind.EMPLOYEE), _day or day, pieces)


def _theirs(material: Material, kind: str, day: Day | date, **pieces: Piece | None) -> Action:
    name = str(material.pieces()["Manager"])
    unnamed = Value(text=name, provenance=COMPUTED, mark=COMPUTED.mark())
    return _action(material, kind, (material.manager or unnamed, OwnerKind.MANAGER), day, pieces)


def _action(
    material: Material,
    kind: str,
    owner: tuple[Value, OwnerKind],
    day: Day | date,
    pieces: dict[str, Piece | None],
) -> Action:
    block = material.wording.actions[kind]

    return Action(
        owner=owner[0],
        owner_is=owner[1],
        action=material.line(block.texts("action"), **pieces),
        due=day if isinstance(day, Day) else material.proposed_day(day),
        measure=material.line(block.texts("measure"), **pieces),
        first_step=material.line(block.texts("first_step"), **pieces),
        accountability=material.line(block.texts("accountability"), **pieces),
    )
