"""The window with a model: parts as they come, the switch, and whom the page says it asks."""

import dataclasses
import re
import threading
from datetime import date

import pytest

from assistant.bootstrap import Parts, build_engine
from assistant.reply.model import ScriptedModel
from assistant.storage.memory import MemoryStore
from assistant.ui.desk import Desk, new_ticket
from assistant.ui.speaking import Board

WISH = "I want a more defined career path."
REPLY = "Nothing is wrong with a wish like that. Which team would you be in?"


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel(lambda request: "{}" if request.output_schema else REPLY)


@pytest.fixture
def spoken(wired: Parts, model: ScriptedModel) -> Parts:
    store = MemoryStore()
    settings = wired.settings.model_copy(update={"model_url": "https://models.example.org/v1"})
    coach = wired.coach
    engine = build_engine(settings, store, coach.tools, coach.writer, wired.ear, model)
    coach = dataclasses.replace(coach, store=store, engine=engine)
    return dataclasses.replace(wired, settings=settings, base=coach)


@pytest.fixture
def desk(spoken: Parts, wording) -> Desk:
    return Desk(spoken, wording, lambda: date(2026, 11, 24), Board())


def test_the_page_gets_the_parts_of_its_own_submission(desk: Desk) -> None:
    ticket, heard = new_ticket(), []
    listener = threading.Thread(target=lambda: heard.extend(desk.board.listen(ticket)))
    listener.start()
    view = desk.send("", ticket, WISH)
    listener.join(10)
    assert "".join(heard) == REPLY
    assert REPLY.split("?", maxsplit=1)[0] in view.transcript
    assert list(desk.board.listen(new_ticket(), wait=0.01)) == []


def test_a_listener_that_comes_late_or_alone_does_not_stay(desk: Desk) -> None:
    ticket = new_ticket()
    desk.send("", ticket, WISH)
    assert list(desk.board.listen(ticket, wait=0.01)) == []


def test_the_page_names_the_model_and_the_endpoint(desk: Desk, wording) -> None:
    page = desk.start().transcript
    assert "models.example.org" in page and "scripted" in page
    text = wording.welcome["First screen with a model"]
    assert len(re.findall(r"[\w{}-]+", text)) <= 150
    for word in ("software", "coach", "emergency", "report", "leaves this machine", "kept"):
        assert word in text


def test_switching_off_before_the_first_word_sends_nothing(
    desk: Desk, model: ScriptedModel
) -> None:
    ticket = new_ticket()
    view = desk.switch_model("", ticket)
    assert "no language model" in view.transcript and view.ticket is None
    conversation = desk.send("", ticket, WISH).conversation
    desk.send(conversation, new_ticket(), "/model off")
    desk.send(conversation, new_ticket(), "I like it when figures agree")
    assert model.requests == []
    assert "scripted" in desk.switch_model(conversation, new_ticket()).transcript
    desk.send(conversation, new_ticket(), "and teaching people how to do it")
    assert model.requests


@pytest.mark.parametrize("line", ["/model", "/model maybe"])
def test_the_command_says_how_it_stands(desk: Desk, line: str) -> None:
    conversation = desk.send("", new_ticket(), WISH).conversation
    view = desk.send(conversation, new_ticket(), line)
    assert "/model on" in (view.transcript or "") + view.error


def test_markup_from_a_model_is_text_on_the_page(spoken: Parts, desk: Desk) -> None:
    desk.parts.coach.engine.model.inner.script = lambda request: "<b>Bold</b> it is. Which?"
    assert "<b>Bold" not in desk.send("", new_ticket(), WISH).transcript
