"""What a reply may stand on: every concrete value in it must come from here.

    Grounds.of(brief, plain, sources)     the person's words, the state, the passages, the move's own values
    grounds.has("Clinical Coder"), grounds.said("pay"), grounds.number("12"), grounds.day(date)

``plain`` is the embedded wording of the same move: it is made of the same values by code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft

_WORD = re.compile(r"[^\W_]+(?:['&.+#-][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})


def folded(text: str) -> str:
    """Lower case, straight quotes, single blanks, compatible forms."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(plain.casefold().split())


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


@dataclass(frozen=True)
class Sources:
    """What the writer was given beside the brief.

    ``values``: the variables of the move, filled. ``idioms``: the wording of its prompt file, in
    which "on a Monday" claims no Monday. ``says``, ``asks``: its sentences, without variables.
    """

    values: tuple[str, ...] = ()
    idioms: str = ""
    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grounds:
    """The texts a reply may draw on, folded, with their words, numbers and days."""

    person: str
    given: str
    words: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[date]
    idioms: str = ""

    @classmethod
    def of(cls, brief: Brief, plain: Draft, sources: Sources) -> Grounds:
        """What stands behind this brief."""
        person = folded(" \n ".join(brief.state.messages))
        given = folded(" \n ".join((*_given(brief), *sources.values, plain.text)))
        words = frozenset(_with_parts(f"{person} {given}"))
        numbers = frozenset(n.lstrip("0") or "0" for n in _DIGITS.findall(f"{person} {given}"))
        return cls(person, given, words, numbers, frozenset(_days(brief)), folded(sources.idioms))

    def idiom(self, text: str) -> bool:
        """Whether the prompt file of the move words it so; no figure and no name comes from there."""
        return _stands(text, self.idioms)

    def has(self, text: str) -> bool:
        """Whether a phrase stands in the texts, as whole words."""
        return _stands(text, self.given) or _stands(text, self.person)

    def said(self, text: str) -> bool:
        """Whether the person has said it."""
        return _stands(text, self.person)

    def knows(self, word: str) -> bool:
        """Whether a word, or its singular, occurs."""
        low = folded(word).removesuffix("'s")
        return low in self.words or low.removesuffix("s") in self.words


def _stands(text: str, inside: str) -> bool:
    wanted = folded(text).strip(" .,;:!?\"'")
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", inside) is not None


def _with_parts(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield word
        yield word.removesuffix("'s")
        yield from re.split(r"['&.+#-]", word)


def _given(brief: Brief) -> Iterator[str]:
    state, move = brief.state, brief.move
    yield from move.values.values()
    for passage in brief.passages:
        yield from (passage.title, passage.source, passage.text)
    for offer in (*move.offered, *state.offered):
        yield from (offer.title, offer.week, offer.reason, offer.distance)
    refused = {standing.title for standing in state.rejected}
    fresh = {standing.title for standing in brief.understanding.rejected}
    yield from (r.title for r in state.roles if r.title not in refused or r.title in fresh)
    yield from state.functions
    for fact in state.facts:
        yield from (fact.text, fact.value or "")


def _days(brief: Brief) -> Iterable[date]:
    yield brief.today
    for fact in brief.state.facts:
        try:
            yield date.fromisoformat(fact.value or "")
        except ValueError:
            continue
