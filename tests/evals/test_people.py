"""Simulated employees: they answer what is asked, give nothing away, stay who they are."""

import re
from collections import Counter
from datetime import date

import pytest

from assistant.domain.dialogue import Move, Slot, Stage, Turn, Understanding
from assistant.domain.goal import OfferedRole
from evals.simulated import Employee, Person, play
from evals.variation import load_voices, vary
from evals.world import TODAY, people, product

TYPES = {
    "one-worder": 3,
    "flooder": 3,
    "hedger": 3,
    "esoteric": 3,
    "assumer": 3,
    "nodder": 3,
    "angry": 3,
    "mind-changer": 3,
    "decision-pusher": 3,
    "distracted": 3,
    "second-language": 3,
    "contradicting": 3,
    "over-confident": 3,
    "already-clear": 3,
}
SEEDS = range(4)
COACHES = re.compile(
    r"what (?:would|do) you (?:want|like)|how can i help|as your coach|let me ask you|which role do you",
    re.IGNORECASE,
)


def turn(number: int, slot: Slot | None, offered: tuple[str, ...] = (), name: str = "ask") -> Turn:
    offers = tuple(
        OfferedRole(title=t, role_id=None, week="", reason="", move_kind="", distance="")
        for t in offered
    )
    move = Move(name=name, stage=Stage.GOAL, slot=slot, offered=offers)
    return Turn(
        conversation="c",
        number=number,
        message="m",
        today=TODAY,
        understanding=Understanding(),
        move=move,
        reply="r",
    )


def test_every_type_the_issue_names_is_there_three_times() -> None:
    there = Counter(person.style for person in people())
    assert {name: there[name] for name in TYPES if there[name] < TYPES[name]} == {}
    assert len(people()) >= 66


def test_every_type_has_a_voice() -> None:
    assert {person.style for person in people()} <= set(load_voices())


@pytest.mark.parametrize("person", people(), ids=lambda p: p.id)
def test_an_answer_comes_from_the_slot_that_was_asked_for(person: Person) -> None:
    """Nothing is volunteered: whatever is asked, no other slot's answer is told."""
    for seed in SEEDS:
        told = vary(person, seed)
        for slot in (*Slot, None):
            employee = Employee(told)
            said = employee.answer(turn(1, slot))
            mine = {*told.answers.get(slot.value if slot else "none", ()), *told.default}
            assert said in mine | {told.refuses}


@pytest.mark.parametrize("person", people(), ids=lambda p: p.id)
def test_a_person_never_talks_like_the_coach(person: Person) -> None:
    for seed in SEEDS:
        told = vary(person, seed)
        said = [
            told.opening,
            told.refuses,
            *told.default,
            *(t for a in told.answers.values() for t in a),
        ]
        assert [text for text in said if COACHES.search(text)] == []
        assert all(text.strip() for text in said)


def test_nobody_ends_the_talk_before_the_coach_but_those_who_leave() -> None:
    for person in people()[::6]:
        turns = play(person, product().open(), TODAY)
        closed = turns[-1].move.name in ("close", "refer")
        assert closed or len(turns) == min(person.turns, person.leaves or person.turns)


def test_somebody_who_leaves_says_so_and_is_gone() -> None:
    leaver = next(person for person in people() if person.leaves)
    turns = play(leaver, product().open(), TODAY)
    assert turns[-1].message in leaver.answers["leaving"]
    assert len(turns) == leaver.leaves


def test_at_least_one_person_walks_out() -> None:
    assert any(person.leaves for person in people() if person.style == "angry")


def test_an_offered_role_is_taken_only_when_the_person_wants_it() -> None:
    person = next(p for p in people() if p.id == "artic-m6")
    wanted = Employee(person).answer(turn(2, Slot.CHOICE, ("Poet", "Depot Manager")))
    assert "second" in wanted
    assert Employee(person).answer(turn(2, Slot.CHOICE, ("Poet", "Vet"))) == person.refuses


def test_seed_nought_is_the_file_itself_and_others_are_other_tellings() -> None:
    assert all(vary(person, 0) is person for person in people())
    varied = [vary(person, 3) for person in people()]
    changed = sum(a != b for a, b in zip(people(), varied, strict=True))
    assert changed == len(people())


def test_a_telling_is_the_same_whenever_it_is_told() -> None:
    for person in people():
        assert vary(person, 5) == vary(person, 5)


def test_the_facts_stay_the_same_in_every_telling() -> None:
    """Figures are what can be compared: none is lost from the opening and none is added."""
    for person in people():
        for seed in SEEDS:
            told = vary(person, seed)
            figures = [sorted(re.findall(r"\d+", p.opening)) for p in (person, told)]
            assert figures[0] == figures[1]
            assert set(person.answers) == set(told.answers)
            assert (told.accepts, told.cooperative) == (person.accepts, person.cooperative)


def test_the_day_is_the_one_the_files_are_written_for() -> None:
    assert date(2026, 11, 24) == TODAY
