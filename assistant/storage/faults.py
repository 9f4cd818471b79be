"""What went wrong below, said so that a person can act on it.

sqlite3.OperationalError (SQLITE_FULL)  ->  StoreError "The disk is full ..."
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from assistant.domain.transcript import Mark
from assistant.errors import NotFound, StoreError

_KEPT = "What was stored before is kept; this was not stored."

RESTORE = "Restore the newest backup; the damaged file is left as it is."

_BY_CODE = {
    sqlite3.SQLITE_FULL: (
        "The disk that holds the conversations is full.",
        f"{_KEPT} Free some space and send it again.",
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program holds the conversation store.",
        f"{_KEPT} Try again in a moment, or close the other program.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The conversation store cannot be written to: {path}.",
        "Give its owner the right to write (file mode 0600, folder mode 0700).",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The conversation store cannot be opened: {path}.",
        "Check that it exists and is yours (file mode 0600, folder mode 0700).",
    ),
    sqlite3.SQLITE_CORRUPT: ("The conversation store is damaged: {path}.", RESTORE),
    sqlite3.SQLITE_IOERR: (
        "The disk failed while the conversation store was in use: {path}.",
        f"{_KEPT} Check the disk, then send it again.",
    ),
}
_BY_CODE[sqlite3.SQLITE_LOCKED] = _BY_CODE[sqlite3.SQLITE_BUSY]
_BY_CODE[sqlite3.SQLITE_PERM] = _BY_CODE[sqlite3.SQLITE_CANTOPEN]
_BY_CODE[sqlite3.SQLITE_NOTADB] = _BY_CODE[sqlite3.SQLITE_CORRUPT]


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Whatever SQLite, SQLAlchemy or the file system raises inside leaves as a StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise explained(error, path) from error


def explained(error: Exception, path: Path) -> StoreError:
    """The StoreError that says what this error of a lower layer means for the store at a path."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return StoreError(
            f"The conversation store cannot be used ({cause.strerror}): {cause.filename or path}.",
            "Its folder must be yours and writable (folder mode 0700, files 0600).",
        )
    code = getattr(cause, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
        return moved_on()
    # The low byte is the kind of error, the rest its finer cause.
    known = _BY_CODE.get(code & 0xFF) if code is not None else None
    if known is None:
        return StoreError(
            f"The conversation store failed ({type(cause).__name__}): {path}.",
            f"{_KEPT} Try again; if it stays, run the doctor command.",
        )
    return StoreError(known[0].format(path=path), known[1])


def moved_on() -> StoreError:
    """Somebody else has written to the conversation since this turn was worked out."""
    return StoreError(
        "The conversation moved on in another window.",
        "Your message was not stored: reload the conversation and send it again.",
    )


def no_such_turn(mark: Mark) -> NotFound:
    """A mark on a turn that is not there, or no longer."""
    return NotFound(
        f"Conversation {mark.conversation} has no turn {mark.turn}.",
        "Reload it: the turn may have been taken back.",
    )
