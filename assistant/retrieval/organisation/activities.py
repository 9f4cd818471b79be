"""Items of a job description as activities, so that they stand in the coach's sentences.

activity("Answers claims")        -> "answering claims"
activity("Rotas and cover")       -> "rotas and cover"
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "verbs.txt"


def activity(text: str) -> str:
    """The item beginning with an -ing word where it begins with a verb that is known."""
    first, _, rest = text.strip().strip(".").partition(" ")
    low = first.casefold()
    known = _forms().get(low)
    if known is not None:
        joined = [known]
        # "Plan and run events": both are activities, or the sentence limps.
        words = rest.split(" ")
        if len(words) > 1 and words[0] in ("and", "or", "&") and words[1].casefold() in _forms():
            joined += [words[0], _forms()[words[1].casefold()]]
            rest = " ".join(words[2:])
        return " ".join((*joined, rest)).strip()
    return lowered(text)


def lowered(text: str) -> str:
    """A text as it stands inside a sentence: no full stop, a small letter unless it is a name's."""
    first, blank, rest = text.strip().strip(".").partition(" ")
    named = sum(c.isupper() for c in first) > 1 or any(c.isdigit() for c in first)
    return f"{first if named else first.casefold()}{blank}{rest}"


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Base and third-person form to the -ing form."""
    forms: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        for word in line.split() if not line.startswith("#") else ():
            base = word.rstrip("+")
            forms[base] = forms[_third(base)] = _ing(base, doubled=word.endswith("+"))
    return forms


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _ing(base: str, *, doubled: bool) -> str:
    if doubled:
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"
