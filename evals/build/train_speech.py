"""Train the head for a reply's sentences and write ``assistant/verification/data/speech.npz``.

    python -m evals.build.train_speech             fit, write the weights
    python -m evals.build.train_speech --choose    cross-validated figures of the settings tried

Read are the sentences written for it (``speech.train.txt``) and, as sound ones, the phrases of the
prompt files; drafts that judge the checks are never read. The fit is convex and starts at zero, so
the same samples give the same weights up to the solver's tolerance. Needs scikit-learn, which the
product does not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.content import PROMPTS
from assistant.domain.goal import Record
from assistant.domain.linear import keep_arrays, softmax
from assistant.reply.prompts import load_prompts
from assistant.verification.speech_head import (
    FORMAT,
    KINDS,
    SOUND,
    WEIGHTS_FILE,
    SpeechHead,
    as_heard,
)
from evals.tasks.texts import DATASETS, lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ear import Ear

WRITTEN = DATASETS / "speech.train.txt"
# What stands for a variable of a phrase; any other one becomes "that".
_VALUES = {
    "manager": "your manager",
    "Manager": "Your manager",
    "wish": '"more impact"',
    "role": "Payroll Manager",
    "current": "clerk",
    "a_current": "a clerk",
    "meeting": "Thursday 3 December",
    "date": "March 2028",
}
_VARIABLE = re.compile(r"\{(\w+)\}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
SEED = 20261124
FOLDS = 5
# Inverse strength of the L2 penalty, and what a phrase of the prompt files weighs beside a written
# sentence: they are many and of one manner. See --choose.
PENALTY = 0.3
PHRASE_WEIGHT = 0.5


class Sample(Record):
    """A sentence and what it does; ``phrase`` marks those of the prompt files."""

    text: str
    kind: str
    phrase: bool = False


def read_samples() -> list[Sample]:
    """Everything the head is taught: the written sentences, then the coach's own phrases."""
    found = []
    for line in lines(WRITTEN):
        kind, _, text = line.partition("|")
        if kind.strip() not in KINDS:
            raise ValueError(f"{WRITTEN.name}: unknown kind in {line!r}")
        found.append(Sample(text=text.strip(), kind=kind.strip()))
    for phrase in load_prompts(PROMPTS).spoken_texts():
        filled = _VARIABLE.sub(lambda match: _VALUES.get(match[1], "that"), phrase)
        for sentence in _SENTENCE_END.split(filled):
            if len(sentence.split()) > 1:
                found.append(Sample(text=sentence, kind=SOUND, phrase=True))
    return found


def matrix(samples: Sequence[Sample], ear: Ear) -> NDArray[np.float32]:
    """One row of features a sample, as the product assembles them."""
    return np.stack([s.features for s in ear.listen([as_heard(s.text) for s in samples])])


def fit(
    rows: NDArray[np.float32], samples: Sequence[Sample], penalty: float = PENALTY
) -> SpeechHead:
    """Logistic regression over the kinds."""
    from sklearn.linear_model import LogisticRegression

    weights = [PHRASE_WEIGHT if sample.phrase else 1.0 for sample in samples]
    model = LogisticRegression(C=penalty, max_iter=2_000, tol=1e-5)
    model.fit(rows, [sample.kind for sample in samples], sample_weight=weights)
    kinds = tuple(str(name) for name in model.classes_)
    return SpeechHead(kinds, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def out_of_fold(
    samples: Sequence[Sample], rows: NDArray[np.float32], penalty: float = PENALTY
) -> NDArray[np.float32]:
    """How likely each sample is not sound (samples,), by a head that did not see it.

    Sentences in a row stand in pairs about the same facts, so a fold takes a stretch of the file
    and no pair is torn apart.
    """
    found = np.zeros(len(samples), dtype=np.float32)
    stretches = np.arange(len(samples)) // 10 % FOLDS
    for fold in range(FOLDS):
        outside = stretches == fold
        taught = [sample for sample, out in zip(samples, outside, strict=True) if not out]
        head = fit(rows[~outside], taught, penalty)
        scores = rows[outside] @ head.weights.T + head.bias
        found[outside] = 1.0 - softmax(scores)[:, head.kinds.index(SOUND)]
    return found


def choose(ear: Ear) -> str:
    """By penalty and share: what is found of each kind, and what is wrongly found of the sound."""
    samples = read_samples()
    rows = matrix(samples, ear)
    told = []
    for penalty in (0.1, 0.3, 1.0):
        found = out_of_fold(samples, rows, penalty)
        for share in (0.35, 0.45, 0.55):
            figures = [f"C {penalty} from {share}:"]
            for kind in KINDS:
                at = [i for i, s in enumerate(samples) if s.kind == kind and not s.phrase]
                figures.append(f"{kind} {float(np.mean(found[at] >= share)):.3f}")
            at = [i for i, s in enumerate(samples) if s.phrase]
            told.append(" ".join([*figures, f"phrases {float(np.mean(found[at] >= share)):.3f}"]))
    return "\n".join(told)


def write(head: SpeechHead) -> None:
    """Keep the head in half precision."""
    keep_arrays(
        WEIGHTS_FILE, FORMAT, kinds=np.array(head.kinds), weights=head.weights, bias=head.bias
    )


def main(arguments: Sequence[str]) -> None:
    """Train and write, or print the figures the settings were chosen by."""
    from assistant.ear import Ear

    ear = Ear.load()
    if "--choose" in arguments:
        sys.stdout.write(choose(ear) + "\n")
        return
    samples = read_samples()
    write(fit(matrix(samples, ear), samples))
    sys.stdout.write(f"{WEIGHTS_FILE.name}: {WEIGHTS_FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
