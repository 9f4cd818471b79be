"""``brasstacks knowledge add | list | show | publish | withdraw``: an organisation's documents."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.cli import wire
from assistant.domain.organisation import GRAVE, Content, Document, DocumentState
from assistant.errors import UnusableInput
from assistant.settings import Settings

SHOWN = 12


def add_to(actions: Any) -> None:
    """Register the actions below ``knowledge``."""
    add = actions.add_parser("add", help="take a document into quarantine and look through it")
    add.add_argument("path", nargs="+", help="CSV, JSON, YAML, XLSX, Markdown, HTML, DOCX or PDF")
    add.add_argument("--json", action="store_true")
    add.set_defaults(run=add_documents)
    listing = actions.add_parser("list", help="the documents and how they stand")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_documents)
    show = actions.add_parser("show", help="what was found in a document, and what is suspicious")
    show.add_argument("id", help="the id, or its beginning")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=show_document)
    publish = actions.add_parser("publish", help="search a document from now on")
    publish.add_argument("id")
    publish.add_argument("--seen", action="store_true", help="the findings were looked at")
    publish.set_defaults(run=publish_document)
    taxonomy = actions.add_parser("import", help="read a public taxonomy as it is published")
    taxonomy.add_argument("taxonomy", choices=("onet", "esco"))
    taxonomy.add_argument(
        "path", help="the folder of O*NET's text files, or ESCO's occupations table"
    )
    taxonomy.set_defaults(run=import_taxonomy)
    withdraw = actions.add_parser("withdraw", help="take a document out of search")
    withdraw.add_argument("id")
    withdraw.set_defaults(run=withdraw_document)


def add_documents(arguments: argparse.Namespace) -> int:
    """Each document into quarantine, with what was found in it."""
    settings = Settings()
    code = wire.DONE
    for path in arguments.path:
        try:
            document, new = _documents(settings).add(Path(path), _now(), settings.user)
        except UnusableInput as error:
            wire.tell(f"brasstacks: {error}")
            code = wire.UNUSABLE
            continue
        if not new:
            wire.tell(f"{document.name} is known already and stands as {document.state}.")
        _tell(document, _documents(settings).get(document.id)[1], as_json=arguments.json)
        if document.state is DocumentState.QUARANTINE:
            wire.tell(f"To publish it: brasstacks knowledge publish {document.id}")
    return code


def list_documents(arguments: argparse.Namespace) -> int:
    """One line a document, the newest first."""
    found = _documents(Settings()).all()
    for document in found:
        if arguments.json:
            wire.emit(_row(document))
            continue
        what = document.reason or _counts(document)
        wire.say(f"{document.id}  {document.state:<10}  {document.name}  ({what})")
    if not found:
        wire.tell("No documents yet. `brasstacks knowledge add FILE` takes one in.")
    return wire.DONE


def show_document(arguments: argparse.Namespace) -> int:
    """What was found in a document."""
    document, content = _documents(Settings()).get(arguments.id)
    _tell(document, content, as_json=arguments.json, everything=True)
    return wire.DONE


def publish_document(arguments: argparse.Namespace) -> int:
    """Search it from now on; what it replaces is named."""
    from assistant.bootstrap import warm

    settings = Settings()
    wire.tell("Preparing search.")
    document, replaced = _documents(settings).publish(
        arguments.id, _now(), settings.user, seen=arguments.seen, warm=warm(settings, wire.progress)
    )
    wire.say(f"{document.name} is published ({_counts(document)}).")
    for other in replaced:
        wire.say(f"It replaces {other.id}, added {other.added[:10]}.")
    return wire.DONE


def import_taxonomy(arguments: argparse.Namespace) -> int:
    """A public taxonomy behind the general catalogue."""
    from assistant.bootstrap import warm
    from assistant.retrieval.organisation.taxonomies import read_esco, read_onet

    settings = Settings()
    read = read_onet if arguments.taxonomy == "onet" else read_esco
    taxonomy = read(Path(arguments.path))
    wire.tell(f"{taxonomy.name}: {len(taxonomy.roles):,} occupations. Preparing search.")
    document, new = _documents(settings).import_taxonomy(
        arguments.taxonomy, taxonomy, _now(), settings.user, warm(settings, wire.progress)
    )
    state = "imported" if new else "imported already"
    wire.say(f"{document.id}  {document.name} is {state} ({_counts(document)}).")
    return wire.DONE


def withdraw_document(arguments: argparse.Namespace) -> int:
    """Take it out of search."""
    settings = Settings()
    document = _documents(settings).withdraw(arguments.id, _now(), settings.user)
    wire.say(f"{document.name} is withdrawn.")
    return wire.DONE


def _documents(settings: Settings) -> Any:
    from assistant.retrieval.organisation.documents import Documents

    return Documents(settings.organisation)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="microseconds")


def _row(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude={"digest"})


def _counts(document: Document) -> str:
    parts = [
        f"{number} {name}{'s' if number != 1 else ''}"
        for name, number in (("role", document.roles), ("passage", document.excerpts))
        if number
    ]
    return ", ".join([*parts, f"{document.findings} findings"])


def _tell(document: Document, content: Content, *, as_json: bool, everything: bool = False) -> None:
    if as_json:
        wire.emit({**_row(document), "content": content.model_dump(mode="json")})
        return
    wire.say(f"{document.id}  {document.name}  ({document.state}; {_counts(document)})")
    if document.reason:
        wire.say(f"  {document.reason}")
    limit = None if everything else SHOWN
    for entry in content.entries[:limit]:
        about = ", ".join(part for part in (entry.grade, entry.department) if part)
        wire.say(f"  {entry.place}: {entry.title}{f' ({about})' if about else ''}")
    for excerpt in content.excerpts[:limit]:
        wire.say(f"  {excerpt.place}: {excerpt.text[:100]}")
    shares = Counter(finding.kind for finding in content.findings)
    for finding in sorted(content.findings, key=lambda f: f.kind not in GRAVE)[:limit]:
        mark = "!" if finding.kind in GRAVE else "-"
        wire.say(f"  {mark} {finding.kind} at {finding.place}: {finding.text}")
    if (
        limit is not None
        and max(len(content.entries), len(content.excerpts), sum(shares.values())) > limit
    ):
        wire.tell(f"`brasstacks knowledge show {document.id}` shows all of it.")
