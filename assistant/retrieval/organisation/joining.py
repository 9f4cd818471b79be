"""Published documents beside the general knowledge, as one corpus.

corpus = joined(general, published, wording)

A role of the organisation keeps its own name, grade and place. Where its title means a role of the
general catalogue, it takes that role's place and its lines in people's voices, so that a person's
own words find it, and its ways up and across. What the organisation's catalogue doesn't say is not
made up: the wording of prompts/wording/organisation.md says that it isn't there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.catalogue import Catalogue, fold
from assistant.domain.knowledge import OrganisationRole, Role, RoleMoves, Seniority
from assistant.domain.organisation import CatalogueEntry, Content, Document
from assistant.retrieval.corpus import Corpus, SourceText
from assistant.retrieval.organisation.activities import activity, lowered
from assistant.retrieval.organisation.documents import Published
from assistant.retrieval.title_names import names_of
from assistant.retrieval.title_words import Spelling, load_spelling, words_of_title
from assistant.retrieval.titles import read_title

PREFIX = "own-"
LONGEST_WEEK = 160
_SLUG = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Unsaid:
    """What is said of a role whose catalogue doesn't tell its week or what it asks for."""

    week: str
    requirement: str
    function: str


@dataclass(frozen=True)
class _Listed:
    """An entry with its document and the general role that its title means."""

    entry: CatalogueEntry
    document: Document
    like: Role | None
    level: Seniority | None


def joined(general: Corpus, published: Published, unsaid: Unsaid) -> Corpus:
    """The corpus with the organisation's roles first and the texts of its documents."""
    if published.taxonomies:
        general = _with_taxonomies(general, published)
    if not published.documents:
        return general
    listed = list(_listed(published.documents, general.catalogue))
    levels = _levels(listed)
    by_function = {
        name.casefold(): function
        for function, others in general.functions.items()
        for name in (function, *others)
    }
    roles: dict[str, OrganisationRole] = {}
    chosen = _chosen(listed, levels)
    for number, item in enumerate(listed):
        role = _role(item, levels[number], by_function, unsaid, named=chosen.get(number))
        ident, count = role.id, 2
        while ident in roles:
            ident, count = f"{role.id}-{count}", count + 1
        roles[ident] = role.model_copy(update={"id": ident})
    own = list(roles.values())
    replaced = {
        item.like.id: role.id
        for number, (item, role) in enumerate(zip(listed, own, strict=True))
        if item.like is not None and number in chosen
    }
    own = [_with_ways(role, item, own, replaced) for role, item in zip(own, listed, strict=True)]
    rest = [_rerouted(r, replaced) for r in general.roles if r.id not in replaced]
    return Corpus(
        roles=(*own, *rest),
        cards=general.cards,
        functions=_functions(general.functions, own),
        digest=f"{general.digest} {published.key}",
        texts=tuple(_texts(published.documents)),
        replaced=replaced,
    )


def _with_taxonomies(general: Corpus, published: Published) -> Corpus:
    """The general roles with the titles that a taxonomy adds to them, and behind them its others."""
    roles: dict[str, Role] = {role.id: role for role in general.roles}
    catalogue = general.catalogue
    for _, listed in published.taxonomies:
        led = {role.id: found.id for role in listed if (found := catalogue.find(role.title))}
        for role in listed:
            if role.id in led:
                known = roles[led[role.id]]
                new = [t for t in role.other_titles if catalogue.find(t) is None]
                titles = tuple(dict.fromkeys((*known.other_titles, *new)))
                roles[known.id] = known.model_copy(update={"other_titles": titles})
            else:
                roles[role.id] = _rerouted(role, led)
        catalogue = Catalogue(roles.values())
    functions = dict(general.functions)
    for known in roles.values():
        functions.setdefault(known.function, ())
    digest = f"{general.digest} {' '.join(document.digest for document, _ in published.taxonomies)}"
    return Corpus(tuple(roles.values()), general.cards, functions, digest)


