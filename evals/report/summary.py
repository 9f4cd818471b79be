"""The findings of a run in one record that every report is written from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.domain.goal import Record
from assistant.errors import UnusableInput
from evals.gates import Outcome, Verdict
from evals.runner import RAN, Result
from evals.score import Score, mean


class Summary(Record):
    """What was run, what the gates say, and everything that went wrong."""

    engine: str
    suites: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    lacks: tuple[str, ...]
    results: tuple[Result, ...]
    strict: bool = False
    before: dict[str, float] = {}

    @property
    def passed(self) -> bool:
        """Whether the run is green; undecided gates count only when asked for."""
        bad = {Verdict.FAIL, Verdict.NOT_RUN} | ({Verdict.UNDECIDED} if self.strict else set())
        return (
            not self.lacks and not self.broken and all(o.verdict not in bad for o in self.outcomes)
        )

    @property
    def scores(self) -> list[Score]:
        """All scores in order."""
        return [score for result in self.results for score in result.scores]

    @property
    def broken(self) -> list[Result]:
        """The samples that raised instead of being scored."""
        return [result for result in self.results if result.broke]

    @property
    def conversations(self) -> int:
        """How many whole conversations with simulated employees were held."""
        return len(
            {(r.sample.unit, r.run) for r in self.results if r.sample.unit.startswith("talk/")}
        )

    @property
    def singles(self) -> int:
        """How many samples there were besides whole conversations."""
        return len(
            {
                (score.suite, score.sample, score.run)
                for result in self.results
                if not result.sample.unit.startswith("talk/")
                for score in result.scores
            }
        )

    @property
    def usage(self) -> dict[str, float]:
        """Tokens, cost and notices, summed over conversations that were held once."""
        total: dict[str, float] = {}
        seen = set()
        for result in self.results:
            key = (result.sample.unit or result.key, result.run)
            if key in seen:
                continue
            seen.add(key)
            for name, value in result.usage.items():
                total[name] = total.get(name, 0) + value
        return total

    def of(self, outcome: Outcome) -> list[Score]:
        """The scores a gate judges."""
        gate = outcome.gate
        return [s for s in self.scores if (s.suite, s.metric) == (gate.suite, gate.metric)]

    def groups(self, outcome: Outcome) -> dict[str, tuple[float, int]]:
        """Share and count by group, in alphabetical order; never only the mean."""
        found: dict[str, list[Score]] = {}
        for score in self.of(outcome):
            if score.group:
                found.setdefault(score.group, []).append(score)
        return {name: (mean(found[name]), len(found[name])) for name in sorted(found)}

    def change(self, outcome: Outcome) -> float | None:
        """The difference to the baseline; None where it has no such figure."""
        old = self.before.get(f"{outcome.gate.suite}/{outcome.gate.metric}")
        return None if old is None else outcome.share - old


def as_json(summary: Summary) -> list[str]:
    """A JSON object a gate, and one for each thing that is missing or broke."""
    lines: list[dict[str, Any]] = []
    for outcome in summary.outcomes:
        gate = outcome.gate
        lines.append(
            {
                "suite": gate.suite,
                "metric": gate.metric,
                "share": outcome.share,
                "samples": outcome.total,
                "low": outcome.low,
                "high": outcome.high,
                "at_least": gate.at_least,
                "aim": gate.aim,
                "passed": outcome.passed,
                "verdict": outcome.verdict.value,
                "groups": {
                    n: {"share": s, "samples": c} for n, (s, c) in summary.groups(outcome).items()
                },
            }
        )
    lines += [{"missing": lack, "passed": False} for lack in summary.lacks]
    lines += [
        {"suite": s.suite, "sample": s.sample, "error": s.reason, "passed": False}
        for result in summary.broken
        for s in result.scores
        if s.metric == RAN
    ]
    return [json.dumps(line, ensure_ascii=False) for line in lines]


def read_baseline(path: Path) -> dict[str, float]:
    """The shares of an earlier run by suite and metric. Raises UnusableInput for anything else."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {f"{x['suite']}/{x['metric']}": float(x["share"]) for x in lines if "share" in x}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInput(
            f"{path} is no baseline.", "Make one with `brasstacks eval --json > FILE`."
        ) from error


def worst(summary: Summary, most: int) -> list[tuple[Result, list[Score]]]:
    """The conversations with most against them, worst first; what all suites say of one is put together."""
    found: dict[tuple[str, int], tuple[Result, list[Score]]] = {}
    for result in summary.results:
        if not result.kept:
            continue
        key = (result.sample.unit or result.key, result.run)
        bad = [score for score in result.scores if score.value < 1]
        first, scores = found.setdefault(key, (result, []))
        scores += bad
        found[key] = (first, scores)
    listed = [pair for pair in found.values() if pair[1]]
    listed.sort(key=lambda pair: (-len(pair[1]), pair[0].key))
    return listed[:most]


def failures(scores: Sequence[Score]) -> list[Score]:
    """What is not wholly right, in order."""
    return [score for score in scores if score.value < 1]
