"""The table in the terminal, and the JUnit file that CI systems show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from evals.gates import Outcome, Verdict
from evals.report.summary import Summary, failures

SHOWN = 40
_NOT_XML = {n: None for n in range(32) if n not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def table(summary: Summary) -> Iterator[str]:
    """A line a gate, then results by type, what is missing, and the first failures."""
    for outcome in summary.outcomes:
        yield _row(summary, outcome)
    by_type = [o for o in summary.outcomes if o.gate.suite in ("conversation", "plan", "earned")]
    if by_type:
        yield ""
        yield "by type of employee (share of samples without any fault)"
        yield from _by_type(summary, by_type)
    yield ""
    for lack in summary.lacks:
        yield f"MISSING  {lack}"
    for result in summary.broken[:SHOWN]:
        yield f"BROKE    {result.key}: {result.scores[0].reason}"
    if len(summary.broken) > SHOWN:
        yield f"BROKE    and {len(summary.broken) - SHOWN} more"
    short = [o for o in summary.outcomes if o.short_of_aim]
    for outcome in short:
        gate = outcome.gate
        yield f"short of its aim: {gate.suite}/{gate.metric} {outcome.share:.1%}, asked for {gate.aim:.0%}"
    for outcome in summary.outcomes:
        if outcome.verdict is not Verdict.PASS:
            for score in failures(summary.of(outcome))[:SHOWN]:
                yield f"      {score.suite}/{score.metric} {score.sample}: {score.reason[:300]}"


def _row(summary: Summary, outcome: Outcome) -> str:
    gate = outcome.gate
    verdict = outcome.verdict.value if outcome.passed else outcome.verdict.value.upper()
    change = summary.change(outcome)
    drift = "" if change is None or abs(change) < 5e-5 else f"  {change:+.1%}"
    aim = f", aim {gate.aim:.0%}" if gate.aim is not None else ""
    name = f"{gate.suite}/{gate.metric}"
    return (
        f"{verdict:<9} {name:<34} {outcome.share:6.1%} of {outcome.total:>4}"
        f"  [{outcome.low:.2f} {outcome.high:.2f}]  wanted {gate.at_least:.1%}{aim}{drift}"
    )


def _by_type(summary: Summary, outcomes: list[Outcome]) -> Iterator[str]:
    kinds = {score.group for o in outcomes for score in summary.of(o)}
    for kind in sorted(kinds):
        scores = [s for o in outcomes for s in summary.of(o) if s.group == kind]
        samples = {(s.suite, s.sample, s.run) for s in scores}
        bad = {(s.suite, s.sample, s.run) for s in failures(scores)}
        weakest = min(outcomes, key=lambda o: summary.groups(o).get(kind, (2.0, 0))[0])
        share = summary.groups(weakest).get(kind, (1.0, 0))[0]
        name = f"{weakest.gate.suite}/{weakest.gate.metric}"
        low = f"  weakest {name} {share:.0%}" if share < 1 else ""
        yield f"  {kind:<18} {1 - len(bad) / len(samples):6.1%} of {len(samples):>4}{low}"


def write_junit(path: Path, summary: Summary) -> None:
    """JUnit XML: a test suite a suite, a case a gate, and a failing case for whatever is missing."""
    root = ET.Element("testsuites")
    for name in summary.suites:
        mine = [o for o in summary.outcomes if o.gate.suite == name]
        bad = sum(o.verdict in (Verdict.FAIL, Verdict.NOT_RUN) for o in mine)
        attributes = {"name": name, "tests": str(len(mine)), "failures": str(bad)}
        suite = ET.SubElement(root, "testsuite", attributes)
        for outcome in mine:
            _case(suite, summary, outcome)
    problems = [*summary.lacks, *(f"{r.key}: {r.scores[0].reason}" for r in summary.broken)]
    if problems:
        count = str(len(problems))
        suite = ET.SubElement(root, "testsuite", {"name": "run", "tests": count, "failures": count})
        for problem in problems:
            case = ET.SubElement(suite, "testcase", classname="run", name=_clean(problem)[:120])
            ET.SubElement(case, "failure", message=_clean(problem))
    path.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _case(suite: ET.Element, summary: Summary, outcome: Outcome) -> None:
    gate = outcome.gate
    case = ET.SubElement(suite, "testcase", classname=f"evals.{gate.suite}", name=gate.metric)
    text = f"{outcome.share:.3f} of {outcome.total}, wanted {gate.at_least:.3f}: {gate.why}"
    bad = summary.strict and outcome.verdict is Verdict.UNDECIDED
    if outcome.verdict in (Verdict.FAIL, Verdict.NOT_RUN) or bad:
        failure = ET.SubElement(case, "failure", message=_clean(text))
        mine = failures(summary.of(outcome))
        failure.text = _clean("\n".join(f"{s.sample}: {s.reason}" for s in mine))
    elif outcome.verdict is Verdict.UNDECIDED:
        ET.SubElement(case, "skipped", message=_clean(f"undecided: {text}"))


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
