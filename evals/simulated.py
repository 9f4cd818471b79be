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

``evals.variation`` makes other tellings of the same person; nothing here is random.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from assistant.content import read_text, read_yaml, validate
from assistant.domain.catalogue import fold
from assistant.domain.dialogue import Slot, Turn
from assistant.domain.goal import Record
from evals.task import Talker

PEOPLE = Path(__file__).parent / "people"
ORDINALS = ("the first one", "the second one", "the third one")
ENDS = ("close", "refer")


class Person(Record):
    """A simulated employee with what is hidden in them.

    ``clear`` people name their target in the opening; ``leaves`` is the reply at which somebody
    walks out, with the answer under ``leaving``.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    style: str = Field(pattern=r"^[a-z-]+$")
    opening: str = Field(min_length=1)
    accepts: tuple[str, ...] = ()
    pick: str = "{ordinal}"
    refuses: str = "no, none of those"
    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    wordings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    default: tuple[str, ...] = Field(default=("I don't know",), min_length=1)
    cooperative: bool = True
    clear: bool = False
    leaves: int | None = Field(default=None, ge=2)
    golden: bool = False
    turns: int = Field(default=16, ge=4, le=30)


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
        leaves = self.person.leaves
        if leaves is not None and turn.number + 1 >= leaves:
            return self._next("leaving") or self._next("default")
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
                return self.person.pick.format(ordinal=ORDINALS[number], title=offer.title)
        return self.person.refuses

    def _next(self, slot: str) -> str:
        """The next unsaid answer for a slot; the last of the defaults is said again and again."""
        options = self.person.default if slot == "default" else self.person.answers.get(slot, ())
        at = self._said.get(slot, 0)
        self._said[slot] = at + 1
        if at < len(options):
            return options[at]
        return options[-1] if slot == "default" and options else ""


def play(person: Person, talker: Talker, today: date, conversation: str = "") -> list[Turn]:
    """A whole conversation: until the coach closes it, the person leaves, or the turns are up."""
    employee = Employee(person)
    name = conversation or f"eval-{person.id}"
    turns = [talker.take_turn(name, person.opening, today)]
    last = min(person.turns, person.leaves or person.turns)
    while len(turns) < last and turns[-1].move.name not in ENDS:
        turns.append(talker.take_turn(name, employee.answer(turns[-1]), today))
    return turns
