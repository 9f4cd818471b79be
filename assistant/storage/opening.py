"""Opening a database file: what is refused before SQLite sees it, and how a new one is made.

missing, never there    made under another name, then moved into place whole
missing, once there     refused        zero-length, foreign, damaged header   refused
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from assistant.errors import StoreError
from assistant.storage.faults import RESTORE
from assistant.storage.migrate import upgrade
from assistant.storage.schema import APPLICATION_ID
from assistant.storage.sentinel import Sentinel

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes; the application id stands at offset 68 (SQLite file format, 1.3)
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"}


def connect(path: Path, wait: float, *, query_only: bool = False) -> sqlite3.Connection:
    """A connection with this store's settings; never makes a file.

    Transactions are begun by hand. ``wait`` is the busy timeout in seconds.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("PRAGMA trusted_schema=OFF")
        if query_only:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def prepare_folder(folder: Path) -> None:
    """Make the folder, for its owner only. Raises OSError, and StoreError on a network disk.

    A folder that is already there keeps its mode: it may serve others too, and ``doctor`` tells.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_network(folder)


def refuse_network(folder: Path) -> None:
    """Raises StoreError for a network disk (reliability.md, 7.1)."""
    if file_system(folder) in _NETWORK:
        raise StoreError(
            f"{folder} is on a network disk, where a database can lose what it has stored.",
            "Name a folder on a local disk in BRASSTACKS_HOME.",
        )


def file_system(folder: Path) -> str:
    """The type of the file system a folder is on, where Linux tells it, else nothing."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    place, best, kind = folder.resolve(), 0, ""
    for line in mounts:
        _, point, found, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) >= best and place.is_relative_to(point):
            best, kind = len(point), found
    return kind


def require_never_there(path: Path) -> None:
    """Raises StoreError when there are signs that a missing store was here before."""
    journal = path.with_name(path.name + "-wal")
    if Sentinel(path).read() or journal.exists():
        raise StoreError(
            f"The conversation store is gone: {path}.",
            "Put it back or restore the newest backup. To begin afresh on purpose, delete "
            f"{Sentinel(path).path.name} and {journal.name} beside it.",
        )


def create(path: Path) -> None:
    """Make an empty store. A process killed meanwhile leaves no file under its name.

    Raises StoreError when a store was here before.
    """
    require_never_there(path)
    growing = path.with_name(path.name + ".new")
    growing.unlink(missing_ok=True)
    os.close(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    engine = create_engine("sqlite://", creator=lambda: connect(growing, 0), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        upgrade(connection)
        connection.commit()
    growing.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def inspect(path: Path) -> None:
    """Refuse a file that is not a store of ours. Raises StoreError and OSError; changes nothing."""
    if not path.is_file():
        raise StoreError(f"{path} is no file.", "Move it away or name another folder.")
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        raise StoreError(f"The conversation store is empty, zero bytes long: {path}.", RESTORE)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise StoreError(f"The conversation store is damaged at its beginning: {path}.", RESTORE)
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise StoreError(
            f"{path} is a database of another program.",
            "Move it away or name another folder in BRASSTACKS_HOME.",
        )
