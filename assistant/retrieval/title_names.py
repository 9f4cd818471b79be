"""The titles of a catalogue, taken apart for comparison with what people write.

    names = names_of(catalogue)
    names.resolved(written)      the written words as words of this catalogue

A word that no title holds may be one of several spellings ("tech"), the beginning of a word
("occ."), its consonants ("drvr") or a slip ("enginer"). Which word is meant is decided by the title
that fits best with the rest.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from assistant.domain.catalogue import Catalogue
from assistant.domain.knowledge import Role, Seniority
from assistant.retrieval.title_words import (
    Spelling,
    WrittenTitle,
    load_spelling,
    spelled,
    words_of_title,
)

SLIP = 82.0  # how alike two words must be (0..100) for one to be a slip of the other
SLIP_LENGTH = 5  # shorter words are too easily taken for one another
BEGINNING = (3, 5)  # letters that a cut-off word may have
_SEVERAL = 2
NOISE = 0.2  # what is left of the weight of a word such as "regional"

Words = frozenset[str]
_VOWELS = re.compile(r"[aeiou]")


@dataclass(frozen=True)
class Name:
    """One title of a role: its words without rank words, its form with them."""

    role: Role
    words: Words
    form: Words
    head: str
    rank: Seniority | None
    lowered: bool
    canonical: bool


@dataclass(frozen=True)
class Names:
    """All titles of a catalogue with the weight of their words, and who uses which word.

    ``own`` are the words of a role (titles, function, skills), ``field`` those of all titles of a
    function.
    """

    names: tuple[Name, ...]
    exact: dict[Words, tuple[Name, ...]]
    of_role: dict[str, tuple[Name, ...]]
    weight: dict[str, float]
    holders: dict[str, tuple[int, ...]]
    own: dict[str, Words]
    field: dict[str, Words]
    spelling: Spelling

    @cached_property
    def rare(self) -> float:
        """The weight of the rarest word."""
        return max(self.weight.values(), default=1.0)

    @cached_property
    def known(self) -> Words:
        """All words of all titles, those that name a rank included."""
        ranks = (*self.spelling.levels, *self.spelling.heads)
        forms = [name.form for name in self.names]
        return frozenset(word for rank in ranks for word in rank.split()).union(*forms)

    def weight_of(self, words: Words) -> float:
        """The sum of the weights; a word that no title holds weighs as much as a rare one."""
        return sum(self.weight.get(word, self.rare) for word in words)

    def likeness(self, words: Words, name: Name) -> float:
        """The weight of the shared words against that of all words of both (Dice), 0..1."""
        total = self.weight_of(words) + self.weight_of(name.words)
        return 2 * self.weight_of(words & name.words) / total if total else 0.0

    def holding(self, words: Iterable[str]) -> Iterator[Name]:
        """The titles that hold one of these words, each once, in the catalogue's order."""
        numbers = {number for word in words for number in self.holders.get(word, ())}
        return (self.names[number] for number in sorted(numbers))

    def share(self, role: Role, words: Words) -> float:
        """The share of a role's titles that hold all these words (0..1)."""
        mine = self.of_role[role.id]
        return sum(words <= name.words for name in mine) / len(mine)

    def kinship(self, role: Role, words: Words) -> float:
        """How far words around a title speak for a role: its own words, then its function's."""
        own, field = self.own[role.id], self.field[role.function]
        total = 0.0
        for word in words:
            weight = self.weight.get(word, 1.0)
            total += weight if word in own else weight / 2 if word in field else 0.0
        return total

    def resolved(self, written: WrittenTitle) -> WrittenTitle:
        """The title in words of this catalogue where it has them; what is noise to it is gone."""
        tokens = {word for part in written.parts for word in part}.union(*written.forms)
        options = {word: self._options(word) for word in tokens}
        said = frozenset(
            one for several in options.values() for option in several for one in option
        )
        sure = frozenset(o for several in options.values() if len(several) == 1 for o in several[0])
        meaning = {word: self._chosen(several, sure, said) for word, several in options.items()}

        def read(words: Iterable[str]) -> list[str]:
            return [one for word in words for one in meaning.get(word, (word,))]

        head = read([written.head])
        return replace(
            written,
            parts=tuple(tuple(read(part)) for part in written.parts),
            forms=(
                *(frozenset(read(form)) for form in written.forms),
                *map(_firsts, written.forms),
            ),
            head=head[-1] if head else "",
        )

    def _options(self, word: str) -> list[tuple[str, ...]]:
        """What a written word may be; nothing where it is noise."""
        if word in self.known:
            return [(word,)]
        if "|" in word:
            return [tuple(one.split()) for one in word.split("|")]
        if word in self.spelling.noise or len(word) < BEGINNING[0] or not word.isalpha():
            return []
        return [(one,) for one in self._candidates(word)] or [(word,)]

    def _chosen(self, options: list[tuple[str, ...]], sure: Words, said: Words) -> tuple[str, ...]:
        """The option that makes the likeliest title with what else may have been said."""
        if len(options) < _SEVERAL:
            return options[0] if options else ()

        def fit(option: tuple[str, ...]) -> float:
            words = sure.union(option)
            return max(
                (self.likeness(words | (said & name.words), name) for name in self.holding(option)),
                default=0.0,
            )

        return max(options, key=fit)

    def _candidates(self, word: str) -> list[str]:
        """Words of the catalogue that this one may be short for, or a slip of."""
        if len(word) >= SLIP_LENGTH:
            cut = SLIP
            found = process.extractOne(word, list(self.weight), scorer=fuzz.ratio, score_cutoff=cut)
            if found is not None and found[0][0] == word[0]:
                return [found[0]]
        if BEGINNING[0] <= len(word) <= BEGINNING[1]:
            begun = [known for known in self.weight if known.startswith(word)]
            if begun:
                return begun
            if not _VOWELS.search(word):
                letters = re.compile(".*".join(map(re.escape, word)))
                return [known for known in self.weight if letters.fullmatch(known)]
        return []


