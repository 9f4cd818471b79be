"""The retriever without a database: exact vectors and words, from memory.

Below some tens of thousands of lines this is quicker than any index and exact; it serves when
the Chroma index is absent, locked or damaged, and by words alone when the ear is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.knowledge import GuidanceCard, Passage, RoleHit
from assistant.ports import Embedding, Hearing
from assistant.retrieval.corpus import Corpus
from assistant.retrieval.endpoint import EmbeddingUnavailable
from assistant.retrieval.kept import text_key
from assistant.retrieval.late_interaction import LateInteraction
from assistant.retrieval.neutral import neutral
from assistant.retrieval.profiles import SHRINKAGE, Profiles
from assistant.retrieval.ranking import (
    Query,
    Ranked,
    Ranking,
    Weights,
    owner_numbers,
    pieces_of,
)
from assistant.retrieval.text_search import TextSearch
from assistant.retrieval.texts import (
    Line,
    LineKind,
    card_document,
    card_lines,
    role_document,
    role_lines,
)
from assistant.retrieval.vectors import Progress, Vectors, line_vectors
from assistant.retrieval.word_pieces import Pieces, Projection, line_pieces
from assistant.retrieval.words import WordIndex

if TYPE_CHECKING:
    from assistant.domain.sound import Sound

log = logging.getLogger(__name__)

FORMAT = "1"  # of what is kept; changes with the way it is computed
ROLE_WEIGHTS = Weights(profile=0.60, lines=0.30, words=0.70)
CARD_WEIGHTS = Weights(profile=0.60, lines=0.15, words=0.30)
# Their proportions found most cards; their sum keeps the scores where those without late interaction
# are, a median of 0.23 for a question and of 0.14 for small talk, as an organisation's texts share it.
HEARD_CARD_WEIGHTS = Weights(profile=0.31, lines=0.12, words=0.35)  # with late interaction


class MemoryRetriever:
    """Guidance, roles and an organisation's texts from memory."""

    def __init__(
        self,
        corpus: Corpus,
        ear: Embedding | None,
        cache: Path | None = None,
        progress: Progress | None = None,
        own_cache: Path | None = None,
    ) -> None:
        """Build from the corpus; what ``cache`` holds of vectors and word counts is read.

        What is made of an organisation's documents is kept in ``own_cache`` alone.
        """
        self.corpus = corpus
        self.ear = ear
        role_texts = [line for role in corpus.roles for line in role_lines(role)]
        card_texts = [line for card in corpus.cards for line in card_lines(card)]
        lines = [*role_texts, *card_texts]
        also, shipped_cache = None, cache
        if not corpus.shipped:
            cache, also = own_cache, cache
        vectors = None
        if ear is not None and lines:
            vectors = line_vectors([line.text for line in lines], ear, cache, progress, also)
        cut = len(role_texts)
        name = ear.name if ear is not None else ""
        own = (f"{text.id} {text.source} {text.text}" for text in corpus.texts)
        self.key = text_key(FORMAT, name, *(f"{line.id} {line.text}" for line in lines), *own)
        self.role_vectors = None if vectors is None else vectors[:cut]
        self.card_vectors = None if vectors is None else vectors[cut:]
        role_words = [role_document(role) for role in corpus.roles]
        card_words = [card_document(card) for card in corpus.cards]
        folder = cache / "search" if cache is not None else None
        self.role_ranking = ranking_of(
            role_texts, role_words, self.role_vectors, ROLE_WEIGHTS, folder
        )
        self._projection = Projection.load() if isinstance(ear, Hearing) else None
        late = None
        if isinstance(ear, Hearing) and self._projection is not None and card_texts:
            late = late_interaction(card_texts, ear, self._projection, shipped_cache)
        weights = CARD_WEIGHTS if late is None else HEARD_CARD_WEIGHTS
        self.card_ranking = ranking_of(
            card_texts, card_words, self.card_vectors, weights, folder, late
        )
        self.texts = TextSearch(corpus.texts, ear, cache, progress)

    def roles(self, query: str, k: int, sound: Sound | None = None) -> list[RoleHit]:
        """The k best roles; ``why`` is the catalogue line that lies nearest to the query."""
        asked = hear_neutral(self.ear, query, sound)
        return self.as_hits(self.role_ranking.ranked(asked, k, None, self.role_vectors))

    def passages(self, query: str, k: int, sound: Sound | None = None) -> list[Passage]:
        """The k best guidance cards and pieces of the organisation's documents."""
        asked = self.asked(query, sound)
        cards = self.as_passages(self.card_ranking.ranked(asked, k, None, self.card_vectors))
        return best_passages(cards, self.texts.passages(self.in_parts(asked), k), k)

    def asked(self, query: str, sound: Sound | None = None) -> Query:
        """A query as cards are looked up with it: as a whole."""
        return hear(self.ear, query, [query], sound, self._projection)

    def in_parts(self, asked: Query) -> Query:
        """A query as an organisation's texts are looked up with it, where there are any."""
        parts = pieces_of(asked.text) if self.texts.texts else []
        return hear(self.ear, asked.text, parts) if parts else asked

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


