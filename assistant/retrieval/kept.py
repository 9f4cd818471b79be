"""Build products on disk: arrays in an ``.npz`` file that is whole or built anew.

    arrays = kept_arrays(folder / "x.npz", ("vectors",), build)    read, or built and written

A file is written beside its place and renamed, so a reader never sees half of one. Every member
carries a checksum; a truncated, altered or foreign file counts as absent. A folder that cannot
be written costs the time of building again and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

FILES_KEPT = 4


def kept_arrays(path: Path | None, names: Iterable[str], build: Callable[[], Arrays]) -> Arrays:
    """The arrays of that file when it is whole and holds those names; else built and kept."""
    found = read_arrays(path, names) if path is not None else None
    if found is not None:
        return found
    made = build()
    if path is not None:
        write_arrays(path, made)
    return made


def read_arrays(path: Path, names: Iterable[str]) -> Arrays | None:
    """The named arrays of a file, or None when it is absent, damaged or lacks one of them."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> bool:
    """Write a file whole, by renaming; False when the folder cannot be written."""
    part = path.with_name(f".building-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **dict(arrays))
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        return False
    return True


def newest_first(folder: Path) -> list[Path]:
    """The whole files of a folder; none where it cannot be read."""
    try:
        return sorted(folder.glob("[!.]*.npz"), key=lambda path: -path.stat().st_mtime_ns)
    except OSError:
        return []


def forget_old(newest: Path) -> None:
    """Delete all but the last few files beside the newest."""
    for path in newest_first(newest.parent)[FILES_KEPT:]:
        if path != newest:
            path.unlink(missing_ok=True)


def text_mark(text: str) -> bytes:
    """What a text is known by from one file to the next: 16 bytes."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def text_key(*texts: str) -> str:
    """A name for what is made of these texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:24]
