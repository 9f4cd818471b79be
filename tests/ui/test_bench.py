"""The review page's actions, called as functions."""

import pytest

from assistant.ui.desk import Desk, new_ticket

CANARY = "I run the payroll for eleven shops"


@pytest.fixture
def conversation(desk: Desk) -> str:
    view = desk.send("", new_ticket(), "I want a more defined career path.")
    desk.send(view.conversation, new_ticket(), CANARY)
    return view.conversation


def test_every_turn_is_shown_with_its_reasons(bench, conversation):
    page = bench.read(conversation)
    turns = bench.parts.coach.store.load(conversation)
    assert page.count('class="reviewed-turn"') == len(turns)
    for turn in turns:
        assert turn.move.name.replace("_", " ") in page
    for label in ("Move", "Reason", "Stage", "Heard", "Goal", "Worded by"):
        assert f"<dt>{label}</dt>" in page
    assert 'action="/export/review"' in page


def test_a_mark_is_kept_and_shown(bench, conversation):
    assert bench.mark(conversation, "2", "weak", "Asks <b>two</b> things") == ""
    (mark,) = bench.parts.marks.of(conversation)
    assert (mark.turn, mark.kind.value, mark.comment) == (2, "weak", "Asks <b>two</b> things")
    page = bench.read(conversation)
    assert "Asks &lt;b&gt;two&lt;/b&gt; things" in page
    assert "marked" in bench.listing()


@pytest.mark.parametrize(
    ("turn", "kind", "comment"),
    [
        ("3", "weak", ""),
        ("0", "weak", ""),
        ("x", "weak", ""),
        (None, "weak", ""),
        (True, "weak", ["x"]),
        ("1", "brilliant", ""),
        ("1", "", ""),
        ("1", ["weak"], ""),
        ("1", "weak", "x" * 2001),
        ("1", "weak", "half \ud800"),
        ("1", "weak", "nul \0"),
        ("1", "weak", None),
    ],
)
def test_what_is_no_mark_is_refused_in_a_sentence(bench, conversation, turn, kind, comment):
    assert 'role="alert"' in bench.mark(conversation, turn, kind, comment)
    assert bench.parts.marks.of(conversation) == []
    assert bench.mark(conversation, "1", "good", "") == ""


def test_no_conversation_is_read_or_marked_without_its_id(bench, conversation):
    for name in ("", conversation[:-1], conversation.upper() + "x", "0" * 32, "\ud800"):
        assert CANARY not in bench.read(name)
        assert 'role="alert"' in bench.mark(name, "1", "good", "")


def test_the_page_rates_the_assistant_only(bench, wording):
    assert "never the person" in wording.review["Promise"]
    assert "assistant" in wording.review["Promise"]


def test_an_empty_shelf_says_so(bench, wording):
    assert wording.review["Empty"] in bench.listing()
    assert wording.review["Pick"] in bench.read("")
