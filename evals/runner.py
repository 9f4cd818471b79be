"""Running tasks: samples in, results out, over two processes, in an order that never changes.

Each sample stands by itself: whatever its solver or a scorer raises is a failed sample. With a
``log`` every finished unit is written at once, and a run with the same log goes on where it stopped.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby
from multiprocessing import get_context
from typing import Any

from assistant.domain.dialogue import Turn
from assistant.domain.goal import Record
from assistant.errors import BrassTacksError
from evals.log import RunLog
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task

RAN = "ran"
Report = Callable[[str], None]


class Line(Record):
    """A turn of a conversation as reports show it."""

    number: int
    message: str
    reply: str
    move: str


class Result(Record):
    """A sample with everything found about it; ``kept`` is the conversation, where there was one."""

    sample: Sample
    run: int = 1
    scores: tuple[Score, ...] = ()
    kept: tuple[Line, ...] = ()
    usage: dict[str, float] = {}

    @property
    def broke(self) -> bool:
        """Whether the sample raised instead of being scored."""
        return any(score.metric == RAN for score in self.scores)

    @property
    def key(self) -> str:
        """A name no other result of a run has."""
        return f"{self.sample.key}#{self.run}"


class Job(Record):
    """What a run does."""

    suites: tuple[str, ...]
    model: str = "embedded"
    size: Size = Size()
    runs: int = 1
    workers: int = 2


Unit = tuple[Sample, ...]


def run(
    job: Job, tasks: Mapping[str, Task], log: RunLog | None = None, tell: Report | None = None
) -> list[Result]:
    """All samples of the job's suites, in order. Raises BrassTacksError when the coach won't start."""
    results, units = _gather(job, tasks)
    todo = [(unit, number) for number in range(1, job.runs + 1) for unit in units]
    done = {r.key: r for r in map(Result.model_validate, log.finished())} if log else {}
    kept = [done[f"{s.key}#{n}"] for unit, n in todo for s in unit if f"{s.key}#{n}" in done]
    open_units = [(unit, n) for unit, n in todo if any(f"{s.key}#{n}" not in done for s in unit)]
    progress = _Progress(sum(len(unit) for unit, _ in open_units), tell)
    fresh = []
    for found in _solved(open_units, job, tasks):
        for result in found:
            if log is not None and not result.broke:
                log.add(result.model_dump(mode="json"))
        fresh += found
        progress.advance(len(found))
    order = {f"{s.key}#{n}": at for at, (s, n) in enumerate((s, n) for u, n in todo for s in u)}
    partly = {result.key for result in fresh}
    kept = [result for result in kept if result.key not in partly]
    return results + sorted([*kept, *fresh], key=lambda result: order[result.key])


def _gather(job: Job, tasks: Mapping[str, Task]) -> tuple[list[Result], list[Unit]]:
    """The units of work; a suite whose samples cannot be read is one broken sample."""
    broken, samples = [], []
    for name in job.suites:
        try:
            found = list(tasks[name].samples(job.size))
        except Exception as error:
            broken.append(_broken(Sample(suite=name, id="samples"), error, 1))
            continue
        samples += found[: job.size.at_most] if job.size.at_most is not None else found
    named = sorted(enumerate(samples), key=lambda pair: (pair[1].unit or pair[1].key, pair[0]))
    grouped = groupby(named, key=lambda pair: pair[1].unit or pair[1].key)
    units = [tuple(sample for _, sample in group) for _, group in grouped]
    first = {sample.key: at for at, sample in enumerate(samples)}
    return broken, sorted(units, key=lambda unit: first[unit[0].key])


def _solved(
    units: Sequence[tuple[Unit, int]], job: Job, tasks: Mapping[str, Task]
) -> Iterator[list[Result]]:
    if job.workers <= 1 or len(units) < 2 * job.workers:
        from evals.world import product

        subject = product(job.model)
        for unit, number in units:
            yield [measure(tasks[s.suite], s, subject, number) for s in unit]
        return
    context = get_context("spawn")
    try:
        with ProcessPoolExecutor(
            job.workers, mp_context=context, initializer=_start, initargs=(job.model,)
        ) as pool:
            yield from pool.map(_measure_unit, units, chunksize=8)
    except BrokenProcessPool as error:
        raise BrassTacksError(
            "A worker of the evals has died.", "Run with --workers 1 to see why."
        ) from error


_worker: dict[str, Any] = {}


def _start(model: str) -> None:
    from evals.suites import tasks
    from evals.world import product

    try:
        _worker["tasks"], _worker["subject"] = tasks(), product(model)
    except BrassTacksError as error:
        # Raised here it would be a dead worker with a traceback, and its sentence lost in it.
        _worker["fault"] = error


def _measure_unit(work: tuple[Unit, int]) -> list[Result]:
    if fault := _worker.get("fault"):
        raise fault
    unit, number = work
    tasks, subject = _worker["tasks"], _worker["subject"]
    return [measure(tasks[s.suite], s, subject, number) for s in unit]


def measure(task: Task, sample: Sample, subject: Subject, number: int = 1) -> Result:
    """One sample solved and scored; what raises is a failed sample, never a skipped one."""
    solution = Solution()
    try:
        solution = task.solve(sample, subject)
        scores = list(task.score(sample, solution))
        if not scores:
            raise ValueError("no scorer said anything")  # noqa: TRY301  it fails like the rest
    except Exception as error:
        return _broken(sample, error, number, solution.turns)
    return Result(
        sample=sample,
        run=number,
        scores=tuple(score.model_copy(update={"run": number}) for score in scores),
        kept=_lines(solution.turns),
        usage=usage_of(solution.turns),
    )


def _broken(sample: Sample, error: Exception, number: int, turns: Sequence[Turn] = ()) -> Result:
    score = Score(
        suite=sample.suite,
        metric=RAN,
        sample=sample.id,
        value=0.0,
        reason=f"{type(error).__name__}: {error}"[:400],
        group=sample.group,
        run=number,
    )
    return Result(sample=sample, run=number, scores=(score,), kept=_lines(turns))


def _lines(turns: Sequence[Turn]) -> tuple[Line, ...]:
    return tuple(
        Line(number=t.number, message=t.message[:1500], reply=t.reply, move=t.move.name)
        for t in turns
    )


def usage_of(turns: Sequence[Turn]) -> dict[str, float]:
    """Tokens, cost and fallbacks of these turns, as far as a turn carries them; zeros left out."""
    total: dict[str, float] = {}
    for turn in turns:
        usage = getattr(turn, "use", None)
        values = usage.model_dump() if isinstance(usage, Record) else dict(usage or {})
        for name, value in values.items():
            if isinstance(value, int | float):
                total[name] = total.get(name, 0) + value
        total["notices"] = total.get("notices", 0) + (turn.notice is not None)
    return {name: value for name, value in total.items() if value}


class _Progress:
    """A line on standard error now and then: how far, and how long it may still take."""

    def __init__(self, total: int, tell: Report | None) -> None:
        self._total, self._tell, self._done = total, tell, 0
        self._started = self._spoke = time.monotonic()

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if self._tell is None or now - self._spoke < (0.5 if sys.stderr.isatty() else 10):
            return
        self._spoke = now
        left = (now - self._started) / self._done * (self._total - self._done)
        self._tell(f"{self._done} of {self._total} samples, about {left:.0f} s left")
