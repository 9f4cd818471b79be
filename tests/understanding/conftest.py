"""What listening rests on, built once."""

from datetime import date

import pytest

from assistant.bootstrap import Parts, bootstrap, build_tools, load_ear
from assistant.content import KNOWLEDGE
from assistant.ear import Ear
from assistant.retrieval import load_corpus
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from assistant.understanding import Tools

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear | None:
    return load_ear(Settings(home=tmp_path_factory.mktemp("ear")))


@pytest.fixture(scope="session")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return bootstrap(Settings(home=tmp_path_factory.mktemp("wired")), store=MemoryStore())


@pytest.fixture(scope="session")
def tools(ear: Ear | None, tmp_path_factory: pytest.TempPathFactory) -> Tools:
    settings = Settings(home=tmp_path_factory.mktemp("tools"))
    return build_tools(load_corpus(KNOWLEDGE, settings.cache), ear)
