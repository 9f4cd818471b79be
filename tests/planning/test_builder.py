"""What a plan must hold, whoever talked: properties of hand-built conversations."""

from datetime import date, timedelta

import pytest

from assistant.domain.calendar import add_months
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind, Origin, Provenance
from assistant.domain.plan import AgreementState, OwnerKind, Plan
from assistant.planning import build_plan, check_earned, check_plan, plan_wording, render_markdown
from assistant.planning.check import values_of
from assistant.planning.evidence import has_figure


def checks(plan, name):
    return [finding.detail for finding in check_plan(plan) if finding.check == name]


def test_both_sides_act_and_every_action_is_concrete(somebody) -> None:
    plan = somebody.plan
    assert len(plan.owned_by(OwnerKind.EMPLOYEE)) >= 2
    assert plan.owned_by(OwnerKind.MANAGER)
    assert checks(plan, "action") == checks(plan, "sides") == []


def test_every_word_is_earned_or_marked(somebody) -> None:
    plan = somebody.plan
    assert check_earned(plan, somebody.turns) == []
    for value in values_of(plan):
        assert value.mark
        if value.provenance.origin is Origin.PROPOSED:
            assert "(proposed" in value.mark or "rehearsed" in value.mark


def test_days_lie_ahead_on_workdays(somebody) -> None:
    plan = somebody.plan
    for action in plan.actions:
        assert action.due.day >= plan.today
        assert action.due.day.weekday() < 5
        assert action.due.day <= plan.follow_up.day.day or not action.due.said
    again = plan.follow_up
    assert plan.today < again.day.day <= add_months(plan.today, 12)
    assert again.agenda.day <= again.preparation.day <= again.day.day
    assert plan.thank_you_note.day.day.weekday() < 5


def test_objectives_lie_in_their_windows(somebody) -> None:
    assert checks(somebody.plan, "objective") == []


def test_nothing_is_agreed_yet(somebody) -> None:
    plan = somebody.plan
    assert plan.agreed.manager is AgreementState.OPEN
    assert all(action.agreed.manager is AgreementState.OPEN for action in plan.actions)


def test_a_measure_is_more_than_the_action(somebody) -> None:
    for action in somebody.plan.actions:
        assert action.measure.text not in action.action.text
        assert action.first_step.text != action.action.text


def test_the_first_question_is_where_do_you_see_me(somebody) -> None:
    assert somebody.plan.questions[0].text == "Where do you see me?"


def test_the_record_survives_json(somebody) -> None:
    plan = somebody.plan
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert Plan.model_json_schema()["properties"]["actions"]


def test_a_rich_plan_is_concrete(people) -> None:
    assert check_plan(people["nurse"].plan) == []


def test_the_rich_plan_keeps_her_dates(people) -> None:
    plan = people["nurse"].plan
    assert plan.meeting.day.isoformat() == "2026-12-10"
    assert plan.follow_up.day.day.isoformat() == "2027-01-19"
    assert plan.follow_up.agenda.day.isoformat() == "2027-01-12"
    assert plan.follow_up.preparation.day.isoformat() == "2027-01-18"
    assert plan.thank_you_note.day.day.isoformat() == "2026-12-14"
    assert plan.asks[0].due.day.isoformat() == "2027-01-04"
    decide = next(a for a in plan.owned_by(OwnerKind.MANAGER) if "Decide" in a.action.text)
    assert decide.due.day <= plan.asks[0].due.day


def test_the_best_result_opens_and_its_witness_stands_beside_it(people) -> None:
    plan = people["nurse"].plan
    assert "from 14 to 5" in plan.opening_line.text
    assert "Nurse Manager" in plan.opening_line.text
    assert "September 2027" in plan.opening_line.text
    first, second = plan.strengths
    assert first.witness.text == "Dr Osei"
    assert [hole.key for hole in second.holes] == ["witness_of"]


def test_a_rehearsed_objection_keeps_the_answer_that_was_given(people) -> None:
    first = people["nurse"].plan.pushback[0]
    assert first.rehearsed
    assert "who does what you do" in first.objection.text
    assert first.answer.text.startswith("Bea runs nights")
    assert first.answer.mark == "[9]"


def test_a_gap_becomes_a_request_and_is_held_against_the_role(people) -> None:
    plan = people["nurse"].plan
    assert plan.gaps[0].requirement.text == "a budget held for a year"
    twice = people["analyst"].plan
    asked = " ".join(ask.ask.text for ask in twice.asks)
    assert all(gap.text.text in asked for gap in twice.gaps)


def test_a_picked_role_is_not_called_said(people) -> None:
    title = people["warehouse"].plan.target_roles[0].title
    assert title.provenance.origin is Origin.PROPOSED
    assert "chosen [2]" in title.mark


def test_a_meeting_tomorrow_leaves_today(people) -> None:
    plan = people["warehouse"].plan
    assert plan.meeting.day == plan.today + timedelta(days=1)
    assert any(action.due.day == plan.today for action in plan.actions)


