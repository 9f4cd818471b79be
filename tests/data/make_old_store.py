"""Makes ``store-0001.db``: a store of the first schema, as the first version left it.

    python tests/data/make_old_store.py

Two conversations, three standing turns, one withdrawn. Not to be run again unless the file is
lost: what counts is that today's code opens yesterday's file.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine

from assistant.domain.dialogue import Move, Stage, Turn, Understanding
from assistant.storage.migrate import upgrade
from assistant.storage.schema import APPLICATION_ID

TARGET = Path(__file__).with_name("store-0001.db")
SAID = (
    ("ada", 1, 1, 0, "I would like a more defined career path"),
    ("ada", 2, 2, 1, "Never mind"),
    ("bo", 1, 1, 0, "Ward clerk for six years, what next?"),
    ("ada", 3, 2, 0, "Something with figures, close to people"),
)


def turn(conversation: str, number: int, message: str) -> Turn:
    return Turn(
        conversation=conversation,
        number=number,
        message=message,
        today=date(2026, 1, 5),
        understanding=Understanding(),
        move=Move(name="challenge_phrase", stage=Stage.GOAL),
        reply="What would a good week look like?",
        key=f"{conversation}-{message[:5]}",
    )


def main() -> None:
    TARGET.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{TARGET}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        upgrade(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(TARGET)) as old:
        for conversation, sequence, number, withdrawn, message in SAID:
            said = turn(conversation, number, message)
            row = (conversation, sequence, number, said.key, withdrawn, "2026-01-05T09:00:00+00:00")
            listed = ("goal", "vague", "challenge_phrase", message, said.model_dump_json())
            old.execute(
                "INSERT INTO turns (conversation, sequence, number, key, withdrawn, recorded_at,"
                " stage, level, move, title, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row + listed,
            )
        old.commit()
        old.execute("PRAGMA journal_mode=WAL")


if __name__ == "__main__":
    main()
