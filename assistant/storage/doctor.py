"""What is wrong with a store, for the ``doctor`` command: looks at everything, mends nothing.

check(settings.database) -> []                                     all is well, or none yet
                         -> ["... is open to others: mode 0644. Set it to 0600."]
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, select

from assistant.errors import StoreError
from assistant.storage import migrate
from assistant.storage.database import newest_turn, require_complete
from assistant.storage.faults import explaining
from assistant.storage.opening import connect, inspect, refuse_network, require_never_there
from assistant.storage.rows import turn_of
from assistant.storage.schema import turns
from assistant.storage.sentinel import Sentinel

_WAIT = 5.0  # seconds
_SHOWN = 5  # findings of one kind


def check(path: Path) -> list[str]:
    """One sentence a problem, with its remedy; none for a sound store or where none is yet."""
    problems: list[str] = []
    try:
        with explaining(path):
            if not path.exists():
                require_never_there(path)
                return []
            problems.extend(_open_to_others(path))
            refuse_network(path.parent)
            inspect(path)
            problems.extend(_inside(path))
    except StoreError as error:
        problems.append(str(error))
    return problems


def _open_to_others(path: Path) -> Iterator[str]:
    """Files and the folder that others than the owner may look into."""
    if os.name != "posix":
        return
    files = [found for found in sorted(path.parent.glob(f"{path.name}*")) if found.is_file()]
    for place, wanted in ((path.parent, 0o700), *((file, 0o600) for file in files)):
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & ~wanted & 0o777:
            yield f"{place} is open to others: mode {mode:04o}. Set it to {wanted:04o}."


def _inside(path: Path) -> Iterator[str]:
    """What the pages, the schema, the sentinel and the turns themselves have to say."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect(path, _WAIT, query_only=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        damage = connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})").scalars().all()
        if damage != ["ok"]:
            yield from (f"The conversation store is damaged: {line}." for line in damage)
            return
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            yield f"{len(orphans)} marks belong to no turn. Restore the newest backup."
        migrate.require_known(migrate.revision(connection), path)
        require_complete(newest_turn(connection), Sentinel(path), path)
        yield from _unreadable(connection)


def _unreadable(connection: Connection) -> Iterator[str]:
    """Turns that this version cannot read."""
    shown = 0
    query = select(turns.c.conversation, turns.c.sequence, turns.c.body)
    with closing(connection.execute(query)) as rows:
        for conversation, sequence, body in rows:
            try:
                turn_of(body, conversation)
            except StoreError as error:
                yield f"Row {sequence}: {error}"
                shown += 1
            if shown == _SHOWN:
                return
