"""The phrases of all lists that an aspiration is read with, found in one pass over its words.

Each list is a trie of its own. What most of its phrases begin with ("i", "to", "the") stands in
any text, so one index of all lists says by the first two words which of them is worth a look.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from assistant.assessment.lexicon import (
    Hit,
    Phrases,
    longest,
    phrases,
    phrases_of,
    sections,
    variants,
)
from assistant.assessment.text import Words

_ADVERBS = (
    "honestly", "really", "frankly", "basically", "just", "maybe", "else", "simply", "indeed", "to be honest",
    "in fact", "if not", "failing that", "well", "i guess", "actually", "for that matter", "you know", "then",
)  # fmt: skip
_CUES = ("want", "current", "past", "reject", "other", "relation", "neutral", "stay")
_SUPPORT = {
    "ask": ("ask", "order", "no ask"),
    "step": ("next step", "no step"),
    "result": ("result", "weak result"),
    "credential": ("credential", "course"),
    "doing": ("doing", "metric", "piece"),
    "opener": ("opener",),
    "recognised": ("recognised",),
    "change": ("outcome", "change"),
}

# A list's name, what stands behind the words that open a phrase of it, and how many they are.
Opening = tuple[str, dict[str, Any], int]
_NO_OPENING: dict[str, list[Opening]] = {"": []}


def phrases_in(words: Words) -> dict[str, Sequence[Hit]]:
    """For each list all longest matches from left to right that do not overlap."""
    openings, gap = _openings(), words.gap
    found: dict[str, list[Hit]] = {}
    for i, (word, second) in enumerate(pairwise([*words.words, ""])):
        behind = openings.get(word, _NO_OPENING)
        for name, node, size in behind.get(second) or behind[""]:
            before = found.get(name)
            if (before and i < before[-1].last) or (size > 1 and gap[i + 1]):
                continue
            hit = longest(node, words, i, i + size)
            if hit is not None:
                found.setdefault(name, []).append(hit)
    return {**_nothing(), **found}


@cache
def _nothing() -> dict[str, Sequence[Hit]]:
    """What stands for a list of which a text has no phrase: most have none of most lists."""
    return dict.fromkeys(_tries(), ())


@cache
def _tries() -> dict[str, Phrases]:
    return {
        "cue": _cues(),
        "take-back": _take_backs(),
        "direction": _directions(),
        "vague": phrases("vague.txt"),
        "frame": phrases("frames.txt"),
        "claim": phrases("claims.txt"),
        "consent": phrases_of("objects.txt", ("consent",)),
        **{name: phrases_of("support.txt", labels) for name, labels in _SUPPORT.items()},
    }


@cache
def _openings() -> dict[str, dict[str, list[Opening]]]:
    """Which lists have a phrase that begins with a word and the one behind it.

    Behind "" stand the phrases that the first word opens by itself; those behind a word hold them too.
    """
    found: dict[str, dict[str, list[Opening]]] = {}
    for name, trie in _tries().items():
        for said, node in trie.openings.items():
            first, second = (said, "") if isinstance(said, str) else said
            opening = (name, node, 2 if second else 1)
            found.setdefault(first, {"": []}).setdefault(second, []).append(opening)
    for behind in found.values():
        for second in behind.keys() - {""}:
            behind[second] += behind[""]
    return found


def _cues() -> Phrases:
    """The words that say whose role a title is."""
    return phrases_of("cues.txt", _CUES)


def _take_backs() -> Phrases:
    """The words that take a role back, with and without the adverb people put behind their "or"."""
    trie = Phrases()
    for section in sections("cues.txt"):
        if section.label not in _CUES:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    for said in _hedged(spelled):
                        trie.add(said, section.label)
    return trie


def _hedged(phrase: str) -> list[str]:
    first, _, rest = phrase.partition(" ")
    if first != "or" or rest.split(" ")[0] not in ("whatever", "anything", "any", "wherever"):
        return [phrase]
    return [phrase, *(f"or {adverb} {rest}" for adverb in _ADVERBS)]


def _directions() -> Phrases:
    """Functions and fields; a function that is an everyday word too is weak."""
    trie = Phrases()
    for section in sections("functions.txt"):
        for phrase in section.phrases:
            weak = phrase.startswith("~")
            for spelled in variants(phrase.lstrip("~")):
                trie.add(spelled, "weak" if weak else "function", section.label)
    for section in sections("fields.txt"):
        for phrase in section.phrases:
            for spelled in variants(phrase):
                trie.add(spelled, section.label, section.label)
    return trie
