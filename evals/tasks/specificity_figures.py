"""Figures about labelled levels and parts: agreement, confusion, F1; no text is shown anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.domain.goal import Record
from evals.score import wilson

Range = tuple[int, int]


class Tally(Record):
    """Hits, what was said and what is there, of one kind of part."""

    right: int = 0
    said: int = 0
    there: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 1 when nothing is there and none said."""
        return 2 * self.right / (self.said + self.there) if self.said + self.there else 1.0

    def plus(self, right: int, said: int, there: int) -> Tally:
        """A tally with one more sample in it."""
        return Tally(right=self.right + right, said=self.said + said, there=self.there + there)

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f}  ({self.right} right of {self.said} said, {self.there} there)"


def tally(pairs: Iterable[tuple[bool, bool]]) -> Tally:
    """The tally of yes-or-no parts; each pair is what was said and what is there."""
    found = Tally()
    for said, there in pairs:
        found = found.plus(said and there, said, there)
    return found


def accuracy(true: Sequence[int], found: Sequence[int]) -> float:
    """The share of equal ranks."""
    return sum(t == f for t, f in zip(true, found, strict=True)) / len(true)


def weighted_kappa(true: Sequence[int], found: Sequence[int], levels: int) -> float:
    """Cohen's kappa with quadratic weights (Cohen 1968): 1 is agreement, 0 what chance gives."""
    total = len(true)
    seen = sum((t - f) ** 2 for t, f in zip(true, found, strict=True)) / total
    chance = sum(
        true.count(a) * found.count(b) * (a - b) ** 2 for a in range(levels) for b in range(levels)
    ) / (total * total)
    return 1 - seen / chance if chance else 1.0


def confusion(true: Sequence[int], found: Sequence[int], names: Sequence[str]) -> str:
    """A matrix for people: a row a label, a column an answer, then recall with its interval."""
    width = max(len(name) for name in names) + 1
    lines = [f"{'label':<{width}}" + "".join(f"{name[:11]:>12}" for name in names) + "  recall"]
    for row, name in enumerate(names):
        counts = [
            sum(t == row and f == column for t, f in zip(true, found, strict=True))
            for column in range(len(names))
        ]
        total = sum(counts)
        low, high = wilson(counts[row], total)
        share = counts[row] / total if total else 0.0
        cells = "".join(f"{count:>12}" for count in counts)
        lines.append(f"{name:<{width}}{cells}  {share:.2f} [{low:.2f} {high:.2f}]")
    return "\n".join(lines)


def summary(name: str, true: Sequence[int], found: Sequence[int], levels: int) -> str:
    """One line: accuracy with its interval, and kappa."""
    share = accuracy(true, found)
    low, high = wilson(share * len(true), len(true))
    kappa = weighted_kappa(true, found, levels)
    return f"{name:<28} accuracy {share:.3f} [{low:.2f} {high:.2f}]  kappa {kappa:.3f}"


def overlapping(said: Sequence[Range], there: Sequence[Range]) -> int:
    """How many spans of `there` find a span of `said` of their own that shares a character."""
    free = list(said)
    right = 0
    for first, last in there:
        match = next((s for s in free if s[0] < last and first < s[1]), None)
        if match is not None:
            free.remove(match)
            right += 1
    return right


def places(text: str, pieces: Iterable[str]) -> list[Range]:
    """Where literal pieces stand in a text; a piece that stands twice takes its next place.

    Raises ValueError when a piece is not in the text.
    """
    found: list[Range] = []
    for piece in pieces:
        start = text.find(piece)
        while start >= 0 and any(start < b and a < start + len(piece) for a, b in found):
            start = text.find(piece, start + 1)
        if start < 0:
            raise ValueError(f"a labelled piece does not stand in its text: {piece!r}")
        found.append((start, start + len(piece)))
    return found
