"""The words the understanding rests on: what is spelled right, what only introduces, cues.

Lists lie in ``data/cues.yaml``, ``data/fact_cues.yaml`` and ``data/talk_cues.yaml`` for coaches to
read and extend; the spelling reference is the
vocabulary of the offline embedding (about 22,000 whole English words) plus the catalogue's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.assessment.spelling import unswapped
from assistant.content import read_yaml

_DATA = Path(__file__).parent / "data"
_SUFFIXES = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "n't", "'ll", "'d", "'ve", "'re")


@cache
def cue_lists() -> dict[str, tuple[str, ...]]:
    """All cue lists by name."""
    lists: dict[str, list[str]] = {}
    for name in ("cues.yaml", "fact_cues.yaml", "talk_cues.yaml"):
        found = read_yaml(_DATA / name)
        if twice := lists.keys() & found.keys():
            raise ValueError(f"{name} repeats a list: {', '.join(sorted(twice))}")
        lists |= found
    return {name: tuple(words) for name, words in lists.items()}


def written(phrase: str) -> str:
    """A phrase of a list as people write it: any blanks, the apostrophe typed or not."""
    loose = phrase.replace("'", "['\u2019]?")
    return loose.replace(" ?", r"\s*").replace(" ", r"\s+")


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """One pattern for a cue list: phrases, whole words, any of them."""
    phrases = sorted(cue_lists()[name], key=len, reverse=True)
    body = "|".join(written(phrase) for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{body})(?![\w])", re.IGNORECASE)


class Lexicon:
    """Which words are known; small word classes for cutting quotations."""

    def __init__(self, vocabulary: Iterable[str] = ()) -> None:
        lists = cue_lists()
        self.vocabulary = frozenset(vocabulary)
        self.chatisms = frozenset(lists["chatisms"])
        self.leads = frozenset(lists["leads"])
        self.tails = frozenset(lists["tails"])
        self.never_first = frozenset(lists["never_first"])
        self.never_last = frozenset(lists["never_last"])
        self.function_words = frozenset(lists["function_words"])

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is spelled as a dictionary would have it."""
        if word in self.chatisms:
            return False
        if not self.vocabulary or any(character.isdigit() for character in word):
            return True
        return all(self._known(part) for part in re.split(r"[-/.&]", word) if part)

    def _known(self, word: str) -> bool:
        word = word.strip("%+")
        if word in self.vocabulary or word in self.function_words or len(word) < 2:
            return True
        for suffix in _SUFFIXES:
            stem = word[: -len(suffix)]
            if word.endswith(suffix) and len(stem) > 2 and _stem_known(stem, self.vocabulary):
                return True
        return False


def mended(text: str, lexicon: Lexicon, names: frozenset[str] = frozenset()) -> str:
    """The text with two letters put back where a slip has swapped them ("secnod" -> "second").

    Only a word that is none becomes the one word it can be; every place in the text stays true.
    """
    if not lexicon.vocabulary:
        return text
    return _LETTERS.sub(lambda match: _unswapped(match.group(), lexicon, names), text)


_LETTERS = re.compile(r"(?<![^\W_])(?<!['\u2019-])[a-zA-Z]{4,18}(?![^\W_])(?!['\u2019])")


def _unswapped(word: str, lexicon: Lexicon, names: frozenset[str]) -> str:
    low = word.casefold()
    if word.isupper() or low in names or low in lexicon.chatisms or lexicon.knows(low):
        return word
    right = unswapped(low, lexicon.vocabulary)
    if right is None:
        return word
    return right.capitalize() if word[0].isupper() else right


def _stem_known(stem: str, vocabulary: frozenset[str]) -> bool:
    doubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return bool({stem, stem + "e", doubled, stem[:-1] + "y"} & vocabulary)
