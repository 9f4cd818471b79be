"""What language models have used, and who has switched them off.

store.spending.today("me") -> Spent(tokens=8120, cost=0.02)    store.spending.today() -> all users
store.choices.switch("c1", off=True); store.choices.off("c1")  -> True

A day is UTC by the store's clock. What a turn used is added in the transaction that stores it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from assistant.domain.model import ModelUse, Spent
from assistant.storage.database import Database
from assistant.storage.rows import admit_name
from assistant.storage.schema import spending, without_model


class SpendingStore:
    """Tokens and cost a day and user, in the table ``spending``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def today(self, user: str | None = None) -> Spent:
        """What a user, or everybody together, has used today. Raises StoreError."""
        query = select(
            func.coalesce(func.sum(spending.c.tokens), 0),
            func.coalesce(func.sum(spending.c.cost), 0.0),
        ).where(spending.c.day == self._clock().date().isoformat())
        if user is not None:
            query = query.where(spending.c.account == user)
        with self._database.reading() as connection:
            tokens, cost = connection.execute(query).one()
        return Spent(tokens=int(tokens), cost=float(cost))

    def add(self, use: ModelUse) -> None:
        """Count what was used outside a turn. Raises StoreError."""
        with self._database.writing() as connection:
            spend(connection, use, self._clock().date().isoformat())


class ChoiceStore:
    """Conversations without a language model, in the table ``without_model``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def off(self, conversation: str) -> bool:
        """Whether this conversation goes without a model. Raises UnusableInput, StoreError."""
        query = select(without_model.c.conversation).where(
            without_model.c.conversation == admit_name(conversation)
        )
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def switch(self, conversation: str, *, off: bool) -> None:
        """Choose for a conversation; durable when it returns. Raises UnusableInput, StoreError."""
        name = admit_name(conversation)
        with self._database.writing() as connection:
            forget(connection, name)
            if off:
                row = {"conversation": name, "chosen_at": self._clock().isoformat()}
                connection.execute(insert(without_model).values(**row))


def spend(connection: Connection, use: ModelUse | None, day: str) -> None:
    """Add what a turn used to its user's day."""
    if use is None or not (use.tokens or use.cost):
        return
    row = insert(spending).values(day=day, account=use.user, tokens=use.tokens, cost=use.cost)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["day", "account"],
            set_={
                "tokens": spending.c.tokens + use.tokens,
                "cost": spending.c.cost + use.cost,
            },
        )
    )


def forget(connection: Connection, conversation: str) -> None:
    """Drop a conversation's choice."""
    connection.execute(delete(without_model).where(without_model.c.conversation == conversation))
