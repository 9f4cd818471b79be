"""What the specificity scale is compared with: simple readings of the same texts.

Everything that is fitted is fitted on the training half. Ranks are 0 for the vaguest level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.ear import Ear

Reader = Callable[[Sequence[str]], "NDArray[np.float64]"]
FOLDS = 5
PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0)

_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|thirty|forty"
    r"|fifty|hundred|thousand|half|quarter)\b",
    re.IGNORECASE,
)


def length(texts: Sequence[str]) -> NDArray[np.float64]:
    """Words and characters of each text."""
    return np.array([[len(t.split()), len(t)] for t in texts], dtype=np.float64)


def signs(texts: Sequence[str]) -> NDArray[np.float64]:
    """Digits, words with a capital behind the first, and number words of each text."""
    return np.array(
        [
            [
                sum(c.isdigit() for c in t),
                sum(w[0].isupper() for w in t.split()[1:]),
                len(_NUMBER_WORD.findall(t)),
            ]
            for t in texts
        ],
        dtype=np.float64,
    )


def lint(text: str) -> int:
    """How many hits proselint has in a text, all of its checks on."""
    from proselint.checks import __register__  # type: ignore[import-untyped]
    from proselint.registry import CheckRegistry  # type: ignore[import-untyped]
    from proselint.tools import LintFile  # type: ignore[import-untyped]

    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(__register__)
    return len(LintFile("text", text).lint())


def lint_hits(texts: Sequence[str]) -> NDArray[np.float64]:
    """Hits of proselint, and hits a word."""
    found = [lint(t) for t in texts]
    return np.array(
        [[n, n / max(1, len(t.split()))] for n, t in zip(found, texts, strict=True)],
        dtype=np.float64,
    )


def by_features(
    read: Reader, known: Sequence[str], labels: Sequence[int], texts: Sequence[str]
) -> list[int]:
    """Ridge regression onto the rank, cut so that the training half gets its own shares."""
    rows = read(known)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = _ridge((rows - middle) / spread, np.array(labels, dtype=np.float64)[:, None], 1.0)
    inside = np.sort(_apply(model, (rows - middle) / spread)[:, 0])
    shares = np.cumsum(np.bincount(labels))[:-1]
    cuts = [(inside[k - 1] + inside[k]) / 2 for k in shares]
    outside = _apply(model, (read(texts) - middle) / spread)[:, 0]
    return [int(rank) for rank in np.searchsorted(cuts, outside)]


def by_embedding(
    ear: Ear, known: Sequence[str], labels: Sequence[int], texts: Sequence[str]
) -> list[int]:
    """Ridge onto one column a level, on sentence embeddings; the penalty by cross-validation."""
    rows = ear.embed(list(known)).astype(np.float64)
    goal = np.eye(max(labels) + 1)[np.array(labels)]
    penalty = max(PENALTIES, key=lambda p: _held_out(rows, goal, p))
    outside = _apply(_ridge(rows, goal, penalty), ear.embed(list(texts)).astype(np.float64))
    return [int(rank) for rank in outside.argmax(axis=1)]


def _held_out(rows: NDArray[np.float64], goal: NDArray[np.float64], penalty: float) -> float:
    """Accuracy on folds that the weights have not seen."""
    fold = np.arange(len(rows)) % FOLDS
    right = 0
    for k in range(FOLDS):
        model = _ridge(rows[fold != k], goal[fold != k], penalty)
        found = _apply(model, rows[fold == k]).argmax(axis=1)
        right += int((found == goal[fold == k].argmax(axis=1)).sum())
    return right / len(rows)


def _ridge(
    rows: NDArray[np.float64], goal: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """Weights with the constant in the last row, which is not penalised."""
    wide = np.hstack([rows, np.ones((len(rows), 1))])
    strength = np.full(wide.shape[1], penalty)
    strength[-1] = 1e-9
    weights: NDArray[np.float64] = np.linalg.solve(wide.T @ wide + np.diag(strength), wide.T @ goal)
    return weights


def _apply(model: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = rows @ model[:-1] + model[-1]
    return found


# ------------------------------------------------------------------ the matcher of thirty lines
_TITLE = re.compile(
    r"\b(?:manager|director|head of \w+|officer|engineer|nurse|analyst|supervisor|coordinator"
    r"|teacher|chef|driver|inspector|lead \w+|technician|specialist|consultant|designer|planner"
    r"|assistant|developer|accountant|recruiter|editor|foreman|matron|partner)s?\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\b(?:hr|it|finance|marketing|sales|data|design|nursing|teaching|training|logistics|legal"
    r"|engineering|management|leadership|something (?:in|with)|side of|work with|outdoors"
    r"|animals|people management|self.employed|sideways|research|quality|safety)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:20[23]\d|q[1-4]|january|february|march|april|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|winter|(?:\d+|two|three|six|twelve) (?:months|years))\b",
    re.IGNORECASE,
)
_BACKED = re.compile(
    r"\b(?:can you|could you|please|i need you|i have|i've|i ran|i led|\d+)\b", re.I
)


def by_keywords(texts: Sequence[str]) -> list[int]:
    """A title, a field, a date and a backing word, each by one expression."""
    found = []
    for text in texts:
        if _TITLE.search(text):
            found.append(3 if _WHEN.search(text) and _BACKED.search(text) else 2)
        else:
            found.append(1 if _FIELD.search(text) else 0)
    return found
