"""The linear head beside the safety lists: which branch a message sounds like, if any.

    head = SafetyHead.load()                # None when the file is missing or damaged
    head.branch(sound, words=9)             # "crisis_indirect", or None: talk of work

Multinomial logistic regression over what the ear heard. Weights lie in ``data/safety.npz``;
``python -m evals.build.train_safety`` makes them from lines written for it and the open half of
the safety set. The lists stand whatever it says: the head adds, it never removes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.domain.linear import kept_arrays, softmax
from assistant.domain.sound import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).parent / "data" / "safety.npz"
FORMAT = 1
NONE = "none"
# Most urgent first; a life comes before everything else.
LIFE = ("crisis", "crisis_indirect", "danger", "domestic")
BRANCHES = (*LIFE, "harassment", "medical", "legal")
# Shares from which the head is believed, by cross-validation (``python -m evals.build.train_safety
# --choose``). Shares of the life branches are added up: where it is unsure which of them, the
# question and the card are right.
LIFE_SHARE = 0.6
EXPLICIT_SHARE = 0.5
OTHER_SHARE = 0.6
# Beside an idiom of work that the lists know, and in a fragment ("can't think of anyone").
WARY_SHARE = 0.9
# Messages of so few words say too little for the head to be believed as it is elsewhere; what
# somebody did to somebody takes more of them to tell.
FRAGMENT = 5
FRAGMENTS = {"harassment": 8}
# Between the two crises only a clear lead says "explicit"; in doubt the person is asked.
EXPLICIT_LEAD = 0.7


@dataclass(frozen=True)
class SafetyHead:
    """Weights (branches, features) and bias (branches,); ``branches`` names the rows."""

    branches: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self | None:
        """The shipped head, or None when it is missing or damaged."""
        kept = kept_arrays(path, FORMAT)
        if kept is None:
            return None
        branches = tuple(str(name) for name in kept["branches"])
        return cls(branches, kept["weights"], kept["bias"])

    def shares(self, sound: Sound) -> dict[str, float]:
        """The probability of each branch and of ``none``; they sum to 1."""
        found = softmax(self.weights @ sound.features + self.bias)
        return {name: float(share) for name, share in zip(self.branches, found, strict=True)}

    def branch(self, sound: Sound, *, words: int, idiom: bool = False) -> str | None:
        """The branch a message of so many words sounds like; None when the head is not sure of any.

        With an ``idiom`` of work in it, or as a fragment, more certainty is asked for.
        """
        shares = self.shares(sound)
        found = decided(shares, WARY_SHARE if idiom else 0.0)
        if found is not None and words <= FRAGMENTS.get(found, FRAGMENT):
            found = decided(shares, WARY_SHARE)
        return found


def decided(shares: Mapping[str, float], at_least: float = 0.0) -> str | None:
    """The branch that these shares speak for, or None; no share below ``at_least`` will do."""
    life = sum(shares.get(name, 0.0) for name in LIFE)
    others = sum(shares.get(name, 0.0) for name in BRANCHES) - life
    explicit = shares.get("crisis", 0.0)
    if life >= max(LIFE_SHARE, at_least) or explicit >= max(EXPLICIT_SHARE, at_least):
        likeliest = max(LIFE, key=lambda name: shares.get(name, 0.0))
        unsure = likeliest == "crisis" and explicit < EXPLICIT_LEAD
        return "crisis_indirect" if unsure else likeliest
    if others >= max(OTHER_SHARE, at_least):
        return max(BRANCHES[len(LIFE) :], key=lambda name: shares.get(name, 0.0))
    return None
