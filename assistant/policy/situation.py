"""Everything a policy rule looks at, and the small questions rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from assistant.domain.dialogue import DialogueState, Move, Slot, Stage, Understanding
from assistant.domain.goal import FactKind, OfferedRole
from assistant.policy.repertoire import Repertoire
from assistant.policy.uptake import uptake_of


class More(TypedDict, total=False):
    """What a move may carry besides its name, stage, slot and reason."""

    uptake: str | None
    values: dict[str, str]
    tags: tuple[str, ...]
    offered: tuple[OfferedRole, ...]
    query: str | None
    follow: str | None
    parks: Slot | None


@dataclass(frozen=True)
class Situation:
    """The state with the newest message heard, the message, and what the policy draws on."""

    before: DialogueState
    state: DialogueState
    heard: Understanding
    repertoire: Repertoire
    today: date
    seed: int

    @property
    def uptake(self) -> str | None:
        """The kind of uptake the newest message calls for."""
        return uptake_of(self.heard, self.state, self.before.open_slot)

    def signal(self, name: str) -> bool:
        """Whether the message carries a signal (``hedged``, ``effort``, ``lofty`` ...)."""
        return name in self.heard.signals

    def knows(self, *kinds: FactKind) -> bool:
        """Whether anything of these kinds is known."""
        return self.state.has(*kinds)

    def move(
        self, name: str, stage: Stage, slot: Slot | None, reason: str, **more: Unpack[More]
    ) -> Move:
        """A move; without an ``uptake`` of its own it takes up what the message calls for."""
        fields: dict[str, Any] = {"uptake": self.uptake, **more}
        tags = (*(("hurry",) if self.state.hurry else ()), *more.get("tags", ()))
        return Move(**{**fields, "tags": tags}, name=name, stage=stage, slot=slot, reason=reason)
