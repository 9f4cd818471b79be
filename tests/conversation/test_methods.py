"""What the seed articles ask for, seen in short conversations: proofs of knowledge/methods.yaml."""

import pytest

from assistant.bootstrap import Parts
from assistant.domain.catalogue import MoveKind
from assistant.domain.dialogue import Slot, Turn
from assistant.domain.goal import FactKind
from assistant.domain.plan import OwnerKind
from assistant.domain.specificity import Missing
from assistant.domain.standing import missing_now
from assistant.planning import render_brief
from tests.conversation.conftest import TODAY, Talk

SETTLED = "I want to be a Payroll Specialist by March 2028. I see my manager Jo on 9 December."
KNOWS = "Jo has never heard it from me."
RESULT = "I cut late payslips from 40 to 3 a month."

ANSWERS = {
    Slot.TIMEFRAME: "By March 2028.",
    Slot.MEETING: "9 December, with Jo.",
    Slot.MANAGER_KNOWS: KNOWS,
    Slot.EVIDENCE: RESULT,
    Slot.CURRENT_ROLE: "I'm a payroll administrator.",
    Slot.LIKES: "Explaining a payslip to somebody who never understood one.",
    Slot.GAP: "I have never done a year-end.",
    Slot.ROUTE: "The project.",
    Slot.ASK: "I'd ask Jo for two mornings a week in payroll from 1 February 2027.",
    Slot.BRINGS: "I'd write down the Friday run for whoever takes it.",
    Slot.PUSHBACK: "Bea has done the payroll with me since May and can take it over.",
    Slot.FALLBACK: "One morning a week, and a look at it in April.",
    Slot.FOLLOW_UP: "On 20 January 2027.",
    Slot.CONFIDENCE: "7",
    Slot.PLAN_CHECK: "That is all for now.",
}


def until(talk: Talk, slot: Slot) -> Turn:
    """A conversation that answers what it is asked, up to the question for this slot."""
    (turn,) = talk(SETTLED)
    for _ in range(28):
        if turn.move.slot is slot:
            return turn
        answer = ANSWERS.get(turn.move.slot, "I don't know.") if turn.move.slot else "Go on."
        (turn,) = talk(answer, conversation=turn.conversation)
    pytest.fail(f"{slot} was never asked for")


def facts(turn: Turn, kind: FactKind) -> list[str]:
    return [fact.text for fact in turn.understanding.facts if fact.kind is kind]


@pytest.mark.parametrize(
    ("said", "liked"),
    [("It's fine.", False), ("Explaining a payslip to somebody who never understood one.", True)],
)
def test_a_mood_is_no_liking_and_an_activity_is(talk: Talk, said: str, liked: bool) -> None:
    name = until(talk, Slot.LIKES).conversation
    (turn,) = talk(said, conversation=name)
    assert bool(facts(turn, FactKind.LIKE)) is liked


def test_a_strength_without_evidence_is_a_hole_in_the_plan(wired: Parts, talk: Talk) -> None:
    (turn,) = talk(
        "I want to be a Payroll Specialist by March 2028. I'm good with difficult people."
    )
    plan = wired.plan(turn.conversation, TODAY)
    assert not [strength for strength in plan.strengths if strength.evidence]
    assert plan.hole("evidence")


def test_the_manager_should_know_is_asked_back(talk: Talk) -> None:
    (turn,) = talk(f"{SETTLED} Jo should know what I want by now.")
    assert turn.move.name == "ask_manager_knows"
    assert "assumption" in turn.move.tags


def test_effort_is_set_apart_from_a_case(talk: Talk) -> None:
    turns = talk(SETTLED, KNOWS, "I work harder than anybody and I'm always on time.")
    assert turns[2].move.name == "separate_effort"
    assert turns[2].move.slot is Slot.EVIDENCE
    assert not facts(turns[2], FactKind.EVIDENCE)


