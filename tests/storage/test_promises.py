"""What every store promises, held against all of them."""

import math
from datetime import UTC, datetime

import pytest

from assistant.domain.dialogue import DialogueState, Move, Stage
from assistant.domain.knowledge import Passage
from assistant.domain.transcript import Mark, MarkKind
from assistant.errors import NotFound, StoreError, UnusableInput
from assistant.storage.memory import MemoryStore
from assistant.storage.sqlite import SqliteStore

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def mark(turn=1, conversation="c1", comment="", kind=MarkKind.WEAK):
    return Mark(conversation=conversation, turn=turn, kind=kind, comment=comment, at=AT)


@pytest.fixture(params=["memory", "sqlite"])
def any_store(request, path):
    if request.param == "memory":
        yield MemoryStore()
        return
    store = SqliteStore(path)
    yield store
    store.close()


def test_what_was_appended_is_loaded_in_order(any_store, turn):
    said = [turn(number) for number in range(1, 6)]
    assert [any_store.append(one) for one in said] == said
    assert any_store.load("c1") == said


def test_an_unknown_conversation_is_empty(any_store):
    assert any_store.load("nobody") == []
    assert any_store.undo("nobody") is None
    assert any_store.conversations() == []


def test_the_same_key_gives_the_turn_already_stored(any_store, turn):
    first = any_store.append(turn(1, "hello", key="k1"))
    for attempt in range(1000):
        assert any_store.append(turn(attempt % 3 + 1, "hello again", key="k1")) == first
    assert any_store.load("c1") == [first]
    other = any_store.append(turn(1, "hello", "c2", key="k1"))
    assert any_store.load("c2") == [other]


def test_a_late_retry_does_not_bring_a_withdrawn_turn_back(any_store, turn):
    gone = any_store.append(turn(1, key="k1"))
    any_store.undo("c1")
    assert any_store.append(turn(1, key="k1")) == gone
    assert any_store.load("c1") == []


def test_turns_without_a_key_are_all_kept(any_store, turn):
    any_store.append(turn(1, "the same"))
    any_store.append(turn(2, "the same"))
    assert len(any_store.load("c1")) == 2


def test_undo_and_replay_give_the_state_before(any_store, turn):
    states = [DialogueState()]
    for number in range(1, 5):
        any_store.append(turn(number, level="directional", score=20 + number))
        states.append(DialogueState.from_turns(any_store.load("c1")))
    for number in range(4, 0, -1):
        assert any_store.undo("c1").number == number
        assert DialogueState.from_turns(any_store.load("c1")) == states[number - 1]
    assert any_store.undo("c1") is None
    any_store.append(turn(1, "afresh"))
    assert [one.message for one in any_store.load("c1")] == ["afresh"]


@pytest.mark.parametrize("number", [1, 2, 4, 9])
def test_only_the_next_number_fits(any_store, turn, number):
    any_store.append(turn(1))
    any_store.append(turn(2))
    with pytest.raises(StoreError, match="moved on in another window"):
        any_store.append(turn(number))
    any_store.append(turn(3))
    assert [one.number for one in any_store.load("c1")] == [1, 2, 3]


def test_the_list_is_newest_first_and_told_by_its_turns(any_store, turn):
    started = datetime.now(UTC)
    any_store.append(turn(1, "  the first\n thing  " + "x" * 100, "a"))
    any_store.append(turn(1, "second", "b"))
    later = Move(name="name_gap", stage=Stage.REALITY)
    any_store.append(turn(2, "more", "a", move=later, level="specific", score=60))
    any_store.append(turn(1, "taken back", "c"))
    any_store.undo("c")
    first, second = any_store.conversations()
    assert (first.id, first.turns, first.stage, first.level) == ("a", 2, "reality", "specific")
    assert first.title == ("the first thing " + "x" * 100)[:60]
    assert (second.id, second.title, second.turns) == ("b", "second", 1)
    assert started <= first.started <= first.updated <= datetime.now(UTC)


POISON = ["\ud800", "a\udfffb", "a\0b", "\0"]


@pytest.mark.parametrize("field", ["message", "reply", "conversation", "key", "notice", "reason"])
def test_poison_is_refused_and_the_next_person_is_served(any_store, turn, field):
    for number, text in enumerate(POISON, 1):
        values = {"message": "hello", "conversation": "poisoner"}
        if field == "reason":
            values["move"] = Move(name="a", stage=Stage.GOAL, reason=text, values={text: text})
        else:
            values[field] = text
        with pytest.raises(UnusableInput):
            any_store.append(turn(number, **values))
        any_store.append(turn(number, conversation="next"))
        any_store.append(turn(number, conversation="poisoner"))
        assert len(any_store.load("next")) == len(any_store.load("poisoner")) == number


def test_what_is_no_name_of_a_conversation_is_refused(any_store, turn):
    for text in [*POISON, "", "x" * 201]:
        for act in (any_store.load, any_store.undo):
            with pytest.raises(UnusableInput):
                act(text)
    any_store.append(turn(1))


def test_what_could_not_be_read_back_is_not_acknowledged(any_store, turn):
    odd = Passage(id="p", title="t", source="s", text="t", score=math.nan)
    with pytest.raises(UnusableInput):
        any_store.append(turn(1, passages=(odd,)))
    assert any_store.load("c1") == []


# -------------------------------------------------------------------- marks


def test_marks_are_listed_in_the_order_they_were_made(any_store, turn):
    for number in (1, 2):
        any_store.append(turn(number))
    any_store.append(turn(1, conversation="c2"))
    made = [mark(2, comment="läuft"), mark(1, kind=MarkKind.GOOD), mark(1, "c2"), mark(2)]
    assert [any_store.marks.add(one) for one in made] == made
    assert any_store.marks.of("c1") == [made[0], made[1], made[3]]
    assert any_store.marks.all() == made


def test_a_mark_does_not_move_over_to_the_turn_that_replaces_its_own(any_store, turn):
    any_store.append(turn(1))
    any_store.append(turn(2))
    any_store.marks.add(mark(2, comment="about the old one"))
    any_store.undo("c1")
    any_store.append(turn(2, "the new one"))
    assert any_store.marks.of("c1") == []
    any_store.marks.add(mark(2, comment="about the new one"))
    assert [one.comment for one in any_store.marks.all()] == ["about the new one"]


def test_only_a_standing_turn_can_be_marked(any_store, turn):
    any_store.append(turn(1))
    for lost in (mark(2), mark(0), mark(1, "elsewhere")):
        with pytest.raises(NotFound):
            any_store.marks.add(lost)
    with pytest.raises(UnusableInput):
        any_store.marks.add(mark(comment="\ud800"))
    any_store.marks.add(mark())
    assert any_store.marks.all() == [mark()]
