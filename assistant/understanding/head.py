"""The linear head: which dialogue act a message is where no rule is certain.

    head = ActHead.load()                       # None when the file is missing or stale
    acts = head.predict(vector, Slot.TARGET, offered=False, message="u pick")
    act = blend(rule_act, certain, acts)        # the product's decision

Multinomial logistic regression over the message's embedding, its form and the open question
(``act_features``). Weights lie in ``data/acts.npz``; ``python -m evals.build.train_acts`` makes
them from the labelled training half and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from assistant.domain.dialogue import Slot, UserAct
from assistant.understanding.act_features import cues_digest, form_features, slot_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).parent / "data" / "acts.npz"
FORMAT = 1
# An embedding has length 1 spread over 384 numbers; cues are whole units each. Chosen by
# cross-validation on the training half among 2, 3, 4 and 6.
EMBEDDING_SCALE = 3.0


@dataclass(frozen=True)
class ActHead:
    """Weights (acts, features) and bias (acts,) of the head; ``acts`` names the rows."""

    acts: tuple[UserAct, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> Self | None:
        """The shipped head, or None when it is missing, damaged or of other cue lists."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                if int(stored["format"]) != FORMAT or str(stored["cues"]) != cues_digest():
                    return None
                acts = tuple(UserAct(name) for name in stored["acts"])
                weights = stored["weights"].astype(np.float32)
                bias = stored["bias"].astype(np.float32)
        except (OSError, ValueError, KeyError, EOFError):
            return None
        return cls(acts, weights, bias)

    def predict(
        self, vector: NDArray[np.float32], slot: Slot | None, *, offered: bool, message: str
    ) -> dict[UserAct, float]:
        """The probability of each act; they sum to 1.

        ``vector`` is the ear's unit vector of ``message``, shape (384,); ``slot`` the open
        question; ``offered`` whether the coach has just put two or more roles up for choice.
        """
        features = assemble(vector, slot, offered=offered, message=message)
        scores = self.weights @ features + self.bias
        exponentials = np.exp(scores - scores.max())
        shares = exponentials / exponentials.sum()
        return {act: float(share) for act, share in zip(self.acts, shares, strict=True)}


def assemble(
    vector: NDArray[np.float32], slot: Slot | None, *, offered: bool, message: str
) -> NDArray[np.float32]:
    """All features of a message in the order the weights have: embedding, form, question."""
    scaled = EMBEDDING_SCALE * np.asarray(vector, dtype=np.float32)
    return np.concatenate([scaled, form_features(message), slot_features(slot, offered=offered)])


def most_likely(probabilities: Mapping[UserAct, float]) -> UserAct:
    """The act with the highest probability; of equals the one that sorts first."""
    return max(sorted(probabilities), key=lambda act: probabilities[act])
