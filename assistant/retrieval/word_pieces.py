"""Word pieces as the ear hears them in their sentence, small enough to keep those of every card.

    pieces = line_pieces(texts, ear, projection, cache)    of all texts, one after the other
    heard = projection.pieces(text, sound)                 of a query

A state of the ear's lower half is taken to its principal axes, as learned once from the shipped
cards (``python -m evals.build.fit_projection``). The axes know no card: a new card costs the
hearing of its own lines. On the questions that the weights were chosen by, 48 axes find what 96
do; 32 find a little less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from assistant.domain.linear import keep_arrays
from assistant.domain.linear import kept_arrays as read_weights
from assistant.retrieval.kept import (
    Arrays,
    forget_old,
    newest_first,
    read_arrays,
    text_key,
    text_mark,
    write_arrays,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.domain.sound import Sound
    from assistant.ports import Hearing

AXES = 48
PROJECTION_FILE = Path(__file__).parent / "data" / "projection.npz"
PROJECTION_FORMAT = 1
FORMAT = "1"  # of the kept pieces
NAMES = ("states", "lengths", "words", "marks", "by")
BATCH = 256


@dataclass(frozen=True)
class Pieces:
    """The word pieces of texts, one text after the other.

    ``words`` are the characters they stand for, ``states`` (pieces, AXES) of length 1, ``lengths``
    how many each text has.
    """

    words: tuple[str, ...]
    states: NDArray[np.float32]
    lengths: tuple[int, ...]

    @classmethod
    def joined(cls, parts: Iterable[Pieces]) -> Pieces:
        """The pieces of all the parts."""
        parts = list(parts)
        none = np.zeros((0, AXES), dtype=np.float32)
        return cls(
            tuple(word for part in parts for word in part.words),
            np.concatenate([none, *(part.states for part in parts)]),
            tuple(length for part in parts for length in part.lengths),
        )

    def apart(self) -> list[Pieces]:
        """The pieces of each text."""
        places = pairwise(accumulate(self.lengths, initial=0))
        return [Pieces(self.words[a:b], self.states[a:b], (b - a,)) for a, b in places]


@dataclass(frozen=True)
class Projection:
    """From a state (384,) to its principal axes: ``centre`` (384,), ``axes`` (384, AXES)."""

    centre: NDArray[np.float32]
    axes: NDArray[np.float32]

    @classmethod
    def fit(cls, states: NDArray[np.float32]) -> Self:
        """The principal axes of states (n, 384), widest first; each points to its largest share."""
        centre = states.mean(axis=0)
        values, axes = np.linalg.eigh(np.cov((states - centre).T.astype(np.float64)))
        axes = axes[:, np.argsort(-values)[:AXES]]
        largest = np.abs(axes).argmax(axis=0)
        turned = axes * np.sign(axes[largest, np.arange(AXES)])
        return cls(centre.astype(np.float32), turned.astype(np.float32))

    @classmethod
    def load(cls, path: Path = PROJECTION_FILE) -> Self | None:
        """The shipped projection, or None when its file is missing or damaged."""
        kept = read_weights(path, PROJECTION_FORMAT)
        return None if kept is None else cls(kept["centre"], kept["axes"])

    def write(self, path: Path = PROJECTION_FILE) -> None:
        """Keep it in half precision."""
        keep_arrays(path, PROJECTION_FORMAT, centre=self.centre, axes=self.axes)

    @property
    def name(self) -> str:
        """Which projection this is, for the record of what is made with it."""
        return text_key(str(self.centre.tolist()), str(self.axes.tolist()))

    def pieces(self, text: str, sound: Sound) -> Pieces:
        """The word pieces heard in a text, without the two marks at its ends."""
        turned = (sound.states[1:-1] - self.centre) @ self.axes
        length = np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
        words = tuple(text[start:end].casefold() for start, end in sound.spans[1:-1])
        return Pieces(words, (turned / length).astype(np.float32), (len(words),))


def line_pieces(
    texts: Sequence[str], ear: Hearing, projection: Projection, cache: Path | None = None
) -> Pieces:
    """The pieces of these texts, in their order; what ``cache`` does not hold is heard and kept."""
    distinct = list(dict.fromkeys(texts))
    stored = _stored(distinct, ear, projection, cache)
    if len(distinct) == len(texts):
        return stored
    of_text = dict(zip(distinct, stored.apart(), strict=True))
    return Pieces.joined(of_text[text] for text in texts)


def pieces_file(texts: Sequence[str], ear: Hearing, projection: Projection, cache: Path) -> Path:
    """Where the pieces of these texts are kept."""
    return cache / "pieces" / f"{text_key(_made_by(ear, projection), *dict.fromkeys(texts))}.npz"


def _made_by(ear: Hearing, projection: Projection) -> str:
    return f"{FORMAT} {ear.name} {projection.name}"


def _stored(
    texts: Sequence[str], ear: Hearing, projection: Projection, cache: Path | None
) -> Pieces:
    if cache is None:
        return Pieces.joined(_heard(texts, {}, ear, projection))
    path = pieces_file(texts, ear, projection, cache)
    found = read_arrays(path, NAMES)
    if found is not None and len(found["lengths"]) == len(texts):
        return _from_arrays(found)
    by = _made_by(ear, projection)
    known = _known(path.parent, by, {text_mark(text) for text in texts})
    made = Pieces.joined(_heard(texts, known, ear, projection))
    write_arrays(path, _as_arrays(made, texts, by))
    forget_old(path)
    return made


def _heard(
    texts: Sequence[str], known: dict[bytes, Pieces], ear: Hearing, projection: Projection
) -> list[Pieces]:
    found = [known.get(text_mark(text)) for text in texts]
    absent = [text for text, pieces in zip(texts, found, strict=True) if pieces is None]
    made: dict[str, Pieces] = {}
    for start in range(0, len(absent), BATCH):
        batch = absent[start : start + BATCH]
        for text, sound in zip(batch, ear.listen(batch), strict=True):
            made[text] = _halved(projection.pieces(text, sound))
    return [pieces or made[text] for text, pieces in zip(texts, found, strict=True)]


def _halved(pieces: Pieces) -> Pieces:
    """As they are kept, so that the first search answers as those from the cache."""
    states = pieces.states.astype(np.float16).astype(np.float32)
    return Pieces(pieces.words, states, pieces.lengths)


def _known(folder: Path, by: str, wanted: set[bytes]) -> dict[bytes, Pieces]:
    """Wanted pieces of older files made in the same way, by the mark of their text."""
    known: dict[bytes, Pieces] = {}
    for path in newest_first(folder):
        found = read_arrays(path, NAMES)
        if found is None or str(found["by"]) != by:
            continue
        for mark, pieces in zip(
            map(bytes, found["marks"]), _from_arrays(found).apart(), strict=True
        ):
            if mark in wanted:
                known.setdefault(mark, pieces)
    return known


def _as_arrays(pieces: Pieces, texts: Sequence[str], by: str) -> Arrays:
    return {
        "states": pieces.states.astype(np.float16),
        "lengths": np.asarray(pieces.lengths, dtype=np.int32),
        "words": np.array("\n".join(pieces.words)),
        "marks": np.frombuffer(b"".join(map(text_mark, texts)), dtype="V16"),
        "by": np.array(by),
    }


def _from_arrays(arrays: Arrays) -> Pieces:
    states = arrays["states"].astype(np.float32)
    words = tuple(str(arrays["words"]).split("\n")) if len(states) else ()
    return Pieces(words, states, tuple(arrays["lengths"].tolist()))
