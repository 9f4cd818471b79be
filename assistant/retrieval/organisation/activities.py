"""Items of a job description as activities, so that they stand in the coach's sentences.

activity("Answers claims")        -> "answering claims"
activity("Rotas and cover")       -> "rotas and cover"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.word_lists import word_file

FILE = Path(__file__).parent / "data" / "verbs.txt"
_JOINTS = ("and", "or", "&")
_AFTER_VERBS = frozenset(
    "the a an our their your its his her all any each every up out in on for with to from "
    "how what when whether new other people staff between through into across against".split()
)


def activity(text: str) -> str:
    """The item beginning with an -ing word where it begins with a verb that is known."""
    words = text.strip().strip(".").split(" ")
    known = _verb(words)
    if known is None:
        return lowered(text)
    done = [known + ("," if words[0].endswith(",") else "")]
    at = 1
    # "Plan, direct, or run events": all are activities, or the sentence limps.
    while at < len(words):
        joint = words[at] in _JOINTS
        following = (
            _verb(words[at + joint :], series=True) if joint or done[-1].endswith(",") else None
        )
        if following is None:
            break
        if joint:
            done.append(words[at])
            at += 1
        done.append(following + ("," if words[at].endswith(",") else ""))
        at += 1
    return " ".join((*done, *words[at:]))


def _verb(words: list[str], *, series: bool = False) -> str | None:
    """The -ing form of the first word; None where it is no verb here.

    In a series of verbs, a word that may be a noun is one of them.
    """
    first = words[0].casefold().strip(",") if words else ""
    form = _forms().get(first)
    if form is None or (form.noun and not series and not _ruled(words)):
        return None
    return form.ing


def _ruled(words: list[str]) -> bool:
    """Whether what follows is what a verb would have: another verb, the, our, a plural, to."""
    rest = words[1:]
    following = rest[0].casefold().strip(",") if rest else ""
    if words[0].endswith(","):
        return following in _forms()
    if following in _JOINTS:
        return len(rest) > 1 and rest[1].casefold().strip(",") in _forms()
    plural = following.endswith("s") and not following.endswith("ss")
    return following in _AFTER_VERBS or plural


def lowered(text: str) -> str:
    """A text as it stands inside a sentence: no full stop, a small letter unless it is a name's."""
    first, blank, rest = text.strip().strip(".").partition(" ")
    named = sum(c.isupper() for c in first) > 1 or any(c.isdigit() for c in first)
    return f"{first if named else first.casefold()}{blank}{rest}"


@dataclass(frozen=True)
class _Form:
    ing: str
    noun: bool


@lru_cache(maxsize=1)
def _forms() -> dict[str, _Form]:
    """Base and third-person form to the -ing form."""
    forms: dict[str, _Form] = {}
    for line in word_file(FILE):
        for word in line.split():
            base = word.rstrip("+=")
            form = _Form(_ing(base, doubled="+" in word), "=" in word)
            forms[base] = forms[_third(base)] = form
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
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"
