"""The role catalogue as a value: look-up by id and title, and the lattice between roles.

catalogue.find("hr bp").title           -> "HR Business Partner"
catalogue.relation(agent, team_leader)  -> MoveKind.PROMOTION
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from assistant.domain.knowledge import Role

_WORD = re.compile(r"[a-z0-9&+#]+")


class MoveKind(StrEnum):
    """How one role lies to another (career lattice: up, sideways, from elsewhere, down)."""

    PROMOTION = "promotion"
    LATERAL = "lateral"
    FIELD_UP = "field_up"
    CHANGE = "change"
    CHANGE_UP = "change_up"
    STEP_DOWN = "step_down"


class Catalogue:
    """The roles that may be offered, an organisation's own first."""

    def __init__(
        self,
        roles: Iterable[Role],
        name: str = "the general catalogue",
        replaced: Mapping[str, str] | None = None,
    ) -> None:
        """``replaced`` leads from the id of a general role to that of the organisation's own."""
        self.roles = tuple(roles)
        self.name = name
        self.by_id = {role.id: role for role in self.roles}
        for ident, own in (replaced or {}).items():
            self.by_id.setdefault(ident, self.by_id[own])

    @cached_property
    def _by_title(self) -> dict[str, Role]:
        titles: dict[str, Role] = {}
        for role in self.roles:
            titles.setdefault(fold(role.title), role)
        for role in self.roles:
            for other in role.other_titles:
                titles.setdefault(fold(other), role)
        return titles

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The functions of the catalogue in order of appearance."""
        return tuple(dict.fromkeys(role.function for role in self.roles))

    def find(self, title: str) -> Role | None:
        """The role of exactly this title or other title, however it is cased or spaced."""
        found = self._by_title.get(fold(title))
        if found is None and fold(title).endswith("s"):
            found = self._by_title.get(fold(title)[:-1])
        return found

    def relation(self, current: Role | None, target: Role) -> MoveKind:
        """What kind of move leads from the current role to the target."""
        if current is None:
            return MoveKind.CHANGE
        step = target.level.rank - current.level.rank
        if target.id in current.moves.promotion:
            return MoveKind.PROMOTION
        if target.id in current.moves.lateral or current.id in target.moves.lateral:
            return MoveKind.LATERAL if step >= 0 else MoveKind.STEP_DOWN
        if target.function == current.function:
            return _within(step)
        return MoveKind.CHANGE_UP if step > 1 else MoveKind.CHANGE

    def neighbours(self, role: Role) -> tuple[Role, ...]:
        """The roles people go to from here: up first, then sideways, then who is fed by it."""
        ids = [*role.moves.promotion, *role.moves.lateral]
        ids += [other.id for other in self.roles if role.id in other.moves.feeder]
        return tuple(self.by_id[i] for i in dict.fromkeys(ids) if i in self.by_id and i != role.id)


def _within(step: int) -> MoveKind:
    if step > 0:
        return MoveKind.FIELD_UP
    return MoveKind.LATERAL if step == 0 else MoveKind.STEP_DOWN


def fold(title: str) -> str:
    """A title as it is compared: lower case, words only."""
    return " ".join(_WORD.findall(title.casefold()))
