"""However an endpoint is down, one turn waits for it, within its deadline, and the rest do not."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import faults
import pytest
from conftest import TODAY, Wire

from assistant.errors import ModelFailure
from assistant.reply.model import Breaker, GuardedModel
from evals.endpoint import Answer, Say, serving, wants_object

DEADLINE, FIRST, CONNECT = 0.8, 0.4, 0.3  # seconds
QUICK = {"model_deadline": DEADLINE, "model_first_token": FIRST, "model_connect": CONNECT}
MESSAGES = ("I want to grow", "dunno", "something with figures", "no idea", "I like order")
SOUND = "Nothing is wrong with a wish like that. Which team would you be in?"
REFUSED = "What a wonderful question! Which team would you be in?"


@contextmanager
def full() -> Iterator[str]:
    """An address whose queue is full, so that connecting to it hangs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        for one in waiting:
            one.close()


@contextmanager
def answering(way: Answer) -> Iterator[str]:
    with serving(lambda body: way) as endpoint:
        yield endpoint.url


@contextmanager
def refusing() -> Iterator[str]:
    yield "http://127.0.0.1:1/v1"


DOWN = {
    "nothing listens": refusing,
    "connecting hangs": full,
    "hangs after connect": lambda: answering(faults.hang),
    "drips its head": lambda: answering(faults.drip_head),
    "drips its body": lambda: answering(faults.drip_body),
    "drips its tokens": lambda: answering(faults.drip_tokens),
}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Timed:
    """A model, and how long each of its calls held the turn, in seconds."""

    def __init__(self, inner: object) -> None:
        self.inner, self.name = inner, inner.name
        self.held: list[float] = []

    def stream(self, request: object) -> Iterator[object]:
        started = time.monotonic()
        try:
            pieces = self.inner.stream(request)
        except ModelFailure:
            self.held.append(time.monotonic() - started)
            raise
        return self._timed(pieces)

    def _timed(self, pieces: Iterator[object]) -> Iterator[object]:
        started = time.monotonic()
        try:
            yield from pieces
        finally:
            self.held.append(time.monotonic() - started)


@pytest.mark.parametrize("kind", DOWN)
def test_one_turn_waits_at_most_the_deadline_and_no_other_waits(kind: str, wire: Wire) -> None:
    with DOWN[kind]() as url:
        coach = wire(model="tiny", model_url=url, **QUICK).coach
        model = Timed(coach.engine.model)
        coach = replace(coach, engine=replace(coach.engine, model=model))
        turns = [coach.take_turn("down", message, TODAY) for message in MESSAGES]
    assert all(turn.engine == "embedded" and turn.notice for turn in turns)
    assert len(model.held) == len(MESSAGES)
    assert sum(took > 0.5 * CONNECT for took in model.held) <= 1
    assert max(model.held) <= DEADLINE + 0.3
    if kind != "nothing listens":  # a refusal costs nobody a wait, and takes three to open it
        assert [turn.use.problems for turn in turns[1:]] == [("resting",)] * 4
    assert model.inner.breaker.open


def test_a_second_try_has_what_the_first_left_of_the_deadline(wire: Wire) -> None:
    """A slow refused draft may cost a turn no second deadline."""
    slow = Say(REFUSED, first=0.5 * DEADLINE)
    with serving(lambda body: slow) as endpoint:
        settings = {**QUICK, "model_first_token": 0.55 * DEADLINE}
        parts = wire(model="tiny", model_url=endpoint.url, **settings)
        started = time.monotonic()
        turn = parts.coach.take_turn("slow", MESSAGES[0], TODAY)
        took = time.monotonic() - started
    assert turn.engine == "embedded"
    assert len(endpoint.requests) == 1  # what is left would not do for a first token
    assert took < DEADLINE + 1.0


def test_it_comes_back_without_a_restart(wire: Wire) -> None:
    """The endpoint mends; the probe behind a turn finds out, and the next turn is the model's."""
    mended = threading.Event()

    def script(body: dict[str, object]) -> Answer:
        if not mended.is_set():
            return faults.hang
        return Say("{}" if wants_object(body) else SOUND)

    with serving(script) as endpoint:
        parts = wire(model="tiny", model_url=endpoint.url, **QUICK)
        clock, probes = Clock(), []
        breaker = Breaker(clock)

        def start(work: Callable[[], None]) -> None:
            probes.append(threading.Thread(target=work))
            probes[-1].start()

        model = GuardedModel(parts.coach.engine.model.inner, breaker, start)
        engine = replace(parts.coach.engine, model=model)
        parts = replace(parts, base=replace(parts.coach, engine=engine))
        first = parts.coach.take_turn("down", MESSAGES[0], TODAY)
        assert first.engine == "embedded" and breaker.open
        mended.set()
        clock.now += 31.0
        probing = parts.coach.take_turn("down", "I want a better job", TODAY)
        assert probing.engine == "embedded" and probing.use.problems == ("resting",)
        probes.pop().join(10.0)
        assert not breaker.open
        turn = parts.coach.take_turn("new", "I want a better defined path", TODAY)
        assert turn.engine == "tiny" and turn.reply == SOUND
