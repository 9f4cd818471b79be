"""One owner at a time: a lock file that the operating system lets go when its process ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[bytes]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(stream: IO[bytes]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


class OwnerLock:
    """Holds a folder for this object; another one, here or in another process, waits its turn."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    @classmethod
    def take(cls, path: Path) -> OwnerLock | None:
        """The lock, or None when somebody else has it or the folder cannot be written."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = path.open("ab")
        except OSError:
            return None
        try:
            _take(stream)
        except OSError:
            stream.close()
            return None
        return cls(stream)

    def release(self) -> None:
        """Let go."""
        self._stream.close()
