"""Job titles as people write them, read against the catalogue.

    read_title("Sr. SWE II", catalogue)   role software-engineer, level senior
    read_title("PM", catalogue)           ambiguous: project-manager, product-manager
    read_title("reindeer herder", catalogue).role_id   -> None

A written title is spelled out (knowledge/titles/abbreviations.yaml), its rank words are taken
out, and what is left is compared word by word with every title of the catalogue, each word
weighing by how rare it is there (inverse document frequency). Where no title of the catalogue
is written word for word, what the ear hears in it (title_ear.py) counts too. The rank that was
written wins over the role's own. The constants were chosen on titles of our own
(evals/datasets/titles.dev.jsonl) and on the catalogue's titles, each hidden and read; figures on
the sealed ones: ``python -m evals retrieval``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.catalogue import Catalogue
from assistant.domain.goal import Record
from assistant.domain.knowledge import Role, Seniority
from assistant.retrieval.title_ear import Likeness, TitleEar
from assistant.retrieval.title_names import Name, Names, names_of
from assistant.retrieval.title_words import LONGEST, WrittenTitle, words_of_title

FOUND = 0.62  # below this likeness the catalogue has no such role
FAINT = 0.3  # not looked at any further
CLOSE = 0.04  # alternatives lie this near to the best
OTHERS = 3
WHOLE_COST = 0.02  # the first part alone is the better evidence
CANONICAL_BONUS = 0.01
AROUND_BONUS = 0.08  # what department and place can add at most
SHARE_BONUS = 0.03
EXACT_BONUS = 0.02
HEAD_COST = 0.10  # a patent clerk is no patent attorney
RANK_BONUS = 0.04
RANK_STEP = 0.01
SPELLED = 0.15  # what spelling counts beside meaning
SURELY = 0.85  # from this spelled likeness on it counts more
SURE_BONUS = 2.0
HEARD_RANK_STEP = 0.03
KNOWN = 0.78  # with the ear: nearest title and a share of the spelled likeness
KNOWN_SPELLED = 0.2
_SEVERAL = 2
_TWO_JOBS = re.compile(r"\s*(?:&|\+|/|\band\b)\s*", re.IGNORECASE)


class TitleReading(Record):
    """What a written title means: the role, the level that was written, and what else it may be.

    ``alternatives`` are role ids; ``ambiguous`` says that they are as likely as the first.
    """

    role_id: str | None
    title: str
    level: Seniority | None
    function: str | None
    alternatives: tuple[str, ...] = ()
    ambiguous: bool = False


def read_title(text: str, catalogue: Catalogue, heard: TitleEar | None = None) -> TitleReading:
    """The reading of a title; ``role_id`` is None where the catalogue has no such role.

    ``heard`` must belong to the catalogue; without it, or without an ear, spelling decides alone.
    """
    names = names_of(catalogue)
    found = _read(text, catalogue, names, heard)
    if found is not None:
        return found
    first = _TWO_JOBS.split(text, maxsplit=1)[0]
    if first.strip() and first != text:
        found = _read(first, catalogue, names, heard)
    return found or _unknown(text, names)


def as_voted(read: TitleReading, roles: Sequence[Role]) -> TitleReading:
    """The reading with the roles that a vote among a taxonomy's titles found, likeliest first."""
    if not roles:
        return read
    first = roles[0]
    return TitleReading(
        role_id=first.id,
        title=first.title,
        level=read.level if read.role_id is None and read.level else first.level,
        function=first.function,
        alternatives=tuple(role.id for role in roles[1:]),
    )


def _read(
    text: str, catalogue: Catalogue, names: Names, heard: TitleEar | None
) -> TitleReading | None:
    written = names.resolved(words_of_title(text, names.spelling))
    if not any(written.forms):
        return None
    short, decided = _abbreviated(written, catalogue, names)
    if decided or len(short) >= _SEVERAL:
        others = [role.id for role in short[1:]]
        return _reading(short[0], written, others, ambiguous=bool(others))
    same = _exact(written, names)
    if same:
        others = [name.role.id for name in same[1:] if name.role.id != same[0].role.id]
        return _reading(same[0].role, written, others, exact=same[0])
    if short:
        return _reading(short[0], written, [])
    alone = frozenset(written.words)
    bare = len(alone) == 1 and not any(name.words == alone for name in names.holding(alone))
    scored = _bare(written, names) if bare else _scored(written, names)
    likeness = heard and heard.likeness(text[:LONGEST], " ".join(written.words) or text[:LONGEST])
    if heard is not None and likeness:
        scored = _fused(written, heard.roles, scored, likeness)
    elif scored and scored[0][0] < FOUND:
        return None
    if not scored:
        return None
    score, best = scored[0]
    near = [role.id for other, role in scored[1 : OTHERS + 1] if other >= score - CLOSE]
    return _reading(best, written, near, ambiguous=bool(near) and bare)


