"""What the review page's buttons do, without Gradio: read a conversation, mark a turn.

A mark is on a turn of the assistant. There is no way to enter anything about the person.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.domain.dialogue import Turn
from assistant.domain.transcript import Mark, MarkKind
from assistant.errors import BrassTacksError, UnusableInput
from assistant.retrieval.organisation.citations import lapsed
from assistant.ui.desk import error_line, is_id
from assistant.ui.dossier import conversation_list, dossier, nothing_open
from assistant.ui.wording import PageWording

if TYPE_CHECKING:
    from assistant.bootstrap import Parts

LISTED = 200
COMMENT = 2_000


@dataclass(frozen=True)
class Bench:
    """The review page's actions."""

    parts: Parts
    wording: PageWording

    def listing(self, open_now: str = "") -> str:
        """All conversations, newest first, those with marks told apart."""
        entries = self.parts.coach.store.conversations()[:LISTED]
        marked = {entry.id for entry in entries if self.parts.marks.of(entry.id)}
        return conversation_list(entries, marked, open_now, self.wording)

    def read(self, conversation: str) -> str:
        """Every turn of a conversation with the reasons behind it."""
        turns = self._turns(conversation)
        if not turns:
            sentence = self.wording.review["Gone" if conversation else "Pick"]
            return nothing_open(sentence)
        gone = lapsed(self.parts.settings.organisation, turns)
        marks, user = self.parts.marks.of(conversation), self.parts.settings.user
        return dossier(turns, marks, user, gone, self.wording)

    def mark(self, conversation: str, turn: object, kind: object, comment: object) -> str:
        """Put a coach's mark on a turn; an error line when it is none, else nothing."""
        try:
            self.parts.marks.add(self._mark(conversation, turn, kind, comment))
        except BrassTacksError as error:
            return error_line(str(error))
        return ""

    def _mark(self, conversation: str, turn: object, kind: object, comment: object) -> Mark:
        numbers = {str(stored.number): stored.number for stored in self._turns(conversation)}
        number = numbers.get(turn) if isinstance(turn, str) else None
        known = isinstance(kind, str) and kind in set(MarkKind)
        if number is None or not known or not _is_comment(comment):
            raise UnusableInput(self.wording.review["Not a mark"])
        return Mark(
            conversation=conversation,
            turn=number,
            kind=MarkKind(str(kind)),
            comment=str(comment).strip(),
            reviewer=self.parts.settings.user,
            at=datetime.now(UTC),
        )

    def _turns(self, conversation: str) -> list[Turn]:
        return self.parts.coach.store.load(conversation) if is_id(conversation) else []


def _is_comment(comment: object) -> bool:
    """Text of a storable length: no half characters, no control characters but line ends."""
    return (
        isinstance(comment, str)
        and len(comment) <= COMMENT
        and not any(
            unicodedata.category(character) in ("Cs", "Cc") and character not in "\n\t\r"
            for character in comment
        )
    )
