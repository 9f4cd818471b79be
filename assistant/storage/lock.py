"""A lock between processes on a file: one writer, and one checkpoint, at a time.

SQLite up to 3.51.2 may damage a database in WAL mode when one connection writes while another
one checkpoints (reliability.md, finding 6). Everything that writes here holds this lock from
before BEGIN until after the checkpoint that a commit may start. The system frees the lock of a
process that dies.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StoreError

_PAUSE = 0.002  # seconds between two tries

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _free(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _free(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class FileLock:
    """The lock file beside a store, opened once; raises OSError when it cannot be made."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the lock inside. Raises StoreError after waiting in vain for ``wait`` seconds."""
        deadline = time.monotonic() + wait
        while not self._try():
            if time.monotonic() >= deadline:
                raise StoreError(
                    "Another program is writing to the conversation store.",
                    "Try again in a moment, or close the other program.",
                )
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _free(self._handle)

    def close(self) -> None:
        """Give the file back."""
        os.close(self._handle)

    def _try(self) -> bool:
        try:
            _take(self._handle)
        except (BlockingIOError, PermissionError):
            return False
        return True
