"""A server that this project did not write, and one that knows no JSON schema."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny import llama_server, make_model

from evals.endpoint import Answer, Refuse, Say, serving

TEN = (
    "hiya, ward clerk, yearly chat with Gwen thurs week. want more of a path",
    "dunno",
    "prob tues when i did the notes trolly, nobody bothers you",
    "the phones, never again",
    "give me some jobs then",
    "the second one maybe",
    "by next september",
    "i got the missing notes down from 40 sets to 6",
    "Babette saw it, she runs the ward",
    "what should I ask for?",
)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama_server(make_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")) as url:
        yield url


@pytest.fixture(scope="module")
def schemaless(llama: str) -> Iterator[str]:
    """The same model behind an endpoint that refuses every response format."""

    def script(body: dict[str, Any]) -> Answer:
        if "response_format" in body:
            return Refuse(400, "response_format is not supported by this server")
        plain = {"messages": body["messages"], "max_tokens": min(body["max_tokens"], 60)}
        request = urllib.request.Request(  # noqa: S310
            f"{llama}/chat/completions",
            json.dumps(plain).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            text = json.load(answer)["choices"][0]["message"]["content"]
        return Say(text or "...")

    with serving(script) as endpoint:
        yield endpoint.url


@pytest.fixture(params=["llama", "schemaless"])
def server(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    return url


def run(*arguments: str, url: str, given: str = "") -> list[dict[str, Any]]:
    environment = {**os.environ, "BRASSTACKS_MODEL": "tiny", "BRASSTACKS_MODEL_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=given.encode(),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_doctor_says_what_it_can_do(server: str, request: pytest.FixtureRequest) -> None:
    (model,) = [c for c in run("doctor", "--json", url=server) if c["check"] == "model"]
    assert model["ok"], model
    assert "first word after" in model["detail"] and "it streams" in model["detail"]
    wanted = "strict JSON schemas work" if "[llama]" in request.node.name else "JSON"
    assert wanted in model["detail"]


def test_it_carries_a_conversation_of_ten_turns(server: str) -> None:
    turns = run("chat", "--json", "--today", "2026-11-24", url=server, given="\n".join(TEN))
    assert [turn["turn"] for turn in turns] == list(range(1, 11))
    assert all(turn["reply"] and turn["reply"].count("?") <= 1 for turn in turns)
    # Noise is refused by the audit, and every refusal is said.
    assert all(turn["engine"] == "tiny" or turn["notice"] for turn in turns if turn["tokens"])
    assert any(turn["tokens"] for turn in turns)


def test_doctor_names_what_to_change_when_nothing_answers() -> None:
    checks = run("doctor", "--json", url="http://127.0.0.1:1/v1")
    (model,) = [check for check in checks if check["check"] == "model"]
    assert not model["ok"]
    assert "BRASSTACKS_MODEL_URL" in model["detail"]


def test_the_model_file_is_small(tmp_path: Path) -> None:
    assert make_model(tmp_path / "tiny.gguf").stat().st_size < 1_000_000