def _reading(
    role: Role,
    written: WrittenTitle,
    alternatives: list[str],
    *,
    ambiguous: bool = False,
    exact: Name | None = None,
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


def _unknown(text: str, names: Names) -> TitleReading:
    """A title outside the catalogue: only words that name a rank tell its level."""
    written = words_of_title(text, names.spelling)
    heads = [names.spelling.heads.get(word) for part in written.parts[:1] for word in part]
    ranks = [rank for rank in (written.rank, *reversed(heads)) if rank is not None]
    return TitleReading(
        role_id=None,
        title=" ".join(text.split()),
        level=ranks[0] if ranks else None,
        function=None,
    )


def _abbreviated(
    written: WrittenTitle, catalogue: Catalogue, names: Names
) -> tuple[list[Role], bool]:
    """The roles that a short form stands for, and whether the rest of the text chose among them.

    With the rank of a director or above, a short form is a field and no title ("VP HR").
    """
    short_rank = any(raw in names.spelling.ranks for raw in written.raw)
    if written.rank is not None and written.rank.rank >= Seniority.DIRECTOR.rank and not short_rank:
        return [], False
    for number, raw in enumerate(written.raw):
        titles = names.spelling.titles.get(raw, ())
        roles = [role for role in map(catalogue.find, titles) if role is not None]
        others = frozenset(w for at, part in enumerate(written.parts) if at != number for w in part)
        kin = [names.kinship(role, others) for role in roles]
        if len(roles) >= _SEVERAL and max(kin) > 0:
            return [roles[kin.index(max(kin))]], True
        if roles:
            return roles, False
    return [], False


def _exact(written: WrittenTitle, names: Names) -> tuple[Name, ...]:
    """The titles that are written here word for word, in whatever order.

    Where words around the first part might decide between roles, only the whole text counts.
    """
    around = {word for part in written.parts[1:] for word in part}
    forms = written.forms if around.isdisjoint(names.weight) else written.forms[::2]
    return next((names.exact[form] for form in forms if form in names.exact), ())


def _bare(written: WrittenTitle, names: Names) -> list[tuple[float, Role]]:
    """A trade alone ("nurse"): the roles most of whose titles end in it, ordinary ranks first."""
    word = written.words[0]
    wanted = written.rank or Seniority.MID
    found = []
    for role in {name.role.id: name.role for name in names.holding([word])}.values():
        mine = names.of_role[role.id]
        share = sum(name.head == word for name in mine) / len(mine)
        if share:
            distance = abs(role.level.rank - wanted.rank)
            found.append((FOUND + share / 2 - CLOSE * distance, role))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].id))


def _scored(written: WrittenTitle, names: Names) -> list[tuple[float, Role]]:
    """Roles by likeness, the best title of each counting, best first."""
    first = written.parts[0] if written.parts else ()
    main = frozenset(first[1:] if written.lowered else first)
    around = frozenset(word for word in written.words if word in names.weight) - main
    whole = main | around
    # A bare trade takes what stands around it along: "Buyer (retail)" is the retail buyer.
    cost = -WHOLE_COST if len(main) == 1 else WHOLE_COST
    best: dict[str, tuple[float, Role]] = {}
    exact = {name for form in written.forms for name in names.exact.get(form, ())}
    for name in {*names.holding(whole), *exact}:
        score = max(names.likeness(main, name), names.likeness(whole, name) - cost)
        if name in exact:
            score = 1.0 + EXACT_BONUS
        if score < FAINT:
            continue
        score += _rank_fit(written, name) + (CANONICAL_BONUS if name.canonical else 0.0)
        score += SHARE_BONUS * names.share(name.role, main)
        if written.head not in name.words and name.head not in whole:
            score -= HEAD_COST
        score += min(AROUND_BONUS, AROUND_BONUS / 4 * names.kinship(name.role, around))
        if score > best.get(name.role.id, (0.0, name.role))[0]:
            best[name.role.id] = (score, name.role)
    return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))


def _fused(
    written: WrittenTitle,
    roles: Sequence[Role],
    spelled: list[tuple[float, Role]],
    likeness: Likeness,
) -> list[tuple[float, Role]]:
    """Roles by spelling and meaning together, best first; none where even the best is too far."""
    alike = {role.id: score for score, role in spelled}
    scored = []
    for number, role in enumerate(roles):
        spelling = alike.get(role.id, 0.0)
        score = float(likeness.score[number]) + SPELLED * spelling
        score += SURE_BONUS * max(0.0, spelling - SURELY)
        if written.rank is not None:
            score -= HEARD_RANK_STEP * abs(written.rank.rank - role.level.rank)
        scored.append((score, number))
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[: OTHERS + 1]
    nearest = float(likeness.nearest[best[0][1]]) if best else 0.0
    if nearest + KNOWN_SPELLED * max(alike.values(), default=0.0) < KNOWN:
        return []
    return [(score, roles[number]) for score, number in best]


def _rank_fit(written: WrittenTitle, name: Name) -> float:
    """Titles of the written rank first: "Head of X" is rather the director than the manager."""
    if name.rank is not None and name.rank == written.rank:
        return RANK_BONUS
    wanted = written.rank or name.role.level
    distance = abs(wanted.rank - (name.rank or name.role.level).rank)
    unasked = name.rank is not None and written.rank is None
    return -RANK_STEP * distance - (RANK_BONUS if unasked else 0.0)
