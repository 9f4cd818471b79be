"""The rules of the audit by themselves: what counts as a question, a number, a story told again."""

from dataclasses import replace

import pytest
from conftest import TODAY, Wire

from assistant.reply.model import ScriptedModel
from assistant.verification.english import spelled
from assistant.verification.rules import asks_in


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Which team would you be in?", 1),
        ("Which team would you be in, and what does Dagny know of it?", 2),
        ("When is the talk, and who is it with?", 2),
        ("Which day is it, and with whom?", 2),
        ("Which task was it, when was that, and who was there?", 3),
        ("Is it people you want to lead, or projects?", 1),
        ("When somebody asks what you do, which title do you give?", 1),
        ("Were Dagny to ring one department, which should it be?", 1),
        ("If your manager said yes, which job would you take?", 1),
        ('What does "who, and when, and how" leave open?', 1),
    ],
)
def test_how_many_things_a_question_asks_for(question: str, asks: int) -> None:
    assert asks_in(question) == asks


@pytest.mark.parametrize(
    ("text", "values"),
    [("thirty-one people", [31]), ("one of nine", [1, 9]), ("someone", []), ("40 to 6", [])],
)
def test_numbers_in_words(text: str, values: list[int]) -> None:
    assert [value for _, value in spelled(text)] == values


def reply(wire: Wire, before: list[str], message: str, draft: str) -> str:
    model = ScriptedModel(lambda request: "{}" if request.output_schema else draft)
    coach = wire(model).coach
    for one in before:
        replace(coach, engine=None).take_turn("r", one, TODAY)
    return coach.take_turn("r", message, TODAY).reply


WANTS = "I cut the errors in the monthly run from 40 to 6 and I want to move up."


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Forty errors became six, and that can be counted.", True),
        ("Thirty-six errors fewer is what can be counted.", False),
        ("Sixty errors became six, and that can be counted.", False),
    ],
)
def test_a_number_is_the_same_in_digits_and_in_words(
    sentence: str, shown: bool, wire: Wire
) -> None:
    said = reply(wire, [], WANTS, f"{sentence} Which job title would be on your badge?")
    assert (sentence in said) is shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Nurse Manager is struck off and stays off.", True),
        ("Nurse Manager would still be the short way.", False),
    ],
)
def test_a_title_refused_just_now_is_named_only_to_be_put_away(
    sentence: str, shown: bool, wire: Wire
) -> None:
    before = ["I'm a nurse and I want a change.", "something with planning and numbers"]
    message = "No, not Nurse Manager. I don't want to manage people."
    assert (
        sentence in reply(wire, before, message, f"{sentence} Which of them is least wrong?")
    ) is shown


def test_what_is_reported_of_the_person_has_their_words_in_it(wire: Wire) -> None:
    invented = "You told me that you miss writing code."
    real = "You said you cut the errors in the monthly run."
    asks = "Which job title would be on your badge?"
    assert invented not in reply(wire, [], WANTS, f"{invented} {asks}")
    assert real in reply(wire, [], WANTS, f"{real} {asks}")
