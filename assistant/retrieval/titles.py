"""Job titles as people write them, read against the catalogue.

    read_title("Sr. SWE II", catalogue)   role software-engineer, level senior
    read_title("PM", catalogue)           ambiguous: project-manager, product-manager
    read_title("reindeer herder", catalogue).role_id   -> None

A written title is spelled out (knowledge/titles/abbreviations.yaml), its rank words are taken
out, and what is left is compared word by word with every title of the catalogue, each word
weighing by how rare it is there (inverse document frequency) and typing slips forgiven. The
rank that was written wins over the role's own.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from assistant.domain.catalogue import Catalogue
from assistant.domain.goal import Record
from assistant.domain.knowledge import Role, Seniority
from assistant.retrieval.title_words import (
    Spelling,
    WrittenTitle,
    load_spelling,
    spelled,
    words_of_title,
)

FOUND = 0.62  # below this likeness the catalogue has no such role
SLIP = 82.0  # how alike two words must be (0..100) for one to be a slip of the other
CLOSE = 0.04  # alternatives lie this near to the best
OTHERS = 3
_SEVERAL = 2


class TitleReading(Record):
    """What a written title means: the role, the level that was written, and what else it may be."""

    role_id: str | None
    title: str
    level: Seniority | None
    function: str | None
    alternatives: tuple[str, ...] = ()
    ambiguous: bool = False


@dataclass(frozen=True)
class _Name:
    """One title of a role: its words, without and with its rank words."""

    role: Role
    words: frozenset[str]
    rank: Seniority | None
    canonical: bool


@dataclass(frozen=True)
class _Names:
    """All titles of a catalogue with the weight of their words."""

    names: tuple[_Name, ...]
    weight: dict[str, float]
    spelling: Spelling

    def weight_of(self, words: frozenset[str]) -> float:
        """The sum of the weights; a word that no title holds weighs as much as a rare one."""
        rare = max(self.weight.values(), default=1.0)
        return sum(self.weight.get(word, rare) for word in words)


def read_title(text: str, catalogue: Catalogue) -> TitleReading:
    """The reading of a title; ``role_id`` is None where the catalogue has no such role."""
    names = _names_of(catalogue)
    written = words_of_title(text, names.spelling)
    if not written.words:
        return _unknown(text, written, names)
    short = _abbreviated(written, catalogue, names)
    if short:
        best = short[0]
        several = len(short) >= _SEVERAL
        return _reading(best, written, [role.id for role in short[1:]], ambiguous=several)
    scored = _scored(written, names)
    if not scored or scored[0][0] < FOUND:
        return _unknown(text, written, names)
    score, best = scored[0]
    near = [role.id for other, role in scored[1 : OTHERS + 1] if other >= score - CLOSE]
    return _reading(best, written, near, ambiguous=False)


def _reading(
    role: Role, written: WrittenTitle, alternatives: list[str], *, ambiguous: bool
) -> TitleReading:
    return TitleReading(
        role_id=role.id,
        title=role.title,
        level=_level(role, written),
        function=role.function,
        alternatives=tuple(alternatives),
        ambiguous=ambiguous,
    )


def _level(role: Role, written: WrittenTitle) -> Seniority:
    if written.rank is not None:
        return written.rank
    own_word = role.title.split()[0].casefold() in {"assistant", "deputy"}
    if written.lowered and not own_word:
        return list(Seniority)[max(0, role.level.rank - 1)]
    return role.level


def _unknown(text: str, written: WrittenTitle, names: _Names) -> TitleReading:
    level = written.rank
    first = written.raw[0].split() if written.raw else []
    heads = [names.spelling.heads[word] for word in first if word in names.spelling.heads]
    return TitleReading(
        role_id=None,
        title=" ".join(text.split()),
        level=level or (heads[-1] if heads else None),
        function=None,
    )


def _abbreviated(written: WrittenTitle, catalogue: Catalogue, names: _Names) -> list[Role]:
    """The roles that a short form stands for; the other parts of the text decide where they can."""
    for number, raw in enumerate(written.raw):
        titles = names.spelling.titles.get(raw)
        if titles is None:
            continue
        roles = [role for role in map(catalogue.find, titles) if role is not None]
        others = frozenset(
            word for at, part in enumerate(written.parts) if at != number for word in part
        )
        if len(roles) >= _SEVERAL and others:
            kin = [(_kinship(role, others, names), -at) for at, role in enumerate(roles)]
            top = max(kin)
            if top[0] > 0:
                return [roles[-top[1]]]
        if roles:
            return roles
    return []


def _kinship(role: Role, words: frozenset[str], names: _Names) -> float:
    """How far words around a title speak for a role: its titles, its function, its skills."""
    own = set(spelled(_plain(f"{role.title} {role.function} {' '.join(role.skills)}"), names.spelling))
    own.update(w for t in role.other_titles for w in spelled(_plain(t), names.spelling))
    return sum(names.weight.get(word, 1.0) for word in words if _slip(word, own))


def _plain(text: str) -> list[str]:
    return [word.strip(",.()") for word in text.casefold().split()]


def _scored(written: WrittenTitle, names: _Names) -> list[tuple[float, Role]]:
    """Roles by likeness, the best title of each counting, best first."""
    main = frozenset(_mended(written.parts[0], names))
    whole = frozenset(_mended(written.words, names))
    around = whole - main
    best: dict[str, tuple[float, Role]] = {}
    for name in names.names:
        score = max(
            _likeness(main, name, names), _likeness(whole, name, names) - 0.01
        )
        if score <= 0.3:
            continue
        score += _rank_bonus(written, name)
        if around:
            score += min(0.05, 0.02 * _kinship(name.role, around, names))
        score += 0.01 if name.canonical else 0.0
        if score > best.get(name.role.id, (0.0, name.role))[0]:
            best[name.role.id] = (score, name.role)
    return sorted(best.values(), key=lambda pair: -pair[0])


def _likeness(words: frozenset[str], name: _Name, names: _Names) -> float:
    """The weight of the shared words against that of all words of both (Dice)."""
    both = names.weight_of(words & name.words)
    total = names.weight_of(words) + names.weight_of(name.words)
    return 2 * both / total if total else 0.0


def _rank_bonus(written: WrittenTitle, name: _Name) -> float:
    """Titles of the written rank first: "Head of X" is rather the director than the manager."""
    rank = written.rank or name.role.level
    if name.rank is not None and name.rank == written.rank:
        return 0.04
    distance = abs(rank.rank - (name.rank or name.role.level).rank)
    missing = name.rank is not None and written.rank is None
    return -0.01 * distance - (0.03 if missing else 0.0)


def _mended(words: tuple[str, ...], names: _Names) -> list[str]:
    """Words with typing slips put right, where the catalogue has a word close by."""
    return [_slip(word, names.weight) or word for word in words]


def _slip(word: str, known: set[str] | dict[str, float]) -> str | None:
    if word in known:
        return word
    if len(word) < 5:
        return None
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=SLIP)
    return found[0] if found and found[0][0] == word[0] else None


@lru_cache(maxsize=4)
def _names_of(catalogue: Catalogue) -> _Names:
    spelling = load_spelling()
    names = []
    for role in catalogue.roles:
        for title in (role.title, *role.other_titles):
            read = words_of_title(title, spelling)
            words = frozenset(read.words)
            if words:
                names.append(_Name(role, words, read.rank, title == role.title))
    count = Counter(word for name in names for word in name.words)
    weight = {word: math.log((len(names) + 1) / (n + 0.5)) for word, n in count.items()}
    return _Names(tuple(names), weight, spelling)
