"""What linear heads over the ear's states say of a text: which parts of it are there.

    heads = load_heads("aspiration")                  # None when the file is missing or stale
    weighed = heads.weigh(sound, signs)               # signs: what the rules found, 0 or 1 each
    weighed.there("evidence"), weighed.span()         -> True, (12, 31)

A head is one weight a dimension on the mean of the states, so that its verdict is a sum over the
word pieces of the text: the clause that is shown as the reason is the one that weighed most.
A mixer (logistic regression) puts a part's head beside what the rules found and decides. Weights
lie in ``data/*_heads.npz``; ``python -m evals.build.train_scale`` makes them from labelled texts.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.linear import kept_arrays
from assistant.domain.sound import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
PARTS = {
    "aspiration": ("role", "direction", "function", "timeframe", "evidence", "ask", "support"),
    "action": ("owner", "action", "due", "measure"),
}
# A mean of states has length 1 spread over 384 numbers; scaled, a penalty of 1 suits it.
SCALE = 5.0
# A word piece belongs to the span from this probability on.
PIECE_SHARE = 0.3


@dataclass(frozen=True)
class Heads:
    """Weights of the parts' heads (parts, 384), of the pieces' head (384,), and of the mixers.

    The pieces' head marks the words of a target role, or those of an action's measure.
    """

    parts: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    piece: NDArray[np.float32]
    piece_bias: float
    mixers: NDArray[np.float32]
    mixers_bias: NDArray[np.float32]

    def hear(self, sound: Sound) -> NDArray[np.float32]:
        """The parts' logits, then three figures of the likeliest word pieces."""
        import numpy as np

        logits = self.weights @ heard_mean(sound) + self.bias
        return np.concatenate([logits, piece_figures(self.piece_shares(sound))])

    def piece_shares(self, sound: Sound) -> NDArray[np.float32]:
        """For each word piece the probability that it belongs to the span."""
        import numpy as np

        scores = sound.states @ self.piece + np.float32(self.piece_bias)
        return np.asarray(0.5 + 0.5 * np.tanh(0.5 * scores), dtype=np.float32)

    def weigh(self, sound: Sound, signs: Sequence[float]) -> Weighed:
        """The probability that each part is there, all evidence together."""
        import numpy as np

        features = np.concatenate([np.asarray(signs, dtype=np.float32), self.hear(sound)])
        shares = 0.5 + 0.5 * np.tanh(0.5 * (self.mixers @ features + self.mixers_bias))
        return Weighed(dict(zip(self.parts, shares.tolist(), strict=True)), self, sound)


@dataclass(frozen=True)
class Weighed:
    """Which parts are there, and which words of the text say so."""

    shares: dict[str, float]
    heads: Heads
    sound: Sound

    def there(self, part: str) -> bool:
        """Whether the part is more likely there than not."""
        return self.shares[part] > 0.5

    def span(self) -> tuple[int, int] | None:
        """The characters of the likeliest role or measure; None for a text without word pieces."""
        shares = self.heads.piece_shares(self.sound)
        inner = [k for k, (start, end) in enumerate(self.sound.spans) if end > start]
        if not inner:
            return None
        peak = max(inner, key=lambda k: shares[k])
        first = last = peak
        while first - 1 in inner and shares[first - 1] >= PIECE_SHARE:
            first -= 1
        while last + 1 in inner and shares[last + 1] >= PIECE_SHARE:
            last += 1
        return self.sound.spans[first][0], self.sound.spans[last][1]

    def strongest(self, part: str, clauses: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Of some clauses, as character ranges, the one whose pieces weighed most for the part."""
        return clauses[self.best(part, clauses)]

    def best(self, part: str, places: Sequence[tuple[int, int]]) -> int:
        """Which of some character ranges weighed most for the part."""
        worth = self.sound.states @ self.heads.weights[self.heads.parts.index(part)]
        said = [k for k, (start, end) in enumerate(self.sound.spans) if end > start]
        starts = [self.sound.spans[k][0] for k in said]
        ends = [self.sound.spans[k][1] for k in said]
        sums = []
        for start, end in places:
            inside = said[bisect_right(ends, start) : bisect_left(starts, end)]
            sums.append(float(worth[inside].sum()) if inside else float("-inf"))
        return max(range(len(places)), key=sums.__getitem__)


def heard_mean(sound: Sound) -> NDArray[np.float32]:
    """The mean of a text's states at length SCALE: (384,)."""
    import numpy as np

    summed: NDArray[np.float32] = np.add.reduce(sound.states, axis=0)  # scaled, it is the mean
    return summed * np.float32(SCALE / (math.sqrt(float(summed @ summed)) or 1.0))


def piece_figures(shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest share, the mean of the two highest, and the logarithm of their sum."""
    import numpy as np

    *_, second, best = sorted([0.0, *shares.tolist()])
    mean = (best + second) / 2 if len(shares) > 1 else best
    return np.array([best, mean, math.log1p(sum(shares.tolist()))], dtype=np.float32)


def weights_file(kind: str) -> Path:
    """Where the heads for aspirations or actions lie."""
    return Path(__file__).parent / "data" / f"{kind}_heads.npz"


@cache
def load_heads(kind: str) -> Heads | None:
    """The shipped heads of a kind, or None when the file is missing, damaged or of another format."""
    kept = kept_arrays(weights_file(kind), FORMAT)
    parts = tuple(str(part) for part in kept["parts"]) if kept is not None else ()
    if kept is None or parts != PARTS[kind]:
        return None
    return Heads(
        parts=parts, weights=kept["weights"], bias=kept["bias"], piece=kept["piece"],
        piece_bias=float(kept["piece_bias"]), mixers=kept["mixers"], mixers_bias=kept["mixers_bias"],
    )  # fmt: skip
