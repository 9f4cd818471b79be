"""Vectors of the corpus, computed once: a file keyed by what was embedded and by which ear.

    vectors = line_vectors(texts, ear, cache)      float32, one unit vector a text

A knowledge file that changes by a line costs the vectors of that line: those of older files are
taken over by the hash of their text. Kept as float16 (a cosine moves by less than 0.0005, see
tests/retrieval/test_vectors.py), which halves the file and the time to read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.ports import Embedding
from assistant.retrieval.kept import (
    forget_old,
    newest_first,
    read_arrays,
    text_mark,
    write_arrays,
)

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

FORMAT = "1"
NAMES = ("vectors", "keys", "ear")
BATCH = 512


def line_vectors(
    texts: Sequence[str],
    ear: Embedding,
    cache: Path | None = None,
    progress: Progress | None = None,
    also: Path | None = None,
) -> Vectors:
    """One vector a text, in their order; what ``cache`` does not hold is computed and kept.

    ``progress`` is told how many of how many absent texts are done. Vectors that the cache
    ``also`` holds are taken over, and nothing is written there.
    """
    distinct = list(dict.fromkeys(texts))
    stored = _stored(distinct, ear, cache, progress, also)
    row = {text: number for number, text in enumerate(distinct)}
    if len(distinct) == len(texts):
        return stored
    return np.ascontiguousarray(stored[[row[text] for text in texts]])


def vectors_file(texts: Sequence[str], ear: Embedding, cache: Path) -> Path:
    """Where the vectors of these texts are kept."""
    digest = hashlib.sha256(f"{FORMAT}\0{ear.name}\0".encode())
    for text in dict.fromkeys(texts):
        digest.update(text.encode("utf-8", "replace") + b"\0")
    return cache / "vectors" / f"{digest.hexdigest()[:24]}.npz"


def _stored(
    texts: Sequence[str],
    ear: Embedding,
    cache: Path | None,
    progress: Progress | None,
    also: Path | None,
) -> Vectors:
    if cache is None:
        return _compute(texts, {}, ear, progress).astype(np.float32)
    path = vectors_file(texts, ear, cache)
    found = read_arrays(path, NAMES)
    if found is not None and found["vectors"].shape[0] == len(texts):
        return found["vectors"].astype(np.float32)
    wanted = {text_mark(text) for text in texts}
    known = _known([path.parent, *([also / "vectors"] if also is not None else [])], ear, wanted)
    vectors = _compute(texts, known, ear, progress)
    keys = np.frombuffer(b"".join(text_mark(text) for text in texts), dtype="V16")
    write_arrays(path, {"vectors": vectors, "keys": keys, "ear": np.array(ear.name)})
    forget_old(path)
    return vectors.astype(np.float32)


def _compute(
    texts: Sequence[str],
    known: dict[bytes, NDArray[np.float16]],
    ear: Embedding,
    progress: Progress | None,
) -> NDArray[np.float16]:
    found = [known.get(text_mark(text)) for text in texts]
    absent = [number for number, row in enumerate(found) if row is None]
    made: NDArray[np.float16] | None = None
    for start in range(0, len(absent), BATCH):
        batch = absent[start : start + BATCH]
        part = ear.embed([texts[number] for number in batch])
        if made is None:
            made = np.empty((len(texts), part.shape[1]), dtype=np.float16)
        made[batch] = part
        if progress is not None:
            progress(start + len(batch), len(absent))
    rows = [row for row in found if row is not None]
    if made is None:
        return np.stack(rows)
    if rows:
        made[[number for number, row in enumerate(found) if row is not None]] = np.stack(rows)
    return made


def _known(
    folders: Sequence[Path], ear: Embedding, wanted: set[bytes]
) -> dict[bytes, NDArray[np.float16]]:
    """Wanted vectors of older files of the same ear, by the key of their text."""
    known: dict[bytes, NDArray[np.float16]] = {}
    for path in (path for folder in folders for path in newest_first(folder)):
        found = read_arrays(path, NAMES)
        if found is None or str(found["ear"]) != ear.name:
            continue
        for key, vector in zip(map(bytes, found["keys"]), found["vectors"], strict=False):
            if key in wanted:
                known.setdefault(key, vector)
    return known
