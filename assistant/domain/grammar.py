"""Small grammar: articles and lists.

indefinite("HR advisor") -> "an HR advisor"     listed(["A", "B", "C"]) -> "A, B and C"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_VOWEL_LETTERS = "AEFHILMNORSX"  # letters whose spoken name starts with a vowel
_SOUNDS_LIKE_YOU = ("uni", "use", "eu", "one", "ux")


def indefinite(noun: str) -> str:
    """A noun with its article: "an auditor", "a team leader", "an HR advisor"."""
    first = noun.split(" ", maxsplit=1)[0]
    if first.isupper() and first.isalpha() and len(first) > 1:
        vowel = first[0] in _VOWEL_LETTERS
    else:
        vowel = first[:1].lower() in "aeiou" and not first.lower().startswith(_SOUNDS_LIKE_YOU)
    return f"{'an' if vowel else 'a'} {noun}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items as they are read out."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def lower_title(title: str) -> str:
    """A job title in running text: "HR Generalist" -> "HR generalist"; abbreviations stay."""
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in title.split())


_FORMS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame herr frau sister father captain chef sgt".split()
)


def called(name: str) -> str:
    """What somebody is called to their face: "Dana" of Dana Okoye, and all of "Mr Okafor"."""
    first = name.split(maxsplit=1)[0]
    return name if first.rstrip(".").casefold() in _FORMS else first


_FACING = {"he": "you", "she": "you", "they": "you"}
_THIRD = re.compile(r"\b(?:he|she|they|him|them|his|her|hers|theirs?)\b", re.IGNORECASE)
_PERSON_WILL = re.compile(
    r"\b(he|she|they)(?=['\u2019](?:ll|d)\b| (?:will|would|might|can|could|agreed|said)\b)", re.I
)


def addressed(text: str) -> str | None:
    """Words about somebody as words to them ("the post he'll raise" -> "the post you'll raise").

    None where the grammar would break ("she wants", "her"): such words stay out of a letter.
    """
    text = _PERSON_WILL.sub(lambda match: _FACING[match[1].lower()], text)
    return None if _THIRD.search(text) else text
