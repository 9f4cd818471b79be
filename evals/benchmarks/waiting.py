"""A language model that is down, at the real deadlines: how long a turn waits, and how often.

    python -m evals.benchmarks.model --down

Two endpoints on loopback: one takes the call and says nothing (first token, 8 s), one says a word
each 0.3 s and never ends (whole answer, 20 s). Beside each conversation the embedded coach answers
the same messages in turn, so that both know the same machine. Then the endpoint mends, and the time
until a turn is the model's again is taken; nothing is restarted.
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from assistant.bootstrap import Parts, bootstrap
from assistant.coach import Coach
from assistant.domain.dialogue import Turn
from assistant.reply.model import GuardedModel
from assistant.settings import Settings
from evals.endpoint import Answer, Handler, Say, serving, wants_object
from evals.simulated import load_people
from evals.world import TODAY

TURNS = 40
LONGEST_WAIT, SLACK = 20.0, 0.25  # seconds, once; and for a busy machine to notice
RATIO = 1.5  # p95 of the turns after the wait beside the embedded coach's (reliability.md, case 92)
P95 = 0.3  # seconds (R12)
PATIENCE = 90.0  # seconds until the model must be back
REPLY = "A word like that fits many jobs. Which team would you be in?"
DRIP = Say("so " * 2_000, each=0.3)


def silent(handler: Handler) -> None:
    """Takes the call and answers nothing for longer than anybody waits."""
    time.sleep(60.0)


def timed(coach: Coach, name: str, message: str) -> tuple[Turn, float]:
    """A turn and its seconds."""
    started = time.perf_counter()
    turn = coach.take_turn(name, message, TODAY)
    return turn, time.perf_counter() - started


def messages() -> list[str]:
    """What simulated people say, in one long row."""
    told = [t for p in load_people() for texts in p.answers.values() for t in texts]
    return told[:TURNS]


def down(name: str, way: Answer) -> bool:
    """Measure one way of being down and print it; whether all limits hold."""
    mended = threading.Event()

    def script(body: dict[str, Any]) -> Answer:
        if not mended.is_set():
            return way
        return Say("{}" if wants_object(body) else REPLY)

    with serving(script) as endpoint, tempfile.TemporaryDirectory() as home:
        plain = bootstrap(Settings(home=Path(home) / "plain"))
        parts = bootstrap(
            Settings(
                home=Path(home) / "model",
                model="bench",
                model_url=endpoint.url,
                model_hour_turns=10_000,
            )
        )
        assert parts.coach.engine is not None
        parts.coach.engine.model.inner.open()  # type: ignore[attr-defined]  # imports, not waiting
        timed(plain.coach, "warm", "I want to grow")
        here, there = [], []
        for message in messages():
            there.append(timed(plain.coach, "plain", message)[1])
            here.append(timed(parts.coach, "down", message)[1])
        held = _report(name, parts, here, there)
        mended.set()
        return _back(parts) and held


def _report(name: str, parts: Parts, here: list[float], there: list[float]) -> bool:
    engine = parts.coach.engine
    assert engine is not None
    guarded = engine.model
    assert isinstance(guarded, GuardedModel)
    wait, rest = here[0] - there[0], sorted(here[1:])
    waits = sum(took - other > 1.0 for took, other in zip(here, there, strict=True))
    mine, theirs = quantiles(rest, n=20)[18], quantiles(there[1:], n=20)[18]
    print(f"{name}: the first turn waits {wait:.1f} s (at most {LONGEST_WAIT:.0f}); waits {waits}")
    print(
        f"  then, breaker {'open' if guarded.breaker.open else 'closed'}:  "
        f"turn p50 {1000 * median(rest):.0f} ms, p95 {1000 * mine:.0f} ms   embedded coach "
        f"p50 {1000 * median(there[1:]):.0f} ms, p95 {1000 * theirs:.0f} ms   "
        f"(p95 at most {RATIO} times, or {1000 * P95:.0f} ms)"
    )
    close = mine <= max(P95, RATIO * theirs)
    return wait <= LONGEST_WAIT + SLACK and waits == 1 and guarded.breaker.open and close


def _back(parts: Parts) -> bool:
    """Print after how long the model speaks again, without a restart."""
    mended = time.perf_counter()
    for number in range(int(PATIENCE)):
        turn, _ = timed(parts.coach, f"back-{number}", "I want a more defined career path")
        if turn.engine == "bench":
            print(
                f"  the endpoint mends: the model is back after {time.perf_counter() - mended:.0f} s"
            )
            return True
        time.sleep(1.0)
    print(f"  the endpoint mends: the model is not back within {PATIENCE:.0f} s")
    return False


def measure_down() -> bool:
    """Both ways of being down; whether all limits hold."""
    return all([down("no answer", silent), down("no end", DRIP)])
