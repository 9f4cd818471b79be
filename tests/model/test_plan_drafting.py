"""A model may better the lines of a plan that a program composed, and nothing else."""

import json

import pytest
from conftest import TODAY, Wire

from assistant.domain.model import ModelRequest
from assistant.engine.drafting import lines_of
from assistant.planning import check_earned, check_plan
from assistant.reply.model import ScriptedModel

TALK = (
    "I'd like to be a Buyer by June 2027. I'm a stores clerk and my manager is Gwendolyn Ashcroft",
    "I cut the missing deliveries from 40 to 6 last year",
    "Babette Krol saw it",
    "I want to sit in on two supplier talks by March",
    "I could train the new starter for it",
    "she will say there is no opening",
)


def talked(parts) -> str:
    for message in TALK:
        parts.coach.take_turn("plan", message, TODAY)
    return "plan"


def proposing(change) -> ScriptedModel:
    def script(request: ModelRequest) -> str:
        if "plan" not in request.messages[0].text[:80]:
            return "{}" if request.output_schema else "x"
        lines = request.messages[1].text.splitlines()
        texts = [line.partition(". ")[2] for line in lines]
        given = [{"number": n, "text": change(text)} for n, text in enumerate(texts, 1)]
        return json.dumps({"lines": given})

    return ScriptedModel(script)


def both(wire: Wire, change):
    """The embedded plan, the plan with a model's lines, and the turns behind them."""
    parts = wire(proposing(change))
    name = talked(parts)
    parts.coach.store.choices.switch(name, off=True)
    plain = parts.plan(name, TODAY)
    parts.coach.store.choices.switch(name, off=False)
    return plain, parts.plan(name, TODAY), parts.coach.store.load(name)


def test_a_line_that_keeps_everything_is_taken(wire: Wire) -> None:
    plain, better, turns = both(wire, lambda text: text.replace(" and ", ", and ", 1))
    assert lines_of(plain)
    changed = [
        old.text
        for (_, old), (_, new) in zip(lines_of(plain), lines_of(better), strict=True)
        if old.text != new.text
    ]
    assert changed
    assert len(check_plan(better)) == len(check_plan(plain))
    assert check_earned(better, turns) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"{text} This saved 12,000 a year.",
        lambda text: f"{text} Ask Deborah too.",
        lambda text: text.replace("6", "5").replace("40", "50") + " Twice.",
        lambda text: f"{text} A Treasury Director will agree.",
        lambda text: "Work hard and stay positive.",
        lambda text: f"**{text}**",
        lambda text: f"{text} You will be promoted.",
        lambda text: f"{text} Company policy says so.",
        lambda text: "",
        lambda text: text * 3,
    ],
)
def test_a_line_that_adds_loses_or_promises_anything_is_not(wire: Wire, change) -> None:
    plain, better, _ = both(wire, change)
    assert better == plain


def test_an_answer_that_is_none_leaves_the_plan_as_it_was(wire: Wire) -> None:
    parts = wire(ScriptedModel(lambda request: "no JSON at all"))
    name = talked(parts)
    plan = parts.plan(name, TODAY)
    parts.coach.store.choices.switch(name, off=True)
    assert parts.plan(name, TODAY) == plan


def test_names_do_not_leave_with_the_lines_and_a_plan_is_asked_about_once(wire: Wire) -> None:
    model = proposing(lambda text: text)
    parts = wire(model)
    name = talked(parts)
    before = len(model.requests)
    assert parts.plan(name, TODAY) == parts.plan(name, TODAY)
    (request,) = model.requests[before:]
    assert not {"Gwendolyn", "Ashcroft", "Babette", "Krol"} & set(request.messages[1].text.split())
    assert "Gwendolyn" not in request.messages[1].text
