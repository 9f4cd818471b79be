from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.dialogue import Move, Stage, Turn, Understanding
from assistant.storage.sqlite import SqliteStore


def make_turn(number: int, message: str = "", conversation: str = "c1", **fields: object) -> Turn:
    values = {
        "today": date(2026, 1, 5),
        "understanding": Understanding(),
        "move": Move(name="challenge_phrase", stage=Stage.GOAL),
        "reply": "What would a good week look like?",
        **fields,
    }
    message = message or f"message {number}"
    return Turn(conversation=conversation, number=number, message=message, **values)


@pytest.fixture(scope="session")
def turn() -> Callable[..., Turn]:
    """Makes a turn: number, message, conversation, then any other field."""
    return make_turn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "store.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path, wait=0.2)
    yield opened
    opened.close()
