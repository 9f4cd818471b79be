"""Late interaction: each word of a query looks for the word nearest to it, as both are meant.

    late = LateInteraction(owner_of_line, pieces)
    late.scores(heard)         -> float32, one score an owner, 0..1

A text's single vector tells its drift and loses its points; words alone miss "my boss" in "your
manager". Here each word piece of the query, heard in its sentence, is held against all word pieces
of an owner, and the nearest counts (MaxSim: Khattab and Zaharia, ColBERT, 2020). Nothing is trained
on who owns what, so a card that was written today is found like any other.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.retrieval.word_pieces import Pieces

POWER = 2  # of a cosine: one word that is met counts for more than two that are half met
CHANCE = 0.44  # what small talk earns from half of the cards; only what is nearer counts
RARITY = 0.5  # the power of a word's inverse document frequency: how it is said counts beside what


# A product of this size is done by one thread. Shared out among threads the whole is no quicker, and on
# a busy machine they wait for each other (2 cores, both busy: 16 ms a query against 3).
BLOCK = 192  # word pieces of an owner
AT_ONCE = 28  # word pieces of a query


class LateInteraction:
    """The word pieces of owners, held against those of a query."""

    def __init__(self, owner_of_line: NDArray[np.int64], pieces: Pieces) -> None:
        """``pieces`` are those of the lines, whose owners 0..n-1 follow each other."""
        owner = np.repeat(owner_of_line, pieces.lengths)
        self._owners = int(owner_of_line.max(initial=-1)) + 1
        self._heard, starts = np.unique(owner, return_index=True)
        parts = np.split(pieces.states, starts[1:])
        blocks = [_blocks(states) for states in parts] if len(self._heard) else []
        self._starts = np.cumsum([0, *(len(block) for block in blocks[:-1])])
        self._blocks = np.concatenate(blocks) if blocks else np.zeros((0, 0, 0), dtype=np.float32)
        owned = Counter(word for word, _ in set(zip(pieces.words, owner.tolist(), strict=True)))
        self._weight = {word: self._rarity(count) for word, count in owned.items()}

    def scores(self, heard: Pieces) -> NDArray[np.float32]:
        """How near each owner comes, word for word; all zero where nothing was heard."""
        total = np.zeros(self._owners, dtype=np.float32)
        if not heard.words or not len(self._heard):
            return total
        unknown = self._rarity(0)
        weights = np.array([self._weight.get(word, unknown) for word in heard.words], np.float32)
        near = self._nearest(heard.states) ** POWER @ weights / weights.sum()
        total[self._heard] = np.maximum((near - CHANCE) / (1 - CHANCE), 0.0)
        return total

    def _nearest(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest cosine of each state to those of each owner, 0 at least: (owners, states)."""
        parts = [
            np.matmul(states[start : start + AT_ONCE], self._blocks).max(axis=2)
            for start in range(0, len(states), AT_ONCE)
        ]
        nearest = np.maximum.reduceat(np.concatenate(parts, axis=1), self._starts, axis=0)
        return np.maximum(nearest, np.float32(0))

    def _rarity(self, owners: int) -> float:
        """The weight of a word that so many owners use."""
        frequency = np.log1p((self._owners - owners + 0.5) / (owners + 0.5))
        return float(frequency**RARITY)


def _blocks(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """The states of one owner as columns, in blocks of one width: (blocks, axes, BLOCK).

    What is left of the last block is zero, whose cosine to anything is none.
    """
    count = -(-len(states) // BLOCK)
    filled = np.zeros((count * BLOCK, states.shape[1]), dtype=np.float32)
    filled[: len(states)] = states
    return np.ascontiguousarray(filled.reshape(count, BLOCK, -1).transpose(0, 2, 1))
