"""The chat page's actions, called as functions."""

import re

import pytest

from assistant.ui.desk import Desk, new_ticket

WISH = "I want a more defined career path."


def talk(desk: Desk, *messages: str) -> str:
    conversation = ""
    for message in messages or (WISH,):
        view = desk.send(conversation, new_ticket(), message)
        assert view.error == "", view.error
        conversation = view.conversation or conversation
    return conversation


def test_the_first_screen_says_what_must_be_said_in_150_words(desk, wording):
    text = wording.welcome["First screen"]
    assert len(re.findall(r"[\w{}-]+", text)) <= 150
    for word in ("software", "coach", "emergency", "report", "leaves this machine", "kept"):
        assert word in text
    assert "{home}" not in (desk.start().transcript or "")


def test_a_message_becomes_a_turn_and_the_box_is_emptied(desk):
    view = desk.send("", new_ticket(), WISH)
    assert view.box == ""
    assert view.conversation
    assert WISH in view.transcript
    assert "Vague" in view.panel
    assert len(desk.parts.coach.store.load(view.conversation)) == 1


@pytest.mark.parametrize("message", ["", "   \n", "\u200b", "x" * 8001, "half \ud800", None, 5, []])
def test_what_cannot_be_taken_leaves_the_box_and_one_sentence(desk, message):
    view = desk.send("", new_ticket(), message)
    assert view.box is None
    assert view.conversation is None
    assert 'role="alert"' in view.error
    assert desk.send("", new_ticket(), WISH).error == ""


def test_a_double_click_is_one_turn(desk):
    ticket = new_ticket()
    first, second = (desk.send("", ticket, WISH) for _ in range(2))
    assert first.conversation == second.conversation
    assert len(desk.parts.coach.store.load(first.conversation)) == 1
    assert len(desk.parts.coach.store.conversations()) == 1


def test_another_text_with_the_same_ticket_is_not_lost(desk):
    ticket = new_ticket()
    first = desk.send("", ticket, WISH)
    desk.send(first.conversation, ticket, "In finance, I think.")
    assert len(desk.parts.coach.store.load(first.conversation)) == 2


def test_a_conversation_that_is_gone_is_not_resurrected(desk):
    view = desk.send("0" * 32, new_ticket(), WISH)
    assert desk.wording.chat["Gone"].split(".")[0] in view.error
    assert view.box is None
    assert desk.parts.coach.store.conversations() == []


@pytest.mark.parametrize("name", ["", "x", "../../etc", "a" * 65, "'; drop table", "\ud800", "\0"])
def test_an_id_that_is_none_shows_the_first_screen(desk, name):
    talk(desk)
    view = desk.open(name)
    assert view.conversation == ""
    assert WISH not in view.transcript


def test_going_on_shows_the_same_conversation(desk):
    conversation = talk(desk, WISH, "Finance. I like finding why figures don't agree.")
    view = desk.open(conversation)
    assert view.transcript.count('class="turn"') == 2
    assert view.panel == desk.open(conversation).panel


def test_undo_takes_the_last_turn_back(desk):
    conversation = talk(desk, WISH, "Finance, by June 2027.")
    before = desk.open(talk(desk, WISH)).panel
    view = desk.undo(conversation)
    assert view.transcript.count('class="turn"') == 1
    assert view.error == ""
    assert len(desk.parts.coach.store.load(conversation)) == 1
    assert view.panel == before


def test_undo_of_everything_gives_the_first_screen(desk):
    conversation = talk(desk)
    assert desk.undo(conversation).conversation == ""
    assert 'role="alert"' in desk.undo(conversation).error


def test_the_plan_is_shown_in_its_tab_with_downloads(desk):
    view = desk.plan(talk(desk, "I want to be an internal auditor by June 2027."))
    assert view.tab == "plan"
    assert 'action="/export/plan"' in view.plan
    assert view.plan.count("<button") == 4


def test_a_plan_of_nothing_says_so(desk):
    assert desk.wording.chat["No plan"][:20] in desk.plan("").plan


@pytest.mark.parametrize("line", ["/plan", "/brief", "/undo", "/help", "/quit", "/PLAN", "/wrong"])
def test_slash_commands_work_in_the_box(desk, line):
    conversation = talk(desk)
    view = desk.send(conversation, new_ticket(), line)
    if line == "/wrong":
        assert "There is no command" in view.error
        assert view.box is None
    else:
        assert view.error == ""
        assert view.box == ""


@pytest.mark.parametrize("line", ["/plan", "/help", "/undo", "/quit"])
def test_slash_commands_before_anything_was_said(desk, line):
    view = desk.send("", new_ticket(), line)
    assert view.error != "" or view.box == ""
    assert desk.parts.coach.store.conversations() == []


def test_earlier_conversations_are_listed_and_can_be_erased(desk):
    one, two = talk(desk, "A first wish, in finance."), talk(desk, "A second wish, in sales.")
    listed = desk.open(two).earlier
    assert one in listed
    assert two in listed
    if "data-erase" in listed:
        view = desk.erase(one, two)
        assert one not in view.earlier
        assert desk.open(one).conversation == ""


def test_a_safety_reply_is_a_card_of_its_own(desk):
    conversation = talk(desk, "I want to kill myself.")
    view = desk.open(conversation)
    assert 'class="answer safety"' in view.transcript


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "**bold** <b>x</b>", "${1+1} {{x}}"]
)
def test_what_a_person_typed_is_shown_as_characters(desk, text):
    view = desk.open(talk(desk, f"I want to lead {text}"))
    assert "<img" not in view.transcript + view.panel + view.earlier + view.spoken
    assert "<b>" not in view.transcript + view.panel + view.earlier
    said = re.findall(r'<div class="said">.*?</div>', view.transcript, re.S)[0]
    assert "<strong>" not in said


def test_a_long_conversation_shows_its_newest_turns(desk):
    conversation = talk(desk)
    turn = desk.parts.coach.store.load(conversation)[0]
    for number in range(2, 60):
        desk.parts.coach.store.append(turn.model_copy(update={"number": number, "key": None}))
    view = desk.open(conversation)
    assert view.transcript.count('class="turn"') == 40
    assert desk.wording.chat["Not shown"] in view.transcript
