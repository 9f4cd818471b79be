"""What is said beside the question: it is heard as what it is, and the coach answers it."""

from collections.abc import Callable

import pytest

from assistant.domain.dialogue import Turn, UserAct
from assistant.domain.goal import FactKind

Talk = Callable[..., list[Turn]]


def _kinds(turn: Turn) -> dict[FactKind, str]:
    return {fact.kind: fact.text for fact in turn.understanding.facts}


@pytest.mark.parametrize(
    "message", ["what do you mean?", "Sorry, I don't understand the question.", "why do you ask?"]
)
def test_a_question_about_the_question_is_explained(talk: Talk, message: str) -> None:
    *_, turn = talk("I'm a teaching assistant and I want progression.", message)
    assert turn.move.name == "explain"
    assert turn.reply.count("?") <= 1


@pytest.mark.parametrize(
    "message", ["give me some jobs then", "what other jobs are there?", "any other suggestions?"]
)
def test_who_asks_for_jobs_gets_jobs(talk: Talk, message: str) -> None:
    *_, turn = talk("I'm a ward clerk and want something else.", "dunno", message)
    assert len(turn.move.offered) >= 2
    assert FactKind.ASK not in _kinds(turn)


def test_without_a_present_job_it_is_asked_for_first(talk: Talk) -> None:
    *_, turn = talk("I want something else", "dunno", "dunno")
    assert turn.move.name == "ask_current_role"


def test_offering_more_is_work_and_no_request(talk: Talk) -> None:
    *_, turn = talk("I'm a cook and want a change.", "I like to offer more options to the guests")
    assert FactKind.LIKE in _kinds(turn)


def test_a_role_is_picked_by_what_its_week_holds(talk: Talk) -> None:
    opening = ("I'm a school cook and want something else", "dunno", "dunno")
    offered = talk(*opening, conversation="before")[-1].move.offered
    work = offered[1].week.split()[-1].strip(".")
    *_, turn = talk(*opening, f"the one with the {work} maybe", conversation="by its week")
    assert [role.title for role in turn.understanding.accepted] == [offered[1].title]


def test_a_day_with_somebody_by_name_is_the_talk(talk: Talk) -> None:
    *_, turn = talk(
        "I work in a warehouse and want something else", "dunno", "15 January, with Paul"
    )
    kinds = _kinds(turn)
    assert kinds[FactKind.MANAGER] == "Paul"
    assert FactKind.MEETING in kinds
    assert FactKind.TIMEFRAME not in kinds


def test_a_colleague_on_a_day_is_not_the_manager(talk: Talk) -> None:
    *_, turn = talk(
        "My review is on 10 December with my manager Ruth. I want to be a Repairs Planner by April 2027.",
        "Half a day a week with Colin on the system from January",
    )
    assert FactKind.MANAGER not in _kinds(turn)


def test_a_result_beside_a_question_of_taste_is_a_result(talk: Talk) -> None:
    *_, turn = talk(
        "I work in a warehouse and want something else", "dunno", "0 damages since March"
    )
    kinds = _kinds(turn)
    assert kinds[FactKind.EVIDENCE] == "0 damages since March"
    assert FactKind.LIKE not in kinds


def test_a_condition_keeps_its_not(talk: Talk) -> None:
    (turn,) = talk(
        "I might want more responsibility, only if the hours stay, and not if I have to move"
    )
    texts = [f.text for f in turn.understanding.facts if f.kind is FactKind.CONDITION]
    assert "not if I have to move" in texts


@pytest.mark.parametrize("message", ["thanks", "ok, thank you so much", "cheers mate"])
def test_thanks_are_no_blank(talk: Talk, message: str) -> None:
    *_, turn = talk("I want to be a Buyer by June 2027", message)
    assert turn.understanding.act is UserAct.ACCEPTS
