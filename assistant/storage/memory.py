"""A store that forgets at exit: for evals, simulated conversations and trying things out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.domain.dialogue import Turn
from assistant.domain.model import ModelUse, Spent
from assistant.domain.transcript import ConversationEntry, Mark
from assistant.storage.faults import moved_on, no_such_turn
from assistant.storage.rows import admit_name, admit_text, admit_turn, title_of


@dataclass
class _Kept:
    order: int
    turn: Turn
    recorded_at: datetime
    withdrawn: bool = False


class MemoryStore:
    """Keeps conversations in a dictionary, with the promises of the real store but durability."""

    def __init__(self) -> None:
        self._kept: dict[str, list[_Kept]] = {}
        self._order = 0
        self._lock = threading.Lock()
        self._marks = MemoryMarks(self._standing)
        self.spending = MemorySpending()
        self.choices = MemoryChoices()

    @property
    def marks(self) -> MemoryMarks:
        """The coaches' marks on the turns of this store."""
        return self._marks

    def load(self, conversation: str) -> list[Turn]:
        """The turns that stand, oldest first. Raises UnusableInput for a name that is none."""
        with self._lock:
            return [kept.turn for kept in self._standing(admit_name(conversation))]

    def append(self, turn: Turn) -> Turn:
        """Store a turn; a known key gives the turn stored under it, even if withdrawn.

        Raises UnusableInput for a text that cannot be stored, StoreError when the number is not
        the next one.
        """
        admit_turn(turn)
        with self._lock:
            for kept in self._kept.get(turn.conversation, ()):
                if turn.key is not None and kept.turn.key == turn.key:
                    return kept.turn
            standing = self._standing(turn.conversation)
            if turn.number != (standing[-1].turn.number if standing else 0) + 1:
                raise moved_on()
            self._order += 1
            row = _Kept(self._order, turn, datetime.now(UTC))
            self._kept.setdefault(turn.conversation, []).append(row)
            if turn.use is not None:
                self.spending.add(turn.use)
        return turn

    def undo(self, conversation: str) -> Turn | None:
        """Withdraw the last standing turn and return it; None when there is none."""
        with self._lock:
            standing = self._standing(admit_name(conversation))
            if not standing:
                return None
            standing[-1].withdrawn = True
            return standing[-1].turn

    def conversations(self) -> list[ConversationEntry]:
        """All conversations with a standing turn, the one written to last first."""
        with self._lock:
            listed = [rows for name in self._kept if (rows := self._standing(name))]
        listed.sort(key=lambda rows: rows[-1].order, reverse=True)
        return [_entry(rows) for rows in listed]

    def _standing(self, conversation: str) -> list[_Kept]:
        return [kept for kept in self._kept.get(conversation, ()) if not kept.withdrawn]


def _entry(rows: list[_Kept]) -> ConversationEntry:
    first, last = rows[0], rows[-1]
    return ConversationEntry(
        id=last.turn.conversation,
        title=title_of(first.turn.message),
        turns=len(rows),
        stage=last.turn.move.stage.value,
        level=last.turn.level.value,
        started=first.recorded_at,
        updated=last.recorded_at,
    )


class MemoryMarks:
    """Marks in a list, each beside the row of its turn, with the promises of ``MarkStore``."""

    def __init__(self, standing: Callable[[str], list[_Kept]]) -> None:
        self._standing = standing
        self._kept: list[tuple[_Kept, Mark]] = []

    def add(self, mark: Mark) -> Mark:
        """Keep a mark. Raises NotFound without such a standing turn, UnusableInput."""
        admit_text(mark.comment)
        admit_text(mark.reviewer)
        for row in self._standing(admit_name(mark.conversation)):
            if row.turn.number == mark.turn:
                self._kept.append((row, mark))
                return mark
        raise no_such_turn(mark)

    def of(self, conversation: str) -> list[Mark]:
        """The marks on the standing turns of a conversation, in the order they were made."""
        return [mark for mark in self.all() if mark.conversation == admit_name(conversation)]

    def all(self) -> list[Mark]:
        """All marks on standing turns, in the order they were made."""
        return [mark for row, mark in self._kept if not row.withdrawn]


class MemorySpending:
    """What language models have used since the start, by user; here a day never ends."""

    def __init__(self) -> None:
        self._uses: list[ModelUse] = []

    def today(self, user: str | None = None) -> Spent:
        """What a user, or everybody together, has used."""
        mine = [use for use in self._uses if user in (None, use.user)]
        return Spent(tokens=sum(u.tokens for u in mine), cost=sum(u.cost for u in mine))

    def add(self, use: ModelUse) -> None:
        """Count what was used."""
        self._uses.append(use)


class MemoryChoices:
    """Conversations without a language model, in a set."""

    def __init__(self) -> None:
        self._off: set[str] = set()

    def off(self, conversation: str) -> bool:
        """Whether this conversation goes without a model. Raises UnusableInput."""
        return admit_name(conversation) in self._off

    def switch(self, conversation: str, *, off: bool) -> None:
        """Choose for a conversation. Raises UnusableInput."""
        (self._off.add if off else self._off.discard)(admit_name(conversation))
