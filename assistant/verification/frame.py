"""What one reply is held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain.brief import Brief
from assistant.verification.english import ENGLISH, spelled, stem
from assistant.verification.grounds import Grounds, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Frame:
    """What one reply is held against.

    ``plain``: the embedded wording, folded. ``most_asks``: how many things the move's questions ask
    for at once. ``subject``: stems of the words it may be about. Unit vectors, in rows: ``anchors``
    of all it may be about, ``asked`` of the move's questions, ``told`` of the move's statements and
    of the embedded wording.
    """

    brief: Brief
    grounds: Grounds
    plain: str
    wants_question: bool
    most_asks: int
    subject: frozenset[str]
    anchors: NDArray[np.float32] | None = None
    asked: NDArray[np.float32] | None = None
    told: NDArray[np.float32] | None = None

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers given, in digits, those said in words among them."""
        return self.grounds.numbers | {str(value) for _, value in spelled(self._given)}

    def counted(self, value: int) -> bool:
        """Whether a number was given as one, and not only as the month of a date."""
        return re.search(rf"(?<![\d-])0*{value}(?!\d|-\d)", self._given) is not None or any(
            value == other for _, other in spelled(self._given)
        )

    @cached_property
    def _given(self) -> str:
        return f"{self.grounds.person} \n {self.grounds.given}"

    @cached_property
    def counts(self) -> frozenset[int]:
        """How many roles and list lines lie on the table."""
        move, state = self.brief.move, self.brief.state
        lists = [value.count("\n") + 1 for value in move.values.values() if "\n" in value]
        return frozenset((len(move.offered), len(state.offered), len(state.roles), *lists))

    @cached_property
    def stories(self) -> tuple[frozenset[str], ...]:
        """For each message of the person the stems that it was the first to bring, if any."""
        known: set[str] = set()
        found = []
        for message in self.brief.state.messages:
            stems = {stem(w) for w in words_of(message) if w not in ENGLISH} - known
            known |= stems
            if stems:
                found.append(frozenset(stems))
        return tuple(found)

    def said_stem(self, word: str) -> bool:
        """Whether the person has used the word or another form of it."""
        return stem(word) in self._stems

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in words_of(self.grounds.person))
