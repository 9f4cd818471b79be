"""The breaker, on a clock that is handed in."""

import pytest
from conftest import REQUEST, TODAY, Wire

from assistant.errors import FaultKind, ModelFailure
from assistant.reply.model import Breaker, GuardedModel, ScriptedModel


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Flaky(ScriptedModel):
    """Fails as long as it is told to."""

    def __init__(self, kind: FaultKind | None) -> None:
        super().__init__(self._script)
        self.kind = kind

    def _script(self, request: object) -> str:
        if self.kind is not None:
            raise ModelFailure(self.kind, "down")
        return "yes."


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ask(model: GuardedModel) -> str:
    try:
        return "".join(piece.text for piece in model.stream(REQUEST))
    except ModelFailure as failure:
        return failure.kind.value


def test_three_failures_in_a_minute_open_it(clock: Clock) -> None:
    inner = Flaky(FaultKind.SERVER_ERROR)
    model = GuardedModel(inner, Breaker(clock), start=lambda work: work())
    assert [ask(model) for _ in range(5)] == ["server_error"] * 3 + ["resting"] * 2
    assert len(inner.requests) == 3


def test_failures_far_apart_do_not(clock: Clock) -> None:
    model = GuardedModel(Flaky(FaultKind.SERVER_ERROR), Breaker(clock), start=lambda work: work())
    for _ in range(6):
        assert ask(model) == "server_error"
        clock.now += 31
    assert not model.breaker.open


@pytest.mark.parametrize(
    "kind", [FaultKind.DEADLINE, FaultKind.RATE_LIMITED, FaultKind.KEY_REFUSED]
)
def test_who_made_somebody_wait_is_not_asked_again_at_once(kind: FaultKind, clock: Clock) -> None:
    inner = Flaky(kind)
    model = GuardedModel(inner, Breaker(clock), start=lambda work: work())
    assert [ask(model) for _ in range(3)] == [kind.value, "resting", "resting"]


def test_one_probe_each_thirty_seconds_behind_a_turn_that_does_not_wait(clock: Clock) -> None:
    inner, probes = Flaky(FaultKind.DEADLINE), []
    model = GuardedModel(inner, Breaker(clock), start=probes.append)
    ask(model)
    for second in range(600):
        clock.now = float(second)
        assert ask(model) == "resting"
        while probes:
            probes.pop()()
    assert len(inner.requests) <= 1 + 600 // 30


def test_it_recovers_without_a_restart(clock: Clock) -> None:
    inner = Flaky(FaultKind.DEADLINE)
    model = GuardedModel(inner, Breaker(clock), start=lambda work: work())
    ask(model)
    inner.kind = None
    assert ask(model) == "resting"
    clock.now += 31
    assert ask(model) == "resting"  # this one sent the probe
    assert ask(model) == "yes."


def test_retry_after_is_kept_to(clock: Clock) -> None:
    class Limited(Flaky):
        def _script(self, request: object) -> str:
            raise ModelFailure(FaultKind.RATE_LIMITED, "slow down", retry_after=120)

    inner = Limited(None)
    model = GuardedModel(inner, Breaker(clock), start=lambda work: work())
    ask(model)
    for clock.now in (31.0, 90.0, 119.0):
        assert ask(model) == "resting"
    assert len(inner.requests) == 1


def test_a_conversation_with_the_endpoint_down_waits_once(wire: Wire) -> None:
    inner = Flaky(FaultKind.DEADLINE)
    parts = wire(inner)
    turns = [parts.coach.take_turn("down", m, TODAY) for m in ("I want to grow", "dunno", "no")]
    assert [turn.engine for turn in turns] == ["embedded"] * 3
    assert [turn.use.problems for turn in turns] == [("deadline",), ("resting",), ("resting",)]
    assert all(turn.notice for turn in turns)
    assert len(inner.requests) == 1


def test_a_failure_that_somebody_waited_for_opens_it_whatever_its_kind(clock: Clock) -> None:
    class Slow(Flaky):
        def _script(self, request: object) -> str:
            clock.now += 5.0
            return super()._script(request)

    inner = Slow(FaultKind.CUT_OFF)
    model = GuardedModel(inner, Breaker(clock), start=lambda work: work())
    assert [ask(model), ask(model)] == ["cut_off", "resting"]
    assert len(inner.requests) == 1
