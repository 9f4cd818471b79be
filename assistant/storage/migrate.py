"""From an older schema to this one: a copy first, then all steps in one transaction.

A process killed in the middle leaves the file as it was; the copy stays beside it until somebody
erases a conversation, because an erased text may not live on in it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from assistant.errors import StoreError
from assistant.storage.schema import REVISIONS

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

# Alembic hands its context to the revisions through module globals.
_one_at_a_time = Lock()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the revisions that are missing, in the transaction the connection is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _one_at_a_time:
        command.upgrade(config, to)


def revision(connection: Connection) -> str | None:
    """The revision a database says it has; None without one."""
    try:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise
    return None if found is None else str(found)


def require_known(found: str | None, path: Path) -> str:
    """The revision, unless this code has never heard of it. Raises StoreError."""
    if found is None or found not in REVISIONS:
        raise StoreError(
            f"The conversation store has schema {found}, newer than this version: {path}.",
            "Start the newer version of the program again; nothing was changed.",
        )
    return found


def copy_aside(source: sqlite3.Connection, path: Path, found: str) -> Path:
    """A copy of the database at a path, made by SQLite's backup API beside it."""
    target = path.with_name(f"{path.name}.before-{REVISIONS[-1]}-was-{found}")
    growing = target.with_name(target.name + ".new")
    growing.unlink(missing_ok=True)
    os.close(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(growing)) as copy:
        source.backup(copy)
    growing.replace(target)
    return target


def copies(path: Path) -> list[Path]:
    """The copies that migrations have left beside the database at a path."""
    return sorted(path.parent.glob(f"{path.name.replace('[', '[[]')}.before-*"))
