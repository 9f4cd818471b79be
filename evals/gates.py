"""Gates: what share must be right, and what counts as a whole run (``gates.yaml``).

    judge(results, book, chosen, noisy=False)  -> [Outcome(gate, right, total, verdict, ...)]
    missing(results, book, chosen, ...)        -> ["suite safety: 210 samples, at least 900 must be there"]

A gate that found nothing to judge has failed; so has a run with a sample, a suite or a gate less
than the manifest says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from assistant.content import read_yaml, validate
from assistant.domain.goal import Record
from evals.score import Score, by_sample, wilson

GATES = Path(__file__).parent / "gates.yaml"


class Verdict(StrEnum):
    """What a gate says."""

    PASS = "pass"  # noqa: S105  a verdict
    FAIL = "fail"
    UNDECIDED = "undecided"
    NOT_RUN = "not run"


class Gate(Record):
    """A share that a metric must reach, with the reason for the number.

    ``aim`` is what the design asks for where the product is not there yet: it fails nothing, and
    every report shows the distance.
    """

    suite: str
    metric: str
    at_least: float = Field(ge=0, le=1)
    aim: float | None = Field(default=None, ge=0, le=1)
    why: str = Field(min_length=20)


class SuiteEntry(Record):
    """A suite that must be there; ``samples`` is the least a whole run tries.

    A ``reserved`` suite is a place for something that is not built yet.
    """

    suite: str
    samples: int = 0
    reserved: bool = False


class Book(Record):
    """The manifest and the gates."""

    suites: tuple[SuiteEntry, ...]
    gates: tuple[Gate, ...]

    def entry(self, suite: str) -> SuiteEntry | None:
        """The manifest's line about a suite."""
        return next((entry for entry in self.suites if entry.suite == suite), None)


class Outcome(Record):
    """A gate and what was found."""

    gate: Gate
    right: float
    total: int
    low: float
    high: float
    verdict: Verdict

    @property
    def share(self) -> float:
        """The share that was right; 0 when nothing was scored."""
        return self.right / self.total if self.total else 0.0

    @property
    def passed(self) -> bool:
        """Whether the gate is reached."""
        return self.verdict is Verdict.PASS

    @property
    def short_of_aim(self) -> bool:
        """Whether the design asks for more than what was found."""
        return self.gate.aim is not None and self.share < self.gate.aim


def load_book(path: Path = GATES) -> Book:
    """Manifest and gates. Raises ContentError with file and line."""
    return validate(Book, read_yaml(path), path, 1)


def judge(
    scores: Sequence[Score],
    book: Book,
    chosen: Collection[str],
    *,
    fail_under: float | None = None,
    noisy: bool = False,
) -> list[Outcome]:
    """Every gate of the chosen suites against the scores.

    With ``noisy`` (a language model answers) a share between 0 and 1 is judged by its interval:
    wholly above the gate it passes, wholly below it fails, across it nothing is decided.
    """
    found: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        found.setdefault((score.suite, score.metric), []).append(score)
    outcomes = []
    for gate in book.gates:
        if gate.suite not in chosen:
            continue
        wanted = gate if fail_under is None else gate.model_copy(update={"at_least": fail_under})
        outcomes.append(_outcome(wanted, found.get((gate.suite, gate.metric), []), noisy=noisy))
    return outcomes


def _outcome(gate: Gate, scores: Sequence[Score], *, noisy: bool) -> Outcome:
    values = by_sample(scores)
    total, right = len(values), sum(values)
    low, high = wilson(right, total)
    if not total:
        verdict = Verdict.NOT_RUN
    elif noisy and 0 < gate.at_least < 1:
        above, below = low >= gate.at_least, high < gate.at_least
        verdict = Verdict.PASS if above else Verdict.FAIL if below else Verdict.UNDECIDED
    else:
        verdict = Verdict.PASS if right / total >= gate.at_least - 1e-12 else Verdict.FAIL
    return Outcome(gate=gate, right=right, total=total, low=low, high=high, verdict=verdict)


def missing(
    tried: Iterable[tuple[str, str]],
    scores: Sequence[Score],
    book: Book,
    known: Collection[str],
    chosen: Collection[str],
) -> list[str]:
    """What a whole run lacks; ``tried`` are suite and sample, each once; a sentence each."""
    samples = Counter(suite for suite, _ in tried)
    gated = {(gate.suite, gate.metric) for gate in book.gates}
    lacks = []
    for entry in book.suites:
        if entry.reserved or entry.suite not in chosen:
            continue
        if entry.suite not in known:
            lacks.append(f"suite {entry.suite}: the manifest has it, no task is there")
        if samples[entry.suite] < entry.samples:
            had = samples[entry.suite]
            lacks.append(f"suite {entry.suite}: {had} samples, at least {entry.samples} belong")
    for suite in chosen:
        listed = book.entry(suite)
        if listed is None or listed.reserved:
            lacks.append(f"suite {suite}: a task is there, the manifest does not have it")
        if not any(gate.suite == suite for gate in book.gates):
            lacks.append(f"suite {suite}: it has no gate")
    ungated = sorted({(s.suite, s.metric) for s in scores if s.metric != "ran"} - gated)
    lacks += [f"{suite}/{metric}: scored, but no gate judges it" for suite, metric in ungated]
    return lacks
