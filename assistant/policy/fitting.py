"""Which roles fit what was said: the present role's place in the lattice, the work told, what is ruled out.

    fitting(state, repertoire)[0].role      the role that fits best; refused ones never come back

A role is weighed by how near it lies to the present one, by how well each stretch that tells of
work speaks for it, and against what the person ruled out: a field, a job, an activity, leading
others, a degree, working hours. With no work told, nearness alone decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.catalogue import Catalogue, fold
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import RoleStatus
from assistant.domain.knowledge import OrganisationRole, Role, RoleHit, Seniority
from assistant.policy.repertoire import Repertoire
from assistant.policy.told import Told, content, matches

# All weights stand against the similarity of texts (0..1; a good match has 0.5, a stray one 0.25).
NEAR = 0.5  # what the nearest place in the lattice is worth
HEARD = 0.85  # what the role is worth that the stretches speak for most
SHARP = 3.0  # the power of a role's share of the best one's likeness
BEST = 0.5  # what the stretch counts that speaks for a role most, against all of them
ENOUGH = 0.3  # so much clearness of all stretches together counts in full
SPEAKS = 0.36  # from this likeness on a stretch speaks for a role
UNCLEAR = 0.28  # a stretch whose best role is no more like it than this says nothing
CARRIED = 0.25  # what the likeness to the present work is worth
NAMED_FIELD = 0.12
OWN = 0.3  # a role that the organisation has goes before a likelier one that it may not have
AGAINST_WORK = 0.45
STRAY = 0.25
AGAINST_WEEK = 0.12  # for each line of the week with a word of it
AGAINST_LEADING = 0.5
NO_DEGREE = 0.8
YEARS_OF_STUDY = 0.12  # from a first or second rung, where no listed move leads there
AGAINST_HOURS = 0.3
REFUSED_FIELD = 0.06  # for each refused role of the same function, at most three
LEAVING = 0.5  # the share that nearness keeps once near roles were refused
RUNG_UP, RUNG_DOWN = 0.09, 0.2
VOUCHED = 0.4  # the share of the best-told role's that speaks for another
BESIDE = 0.44  # listed moves and one's own function lie nearer than this
REACH = 2  # rungs that a move may climb without a cost
CANDIDATES = 150
STRETCHES = 5
AGAINST_FOUND = 15
MAX_QUERY = 400


@dataclass(frozen=True)
class Nearness:
    """Where a role lies from the present one; ``kind`` names it for the wording of an offer."""

    kind: str
    value: float


OPEN = Nearness("open", 0.0)
# What a listed move is worth at home (one's own function or the organisation's own list), and away.
MOVES = {"promotion": (1.0, 0.75), "usual": (0.9, 0.5), "lateral": (0.85, 0.45)}
LISTED = 0.03  # a move that is listed later is a rarer one
SAME_RUNG = 0.3


def nearness(catalogue: Catalogue, current: Role | None, role: Role) -> Nearness:
    """How near a role lies: by the lattice's moves first, then by function and by two moves."""
    if current is None:
        return OPEN
    return _around(catalogue, current.id).get(role.id) or _apart(catalogue, current, role)


@lru_cache(maxsize=64)
def _around(catalogue: Catalogue, ident: str) -> dict[str, Nearness]:
    """The roles that one listed move leads to, nearest kinds first."""
    here = catalogue.by_id[ident]
    moves = [("promotion", other, n) for n, other in enumerate(here.moves.promotion)]
    moves += [("lateral", other, n) for n, other in enumerate(here.moves.lateral)]
    moves += [("usual", role.id, 0) for role in catalogue.roles if ident in role.moves.feeder]
    moves += [("lateral", role.id, 0) for role in catalogue.roles if ident in role.moves.lateral]
    found: dict[str, Nearness] = {}
    for kind, other, number in moves:
        role = catalogue.by_id.get(other)
        if role is None or role.id in found:
            continue
        value = MOVES[kind][not _at_home(role, here)] - LISTED * min(number, 5)
        if role.level.rank < here.level.rank:
            found[role.id] = Nearness("step_down", value / 2)
        elif kind == "usual" and role.level.rank == here.level.rank:
            found[role.id] = Nearness(kind, value - SAME_RUNG)
        else:
            found[role.id] = Nearness(kind, value)
    return found


def _at_home(role: Role, here: Role) -> bool:
    """Whether a move stays within a function, or within the organisation that lists both."""
    listed = isinstance(role, OrganisationRole) and isinstance(here, OrganisationRole)
    return listed or role.function == here.function


