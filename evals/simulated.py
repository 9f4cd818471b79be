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

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import Field

from assistant.content import line_of, only_files, read_yaml, shown, validate
from assistant.domain.catalogue import fold
from assistant.domain.dialogue import Slot, Turn
from assistant.domain.goal import Filled, Record
from assistant.errors import ContentError
from assistant.misfits import nearest
from evals.task import Talker
from evals.voices import load_voices

PEOPLE = Path(__file__).parent / "people"
ORDINALS = ("the first one", "the second one", "the third one")
TOPICS = (*(slot.value for slot in Slot), "none", "leaving")
_VARIABLE = re.compile(r"\{([^}]*)\}")
ENDS = ("close", "refer")


class Person(Record):
    """A simulated employee with what is hidden in them.

    ``clear`` people name their target in the opening; ``leaves`` is the reply at which somebody
    walks out, with the answer under ``leaving``.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$", description="small letters, digits and hyphens")
    style: str = Field(pattern=r"^[a-z-]+$", description="small letters and hyphens")
    opening: Filled
    accepts: tuple[Filled, ...] = ()
    pick: str = "{ordinal}"
    refuses: str = "no, none of those"
    answers: dict[str, tuple[Filled, ...]] = Field(default_factory=dict)
    wordings: dict[str, tuple[Filled, ...]] = Field(default_factory=dict)
    default: tuple[Filled, ...] = Field(default=("I don't know",), min_length=1)
    cooperative: bool = True
    clear: bool = False
    leaves: int | None = Field(default=None, ge=2)
    golden: bool = False
    turns: int = Field(default=16, ge=4, le=30)


def load_people(folder: Path = PEOPLE) -> list[Person]:
    """All people, in the order of their file names. Raises ContentError with file and line."""
    return [_person(path) for path in only_files(folder, ".yaml", "README.md")]


def _person(path: Path) -> Person:
    content = read_yaml(path)
    person = validate(Person, content, path, 1)
    for problem, remedy, where in _misfits(person, path):
        line = line_of(content, where, 1)
        raise ContentError(f"{shown(path)}:{line}: {problem}.", remedy)
    return person


def _misfits(person: Person, path: Path) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """What the record cannot see: problem, remedy, and the keys that lead to it."""
    if path.stem != person.id:
        yield f"{person.id} stands in {path.name}", "Name both alike.", ("id",)
    if person.style not in load_voices():
        known = f"Use one of: {', '.join(sorted(load_voices()))}."
        yield f"{person.style} is no style of voices.yaml", known, ("style",)
    for key, topics in (("answers", person.answers), ("wordings", person.wordings)):
        for topic in topics.keys() - set(TOPICS):
            yield f"nobody asks for the topic {topic}", nearest(topic, TOPICS), (key, topic)
    for name in _VARIABLE.findall(person.pick):
        if name not in ("ordinal", "title"):
            yield f"nothing ever fills {{{name}}}", "Write {ordinal} or {title}.", ("pick",)
    for number, name in enumerate(person.accepts):
        if name != name.lower():
            yield f"{name!r} is not in lower case", "Write it small.", ("accepts", number)
    if person.leaves is not None and "leaving" not in person.answers:
        remedy = "Write what is said then under answers, as leaving."
        yield "the person leaves without a word", remedy, ("leaves",)


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
