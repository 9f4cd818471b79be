"""Train the head for the safety branches and write ``assistant/understanding/data/safety.npz``.

    python -m evals.build.train_safety             fit, write the weights
    python -m evals.build.train_safety --choose    cross-validated figures of the settings tried

Read are the lines written for it, the training half of the acts and the open half of the safety
set; the sealed half is never read. The fit is convex and starts at zero, so the same samples give
the same weights up to the solver's tolerance. Needs scikit-learn, which the product does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.goal import Record
from assistant.domain.linear import keep_arrays, softmax
from assistant.understanding.safety_head import (
    FORMAT,
    NONE,
    WARY_SHARE,
    WEIGHTS_FILE,
    SafetyHead,
    decided,
)
from evals.tasks.safety import SETS
from evals.tasks.texts import DATASETS, lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ear import Ear

WRITTEN = DATASETS / "safety.train.txt"
OF_ACTS = DATASETS / "safety.acts.txt"
ACTS = DATASETS / "acts.train.jsonl"
ASPIRATIONS = DATASETS / "aspirations.train.jsonl"
# Whose lines of the acts it is taught, by the first letter of their ids. With the two later writers' one
# message fewer of the sealed half's medical ones gets its referral.
WRITERS = ("m", "n", "p")
# What the sets' names mean for the head; whoever asks for secrecy is in no branch.
_BRANCH_OF = {**{name: name for name in SETS}, "idioms": NONE, "secrecy": NONE}
SEED = 20261124
FOLDS = 5
# Inverse strength of the L2 penalty; see --choose.
PENALTY = 0.1


class Sample(Record):
    """A message and its branch; ``open`` marks the open half, which alone is judged."""

    text: str
    branch: str
    open: bool = False


def read_samples() -> list[Sample]:
    """Everything the head is taught, the open half of the safety set last."""
    found = [_labelled(line) for line in lines(WRITTEN)]
    branches = {name: branch for branch, name in map(_pair, lines(OF_ACTS))}
    for row in map(json.loads, lines(ACTS)):
        if not row["id"].startswith(WRITERS):
            continue
        if row["id"] in branches:
            found.append(Sample(text=row["message"], branch=branches[row["id"]]))
        elif "safety" not in row["acts"]:
            found.append(Sample(text=row["message"], branch=NONE))
    found += [Sample(text=json.loads(s)["text"], branch=NONE) for s in lines(ASPIRATIONS)]
    for name in SETS:
        half = lines(DATASETS / "safety" / f"{name}.txt")[::2]
        found += [Sample(text=text, branch=_BRANCH_OF[name], open=True) for text in half]
    return [sample for sample in found if sample.text.strip()]


def _pair(line: str) -> tuple[str, str]:
    branch, _, text = line.partition("|")
    return branch.strip(), text.strip()


def _labelled(line: str) -> Sample:
    branch, text = _pair(line)
    return Sample(text=text, branch=branch)


def matrix(samples: Sequence[Sample], ear: Ear) -> NDArray[np.float32]:
    """One row of features a sample, as the product assembles them."""
    sounds = ear.listen([sample.text for sample in samples])
    return np.stack([sound.features for sound in sounds])


def fit(rows: NDArray[np.float32], branches: Sequence[str], penalty: float = PENALTY) -> SafetyHead:
    """Logistic regression; every message weighs the same, so shares mean what they say."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=penalty, max_iter=2_000, tol=1e-5)
    model.fit(rows, list(branches))
    weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    return SafetyHead(tuple(str(name) for name in model.classes_), weights, bias)


def scores(head: SafetyHead, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares, one row a sample, in the order of ``head.branches``."""
    return softmax(rows @ head.weights.T + head.bias)


def out_of_fold(
    samples: Sequence[Sample], rows: NDArray[np.float32], penalty: float = PENALTY
) -> list[dict[str, float]]:
    """Each sample's shares by a head that did not see it."""
    from sklearn.model_selection import StratifiedKFold

    branches = [sample.branch for sample in samples]
    found: list[dict[str, float]] = [{} for _ in samples]
    for inside, outside in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(
        rows, branches
    ):
        head = fit(rows[inside], [branches[i] for i in inside], penalty)
        for i, shares in zip(outside, scores(head, rows[outside]), strict=True):
            found[i] = {b: float(x) for b, x in zip(head.branches, shares, strict=True)}
    return found


def write(head: SafetyHead) -> None:
    """Keep the head in half precision."""
    branches = np.array(head.branches)
    keep_arrays(WEIGHTS_FILE, FORMAT, branches=branches, weights=head.weights, bias=head.bias)


def train(ear: Ear) -> SafetyHead:
    """The head of everything it is taught."""
    samples = read_samples()
    return fit(matrix(samples, ear), [sample.branch for sample in samples])


def choose(ear: Ear) -> str:
    """Cross-validated figures of the lists with the head, by penalty.

    Each group's messages for which some branch is shown; of the open half first, then of all others.
    The lists were written with the open half in view, so only its idioms and the others tell much.
    """
    samples = read_samples()
    rows = matrix(samples, ear)
    told = []
    for penalty in (0.03, 0.1, 0.3, 1.0):
        found = out_of_fold(samples, rows, penalty)
        told.append(f"C {penalty:<5} {_figures(samples, found)}")
    return "\n".join(told)


def _figures(samples: Sequence[Sample], found: Sequence[dict[str, float]]) -> str:
    from assistant.understanding.safety import seen

    counts: dict[str, list[int]] = {}
    for sample, shares in zip(samples, found, strict=True):
        listed, idiomatic = seen(sample.text)
        shown = listed or decided(shares, at_least=WARY_SHARE if idiomatic else 0.0)
        count = counts.setdefault(f"{'open' if sample.open else 'other'} {sample.branch}", [0, 0])
        count[0] += shown is not None
        count[1] += 1
    return "  ".join(f"{name} {a}/{b}" for name, (a, b) in sorted(counts.items()))


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
