"""The terminal as other programs use it: real processes, real pipes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "assistant"]


def run(*arguments: str, given: bytes = b"", code: int = 0) -> list[dict[str, Any]]:
    done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_chat_answers_each_line_and_goes_on_after_unusable_ones() -> None:
    lines = [
        b"I want more responsibility",
        b"",
        b"\xff\xfe",
        b'{"message": 5}',
        b'{"message": "dunno"}',
        b"a" * 9_000,
        b"a\x00b dunno",
    ]
    answers = run("chat", "--json", "--today", "2026-11-24", given=b"\n".join(lines), code=2)
    assert [("error" in answer) for answer in answers] == [
        False,
        True,
        True,
        True,
        False,
        True,
        False,
    ]
    assert answers[4]["turn"] == 2
    assert answers[6]["turn"] == 3


def test_chat_starts_goes_on_and_undoes_conversations() -> None:
    given = b"""{"message": "I want to be a Buyer by June 2027", "conversation": "new"}
{"message": "I want to grow", "conversation": "new"}
/undo
/help
/quit
never read
"""
    answers = run("chat", "--json", given=given)
    assert len(answers) == 4
    assert answers[0]["conversation"] != answers[1]["conversation"]
    assert answers[0]["specificity"]["level"] == "specific"
    assert answers[2]["conversation"] == answers[1]["conversation"]
    again = run("chat", "--json", "--conversation", answers[0]["conversation"], given=b"dunno\n")
    assert again[0]["turn"] == 2


def test_plan_and_review_read_what_chat_kept() -> None:
    (turn,) = run("chat", "--json", given=b"I want to be a Buyer by June 2027\n")
    done = subprocess.run(
        [*COMMAND, "plan", turn["conversation"], "--format", "json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["target_roles"]
    listed = run("review", "list", "--json")
    assert [entry["id"] for entry in listed] == [turn["conversation"]]
    marked = [*COMMAND, "review", "mark", turn["conversation"], "1", "weak", "--comment", "=flat"]
    subprocess.run(marked, check=True, capture_output=True)
    shown = subprocess.run(
        [*COMMAND, "review", "show", turn["conversation"]], capture_output=True, check=True
    )
    assert b"weak" in shown.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "nobody"),
        ("review", "show", "nobody"),
        ("eval", "nothing"),
        ("chat", "--today", "x"),
    ],
)
def test_what_does_not_exist_is_one_line(arguments: tuple[str, ...]) -> None:
    done = subprocess.run([*COMMAND, *arguments], input=b"", capture_output=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert not done.stdout


def test_assess_answers_in_place_and_imports_nothing_heavy() -> None:
    given = b'I want to grow\n{"text": 1}\n{"id": "x", "text": "Recruiter by May 2027"}\n'
    answers = run("assess", "--json", "--today", "2026-11-24", given=given, code=2)
    assert answers[0]["level"] == "vague"
    assert "error" in answers[1]
    assert (answers[2]["id"], answers[2]["level"]) == ("x", "specific")
    script = (
        "import sys; from assistant.cli.main import main; main(['assess', '--json']); "
        "print([m for m in ('gradio', 'chromadb', 'langchain', 'langchain_core', 'openai') "
        "if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"I want to grow\n", capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == "[]"


def test_the_moves_of_a_role_are_named_with_their_kinds() -> None:
    (found,) = run("roles", "moves", "HR Assistant", "--json")
    kinds = {move["title"]: (move["kind"], move["band"]) for move in found["moves"]}
    assert kinds["HR Generalist"] == ("promotion", "up")
    assert kinds["Receptionist"][1] == "origin"
    assert run("roles", "moves", "Grand Vizier of Nowhere", code=2) == []


def test_searches_print_ranked_hits() -> None:
    hits = run("roles", "search", "teaching people at work how to do things", "--json", "-k", "3")
    assert len(hits) == 3
    assert hits[0]["score"] >= hits[2]["score"] - 0.2
    asked = b"should I let my boss speak first?\n"
    (answer,) = run("knowledge", "search", "-", "--json", "-k", "2", given=asked)
    assert answer["hits"][0]["source"]


def test_killed_in_mid_turn_no_acknowledged_turn_is_lost(tmp_path: Path) -> None:
    home = os.environ | {"BRASSTACKS_HOME": str(tmp_path / "kill")}
    acknowledged = 0
    for lines_read in range(1, 6):
        chat = subprocess.Popen(
            [*COMMAND, "chat", "--json", "--conversation", "c"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=home,
        )
        assert chat.stdin and chat.stdout
        for number in range(lines_read):
            chat.stdin.write(f"thought {lines_read} {number} about the stock room\n".encode())
            chat.stdin.flush()
            acknowledged = json.loads(chat.stdout.readline())["turn"]
        chat.stdin.write(b"one that may be cut off\n")
        chat.stdin.flush()
        chat.send_signal(signal.SIGKILL)
        chat.wait()
        done = subprocess.run(
            [*COMMAND, "review", "export", "c", "--format", "jsonl"],
            capture_output=True,
            check=True,
            env=home,
        )
        kept = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(kept) >= acknowledged
        assert all(turn["reply"] for turn in kept)