@lru_cache(maxsize=64)
def _two_moves(catalogue: Catalogue, ident: str) -> frozenset[str]:
    """The roles that two listed moves lead to."""
    near = _around(catalogue, ident)
    return frozenset(
        other for one in near if one in catalogue.by_id for other in _around(catalogue, one)
    )


@lru_cache(maxsize=64)
def _near_fields(catalogue: Catalogue, ident: str) -> frozenset[str]:
    """The functions that one listed move leads to, and one's own."""
    ids = (ident, *_around(catalogue, ident))
    return frozenset(catalogue.by_id[i].function for i in ids if i in catalogue.by_id)


def _apart(catalogue: Catalogue, current: Role, role: Role) -> Nearness:
    step = role.level.rank - current.level.rank
    if role.function == current.function:
        if step > 0:
            return Nearness("field_up", 0.7 if step <= REACH else 0.45)
        return Nearness("lateral", 0.65) if step == 0 else Nearness("step_down", 0.25)
    kind = "change_up" if step > 1 else "change"
    if role.id in _two_moves(catalogue, current.id):
        return Nearness("two_moves", 0.4 if step >= 0 else 0.2)
    return Nearness(kind, 0.3 if role.function in _near_fields(catalogue, current.id) else 0.0)


def fitting(
    state: DialogueState, repertoire: Repertoire, functions: Iterable[str] = ()
) -> list[RoleHit]:
    """Roles that fit, best first, without the refused, the offered and the present one.

    ``functions`` keeps to these fields; those that were named in the talk only speak for theirs.
    """
    told = repertoire.told(state)
    current = repertoire.current_role(state)
    inside, wanted = repertoire.functions(functions), repertoire.functions(state.functions)
    heard = _heard(told, current, repertoire)
    carried = _carried(current, told, repertoire)
    against = _Against(told, state, repertoire)
    near = NEAR * (LEAVING if state.rejected and heard else 1.0)
    scored = []
    for role in repertoire.catalogue.roles:
        if _closed(role, state, current) or against.bars(role):
            continue
        score = heard.get(role.id, 0.0) + CARRIED * carried.get(role.id, 0.0)
        score += _placed(role, current, repertoire.catalogue, near)
        score += NAMED_FIELD * (role.function in wanted)
        score += OWN * isinstance(role, OrganisationRole)
        scored.append(RoleHit(role=role, score=score - against.cost(role), why=""))
    if inside:
        named = [hit for hit in scored if hit.role.function in inside]
        return _best(named or scored)
    # A role is offered for a reason: it lies beside the present one, or what was told speaks for it.
    least = VOUCHED * max(heard.values(), default=1.0)
    return _best(
        hit
        for hit in scored
        if hit.score > 0
        and (
            heard.get(hit.role.id, 0.0) >= least
            or nearness(repertoire.catalogue, current, hit.role).value >= BESIDE
        )
    )


def _best(hits: Iterable[RoleHit]) -> list[RoleHit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.role.id))


def speaks(text: str, repertoire: Repertoire) -> bool:
    """Whether a stretch speaks for any role clearly enough to offer something by it."""
    hits = repertoire.retriever.roles(text[:MAX_QUERY], 1)
    return bool(hits) and hits[0].score >= SPEAKS


def _heard(told: Told, current: Role | None, repertoire: Repertoire) -> dict[str, float]:
    """How well the stretches speak for each role (0..``HEARD``).

    Each is looked up by itself and beside the present title, since a window is another thing in a
    shop. How clear a stretch is, by the best role it finds, says how much it counts.
    """
    spoken: list[tuple[float, dict[str, float]]] = []
    for text in told.told[-STRETCHES:]:
        alone = repertoire.retriever.roles(text[:MAX_QUERY], CANDIDATES)
        clear = max(0.0, alone[0].score - UNCLEAR) if alone else 0.0
        if clear:
            titled = f"{current.title}, {text}"[:MAX_QUERY] if current else text
            beside = repertoire.retriever.roles(titled, CANDIDATES)
            spoken.append((clear, _shares(alone, beside)))
    if not spoken:
        return {}
    weight, clearest = sum(clear for clear, _ in spoken), max(clear for clear, _ in spoken)
    strength = HEARD * min(1.0, weight / ENOUGH)
    return {
        ident: strength
        * (
            BEST * max(clear / clearest * shares.get(ident, 0.0) for clear, shares in spoken)
            + (1 - BEST) * sum(clear * shares.get(ident, 0.0) for clear, shares in spoken) / weight
        )
        for ident in {ident for _, shares in spoken for ident in shares}
    }


