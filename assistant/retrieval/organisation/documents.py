"""The register of an organisation's documents, on disk, safe for several processes.

    documents = Documents(settings.organisation)
    document = documents.add(path, now, user)        into quarantine, or the one already there
    documents.publish(document.id, now, user)        replaces the published one of the same name
    documents.published()                            what is searched

``register.json`` is the one truth about what is published. It is written beside its place and
renamed, under a lock, so that a reader sees the state before or after and never one between. The
bytes of a document lie under a name made from their hash; the name it came with is only a label.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.domain.knowledge import ListedRole
from assistant.domain.organisation import Content, Document, DocumentState, FindingKind
from assistant.errors import NotFound, StoreError, UnusableInput
from assistant.retrieval.lock import OwnerLock
from assistant.retrieval.organisation.intake import Kind, label, sniff
from assistant.retrieval.organisation.limited import read_limited
from assistant.retrieval.organisation.taxonomies import Taxonomy

log = logging.getLogger(__name__)

REGISTER = "register.json"
LOCK = "register.lock"
CONTENT = "content.json"
TAXONOMY = "taxonomy.json"
TAXONOMIES = ("onet", "esco")
LOCK_SECONDS = 120.0
ID_LENGTH = 10
_LISTED: TypeAdapter[tuple[ListedRole, ...]] = TypeAdapter(tuple[ListedRole, ...])
_RECORDS: TypeAdapter[tuple[Document, ...]] = TypeAdapter(tuple[Document, ...])

Read = Callable[[Kind, Path], Content]


@dataclass(frozen=True)
class Published:
    """The documents that are searched, newest first, each with what was read from it.

    ``taxonomies`` are public ones that were imported.
    """

    documents: tuple[tuple[Document, Content], ...] = ()
    taxonomies: tuple[tuple[Document, tuple[ListedRole, ...]], ...] = ()

    @property
    def key(self) -> str:
        """A name for exactly these documents; empty when there are none."""
        pairs = (*self.documents, *self.taxonomies)
        return " ".join(document.digest for document, _ in pairs)


class Documents:
    """Takes documents in, publishes and withdraws them."""

    def __init__(self, folder: Path, read: Read = read_limited) -> None:
        self.folder = folder
        self._read = read

    def all(self) -> list[Document]:
        """Every document, the newest first."""
        return sorted(self._records(), key=lambda d: d.added, reverse=True)

    def get(self, ident: str) -> tuple[Document, Content]:
        """A document by its id or the beginning of it. Raises NotFound."""
        document = self._find(self._records(), ident)
        return document, self._content(document)

    def state(self) -> tuple[int, int, int]:
        """A mark that changes whenever the register does; cheap enough for every turn."""
        try:
            status = (self.folder / REGISTER).stat()
        except OSError:
            return 0, 0, 0
        return status.st_mtime_ns, status.st_ino, status.st_size

    def published(self) -> Published:
        """The published documents; one whose files are lost is left out and told in the log."""
        found: list[tuple[Document, Content]] = []
        taxonomies: list[tuple[Document, tuple[ListedRole, ...]]] = []
        published = [d for d in self._records() if d.state is DocumentState.PUBLISHED]
        for document in sorted(published, key=lambda d: (d.decided, d.id), reverse=True):
            try:
                if document.kind in TAXONOMIES:
                    taxonomies.append((document, self._taxonomy(document)))
                else:
                    found.append((document, self._content(document)))
            except NotFound as error:
                log.warning("%s", error)
        return Published(tuple(found), tuple(taxonomies))

    def add(self, path: Path, now: str, user: str) -> tuple[Document, bool]:
        """Take a file into quarantine; whether it is new. Raises UnusableInput when refused."""
        kind = sniff(path)
        raw = path.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        with self._locked():
            records = self._records()
            known = next((d for d in records if d.digest == digest), None)
            if known is not None and known.state in (
                DocumentState.QUARANTINE,
                DocumentState.PUBLISHED,
            ):
                return known, False
            folder = self.folder / digest[:ID_LENGTH]
            folder.mkdir(parents=True, exist_ok=True)
            kept = folder / f"document.{kind.value}"
            kept.write_bytes(raw)
            document = Document(
                id=digest[:ID_LENGTH],
                name=label(path.name),
                digest=digest,
                kind=kind.value,
                size=len(raw),
                state=DocumentState.QUARANTINE,
                added=now,
                added_by=user,
            )
            others = [d for d in records if d.digest != digest]
            try:
                content = self._read(kind, kept)
            except UnusableInput as error:
                shutil.rmtree(folder, ignore_errors=True)
                reason = f"{document.name}: {error}"
                failed = {"state": DocumentState.FAILED, "reason": str(error)}
                self._write([*others, document.model_copy(update=failed)])
                raise UnusableInput(reason, "") from error
            _replace(folder / CONTENT, content.model_dump_json())
            counts = {
                "roles": len(content.entries),
                "excerpts": len(content.excerpts),
                "pages": content.pages,
                "findings": len(content.findings),
            }
            document = document.model_copy(update=counts)
            self._write([*others, document])
            return document, True

    def publish(
        self,
        ident: str,
        now: str,
        user: str,
        *,
        seen: bool = False,
        warm: Callable[[Published], object] | None = None,
    ) -> tuple[Document, list[Document]]:
        """Publish a document; with it, those it replaces. Raises UnusableInput when it must wait.

        ``seen`` says that the findings were looked at. ``warm`` is called with what will be
        published before anybody is served from it.
        """
        with self._locked():
            records = self._records()
            document = self._find(records, ident)
            content = self._content(document)
            self._check(document, content, user, seen=seen)
            replaced = [
                other.model_copy(update=_decided(DocumentState.REPLACED, now, user))
                for other in records
                if other.state is DocumentState.PUBLISHED
                and other.name.casefold() == document.name.casefold()
                and other.id != document.id
            ]
            done = document.model_copy(update=_decided(DocumentState.PUBLISHED, now, user))
            changed = {other.id: other for other in (*replaced, done)}
            if warm is not None:
                gone = {other.id for other in replaced} | {done.id}
                rest = [pair for pair in self.published().documents if pair[0].id not in gone]
                warm(Published(((done, content), *rest), self.published().taxonomies))
            self._write([changed.get(d.id, d) for d in records])
            return done, replaced

    def import_taxonomy(
        self,
        kind: str,
        taxonomy: Taxonomy,
        now: str,
        user: str,
        warm: Callable[[Published], object] | None = None,
    ) -> tuple[Document, bool]:
        """Publish a public taxonomy in place of an older release; whether it is new."""
        text = _LISTED.dump_json(taxonomy.roles).decode()
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._locked():
            records = self._records()
            known = next((d for d in records if d.digest == digest), None)
            if known is not None and known.state is DocumentState.PUBLISHED:
                return known, False
            document = Document(
                id=digest[:ID_LENGTH],
                name=taxonomy.name,
                digest=digest,
                kind=kind,
                size=len(text),
                state=DocumentState.PUBLISHED,
                added=now,
                added_by=user,
                decided=now,
                decided_by=user,
                roles=len(taxonomy.roles),
            )
            folder = self.folder / document.id
            folder.mkdir(parents=True, exist_ok=True)
            _replace(folder / TAXONOMY, text)
            if warm is not None:
                now_published = self.published()
                others = [t for t in now_published.taxonomies if t[0].kind != kind]
                warm(Published(now_published.documents, ((document, taxonomy.roles), *others)))
            changed = [
                d.model_copy(update=_decided(DocumentState.REPLACED, now, user))
                if d.kind == kind and d.state is DocumentState.PUBLISHED
                else d
                for d in records
                if d.digest != digest
            ]
            self._write([*changed, document])
            return document, True

    def withdraw(self, ident: str, now: str, user: str) -> Document:
        """Take a document out of search; it can be added again. Raises NotFound."""
        with self._locked():
            records = self._records()
            document = self._find(records, ident)
            if document.state not in (DocumentState.PUBLISHED, DocumentState.QUARANTINE):
                raise UnusableInput(f"{document.name} is {document.state} already.", "")
            done = document.model_copy(update=_decided(DocumentState.WITHDRAWN, now, user))
            self._write([done if d.id == done.id else d for d in records])
            return done

    def _check(self, document: Document, content: Content, user: str, *, seen: bool) -> None:
        if document.state is DocumentState.PUBLISHED:
            raise UnusableInput(f"{document.name} is published already.", "")
        if document.state is not DocumentState.QUARANTINE:
            raise UnusableInput(f"{document.name} is {document.state}.", "Add the file again.")
        grave = content.grave
        if grave and not seen:
            raise UnusableInput(
                f"{document.name} has {len(grave)} findings that somebody must look at.",
                f"See them with `knowledge show {document.id}`, then publish with --seen.",
            )
        if user == document.added_by and any(f.kind is FindingKind.BIAS for f in grave):
            raise UnusableInput(
                f"{document.name} speaks ill of a group of people.",
                "Somebody other than the one who added it must publish it (BRASSTACKS_USER).",
            )

    def _records(self) -> list[Document]:
        path = self.folder / REGISTER
        try:
            return list(_RECORDS.validate_json(path.read_bytes()))
        except FileNotFoundError:
            return []
        except (OSError, ValidationError) as error:
            raise StoreError(
                f"The register of documents {path} cannot be read.",
                "Restore it from a backup, or move it away and add the documents again.",
            ) from error

    def _write(self, records: list[Document]) -> None:
        text = json.dumps(_RECORDS.dump_python(tuple(records), mode="json"), indent=1)
        _replace(self.folder / REGISTER, text + "\n")

    def _find(self, records: list[Document], ident: str) -> Document:
        wanted = ident.strip().casefold()
        found = [d for d in records if wanted and d.id.startswith(wanted)]
        if len(found) != 1:
            what = "Several documents begin" if found else "No document has an id that begins"
            raise NotFound(f"{what} with {label(ident)}.", "`knowledge list` shows the ids.")
        return found[0]

    def _content(self, document: Document) -> Content:
        path = self.folder / document.id / CONTENT
        if document.state is DocumentState.FAILED or document.kind in TAXONOMIES:
            return Content()
        try:
            return Content.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise NotFound(
                f"What was read from {document.name} is lost.", "Add it again."
            ) from error

    def _taxonomy(self, document: Document) -> tuple[ListedRole, ...]:
        try:
            return _LISTED.validate_json((self.folder / document.id / TAXONOMY).read_bytes())
        except (OSError, ValidationError) as error:
            raise NotFound(f"{document.name} is damaged.", "Import it again.") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the register; others wait their turn."""
        until = time.monotonic() + LOCK_SECONDS
        while (lock := OwnerLock.take(self.folder / LOCK)) is None:
            if not os.access(self.folder, os.W_OK) or time.monotonic() > until:
                raise StoreError(
                    f"The documents in {self.folder} cannot be changed just now.",
                    "Wait for the other process, or check who may write there.",
                )
            time.sleep(0.05)
        try:
            yield
        finally:
            lock.release()


def _decided(state: DocumentState, now: str, user: str) -> dict[str, object]:
    return {"state": state, "decided": now, "decided_by": user}


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".writing-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with part.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written ({error.strerror}).", "Make room.") from error
