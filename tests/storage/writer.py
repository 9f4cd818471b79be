"""Processes that append turns and acknowledge them, to be killed or watched.

    python writer.py loop            each line read is a path: a child appends to it until killed
    python writer.py fifty PATH [PRAGMA]   appends fifty turns, then ends; the pragma is for a
                                           counter-example

Acknowledged is what was written to standard output, one line a turn: ``ack NUMBER``.
"""

import os
import sys
from datetime import date
from pathlib import Path

from assistant.domain.dialogue import Move, Stage, Turn, Understanding
from assistant.storage.sqlite import SqliteStore


def make(number: int) -> Turn:
    return Turn(
        conversation="c1",
        number=number,
        message=f"message {number} " + "word " * 300,
        today=date(2026, 1, 5),
        understanding=Understanding(),
        move=Move(name="challenge_phrase", stage=Stage.GOAL),
        reply="reply " * 100,
        key=f"k{number}",
    )


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # short enough to arrive whole


def append_until(store: SqliteStore, last: int) -> None:
    number = len(store.load("c1"))
    while number < last:
        number += 1
        store.append(make(number))
        say(f"ack {number}")


def loop() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            append_until(SqliteStore(Path(line.strip())), sys.maxsize)
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("end")


def fifty(path: Path, pragma: str) -> None:
    store = SqliteStore(path)
    if pragma:
        with store._database._writer.connect() as connection:
            connection.exec_driver_sql(pragma)
    append_until(store, 50)


if __name__ == "__main__":
    if sys.argv[1] == "loop":
        loop()
    else:
        fifty(Path(sys.argv[2]), "".join(sys.argv[3:]))
