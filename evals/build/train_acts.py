"""Train the head for dialogue acts and write ``assistant/understanding/data/acts.npz``.

    python -m evals.build.train_acts             fit on acts.train.jsonl, write the weights
    python -m evals.build.train_acts --choose    cross-validated figures of the settings tried

Only the training half is read. The fit is convex and starts at zero, so the same samples give
the same weights up to the solver's tolerance. Needs scikit-learn, which the product does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.dialogue import Slot, UserAct
from assistant.domain.goal import Record
from assistant.domain.linear import keep_arrays, softmax
from assistant.ear import DIMENSIONS
from assistant.understanding.act_features import OFFER_SIZE, SLOT_SIZE, Before, cues_digest
from assistant.understanding.head import FORMAT, WEIGHTS_FILE, ActHead, assemble

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ear import Ear

DATASETS = Path(__file__).parent.parent / "datasets"
TRAIN = DATASETS / "acts.train.jsonl"
SEED = 20261124
FOLDS = 5
# Inverse strength of the L2 penalty; see --choose.
PENALTY = 0.3

# The dataset's names of questions that the product calls otherwise.
_SLOT_OF: dict[str, Slot | None] = {
    "opening": None,
    "none": None,
    "choose_role": Slot.CHOICE,
    "yes_no": Slot.CHOICE,
    "option": Slot.ROUTE,
    "which_gives": Slot.CONTRAST,
    "pushback_answer": Slot.PUSHBACK,
    "barrier": Slot.GAP,
    "conditions": Slot.ANTI_GOAL,
    "dislikes": Slot.ANTI_GOAL,
    "half_sentence": Slot.TARGET,
    "strengths": Slot.LIKES,
    "manager": Slot.MEETING,
}


class Sample(Record):
    """A labelled message: what was asked before it, what was on offer, which act it is first."""

    message: str
    asked: str
    offered: tuple[str, ...]
    act: UserAct
    acts: tuple[UserAct, ...]
    person: int

    @property
    def slot(self) -> Slot | None:
        """The open question as the product would have it."""
        return _SLOT_OF[self.asked] if self.asked in _SLOT_OF else Slot(self.asked)

    @property
    def before(self) -> Before:
        """What the message answers."""
        return Before(self.slot, self.offered)


def read_samples(path: Path) -> list[Sample]:
    """The samples of a labelled half; a person's messages stand together and begin at an opening."""
    samples, person = [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        person += row["asked"] == "opening"
        kept = {name: row[name] for name in ("message", "asked", "offered", "act", "acts")}
        samples.append(Sample.model_validate({**kept, "person": person}))
    return samples


def matrix(samples: Sequence[Sample], ear: Ear) -> NDArray[np.float32]:
    """One row of features a sample, as the product assembles them."""
    sounds = ear.listen([sample.message for sample in samples])
    rows = [
        assemble(sample.message, sound, sample.before)
        for sound, sample in zip(sounds, samples, strict=True)
    ]
    return np.stack(rows)


def fit(rows: NDArray[np.float32], acts: Sequence[UserAct], penalty: float = PENALTY) -> ActHead:
    """Logistic regression with every act weighing the same, however rare it is.

    Solved in the space the rows span, which has fewer dimensions than features; with an L2
    penalty the solution is the same.
    """
    from sklearn.linear_model import LogisticRegression

    _, lengths, axes = np.linalg.svd(rows.astype(np.float64), full_matrices=False)
    axes = axes[lengths > lengths[0] * 1e-7]
    model = LogisticRegression(C=penalty, class_weight="balanced", max_iter=2_000, tol=1e-5)
    model.fit(rows @ axes.T, [act.value for act in acts])
    weights = (model.coef_ @ axes).astype(np.float32)
    named = tuple(UserAct(name) for name in model.classes_)
    return ActHead(named, weights, model.intercept_.astype(np.float32))


def scores(head: ActHead, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities, one row a sample, in the order of ``head.acts``."""
    return softmax(rows @ head.weights.T + head.bias)


def out_of_fold(
    samples: Sequence[Sample], rows: NDArray[np.float32], seed: int = SEED, penalty: float = PENALTY
) -> list[dict[UserAct, float]]:
    """Each sample's probabilities by a head that saw nobody of the same conversation."""
    from sklearn.model_selection import StratifiedGroupKFold

    acts = [sample.act for sample in samples]
    people = [sample.person for sample in samples]
    found: list[dict[UserAct, float]] = [{} for _ in samples]
    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for inside, outside in splitter.split(rows, acts, people):
        head = fit(rows[inside], [acts[i] for i in inside], penalty)
        for i, shares in zip(outside, scores(head, rows[outside]), strict=True):
            found[i] = {act: float(x) for act, x in zip(head.acts, shares, strict=True)}
    return found


def write(head: ActHead, path: Path = WEIGHTS_FILE) -> None:
    """Keep the head: half-precision weights, and which cue lists they belong to."""
    keep_arrays(
        path, FORMAT, cues=np.array(cues_digest()), acts=np.array([a.value for a in head.acts]),
        weights=head.weights, bias=head.bias,
    )  # fmt: skip


def train(ear: Ear) -> ActHead:
    """The head of the training half."""
    samples = read_samples(TRAIN)
    return fit(matrix(samples, ear), [sample.act for sample in samples])


def choose(ear: Ear) -> str:
    """A table of cross-validated figures: penalties, and the features in parts."""
    from evals.tasks.acts import figures

    samples = read_samples(TRAIN)
    rows = matrix(samples, ear)
    lines = []
    meaning, asked = 4 * DIMENSIONS, SLOT_SIZE + OFFER_SIZE
    parts = {
        "embedding": rows[:, :meaning],
        "form": rows[:, meaning:-asked],
        "embedding, form": rows[:, :-asked],
        "without the offers": rows[:, :-OFFER_SIZE],
        "all": rows,
    }
    for name, part in parts.items():
        for penalty in (0.1, 0.3, 1.0):
            found = out_of_fold(samples, part, penalty=penalty)
            right = figures([s.act for s in samples], [max(p, key=p.__getitem__) for p in found])
            lines.append(f"{name:<18} C {penalty:<4} {right}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Train and write, or print the figures the settings were chosen by."""
    from assistant.ear import Ear

    ear = Ear.load()
    if "--choose" in arguments:
        sys.stdout.write(choose(ear) + "\n")
        return
    write(train(ear))
    sys.stdout.write(f"{WEIGHTS_FILE.name}: {WEIGHTS_FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
