"""A simulated employee: answers from hidden facts by what was asked, gives nothing away for free.

People are files in ``evals/people`` that a coach can edit::

    id: ward-clerk
    style: one-worder
    opening: hiya, ward clerk, yearly chat with Gwen thurs week. want more of a path
    accepts: [clinical coder, health records]     # titles or functions said yes to when offered
    refuses: no, none of those
    answers:
      memory: [prob tues when i did the notes trolly]
      timeframe: [sept]
    default: [dunno]
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from assistant.bootstrap import Parts
from assistant.content import read_text, read_yaml, validate
from assistant.domain.catalogue import fold
from assistant.domain.dialogue import Slot, Turn
from assistant.domain.goal import Record

PEOPLE = Path(__file__).parent / "people"


class Person(Record):
    """A simulated employee with what is hidden in them."""

    id: str
    style: str
    opening: str
    accepts: tuple[str, ...] = ()
    pick: str = "{ordinal}"
    refuses: str = "no, none of those"
    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    default: tuple[str, ...] = ("I don't know",)
    cooperative: bool = True
    golden: bool = False
    turns: int = 16


def load_people(folder: Path = PEOPLE) -> list[Person]:
    """All people, in the order of their file names. Raises ContentError with file and line."""
    people = []
    for path in sorted(folder.glob("*.yaml")):
        people.append(validate(Person, read_yaml(path), path, 1, read_text(path)))
    return people


class Employee:
    """Plays a person: one reply to each turn of the coach."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._said: dict[str, int] = {}

    def answer(self, turn: Turn) -> str:
        """What the person says to the coach's turn."""
        if turn.move.slot is Slot.CHOICE and turn.move.offered:
            return self._choose(turn)
        slot = turn.move.slot.value if turn.move.slot else "none"
        return self._next(slot) or self._next("default")

    def _choose(self, turn: Turn) -> str:
        """The first offered role that fits, by ordinal or title; else a refusal."""
        if "choice" in self.person.answers and (said := self._next("choice")):
            return said
        wanted = [fold(name) for name in self.person.accepts]
        for number, offer in enumerate(turn.move.offered):
            if any(name in fold(offer.title) for name in wanted):
                ordinal = ("the first one", "the second one", "the third one")[number]
                return self.person.pick.format(ordinal=ordinal, title=offer.title)
        return self.person.refuses

    def _next(self, slot: str) -> str:
        """The next unsaid answer for a slot; the last of the defaults is said again and again."""
        options = self.person.default if slot == "default" else self.person.answers.get(slot, ())
        at = self._said.get(slot, 0)
        self._said[slot] = at + 1
        if at < len(options):
            return options[at]
        return options[-1] if slot == "default" and options else ""


def play(person: Person, parts: Parts, today: date, conversation: str = "") -> list[Turn]:
    """A whole conversation: until the coach closes it, or the person's turns are up."""
    employee = Employee(person)
    name = conversation or f"eval-{person.id}"
    turns = [parts.coach.take_turn(name, person.opening, today)]
    while len(turns) < person.turns and turns[-1].move.name not in ("close", "refer"):
        turns.append(parts.coach.take_turn(name, employee.answer(turns[-1]), today))
    return turns
