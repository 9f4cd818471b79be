"""``brasstacks eval``: run suites, judge them by their gates, tell it in every form that is asked for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.domain.goal import Record
from assistant.errors import UnusableInput
from evals.gates import Book, judge, load_book, missing
from evals.log import RunLog
from evals.report.summary import Summary, as_json, read_baseline
from evals.runner import Job, Result, run
from evals.suites import tasks
from evals.task import Size

EMBEDDED = "embedded"


class Options(Record):
    """What a run may be asked for."""

    suites: tuple[str, ...] = ()
    as_json: bool = False
    junit: str | None = None
    html: str | None = None
    baseline: str | None = None
    fail_under: float | None = None
    model: str = EMBEDDED
    runs: int = 1
    seeds: int = 10
    quick: bool = False
    workers: int | None = None
    log: str | None = None
    strict: bool = False


QUICK_SEEDS, QUICK_SAMPLES = 1, 60


def run_suites(options: Options) -> int:
    """Run and report; 1 when a gate fails, did not run or is gone, 2 for unusable options."""
    started = time.perf_counter()
    summary = measure(options)
    _report(summary, options)
    spent = time.perf_counter() - started
    _tell(f"{_what(summary)}, {len(summary.scores):,} scores in {spent:.0f} s")
    _tell("green" if summary.passed else "RED")
    return 0 if summary.passed else 1


def measure(options: Options) -> Summary:
    """The findings of a run. Raises UnusableInput for an unknown suite, a bad baseline or log."""
    known, book = tasks(), load_book()
    chosen = _chosen(options, book)
    if options.baseline:
        read_baseline(Path(options.baseline))  # an unreadable one is said before minutes are spent
    size = (
        Size(seeds=QUICK_SEEDS, at_most=QUICK_SAMPLES)
        if options.quick
        else Size(seeds=options.seeds)
    )
    there = tuple(name for name in chosen if name in known)
    job = Job(
        suites=there,
        model=options.model,
        size=size,
        runs=options.runs,
        workers=options.workers or min(4, os.cpu_count() or 1),
    )
    results = run(job, known, _log(options, job), _tell)
    return summarise(results, book, chosen, options, known_names=tuple(known))


def summarise(
    results: Sequence[Result],
    book: Book,
    chosen: Sequence[str],
    options: Options,
    known_names: Sequence[str],
) -> Summary:
    """Results held against manifest and gates; a quick run is not asked to be whole."""
    scores = [score for result in results for score in result.scores]
    counted = sorted({(score.suite, score.sample) for score in scores})
    whole = book
    if options.quick:
        entries = tuple(e.model_copy(update={"samples": min(1, e.samples)}) for e in book.suites)
        whole = book.model_copy(update={"suites": entries})
    noisy = options.model != EMBEDDED
    outcomes = judge(scores, book, chosen, fail_under=options.fail_under, noisy=noisy)
    before = read_baseline(Path(options.baseline)) if options.baseline else {}
    return Summary(
        engine=options.model,
        suites=tuple(chosen),
        outcomes=tuple(outcomes),
        lacks=tuple(missing(counted, scores, whole, known_names, chosen)),
        results=tuple(results),
        strict=options.strict,
        before=before,
    )


def _chosen(options: Options, book: Book) -> tuple[str, ...]:
    """The suites asked for; all of the manifest and all that are there when none is named."""
    known = tasks()
    expected = [entry.suite for entry in book.suites if not entry.reserved]
    everything = tuple(dict.fromkeys((*expected, *known)))
    reserved = {entry.suite for entry in book.suites if entry.reserved}
    for name in options.suites:
        if name in reserved and name not in known:
            raise UnusableInput(f"Suite {name} is reserved; nothing is there to run yet.", "")
        if name not in everything:
            listed = ", ".join(everything)
            raise UnusableInput(f"There is no suite {name}.", f"Known are: {listed}.")
    return options.suites or everything


def _log(options: Options, job: Job) -> RunLog | None:
    """The log asked for; a model's run always has one, since it costs money."""
    if options.log is None and options.model == EMBEDDED:
        return None
    from assistant.settings import Settings

    folder = Settings().home / "evals"
    path = Path(options.log) if options.log else folder / f"{_file_name(options.model)}.jsonl"
    what = job.model_dump(mode="json", exclude={"workers"})
    return RunLog(path, what)


def _file_name(model: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in model)


def _what(summary: Summary) -> str:
    return f"{summary.conversations} conversations, {summary.singles:,} single samples"


def _report(summary: Summary, options: Options) -> None:
    from evals.report.table import table, write_junit

    for line in as_json(summary) if options.as_json else table(summary):
        print(line)
    if options.junit:
        write_junit(Path(options.junit), summary)
    if options.html:
        from evals.report.page import write_page

        write_page(Path(options.html), summary)
    if options.as_json and options.baseline:
        for outcome in summary.outcomes:
            change = summary.change(outcome)
            if change is not None:
                _tell(f"{outcome.gate.suite}/{outcome.gate.metric}: {change:+.3f}")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
