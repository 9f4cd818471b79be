"""Nothing acknowledged is lost: processes killed at any moment, and syncs seen before each ack."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.storage.doctor import check
from assistant.storage.sqlite import SqliteStore

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).resolve().parents[2]
STRACE = Path("/usr/bin/strace")
KILLS = int(os.environ.get("STORE_KILLS", "25"))


@pytest.fixture
def writers():
    process = subprocess.Popen(
        [sys.executable, WRITER, "loop"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait(timeout=10)
    process.stdout.close()


def kill_one(writers, path: Path, acks: int, spin: float) -> list[int]:
    """Start a writer, kill it some time after an ack, and return all it has acknowledged."""
    writers.stdin.write(f"{path}\n")
    writers.stdin.flush()
    acknowledged, pid, killed = [], 0, False
    for line in writers.stdout:
        word, _, number = line.strip().partition(" ")
        if word == "end":
            break
        if word == "pid":
            pid = int(number)
        else:
            acknowledged.append(int(number))
        if pid and not killed and len(acknowledged) >= acks:
            until = time.perf_counter() + spin
            while time.perf_counter() < until:
                pass
            os.kill(pid, signal.SIGKILL)
            killed = True
    return acknowledged


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_at_any_moment_no_acknowledged_turn_is_lost_or_halved(writers, path, turn):
    dice = random.Random(20260105)
    acknowledged = in_flight = 0
    reopened = []
    for kill in range(KILLS):
        acks = kill_one(writers, path, dice.randrange(0, 12), dice.random() * 0.004)
        acknowledged = max([acknowledged, *acks])
        started = time.perf_counter()
        store = SqliteStore(path)
        reopened.append(time.perf_counter() - started)
        turns = store.load("c1")
        assert [one.number for one in turns] == list(range(1, len(turns) + 1)), kill
        # At most the one turn in flight is there without having been acknowledged.
        assert acknowledged <= len(turns) <= acknowledged + 1, kill
        assert all(one.reply == "reply " * 100 for one in turns)
        in_flight += len(turns) - acknowledged
        # The client sends the turn in flight again: it is there once.
        retried = turn(acknowledged + 1, key=f"k{acknowledged + 1}", reply="reply " * 100)
        store.append(retried)
        acknowledged += 1
        assert [one.key for one in store.load("c1")] == [f"k{n + 1}" for n in range(acknowledged)]
        store.close()
    assert check(path) == []
    assert acknowledged > KILLS
    slowest = max(reopened) * 1000
    print(f"{KILLS} kills, {acknowledged} turns, {in_flight} stored and not yet acknowledged")
    print(f"reopened in {slowest:.1f} ms at most")


def acks_behind_a_sync(path: Path, trace: Path, *pragma: str) -> tuple[int, int]:
    """How many acks there were, and how many had a sync between them and the ack before."""
    command = [STRACE, "-f", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", trace]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writer = [sys.executable, WRITER, "fifty", path, *pragma]
    subprocess.run(
        [*command, *writer], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    acks = behind = 0
    synced = False
    for line in trace.read_text("utf-8", "replace").splitlines():
        if re.search(r"\bf(data)?sync\(\d+\)\s+= 0", line):
            synced = True
        elif '(1, "ack ' in line:
            acks, behind, synced = acks + 1, behind + synced, False
    return acks, behind


def strace_works() -> bool:
    if not STRACE.exists():
        return False
    command = [STRACE, "-qq", "-o", os.devnull, "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_every_ack_has_a_sync_before_it(path, tmp_path):
    if not strace_works():
        store = SqliteStore(path)
        with store._database.writing() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        store.close()
        return
    full = acks_behind_a_sync(path, tmp_path / "full")
    assert full == (50, 50)
    # The probe can tell: with the weaker setting nearly no ack is behind a sync.
    weak = acks_behind_a_sync(tmp_path / "weak.db", tmp_path / "weak", "PRAGMA synchronous=NORMAL")
    assert weak[0] == 50
    assert weak[1] < 10
    print(f"synced before ack: FULL {full[1]}/{full[0]}, NORMAL {weak[1]}/{weak[0]}")
