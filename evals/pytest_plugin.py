"""A pytest plugin for those who live there: gates as tests.

pytest -p evals.pytest_plugin --eval-suite challenge --eval-suite drafts tests_of_your_own

@pytest.mark.eval_suite("challenge")
def test_gate(eval_gate):             # once for each gate of the suite
    assert eval_gate.passed, eval_gate.gate.why
"""

from __future__ import annotations

from functools import cache

import pytest

from evals.gates import Outcome
from evals.report.summary import Summary


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--eval-suite NAME``: the suites for tests that name none themselves."""
    parser.addoption("--eval-suite", action="append", default=[], metavar="NAME")
    parser.addoption("--eval-quick", action="store_true", help="a small part of each suite")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "eval_suite(name): the evals' suite whose gates are tested")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``eval_gate`` runs once for each gate of its suites."""
    if "eval_gate" not in metafunc.fixturenames:
        return
    marks = [mark.args[0] for mark in metafunc.definition.iter_markers("eval_suite")]
    names = tuple(marks or metafunc.config.getoption("--eval-suite"))
    found = _summary(names, quick=bool(metafunc.config.getoption("--eval-quick")))
    outcomes: list[Outcome] = list(found.outcomes) if names else []
    metafunc.parametrize(
        "eval_gate", outcomes, ids=[f"{o.gate.suite}-{o.gate.metric}" for o in outcomes]
    )


@cache
def _summary(names: tuple[str, ...], *, quick: bool) -> Summary:
    from evals.run import Options, measure

    return measure(Options(suites=names, quick=quick, workers=1))
