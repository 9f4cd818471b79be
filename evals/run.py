"""Running the suites: scores, gates, a table for people, JSON and JUnit for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from assistant.content import read_yaml
from assistant.domain.goal import Record
from assistant.errors import UnusableInput
from evals.score import Score, mean, wilson

GATES = Path(__file__).parent / "gates.yaml"
Task = Callable[[], Iterable[Score]]


class Gate(Record):
    """A share that a metric must reach, with the reason for the number."""

    suite: str
    metric: str
    at_least: float
    why: str


class Outcome(Record):
    """A gate and what was found."""

    gate: Gate
    right: float
    total: int
    passed: bool

    @property
    def share(self) -> float:
        """The share that was right; 0 when nothing was scored."""
        return self.right / self.total if self.total else 0.0


def tasks() -> dict[str, Task]:
    """The suites by name."""
    from evals.tasks import challenge, conversation, plan, specificity

    return {
        "challenge": challenge.scores,
        "conversation": conversation.scores,
        "plan": plan.scores,
        "specificity": specificity.scores,
    }


def run_suites(
    names: Sequence[str],
    *,
    as_json: bool = False,
    fail_under: float | None = None,
    baseline: str | None = None,
    junit: str | None = None,
) -> int:
    """Run suites and their gates; 1 when a gate fails or did not run, 2 for an unknown suite."""
    known = tasks()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnusableInput(f"There is no suite {unknown[0]}.", f"Known are: {', '.join(known)}.")
    started = time.perf_counter()
    chosen = list(names) or list(known)
    scores = [score for name in chosen for score in _scored(name, known[name])]
    outcomes = [outcome for outcome in judge(scores, fail_under) if outcome.gate.suite in chosen]
    _report(outcomes, scores, as_json=as_json)
    if junit:
        _write_junit(Path(junit), outcomes, scores)
    if baseline:
        _compare(Path(baseline), outcomes)
    print(f"{len(scores)} scores in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _scored(name: str, task: Task) -> Iterator[Score]:
    """The scores of a task; one that raises is a failed sample, never a skipped one."""
    try:
        yield from task()
    except Exception as error:  # whatever it was, the suite has failed
        yield Score(suite=name, metric="ran", sample=name, value=0.0, reason=repr(error))


def judge(scores: Sequence[Score], fail_under: float | None = None) -> list[Outcome]:
    """Every gate against the scores; a suite that broke off fails all its gates."""
    broken = {score.suite for score in scores if score.metric == "ran"}
    outcomes = []
    for raw in read_yaml(GATES):
        gate = Gate.model_validate({**raw, "at_least": float(raw["at_least"])})
        mine = [s for s in scores if s.suite == gate.suite and s.metric == gate.metric]
        wanted = gate.at_least if fail_under is None else fail_under
        passed = bool(mine) and gate.suite not in broken and mean(mine) >= wanted
        right = sum(score.value for score in mine)
        outcomes.append(Outcome(gate=gate, right=right, total=len(mine), passed=passed))
    return outcomes


def _report(outcomes: Sequence[Outcome], scores: Sequence[Score], *, as_json: bool) -> None:
    if as_json:
        for outcome in outcomes:
            gate = outcome.gate
            print(
                json.dumps(
                    {
                        "suite": gate.suite,
                        "metric": gate.metric,
                        "share": outcome.share,
                        "samples": outcome.total,
                        "at_least": gate.at_least,
                        "passed": outcome.passed,
                    }
                )
            )
        return
    for outcome in outcomes:
        gate = outcome.gate
        low, high = wilson(outcome.right, outcome.total)
        verdict = "pass" if outcome.passed else "FAIL"
        name = f"{gate.suite}/{gate.metric}"
        print(
            f"{verdict}  {name:<36} {outcome.share:6.1%} of {outcome.total:>4}"
            f"  [{low:.2f} {high:.2f}]  wanted {gate.at_least:.0%}"
        )
    for score in [s for s in scores if s.value < 1][:40]:
        print(f"      {score.suite}/{score.metric} {score.sample}: {score.reason[:300]}")


def _write_junit(path: Path, outcomes: Sequence[Outcome], scores: Sequence[Score]) -> None:
    root = ET.Element("testsuites")
    for outcome in outcomes:
        gate = outcome.gate
        suite = ET.SubElement(root, "testsuite", name=gate.suite, tests="1")
        case = ET.SubElement(suite, "testcase", classname=gate.suite, name=gate.metric)
        if not outcome.passed:
            text = f"{outcome.share:.3f}, wanted {gate.at_least:.3f}: {gate.why}"
            failure = ET.SubElement(case, "failure", message=text)
            mine = [s for s in scores if s.suite == gate.suite and s.metric == gate.metric]
            failure.text = "\n".join(f"{s.sample}: {s.reason}" for s in mine if s.value < 1)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _compare(path: Path, outcomes: Sequence[Outcome]) -> None:
    """The difference to a baseline: the JSON lines an earlier run printed with ``--json``."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise UnusableInput(
            f"{path} is no baseline.", "Make one with `brasstacks eval --json > FILE`."
        ) from error
    before = {(line["suite"], line["metric"]): float(line["share"]) for line in lines}
    for outcome in outcomes:
        key = (outcome.gate.suite, outcome.gate.metric)
        change = outcome.share - before.get(key, outcome.share)
        print(f"{key[0]}/{key[1]}: {change:+.3f}", file=sys.stderr)
