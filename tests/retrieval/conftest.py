"""A small knowledge folder and an ear of hashed words, so that nothing here needs set-up."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.sound import Sound
from assistant.retrieval.corpus import Corpus, load_corpus
from assistant.settings import Settings

ROLES = {
    "nursing": ("registered-nurse", "Registered Nurse", "dressing wounds on the ward"),
    "baking": ("baker", "Baker", "kneading dough before dawn"),
    "shipping": ("deckhand", "Deckhand", "tying ropes on deck"),
    "teaching": ("school-teacher", "School Teacher", "marking homework of the class"),
}
NEXT = {
    "registered-nurse": "school-teacher",
    "baker": "deckhand",
    "deckhand": "baker",
    "school-teacher": "registered-nurse",
}

ROLE = """\
function: {function}
also_called: [{function} team]
roles:
  - id: {ident}
    title: {title}
    other_titles: [{title} Two, Old {title}]
    level: mid
    week:
      - {work}
      - talking with the others about {function}
    requirements:
      - practice
      - patience
    skills: [{function}, care]
    would_love:
      - I could spend every hour {work}.
      - What I like is {function}.
      - Let me be near {function} and I am glad.
    complains:
      - Nobody here knows anything of {function}.
    moves:
      promotion: []
      lateral: [{neighbour}]
      feeder: []
"""

CARD = """\
---
id: {ident}
title: "{title}"
stages: [goal]
source: an article
when: "{when}"
not_when: "Never mind."
questions:
  - "{question}"
  - "Is {title} wise?"
---
{body} It ends well.
"""

CARDS = {
    "ask-for-pay": ("Asking for pay", "Somebody wants more money.", "How do I ask for money?"),
    "after-a-no": ("After a no", "The manager refused.", "What now that the boss refused?"),
}


class WordEar:
    """Unit vectors from the words of a text: texts that share words lie near."""

    def __init__(self, name: str = "words-1") -> None:
        self.name = name
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        vectors = np.full((len(texts), 384), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"[a-z]+", text.casefold()):
                place = int.from_bytes(hashlib.blake2b(word.encode()).digest()[:4], "big") % 384
                vectors[row, place] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def listen(self, texts: Sequence[str]) -> list[Sound]:
        """Every word sounds the same in every sentence."""
        return [
            Sound(*_words_heard(text), meaning)
            for text, meaning in zip(texts, self.embed(texts), strict=True)
        ]


def _words_heard(text: str) -> tuple[np.ndarray, tuple[tuple[int, int], ...]]:
    spans = [found.span() for found in re.finditer(r"[a-z]+", text.casefold())]
    states = np.zeros((len(spans) + 2, 384), dtype=np.float32)
    for row, (start, end) in enumerate(spans, 1):
        mark = hashlib.blake2b(text[start:end].casefold().encode()).digest()[:4]
        states[row] = np.random.default_rng(int.from_bytes(mark, "big")).normal(size=384)
    return states, ((0, 0), *spans, (0, 0))


@pytest.fixture(scope="session")
def ear_named():
    """Makes an ear of that name; another name is another embedding."""
    return WordEar


@pytest.fixture(scope="session")
def write_knowledge():
    """Writes the small knowledge folder."""
    return _write


def _write(folder: Path) -> Path:
    (folder / "roles").mkdir(parents=True)
    (folder / "guidance").mkdir()
    for function, (ident, title, work) in ROLES.items():
        values = {"function": function, "ident": ident, "title": title, "work": work}
        text = ROLE.format(**values, neighbour=NEXT[ident])
        (folder / "roles" / f"{function}.yaml").write_text(text, "utf-8")
    for ident, (title, when, question) in CARDS.items():
        text = CARD.format(ident=ident, title=title, when=when, question=question, body=when)
        (folder / "guidance" / f"{ident}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return _write(tmp_path / "knowledge")


@pytest.fixture
def corpus(knowledge: Path) -> Corpus:
    return load_corpus(knowledge)


@pytest.fixture
def ear() -> WordEar:
    return WordEar()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    cache = tmp_path / "cache"
    monkeypatch.setattr(Settings, "cache", property(lambda self: cache))
    return Settings(home=tmp_path / "home")
