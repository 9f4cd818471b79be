"""Train the head for dialogue acts and write ``assistant/understanding/data/acts.npz``.

    python -m evals.build.train_acts             fit on acts.train.jsonl, write the weights
    python -m evals.build.train_acts --choose    figures of the settings tried, writer by writer

Only the training half is read. The fit is convex and starts at zero, so the same samples give
the same weights up to the solver's tolerance. Needs scikit-learn, which the product does not.

Settings are chosen by leaving out one writer at a time: whoever comes to the coach is none of those
who wrote the training half, and random folds, with every writer on both sides, flatter.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.dialogue import Slot, UserAct
from assistant.domain.goal import Record
from assistant.domain.linear import keep_arrays, softmax
from assistant.ear import DIMENSIONS
from assistant.understanding.act_features import (
    OFFER_SIZE,
    SLOT_SIZE,
    Before,
    cues_digest,
    form_features,
    phrases_of,
)
from assistant.understanding.head import FORMAT, WEIGHTS_FILE, ActHead, Norms, assemble, blend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.domain.sound import Sound
    from assistant.ear import Ear

DATASETS = Path(__file__).parent.parent / "datasets"
TRAIN = DATASETS / "acts.train.jsonl"
# Inverse strength of the L2 penalty; see --choose.
PENALTY = 0.3
# A turn of phrase is kept when so many writers use it, in so many messages: what one writer or one
# subject brings along says nothing of the next. 4 to 24 messages were tried, and 2 to 4 writers.
PHRASE_WRITERS = 3
PHRASE_MESSAGES = 8
RARITY_UNIT = 3.0  # a phrase that one message in twenty holds counts 1

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
    """A labelled message: what was asked before it, what was on offer, which act it is first.

    ``writer`` is the letter that the ids of whoever wrote it begin with.
    """

    writer: str
    message: str
    asked: str
    offered: tuple[str, ...]
    act: UserAct
    acts: tuple[UserAct, ...]

    @property
    def slot(self) -> Slot | None:
        """The open question as the product would have it."""
        return _SLOT_OF[self.asked] if self.asked in _SLOT_OF else Slot(self.asked)

    @property
    def before(self) -> Before:
        """What the message answers."""
        return Before(self.slot, self.offered, first=self.asked == "opening")


def read_samples(path: Path) -> list[Sample]:
    """The samples of a labelled half."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kept = {name: row[name] for name in ("message", "asked", "offered", "act", "acts")}
        samples.append(Sample.model_validate({**kept, "writer": row["id"][0]}))
    return samples


def norms_of(samples: Sequence[Sample], sounds: Sequence[Sound]) -> Norms:
    """What these messages are like: their mean sound, and the turns of phrase they share."""
    messages: Counter[str] = Counter()
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for phrase in phrases_of(sample.message):
            messages[phrase] += 1
            writers[phrase].add(sample.writer)
    phrases = sorted(
        phrase
        for phrase, count in messages.items()
        if count >= PHRASE_MESSAGES and len(writers[phrase]) >= PHRASE_WRITERS
    )
    counts = np.array([messages[phrase] for phrase in phrases])
    rarity = np.log(len(samples) / counts) / RARITY_UNIT
    middle = np.mean([sound.reach for sound in sounds], axis=0)
    # As they will be kept, so that training and use see the same numbers.
    kept = [a.astype(np.float16).astype(np.float32) for a in (middle, rarity)]
    return Norms(kept[0], tuple(phrases), kept[1])


def matrix(samples: Sequence[Sample], sounds: Sequence[Sound], norms: Norms) -> NDArray[np.float32]:
    """One row of features a sample, as the product assembles them."""
    rows = [
        assemble(sample.message, sound, sample.before, norms)
        for sound, sample in zip(sounds, samples, strict=True)
    ]
    return np.stack(rows)


