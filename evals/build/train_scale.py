"""Train the scale's heads and write ``assistant/assessment/data/*_heads.npz``.

    python -m evals.build.train_scale

The heads are fitted on all open texts. The mixers, which weigh a head against the rules, are
fitted on ``*.heads.jsonl`` alone, whose texts the author of the rules had not seen: on
texts that rules were written for, rules look better than they are. Heads that a mixer is fitted
with have not heard the text in question (five folds). No sealed text is read. The fits are convex
and start at zero, so the same texts give the same weights up to the solver's tolerance. Needs
scikit-learn, which the product does not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.assessment import action_item, second_look
from assistant.assessment.action_item import read_action
from assistant.assessment.heads import FORMAT, PARTS, Heads, heard_mean, weights_file
from assistant.assessment.plain import Plain, plain
from assistant.assessment.specificity import Asked, read_all
from assistant.domain.linear import keep_arrays
from assistant.domain.sound import Sound
from assistant.domain.specificity import Level, Missing
from evals.tasks.specificity import (
    Action,
    Aspiration,
    Dated,
    actions,
    aspirations,
    dated,
    gazetteer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from assistant.ear import Ear

FOLDS = 5
SEED = 20261124
# Inverse strengths of the L2 penalties, chosen by cross-validation on the open texts.
PENALTY = 1.0
PIECE_PENALTY = 0.02
MIXER_PENALTY = 0.3

ASPIRATION_LABELS: dict[str, Callable[[Aspiration], bool]] = {
    "role": lambda line: bool(line.roles),
    "direction": lambda line: line.level is not Level.VAGUE,
    "function": lambda line: Missing.FUNCTION not in line.missing,
    "timeframe": lambda line: line.timeframe is not None,
    "evidence": lambda line: line.evidence,
    "ask": lambda line: line.ask,
    "support": lambda line: line.evidence or line.ask or line.note.startswith("next step"),
}


@dataclass(frozen=True)
class Lesson:
    """A labelled text: which parts are there, where the span is, what rules and ear make of it.

    A text that is labelled for some parts alone teaches those alone.
    """

    there: dict[str, bool]
    pieces: NDArray[np.bool_]
    signs: list[float]
    sound: Sound

    @cached_property
    def heard(self) -> NDArray[np.float32]:
        """What the parts' heads are given."""
        return heard_mean(self.sound)


def aspiration_lessons(lines: Sequence[Aspiration], ear: Ear) -> list[Lesson]:
    """Labelled aspirations, read and heard."""
    found = read_all([Asked(x.text, x.today, x.current_role) for x in lines], gazetteer())
    texts = [plain(one.words, ear.vocabulary) for one in found]
    return [
        Lesson(
            {part: label(line) for part, label in ASPIRATION_LABELS.items()},
            _pieces(line.text, line.roles, sound, text), second_look.signs_of(one), sound,
        )
        for line, one, text, sound in zip(lines, found, texts, _heard(texts, ear), strict=True)
    ]  # fmt: skip


def dated_lessons(lines: Sequence[Dated], ear: Ear) -> list[Lesson]:
    """Texts labelled for their time frame alone, read and heard."""
    found = read_all([Asked(x.text, x.today) for x in lines], gazetteer())
    sounds = _heard([plain(one.words, ear.vocabulary) for one in found], ear)
    return [
        Lesson(
            {"timeframe": line.timeframe is not None}, np.zeros(len(sound.spans), dtype=bool),
            second_look.signs_of(one), sound,
        )
        for line, one, sound in zip(lines, found, sounds, strict=True)
    ]  # fmt: skip


def action_lessons(lines: Sequence[Action], ear: Ear) -> list[Lesson]:
    """Labelled action items, read and heard."""
    items = [read_action(line.text, today=line.today) for line in lines]
    texts = [plain(item.words, ear.vocabulary) for item in items]
    return [
        Lesson(
            {part: getattr(line, part) is not None for part in PARTS["action"]},
            _pieces(line.text, (line.measure,) if line.measure else (), sound, text),
            action_item.signs_of(item), sound,
        )
        for line, item, text, sound in zip(lines, items, texts, _heard(texts, ear), strict=True)
    ]  # fmt: skip


def _heard(texts: Sequence[Plain], ear: Ear) -> list[Sound]:
    return ear.skim([text.text for text in texts])


def _pieces(text: str, spans: Sequence[str], sound: Sound, said: Plain) -> NDArray[np.bool_]:
    """For each word piece whether it belongs to one of the labelled spans."""
    inside = np.zeros(len(sound.spans), dtype=bool)
    for span in spans:
        start = text.find(span)
        for k, (a, b) in enumerate(sound.spans):
            if b > a and start <= said.places[a] < start + len(span):
                inside[k] = True
    return inside


