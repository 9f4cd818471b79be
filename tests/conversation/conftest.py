"""The wired product on a store that forgets, and a way to talk to it."""

from collections.abc import Callable
from datetime import date

import pytest

from assistant.bootstrap import Parts, bootstrap
from assistant.domain.dialogue import Turn
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore

TODAY = date(2026, 11, 24)
Talk = Callable[..., list[Turn]]


@pytest.fixture(scope="session")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    home = tmp_path_factory.mktemp("home")
    return bootstrap(Settings(home=home), store=MemoryStore())


@pytest.fixture
def talk(wired: Parts, request: pytest.FixtureRequest) -> Talk:
    """Say these messages in one conversation of the test's own; the turns come back."""

    def say(*messages: str, conversation: str = "") -> list[Turn]:
        name = conversation or request.node.name
        return [wired.coach.take_turn(name, message, TODAY) for message in messages]

    return say
