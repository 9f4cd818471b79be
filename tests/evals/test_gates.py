"""The evals can go red: a gate that is missed, broken, gone or did not run is a failure."""

from collections.abc import Iterator

import pytest

from evals import run
from evals.gates import Book, Gate, SuiteEntry, Verdict, judge, load_book, missing
from evals.runner import Job, Result, measure
from evals.runner import run as run_job
from evals.score import Score, by_sample, wilson
from evals.suites import tasks
from evals.task import Sample, Size, Solution, Task, scored

BOOK = Book(
    suites=(SuiteEntry(suite="toy", samples=4),),
    gates=(Gate(suite="toy", metric="right", at_least=0.75, why="three of four, for a test"),),
)


def scores(*values: float, runs: int = 1) -> list[Score]:
    return [
        Score(suite="toy", metric="right", sample=str(n), value=value, run=run_number)
        for run_number in range(1, runs + 1)
        for n, value in enumerate(values)
    ]


def verdict(found: list[Score], **more) -> Verdict:
    return judge(found, BOOK, ["toy"], **more)[0].verdict


def toy(values: dict[str, float], raises: str = "") -> Task:
    def samples(_: Size) -> list[Sample]:
        return [Sample(suite="toy", id=name) for name in values]

    def solve(sample: Sample, _: object) -> Solution:
        return Solution(found={"value": values[sample.id]})

    def score(sample: Sample, solution: Solution) -> Iterator[Score]:
        if sample.id == raises:
            raise RuntimeError("a scorer's own fault")
        yield scored(sample, "right", [] if solution.found["value"] else ["wrong"])

    return Task("toy", samples, solve, score)


def summary(task: Task, book: Book = BOOK, chosen: tuple[str, ...] = ("toy",)):
    results = run_job(Job(suites=("toy",), workers=1), {"toy": task})
    return run.summarise(results, book, chosen, run.Options(), ("toy",))


# ------------------------------------------------------------------------------------ verdicts
def test_a_gate_passes_when_its_share_is_reached_and_fails_below() -> None:
    assert verdict(scores(1, 1, 1, 0)) is Verdict.PASS
    assert verdict(scores(1, 1, 0, 0)) is Verdict.FAIL


def test_a_gate_that_found_nothing_did_not_run() -> None:
    assert verdict([]) is Verdict.NOT_RUN


def test_one_share_can_be_asked_of_all_gates() -> None:
    assert verdict(scores(1, 1, 1, 0), fail_under=0.9) is Verdict.FAIL


def test_a_model_is_judged_by_the_interval_and_may_stay_undecided() -> None:
    assert verdict(scores(1, 1, 1, 0), noisy=True) is Verdict.UNDECIDED
    assert verdict(scores(*[1.0] * 200), noisy=True) is Verdict.PASS
    assert verdict(scores(*[0.0] * 200), noisy=True) is Verdict.FAIL


def test_runs_of_one_sample_do_not_narrow_the_interval() -> None:
    once = judge(scores(1, 0, 1, 0), BOOK, ["toy"])[0]
    often = judge(scores(1, 0, 1, 0, runs=9), BOOK, ["toy"])[0]
    assert (once.low, once.high, once.total) == (often.low, often.high, often.total)


def test_the_value_of_a_sample_is_the_mean_of_its_runs() -> None:
    both = [*scores(1.0), Score(suite="toy", metric="right", sample="0", value=0.0, run=2)]
    assert by_sample(both) == [0.5]


@pytest.mark.parametrize(("strict", "passed"), [(False, True), (True, False)])
def test_undecided_fails_only_when_asked_for(strict: bool, passed: bool) -> None:
    found = toy({"a": 1, "b": 1, "c": 1, "d": 0})
    results = run_job(Job(suites=("toy",), workers=1), {"toy": found})
    options = run.Options(model="somebody", strict=strict)
    assert run.summarise(results, BOOK, ("toy",), options, ("toy",)).passed is passed


def test_an_interval_holds_the_share_and_stays_between_nought_and_one() -> None:
    low, high = wilson(8, 10)
    assert 0 < low < 0.8 < high < 1
    assert wilson(0, 0) == (0.0, 1.0)