def logistic(
    rows: NDArray[np.float32], truth: NDArray[np.bool_], penalty: float, *, balanced: bool = False
) -> tuple[NDArray[np.float32], float]:
    """Weights and bias of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    weight = "balanced" if balanced else None
    model = LogisticRegression(C=penalty, max_iter=5_000, tol=1e-6, class_weight=weight)
    model.fit(rows.astype(np.float64), truth)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def fit_heads(parts: Sequence[str], known: Sequence[Lesson]) -> Heads:
    """The heads, with mixers that are still empty."""
    fitted = []
    for part in parts:
        taught = [one for one in known if part in one.there]
        rows, truth = np.stack([x.heard for x in taught]), np.array([x.there[part] for x in taught])
        fitted.append(logistic(rows, truth, PENALTY, balanced=True))
    whole = [one for one in known if set(parts) <= one.there.keys()]
    states = np.concatenate([one.sound.states for one in whole])
    piece, piece_bias = logistic(states, np.concatenate([x.pieces for x in whole]), PIECE_PENALTY)
    nothing = np.zeros((len(parts), 0), dtype=np.float32)
    return Heads(
        parts=tuple(parts), weights=np.stack([w for w, _ in fitted]),
        bias=np.array([b for _, b in fitted], dtype=np.float32),
        piece=piece, piece_bias=piece_bias, mixers=nothing,
        mixers_bias=np.zeros(len(parts), dtype=np.float32),
    )  # fmt: skip


def folds(count: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The same shuffled folds every time."""
    from sklearn.model_selection import KFold

    return list(KFold(FOLDS, shuffle=True, random_state=SEED).split(np.arange(count)))


def unheard(
    parts: Sequence[str], known: Sequence[Lesson], fresh: Sequence[Lesson]
) -> NDArray[np.float32]:
    """What the heads say of each fresh text when they have not been fitted on it."""
    rows: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(fresh)
    for inside, outside in folds(len(fresh)):
        heads = fit_heads(parts, [*known, *(fresh[i] for i in inside)])
        for i in outside:
            signs = np.array(fresh[i].signs, dtype=np.float32)
            rows[i] = np.concatenate([signs, heads.hear(fresh[i].sound)])
    return np.stack(rows)


# What backs a wish must be heard in its own words: most texts that name a role and a date also
# bring evidence, and a mixer that sees role and date would take them for it.
OWN = {
    "evidence": ("evidence", "support"),
    "ask": ("ask", "support"),
    "support": ("evidence", "ask", "support"),
}
OWN_SIGNS = {
    "evidence": ("evidence",),
    "ask": ("asks",),
    "support": ("evidence", "asks", "next_steps"),
}

# How a date is written says whether it is a time frame, and nothing of a role.
FORM_SIGNS = ("opened", "numbered")


def allowed(part: str, parts: Sequence[str], signs: Sequence[str], width: int) -> NDArray[np.bool_]:
    """Which features the mixer of a part may weigh."""
    if part not in OWN:
        mask = np.ones(width, dtype=bool)
        if part in PARTS["aspiration"] and part != "timeframe":
            mask[[signs.index(name) for name in FORM_SIGNS]] = False
        return mask
    mask = np.zeros(width, dtype=bool)
    mask[[signs.index(name) for name in OWN_SIGNS[part]]] = True
    mask[[len(signs) + parts.index(name) for name in OWN[part]]] = True
    return mask


def fit_mixers(rows: NDArray[np.float32], fresh: Sequence[Lesson], heads: Heads) -> Heads:
    """The heads with mixers that put them beside the rules."""
    fitted = []
    for part in heads.parts:
        mask = allowed(part, heads.parts, second_look.SIGNS, rows.shape[1])
        taught = [k for k, one in enumerate(fresh) if part in one.there]
        truth = np.array([fresh[k].there[part] for k in taught])
        inside, bias = logistic(rows[taught][:, mask], truth, MIXER_PENALTY)
        weights = np.zeros(rows.shape[1], dtype=np.float32)
        weights[mask] = inside
        fitted.append((weights, bias))
    return replace(
        heads,
        mixers=np.stack([w for w, _ in fitted]),
        mixers_bias=np.array([b for _, b in fitted], dtype=np.float32),
    )


def open_lessons(kind: str, ear: Ear) -> tuple[list[Lesson], list[Lesson]]:
    """The texts the rules were written with, and those their author had not seen."""
    if kind == "aspiration":
        return (
            aspiration_lessons(aspirations("train"), ear),
            [
                *aspiration_lessons(aspirations("heads"), ear),
                *dated_lessons(dated(), ear),
            ],
        )
    return action_lessons(actions("train"), ear), action_lessons(actions("heads"), ear)


def fit_open_heads(kind: str, ear: Ear) -> Heads:
    """The heads of all open texts, without their mixers."""
    known, fresh = open_lessons(kind, ear)
    return fit_heads(PARTS[kind], [*known, *fresh])


def train(kind: str, ear: Ear) -> Heads:
    """The heads of all open texts of a kind, with their mixers."""
    known, fresh = open_lessons(kind, ear)
    rows = unheard(PARTS[kind], known, fresh)
    return fit_mixers(rows, fresh, fit_heads(PARTS[kind], [*known, *fresh]))


def write(heads: Heads, path: Path) -> None:
    """Keep the heads, in half precision."""
    keep_arrays(
        path, FORMAT, parts=np.array(heads.parts), weights=heads.weights, bias=heads.bias,
        piece=heads.piece, piece_bias=np.array(heads.piece_bias), mixers=heads.mixers,
        mixers_bias=heads.mixers_bias,
    )  # fmt: skip


def main() -> None:
    """Train and write."""
    from assistant.ear import Ear

    ear = Ear.load()
    for kind in PARTS:
        path = weights_file(kind)
        write(train(kind, ear), path)
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