@pytest.mark.parametrize(
    "wish",
    [
        "I'd really like a job with a more defined career path.",
        "I would love work with a clearer way ahead.",
        "What I want is a job where I can see a path.",
    ],
)
def test_the_wish_is_read_wrongly_on_purpose(talk: Talk, wish: str) -> None:
    (turn,) = talk(f"I'm a customer service agent. {wish}")
    assert turn.move.slot is Slot.TARGET
    readings = [turn.move.values[name] for name in ("reading1", "reading2")]
    assert all(reading in turn.reply for reading in readings)


def test_the_gate_names_the_part_that_is_missing(wired: Parts, talk: Talk) -> None:
    name = talk("I'm a clerk and I want to work in Human Resources.")[0].conversation
    assert missing_now(wired.coach.state(name))[0] == Missing.ROLE.value
    talk("HR Generalist.", conversation=name)
    left = missing_now(wired.coach.state(name))
    assert Missing.ROLE.value not in left and Missing.TIMEFRAME.value in left


def test_conditions_become_a_list_and_a_question_for_the_title(talk: Talk) -> None:
    turns = talk(
        "I'm an accountant and want something with more of a future.",
        "It depends, ideally only if I can keep Fridays free.",
        "It depends on whether I can stay in Leeds, and only if the pay is not less than now.",
    )
    assert turns[2].move.name == "list_conditions"
    assert "- I can keep Fridays free" in turns[2].reply
    assert turns[2].move.slot is Slot.TARGET


def test_only_up_is_asked_into_which_seat(talk: Talk) -> None:
    (turn,) = talk("I'm a nurse and I want to move up.")
    assert turn.move.name == "ask_seat"


def test_more_than_one_way_to_the_role_is_offered_with_its_price(talk: Talk) -> None:
    routes = until(talk, Slot.ROUTE)
    assert routes.move.name == "offer_routes"
    assert routes.reply.count("\n- **") + routes.reply.startswith("- **") >= 3
    assert "Costs" in routes.reply


def test_a_step_down_is_a_target_like_any_other(wired: Parts, talk: Talk) -> None:
    (turn,) = talk(
        "I'm a Ward Manager. I want to go back to being a Registered Nurse by June 2027."
    )
    state = wired.coach.state(turn.conversation)
    assert [target.title for target in state.targets] == ["Registered Nurse"]
    catalogue = wired.corpus.catalogue
    now, target = catalogue.find("Ward Manager"), catalogue.find("Registered Nurse")
    assert now and target and target.level.rank < now.level.rank
    assert catalogue.relation(now, target) is MoveKind.STEP_DOWN
    assert wired.plan(turn.conversation, TODAY).target_roles[0].title.text == "Registered Nurse"


def test_a_pain_point_stands_in_the_plan_as_what_the_role_would_solve(
    wired: Parts, talk: Talk
) -> None:
    name = until(talk, Slot.PAIN_POINT).conversation
    said = "Every month end we pay two people for overtime because leavers are typed in by hand."
    talk(said, conversation=name)
    plan = wired.plan(name, TODAY)
    assert any("leavers are typed in by hand" in value.text for value in plan.serves)


def test_the_brief_holds_role_evidence_request_and_fallback(wired: Parts, talk: Talk) -> None:
    name = until(talk, Slot.PLAN_CHECK).conversation
    brief = render_brief(wired.plan(name, TODAY))
    for part in (
        "Payroll Specialist",
        "from 40 to 3",
        "two mornings a week",
        "One morning a week",
        "Where do you see me?",
    ):
        assert part in brief


def test_every_brief_asks_the_manager_the_three_questions(wired: Parts, talk: Talk) -> None:
    (turn,) = talk(SETTLED)
    asked = [value.text for value in wired.plan(turn.conversation, TODAY).questions]
    assert "Developing, strong or outstanding" in " ".join(asked), "how do you assess my work"
    assert any("strengths" in text and "missing" in text for text in asked)
    assert any("ready for the role of Payroll Specialist" in text for text in asked)


