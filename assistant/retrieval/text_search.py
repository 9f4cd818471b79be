"""Search in the texts of an organisation's documents: a vector and a BM25 score a piece.

A piece is found by its cosine to the nearest part of the query and by words, on the scale of the
guidance cards' scores, so that both can be put in one order. At most two pieces of a document
answer a query, or a document stuffed with words would answer all of them (reliability.md, case 44).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.knowledge import Passage
from assistant.ports import Embedding
from assistant.retrieval.corpus import SourceText
from assistant.retrieval.kept import text_key
from assistant.retrieval.ranking import Floats, Query
from assistant.retrieval.vectors import Progress, Vectors, line_vectors
from assistant.retrieval.words import WordIndex, best_rows, tokenize

MEANING = 0.95
WORDS = 0.55
HALF_WORDS = 8.0  # the BM25 score that earns half of WORDS
FAINT = 0.3  # below this a piece is about something else; of the example's own questions none is
A_DOCUMENT = 2
QUOTED = 280  # characters of a piece that a reply quotes
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class TextSearch:
    """The pieces with their vectors and words."""

    def __init__(
        self,
        texts: Sequence[SourceText],
        ear: Embedding | None,
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.texts = tuple(texts)
        self.vectors: Vectors | None = None
        said = [searched(text) for text in self.texts]
        folder = cache / "texts" if cache is not None else None
        if ear is not None and said:
            self.vectors = line_vectors(said, ear, folder, progress)
        path = folder / f"words-{text_key(*said)}.npz" if folder is not None and said else None
        self.words = WordIndex.build(said, path) if said else None

    def passages(
        self, query: Query, k: int, near: Iterable[int] | None = None, count: int = 0
    ) -> list[Passage]:
        """The k best pieces, where an index found some ``near`` among those and ``count`` by words."""
        if self.words is None:
            return []
        words = self.words.scores(query.text)
        rows: NDArray[np.int64] | None = None
        if near is not None:
            told = best_rows(words, count)
            rows = np.union1d(np.fromiter(near, dtype=np.int64), told[words[told] > 0])
            words = words[rows]
        score: Floats = words / (words + HALF_WORDS)
        least = 0.0
        if self.vectors is not None and query.vectors is not None:
            vectors = self.vectors if rows is None else self.vectors[rows]
            score = WORDS * score + MEANING * (vectors @ query.vectors.T).max(axis=1)
            least = FAINT
        score = np.where(score > least, np.minimum(score, 1.0), 0.0).astype(np.float32)
        return self._best(score, query.text, k, rows)

    def _best(
        self, score: Floats, asked: str, k: int, rows: NDArray[np.int64] | None
    ) -> list[Passage]:
        found: list[Passage] = []
        of_document: Counter[str] = Counter()
        # Pieces of one document may fill the first places, so more are looked at than wanted.
        for at in best_rows(score, min(len(score), 50 * k)):
            if score[at] <= 0:
                break
            text = self.texts[int(at if rows is None else rows[at])]
            of_document[text.document] += 1
            if of_document[text.document] <= A_DOCUMENT:
                found.append(as_passage(text, float(score[at]), asked))
            if len(found) == k:
                break
        return found


def searched(text: SourceText) -> str:
    """The words a piece is found by: its document and heading, then itself."""
    return f"{text.title}. {text.heading}. {text.text}" if text.heading else text.text


def as_passage(text: SourceText, score: float, asked: str) -> Passage:
    """A piece as a passage that a reply can cite."""
    return Passage(
        id=text.id,
        title=text.title,
        source=text.source,
        text=quoted(text.text, asked),
        score=score,
        document=text.document,
        date=text.date,
    )


def quoted(text: str, asked: str) -> str:
    """The sentences of a piece that share most with the question, in their order, not too long."""
    text = text.replace('"', "'")
    sentences = [s for s in _SENTENCE.split(text) if s.strip()]
    if len(text) <= QUOTED or not sentences:
        return text
    words = set(tokenize(asked))
    shared = [len(words.intersection(tokenize(sentence))) for sentence in sentences]
    best = max(range(len(sentences)), key=lambda n: (shared[n], -n))
    chosen = sentences[best]
    for following in sentences[best + 1 :]:
        if len(chosen) + len(following) >= QUOTED:
            break
        chosen = f"{chosen} {following}"
    return chosen if len(chosen) <= QUOTED else chosen[:QUOTED].rpartition(" ")[0] + " …"
