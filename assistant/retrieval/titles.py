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
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
FAINT = 0.3  # not looked at any further
WHOLE_COST = 0.02  # the first part alone is the better evidence
CANONICAL_BONUS = 0.01
NOISE = 0.2  # what is left of the weight of a word such as "regional"
AROUND_BONUS = 0.06  # what department and place can add at most
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
    form: frozenset[str]
    rank: Seniority | None
    lowered: bool
    canonical: bool


@dataclass(frozen=True)
class _Names:
    """All titles of a catalogue with the weight of their words, and who uses which word."""

    names: tuple[_Name, ...]
    exact: dict[frozenset[str], tuple[_Name, ...]]
    weight: dict[str, float]
    holders: dict[str, tuple[int, ...]]
    own: dict[str, frozenset[str]]
    field: dict[str, frozenset[str]]
    spelling: Spelling

    def weight_of(self, words: frozenset[str]) -> float:
        """The sum of the weights; a word that no title holds weighs as much as a rare one."""
        return sum(self.weight.get(word, self.rare) for word in words)

    @cached_property
    def rare(self) -> float:
        """The weight of the rarest word."""
        return max(self.weight.values(), default=1.0)

    def kinship(self, role: Role, words: frozenset[str]) -> float:
        """How far words around a title speak for a role: its own words, then its function's."""
        own, field = self.own[role.id], self.field[role.function]
        total = 0.0
        for word in words:
            weight = self.weight.get(word, 1.0)
            total += weight if word in own else weight / 2 if word in field else 0.0
        return total


def read_title(text: str, catalogue: Catalogue) -> TitleReading:
    """The reading of a title; ``role_id`` is None where the catalogue has no such role."""
    names = _names_of(catalogue)
    written = words_of_title(text, names.spelling)
    if not any(written.forms):
        return _unknown(text, written, names)
    short = _abbreviated(written, catalogue, names)
    if len(short) >= _SEVERAL:
        return _reading(short[0], written, [role.id for role in short[1:]], ambiguous=True)
    for form in written.forms:
        same = names.exact.get(form, ())
        if same:
            others = [name.role.id for name in same[1:] if name.role != same[0].role]
            return _reading(same[0].role, written, others, exact=same[0])
    if short:
        return _reading(short[0], written, [])
    scored = _scored(written, names)
    if not scored or scored[0][0] < FOUND:
        return _unknown(text, written, names)
    score, best = scored[0]
    near = [role.id for other, role in scored[1 : OTHERS + 1] if other >= score - CLOSE]
    return _reading(best, written, near, ambiguous=bool(near) and len(written.words) == 1)


def _reading(
    role: Role,
    written: WrittenTitle,
    alternatives: list[str],
    *,
    ambiguous: bool = False,
    exact: _Name | None = None,
) -> TitleReading:
    level = written.rank or role.level
    if written.lowered and written.rank is None and not (exact is not None and exact.lowered):
        level = list(Seniority)[max(0, role.level.rank - 1)]
    return TitleReading(
        role_id=role.id,
        title=role.title,
        level=level,
        function=role.function,
        alternatives=tuple(alternatives),
        ambiguous=ambiguous,
    )


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
    """The roles that a short form stands for; the other parts of the text decide where they can.

    With the rank of a director or above, a short form is a field and no title ("VP HR").
    """
    short_rank = any(raw in names.spelling.ranks for raw in written.raw)
    if written.rank is not None and written.rank.rank >= Seniority.DIRECTOR.rank and not short_rank:
        return []
    for number, raw in enumerate(written.raw):
        titles = names.spelling.titles.get(raw)
        if titles is None:
            continue
        roles = [role for role in map(catalogue.find, titles) if role is not None]
        others = frozenset(
            word for at, part in enumerate(written.parts) if at != number for word in part
        )
        if len(roles) >= _SEVERAL and others:
            kin = [(names.kinship(role, others), -at) for at, role in enumerate(roles)]
            top = max(kin)
            if top[0] > 0:
                return [roles[-top[1]]]
        if roles:
            return roles
    return []


def _scored(written: WrittenTitle, names: _Names) -> list[tuple[float, Role]]:
    """Roles by likeness, the best title of each counting, best first."""
    if not written.parts:
        return []
    first = written.parts[0]
    main = frozenset(_mended(first[1:] if written.lowered else first, names))
    around = frozenset(w for w in _mended(written.words, names) if w in names.weight) - main
    whole = main | around
    # A bare trade takes what stands around it along: "Buyer (retail)" is the retail buyer.
    cost = -WHOLE_COST if len(main) == 1 else WHOLE_COST
    best: dict[str, tuple[float, Role]] = {}
    for number in {n for word in whole for n in names.holders.get(word, ())}:
        name = names.names[number]
        score = max(_likeness(main, name, names), _likeness(whole, name, names) - cost)
        if score < FAINT:
            continue
        score += _rank_bonus(written, name) + (CANONICAL_BONUS if name.canonical else 0.0)
        score += min(AROUND_BONUS, AROUND_BONUS / 4 * names.kinship(name.role, around))
        if score > best.get(name.role.id, (0.0, name.role))[0]:
            best[name.role.id] = (score, name.role)
    return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))


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
    known = [_slip(word, names.weight) or word for word in words]
    noise = names.spelling.noise
    return [word for word in known if word in names.weight or word not in noise]


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
    names: list[_Name] = []
    own: dict[str, set[str]] = defaultdict(set)
    field: dict[str, set[str]] = defaultdict(set)
    for role in catalogue.roles:
        for title in (role.title, *role.other_titles):
            read = words_of_title(title, spelling)
            if read.words:
                names.append(_name(role, read, canonical=title == role.title))
                own[role.id].update(read.words)
        field[role.function].update(own[role.id])
        own[role.id].update(_plain(f"{role.function} {' '.join(role.skills)}", spelling))
    count = Counter(word for name in names for word in name.words)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for word in name.words:
            holders[word].append(number)
    weight = {word: math.log((len(names) + 1) / (n + 0.5)) for word, n in count.items()}
    weight.update({word: NOISE * weight[word] for word in spelling.noise if word in weight})
    exact: dict[frozenset[str], list[_Name]] = defaultdict(list)
    for name in sorted(names, key=lambda name: not name.canonical):
        exact[name.form].append(name)
    return _Names(
        names=tuple(names),
        exact={form: tuple(same) for form, same in exact.items()},
        weight=weight,
        holders={word: tuple(numbers) for word, numbers in holders.items()},
        own={ident: frozenset(words) for ident, words in own.items()},
        field={function: frozenset(words) for function, words in field.items()},
        spelling=spelling,
    )


def _name(role: Role, read: WrittenTitle, *, canonical: bool) -> _Name:
    words = frozenset(read.words)
    return _Name(role, words, read.forms[0], read.rank, read.lowered, canonical)


def _plain(text: str, spelling: Spelling) -> list[str]:
    return spelled((word.strip(",.()") for word in text.casefold().split()), spelling)
