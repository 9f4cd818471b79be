"""The lattice around a role: where people go from it, where they come from, and the way to a wish.

    lattice = surroundings(catalogue, agent)     every way out of a role and into it
    career_map(catalogue, state)                 the same, drawn around the person

A career lattice knows more than rungs: up, sideways, into another field, down, and a project that
tries a role out before anybody moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.domain.catalogue import Catalogue, MoveKind
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import FactKind, RoleStanding, RoleStatus
from assistant.domain.knowledge import Role

FARTHEST = 3  # moves in a row; beyond that a way is no advice
DRAWN = 4  # roles of a band in the picture; the rest are named


class Band(StrEnum):
    """How a role lies to the one in the middle, seen as height."""

    UP = "up"
    ACROSS = "across"
    DOWN = "down"
    ORIGIN = "origin"


_BAND = {
    MoveKind.PROMOTION: Band.UP,
    MoveKind.FIELD_UP: Band.UP,
    MoveKind.CHANGE_UP: Band.UP,
    MoveKind.LATERAL: Band.ACROSS,
    MoveKind.CHANGE: Band.ACROSS,
    MoveKind.STEP_DOWN: Band.DOWN,
}


@dataclass(frozen=True)
class Way:
    """One move: the role at its other end, its kind, and the skills that both roles name.

    ``standing`` is how the role stands with the person; ``via`` the roles on the way to it where
    no single move leads there.
    """

    role: Role
    kind: MoveKind
    band: Band
    shared: tuple[str, ...] = ()
    standing: RoleStatus | None = None
    via: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Lattice:
    """A role with the ways out of it and into it.

    ``far`` are roles that the person has an eye on and no single move leads to.
    """

    here: Role
    ways: tuple[Way, ...]
    far: tuple[Way, ...] = ()
    present: bool = True

    def band(self, band: Band) -> tuple[Way, ...]:
        """The ways of one band, those that matter most to the person first."""
        return tuple(way for way in self.ways if way.band is band)

    @property
    def wanted(self) -> tuple[Way, ...]:
        """The roles that the person has chosen or been offered, near ones first."""
        return (*(way for way in self.ways if way.standing is not None), *self.far)


def surroundings(catalogue: Catalogue, role: Role) -> Lattice:
    """Every way out of a role and into it; a role that lies both ways is a way out."""
    out = tuple(_way(catalogue, role, other) for other in catalogue.neighbours(role))
    gone = {role.id, *(way.role.id for way in out)}
    into = [catalogue.by_id[i] for i in role.moves.feeder if i in catalogue.by_id]
    into += [other for other in catalogue.roles if role.id in other.moves.promotion]
    origins = {other.id: other for other in into if other.id not in gone}
    return Lattice(role, (*out, *(_origin(catalogue, o, role) for o in origins.values())))


def career_map(catalogue: Catalogue, state: DialogueState) -> Lattice | None:
    """The lattice around the present role, else around the first chosen one; None without either.

    What the person has said no to is left out.
    """
    wanted = _wanted(catalogue, state)
    now = _present(catalogue, state)
    chosen = (role for role, status in wanted if status is RoleStatus.ACCEPTED)
    here = now or next(chosen, None)
    if here is None:
        return None
    standing = {role.id: status for role, status in wanted if role.id != here.id}
    refused = {role.id for s in state.rejected if (role := _role(catalogue, s)) is not None}
    around = surroundings(catalogue, here)
    near = [
        replace(way, standing=standing.get(way.role.id)) if way.band is not Band.ORIGIN else way
        for way in around.ways
        if way.role.id not in refused
    ]
    reached = {way.role.id for way in near if way.band is not Band.ORIGIN}
    far = tuple(
        replace(_way(catalogue, here, role), standing=status, via=route(catalogue, here, role))
        for role, status in wanted
        if role.id not in {here.id, *reached}
    )
    aimed = {way.role.id for way in far}
    near = [way for way in near if way.role.id not in aimed]
    on_the_way = {role.id for way in far for role in way.via}
    ordered = sorted(near, key=lambda way: _weight(way, on_the_way))
    return Lattice(here, tuple(ordered), far if now is not None else (), now is not None)


def route(catalogue: Catalogue, start: Role, goal: Role) -> tuple[Role, ...]:
    """The roles between two on the shortest way of listed moves; empty when none is short enough."""
    before: dict[str, Role] = {start.id: start}
    edge = [start]
    for _ in range(FARTHEST):
        reached: list[Role] = []
        for role in edge:
            for other in catalogue.neighbours(role):
                if other.id not in before:
                    before[other.id] = role
                    reached.append(other)
        if goal.id in before:
            break
        edge = reached
    between: list[Role] = []
    role = before.get(goal.id, start)
    while role.id != start.id:
        between.append(role)
        role = before[role.id]
    return tuple(reversed(between))


def _way(catalogue: Catalogue, here: Role, other: Role) -> Way:
    kind = catalogue.relation(here, other)
    return Way(other, kind, _BAND[kind], _shared(here, other))


def _origin(catalogue: Catalogue, other: Role, here: Role) -> Way:
    return Way(other, catalogue.relation(other, here), Band.ORIGIN, _shared(other, here))


def _shared(one: Role, other: Role) -> tuple[str, ...]:
    known = {skill.casefold() for skill in one.skills}
    return tuple(skill for skill in other.skills if skill.casefold() in known)


def _weight(way: Way, on_the_way: set[str]) -> int:
    if way.standing is RoleStatus.ACCEPTED:
        return 0
    if way.standing is not None:
        return 1
    return 2 if way.role.id in on_the_way else 3


def _present(catalogue: Catalogue, state: DialogueState) -> Role | None:
    """The role that the person has said they hold; a field alone is no role."""
    fact = state.last(FactKind.CURRENT_ROLE)
    if fact is None:
        return None
    return catalogue.by_id.get(fact.value or "") or catalogue.find(fact.text)


def _wanted(catalogue: Catalogue, state: DialogueState) -> list[tuple[Role, RoleStatus]]:
    """The roles in the person's eye with how they stand: chosen ones first, then the open ones."""
    open_now = state.standing(RoleStatus.OFFERED, RoleStatus.MENTIONED)
    standings: Iterable[RoleStanding] = (*state.targets, *open_now)
    found: dict[str, tuple[Role, RoleStatus]] = {}
    for standing in standings:
        if (role := _role(catalogue, standing)) is not None:
            found.setdefault(role.id, (role, standing.status))
    return list(found.values())


def _role(catalogue: Catalogue, standing: RoleStanding) -> Role | None:
    return catalogue.by_id.get(standing.role_id or "") or catalogue.find(standing.title)
