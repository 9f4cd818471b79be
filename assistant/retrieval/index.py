"""The Chroma index: embedded, owned by one process, derived from the corpus and built anew at will.

    built = build_index(folder, memory)            a new directory, proved, renamed into place
    retriever = ChromaRetriever.open(folder, memory)   raises IndexUnusable

Chroma finds the candidates; the exact vectors of the corpus rank them, with the catalogue's order
as the tie-break, because the lists of a graph index differ between two builds (libraries.md,
"Chroma traps"). A built directory is never written again. Its manifest, written last, tells what
it was built from and how large every file is: a missing file would otherwise only show as poor
results. There is no server and no port, and nothing is reported to anybody.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.domain.knowledge import Passage, RoleHit
from assistant.domain.sound import Sound
from assistant.retrieval.index_manifest import (
    DATABASE,
    IndexUnusable,
    identity,
    read_manifest,
    verify,
    write_manifest,
)
from assistant.retrieval.memory import MemoryRetriever, best_passages, hear_neutral
from assistant.retrieval.ranking import Query, Ranked, Ranking
from assistant.retrieval.vectors import Progress, Vectors

HNSW = {"hnsw": {"space": "cosine", "ef_search": 400, "ef_construction": 400, "max_neighbors": 32}}
TEXTS = "texts"  # the collection of the organisation's documents
# Up to here scoring every piece is quicker than asking the graph and exact, so that two builds answer
# alike (evals/benchmarks/search.py: 35 ms against 45 ms at 100,000, on a busy machine).
EXACT_UP_TO = 120_000
FETCHED = 50
BATCH = 5_000  # Chroma takes 5,461 at most
PROBES = 5
PROBE_SECONDS = 60


class ChromaRetriever:
    """Guidance and roles through Chroma. Open it under the owner's lock only."""

    def __init__(self, folder: Path, memory: MemoryRetriever, client: Any) -> None:
        self.folder = folder
        self._memory = memory
        self._client = client
        self._inode = _inode(folder)
        self._collections = {name: _collection(client, name) for name in _sources(memory)}

    @classmethod
    def open(cls, folder: Path, memory: MemoryRetriever) -> ChromaRetriever:
        """The index in this folder. Raises IndexUnusable when it is not what memory holds."""
        verify(folder, memory)
        client = None
        try:
            client = _client(folder)
            opened = cls(folder, memory, client)
            opened._probe(read_manifest(folder)["probes"])
        except Exception as error:
            if client is not None:
                client.close()
            raise IndexUnusable(f"The index cannot be opened ({error}).", "Build it.") from error
        return opened

    @property
    def alive(self) -> bool:
        """Whether the files are still those that were opened: Chroma answers from deleted ones."""
        return _inode(self.folder) == self._inode is not None

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def roles(self, query: str, k: int, sound: Sound | None = None) -> list[RoleHit]:
        """The k best roles."""
        memory = self._memory
        asked = hear_neutral(memory.ear, query, sound)
        found = self._search("role", memory.role_ranking, memory.role_vectors, asked, k)
        return memory.as_hits(found)

    def passages(self, query: str, k: int, sound: Sound | None = None) -> list[Passage]:
        """The k best guidance cards as passages."""
        memory = self._memory
        asked = memory.asked(query, sound)
        found = self._search("card", memory.card_ranking, memory.card_vectors, asked, k)
        return best_passages(memory.as_passages(found), self._texts(memory.in_parts(asked), k), k)

    def collection(self, name: str) -> Chroma:
        """One of the collections, bare."""
        return self._collections[name]

    def _texts(self, query: Query, k: int) -> list[Passage]:
        """The k best pieces of the organisation's documents."""
        texts = self._memory.texts
        few = len(texts.texts) <= EXACT_UP_TO
        if few or TEXTS not in self._collections or query.vectors is None:
            return texts.passages(query, k)
        count = max(FETCHED, 3 * k)
        near = {int(n) for v in query.vectors for n, _ in self._near(TEXTS, v, count)}
        return texts.passages(query, k, near, count)

    def _search(
        self, family: str, ranking: Ranking, vectors: Vectors | None, query: Query, k: int
    ) -> list[Ranked]:
        if vectors is None or query.vectors is None or ranking.profiles is None:
            return ranking.ranked(query, k, None, None)
        count = max(FETCHED, 3 * k)
        words = ranking.by_words(query)
        owners = set(ranking.best(words, count))
        turned = ranking.profiles.turned(query.vectors)
        for piece, profile in zip(query.vectors, turned, strict=True):
            owners.update(owner for owner, _ in self._near(f"{family}_lines", piece, count))
            owners.update(owner for owner, _ in self._near(f"{family}_profiles", profile, count))
        rows = ranking.rows_of(owners)
        return ranking.ranked(query, k, rows, vectors[rows], words)

    def _near(self, name: str, vector: NDArray[np.float32], count: int) -> list[tuple[str, str]]:
        """Owner and id of the nearest entries of a collection."""
        found = self._collections[name].similarity_search_by_vector(vector.tolist(), k=count)
        return [(document.metadata["owner"], str(document.id)) for document in found]

    def _probe(self, probes: dict[str, list[str]]) -> None:
        """Entries that were known when it was built must be found at their own place."""
        sources = _sources(self._memory)
        for name, ids in probes.items():
            place = {ident: number for number, ident in enumerate(sources[name].ids)}
            for ident in ids:
                near = self._near(name, sources[name].vectors[place[ident]], PROBES)
                if ident not in [other for _, other in near]:
                    raise IndexUnusable(f"{ident} is not found in {name}.", "Build it anew.")


