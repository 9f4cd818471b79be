"""Coaches' marks, kept beside the turns they are about.

A mark names the number of a standing turn. It is kept under the turn's sequence, which is never
given again: when the turn is withdrawn and its number goes to another one, the mark does not
move over to that one; it is kept for audit and no longer listed.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, insert, select, true

from assistant.domain.transcript import Mark
from assistant.storage.database import Database
from assistant.storage.faults import no_such_turn
from assistant.storage.rows import admit_name, admit_text
from assistant.storage.schema import marks, turns


class MarkStore:
    """Marks in the table ``marks`` of an open database (``SqliteStore.marks``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, mark: Mark) -> Mark:
        """Keep a mark; durable when it returns.

        Raises NotFound without such a standing turn, UnusableInput for a comment that cannot be
        stored, StoreError.
        """
        marked = select(turns.c.sequence).where(
            turns.c.conversation == admit_name(mark.conversation),
            turns.c.number == mark.turn,
            turns.c.withdrawn == 0,
        )
        values = {
            "conversation": mark.conversation,
            "kind": mark.kind.value,
            "comment": admit_text(mark.comment),
            "reviewer": admit_text(mark.reviewer),
            "marked_at": mark.at.isoformat(),
        }
        with self._database.writing() as connection:
            sequence = connection.execute(marked).scalar_one_or_none()
            if sequence is None:
                raise no_such_turn(mark)
            connection.execute(insert(marks).values(sequence=sequence, **values))
        return mark

    def of(self, conversation: str) -> list[Mark]:
        """The marks on the standing turns of a conversation, in the order they were made."""
        return self._read(marks.c.conversation == admit_name(conversation))

    def all(self) -> list[Mark]:
        """All marks on standing turns, in the order they were made."""
        return self._read(true())

    def _read(self, condition: ColumnElement[bool]) -> list[Mark]:
        query = (
            select(
                marks.c.conversation,
                turns.c.number.label("turn"),
                marks.c.kind,
                marks.c.comment,
                marks.c.reviewer,
                marks.c.marked_at.label("at"),
            )
            .join(
                turns,
                (turns.c.conversation == marks.c.conversation)
                & (turns.c.sequence == marks.c.sequence),
            )
            .where(condition, turns.c.withdrawn == 0)
            .order_by(marks.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Mark.model_validate(dict(row)) for row in rows]
