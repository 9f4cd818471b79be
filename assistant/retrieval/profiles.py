"""What an owner's lines have in common: one vector a role, in a space where roles lie apart.

The mean of a role's lines is turned into the space in which lines of one role scatter alike in
all directions (within-class covariance normalisation: Hatch, Kajarekar and Stolcke 2006), so
that what every line shares - first person, liking, work - no longer counts. The covariance is
shrunk towards a multiple of the identity (Ledoit and Wolf 2004; here by a fixed share), which
also makes a catalogue of three roles work. No label beyond the catalogue itself is needed, so
an organisation's own roles are treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.kept import Arrays, kept_arrays

SHRINKAGE = 0.8
NAMES = ("centre", "turn", "means")


@dataclass(frozen=True)
class Profiles:
    """Unit profiles of owners (n, d) and the way of a vector into their space."""

    centre: NDArray[np.float32]
    turn: NDArray[np.float32]
    means: NDArray[np.float32]

    @classmethod
    def of(
        cls, vectors: NDArray[np.float32], owner: NDArray[np.int64], path: Path | None = None
    ) -> Profiles:
        """The profiles of owners 0..n-1 from the vectors of their lines, kept at ``path``."""
        arrays = kept_arrays(path, NAMES, lambda: _fit(vectors, owner))
        return cls(arrays["centre"], arrays["turn"], arrays["means"])

    def turned(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors in the space of the profiles, of length 1."""
        return _unit((vectors - self.centre) @ self.turn)

    def similarities(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of each vector to each profile: shape (vectors, owners)."""
        return self.turned(vectors) @ self.means.T


def _fit(vectors: NDArray[np.float32], owner: NDArray[np.int64]) -> Arrays:
    count = np.bincount(owner).astype(np.float32)
    means = np.zeros((len(count), vectors.shape[1]), dtype=np.float32)
    np.add.at(means, owner, vectors)
    means /= count[:, None]
    centre = means.mean(axis=0)
    spread = vectors - means[owner]
    within = (spread.T @ spread).astype(np.float64) / len(vectors)
    level = np.trace(within) / len(within) or 1.0
    within = (1 - SHRINKAGE) * within + SHRINKAGE * level * np.eye(len(within))
    values, axes = np.linalg.eigh(within)
    turn = ((axes / np.sqrt(values)) @ axes.T).astype(np.float32)
    return {"centre": centre, "turn": turn, "means": _unit((means - centre) @ turn)}


def _unit(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