def reading(entry: CatalogueEntry, catalogue: Catalogue) -> Role | None:
    """The general role that an entry means: by the column that says so, its title or another one.

    A title that is none of the catalogue's must hold all words of one ("Night Bus Driver"), or the
    organisation's planners become somebody else's.
    """
    titles = [t for t in (entry.similar_to, entry.title, *entry.other_titles) if t]
    found = next((role for title in titles if (role := catalogue.find(title))), None)
    if found is not None:
        return found
    names = names_of(catalogue)
    for title in titles:
        read = read_title(title, catalogue)
        words = frozenset(names.resolved(words_of_title(title, names.spelling)).words)
        if read.role_id is None or read.ambiguous:
            continue
        if any(name.words <= words for name in names.of_role[read.role_id]):
            return catalogue.by_id[read.role_id]
    return None


def _listed(
    documents: Iterable[tuple[Document, Content]], catalogue: Catalogue
) -> Iterable[_Listed]:
    spelling = load_spelling()
    seen: set[tuple[str, str]] = set()
    for document, content in documents:
        for entry in content.entries:
            # Two catalogues may list a role; the newer one speaks.
            key = fold(entry.title), entry.grade.casefold()
            if not key[0] or key in seen:
                continue
            seen.add(key)
            like = reading(entry, catalogue)
            yield _Listed(entry, document, like, _stated(entry, like, spelling))


def _stated(entry: CatalogueEntry, like: Role | None, spelling: Spelling) -> Seniority | None:
    """The level that grade or title name, else that of the role it is like."""
    named = {level.value.replace("_", " "): level for level in Seniority}
    named |= spelling.heads | spelling.levels
    grade = entry.grade.casefold().replace("-", " ").strip()
    for words in (grade, *grade.split()):
        if words in named:
            return named[words]
    written = words_of_title(entry.title, spelling)
    if written.rank is not None:
        return written.rank
    heads = [spelling.heads[word] for word in written.words if word in spelling.heads]
    if heads:
        return max(heads, key=lambda level: level.rank)
    return like.level if like is not None else None


def _levels(listed: Sequence[_Listed]) -> list[Seniority]:
    """A level for each: an unknown one is that of its grade elsewhere in the list, or the nearest."""
    known: dict[str, Counter[Seniority]] = defaultdict(Counter)
    for item in listed:
        if item.level is not None and item.entry.grade:
            known[item.entry.grade.casefold()][item.level] += 1
    usual = {grade: count.most_common(1)[0][0] for grade, count in known.items()}

    def of(item: _Listed) -> Seniority:
        if item.level is not None:
            return item.level
        grade = item.entry.grade.casefold()
        if grade in usual:
            return usual[grade]
        number = _number(grade)
        numbered = [(abs(n - number), g) for g in usual if (n := _number(g)) and number]
        return usual[min(numbered)[1]] if numbered else Seniority.MID

    return [of(item) for item in listed]


def _number(grade: str) -> int:
    found = _NUMBER.search(grade)
    return int(found.group()) if found is not None and len(found.group()) < 6 else 0


def _chosen(listed: Sequence[_Listed], levels: Sequence[Seniority]) -> dict[int, bool]:
    """Which entry takes a general role's place, where several mean it: the nearest in level.

    The value says whether it goes by the general role's titles too.
    """
    best: dict[str, tuple[int, int]] = {}
    for number, item in enumerate(listed):
        if item.like is not None:
            rank = abs(levels[number].rank - item.like.level.rank), number
            best[item.like.id] = min(best.get(item.like.id, rank), rank)
    return {number: True for _, number in best.values()}


