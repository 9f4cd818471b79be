"""Search by words: BM25 over one document an owner.

    index = WordIndex.build(["figures that agree", "..."])
    index.scores("two figures")      -> float32, one score a document, 0 where no word is shared

bm25s builds the sparse matrix of scores; looking up a query adds some of its columns, which numpy
does alone, so that a start from the cache imports neither bm25s nor what lies under it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.kept import Arrays, kept_arrays

Tokenizer = Callable[[str], list[str]]
NAMES = ("data", "rows", "starts", "words", "size")
_TOKEN = re.compile(r"[a-z0-9+#]+")
_STOP = frozenset(
    "a an the and or but of to in on at for with my me i it is was are be that this so as not "
    "you we they he she do does did have has had just from by about into if when what who".split()
)

# Longest first where one ends another.
_ENDINGS = "ations ation ments ment ings ing iers ier ists ist ers ors er or ies ied ed es ly s e y".split()
_STEM_LENGTH = 3


def tokenize(text: str) -> list[str]:
    """Lower-case stems without the commonest words, so that "engines" meets "engine"."""
    return [stem(word) for word in _TOKEN.findall(text.casefold()) if word not in _STOP]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending and without a doubled last letter: "planning" gives "plan".

    Rough on purpose: "auditor", "audits" and "auditing" must meet, and two words that meet by
    accident cost little, as the score of a word falls with the number of documents it is in.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LENGTH:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _STEM_LENGTH and word[-1] == word[-2] else word


@dataclass(frozen=True)
class WordIndex:
    """A column of scores a word, stored one after the other."""

    data: NDArray[np.float32]
    rows: NDArray[np.int32]
    starts: NDArray[np.int64]
    column: dict[str, int]
    size: int
    tokens: Tokenizer

    @classmethod
    def build(
        cls, documents: Sequence[str], path: Path | None = None, tokens: Tokenizer | None = None
    ) -> WordIndex:
        """The index of these documents, read from ``path`` where it is kept."""
        tokens = tokens or tokenize
        arrays = kept_arrays(path, NAMES, lambda: _index(documents, tokens))
        words = str(arrays["words"]).split("\n")
        return cls(
            data=arrays["data"],
            rows=arrays["rows"],
            starts=arrays["starts"],
            column={word: number for number, word in enumerate(words)},
            size=int(arrays["size"]),
            tokens=tokens,
        )

    def scores(self, query: str) -> NDArray[np.float32]:
        """The BM25 score of each document for the words of the query."""
        total = np.zeros(self.size, dtype=np.float32)
        for word in self.tokens(query):
            number = self.column.get(word)
            if number is not None:
                part = slice(self.starts[number], self.starts[number + 1])
                # A document stands once in a column, so plain indexing adds rightly.
                total[self.rows[part]] += self.data[part]
        return total


def best_rows(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The rows of the ``count`` highest scores, best first, earlier rows first among equals."""
    if count < len(scores):
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        rows = np.flatnonzero(scores >= least)
    else:
        rows = np.arange(len(scores))
    return rows[np.argsort(-scores[rows], kind="stable")][:count]


def _index(documents: Sequence[str], tokens: Tokenizer) -> Arrays:
    import bm25s

    found = [tokens(document) or ["-"] for document in documents]
    index: Any = bm25s.BM25()
    index.index(found, show_progress=False)
    # bm25s adds an empty word of its own for queries without a known one.
    words = sorted((word for word in index.vocab_dict if word), key=index.vocab_dict.__getitem__)
    return {
        "data": np.asarray(index.scores["data"], dtype=np.float32),
        "rows": np.asarray(index.scores["indices"], dtype=np.int32),
        "starts": np.asarray(index.scores["indptr"], dtype=np.int64),
        "words": np.array("\n".join(words)),
        "size": np.array(len(documents)),
    }
