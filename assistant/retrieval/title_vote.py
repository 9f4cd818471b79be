"""Titles in a large taxonomy: the titles nearest to the written one vote for their occupations.

    vote = TitleVote(roles, ear, cache)
    vote.ranked("Boat Loader Helper", 3)     -> [("onet-53-7062-00", 0.41), ...]

A taxonomy lists dozens of titles an occupation, many of them much alike, so that the single nearest
is often a neighbour's. Each of the 25 nearest votes with its likeness (meaning and letters) to the
eighth power (k nearest neighbours, distance-weighted: Dudani 1976); beside the votes counts what all
titles of an occupation have in common, by meaning and by words (BM25). Chosen on 500 reported titles of O*NET that the
figures of ``python -m evals retrieval`` do not use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.knowledge import Role
from assistant.ports import Embedding
from assistant.retrieval.corpus import Corpus
from assistant.retrieval.kept import text_key
from assistant.retrieval.organisation.taxonomies import TAXONOMY_IDS
from assistant.retrieval.profiles import Profiles
from assistant.retrieval.ranking import Floats
from assistant.retrieval.title_ear import TitleEar, vote
from assistant.retrieval.titles import OTHERS, TitleReading, as_voted, read_title
from assistant.retrieval.vectors import Progress, line_vectors
from assistant.retrieval.words import WordIndex, best_rows
from assistant.settings import Settings

VOTERS = 25
MEANING = 0.7
COMMON = 0.4
WORDS = 0.6
GRAMS = (3, 5)
_SIGNS = re.compile(r"[^\w+#]+")


class TitleVote:
    """The titles of a taxonomy with their vectors and letters."""

    def __init__(
        self,
        roles: Sequence[Role],
        ear: Embedding | None,
        cache: Path | None = None,
        progress: Progress | None = None,
        also: Path | None = None,
    ) -> None:
        """``cache`` keeps vectors and letters; vectors that ``also`` holds are taken over."""
        self.roles = tuple(roles)
        titles = [(n, t) for n, role in enumerate(roles) for t in (role.title, *role.other_titles)]
        texts = [title for _, title in titles]
        self._owner = np.array([number for number, _ in titles], dtype=np.int64)
        self._ear = ear
        folder = cache / "titles" if cache is not None else None
        path = folder / f"letters-{text_key(*texts)}.npz" if folder is not None else None
        self._letters = WordIndex.build(texts, path, letters)
        documents = ["\n".join((role.title, *role.other_titles)) for role in roles]
        path = folder / f"words-{text_key(*documents)}.npz" if folder is not None else None
        self._words = WordIndex.build(documents, path)
        self._vectors: Floats | None = None
        self._profiles: Profiles | None = None
        if ear is not None:
            self._vectors = line_vectors(texts, ear, folder, progress, also)
            kept = folder / f"profiles-{text_key(ear.name, *texts)}.npz" if folder else None
            self._profiles = Profiles.of(self._vectors, self._owner, kept)

    def ranked(self, text: str, k: int) -> list[tuple[str, float]]:
        """The k likeliest occupations with their share of the votes, best first."""
        likeness = self._letters.scores(text)
        likeness /= max(float(likeness.max()), 1e-9)
        common: NDArray[np.float32] | float = 0.0
        if self._ear is not None and self._vectors is not None and self._profiles is not None:
            vector = self._ear.embed([text])
            likeness = MEANING * (self._vectors @ vector[0]) + (1 - MEANING) * likeness
            common = self._profiles.similarities(vector)[0]
        shares = vote(likeness, self._owner, len(self.roles), VOTERS)
        if not shares.any():
            return []
        words = self._words.scores(text)
        words /= max(float(words.max()), 1e-9)
        score = np.round(shares + COMMON * common + WORDS * words, 6).astype(np.float32)
        return [(self.roles[n].id, float(score[n])) for n in best_rows(score, k)]


def title_reader(
    corpus: Corpus, ear: Callable[[], Embedding | None], settings: Settings
) -> Callable[[str], TitleReading]:
    """Reads titles against a corpus; a public taxonomy's by vote where no other role is meant.

    Beside a taxonomy the other roles are read by spelling alone, or meaning would draw the
    taxonomy's titles to them.
    """
    cache = settings.own_cache
    catalogue = corpus.catalogue
    listed = [role for role in corpus.roles if role.id.startswith(TAXONOMY_IDS)]
    opened: list[TitleVote] = []
    heard = None if listed else TitleEar(catalogue, ear, cache / "titles", settings.cache)

    def read(text: str) -> TitleReading:
        found = read_title(text, catalogue, heard)
        role = catalogue.by_id.get(found.role_id or "")
        exact = role is not None and catalogue.find(text) is role
        if not listed or exact or (role is not None and role not in listed):
            return found
        if not opened:
            opened.append(TitleVote(listed, ear(), cache, also=cache))
        near = [ident for ident, _ in opened[0].ranked(text, 1 + OTHERS)]
        return as_voted(found, [catalogue.by_id[ident] for ident in near])

    return read


def letters(text: str) -> list[str]:
    """Runs of letters within the words of a title, each word with its borders."""
    grams = []
    for word in _SIGNS.split(text.casefold()):
        edged = f" {word} "
        grams += [
            edged[at : at + size]
            for size in range(GRAMS[0], GRAMS[1] + 1)
            for at in range(max(1, len(edged) - size + 1))
            if word
        ]
    return grams
