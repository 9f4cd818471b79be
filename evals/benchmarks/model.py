"""``python -m evals.benchmarks.model``: a turn with a model beside the bare SDK, in one run.

Both ask the same local endpoint, in a process of its own, with 300 ms to the first token and 20 ms
a token. Prints when the first sentence is whole for the SDK and on the screen here, the whole
turns, their ratios (medians of alternating runs), and the prompt tokens of turns 10 and 60.

`--down` measures instead what an endpoint that is down costs (`evals.benchmarks.waiting`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from assistant.bootstrap import Parts, bootstrap
from assistant.domain.model import ModelRequest
from assistant.reply.model import ScriptedModel
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from evals.benchmarks.waiting import measure_down
from evals.endpoint import tokens
from evals.simulated import load_people
from evals.world import TODAY

RUNS, WARM_UP = 12, 2
FIRST, EACH = 0.3, 0.02  # seconds
MESSAGE = "I want a more defined career path, and my review is on Thursday"
REPLY = (
    "Nothing is wrong with a wish like that. What your manager needs beside it is a word that "
    "could stand on a staff list. A nod is the likeliest answer to a more defined career path, "
    "since there is nothing in it to refuse. A job with a name gets a yes or a no. "
    "Which team would you be in?"
)
SENTENCE = REPLY.split(". ", maxsplit=1)[0] + "."
READING = json.dumps(
    {
        "facts": [{"kind": "wish", "text": "a more defined career path"}],
        "accepted": [],
        "rejected": [],
        "answers": False,
    }
)
LIMITS = {"first sentence": 1.25, "whole turn": 1.15, "prompt tokens": 1.15}


@contextmanager
def endpoint() -> Iterator[str]:
    """The endpoint in its own process; yields its address."""
    command = [sys.executable, "-m", "evals.endpoint", "--first", str(FIRST), "--each", str(EACH)]
    command += ["--reply", REPLY, "--object", READING]
    with subprocess.Popen(  # noqa: S603  our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def bare(client: Any, messages: list[Any]) -> tuple[float, float]:
    """Seconds until the SDK has the first sentence whole, and the whole reply."""
    started = time.perf_counter()
    text, first = "", 0.0
    stream = client.chat.completions.create(
        model="bench", messages=messages, stream=True, max_tokens=300
    )
    for chunk in stream:
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        if not first and SENTENCE in text:
            first = time.perf_counter() - started
    return first, time.perf_counter() - started


def turn(parts: Parts, number: int) -> tuple[float, float]:
    """Seconds until the first verified sentence is shown, and until the turn is stored."""
    started = time.perf_counter()
    times: list[float] = []
    done = parts.coach.take_turn(
        f"bench-{number}",
        MESSAGE,
        TODAY,
        on_piece=lambda _: times.append(time.perf_counter() - started),
    )
    assert done.engine == "bench", (done.notice, done.use)
    assert done.reply == REPLY
    return times[0], time.perf_counter() - started


def ratios() -> dict[str, tuple[float, float]]:
    """Medians of the SDK and of the product by measure, in seconds."""
    from openai import OpenAI  # the yardstick; nothing else of the evals knows a client

    with endpoint() as url, tempfile.TemporaryDirectory() as home:
        client = OpenAI(base_url=url, api_key="none", max_retries=0)
        parts = bootstrap(Settings(home=Path(home), model="bench", model_url=url))
        messages = [{"role": "user", "content": MESSAGE}]
        sdk, ours = [], []
        for number in range(RUNS + WARM_UP):
            one, other = bare(client, messages), turn(parts, number)
            if number >= WARM_UP:
                sdk.append(one)
                ours.append(other)
    names = ("first sentence", "whole turn")
    return {
        name: (median(run[at] for run in sdk), median(run[at] for run in ours))
        for at, name in enumerate(names)
    }


def prompt_tokens(turns: int = 62) -> list[int]:
    """Tokens of the wording prompt of each turn of one long conversation."""
    asked: list[ModelRequest] = []

    def script(request: ModelRequest) -> str:
        if request.output_schema is not None:
            return "{}"
        asked.append(request)
        return request.messages[1].text.split("## Plain wording\n")[-1]

    settings = Settings(model_hour_turns=10_000, model_user_tokens=10**9)
    parts = bootstrap(settings, store=MemoryStore(), model=ScriptedModel(script))
    people = [person for person in load_people() if person.cooperative]
    told = [text for person in people for texts in person.answers.values() for text in texts]
    lengths, last = [], 0
    for number in range(turns):
        before = len(asked)
        parts.coach.take_turn("long", f"{told[number * 3]} and {told[number * 3 + 1]}", TODAY)
        if len(asked) > before:
            last = sum(len(tokens(message.text)) for message in asked[before].messages)
        lengths.append(last)
    return lengths


def main() -> None:
    """Print every figure beside its limit; exit with 1 when one is missed."""
    parser = argparse.ArgumentParser(description="A turn with a language model, measured.")
    parser.add_argument("--down", action="store_true", help="with an endpoint that is down")
    if parser.parse_args().down:
        sys.exit(not measure_down())
    missed = False
    for name, (sdk, ours) in ratios().items():
        ratio = ours / sdk
        missed |= ratio > LIMITS[name]
        print(
            f"{name:<15} SDK {1000 * sdk:7.0f} ms   here {1000 * ours:7.0f} ms   "
            f"ratio {ratio:.3f} (at most {LIMITS[name]})"
        )
    lengths = prompt_tokens()
    early, late = median(lengths[7:12]), median(lengths[57:62])
    missed |= late > LIMITS["prompt tokens"] * early
    print(
        f"prompt tokens   turn 10 {early:.0f}   turn 60 {late:.0f}   "
        f"ratio {late / early:.3f} (at most {LIMITS['prompt tokens']})"
    )
    sys.exit(missed)


if __name__ == "__main__":
    main()
