"""What the ear makes of a text: its meaning as a whole, and a state for each of its word pieces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A vector of length 1 is spread over 384 numbers, while cues are whole units each. Chosen by
# cross-validation on the training half of the acts among 2, 3, 4 and 6.
SCALE = 3.0
EDGE = 3  # word pieces that count as the beginning and as the end of a text


@dataclass(frozen=True)
class Sound:
    """A text as heard.

    ``states`` (pieces, 384) come from the encoder's lower half, which hears how a thing is said
    (who does what, whether it is asked, claimed or denied); ``spans`` are the characters each
    piece stands for, (0, 0) for the two that mark beginning and end. ``meaning`` (384,), of
    length 1, comes from the upper half, which hears what it is about; None where the text was
    only skimmed.
    """

    states: NDArray[np.float32]
    spans: tuple[tuple[int, int], ...]
    meaning: NDArray[np.float32] | None = None

    @cached_property
    def manner(self) -> NDArray[np.float32]:
        """The mean of all states, of the first and of the last pieces: (1152,), each of length 1."""
        import numpy as np

        inner = self.states[1:-1] if len(self.states) > 2 else self.states
        parts = (self.states, inner[:EDGE], inner[-EDGE:])
        return np.concatenate([unit(part.mean(axis=0)) for part in parts])

    @cached_property
    def reach(self) -> NDArray[np.float32]:
        """The mean of all states, and of the inner ones the highest and the lowest number: (1152,).

        A turn of phrase that a mean drowns among many words still stands out as an extreme.
        """
        import numpy as np

        inner = self.states[1:-1] if len(self.states) > 2 else self.states
        return np.concatenate([self.states.mean(axis=0), inner.max(axis=0), inner.min(axis=0)])

    @cached_property
    def features(self) -> NDArray[np.float32]:
        """Meaning, then manner, as the heads weigh them: (1536,), each part of length SCALE."""
        import numpy as np

        assert self.meaning is not None
        return np.float32(SCALE) * np.concatenate([self.meaning, self.manner])


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector at length 1."""
    import numpy as np

    length = float(np.linalg.norm(vector))
    return vector / np.float32(length or 1.0)