def best_passages(cards: list[Passage], own: list[Passage], k: int) -> list[Passage]:
    """Both kinds by score; of equals the organisation's own first."""
    return sorted([*own, *cards], key=lambda passage: -passage.score)[:k]


def as_passage(card: GuidanceCard, score: float) -> Passage:
    """A guidance card as a passage that a reply can cite."""
    return Passage(
        id=f"guidance/{card.id}",
        title=card.title,
        source=card.source,
        text=card.short_answer,
        score=score,
    )


def hear(
    ear: Embedding | None,
    text: str,
    parts: Sequence[str],
    sound: Sound | None = None,
    projection: Projection | None = None,
) -> Query:
    """A query with the vectors of these parts of it; one part is the whole.

    ``sound`` is what the ear heard in the whole, and another embedding has no use for it; with a
    ``projection`` the query has its word pieces too. Where an embedding cannot be reached just
    now, words alone find what they can.
    """
    if ear is None or not text.strip():
        return Query(text)
    if isinstance(ear, Hearing):
        sounds = [sound] if sound is not None and len(parts) == 1 else ear.listen(parts)
        vectors = np.stack([one.meaning for one in sounds if one.meaning is not None])
        if projection is None:
            return Query(text, vectors)
        heard = map(projection.pieces, parts, sounds)
        return Query(text, vectors, Pieces.joined(heard))
    try:
        return Query(text, ear.embed(parts))
    except EmbeddingUnavailable as error:
        log.warning("Search goes by words alone: %s", error)
        return Query(text)


def hear_neutral(ear: Embedding | None, text: str, sound: Sound | None = None) -> Query:
    """A query without who the person is; ``sound`` serves where the text said nothing of that."""
    said = neutral(text) or text
    parts = pieces_of(said) or [said]
    return hear(ear, said, parts, sound if said == text else None)


def late_interaction(
    lines: Sequence[Line], ear: Hearing, projection: Projection, cache: Path | None
) -> LateInteraction:
    """Late interaction with the owners of these lines, each thing they say heard once."""
    once = [line for line in lines if line.kind is not LineKind.WHOLE]
    pieces = line_pieces([line.text for line in once], ear, projection, cache)
    return LateInteraction(owner_numbers(once), pieces)


def ranking_of(
    lines: Sequence[Line],
    documents: Sequence[str],
    vectors: Vectors | None,
    weights: Weights,
    folder: Path | None = None,
    late: LateInteraction | None = None,
) -> Ranking:
    """The ranking of the owners of these lines; what is computed for it is kept in ``folder``."""
    words = WordIndex.build(documents, _kept(folder, "words", documents))
    profiles = None
    if vectors is not None and len(lines):
        # The vectors themselves belong to the key: another ear gives other profiles.
        texts = [line.text for line in lines]
        path = _kept(folder, "profiles", [*texts, str(vectors[0].tolist()), str(SHRINKAGE)])
        profiles = Profiles.of(vectors, owner_numbers(lines), path)
    return Ranking(lines, weights, words, profiles, late)


def _kept(folder: Path | None, what: str, texts: Sequence[str]) -> Path | None:
    return folder / f"{what}-{text_key(FORMAT, *texts)}.npz" if folder is not None else None
