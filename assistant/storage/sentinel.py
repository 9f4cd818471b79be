"""The newest turn known, in a small file beside the database.

A zero-length file opens as an empty database, and a database whose write-ahead log was deleted
opens as an older one, both without an error (reliability.md, finding 10 and case 99). The file is
written after each durable commit, so it is never ahead of a whole database, only of a robbed one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class Sentinel:
    """Remembers the highest turn id, as twenty digits in ``<database>.last``."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".last")

    def read(self) -> int:
        """The highest turn id known; 0 without the file, 1 when it holds no number.

        One, because an unreadable file still says that turns were there once.
        """
        try:
            return max(int(self.path.read_bytes()), 0)
        except FileNotFoundError:
            return 0
        except (OSError, ValueError):
            return 1

    def write(self, last: int) -> None:
        """Note a turn that is durable. A failure is no failure of the turn, so it is passed over.

        The digits are overwritten in place: this needs no room on a full disk.
        """
        with suppress(OSError):
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(handle, b"%020d\n" % last)
            finally:
                os.close(handle)