def _shares(*searches: list[RoleHit]) -> dict[str, float]:
    """How near each role comes to the best of each search (0..1), on the average."""
    found: dict[str, float] = {}
    for hits in searches:
        for hit in hits:
            share = (hit.score / hits[0].score) ** SHARP / len(searches)
            found[hit.role.id] = found.get(hit.role.id, 0.0) + share
    return found


def _carried(current: Role | None, told: Told, repertoire: Repertoire) -> dict[str, float]:
    """How much each role is like the present work: it is what somebody can do already."""
    work = " . ".join((current.title, *current.week[:3])) if current else told.introduction
    hits = repertoire.retriever.roles(work, CANDIDATES) if content(work) else []
    return {hit.role.id: hit.score for hit in hits}


def _placed(role: Role, current: Role | None, catalogue: Catalogue, worth: float) -> float:
    """What the place of a role in the lattice is worth, less the rungs between."""
    if current is None:
        return -RUNG_UP * max(0, role.level.rank - Seniority.SENIOR.rank)
    near = nearness(catalogue, current, role)
    step = role.level.rank - current.level.rank
    score = worth * near.value - RUNG_UP * max(0, step - REACH) - RUNG_DOWN * max(0, -step)
    if current.level.rank <= Seniority.JUNIOR.rank and near.kind not in MOVES:
        score -= YEARS_OF_STUDY * matches("degree", role.requirements[0])
    return score


class _Against:
    """What was ruled out, as costs of roles."""

    def __init__(self, told: Told, state: DialogueState, repertoire: Repertoire) -> None:
        self._told = told
        self._hours = any(matches("hours", text) for text in told.against)
        work = [text for text in told.against if not matches("hours", text)]
        self._words = frozenset(word for text in work for word in _stems(text))
        self._fields = {f for text in work if (f := _field(text, repertoire))}
        self._work: dict[str, float] = {}
        for text in work:
            for hit in repertoire.retriever.roles(text, AGAINST_FOUND):
                self._work[hit.role.id] = max(self._work.get(hit.role.id, 0.0), hit.score)
        self._refused = _refused_fields(state, repertoire)

    def bars(self, role: Role) -> bool:
        """Whether the field was ruled out by its name, or a word of the title was."""
        return role.function in self._fields or bool(
            self._words and self._words & _stems(role.title)
        )

    def cost(self, role: Role) -> float:
        """What speaks against a role."""
        told, asked = self._told, " ".join(role.requirements)
        cost = AGAINST_WORK * max(0.0, self._work.get(role.id, 0.0) - STRAY)
        cost += AGAINST_WEEK * sum(bool(self._words & _stems(line)) for line in role.week)
        cost += AGAINST_LEADING * (told.no_lead and role.level.rank >= Seniority.LEAD.rank)
        cost += NO_DEGREE * (told.no_degree and matches("degree", asked))
        cost += AGAINST_HOURS * (
            self._hours and matches("hours", " . ".join((asked, *role.would_love)))
        )
        return cost + REFUSED_FIELD * min(3, self._refused.get(role.function, 0))


def _field(text: str, repertoire: Repertoire) -> str | None:
    """The function that was ruled out by one of its names."""
    bare = re.sub(r"^(?:the|an?|any|more|in|into) ", "", text.strip().casefold())
    return repertoire.fields.get(bare) or repertoire.fields.get(bare.removesuffix(" job"))


def _refused_fields(state: DialogueState, repertoire: Repertoire) -> dict[str, int]:
    """How many roles of each function were refused: a no says something about its neighbours."""
    found: dict[str, int] = {}
    for standing in state.rejected:
        role = repertoire.catalogue.by_id.get(standing.role_id or "")
        if role is not None:
            found[role.function] = found.get(role.function, 0) + 1
    return found


def _closed(role: Role, state: DialogueState, current: Role | None) -> bool:
    """Whether a role is held, offered or refused already, or named by a plain refused word."""
    if current is not None and role.id == current.id:
        return True
    words = set(fold(role.title).split())
    refused = (fold(standing.title).split() for standing in state.rejected)
    if any(len(title) == 1 and title[0] in words for title in refused):
        return True
    return any(
        standing.role_id == role.id or standing.title.casefold() == role.title.casefold()
        for standing in state.standing(RoleStatus.REJECTED, RoleStatus.OFFERED)
    )


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in content(text))


def _stem(word: str) -> str:
    """A word without its ending, so that "teaching" meets "teacher"; rough on purpose."""
    return (
        re.sub(r"(?:ations?|ators?|ments?|ings?|ers?|ors?|ists?|ies|ed|es|s|y|e)$", "", word)
        or word
    )
