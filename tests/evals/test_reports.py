"""What a run is told as: a table, JSON lines, JUnit, a page; and a log to go on from."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assistant.errors import UnusableInput
from evals import run
from evals.gates import Book, Gate, SuiteEntry
from evals.log import RunLog
from evals.report.page import render
from evals.report.summary import Summary, as_json, read_baseline
from evals.report.table import table, write_junit
from evals.runner import Job
from evals.runner import run as run_job
from evals.score import Score
from evals.task import Sample, Size, Solution, Task, scored, talk
from evals.world import TODAY

HOSTILE = '<script>alert("x")</script> & \x00 "quoted"'
BOOK = Book(
    suites=(SuiteEntry(suite="conversation", samples=2),),
    gates=(
        Gate(
            suite="conversation",
            metric="right",
            at_least=0.9,
            aim=1.0,
            why="a number for a test of the reports",
        ),
    ),
)


def toy(calls: list[str] | None = None, breaks: str = "") -> Task:
    def samples(_: Size) -> list[Sample]:
        return [
            Sample(suite="conversation", id=name, unit=f"talk/{name}", group=name)
            for name in ("quiet", "loud")
        ]

    def solve(sample: Sample, subject) -> Solution:
        if calls is not None:
            calls.append(sample.id)
        if sample.id == breaks:
            raise ConnectionError("the line is down")
        message = HOSTILE if sample.id == "loud" else "I want to grow."
        return Solution(turns=tuple(talk(subject, [message], sample.id, TODAY)))

    def score(sample: Sample, _: Solution) -> Iterator[Score]:
        yield scored(sample, "right", [HOSTILE] if sample.id == "loud" else [])

    return Task("conversation", samples, solve, score)


def summary(**more) -> Summary:
    results = run_job(Job(suites=("conversation",), workers=1), {"conversation": toy()})
    options = run.Options(**more)
    return run.summarise(results, BOOK, ("conversation",), options, ("conversation",))


def test_the_table_shows_verdict_interval_and_results_by_type() -> None:
    text = "\n".join(table(summary()))
    assert "FAIL" in text
    assert "50.0% of    2" in text
    assert re.search(r"\[0\.\d\d 0\.\d\d\]", text)
    assert "by type of employee" in text
    assert "loud" in text
    assert "short of its aim: conversation/right 50.0%, asked for 100%" in text


def test_json_has_a_line_a_gate_with_groups_and_verdict() -> None:
    line = json.loads(as_json(summary())[0])
    assert (line["share"], line["passed"], line["verdict"]) == (0.5, False, "fail")
    assert line["groups"]["loud"] == {"share": 0.0, "samples": 1}


def cases(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314  the file was written a line before


def test_junit_fails_the_case_of_a_red_gate_and_stays_well_formed(tmp_path: Path) -> None:
    write_junit(tmp_path / "out" / "evals.xml", summary())
    root = cases(tmp_path / "out" / "evals.xml")
    assert root.find("testsuite").get("failures") == "1"
    assert "loud" in root.find(".//failure").text


def test_junit_has_a_case_for_what_is_missing(tmp_path: Path) -> None:
    found = summary().model_copy(update={"lacks": ("suite safety: gone",)})
    write_junit(tmp_path / "evals.xml", found)
    names = [case.get("name") for case in cases(tmp_path / "evals.xml").iter("testcase")]
    assert "suite safety: gone" in names


def test_the_page_stands_alone_and_runs_nothing() -> None:
    page = render(summary())
    assert "<script" not in page.lower()
    assert not re.search(r"""(?:src|href)=|url\(|@import""", page)
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page


def test_the_page_shows_the_worst_conversation_first() -> None:
    page = render(summary())
    assert page.index('class="turn person"') > page.index("Conversations, worst first")
    assert "talk/" not in page


def test_the_difference_to_a_baseline_is_shown(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    lines = as_json(summary())
    before.write_text(lines[0].replace('"share": 0.5', '"share": 0.75', 1) + "\n", encoding="utf-8")
    found = summary(baseline=str(before))
    assert found.change(found.outcomes[0]) == pytest.approx(-0.25)
    assert "-25.0%" in "\n".join(table(found))
    assert "-25.0" in render(found)


@pytest.mark.parametrize("text", ["", "no json", '{"share": "much", "suite": "a", "metric": "b"}'])
def test_what_is_no_baseline_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "before.json"
    if text:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match="is no baseline"):
        read_baseline(path)


# ------------------------------------------------------------------------------------- the log
def logged(path: Path, calls: list[str], breaks: str = "") -> list:
    log = RunLog(path, {"what": "toy"})
    job = Job(suites=("conversation",), workers=1)
    return run_job(job, {"conversation": toy(calls, breaks)}, log)


def test_a_run_goes_on_where_it_stopped_with_the_same_figures(tmp_path: Path) -> None:
    calls: list[str] = []
    broken = logged(tmp_path / "log.jsonl", calls, breaks="loud")
    assert [r.sample.id for r in broken if r.broke] == ["loud"]
    whole = logged(tmp_path / "log.jsonl", calls)
    assert calls == ["quiet", "loud", "loud"]
    assert [r.model_dump() for r in whole] == [
        r.model_dump()
        for r in run_job(Job(suites=("conversation",), workers=1), {"conversation": toy()})
    ]


def test_a_finished_run_asks_nothing_again(tmp_path: Path) -> None:
    calls: list[str] = []
    first = logged(tmp_path / "log.jsonl", calls)
    assert logged(tmp_path / "log.jsonl", calls) == first
    assert calls == ["quiet", "loud"]


def test_a_line_that_was_cut_off_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    calls: list[str] = []
    logged(path, calls)
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    logged(path, calls)
    assert calls == ["quiet", "loud", "loud"]


def test_half_a_character_is_kept_like_anything_else(tmp_path: Path) -> None:
    log = RunLog(tmp_path / "log.jsonl", {"what": "toy"})
    log.add({"text": "I want \ud83d a job"})
    again = RunLog(tmp_path / "log.jsonl", {"what": "toy"})
    assert again.finished() == [{"text": "I want \ud83d a job"}]


def test_the_log_of_another_run_is_refused(tmp_path: Path) -> None:
    RunLog(tmp_path / "log.jsonl", {"what": "toy"})
    with pytest.raises(UnusableInput, match="belongs to a run of other"):
        RunLog(tmp_path / "log.jsonl", {"what": "something else"})


# ---------------------------------------------------------------------------------- the command
def test_the_command_exits_with_1_on_a_red_gate_and_0_on_green(capsys) -> None:
    base = run.Options(suites=("drafts",), workers=1, as_json=True)
    assert run.run_suites(base) == 0
    assert (
        run.run_suites(base.model_copy(update={"suites": ("specificity",), "fail_under": 1.0})) == 1
    )
    lines = capsys.readouterr().out.splitlines()
    assert all(json.loads(line) for line in lines)


@pytest.mark.parametrize("name", ["poetry", "rehearsal"])
def test_a_suite_that_is_not_there_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(UnusableInput):
        run.run_suites(run.Options(suites=(name,)))
