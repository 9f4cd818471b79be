"""The manifest of a built index: what it was built from, and that it is whole.

Chroma opens a directory whose graph files are gone and answers with less, without an error
(libraries.md, "Chroma traps"); what stands here tells before anybody asks it.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.errors import BrassTacksError
from assistant.retrieval.memory import MemoryRetriever

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "chroma.sqlite3"
SAVED = "index_metadata.pickle"  # stands beside a graph that Chroma has saved


class IndexUnusable(BrassTacksError):
    """The index is absent, stale, incomplete or cannot be opened; memory serves instead."""


def write_manifest(
    folder: Path, memory: MemoryRetriever, *, counts: dict[str, int], probes: dict[str, list[str]]
) -> None:
    """Write it, last of all: entries a collection, some ids to look for, every file."""
    manifest = {
        "format": FORMAT,
        "identity": identity(memory),
        "counts": counts,
        "probes": probes,
        "files": _files(folder),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def identity(memory: MemoryRetriever) -> str:
    """What an index is built from: corpus, ear, profiles and the versions that read it."""
    digest = hashlib.sha256(f"{FORMAT}\0{version('chromadb')}\0{memory.key}".encode())
    return digest.hexdigest()


def verify(folder: Path, memory: MemoryRetriever) -> None:
    """Raise IndexUnusable unless the folder holds, whole, an index of what memory holds."""
    manifest = read_manifest(folder)
    if manifest["identity"] != identity(memory):
        raise IndexUnusable("The index was built from other knowledge.", "It is built anew.")
    present = _files(folder)
    for name, mark in manifest["files"].items():
        if present.get(name) != mark:
            raise IndexUnusable(f"The index file {name} is missing or damaged.", "Build it anew.")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a built index. Raises IndexUnusable where there is no whole one."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] == FORMAT and {"identity", "files", "probes"} <= set(manifest):
            return dict(manifest)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise IndexUnusable("There is no whole index.", "It is built anew.")


def _files(folder: Path) -> dict[str, str]:
    """The files of a built index: of a saved graph their hash, of the rest their size.

    A collection below Chroma's saving threshold lives in the database alone, and the files of
    its graph hold whatever was in memory; opening may touch pages of the database.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == MANIFEST or path.name.startswith(f"{DATABASE}-"):
            continue
        mark = "present" if path.name == DATABASE else str(path.stat().st_size)
        if (path.parent / SAVED).exists():
            mark = hashlib.blake2b(path.read_bytes()).hexdigest()[:32]
        found[path.relative_to(folder).as_posix()] = mark
    return found
