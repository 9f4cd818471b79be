"""A wired application on a store of its own for each test, with a day that does not move."""

import dataclasses
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

import pytest

from assistant.bootstrap import Parts, bootstrap
from assistant.content import PROMPTS
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from assistant.ui.bench import Bench
from assistant.ui.desk import Desk
from assistant.ui.wording import PageWording, load_page_wording

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def wired(tmp_path_factory) -> Parts:
    home = tmp_path_factory.mktemp("window")
    return bootstrap(Settings(home=home, embeddings="lexical"), store=MemoryStore())


@pytest.fixture
def parts(wired: Parts) -> Parts:
    return with_store(wired, MemoryStore())


def with_store(wired: Parts, store) -> Parts:
    coach = dataclasses.replace(wired.coach, store=store)
    return dataclasses.replace(wired, base=coach)


@pytest.fixture(scope="session")
def on_store() -> Callable[..., Parts]:
    return with_store


@pytest.fixture(scope="session")
def served() -> Callable[..., AbstractContextManager[str]]:
    """An application on a port of its own while it is used; gives its address."""
    import uvicorn

    @contextmanager
    def serve(app: object) -> Iterator[str]:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)

    return serve


@pytest.fixture(scope="session")
def wording() -> PageWording:
    return load_page_wording(PROMPTS)


@pytest.fixture
def desk(parts: Parts, wording: PageWording) -> Desk:
    return Desk(parts, wording, lambda: TODAY)


@pytest.fixture
def bench(parts: Parts, wording: PageWording) -> Bench:
    return Bench(parts, wording)
