"""Slips of one letter in long words: "accountnat" reads as "accountant".

Only words that no list knows are touched, and only towards the vocabulary of titles and functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.assessment.lexicon import word_set
from assistant.assessment.text import Words

SHORTEST = 7  # below seven letters a one-letter slip is too often another word
LONGEST = 24
_LISTS = (
    "stops.txt",
    "cues.txt",
    "vague.txt",
    "fields.txt",
    "support.txt",
    "verbs.txt",
    "ordinary.txt",
)
_TARGETS = ("titles.txt", "functions.txt", "heads.txt")


def _deletions(word: str) -> Iterator[str]:
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _words_of(names: Iterable[str]) -> set[str]:
    return {w.lstrip("~") for name in names for phrase in word_set(name) for w in phrase.split()}


@lru_cache(maxsize=1)
def _index() -> tuple[frozenset[str], dict[str, str]]:
    """Known words, and the long target words under each of their one-letter deletions."""
    targets = sorted(w for w in _words_of(_TARGETS[:2]) if len(w) >= SHORTEST and w.isalpha())
    known = frozenset(_words_of(_LISTS) | _words_of(_TARGETS))
    near: dict[str, str] = {}
    for word in targets:
        near.setdefault(word, word)
        for shorter in _deletions(word):
            near.setdefault(shorter, word)
    return known, near


def _inflection(word: str, target: str) -> bool:
    """Whether the difference is an ending (teaches/teacher, trained/trainer), no slip."""
    shared = min(len(word), len(target)) - 1
    return word[:shared] == target[:shared]


def _one_edit(word: str, target: str) -> bool:
    """One insertion, deletion, substitution or swap of neighbours apart."""
    if len(word) != len(target):
        return True  # the deletion index already proves it
    differing = [i for i, (a, b) in enumerate(zip(word, target, strict=True)) if a != b]
    if len(differing) == 1:
        return True
    if len(differing) == 2 and differing[1] == differing[0] + 1:
        i = differing[0]
        return word[i] == target[i + 1] and word[i + 1] == target[i]
    return False


@lru_cache(maxsize=8192)
def corrected(word: str) -> str:
    """The word itself, or the title word it is one slip away from."""
    if not SHORTEST - 1 <= len(word) <= LONGEST:
        return word
    known, near = _index()
    if word in known or not word.isalpha() or word[0] not in _first_letters():
        return word
    singular = word[:-1] if word.endswith("s") else word
    if singular in known:
        return word
    target = near.get(word)
    if target is None:
        target = next(
            (near[d] for d in _deletions(word) if d in near and _one_edit(word, near[d])), None
        )
    if (
        target is None
        or target[0] != word[0]
        or _inflection(word, target)
        or abs(len(word) - len(target)) > 1
    ):
        return word
    return target


@lru_cache(maxsize=1)
def _first_letters() -> frozenset[str]:
    return frozenset(word[0] for word in _index()[1])


def correct(words: Words) -> Words:
    """Puts right the long unknown words of a text in place and gives it back."""
    known = _index()[0]
    for i, word in enumerate(words.words):
        if len(word) >= SHORTEST - 1 and word not in known:
            words.words[i] = corrected(word)
    return words


def unswapped(word: str, known: frozenset[str]) -> str | None:
    """The one known word that two neighbouring letters changing places have made this; else None."""
    found = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)} & known
    return found.pop() if len(found) == 1 else None
