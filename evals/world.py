"""The coach under test: the product as it is wired, on a store that forgets."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from assistant.bootstrap import Parts, bootstrap
from assistant.coach import Coach
from assistant.domain.dialogue import Turn
from assistant.domain.plan import Plan
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from evals.simulated import Person, load_people, play

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.knowledge import Passage, RoleHit
    from assistant.domain.sound import Sound
    from assistant.ports import Hearing, Retriever

TODAY = date(2026, 11, 24)
EMBEDDED = "embedded"


class RememberingEar:
    """An ear that hears each text once a process: simulated people repeat themselves."""

    _heard: ClassVar[dict[str, NDArray[np.float32]]] = {}  # of the one embedding there is
    _sounds: ClassVar[dict[str, Sound]] = {}

    def __init__(self, ear: Hearing) -> None:
        self._ear = ear

    @property
    def name(self) -> str:
        """Which embedding this is."""
        return self._ear.name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of these texts; each text by itself, so that no batch moves its bits."""
        import numpy as np

        for text in texts:
            if text not in self._heard:
                self._heard[text] = self._ear.embed([text])[0]
        return np.stack([self._heard[text] for text in texts])

    def listen(self, texts: Sequence[str]) -> list[Sound]:
        """What is heard in each text; each by itself."""
        for text in texts:
            if text not in self._sounds:
                (self._sounds[text],) = self._ear.listen([text])
        return [self._sounds[text] for text in texts]


class RememberingRetriever:
    """A retriever that looks a query up once a process; the same query always finds the same."""

    def __init__(self, retriever: Retriever, ear: Hearing | None) -> None:
        self._retriever = retriever
        if ear is not None and hasattr(retriever, "ear"):
            self._retriever = copy(retriever)
            self._retriever.ear = ear
        self._passages: dict[tuple[str, int], list[Passage]] = {}
        self._roles: dict[tuple[str, int], list[RoleHit]] = {}

    def passages(self, query: str, k: int, sound: Sound | None = None) -> list[Passage]:
        """The k best guidance passages, best first."""
        if (query, k) not in self._passages:
            self._passages[query, k] = self._retriever.passages(query, k, sound)
        return list(self._passages[query, k])

    def roles(self, query: str, k: int, sound: Sound | None = None) -> list[RoleHit]:
        """The k best catalogue roles, best first."""
        if (query, k) not in self._roles:
            self._roles[query, k] = self._retriever.roles(query, k, sound)
        return list(self._roles[query, k])


@cache
def parts(model: str = EMBEDDED) -> Parts:
    """The wired product with an engine, once a process. Raises BrassTacksError with a remedy."""
    settings = Settings() if model == EMBEDDED else Settings.model_validate({"model": model})
    wired = bootstrap(settings, store=MemoryStore())
    ear = RememberingEar(wired.ear) if wired.ear is not None else None
    retriever = RememberingRetriever(wired.retriever, ear)
    repertoire = replace(wired.coach.repertoire, retriever=retriever)
    coach = replace(wired.coach, ear=ear, retriever=retriever, repertoire=repertoire)
    return replace(wired, base=coach)


@dataclass(frozen=True, eq=False)
class Product:
    """The product itself, with the embedded engine or a model."""

    parts: Parts
    name: str = EMBEDDED

    def open(self) -> Coach:
        """A coach with an empty memory of its own."""
        return replace(self.parts.coach, store=MemoryStore())

    def plan(self, turns: Sequence[Turn], today: date) -> Plan:
        """The plan of these turns, as the product builds it."""
        store = MemoryStore()
        for turn in turns:
            store.append(turn)
        shared = replace(self.parts, base=replace(self.parts.coach, store=store))
        return shared.plan(turns[-1].conversation, today)


def product(model: str = EMBEDDED) -> Product:
    """The product under test. Raises UnusableInput when it has no engine of that name."""
    from assistant.errors import UnusableInput

    if model != EMBEDDED and "model" not in Settings.model_fields:
        raise UnusableInput(
            f"This installation has no engine {model}.", "Leave --model out: the embedded coach."
        )
    return Product(parts(model), model)


@cache
def people() -> tuple[Person, ...]:
    """All simulated employees."""
    return tuple(load_people())


def conversation(person: Person) -> tuple[Turn, ...]:
    """The conversation of one person as their file has it, played once a process."""
    return _played(person.id)


@cache
def _played(name: str) -> tuple[Turn, ...]:
    person = next(person for person in people() if person.id == name)
    return tuple(play(person, product().open(), TODAY))
