"""Ranks owners of lines for a query: by what they are as a whole, by their best lines, by words.

Words count as they are written (BM25) or, for cards where there is an ear, as they are meant (late
interaction). Each part is bounded and absolute (cosines; BM25 saturated), so a score means the same
for every query. On the development descriptions the first role has a median of 0.51, the fifth 0.32, the
fortieth 0.22. The policy weighs scores against other reasons and relies on that.

The weights for roles were chosen on evals/datasets/descriptions.dev.jsonl together with 130 short
phrases ("wiring houses"), those for cards on the cards' own questions, of which 1,280 were written
without sight of the others: each set was asked of cards that held the other alone. Figures on
sealed texts: ``python -m evals retrieval``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.late_interaction import LateInteraction
from assistant.retrieval.profiles import Profiles
from assistant.retrieval.texts import Line, LineKind
from assistant.retrieval.word_pieces import Pieces
from assistant.retrieval.words import WordIndex, best_rows, tokenize

Floats = NDArray[np.float32]

MAX_PIECES = 8
_PIECE = re.compile(r"(?<=[.!?;])\s+|\s\.\s|\n+")


@dataclass(frozen=True)
class Weights:
    """How much each part counts; they add up to the largest score."""

    profile: float
    lines: float
    words: float
    best: int = 3  # how many lines of an owner are its best
    half_words: float = 20.0  # the BM25 score that earns half of ``words``


@dataclass(frozen=True)
class Query:
    """What is looked for: the text, and the vectors of its parts where there is an ear.

    ``heard`` are its word pieces where the owners have word pieces too.
    """

    text: str
    vectors: Floats | None = None
    heard: Pieces | None = None


@dataclass(frozen=True)
class Ranked:
    """An owner with its score (0..1) and the number of the line that speaks most for it."""

    owner: str
    score: float
    line: int


def pieces_of(text: str) -> list[str]:
    """The parts of a long query that are heard one by one; empty when it is one part."""
    parts = [part.strip() for part in _PIECE.split(text) if len(part.split()) > 1]
    return parts[:MAX_PIECES] if len(parts) > 1 else []


class Ranking:
    """Owners and their lines, with everything that does not depend on where vectors lie."""

    def __init__(
        self,
        lines: Sequence[Line],
        weights: Weights,
        words: WordIndex,
        profiles: Profiles | None = None,
        late: LateInteraction | None = None,
    ) -> None:
        self.lines = tuple(lines)
        self.owners = tuple(dict.fromkeys(line.owner for line in lines))
        self.profiles = profiles
        self._weights = weights
        self._words = words
        self._late = late

    @cached_property
    def owner_of_line(self) -> NDArray[np.int64]:
        """For each line the number of its owner."""
        return owner_numbers(self.lines)

    def rows_of(self, owners: Iterable[str]) -> NDArray[np.int64]:
        """The numbers of all lines of these owners, in the order of the lines."""
        number = {owner: n for n, owner in enumerate(self.owners)}
        wanted = np.zeros(len(self.owners), dtype=bool)
        wanted[[number[owner] for owner in owners]] = True
        return np.flatnonzero(wanted[self.owner_of_line])

    def by_words(self, query: Query) -> Floats:
        """The score of every owner word for word, 0..1: as meant where both were heard, else as written."""
        if self._late is not None and query.heard is not None:
            return self._late.scores(query.heard)
        words = self._words.scores(query.text)
        return words / (words + self._weights.half_words)

    def best(self, words: Floats, count: int) -> list[str]:
        """The owners with the highest of these scores."""
        return [self.owners[n] for n in best_rows(words, count) if words[n] > 0]

    def ranked(
        self,
        query: Query,
        k: int,
        rows: NDArray[np.int64] | None,
        vectors: Floats | None,
        words: Floats | None = None,
    ) -> list[Ranked]:
        """The k best owners.

        ``vectors`` are those of the lines ``rows`` (of all lines when None); owners without a
        row are no candidates. Without vectors words alone decide. ``words`` are the scores
        ``by_words`` where they are known already.
        """
        words = self.by_words(query) if words is None else words
        if vectors is None or query.vectors is None or self.profiles is None:
            return self._by_words(query, words, k)
        rows = np.arange(len(self.lines)) if rows is None else rows
        owner = self.owner_of_line[rows]
        similar = vectors @ query.vectors.T
        total = self._weights.lines * self._best_lines(similar, owner)
        total += self._weights.profile * self.profiles.similarities(query.vectors).mean(axis=0)
        total += self._weights.words * words
        total = np.round(np.clip(total, 0.0, 1.0), 6)
        candidates = np.unique(owner)
        order = candidates[np.argsort(-total[candidates], kind="stable")][:k]
        nearest = similar.max(axis=1)
        return [
            Ranked(self.owners[n], float(total[n]), self._speaker(n, owner, rows, nearest))
            for n in order
        ]

    def _best_lines(self, similar: Floats, owner: NDArray[np.int64]) -> Floats:
        """For each owner the mean over pieces of the mean of its best lines."""
        total = np.zeros(len(self.owners), dtype=np.float32)
        for column in similar.T:
            total += _mean_of_best(column, owner, len(self.owners), self._weights.best)
        mean: Floats = total / similar.shape[1]
        return mean

    def _speaker(
        self, number: np.int64, owner: NDArray[np.int64], rows: NDArray[np.int64], nearest: Floats
    ) -> int:
        """The line of an owner that lies nearest; a complaint speaks for nobody."""
        mine = range(*np.searchsorted(owner, (number, number + 1)))
        fit = [m for m in mine if self.lines[rows[m]].kind is not LineKind.COMPLAINT]
        return int(rows[max(fit or list(mine), key=lambda m: nearest[m])])

    def _by_words(self, query: Query, words: Floats, k: int) -> list[Ranked]:
        score = np.round(words, 6)
        order = [n for n in np.argsort(-score, kind="stable")[:k] if score[n] > 0]
        asked = set(tokenize(query.text))
        return [
            Ranked(self.owners[n], float(score[n]), self._line_sharing(int(n), asked))
            for n in order
        ]

    def _line_sharing(self, number: int, asked: set[str]) -> int:
        mine = np.flatnonzero(self.owner_of_line == number)
        shared = [len(asked.intersection(tokenize(self.lines[m].text))) for m in mine]
        return int(mine[int(np.argmax(shared))])


def owner_numbers(lines: Sequence[Line]) -> NDArray[np.int64]:
    """For each line the number of its owner, in order of first appearance."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(line.owner, len(number)) for line in lines], dtype=np.int64)


def _mean_of_best(values: Floats, owner: NDArray[np.int64], owners: int, best: int) -> Floats:
    """For each owner the mean of its best values; the lines of an owner follow each other."""
    starts = np.searchsorted(owner, np.arange(owners))
    counts = np.diff(np.append(starts, len(owner)))
    widest = max(int(counts.max(initial=0)), best)
    places = starts[:, None] + np.arange(widest)
    there = np.arange(widest) < counts[:, None]
    spread = np.where(there, values[np.minimum(places, len(values) - 1)], -np.inf)
    top = np.partition(spread, widest - best, axis=1)[:, widest - best :].astype(np.float64)
    top[np.isneginf(top)] = 0.0
    mean: Floats = (top.sum(axis=1) / np.maximum(np.minimum(counts, best), 1)).astype(np.float32)
    return mean
