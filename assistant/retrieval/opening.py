"""Which retriever serves: memory at once, the index where it is wanted and whole.

    prepare(settings, corpus, ear, progress)    at set-up: everything that memory needs
    prepare_index(settings, memory)             and the index, so that a search finds it
    open_retriever(settings, corpus, ear)                a terminal chat: memory
    open_retriever(settings, corpus, ear, IndexUse.READY)       a search: the index if it stands
    open_retriever(settings, corpus, ear, IndexUse.BACKGROUND)  the window: memory until it stands

Measured on the shipped catalogue (17,000 lines, 2 cores): from the cache memory is there in 0.1 s
and answers in 5 ms more than the ear takes; importing and opening Chroma takes 2 s. So a chat in
the terminal never waits for it, and the window opens it behind its own start.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.domain.knowledge import Passage, RoleHit
from assistant.domain.sound import Sound
from assistant.errors import BrassTacksError
from assistant.ports import Embedding, Retriever
from assistant.retrieval.corpus import Corpus
from assistant.retrieval.endpoint import EmbeddingUnavailable
from assistant.retrieval.lock import OwnerLock
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.vectors import Progress
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.retrieval.index import ChromaRetriever

log = logging.getLogger(__name__)

T = TypeVar("T")

LOCK = "owner.lock"
RETRY_SECONDS = 30.0  # how long after a failure the index is tried again


class IndexUse(StrEnum):
    """How far the index is worth waiting for."""

    NEVER = "never"
    READY = "ready"
    BACKGROUND = "background"


@dataclass(frozen=True)
class IndexState:
    """What ``doctor`` says about search."""

    name: str
    ok: bool
    detail: str


def prepare(
    settings: Settings, corpus: Corpus, ear: Embedding | None, progress: Progress | None = None
) -> MemoryRetriever:
    """Compute and keep vectors, profiles and word counts; cheap when nothing changed."""
    return MemoryRetriever(corpus, ear, settings.cache, progress, settings.own_cache)


def prepare_index(
    settings: Settings, memory: MemoryRetriever, progress: Progress | None = None
) -> bool:
    """Build the index unless it stands; whether it stands then. Some 10 to 30 s for 17,000 lines."""
    if memory.ear is None:
        return False
    watched = WatchedRetriever(settings.index, memory, progress)
    stands = watched.open()
    watched.close()
    return stands


def open_retriever(
    settings: Settings,
    corpus: Corpus,
    ear: Embedding | None,
    use: IndexUse = IndexUse.NEVER,
) -> Retriever:
    """The retriever that serves this process; it always answers, with or without the index."""
    try:
        memory = prepare(settings, corpus, ear)
    except EmbeddingUnavailable as error:
        log.warning("Search goes by words alone until the next start: %s", error)
        return prepare(settings, corpus, None)
    if use is IndexUse.NEVER or ear is None:
        return memory
    watched = WatchedRetriever(settings.index, memory)
    if use is IndexUse.BACKGROUND:
        watched.start()
    else:
        watched.open(build=False)
    return watched


class WatchedRetriever:
    """Answers from the index while it stands, else from memory, and has it built again."""

    def __init__(
        self, folder: Path, memory: MemoryRetriever, progress: Progress | None = None
    ) -> None:
        self.memory = memory
        self._progress = progress
        self.state = "Not opened."
        self._folder = folder
        self._index: ChromaRetriever | None = None
        self._lock: OwnerLock | None = None
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._background = False
        self._tried = float("-inf")

    def roles(self, query: str, k: int, sound: Sound | None = None) -> list[RoleHit]:
        """The k best roles."""
        return self._answered(lambda retriever: retriever.roles(query, k, sound))

    def passages(self, query: str, k: int, sound: Sound | None = None) -> list[Passage]:
        """The k best guidance cards as passages."""
        return self._answered(lambda retriever: retriever.passages(query, k, sound))

    @property
    def indexed(self) -> bool:
        """Whether the index answers just now."""
        return self._index is not None and self._index.alive

    def start(self) -> None:
        """Open or build the index in the background, and again whenever it is lost."""
        self._background = True
        self._tried = time.monotonic()
        self._thread = threading.Thread(target=self.open, name="search-index", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the background to finish; whether the index answers then."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self.indexed

    def open(self, *, build: bool = True) -> bool:
        """Take the lock, open the index, or build it first; whether it answers."""
        with self._guard:
            if self._lock is None:
                self._lock = OwnerLock.take(self._folder / LOCK)
            if self._lock is None:
                self.state = "In use by another process, or its folder cannot be written."
                return False
            try:
                self._index = _opened(self._folder, self.memory, self._progress, build=build)
                self.state = "Ready."
            except BrassTacksError as error:
                log.warning("Search answers from memory: %s", error)
                self.state = str(error)
                self._lock.release()
                self._lock = None
            return self._index is not None

    def close(self) -> None:
        """Let go of the index and of the lock; memory goes on answering."""
        self._background = False
        self._drop("Closed.")
        with self._guard:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _answered(self, search: Callable[[Retriever], T]) -> T:
        """What the index finds; memory answers where it does not stand or fails."""
        index = self._standing()
        if index is not None:
            try:
                return search(index)
            except Exception as error:  # noqa: BLE001 - whatever Chroma raises, memory answers
                self._drop(f"It failed: {error}.")
        return search(self.memory)

    def _standing(self) -> ChromaRetriever | None:
        index = self._index
        if index is not None and index.alive:
            return index
        if index is not None:
            self._drop("Its folder was deleted or replaced.")
        if self._background and time.monotonic() - self._tried > RETRY_SECONDS:
            self.start()
        return None

    def _drop(self, state: str) -> None:
        with self._guard:
            if self._index is None:
                return
            self._index.close()
            self._index, self.state = None, state
            self._tried = float("-inf")
            log.info("The search index was left: %s", state)


def _opened(
    folder: Path, memory: MemoryRetriever, progress: Progress | None = None, *, build: bool
) -> ChromaRetriever:
    """The newest usable index of a folder; the caller holds the lock. Raises IndexUnusable."""
    from assistant.retrieval.index import ChromaRetriever, build_index
    from assistant.retrieval.index_manifest import IndexUnusable

    for candidate in _built(folder):
        try:
            return ChromaRetriever.open(candidate, memory)
        except IndexUnusable as error:
            log.info("%s: %s", candidate.name, error)
    if not build:
        raise IndexUnusable("No index stands yet.", "`brasstacks prepare` builds it.")
    made = build_index(folder, memory, progress)
    opened = ChromaRetriever.open(made, memory)
    for old in folder.iterdir():
        if old.is_dir() and old != made:
            shutil.rmtree(old, ignore_errors=True)
    return opened


def _built(folder: Path) -> list[Path]:
    """Directories with a manifest, newest first."""
    found = [path.parent for path in folder.glob("*/manifest.json")]
    finished = [path for path in found if not path.name.startswith("building-")]
    return sorted(finished, key=lambda path: -path.stat().st_mtime_ns)


def check(settings: Settings, corpus: Corpus, ear: Embedding | None) -> list[IndexState]:
    """Search as ``doctor`` reports it: what memory holds, and how the index stands."""
    memory = prepare(settings, corpus, ear)
    lines = len(memory.role_ranking.lines) + len(memory.card_ranking.lines)
    by = "by meaning and words" if ear is not None else "by words alone"
    states = [IndexState("search", ok=True, detail=f"{lines:,} lines, {by}")]
    if ear is None:
        return states
    watched = WatchedRetriever(settings.index, memory)
    opened = watched.open(build=False)
    watched.close()
    detail = f"whole, in {settings.index}" if opened else f"{watched.state} Memory answers."
    # Nothing is lost without the index, so its absence is told and is no failure.
    return [*states, IndexState("index", ok=True, detail=detail)]
