"""What goes into a model's part of a turn, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.dialogue import DialogueState, Draft, Finding, Turn, Understanding
from assistant.domain.model import ModelUse

OnPiece = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What the person said, what went before it, and what a late reading made of that."""

    conversation: str
    message: str
    before: DialogueState
    turns: Sequence[Turn]
    apart: tuple[Finding, ...] = ()


@dataclass
class Spoken:
    """What a turn says in the end, who says it, and what it has cost."""

    draft: Draft
    heard: Understanding
    notice: str | None = None
    use: ModelUse | None = None
    apart: tuple[Finding, ...] = ()
