"""Search at the shipped size and at 100,000 passages, beside a bare Chroma query, in one run.

    python -m evals.benchmarks.search [PASSAGES]

Times are of search alone: queries come with what was heard in them. The passages of the large corpus are put
together from sentences of the shipped knowledge, and their vectors are random but repeatable, because
an hour of embedding would measure the ear and not the search. Printed: the build with its progress and
the process's largest memory, whether two builds answer alike, and p50 and p95 a query.
"""

from __future__ import annotations

import hashlib
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.content import KNOWLEDGE
from assistant.domain.knowledge import Passage
from assistant.domain.sound import Sound
from assistant.ports import Hearing
from assistant.retrieval import Corpus, load_corpus
from assistant.retrieval.corpus import SourceText
from assistant.retrieval.index import TEXTS, ChromaRetriever, build_index
from assistant.retrieval.memory import MemoryRetriever
from assistant.settings import Settings

PASSAGES = 100_000
A_DOCUMENT = 50
QUERIES = 200
SEED = 11


class StandIn(Hearing):
    """An ear that costs nothing: it hears the hashed words of a text."""

    @property
    def name(self) -> str:
        """Which embedding this is."""
        return "words-benchmark"

    def __init__(self) -> None:
        self._words: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts that share words lie near each other, as they do for a real ear."""
        vectors = np.stack([self._of(text) for text in texts])
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def listen(self, texts: Sequence[str]) -> list[Sound]:
        """A word sounds alike in every text."""
        return [self._sound(text) for text in texts]

    def _sound(self, text: str) -> Sound:
        spans = [found.span() for found in re.finditer(r"\S+", text)]
        ends = np.zeros(384, dtype=np.float32)
        inner = [self._word(text[start:end].casefold()) for start, end in spans]
        states = np.stack([ends, *inner, ends])
        return Sound(states, ((0, 0), *spans, (0, 0)), self.embed([text])[0])

    def _of(self, text: str) -> NDArray[np.float32]:
        total = np.full(384, 1e-3, dtype=np.float32)
        for word in text.casefold().split():
            total += self._word(word)
        return total

    def _word(self, word: str) -> NDArray[np.float32]:
        if word not in self._words:
            seed = int.from_bytes(hashlib.blake2b(word.encode()).digest()[:8], "big")
            made = np.random.default_rng(seed).standard_normal(384)
            self._words[word] = made.astype(np.float32)
        return self._words[word]


def passages(corpus: Corpus, count: int) -> tuple[SourceText, ...]:
    """That many passages of three sentences each, put together from the shipped knowledge."""
    sentences = [text for role in corpus.roles for text in (*role.week, *role.would_love)]
    sentences += [s.strip() for card in corpus.cards for s in card.body.split(".") if s.strip()]
    chance = random.Random(SEED)  # noqa: S311 - a benchmark's material
    return tuple(
        SourceText(
            id=f"organisation/d{n // A_DOCUMENT}/{n}",
            document=f"d{n // A_DOCUMENT}",
            title=f"Document {n // A_DOCUMENT}",
            heading="",
            source=f"d{n // A_DOCUMENT}.md",
            date="2026-11-24",
            text=". ".join(chance.choice(sentences) for _ in range(3)) + f". Part {n}.",
        )
        for n in range(count)
    )


def queries(corpus: Corpus) -> list[str]:
    """First-person lines of the catalogue, as people would type them."""
    lines = [line for role in corpus.roles for line in role.would_love]
    return random.Random(SEED).sample(lines, QUERIES)  # noqa: S311


def main(arguments: list[str]) -> int:
    """Run both sizes."""
    count = int(arguments[0]) if arguments else PASSAGES
    corpus = load_corpus(KNOWLEDGE, Settings().cache)
    ear = StandIn()
    asked = queries(corpus)
    sounds = ear.listen(asked)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped = MemoryRetriever(corpus, ear, folder / "cache")
        say(f"shipped: {len(shipped.role_ranking.lines):,} lines, from memory")
        timed("  roles", asked, sounds, lambda q, s: shipped.roles(q, 10, s))
        timed("  passages", asked, sounds, lambda q, s: shipped.passages(q, 5, s))
        large(replace(corpus, texts=passages(corpus, count)), ear, asked, sounds, folder)
    return 0


def large(
    corpus: Corpus, ear: StandIn, asked: list[str], sounds: list[Sound], folder: Path
) -> None:
    """Build twice, compare, and time beside a bare query of the same collection."""
    started, before = time.perf_counter(), memory_used()
    memory = MemoryRetriever(corpus, ear, folder / "cache", fifths(), folder / "own")
    say(
        f"{len(corpus.texts):,} passages: vectors and words in {time.perf_counter() - started:.0f} s"
    )
    started = time.perf_counter()
    first = ChromaRetriever.open(build_index(folder / "one", memory, fifths()), memory)
    say(
        f"  index in {time.perf_counter() - started:.0f} s, {memory_used() - before:,.0f} MB more memory at most"
    )
    collection = first.collection(TEXTS)
    timed(
        "  bare Chroma, 5 hits",
        asked,
        sounds,
        lambda _, s: collection.similarity_search_by_vector(meaning(s), k=5),
    )
    timed(
        "  bare Chroma, 50 hits",
        asked,
        sounds,
        lambda _, s: collection.similarity_search_by_vector(meaning(s), k=50),
    )
    timed("  passages, index", asked, sounds, lambda q, s: first.passages(q, 5, s))
    timed("  passages, memory", asked, sounds, lambda q, s: memory.passages(q, 5, s))
    timed("  roles, index", asked, sounds, lambda q, s: first.roles(q, 10, s))
    answers = [found(first, q, s) for q, s in zip(asked, sounds, strict=True)]
    exact = [found(memory, q, s) for q, s in zip(asked, sounds, strict=True)]
    first.close()
    again = ChromaRetriever.open(build_index(folder / "two", memory), memory)
    alike = sum(found(again, q, s) == a for q, s, a in zip(asked, sounds, answers, strict=True))
    same = sum(a == e for a, e in zip(answers, exact, strict=True))
    say(f"  two builds alike: {alike} of {len(asked)}; as exact search: {same} of {len(asked)}")
    again.close()


def found(retriever: ChromaRetriever | MemoryRetriever, query: str, sound: Sound) -> list[Passage]:
    """The first five."""
    return retriever.passages(query, 5, sound)


def meaning(sound: Sound) -> list[float]:
    """The vector of a query, as Chroma takes it."""
    assert sound.meaning is not None
    vector: list[float] = sound.meaning.tolist()
    return vector


def timed(
    name: str,
    asked: list[str],
    sounds: Sequence[Sound],
    search: Callable[[str, Sound], object],
) -> None:
    """Print p50 and p95 of a search, one query at a time, after ten to warm up."""
    for query, sound in list(zip(asked, sounds, strict=True))[:10]:
        search(query, sound)
    times = []
    for query, sound in zip(asked, sounds, strict=True):
        started = time.perf_counter()
        search(query, sound)
        times.append((time.perf_counter() - started) * 1000)
    say(
        f"{name:<24} p50 {np.percentile(times, 50):6.1f} ms   p95 {np.percentile(times, 95):6.1f} ms"
    )


def memory_used() -> float:
    """The largest memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fifths() -> Callable[[int, int], None]:
    """Tells how far a long work is, a line a fifth."""
    told = -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        fifth = done * 5 // max(total, 1)
        if fifth != told:
            told = fifth
            sys.stderr.write(f"    {done:,} of {total:,}\n")

    return tell


def say(line: str) -> None:
    """A line of the figure sheet."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
