"""What a written title means, beside how it is spelled: its likeness to the catalogue's titles.

    heard = TitleEar(catalogue, lambda: ear, cache)
    heard.likeness("Cabbie", "cabbie")      -> Likeness of every role, or None without an ear

The ear hears the title as it was written and spelled out; neither alone is as good. A role is as
near as its nearest title, and is helped by what its titles have in common and by the vote of the
nearest titles (k nearest neighbours, distance-weighted: Dudani 1976), for the single nearest title
is often a neighbour's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from assistant.domain.catalogue import Catalogue
from assistant.retrieval.vectors import line_vectors
from assistant.retrieval.words import best_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ports import Embedding

    Floats: TypeAlias = NDArray[np.float32]

VOTERS = 15
POWER = 8
COMMON = 0.5  # what all titles of a role together count, against its nearest one
VOTE = 0.3


@dataclass(frozen=True)
class Likeness:
    """For each role of the catalogue, in its order: ``score`` to rank by, ``nearest`` a cosine."""

    score: Floats
    nearest: Floats


class TitleEar:
    """The vectors of all titles of a catalogue, read or made when a title first needs them."""

    def __init__(
        self,
        catalogue: Catalogue,
        ear: Callable[[], Embedding | None],
        cache: Path | None = None,
        also: Path | None = None,
    ) -> None:
        """``cache`` keeps the vectors; those that ``also`` holds are taken over.

        Set-up embeds the titles with the other lines of the roles, so a shipped one costs nothing.
        """
        self.roles = catalogue.roles
        self._load = ear
        self._cache = cache
        self._also = also

    @cached_property
    def _ear(self) -> Embedding | None:
        return self._load() if self.roles else None

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where the titles of each role begin."""
        lengths = [1 + len(role.other_titles) for role in self.roles]
        return np.cumsum([0, *lengths[:-1]])

    @cached_property
    def _vectors(self) -> Floats:
        assert self._ear is not None
        titles = [title for role in self.roles for title in (role.title, *role.other_titles)]
        return line_vectors(titles, self._ear, self._cache, also=self._also)

    def prepare(self) -> None:
        """Compute and keep the vectors; nothing where they are kept already."""
        if self._ear is not None:
            _ = self._vectors

    def likeness(self, *texts: str) -> Likeness | None:
        """How near each role is to these spellings of one title; None without an ear."""
        if self._ear is None:
            return None
        similar = self._ear.embed(texts) @ self._vectors.T
        starts, titles = self._starts, similar.shape[1]
        best = np.maximum.reduceat(similar, starts, axis=1)
        counts = np.diff(np.append(starts, titles))
        common = np.add.reduceat(similar.mean(axis=0), starts) / counts
        owner = np.repeat(np.arange(len(self.roles)), counts)
        shares = vote(similar.mean(axis=0), owner, len(self.roles), VOTERS)
        return Likeness(
            score=(best.mean(axis=0) + COMMON * common + VOTE * shares).astype(np.float32),
            nearest=best.max(axis=0),
        )


def vote(likeness: Floats, owner: NDArray[np.int64], roles: int, voters: int) -> Floats:
    """The share of each role in the votes of the likeliest titles; ``owner`` is each title's role.

    Distance-weighted nearest neighbours (Dudani 1976): a title votes with its likeness to the
    eighth power. All zero where no title is alike.
    """
    nearest = best_rows(likeness, voters)
    votes = np.zeros(roles, dtype=np.float32)
    np.add.at(votes, owner[nearest], np.maximum(likeness[nearest], 0.0) ** POWER)
    return np.asarray(votes / max(float(votes.sum()), 1e-9), dtype=np.float32)