@lru_cache(maxsize=4)
def names_of(catalogue: Catalogue) -> Names:
    """The titles of a catalogue, taken apart once."""
    spelling = load_spelling()
    names = [name for role in catalogue.roles for name in _names(role, spelling)]
    count = Counter(word for name in names for word in name.words)
    weight = {word: math.log((len(names) + 1) / (n + 0.5)) for word, n in count.items()}
    weight.update({word: NOISE * weight[word] for word in spelling.noise if word in weight})
    exact: dict[Words, list[Name]] = defaultdict(list)
    of_role: dict[str, list[Name]] = defaultdict(list)
    holders: dict[str, list[int]] = defaultdict(list)
    own: dict[str, set[str]] = defaultdict(set)
    field: dict[str, set[str]] = defaultdict(set)
    for number, name in enumerate(names):
        of_role[name.role.id].append(name)
        own[name.role.id].update(name.words)
        field[name.role.function].update(name.words)
        for word in name.words:
            holders[word].append(number)
    for name in sorted(names, key=lambda name: not name.canonical):
        exact[name.form].append(name)
    for role in catalogue.roles:
        text = f"{role.function} {' '.join(role.skills)}"
        own[role.id].update(spelled((w.strip(",.()") for w in text.casefold().split()), spelling))
    return Names(
        names=tuple(names),
        exact={form: tuple(same) for form, same in exact.items()},
        of_role={ident: tuple(mine) for ident, mine in of_role.items()},
        weight=weight,
        holders={word: tuple(numbers) for word, numbers in holders.items()},
        own={ident: frozenset(words) for ident, words in own.items()},
        field={function: frozenset(words) for function, words in field.items()},
        spelling=spelling,
    )


def _names(role: Role, spelling: Spelling) -> Iterator[Name]:
    """The titles of a role; where a word has several spellings, the catalogue means the first."""
    for title in (role.title, *role.other_titles):
        read = words_of_title(title, spelling)
        words = _firsts(read.words)
        if words:
            yield Name(
                role=role,
                words=words,
                form=_firsts(read.forms[0]),
                head=next(iter(_firsts([read.head])), ""),
                rank=read.rank,
                lowered=read.lowered,
                canonical=title == role.title,
            )


def _firsts(words: Iterable[str]) -> Words:
    return frozenset(one for word in words for one in word.partition("|")[0].split())
