"""Small grammar: articles, lists, questions.

indefinite("HR advisor") -> "an HR advisor"     listed(["A", "B", "C"]) -> "A, B and C"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUOTED = re.compile(r'"[^"\n]{0,300}"')
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


# Who may be somebody else, and so cannot be turned into "you".
_OTHERS = re.compile(r"\b(?:them|theirs?|hers|himself|herself)\b", re.IGNORECASE)
_BY_RULE = {"has": "have", "is": "are", "was": "were", "does": "do", "goes": "go"}
_SUBJECT = re.compile(r"\b(?:he|she)\b(?P<own>['\u2019]s)?(?: (?P<verb>\w+s)\b)?", re.IGNORECASE)


def addressed(text: str) -> str | None:
    """Words about somebody as words to them ("the post he'll raise" -> "the post you'll raise").

    None where it is not plain who is meant: such words stay out of a letter.
    """
    if _OTHERS.search(text):
        return None
    text = _SUBJECT.sub(_you, text)
    text = re.sub(r"\bthey\b", "you", text, flags=re.IGNORECASE)
    text = re.sub(r"\bhis\b|\bher(?= [a-z])", "your", text, flags=re.IGNORECASE)
    return re.sub(r"\b(?:him|her)\b", "you", text, flags=re.IGNORECASE)


def _you(match: re.Match[str]) -> str:
    """As in "she wants" -> "you want", "he's" -> "you're"."""
    verb = match["verb"]
    start = "you're" if match["own"] else "you"
    if not verb:
        return start
    low = verb.casefold()
    if low in ("always", "perhaps", "sometimes") or match["own"]:
        return f"{start} {verb}"
    plain = _BY_RULE.get(low) or (f"{low[:-3]}y" if low.endswith("ies") else low[:-1])
    return f"{start} {plain}"


def outside_quotes(text: str) -> str:
    """The text without what stands in quotation marks: somebody else's words."""
    return _QUOTED.sub('""', text)


def questions_in(text: str) -> int:
    """How many questions a reply asks itself."""
    return outside_quotes(text).count("?")
