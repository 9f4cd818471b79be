"""Whatever was said, in whatever order: a plan comes out, and everything in it is accounted for."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import (
    Fact,
    FactKind,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.knowledge import Role, Seniority
from assistant.domain.plan import OwnerKind
from assistant.planning import (
    build_plan,
    check_plan,
    plan_wording,
    render_brief,
    render_csv,
    render_markdown,
)
from assistant.planning.check import values_of
from assistant.planning.ledger import folded

ROLE = Role(
    id="shift-leader",
    title="Shift Leader",
    function="Operations",
    level=Seniority.LEAD,
    week=("a", "b"),
    requirements=("labour planning", "audits"),
    would_love=("a", "b", "c"),
)
CATALOGUE = Catalogue([ROLE])
DATED = (FactKind.MEETING, FactKind.TIMEFRAME, FactKind.FOLLOW_UP, FactKind.ASK, FactKind.LONG_VIEW)

texts = st.one_of(
    st.sampled_from(
        [
            "I cut mis-picks from 40 to 11",
            "audits",
            "sept",
            "six new starters | all stayed",
            '"quote" {role} [x](y)',
            "he'll say there is no budget",
            "\u2019s \u00e9t\u00e9 \U0001f600",
            "a" * 220,
        ]
    ),
    st.text(min_size=1, max_size=40).filter(lambda text: text.strip()),
)
days = st.dates(date(2020, 1, 1), date(2036, 12, 31))
values = st.one_of(
    st.none(), days.map(date.isoformat), st.sampled_from(["yes", "none", "5", "Kev"])
)


@st.composite
def states(draw) -> DialogueState:
    messages, facts, roles = [], [], []
    for turn in range(1, draw(st.integers(1, 5)) + 1):
        told = draw(st.lists(st.tuples(st.sampled_from(list(FactKind)), texts, values), max_size=6))
        messages.append(" / ".join(text for _, text, _ in told) or "hm")
        place = Provenance(origin=draw(st.sampled_from(list(Origin))), turn=turn)
        facts += [
            Fact(kind=kind, text=text, value=value, quote=text, provenance=place)
            for kind, text, value in told
        ]
    statuses = st.sampled_from(list(RoleStatus))
    for title, status in draw(st.lists(st.tuples(texts, statuses), max_size=4)):
        place = Provenance(origin=Origin.SAID, turn=1, start=0, end=3)
        roles.append(RoleStanding(title=title, status=status, provenance=place))
    if draw(st.booleans()):
        place = Provenance(origin=Origin.SAID, turn=1)
        roles.append(
            RoleStanding(
                title="Shift Leader",
                role_id="shift-leader",
                status=RoleStatus.ACCEPTED,
                provenance=place,
            )
        )
    return DialogueState(
        turn=len(messages), facts=tuple(facts), roles=tuple(roles), messages=tuple(messages)
    )


@settings(max_examples=60)
@given(state=states(), today=st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_plan_always_comes_out_and_is_accounted_for(state: DialogueState, today: date) -> None:
    plan = build_plan("c", state, today, CATALOGUE, plan_wording())
    assert plan == build_plan("c", state, today, CATALOGUE, plan_wording())
    for value in values_of(plan):
        assert value.mark
        for said in [value, *value.quotes]:
            if said.provenance.origin is Origin.SAID:
                message = state.messages[said.provenance.turn - 1]
                assert folded(said.text) in folded(message)
    assert plan.owned_by(OwnerKind.MANAGER)
    assert len(plan.owned_by(OwnerKind.EMPLOYEE)) >= 2
    for action in plan.actions:
        assert today <= action.due.day
        assert action.due.day.weekday() < 5 or action.due.day == plan.meeting.day
    if plan.meeting.day < today:
        assert str(plan.follow_up.day.day.year) in plan.title
    assert today < plan.follow_up.day.day
    assert today <= plan.follow_up.agenda.day <= plan.follow_up.day.day
    assert plan.thank_you_note.day.day >= today
    broken = {"sides", "objective"}
    assert [finding for finding in check_plan(plan) if finding.check in broken] == []
    for render in (render_markdown, render_brief, render_csv):
        assert render(plan)


@given(today=st.dates(date(2024, 1, 1), date(2030, 12, 31)), ahead=st.integers(0, 60))
def test_any_day_of_a_meeting_works(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    fact = Fact(
        kind=FactKind.MEETING,
        text="then",
        value=day.isoformat(),
        provenance=Provenance(origin=Origin.SAID, turn=1),
    )
    state = DialogueState(turn=1, messages=("then",), facts=(fact,))
    plan = build_plan("c", state, today, CATALOGUE, plan_wording())
    assert plan.meeting.day == day
    for action in plan.owned_by(OwnerKind.MANAGER):
        assert action.due.day >= day
    assert plan.follow_up.day.day > day