@dataclass(frozen=True)
class Linear:
    """Weights (acts, features) and bias (acts,) of a fit; ``acts`` names the rows."""

    acts: tuple[UserAct, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities, one row a sample, in the order of ``acts``."""
        return softmax(rows @ self.weights.T + self.bias)


def fit(rows: NDArray[np.float32], acts: Sequence[UserAct], penalty: float = PENALTY) -> Linear:
    """Logistic regression with every act weighing the same, however rare it is."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=penalty, class_weight="balanced", max_iter=3_000, tol=1e-4)
    model.fit(rows.astype(np.float64), [act.value for act in acts])
    named = tuple(UserAct(name) for name in model.classes_)
    return Linear(named, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def write(head: ActHead, path: Path = WEIGHTS_FILE) -> None:
    """Keep the head: half-precision weights, and which cue lists they belong to."""
    keep_arrays(
        path, FORMAT, cues=np.array(cues_digest()), acts=np.array([a.value for a in head.acts]),
        weights=head.weights, bias=head.bias, middle=head.norms.middle,
        phrases=np.array(head.norms.phrases), rarity=head.norms.rarity,
    )  # fmt: skip


def train(samples: Sequence[Sample], sounds: Sequence[Sound]) -> ActHead:
    """The head of these samples."""
    norms = norms_of(samples, sounds)
    found = fit(matrix(samples, sounds, norms), [sample.act for sample in samples])
    return ActHead(found.acts, found.weights, found.bias, norms)


def writer_by_writer(
    samples: Sequence[Sample],
    sounds: Sequence[Sound],
    penalty: float = PENALTY,
    part: Callable[[NDArray[np.float32]], NDArray[np.float32]] = lambda rows: rows,
) -> list[dict[UserAct, float]]:
    """Each sample's probabilities by a head that saw nothing of the same writer.

    ``part`` takes the features to look at from the rows.
    """
    found: list[dict[UserAct, float]] = [{} for _ in samples]
    for writer in sorted({sample.writer for sample in samples}):
        inside = [i for i, sample in enumerate(samples) if sample.writer != writer]
        outside = [i for i, sample in enumerate(samples) if sample.writer == writer]
        norms = norms_of([samples[i] for i in inside], [sounds[i] for i in inside])
        rows = part(matrix(samples, sounds, norms))
        head = fit(rows[inside], [samples[i].act for i in inside], penalty)
        for i, shares in zip(outside, head.scores(rows[outside]), strict=True):
            found[i] = {act: float(x) for act, x in zip(head.acts, shares, strict=True)}
    return found


def choose(ear: Ear) -> str:
    """Figures by penalty and by parts of the features, each writer judged by a head of the others."""
    from evals.tasks.acts import figures

    samples = read_samples(TRAIN)
    sounds = ear.listen([sample.message for sample in samples])
    true = [sample.act for sample in samples]
    lines = []
    for name, part in _PARTS.items():
        for penalty in (0.1, 0.3, 1.0):
            found = writer_by_writer(samples, sounds, penalty, part)
            right = figures(true, [_decided(shares) for shares in found])
            lines.append(f"{name:<18} C {penalty:<4} {right}")
            if part is _PARTS["all"] and penalty == PENALTY:
                lines += _by_writer(samples, found) + _by_act(right.by_act)
    return "\n".join(lines)


_HEARD = 4 * DIMENSIONS
_FORM = len(form_features(""))
_SEEN = _HEARD + _FORM + SLOT_SIZE + OFFER_SIZE
_PARTS: dict[str, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    "all": lambda rows: rows,
    "sound": lambda rows: rows[:, :_HEARD],
    "form": lambda rows: rows[:, _HEARD : _HEARD + _FORM],
    "phrases": lambda rows: rows[:, _SEEN:],
    "without phrases": lambda rows: rows[:, :_SEEN],
    "without sound": lambda rows: rows[:, _HEARD:],
}


def _decided(shares: Mapping[UserAct, float]) -> UserAct:
    return blend(None, certain=False, probabilities=shares)


def _by_writer(samples: Sequence[Sample], found: Sequence[Mapping[UserAct, float]]) -> list[str]:
    from evals.tasks.acts import figures

    lines = []
    for writer in sorted({sample.writer for sample in samples}):
        rows = [(s.act, f) for s, f in zip(samples, found, strict=True) if s.writer == writer]
        right = figures([act for act, _ in rows], [_decided(shares) for _, shares in rows])
        lines.append(f"  writer {writer}: {len(rows):>4} messages  {right}")
    return lines


def _by_act(by_act: Mapping[UserAct, tuple[float, int, int, int]]) -> list[str]:
    return [
        f"  {act.value:<15} F1 {f1:.2f}  {right} right of {said} said, {there} there"
        for act, (f1, right, said, there) in by_act.items()
    ]


def main(arguments: Sequence[str]) -> None:
    """Train and write, or print the figures the settings were chosen by."""
    from assistant.ear import Ear

    ear = Ear.load()
    if "--choose" in arguments:
        sys.stdout.write(choose(ear) + "\n")
        return
    samples = read_samples(TRAIN)
    write(train(samples, ear.listen([sample.message for sample in samples])))
    sys.stdout.write(f"{WEIGHTS_FILE.name}: {WEIGHTS_FILE.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
