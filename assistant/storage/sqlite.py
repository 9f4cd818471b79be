"""The durable store: what ``append`` has returned survives a kill and a loss of power.

    store = SqliteStore(settings.database)
    store.append(turn)         the turn is on the disk
    store.undo("c1")           withdrawn: kept for audit, never loaded again
    store.delete("c1")         erased, and no late message brings it back
    store.marks.add(mark)      what a coach says of a turn

Order is by sequence number, never by a clock (case 107). A turn is numbered by who worked it out:
when its number is not the next one, the conversation has moved on in another window (case 104).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.domain.dialogue import Turn
from assistant.domain.transcript import ConversationEntry
from assistant.errors import StoreError
from assistant.storage.database import WAIT, Database
from assistant.storage.faults import moved_on
from assistant.storage.marks import MarkStore
from assistant.storage.model_use import ChoiceStore, SpendingStore, forget, spend
from assistant.storage.rows import admit_name, admit_turn, title_of, turn_of
from assistant.storage.schema import erasures, marks, turns

_STANDING = turns.c.withdrawn == 0


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class SqliteStore:
    """Conversations in one SQLite file; the ``Store`` of the product.

    ``wait``: seconds to wait for another writer. ``clock``: for the list only, never for order.
    Raises StoreError with a remedy when the file cannot be opened or is not ours.
    """

    def __init__(self, path: Path, wait: float = WAIT, clock: Callable[[], datetime] = now) -> None:
        self._database = Database(path, wait)
        self._clock = clock

    @cached_property
    def marks(self) -> MarkStore:
        """The coaches' marks on the turns of this store."""
        return MarkStore(self._database)

    @cached_property
    def spending(self) -> SpendingStore:
        """What language models have used."""
        return SpendingStore(self._database, self._clock)

    @cached_property
    def choices(self) -> ChoiceStore:
        """Which conversations go without a language model."""
        return ChoiceStore(self._database, self._clock)

    def load(self, conversation: str) -> list[Turn]:
        """The turns that stand, oldest first. Raises UnusableInput, StoreError."""
        query = (
            select(turns.c.body)
            .where(turns.c.conversation == admit_name(conversation), _STANDING)
            .order_by(turns.c.sequence)
        )
        with self._database.reading() as connection:
            bodies = connection.execute(query).scalars().all()
        return [turn_of(body, conversation) for body in bodies]

    def append(self, turn: Turn) -> Turn:
        """Store a turn whole; a known key gives the turn stored under it, even if withdrawn.

        Raises UnusableInput for a text that cannot be stored, StoreError when the conversation
        has moved on or was deleted, and when the disk or another program is in the way.
        """
        body = admit_turn(turn)
        with self._database.writing() as connection:
            _require_not_erased(connection, turn.conversation)
            known = _by_key(connection, turn)
            if known is not None:
                return turn_of(known, turn.conversation)
            sequence, number = _latest(connection, turn.conversation)
            if turn.number != number + 1:
                raise moved_on()
            at = self._clock()
            connection.execute(
                insert(turns).values(
                    conversation=turn.conversation,
                    sequence=sequence + 1,
                    number=turn.number,
                    key=turn.key,
                    recorded_at=at.isoformat(),
                    stage=turn.move.stage.value,
                    level=turn.level.value,
                    move=turn.move.name,
                    title=title_of(turn.message),
                    body=body,
                )
            )
            spend(connection, turn.use, at.date().isoformat())
        return turn

    def undo(self, conversation: str) -> Turn | None:
        """Withdraw the last standing turn and return it. Raises UnusableInput, StoreError."""
        last = (
            select(turns.c.id, turns.c.body)
            .where(turns.c.conversation == admit_name(conversation), _STANDING)
            .order_by(turns.c.sequence.desc())
            .limit(1)
        )
        with self._database.writing() as connection:
            row = connection.execute(last).one_or_none()
            if row is None:
                return None
            turn = turn_of(row.body, conversation)
            connection.execute(update(turns).where(turns.c.id == row.id).values(withdrawn=1))
        return turn

    def conversations(self) -> list[ConversationEntry]:
        """All conversations with a standing turn, the one written to last first."""
        ends = (
            select(
                func.count().label("count"),
                func.min(turns.c.id).label("first"),
                func.max(turns.c.id).label("last"),
            )
            .where(_STANDING)
            .group_by(turns.c.conversation)
            .subquery()
        )
        first, last = turns.alias("first"), turns.alias("last")
        query = (
            select(
                last.c.conversation.label("id"),
                first.c.title,
                ends.c.count.label("turns"),
                last.c.stage,
                last.c.level,
                first.c.recorded_at.label("started"),
                last.c.recorded_at.label("updated"),
            )
            .join_from(ends, first, first.c.id == ends.c.first)
            .join(last, last.c.id == ends.c.last)
            .order_by(ends.c.last.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [ConversationEntry.model_validate(dict(row)) for row in rows]

    def delete(self, conversation: str) -> int:
        """Erase a conversation with its marks; how many turns went, withdrawn ones too.

        Nothing can be appended to it again (case 106). Raises UnusableInput, StoreError.
        """
        mine = turns.c.conversation == admit_name(conversation)
        with self._database.writing() as connection:
            connection.execute(delete(marks).where(marks.c.conversation == conversation))
            gone = connection.execute(delete(turns).where(mine)).rowcount
            forget(connection, conversation)
            if gone:
                connection.execute(
                    insert(erasures).values(
                        digest=_digest(conversation), erased_at=self._clock().isoformat()
                    )
                )
        self._database.wipe_traces()
        return gone

    def close(self) -> None:
        """Close the file; whoever comes next finds it whole."""
        self._database.close()


def _by_key(connection: Connection, turn: Turn) -> str | None:
    """The body of the turn already stored under the key of this one."""
    if turn.key is None:
        return None
    query = select(turns.c.body).where(
        turns.c.conversation == turn.conversation, turns.c.key == turn.key
    )
    return connection.execute(query).scalar_one_or_none()


def _latest(connection: Connection, conversation: str) -> tuple[int, int]:
    """The highest sequence given and the number of the last standing turn; zero without any."""
    row = connection.execute(
        select(
            func.coalesce(func.max(turns.c.sequence), 0),
            func.coalesce(func.max(turns.c.number).filter(_STANDING), 0),
        ).where(turns.c.conversation == conversation)
    ).one()
    return int(row[0]), int(row[1])


def _digest(conversation: str) -> str:
    """What is left of an erased conversation: enough to know its name again, not to read it."""
    return hashlib.sha256(conversation.encode()).hexdigest()


def _require_not_erased(connection: Connection, conversation: str) -> None:
    query = select(erasures.c.digest).where(erasures.c.digest == _digest(conversation))
    if connection.execute(query).first() is not None:
        raise StoreError(
            "This conversation was deleted; your message was not stored.",
            "Start a new conversation.",
        )
