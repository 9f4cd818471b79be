"""One SQLite file: a single writing connection, reading connections of their own.

    with database.writing() as connection:   BEGIN IMMEDIATE ... COMMIT, or ROLLBACK on any error
    with database.reading() as connection:   a consistent view; writers do not wait for it

Settings and why (reliability.md, findings 4-6 and 10, section 4.5): WAL with synchronous=FULL,
so that a commit has reached the disk before it is acknowledged; secure_delete, so that erased
text is overwritten; quick_check and a sentinel at opening, so that loss is noticed.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine

from assistant.errors import StoreError
from assistant.storage import migrate
from assistant.storage.faults import RESTORE, explaining
from assistant.storage.lock import FileLock
from assistant.storage.opening import connect, create, inspect, prepare_folder
from assistant.storage.schema import REVISIONS
from assistant.storage.sentinel import Sentinel

WAIT = 5.0  # seconds to wait for another writer (case 96)


class Database:
    """The open file. Raises StoreError when it cannot be opened; ``wait`` is in seconds."""

    def __init__(self, path: Path, wait: float = WAIT) -> None:
        self.path = path
        self._wait = wait
        self._mutex = threading.Lock()
        self._sentinel = Sentinel(path)
        with explaining(path):
            prepare_folder(path.parent)
            self._lock = FileLock(path.with_name(path.name + ".lock"))
            self._writer = _engine(path, wait, writes=True)
            self._readers = _engine(path, wait, writes=False)
        self._close = weakref.finalize(self, _close, self._lock, self._writer, self._readers)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        with explaining(self.path):
            with self._alone():
                if not self.path.exists():
                    create(self.path)
                inspect(self.path)
                self.path.chmod(0o600)
                self._file = _identity(self.path)
            with self.writing() as connection:
                require_sound(connection, self.path)
                found = migrate.require_known(migrate.revision(connection), self.path)
                require_complete(newest_turn(connection), self._sentinel, self.path)
                if found != REVISIONS[-1]:
                    self._migrate(connection, found)

    def _migrate(self, connection: Connection, found: str) -> None:
        """Bring an older schema up to date, behind a copy; the write lock is held."""
        with closing(connect(self.path, self._wait, query_only=True)) as source:
            migrate.copy_aside(source, self.path, found)
        migrate.upgrade(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block is left. Raises StoreError."""
        with explaining(self.path), self._alone():
            # Leaving the connection rolls back whatever was not committed, for any exception.
            with self._writer.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                self._require_in_place()
                yield connection
                last = newest_turn(connection)
                connection.commit()
            if last:
                self._sentinel.write(last)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for reading. Raises StoreError."""
        self._require_open()
        with explaining(self.path), self._readers.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    def wipe_traces(self) -> None:
        """Empty the write-ahead log and drop the copies of migrations, after an erasure.

        Raises StoreError when another program reads on and on; the erasure itself stands.
        """
        with explaining(self.path), self._alone():
            with self._writer.connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            for copy in migrate.copies(self.path):
                copy.unlink()
        if busy:
            raise StoreError(
                "The conversation is deleted, but another program still reads the store, so "
                "traces of it are left on the disk.",
                "Close the other program and delete the conversation again.",
            )

    def close(self) -> None:
        """Close all connections; closing twice does no harm."""
        self._close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only writer of this process and of all others."""
        self._require_open()
        deadline = time.monotonic() + self._wait
        if not self._mutex.acquire(timeout=self._wait):
            raise StoreError("The conversation store is busy.", "Try again in a moment.")
        try:
            with self._lock.held(max(deadline - time.monotonic(), 0)):
                yield
        finally:
            self._mutex.release()

    def _require_in_place(self) -> None:
        """Refuse to write into a file that was moved or deleted: nobody would find it again."""
        if not self.path.exists() or _identity(self.path) != self._file:
            raise StoreError(
                f"The conversation store was moved, replaced or deleted while in use: {self.path}.",
                "This was not stored. Put the file back, then start the program again.",
            )

    def _require_open(self) -> None:
        if not self._close.alive:
            raise StoreError("The conversation store is closed.", "Start the program again.")


def require_sound(connection: Connection, path: Path) -> None:
    """Refuse a database whose pages do not hold together. Raises StoreError."""
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise StoreError(f"The conversation store is damaged: {path}.", RESTORE)


def require_complete(last: int, sentinel: Sentinel, path: Path) -> None:
    """Refuse a database that has lost turns it had before. Raises StoreError."""
    known = sentinel.read()
    if last < known:
        raise StoreError(
            f"The conversation store has lost turns ({known} were written, {last} are known to "
            f"it): {path}.",
            "Restore the newest backup. To go on without them on purpose, delete "
            f"{sentinel.path.name} beside it.",
        )


def newest_turn(connection: Connection) -> int:
    """The highest turn id ever given; erased turns count."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'turns'"
    return int(connection.exec_driver_sql(query).scalar() or 0)


def _identity(path: Path) -> tuple[int, int]:
    """Which file a name stands for: device and inode."""
    found = path.stat()
    return found.st_dev, found.st_ino


def _engine(path: Path, wait: float, *, writes: bool) -> Engine:
    """The pool of one writing connection, or of as many reading ones as are in use."""

    def opened() -> sqlite3.Connection:
        connection = connect(path, wait, query_only=not writes)
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
        return connection

    return create_engine(
        "sqlite://",
        creator=opened,
        poolclass=QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0 if writes else -1,
        hide_parameters=True,  # what people write does not belong into error messages
    )


def _close(lock: FileLock, writer: Engine, readers: Engine) -> None:
    """Close readers first: the last connection to go checkpoints, which is the writer's task."""
    with suppress(StoreError), lock.held(1.0):
        readers.dispose()
        writer.dispose()
    readers.dispose()
    writer.dispose()
    lock.close()
