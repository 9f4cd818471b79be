"""The same suites under other harnesses, and the examples for CI."""

from pathlib import Path

import pytest
import yaml

EVALS = Path(__file__).resolve().parents[2] / "evals"
pytest_plugins = ["pytester"]


def test_the_plugin_makes_a_test_of_every_gate(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.eval_suite("drafts")
        def test_gate(eval_gate):
            assert eval_gate.passed, eval_gate.gate.why
        """
    )
    found = pytester.runpytest_inprocess(
        "-p", "evals.pytest_plugin", "-p", "no:cacheprovider", "-v"
    )
    found.assert_outcomes(passed=4)
    found.stdout.fnmatch_lines(["*drafts-bad_draft_held*"])


@pytest.mark.parametrize("path", sorted((EVALS / "examples").glob("*.yml")), ids=lambda p: p.name)
def test_an_example_is_valid_and_runs_the_command(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    assert "brasstacks eval --junit out/evals.xml --html out/evals.html" in text
    assert "python -m evals mutation" in text


def test_no_task_or_scorer_knows_a_harness() -> None:
    files = [*(EVALS / "tasks").glob("*.py"), *(EVALS / "scorers").glob("*.py"), EVALS / "task.py"]
    known = [f.name for f in files if "import pytest" in (t := f.read_text()) or "inspect_ai" in t]
    assert known == []
