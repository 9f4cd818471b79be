"""Word lists of the assessment: plain text files that a coach can edit, read once and kept.

A file has sections. `[label]` opens one, `key: value` sets a note of the section, everything else
is phrases parted by commas or line ends; `#` opens a comment. Inside a phrase `a|b` means either
word and `_` means no word, so that "could|can you please|_ back me" is four phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.content import read_text, shown
from assistant.errors import ContentError

if TYPE_CHECKING:
    from assistant.assessment.text import Words

_NOTES = ("why", "name", "level", "note")


@dataclass(slots=True)
class Section:
    """One section of a list: its label, its phrases and its notes."""

    label: str
    phrases: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


class Hit(NamedTuple):
    """A phrase found: words first..last (last excluded) and what the list says about it."""

    first: int
    last: int
    label: str
    data: Any = None


DATA = Path(__file__).parent / "data"


def _lines(name: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(read_text(DATA / name).splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if line:
            yield number, line


def _fault(name: str, line: int, problem: str, remedy: str) -> ContentError:
    return ContentError(f"{shown(DATA / name)}:{line}: {problem}.", remedy)


@cache
def sections(name: str) -> tuple[Section, ...]:
    """All sections of a list, in the order of the file."""
    found = [Section("")]
    for number, line in _lines(name):
        if line.startswith("[") is not line.endswith("]"):
            raise _fault(name, number, f"{line[:40]!r} is half a heading", "Write [name].")
        if line.startswith("["):
            found.append(Section(line[1:-1].strip()))
            continue
        key, mark, value = line.partition(":")
        if mark and key in _NOTES:
            found[-1].notes[key] = value.strip()
            continue
        found[-1].phrases.extend(part for p in line.split(",") if (part := p.strip().lower()))
    kept = tuple(s for s in found if s.phrases or s.notes)
    if not kept:
        raise _fault(name, 1, "the file holds no list", "Put the list back.")
    return kept


def _known(name: str, label: str) -> None:
    """Refuses a section that the file does not have."""
    if label not in ("", *(section.label for section in sections(name))):
        raise _fault(name, 1, f"the section [{label}] is missing", f"Put [{label}] back.")


@cache
def word_set(name: str, label: str = "") -> frozenset[str]:
    """The phrases of one section (all sections for the empty label) as a set."""
    _known(name, label)
    return frozenset(
        spelled
        for s in sections(name)
        if label in ("", s.label)
        for p in s.phrases
        for spelled in variants(p)
    )


def pairs(name: str) -> list[tuple[str, str]]:
    """Lines `left = right` of a list."""
    found = []
    for _, line in _lines(name):
        left, mark, right = line.partition("=")
        if mark:
            found.append((left.strip(), right.strip()))
    return found


def variants(phrase: str) -> list[str]:
    """All spellings of a phrase with alternatives; contractions are written in full in the lists."""
    if "|" not in phrase:
        return [phrase]
    choices = [word.split("|") for word in phrase.split()]
    return [" ".join(w for w in words if w != "_") for words in product(*choices)]


class Phrases:
    """A trie of phrases; scanning takes one dictionary look-up a word plus the matches' lengths."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    @cached_property
    def openings(self) -> dict[str | tuple[str, str], dict[str, Any]]:
        """What stands behind a phrase of one word, and behind the first two words of a longer one.

        What most phrases begin with ("i", "to", "the") stands in any text; its second word does not.
        """
        found: dict[str | tuple[str, str], dict[str, Any]] = {}
        for first, node in self.root.items():
            if "" in node:
                found[first] = node
            else:
                found |= {(first, second): behind for second, behind in node.items()}
        return found

    @classmethod
    def of(cls, *phrases: str) -> Phrases:
        """The trie of some phrases that say all the same."""
        trie = cls()
        for phrase in phrases:
            trie.add(phrase, "")
        return trie

    def add(self, phrase: str, label: str, data: Any = None) -> None:
        """Adds a phrase; a later one of the same words replaces it."""
        node = self.root
        for word in phrase.split():
            node = node.setdefault(word, {})
        node[""] = (label, data)

    def match(self, words: Words, first: int) -> Hit | None:
        """The longest phrase that begins at word `first` and is not broken by punctuation."""
        node = self.root.get(words.words[first])
        return None if node is None else longest(node, words, first, first + 1)

    def scan(self, words: Words) -> list[Hit]:
        """All longest matches from left to right that do not overlap."""
        return self.scan_in(words, 0, len(words.words))

    def scan_in(self, words: Words, first: int, n: int) -> list[Hit]:
        """As `scan`, for matches that begin within words first..n."""
        openings, taken = self.openings, first
        found: list[Hit] = []
        pairs = enumerate(pairwise([*words.words[first : n + 1], ""]), first)
        for i in [i for i, pair in pairs if i < n and (pair[0] in openings or pair in openings)]:
            hit = self.match(words, i) if i >= taken else None
            if hit is not None:
                found.append(hit)
                taken = hit.last
        return found


def longest(node: dict[str, Any], words: Words, first: int, last: int) -> Hit | None:
    """The longest phrase from word `first` on; `node` is what stands behind its words first..last."""
    tokens, gap = words.words, words.gap
    leaf = node.get("")
    i, n = last, len(tokens)
    while i < n and not gap[i] and tokens[i] in node:
        node = node[tokens[i]]
        i += 1
        if "" in node:
            leaf, last = node[""], i
    return None if leaf is None else Hit(first, last, *leaf)


@cache
def phrases(name: str) -> Phrases:
    """The trie of a whole list; a section's label and notes go with every phrase."""
    trie = Phrases()
    for section in sections(name):
        for phrase in section.phrases:
            for spelled in variants(phrase):
                if spelled:
                    trie.add(spelled, section.label, section.notes)
    return trie


@cache
def phrases_of(name: str, labels: tuple[str, ...]) -> Phrases:
    """The trie of some sections of a list; the section's label goes with every phrase."""
    for label in labels:
        _known(name, label)
    trie = Phrases()
    for section in sections(name):
        if section.label in labels:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    trie.add(spelled, section.label)
    return trie
