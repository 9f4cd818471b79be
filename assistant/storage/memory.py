"""A store that forgets at exit: for evals, simulated conversations and trying things out."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.domain.dialogue import Turn
from assistant.domain.transcript import ConversationEntry


class MemoryStore:
    """Keeps conversations in a dictionary, with the promises of the real store."""

    def __init__(self) -> None:
        self._turns: dict[str, list[Turn]] = {}

    def load(self, conversation: str) -> list[Turn]:
        """The turns that stand, oldest first."""
        return list(self._turns.get(conversation, ()))

    def append(self, turn: Turn) -> Turn:
        """Store a turn; the same key again gives the turn already stored."""
        turns = self._turns.setdefault(turn.conversation, [])
        if turn.key is not None:
            for known in turns:
                if known.key == turn.key:
                    return known
        turns.append(turn)
        return turn

    def undo(self, conversation: str) -> Turn | None:
        """Withdraw the last turn."""
        turns = self._turns.get(conversation, [])
        return turns.pop() if turns else None

    def conversations(self) -> list[ConversationEntry]:
        """All conversations, newest first."""
        now = datetime.now(UTC)
        return [
            ConversationEntry(
                id=name,
                title=turns[0].message[:60],
                turns=len(turns),
                stage=turns[-1].move.stage.value,
                level=turns[-1].level.value,
                started=now,
                updated=now,
            )
            for name, turns in reversed(self._turns.items())
            if turns
        ]
