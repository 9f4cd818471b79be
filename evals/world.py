"""One coach for all tasks of a run: the product as it is wired, on a store that forgets."""

from __future__ import annotations

from datetime import date
from functools import cache

from assistant.bootstrap import Parts, bootstrap
from assistant.domain.dialogue import Turn
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from evals.simulated import Person, load_people, play

TODAY = date(2026, 11, 24)


@cache
def parts() -> Parts:
    """The wired product."""
    return bootstrap(Settings(), store=MemoryStore())


@cache
def people() -> tuple[Person, ...]:
    """All simulated employees."""
    return tuple(load_people())


def conversation(person: Person) -> tuple[Turn, ...]:
    """The conversation of one person, played once a run."""
    return _played(person.id)


@cache
def _played(name: str) -> tuple[Turn, ...]:
    person = next(person for person in people() if person.id == name)
    return tuple(play(person, parts(), TODAY))