def test_a_time_frame_between_the_horizons_has_a_place_of_its_own(people) -> None:
    plan = people["analyst"].plan
    assert plan.time_frame.day.isoformat() == "2028-11-24"
    roles = [*plan.objectives_between, *plan.objectives_long]
    assert any("Finance Business Partner" in item.text.text for item in roles)
    assert plan.objectives_short


def test_evidence_without_a_figure_says_so(people) -> None:
    plan = people["analyst"].plan
    assert any(hole.key == "evidence_number" for hole in plan.strengths[0].holes)
    assert any("Count what stands behind" in action.action.text for action in plan.actions)


def test_without_a_meeting_the_dates_are_proposed(people) -> None:
    plan = people["analyst"].plan
    assert plan.meeting.mark == "(proposed)"
    assert plan.hole("meeting")


def test_what_was_struck_is_off_the_list_only(people) -> None:
    plan = people["teacher"].plan
    assert [role.title.text for role in plan.target_roles] == ["Professional Tutor"]
    assert [value.text for value in plan.dismissed] == ["Assistant Head"]
    text = render_markdown(plan)
    assert text.count("Assistant Head") == 1


def test_an_expected_objection_takes_the_answer_after_it(people) -> None:
    first = people["teacher"].plan.pushback[0]
    assert first.objection.text == "there is nobody for Year 9"
    assert first.answer.text == "Hywel Prosser does half of it"


def test_an_answer_holds_only_what_was_said(people) -> None:
    for name in ("nurse", "warehouse", "teacher"):
        plan = people[name].plan
        for item in plan.pushback:
            assert item.answer is None or item.answer.said or item.answer.quotes


def test_every_objection_has_a_smaller_thing_to_say_yes_to(somebody) -> None:
    plan = somebody.plan
    assert plan.pushback
    assert all(item.counter_proposal for item in plan.pushback)


def test_without_results_an_objection_has_no_answer(people) -> None:
    plan = people["named_by_coach"].plan
    assert plan.pushback
    assert all(item.answer is None for item in plan.pushback)


def test_without_a_target_the_plan_gets_one_named(people) -> None:
    plan = people["wanderer"].plan
    assert plan.target_roles == ()
    assert plan.opening_line is None
    assert plan.hole("target")
    assert plan.hole("opening")
    deeds = " ".join(action.action.text for action in plan.actions)
    assert "three roles" in deeds
    assert plan.why[0].text == "sorting out the files"
    assert checks(plan, "target")


def test_neighbouring_sentences_make_one_result() -> None:
    message = "Waste on line 3. 6.2 down to 3.9 since June."
    cut = message.index("6.2")
    facts = [
        Fact(
            kind=FactKind.EVIDENCE,
            text=message[start:end],
            provenance=Provenance(origin=Origin.SAID, turn=1, start=start, end=end),
        )
        for start, end in ((0, cut - 1), (cut, len(message)))
    ]
    state = DialogueState(turn=1, facts=tuple(facts), messages=(message,))
    plan = build_plan("c", state, date(2026, 11, 24), Catalogue([]), plan_wording())
    assert [row.evidence.text for row in plan.strengths] == [message]


def test_a_length_of_service_is_no_time_frame(people) -> None:
    person = people["wanderer"].says(
        "11 years in", ("tenure", "11 years"), ("timeframe", "11 years", "2037-11-24")
    )
    assert person.plan.time_frame is None
    assert person.plan.hole("timeframe")


def test_who_is_unsure_gets_it_on_paper(people) -> None:
    sure, unsure = people["nurse"], people["teacher"].says("4", ("confidence", "4", "4"))
    assert not any("slip" in action.action.text for action in sure.plan.actions)
    assert any("slip" in action.action.text for action in unsure.plan.actions)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("falls went from 14 to 5", True),
        ("I trained six starters", True),
        ("\u20ac410,000 of unbilled surcharges", True),
        ("I ran line 3 in 2024", False),
        ("12 years of loyal service", False),
        ("rebuilt the forecast", False),
    ],
)
def test_what_counts_as_a_figure(text: str, counted: bool) -> None:
    assert has_figure(text) is counted


def test_check_names_the_item_and_what_it_lacks(people) -> None:
    plan = people["nurse"].plan
    action = plan.actions[0]
    blank = action.measure.model_copy(update={"text": " "})
    late = action.due.model_copy(update={"day": plan.today - timedelta(days=1)})
    broken = action.model_copy(update={"measure": blank, "due": late})
    found = checks(plan.model_copy(update={"actions": (broken,)}), "action")
    assert any("no measure" in detail and action.action.text in detail for detail in found)
    assert any("passed" in detail for detail in found)
    assert checks(plan.model_copy(update={"actions": (action,)}), "sides")


def test_what_nobody_said_is_not_earned(people) -> None:
    person = people["nurse"]
    plan = person.plan
    false = plan.why[0].model_copy(update={"text": "leading large transformations"})
    found = check_earned(plan.model_copy(update={"why": (false,)}), person.turns)
    assert [finding.check for finding in found] == ["earned"]
    assert "leading large transformations" in found[0].detail
