"""The wired product with a model behind it: scripted in process, or a real server on loopback."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import Parts, bootstrap
from assistant.domain.model import ChatMessage, ModelRequest, Speaker
from assistant.reply.model import ScriptedModel
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore

# Scripts and data beside the tests are modules of their own.
sys.path.insert(0, str(Path(__file__).parent))

TODAY = date(2026, 11, 24)
Wire = Callable[..., Parts]
REQUEST = ModelRequest(
    messages=(
        ChatMessage(role=Speaker.SYSTEM, text="Word it."),
        ChatMessage(role=Speaker.USER, text="Hello"),
    )
)


@pytest.fixture(scope="session", autouse=True)
def client_imported() -> None:
    """The client takes a second to import; the short deadlines of these tests start after it."""
    import httpx2  # noqa: F401
    import langchain_openai  # noqa: F401


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return bootstrap(Settings(home=tmp_path_factory.mktemp("home")), store=MemoryStore())


@pytest.fixture
def wire(embedded: Parts) -> Wire:
    """The product again with a model, on the parts that were loaded once, and a fresh store."""
    from dataclasses import replace

    from assistant.bootstrap import build_engine

    def wired(peer: object = None, **settings: object) -> Parts:
        store = MemoryStore()
        chosen = Settings(home=embedded.settings.home, **settings)
        coach = embedded.coach
        engine = build_engine(chosen, store, coach.tools, coach.writer, embedded.ear, peer)
        return replace(embedded, settings=chosen, base=replace(coach, store=store, engine=engine))

    return wired


def plain_wording(request: ModelRequest) -> str:
    """What a diligent model would say at the least: the plain wording it was given."""
    return request.messages[1].text.split("## Plain wording\n")[-1]


def is_reading(request: ModelRequest) -> bool:
    return request.output_schema is not None


@pytest.fixture
def scripted() -> Callable[..., ScriptedModel]:
    """A model that words as told, and reads nothing out of a message unless told so."""

    def make(say: Callable[[ModelRequest], str] = plain_wording, read: str = "{}") -> ScriptedModel:
        return ScriptedModel(lambda request: read if is_reading(request) else say(request))

    return make
