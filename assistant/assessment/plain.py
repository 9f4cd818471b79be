"""A text as the ear gets it: filler left out, slips put right, each character's place remembered.

What only keeps a conversation going ("honestly", "if that makes sense. Thanks!") would move the
mean of the states and so the verdict; without it a text and its padded twin are heard alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.assessment.lexicon import phrases, word_set
from assistant.assessment.text import Words, word_range
from assistant.domain.sound import Sound


class Ear(Protocol):
    """What hears how a text is said."""

    def skim(self, texts: Sequence[str]) -> list[Sound]:
        """The states of each text."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text; ``places`` holds for each of its characters the offset in the original."""

    text: str
    places: list[int]

    def there(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the plain text that start..end of the original have become."""
        inside = [k for k, place in enumerate(self.places) if start <= place < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that start..end of the plain text stand for."""
        return self.places[start], self.places[end - 1] + 1


def plain(words: Words) -> Plain:
    """The text of `words` without filler and with its slips put right; never empty of words."""
    left_out = {i for hit in phrases("fillers.txt").scan(words) for i in range(hit.first, hit.last)}
    left_out |= _empty_sentences(words, left_out)
    if len(left_out) == len(words):
        return Plain(words.text, list(range(len(words.text))))
    out: list[str] = []
    places: list[int] = []
    behind, i = 0, 0
    while i < len(words):
        start, end = words.starts[i], words.ends[i]
        last = i + 1
        while last < len(words) and words.starts[last] == start:  # a contraction is one token
            last += 1
        if i not in left_out:
            between = words.text[behind:start] if i - 1 not in left_out else " " if out else ""
            _put(out, places, between, behind if len(between) == start - behind else start)
            _put(out, places, _spelled(words, i, last), start, end - start)
        behind, i = end, last
    _put(out, places, words.text[behind:], behind)
    return Plain("".join(out), places)


def _put(
    out: list[str], places: list[int], text: str, start: int, width: int | None = None
) -> None:
    out.append(text)
    width = len(text) if width is None else width
    places.extend(start + min(k, max(width - 1, 0)) for k in range(len(text)))


def _spelled(words: Words, first: int, last: int) -> str:
    """The word as written, or as it should be where a slip was put right."""
    written = words.text[words.starts[first] : words.ends[first]]
    if last > first + 1 or not written.isalpha() or words.words[first] == written.casefold():
        return written
    return words.words[first] if words.words[first].isalpha() else written


def _empty_sentences(words: Words, left_out: set[int]) -> set[int]:
    """Sentences of which nothing but small words is left once the filler is gone, and a filler was."""
    small = word_set("stops.txt", "stop")
    found: set[int] = set()
    first = 0
    for i in range(1, len(words) + 1):
        if i < len(words) and words.sentence[i] == words.sentence[first]:
            continue
        inside = range(first, i)
        rest = [k for k in inside if k not in left_out]
        if len(rest) < len(inside) and all(words.words[k] in small for k in rest):
            found.update(inside)
        first = i
    return found


def clauses(text: str) -> list[tuple[int, int]]:
    """The stretches between marks that part clauses, as character ranges; at least one."""
    found: list[tuple[int, int]] = []
    begin = 0
    for i, mark in enumerate(text):
        if mark in ",.;:!?\n()\u2014" and (i + 1 == len(text) or not text[i + 1].isalnum()):
            found.append((begin, i))
            begin = i + 1
    found.append((begin, len(text)))
    trimmed = [
        (start + len(text[start:end]) - len(text[start:end].lstrip()), end)
        for start, end in found
        if any(c.isalnum() for c in text[start:end])
    ]
    return trimmed or [(0, max(len(text), 1))]


def whole_words(words: Words, start: int, end: int) -> tuple[int, int]:
    """The characters start..end widened to whole words."""
    first, last = word_range(words, start, end)
    if first >= last:
        return start, end
    return words.starts[first], words.ends[last - 1]
