"""What the audit knows of English by itself: function words, endings, numbers spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.assessment.calendar_words import NUMBER_WORDS

ENGLISH = frozenset(
    "the a an and or but of to in on at for with by from as is are was were be it its that this "
    "which what who whose how when where why you your i me my we they he she him her his their "
    "not no do does did have has had if so than then there one would could can will more".split()
)

_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_SPELLED = re.compile(rf"\b(?:{_NUMBER})(?:-(?:{_NUMBER}))?\b")


def spelled(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The number words of a folded text with their values: "thirty-one" is 31."""
    for match in _SPELLED.finditer(text):
        yield match, int(sum(NUMBER_WORDS[part] for part in match.group().split("-")))


def stem(word: str) -> str:
    """A word without its commonest endings: enough to see "decides" in "decide"."""
    for ending in ("'s", "ing", "ies", "ed", "es", "s", "ly", "er", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text that have two words or more."""
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if len(s.split()) > 1]