# --------------------------------------------------------------------------- nothing goes missing
def test_a_whole_run_is_green() -> None:
    assert summary(toy({"a": 1, "b": 1, "c": 1, "d": 1})).passed


def test_a_sample_less_makes_the_run_red() -> None:
    found = summary(toy({"a": 1, "b": 1, "c": 1}))
    assert not found.passed
    assert "3 samples, at least 4" in found.lacks[0]


def test_a_task_less_makes_the_run_red() -> None:
    wider = BOOK.model_copy(update={"suites": (*BOOK.suites, SuiteEntry(suite="gone"))})
    lacks = missing([("toy", str(n)) for n in range(4)], scores(1), wider, ["toy"], ["toy", "gone"])
    assert any("no task is there" in lack for lack in lacks)


def test_a_gate_less_makes_the_run_red() -> None:
    bare = BOOK.model_copy(update={"gates": ()})
    found = summary(toy({"a": 1, "b": 1, "c": 1, "d": 1}), bare)
    assert not found.passed
    assert "toy/right: scored, but no gate judges it" in found.lacks


def test_a_suite_nobody_listed_makes_the_run_red() -> None:
    found = summary(toy({"a": 1, "b": 1, "c": 1, "d": 1}), BOOK.model_copy(update={"suites": ()}))
    assert any("the manifest does not have it" in lack for lack in found.lacks)


def test_a_scorer_that_raises_is_a_failed_sample() -> None:
    found = summary(toy({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, raises="b"))
    assert not found.passed
    assert [(r.sample.id, r.scores[0].reason) for r in found.broken] == [
        ("b", "RuntimeError: a scorer's own fault")
    ]


def test_a_scorer_that_says_nothing_is_a_failed_sample() -> None:
    def silent(_: Sample, __: Solution) -> list[Score]:
        return []

    task = toy({"a": 1})
    quiet = Task("toy", task.samples, task.solve, silent)
    assert measure(quiet, Sample(suite="toy", id="a"), None).broke  # type: ignore[arg-type]


def test_a_dataset_that_cannot_be_read_is_a_broken_sample_and_not_a_crash() -> None:
    def gone(_: Size) -> list[Sample]:
        raise OSError("no such file")

    task = toy({})
    found = summary(Task("toy", gone, task.solve, task.score))
    assert not found.passed
    assert found.broken[0].key == "toy/samples#1"


def test_the_book_and_the_tasks_name_the_same_suites() -> None:
    book = load_book()
    assert {entry.suite for entry in book.suites if not entry.reserved} == set(tasks())


def test_every_gate_has_its_reason_and_every_suite_its_gate() -> None:
    book = load_book()
    names = [(gate.suite, gate.metric) for gate in book.gates]
    assert len(names) == len(set(names))
    assert {suite for suite, _ in names} == set(tasks())


# The suites and the number of gates there were: fewer is somebody's decision, not an accident.
def test_nothing_has_been_taken_out_of_the_book() -> None:
    book = load_book()
    assert len(book.suites) >= 15
    assert len(book.gates) >= 61
    assert sum(entry.samples for entry in book.suites) >= 5_000


def test_rehearsal_has_its_place() -> None:
    entry = load_book().entry("rehearsal")
    assert entry is not None
    assert entry.reserved


# ------------------------------------------------------------------------------------- whole runs
def results_of(*suites: str) -> list[Result]:
    known = tasks()
    few = Job(suites=suites, size=Size(seeds=1, at_most=6), workers=1)
    return run_job(few, known)


def test_the_same_figures_come_out_of_a_second_run() -> None:
    first, second = results_of("challenge", "conversation"), results_of("challenge", "conversation")
    assert [r.model_dump() for r in first] == [r.model_dump() for r in second]


def test_every_suite_solves_and_scores_its_first_samples() -> None:
    small = tuple(name for name in tasks() if name not in ("retrieval", "acts"))
    assert [r.key for r in results_of(*small) if r.broke] == []
