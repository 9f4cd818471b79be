"""The linear head beside the auditor's rules: what a sentence of a reply does.

    head = SpeechHead.load()                       # None when the file is missing or damaged
    head.forbidden(sound, at_least=0.5)            # "promise", or None: it takes up, makes a point, asks

Rules know words; praise without its words, a promise in the passive and a policy in passing have
none. The head hears the sentence whole: multinomial logistic regression over what the ear heard.
Weights lie in ``data/speech.npz``; ``python -m evals.build.train_speech`` makes them from sentences
written for it and the coach's own phrases. The rules stand whatever it says: it only adds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.domain.linear import kept_arrays, softmax
from assistant.domain.sound import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).parent / "data" / "speech.npz"
FORMAT = 1
SOUND = "sound"
KINDS = (
    *("acted", "advice", "comfort", "fact", "machine", "praise", "promise", "slogan"),
    *(SOUND, "verdict"),
)
_QUOTED = re.compile(r'["\u201c][^"\u201d\n]{0,300}["\u201d]')


@dataclass(frozen=True)
class SpeechHead:
    """Weights (kinds, features) and bias (kinds,); ``kinds`` names the rows."""

    kinds: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self | None:
        """The shipped head, or None when it is missing, damaged or of other kinds."""
        kept = kept_arrays(path, FORMAT)
        if kept is None:
            return None
        kinds = tuple(str(name) for name in kept["kinds"])
        return cls(kinds, kept["weights"], kept["bias"]) if kinds == KINDS else None

    def shares(self, sound: Sound) -> dict[str, float]:
        """The probability of each kind; they sum to 1."""
        found = softmax(self.weights @ sound.features + self.bias)
        return {name: float(share) for name, share in zip(self.kinds, found, strict=True)}

    def forbidden(self, sound: Sound, at_least: float) -> str | None:
        """The likeliest kind but ``sound``, where all of them together reach ``at_least``."""
        shares = self.shares(sound)
        if 1.0 - shares.pop(SOUND) < at_least:
            return None
        return max(shares, key=shares.__getitem__)


def as_heard(sentence: str) -> str:
    """The sentence as the head is to hear it: what is quoted is somebody else's, and left out."""
    return _QUOTED.sub('"that"', sentence)
