"""A text as the ear gets it: filler left out, slips put right, each character's place remembered.

What only keeps a conversation going ("honestly", "if that makes sense. Thanks!") would move the
mean of the states and so the verdict; without it a text and its padded twin are heard alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from assistant.assessment.lexicon import phrases, word_set
from assistant.assessment.spelling import unswapped
from assistant.assessment.text import Words, read_words, word_range
from assistant.domain.sound import Sound

_REST = 2  # small words that may be left of a sentence that says no more
HEARD = 256  # words; the ear hears no more pieces
SHORTEST = 3  # letters of a word that is worth putting right


class Ear(Protocol):
    """What hears how a text is said."""

    @property
    def vocabulary(self) -> frozenset[str]:
        """The whole words it knows, lower case."""
        ...

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
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        return (first, last) if first < last else (0, 0)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that start..end of the plain text stand for."""
        return self.places[start], self.places[end - 1] + 1


def plain(words: Words, known: frozenset[str]) -> Plain:
    """The text of `words` without filler and with its slips put right; never empty of words.

    `known` are the words of the language: what is none of them and one slip of the keyboard away
    from one is read as that one. What lies behind the words that are heard is left away.
    """
    left_out = _filler(words)
    left_out |= _empty_sentences(words, left_out)
    if len(left_out) == len(words):
        return Plain(words.text, list(range(len(words.text))))
    out = _Copy(words.text)
    behind, i = 0, 0
    while i < len(words) and i - len(left_out) < HEARD:
        start, end = words.starts[i], words.ends[i]
        last = i + 1
        while last < len(words) and words.starts[last] == start:  # a contraction is one token
            last += 1
        if i in left_out:
            out.up_to(behind)
            out.done = end
        else:
            if i - 1 in left_out:
                out.up_to(behind)
                blank = " " if out.pieces else ""
                out.instead(blank, behind if start - behind == 1 else start, start)
            spelled = _spelled(words, i, last, known)
            if spelled != words.text[start:end]:
                out.up_to(start)
                out.instead(spelled, start, end)
        behind, i = end, last
    out.up_to(len(words.text) if i == len(words) else behind)
    return Plain("".join(out.pieces), out.places)


class _Copy:
    """A text as it is copied: what has changed, and where each character stood."""

    __slots__ = ("done", "pieces", "places", "text")

    def __init__(self, text: str) -> None:
        self.text, self.done = text, 0
        self.pieces: list[str] = []
        self.places: list[int] = []

    def up_to(self, place: int) -> None:
        """Copy what stands before a place and has not been copied."""
        if place > self.done:
            self.pieces.append(self.text[self.done : place])
            self.places.extend(range(self.done, place))
            self.done = place

    def instead(self, text: str, start: int, end: int) -> None:
        """Put another text where start..end stood."""
        self.pieces.append(text)
        self.places.extend(start + min(k, max(end - start - 1, 0)) for k in range(len(text)))
        self.done = end


def without_tail(text: str) -> Words:
    """The words of a text up to where it says no more: a closing "Thanks!" decides nothing."""
    words = read_words(text)
    idle = _empty_sentences(words, _filler(words))
    last = len(words)
    while last and last - 1 in idle:
        last -= 1
    return words if last in (0, len(words)) else read_words(text[: words.starts[last]])


def _filler(words: Words) -> set[int]:
    hits = phrases("fillers.txt").scan(words)
    return {i for hit in hits for i in range(hit.first, hit.last)}


def _spelled(words: Words, first: int, last: int, known: frozenset[str]) -> str:
    """The word as written, or as it should be where a slip can be put right."""
    written = words.text[words.starts[first] : words.ends[first]]
    if last > first + 1 or not written.isalpha():
        return written
    word = words.words[first]
    if word != written.casefold():  # the rules have put it right
        return word if word.isalpha() else written
    if len(word) < SHORTEST or word in known:
        return written
    return _mended(word, known) or written


@lru_cache(maxsize=4096)
def _mended(word: str, known: frozenset[str]) -> str | None:
    """The one known word that two letters changing places, or one letter too many, have made this."""
    if (swapped := unswapped(word, known)) is not None:
        return swapped
    shorter = {word[:i] + word[i + 1 :] for i in range(1, len(word))} & known
    return shorter.pop() if len(word) > SHORTEST and len(shorter) == 1 else None


def _empty_sentences(words: Words, left_out: set[int]) -> set[int]:
    """Sentences of which nothing but small words is left once the filler is gone, and a filler was."""
    small = word_set("stops.txt", "stop")
    found: set[int] = set()
    if not left_out:
        return found
    first = 0
    for i in range(1, len(words) + 1):
        if i < len(words) and words.sentence[i] == words.sentence[first]:
            continue
        inside = range(first, i)
        rest = [k for k in inside if k not in left_out]
        idle = len(rest) <= _REST and "not" not in words.words[first:i]
        if idle and len(rest) < len(inside) and all(words.words[k] in small for k in rest):
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