class _Source:
    """What one collection holds."""

    def __init__(
        self, ids: Sequence[str], texts: Sequence[str], owners: Sequence[str], vectors: Vectors
    ) -> None:
        self.ids = list(ids)
        self.texts = list(texts)
        self.owners = list(owners)
        self.vectors = vectors

    @property
    def probes(self) -> list[str]:
        """Ids spread over the collection. Equal texts share a vector: the first of them only."""
        first: dict[str, str] = {}
        for ident, text in zip(self.ids, self.texts, strict=True):
            first.setdefault(text, ident)
        distinct = list(first.values())
        return distinct[:: max(1, len(distinct) // PROBES)][:PROBES]


class _Given(Embeddings):
    """Hands Chroma the vectors that are known already, by position; it never embeds by itself."""

    def __init__(self, vectors: Vectors | None = None) -> None:
        self.batch = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of the batch that is being added."""
        if self.batch is None or len(self.batch) != len(texts):
            raise IndexUnusable("A text without a vector was added.", "Build the index anew.")
        vectors: list[list[float]] = self.batch.tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Queries come as vectors, always."""
        raise IndexUnusable(f"The index was asked by text ({len(text)} characters).", "")


def _sources(memory: MemoryRetriever) -> dict[str, _Source]:
    """The collections of an index, from what memory holds."""
    sources: dict[str, _Source] = {}
    families = (
        ("role", memory.role_ranking, memory.role_vectors),
        ("card", memory.card_ranking, memory.card_vectors),
    )
    for family, ranking, vectors in families:
        if vectors is None or ranking.profiles is None:
            continue
        lines, owners = ranking.lines, ranking.owners
        sources[f"{family}_lines"] = _Source(
            [line.id for line in lines],
            [line.text for line in lines],
            [line.owner for line in lines],
            vectors,
        )
        means = ranking.profiles.means
        sources[f"{family}_profiles"] = _Source(owners, owners, owners, means)
    texts = memory.texts
    if texts.vectors is not None:
        sources[TEXTS] = _Source(
            [text.id for text in texts.texts],
            [text.text for text in texts.texts],
            [str(row) for row in range(len(texts.texts))],
            texts.vectors,
        )
    return sources


def build_index(parent: Path, memory: MemoryRetriever, progress: Progress | None = None) -> Path:
    """A new index in a directory of its own below ``parent``, proved and renamed; its path.

    The caller holds the owner's lock. ``progress`` is told how many of how many entries are in.
    Raises IndexUnusable.
    """
    building = parent / f"building-{secrets.token_hex(6)}"
    target = parent / f"{identity(memory)[:16]}-{secrets.token_hex(4)}"
    try:
        building.mkdir(parents=True)
        _fill(building, memory, progress)
        _prove(building)
        building.replace(target)
    except Exception as error:
        shutil.rmtree(building, ignore_errors=True)
        if isinstance(error, IndexUnusable):
            raise
        raise IndexUnusable(f"The index cannot be built ({error}).", "See the folder.") from error
    return target


def _fill(folder: Path, memory: MemoryRetriever, progress: Progress | None) -> None:
    sources = _sources(memory)
    total, done = sum(len(source.ids) for source in sources.values()), 0
    client = _client(folder)
    try:
        for name, source in sources.items():
            given = _Given()
            collection = _collection(client, name, given)
            for start in range(0, len(source.ids), BATCH):
                part = slice(start, start + BATCH)
                given.batch = source.vectors[part]
                collection.add_texts(
                    source.texts[part],
                    metadatas=[{"owner": owner} for owner in source.owners[part]],
                    ids=source.ids[part],
                )
                done += len(source.ids[part])
                if progress is not None:
                    progress(done, total)
    finally:
        client.close()
    write_manifest(
        folder,
        memory,
        counts={name: len(source.ids) for name, source in sources.items()},
        probes={name: source.probes for name, source in sources.items()},
    )


def _prove(folder: Path) -> None:
    """Open it in a process of its own: a damaged index may end the process that opens it."""
    command = [sys.executable, "-m", "assistant.retrieval.index", str(folder)]
    done = subprocess.run(  # noqa: S603 - this interpreter, this module, our own folder
        command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
    )
    if done.returncode != 0:
        raise IndexUnusable("The index that was built cannot be read back.", "Build it anew.")


def _inode(folder: Path) -> tuple[int, int] | None:
    try:
        status = (folder / DATABASE).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(path=str(folder), settings=quiet)


def _collection(client: Any, name: str, given: Embeddings | None = None) -> Chroma:
    return Chroma(
        client=client,
        collection_name=name,
        embedding_function=given or _Given(),
        collection_configuration=HNSW,  # type: ignore[arg-type]
    )


def prove(folder: Path) -> bool:
    """Whether every collection of a folder opens, counts right and gives its probes back."""
    manifest = read_manifest(folder)
    client = _client(folder)
    for name, count in manifest["counts"].items():
        collection = client.get_collection(name, embedding_function=None)
        probes = manifest["probes"][name]
        got = collection.get(ids=probes, include=["embeddings"])
        near = collection.query(query_embeddings=got["embeddings"], n_results=PROBES)
        missed = [i for i, ids in zip(got["ids"], near["ids"], strict=True) if i not in ids]
        if collection.count() != count or len(got["ids"]) != len(probes) or missed:
            return False
    return True


if __name__ == "__main__":
    sys.exit(0 if prove(Path(sys.argv[1])) else 1)
