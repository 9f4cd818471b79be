"""Is a file one that can be read, judged by its bytes and before anything parses it.

sniff(path) -> Kind.PDF       raises UnusableInput with one sentence when it is refused

Limits (reliability.md, cases 57 to 61 and 65): 50 MB; of packed files at most 2,000 entries,
a hundredfold unpacked, no path that leaves the folder, no symbolic link, no archive inside, no
document type definition; 256 KB of YAML.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from enum import StrEnum
from pathlib import Path, PurePosixPath

from assistant.errors import UnusableInput

MAX_BYTES = 50_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 100
MAX_UNPACKED = 200_000_000
MAX_YAML = 256_000
MAX_NAME = 120
HEAD = 4_096

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PACKED = (".zip", ".docx", ".xlsx", ".jar", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz")
_BINARY = {
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a packed file",
    b"Rar!": "a packed file",
    b"7z\xbc\xaf": "a packed file",
}


class Kind(StrEnum):
    """The kinds of file that are read."""

    CSV = "csv"
    JSON = "json"
    YAML = "yaml"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_BY_ENDING = {
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".json": Kind.JSON,
    ".yaml": Kind.YAML,
    ".yml": Kind.YAML,
    ".xlsx": Kind.XLSX,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".txt": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".docx": Kind.DOCX,
    ".pdf": Kind.PDF,
}
_KNOWN = "CSV, JSON, YAML, XLSX, Markdown, HTML, DOCX and PDF are read."


def label(name: str) -> str:
    """A file's name as it is shown: one line, no control or direction characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    seen = " ".join(unicodedata.normalize("NFC", seen).split()).strip(". ")
    if len(seen) > MAX_NAME:
        stem, dot, ending = seen.rpartition(".")
        short = len(ending) < 10 and bool(dot)
        seen = stem[: MAX_NAME - 12] + "…" + (dot + ending if short else "")
    return seen or "unnamed"


def sniff(path: Path) -> Kind:
    """The kind of a file. Raises UnusableInput when it is refused, and says why."""
    name = label(path.name)
    try:
        if not path.is_file():
            raise UnusableInput(f"{name} is no file.", "Name one document.")
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise UnusableInput(f"{name} cannot be read ({error.strerror}).", "Check it.") from error
    if not size:
        raise UnusableInput(f"{name} is empty.", "Save it with its text and add it again.")
    if size > MAX_BYTES:
        raise UnusableInput(
            f"{name} has {size:,} bytes, more than {MAX_BYTES:,}.", "Split it into smaller files."
        )
    wanted = _BY_ENDING.get(path.suffix.casefold())
    if wanted is None:
        raise UnusableInput(f"{name} is of no kind that is read here.", _KNOWN)
    found = _by_content(path, head, name)
    if found is not None and found is not wanted:
        raise UnusableInput(
            f"{name} is named as {wanted} and holds {found}.", "Give it its right ending."
        )
    if found is None and wanted in (Kind.PDF, Kind.DOCX, Kind.XLSX):
        raise UnusableInput(f"{name} is named as {wanted} and is none.", "Save it as one again.")
    if wanted is Kind.YAML and size > MAX_YAML:
        raise UnusableInput(f"{name} has more than {MAX_YAML:,} bytes of YAML.", "Split it.")
    return wanted


def _by_content(path: Path, head: bytes, name: str) -> Kind | None:
    """What the bytes say; None for text, whose kind the ending tells."""
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise UnusableInput(f"{name} is {what}, no document.", _KNOWN)
    if head.startswith(b"PK"):
        return _packed(path, name)
    if b"\0" in head and not _is_utf16(head):
        raise UnusableInput(f"{name} is no text and no document.", _KNOWN)
    return Kind.HTML if _HTML.search(head[:1024]) and path.suffix[:4].casefold() == ".htm" else None


def _is_utf16(head: bytes) -> bool:
    """Whether bytes are text of two bytes a letter, marked as such or not."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    half = len(head) // 2
    return (
        max(head[::2].count(0), head[1::2].count(0))
        > half // 2
        > min(head[::2].count(0), head[1::2].count(0))
    )


def _packed(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, name)
            names = {entry.filename for entry in entries}
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, entry, name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise UnusableInput(f"{name} is damaged or locked.", "Save it again without.") from error
    if any(entry.casefold().endswith("vbaproject.bin") for entry in names):
        raise UnusableInput(f"{name} holds macros.", "Save it without them.")
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    raise UnusableInput(f"{name} is a packed file, no document.", _KNOWN)


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise UnusableInput(f"{name} packs {len(entries):,} files.", f"At most {MAX_ENTRIES:,}.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise UnusableInput(
            f"{name} unpacks to {unpacked:,} bytes, {unpacked // packed} times its size.",
            f"At most {MAX_RATIO} times.",
        )
    for entry in entries:
        inner = PurePosixPath(entry.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or ":" in entry.filename:
            raise UnusableInput(f"{name} holds a path that leads outside.", "It is not taken.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UnusableInput(f"{name} holds a symbolic link.", "It is not taken.")
        if inner.suffix.casefold() in _PACKED:
            raise UnusableInput(f"{name} holds another packed file.", "Add that one by itself.")


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """No document type definition, so that no entity can be expanded or fetched."""
    with archive.open(entry) as stream:
        head = stream.read(64 * HEAD)
    # Of UTF-16 every second byte is nothing; without them the words are plain.
    if _DTD.search(head) or _DTD.search(head.replace(b"\0", b"")):
        raise UnusableInput(f"{name} defines entities of its own.", "Save it again without them.")
