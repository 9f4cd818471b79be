"""The retriever without a database: exact vectors and words, from memory.

Below some tens of thousands of lines this is quicker than any index and exact; it serves when
the Chroma index is absent, locked or damaged, and by words alone when the ear is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.knowledge import GuidanceCard, Passage, RoleHit
from assistant.ports import Hearing
from assistant.retrieval.corpus import Corpus
from assistant.retrieval.profiles import SHRINKAGE, Profiles
from assistant.retrieval.ranking import (
    Query,
    Ranked,
    Ranking,
    Weights,
    owner_numbers,
    pieces_of,
)
from assistant.retrieval.texts import Line, LineKind, card_lines, role_lines
from assistant.retrieval.vectors import FORMAT, Progress, Vectors, line_vectors
from assistant.retrieval.words import WordIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROLE_WEIGHTS = Weights(profile=0.5, lines=0.5, words=0.05, best=3)
CARD_WEIGHTS = Weights(profile=0.4, lines=0.5, words=0.2, best=3)


class MemoryRetriever:
    """Guidance and roles from memory."""

    def __init__(
        self,
        corpus: Corpus,
        ear: Hearing | None,
        cache: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Build from the corpus; what ``cache`` holds of vectors and word counts is read."""
        self.corpus = corpus
        self.ear = ear
        role_texts = [line for role in corpus.roles for line in role_lines(role)]
        card_texts = [line for card in corpus.cards for line in card_lines(card)]
        lines = [*role_texts, *card_texts]
        vectors = None
        if ear is not None and lines:
            vectors = line_vectors([line.text for line in lines], ear, cache, progress)
        cut = len(role_texts)
        self.key = _key(lines, ear)
        self.role_ranking, self.role_vectors = _family(
            role_texts, None if vectors is None else vectors[:cut], ROLE_WEIGHTS, ear, cache
        )
        self.card_ranking, self.card_vectors = _family(
            card_texts, None if vectors is None else vectors[cut:], CARD_WEIGHTS, ear, cache
        )

    def roles(self, query: str, k: int, vector: NDArray[np.float32] | None = None) -> list[RoleHit]:
        """The k best roles; ``why`` is the catalogue line that lies nearest to the query."""
        asked = hear(self.ear, query, vector)
        return self.as_hits(self.role_ranking.ranked(asked, k, None, self.role_vectors))

    def passages(
        self, query: str, k: int, vector: NDArray[np.float32] | None = None
    ) -> list[Passage]:
        """The k best guidance cards as passages."""
        asked = hear(self.ear, query, vector)
        return self.as_passages(self.card_ranking.ranked(asked, k, None, self.card_vectors))

    def as_hits(self, found: Sequence[Ranked]) -> list[RoleHit]:
        """Ranked owners as roles."""
        roles, lines = self.corpus.catalogue.by_id, self.role_ranking.lines
        return [
            RoleHit(role=roles[item.owner], score=item.score, why=lines[item.line].text)
            for item in found
        ]

    def as_passages(self, found: Sequence[Ranked]) -> list[Passage]:
        """Ranked owners as passages that a reply can cite."""
        return [as_passage(self.corpus.card_by_id[item.owner], item.score) for item in found]


def as_passage(card: GuidanceCard, score: float) -> Passage:
    """A guidance card as a passage that a reply can cite."""
    return Passage(
        id=f"guidance/{card.id}",
        title=card.title,
        source=card.source,
        text=card.short_answer,
        score=score,
    )


def hear(ear: Hearing | None, text: str, vector: NDArray[np.float32] | None = None) -> Query:
    """A query with the vectors of its pieces, or of the whole where it is one piece."""
    if ear is None or not text.strip():
        return Query(text)
    pieces = pieces_of(text)
    if not pieces and vector is not None:
        return Query(text, np.asarray(vector, dtype=np.float32).reshape(1, -1))
    return Query(text, ear.embed(pieces or [text]))


def _family(
    lines: list[Line],
    vectors: Vectors | None,
    weights: Weights,
    ear: Hearing | None,
    cache: Path | None,
) -> tuple[Ranking, Vectors | None]:
    key = _key(lines, ear)
    documents: dict[str, list[str]] = {}
    for line in lines:
        documents.setdefault(line.owner, []).append(line.text)
    words = WordIndex.build(
        ["\n".join(texts) for texts in documents.values()],
        cache / "words" / f"{key}.npz" if cache else None,
    )
    profiles = None
    if vectors is not None:
        path = cache / "profiles" / f"{key}.npz" if cache else None
        profiles = Profiles.of(vectors, owner_numbers(lines), path)
    return Ranking(lines, weights, words, profiles), vectors


def _key(lines: Sequence[Line], ear: Hearing | None) -> str:
    """What kept arrays of these lines are filed under."""
    name = ear.name if ear is not None else "words"
    digest = hashlib.sha256(f"{FORMAT}\0{name}\0{SHRINKAGE}\0".encode())
    for line in lines:
        digest.update(f"{line.id}\0{line.text}\0".encode("utf-8", "replace"))
    return digest.hexdigest()[:24]
