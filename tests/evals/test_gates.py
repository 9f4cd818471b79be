"""The evals can go red: a gate that is missed, broken or did not run is a failure."""

from collections.abc import Iterator

import pytest

from assistant.policy import goal
from evals import run
from evals.score import Score, wilson
from evals.tasks import challenge


def scored(value: float, metric: str = "challenged") -> list[Score]:
    return [Score(suite="challenge", metric=metric, sample=str(n), value=value) for n in range(4)]


def outcome(scores: list[Score], metric: str = "challenged") -> run.Outcome:
    found = run.judge(scores)
    return next(o for o in found if (o.gate.suite, o.gate.metric) == ("challenge", metric))


def test_a_gate_passes_when_its_share_is_reached_and_fails_below() -> None:
    assert outcome(scored(1.0)).passed
    assert not outcome([*scored(1.0)[:3], *scored(0.0)[:1]]).passed


def test_a_gate_that_did_not_run_has_failed() -> None:
    assert not outcome([]).passed


def test_a_task_that_raises_fails_its_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Score]:
        yield scored(1.0)[0]
        raise RuntimeError

    monkeypatch.setattr(run, "tasks", lambda: {"challenge": broken})
    assert run.run_suites(["challenge"]) == 1


def test_switching_the_vagueness_gate_off_turns_the_suite_red(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(_: object) -> None:
        return None

    monkeypatch.setattr(goal, "_first_challenge", never)
    assert not outcome(list(challenge.scores())).passed


def test_the_vagueness_gate_holds() -> None:
    scores = list(challenge.scores())
    assert [s.reason for s in scores if s.value < 1] == []


def test_an_interval_holds_the_share_and_stays_between_nought_and_one() -> None:
    low, high = wilson(8, 10)
    assert 0 < low < 0.8 < high < 1
    assert wilson(0, 0) == (0.0, 1.0)