def _role(
    item: _Listed,
    level: Seniority,
    by_function: Mapping[str, str],
    unsaid: Unsaid,
    *,
    named: bool | None,
) -> OrganisationRole:
    entry, like = item.entry, item.like
    department = by_function.get(entry.department.casefold(), entry.department)
    titles = (*entry.other_titles, *((like.title, *like.other_titles) if like and named else ()))
    described = tuple(s.strip() for s in _SENTENCE.split(entry.description) if s.strip())
    said = entry.week or tuple(s for s in described if len(s) <= LONGEST_WEEK)[:4]
    week = tuple(activity(text) for text in said)
    return OrganisationRole(
        id=PREFIX + (_SLUG.sub("-", entry.title.casefold()).strip("-") or "role"),
        title=entry.title,
        function=like.function if like is not None else department or unsaid.function,
        level=level,
        other_titles=tuple(t for t in dict.fromkeys(titles) if fold(t) != fold(entry.title)),
        code=entry.code or None,
        week=week or (like.week if like is not None else (unsaid.week,)),
        requirements=tuple(map(lowered, entry.requirements))
        or (like.requirements if like is not None else (unsaid.requirement,)),
        skills=tuple(dict.fromkeys((*entry.skills, *(like.skills if like else ())))),
        interests=like.interests if like else (),
        evidence=like.evidence if like else (),
        would_love=like.would_love if like else (),
        complains=like.complains if like else (),
        source=item.document.title,
        description=entry.description,
        grade=entry.grade,
        department=entry.department,
        place=entry.place,
        document=item.document.id,
        described=bool(week),
    )


def _with_ways(
    role: OrganisationRole,
    item: _Listed,
    own: Sequence[OrganisationRole],
    replaced: Mapping[str, str],
) -> OrganisationRole:
    """The role with where it leads: as its catalogue says, then as its general like does."""
    by_title = {fold(other.title): other.id for other in own}
    named = [by_title[fold(title)] for title in item.entry.next_roles if fold(title) in by_title]
    moves = item.like.moves if item.like is not None else RoleMoves()

    def ways(first: Iterable[str], ids: Iterable[str]) -> tuple[str, ...]:
        led = [*first, *(replaced.get(i, i) for i in ids)]
        return tuple(i for i in dict.fromkeys(led) if i != role.id)

    return role.model_copy(
        update={
            "moves": RoleMoves(
                promotion=ways(named, moves.promotion),
                lateral=ways((), moves.lateral),
                feeder=ways((), moves.feeder),
            )
        }
    )


def _rerouted(role: Role, replaced: Mapping[str, str]) -> Role:
    """A general role whose ways lead to the organisation's own roles where they took its place."""
    named = {*role.moves.promotion, *role.moves.lateral, *role.moves.feeder}
    if named.isdisjoint(replaced):
        return role
    moves = {kind: tuple(replaced.get(i, i) for i in ids) for kind, ids in role.moves}
    return role.model_copy(update={"moves": RoleMoves(**moves)})


def _functions(
    general: Mapping[str, tuple[str, ...]], own: Sequence[OrganisationRole]
) -> dict[str, tuple[str, ...]]:
    """Functions with the organisation's departments as further names of theirs."""
    names: dict[str, list[str]] = {name: list(others) for name, others in general.items()}
    taken = {n.casefold() for name, others in names.items() for n in (name, *others)}
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for role in own:
        names.setdefault(role.function, [])
        if role.department:
            places[role.department][role.function] += 1
    for department, functions in places.items():
        if department.casefold() not in taken:
            names[functions.most_common(1)[0][0]].append(department)
    return {name: tuple(others) for name, others in names.items()}


def _texts(documents: Iterable[tuple[Document, Content]]) -> Iterable[SourceText]:
    for document, content in documents:
        for number, excerpt in enumerate(content.excerpts):
            place = excerpt.place if excerpt.place != excerpt.heading else ""
            parts = [document.name, place, excerpt.heading]
            yield SourceText(
                id=f"organisation/{document.id}/{number}",
                document=document.id,
                title=document.title,
                heading=excerpt.heading,
                source=", ".join(part for part in parts if part),
                date=document.decided[:10] or document.added[:10],
                text=excerpt.text,
            )
