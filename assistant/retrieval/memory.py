"""The retriever without a database: exact vectors and BM25 over the lines, fused.

Below 10,000 lines this is quicker than any index and exact; it serves when the Chroma index is
locked or damaged, and it is the lexical fallback when the ear is missing.

Lexical and vector ranks are fused by reciprocal rank (Cormack, Clarke and Buettcher 2009,
"Reciprocal rank fusion outperforms Condorcet", k = 60); the score that is shown is the vector
similarity of the owner's best lines where there is an ear, so that it can be compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.domain.knowledge import Passage, RoleHit
from assistant.ports import Hearing
from assistant.retrieval.corpus import Corpus
from assistant.retrieval.texts import Line, card_lines, role_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

RRF_K = 60
LEXICAL_WEIGHT = 0.35
BEST_LINES = 3
_TOKEN = re.compile(r"[a-z0-9]+")


class LineSearch:
    """Ranks owners of lines for a query: mean of the best lines by meaning, BM25 by words."""

    def __init__(
        self, lines: Sequence[Line], ear: Hearing | None, vectors: NDArray[np.float32] | None
    ) -> None:
        self.lines = tuple(lines)
        self.owners = tuple(dict.fromkeys(line.owner for line in lines))
        self._ear = ear
        self._vectors = vectors
        position = {owner: number for number, owner in enumerate(self.owners)}
        self._owner = np.array([position[line.owner] for line in lines], dtype=np.int64)
        self._bm25 = _bm25(self.lines)

    def search(
        self, query: str, k: int, vector: NDArray[np.float32] | None = None
    ) -> list[tuple[str, float, int]]:
        """The k best owners as (owner, score, index of the line that spoke for it)."""
        lexical = self._lexical(query)
        if self._ear is None or self._vectors is None:
            best = np.array([lexical[self._owner == n].max() for n in range(len(self.owners))])
            scale = float(best.max()) or 1.0
            order = np.argsort(-best, kind="stable")[:k]
            lines = [self._best_line(n, lexical) for n in order]
            return [
                (self.owners[n], float(best[n] / scale), line)
                for n, line in zip(order, lines, strict=True)
                if best[n] > 0
            ]
        sims = self._similarities(query, vector)
        means = self._mean_of_best(sims)
        fused = self._fuse(means, lexical)
        order = np.argsort(-fused, kind="stable")[:k]
        return [(self.owners[n], float(means[n]), self._best_line(n, sims)) for n in order]

    def _similarities(
        self, query: str, vector: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        """Best similarity of each line to the whole query or to one of its sentences."""
        assert self._ear is not None and self._vectors is not None
        pieces = [p for p in re.split(r"(?<=[.!?])\s+|\s\.\s", query) if len(p.split()) > 2][:6]
        rows = [vector] if vector is not None else []
        texts = ([] if vector is not None else [query]) + (pieces if len(pieces) > 1 else [])
        if texts:
            rows.extend(self._ear.embed(texts))
        best: NDArray[np.float32] = np.max(self._vectors @ np.stack(rows).T, axis=1)
        return best

    def _mean_of_best(self, sims: NDArray[np.float32]) -> NDArray[np.float64]:
        order = np.lexsort((-sims, self._owner))
        owner = self._owner[order]
        starts = np.searchsorted(owner, np.arange(len(self.owners)))
        place = np.arange(len(order)) - starts[owner]
        keep = place < BEST_LINES
        sums = np.bincount(owner[keep], weights=sims[order][keep], minlength=len(self.owners))
        counts = np.bincount(owner[keep], minlength=len(self.owners))
        return sums / np.maximum(counts, 1)

    def _lexical(self, query: str) -> NDArray[np.float32]:
        tokens = tokenize(query)
        if not tokens or self._bm25 is None:
            return np.zeros(len(self.lines), dtype=np.float32)
        return np.asarray(self._bm25.get_scores(tokens), dtype=np.float32)

    def _fuse(
        self, means: NDArray[np.float64], lexical: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        words = np.zeros(len(self.owners))
        np.maximum.at(words, self._owner, lexical)
        by_meaning = 1.0 / (RRF_K + _ranks(means))
        by_words = np.where(words > 0, 1.0 / (RRF_K + _ranks(words)), 0.0)
        return by_meaning + LEXICAL_WEIGHT * by_words

    def _best_line(self, owner: int, scores: NDArray[np.float32]) -> int:
        mine = np.flatnonzero(self._owner == owner)
        return int(mine[np.argmax(scores[mine])])


def tokenize(text: str) -> list[str]:
    """Lower-case words with a plain plural folded, so that "figures" meets "figure"."""
    return [
        t[:-1] if len(t) > 3 and t.endswith("s") and not t.endswith("ss") else t
        for t in _TOKEN.findall(text.casefold())
        if t not in _STOP
    ]


_STOP = frozenset(
    "a an the and or but of to in on at for with my me i it is was are be that this so as not "
    "you we they he she do does did have has had just from by about into if when what who".split()
)


def _ranks(scores: NDArray[Any]) -> NDArray[np.int64]:
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def _bm25(lines: Sequence[Line]) -> Any:
    import bm25s

    index = bm25s.BM25()
    index.index([tokenize(line.text) or ["-"] for line in lines], show_progress=False)
    return index


class MemoryRetriever:
    """Guidance and roles from memory."""

    def __init__(
        self,
        corpus: Corpus,
        ear: Hearing | None,
        vectors: dict[str, NDArray[np.float32]] | None = None,
    ) -> None:
        """``vectors`` maps the text of a line to its vector; absent ones are computed."""
        self.corpus = corpus
        self._roles = corpus.catalogue.by_id
        role_texts = [line for role in corpus.roles for line in role_lines(role)]
        card_texts = [line for card in corpus.cards for line in card_lines(card)]
        self._role_search = LineSearch(role_texts, ear, _stack(role_texts, ear, vectors))
        self._card_search = LineSearch(card_texts, ear, _stack(card_texts, ear, vectors))

    def roles(
        self, query: str, k: int, vector: NDArray[np.float32] | None = None
    ) -> list[RoleHit]:
        """The k best roles; ``why`` is the catalogue line that lies nearest to the query."""
        found = self._role_search.search(query, k, vector)
        lines = self._role_search.lines
        return [
            RoleHit(role=self._roles[owner], score=score, why=lines[line].text)
            for owner, score, line in found
        ]

    def passages(
        self, query: str, k: int, vector: NDArray[np.float32] | None = None
    ) -> list[Passage]:
        """The k best guidance cards as passages."""
        found = self._card_search.search(query, k, vector)
        cards = self.corpus.card_by_id
        return [as_passage(cards[owner], score) for owner, score, _ in found]


def as_passage(card: Any, score: float) -> Passage:
    """A guidance card as a passage that a reply can cite."""
    return Passage(
        id=f"guidance/{card.id}",
        title=card.title,
        source=card.source,
        text=card.short_answer,
        score=score,
    )


def _stack(
    lines: Sequence[Line], ear: Hearing | None, vectors: dict[str, NDArray[np.float32]] | None
) -> NDArray[np.float32] | None:
    if ear is None:
        return None
    known = vectors or {}
    absent = list(dict.fromkeys(line.text for line in lines if line.text not in known))
    if absent:
        known = {**known, **dict(zip(absent, ear.embed(absent), strict=True))}
    return np.stack([known[line.text] for line in lines])