@pytest.mark.parametrize(
    ("persona", "motive"),
    [("lose-you", ("spare", "hold this place", "let you go")), ("own-career", ("career", "help"))],
)
def test_a_manager_objects_from_a_motive_and_stays_in_the_part(
    wired: Parts, talk: Talk, persona: str, motive: tuple[str, ...]
) -> None:
    name = talk(SETTLED, KNOWS, RESULT)[0].conversation + persona
    talk(SETTLED, KNOWS, RESULT, conversation=name)
    turn = wired.coach.rehearse(name, persona, TODAY)
    assert turn.move.slot is Slot.REHEARSAL
    assert any(word in turn.reply for word in motive)
    said = "Bea has done the payroll with me since May and can take it over."
    answered = talk(said, conversation=name)[0]
    assert answered.move.slot is Slot.REHEARSAL
    assert "cover" in wired.coach.state(name).rehearsal[0].holds


def test_somebody_better_placed_is_asked_for_and_the_manager_introduces(
    wired: Parts, talk: Talk
) -> None:
    name = until(talk, Slot.WHO_ELSE).conversation
    plan = wired.plan(name, TODAY)
    assert "somebody else here" in plan.referral.text
    talk("Ruth in finance, she did the same move.", conversation=name)
    mine = [action.action.text for action in wired.plan(name, TODAY).owned_by(OwnerKind.MANAGER)]
    assert any("Introduce me to" in text and "Ruth" in text for text in mine), mine
    assert any("Ruth" in value.text for value in wired.plan(name, TODAY).who_else)


def test_the_managers_part_keeps_the_last_quarter_of_an_hour(wired: Parts, talk: Talk) -> None:
    (turn,) = talk(SETTLED)
    plan = wired.plan(turn.conversation, TODAY)
    mine = " ".join(action.action.text for action in plan.owned_by(OwnerKind.MANAGER))
    assert "last fifteen minutes kept for development" in mine
    assert plan.follow_up.cadence.text and plan.follow_up.minutes.text
    assert plan.follow_up.agenda.day < plan.follow_up.day.day
    assert "hours a month" in plan.time_budget.text
    for action in plan.actions:
        assert action.accountability.text.strip(), action.action.text


def test_the_own_rating_stands_in_the_plan_beside_the_question_for_the_managers(
    wired: Parts, talk: Talk
) -> None:
    name = until(talk, Slot.SELF_RATING).conversation
    talk("I'd call it strong.", conversation=name)
    plan = wired.plan(name, TODAY)
    assert plan.self_rating and "strong" in plan.self_rating.text
    assert any("Developing, strong or outstanding" in q.text for q in plan.questions)


def test_the_request_stands_first_and_in_one_line(wired: Parts, talk: Talk) -> None:
    name = until(talk, Slot.PLAN_CHECK).conversation
    plan = wired.plan(name, TODAY)
    assert "two mornings a week" in plan.asks[0].ask.text
    assert plan.asks[0].fallback
    assert "yes" in plan.closing_line.text and "?" in plan.closing_line.text


def test_more_words_without_more_sense_change_the_tactic(talk: Talk) -> None:
    turns = talk(
        "I'm a teacher and I want more meaning.",
        "Well, it's kind of hard to say, perhaps something where people grow, I guess, maybe where "
        "purpose and performance somehow meet, and where the culture sort of carries everybody "
        "along and the whole organisation moves towards something larger than itself, with passion "
        "and empathy and with a spirit that I would probably call generous.",
        "I suppose what I mean is a kind of space that inspires, somehow, where perhaps a vision is "
        "shaped with others and where maybe we transform how we collaborate, so that in a way "
        "everybody leaves a footprint that lasts, and where I could be authentic in everything.",
    )
    assert [turn.move.name for turn in turns[1:]] == ["play_back", "half_sentence"]


def test_with_a_quarter_of_an_hour_left_only_the_first_sentences_are_asked_for(talk: Talk) -> None:
    turns = talk(
        "I've got fifteen minutes before I see Jo. I want to be a Payroll Specialist by March 2028.",
        RESULT,
        "I'd ask for two mornings a week in payroll from 1 February 2027.",
    )
    assert [turn.move.slot for turn in turns[:2]] == [Slot.EVIDENCE, Slot.ASK]
    assert turns[2].move.name == "give_lines"
    assert "two mornings a week in payroll" in turns[2].reply
