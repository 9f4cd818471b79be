"""The corpus: role catalogue and guidance cards, read from ``knowledge/`` and checked.

    corpus = load_corpus(KNOWLEDGE)
    corpus.catalogue.find("hrbp").title  -> "HR Business Partner"
    corpus.cards[0].short_answer         -> "..."

Reading some thousand lines of YAML takes a second; the parsed corpus is kept as JSON in the cache
folder under the hash of all files, so that a second start reads that instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.content import parse_yaml, read_document, read_text, shown, validate
from assistant.domain.catalogue import Catalogue
from assistant.domain.knowledge import GuidanceCard, ListedRole, OrganisationRole, Role
from assistant.errors import ContentError

_FORMAT = "2"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A piece of an organisation's document, with where it stands and since when it counts."""

    id: str
    document: str
    title: str
    heading: str
    source: str
    date: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """Everything that can be looked up, with the hash of what it was read from.

    ``texts`` are an organisation's; ``replaced`` leads from general roles to its own.
    """

    roles: tuple[Role, ...]
    cards: tuple[GuidanceCard, ...]
    functions: dict[str, tuple[str, ...]]
    digest: str
    texts: tuple[SourceText, ...] = ()
    replaced: dict[str, str] = field(default_factory=dict)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The roles as a catalogue."""
        return Catalogue(self.roles, replaced=self.replaced)

    @cached_property
    def shipped(self) -> bool:
        """Whether all of it came with the product."""
        return not self.texts and not any(isinstance(role, ListedRole) for role in self.roles)

    @cached_property
    def own_roles(self) -> int:
        """How many of the roles, the first ones, are an organisation's own."""
        return sum(isinstance(role, OrganisationRole) for role in self.roles)

    @cached_property
    def card_by_id(self) -> dict[str, GuidanceCard]:
        """The cards by id."""
        return {card.id: card for card in self.cards}


def load_corpus(folder: Path, cache: Path | None = None) -> Corpus:
    """The corpus of a knowledge folder. Raises ContentError with file and line."""
    digest = _digest(folder)
    kept = cache / "corpus" / f"{digest[:24]}.json" if cache else None
    found = _kept(kept, digest) if kept is not None else None
    if found is not None:
        return found
    corpus = _read(folder, digest)
    if kept is not None:
        _keep(kept, corpus)
    return corpus


def _digest(folder: Path) -> str:
    digest = hashlib.sha256(_FORMAT.encode())
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [*sorted((folder / "roles").glob("*.yaml")), *sorted((folder / "guidance").glob("*.md"))]


def _read(folder: Path, digest: str) -> Corpus:
    placed: list[_Placed] = []
    functions: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "roles").glob("*.yaml")):
        name, names, found = _role_file(path)
        functions[name] = names
        placed.extend(found)
    _check_unique(placed)
    for problem in unresolved(placed):
        raise problem
    roles = tuple(item.role for item in placed)
    cards = [_card(path) for path in sorted((folder / "guidance").glob("*.md"))]
    return Corpus(roles, tuple(cards), functions, digest)


@dataclass(frozen=True)
class _Placed:
    """A role with the place it was read from, for messages."""

    role: Role
    path: Path
    line: int
    text: str

    def fail(self, line: int, problem: str, remedy: str) -> ContentError:
        return ContentError(f"{shown(self.path)}:{line}: {problem}.", remedy)

    def line_of(self, word: str, key: str) -> int:
        """The line below this role where the key stands with that word; the role's own if none."""
        lines = self.text.splitlines()
        for number in range(self.line, len(lines)):
            text = lines[number]
            if text.strip().startswith("- id:"):
                break
            if text.strip().startswith(f"{key}:") and word in text:
                return number + 1
        return self.line


def _role_file(path: Path) -> tuple[str, tuple[str, ...], list[_Placed]]:
    raw = read_text(path)
    content = parse_yaml(raw, path)
    where = f"{shown(path)}:1:"
    if not isinstance(content, dict) or not isinstance(content.get("roles"), list):
        raise ContentError(f"{where} no list of roles.", "Give function and roles.")
    strange = set(content) - {"function", "also_called", "roles"}
    if strange:
        raise ContentError(f"{where} {min(strange)} is not known here.", "Check its spelling.")
    function = content.get("function")
    if not isinstance(function, str) or not function:
        raise ContentError(f"{where} function is missing.", "Name the function first.")
    names = content.get("also_called") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ContentError(f"{where} also_called is no list of names.", "Write [one, another].")
    placed = []
    for entry in content["roles"]:
        line = _line_of_entry(raw, entry)
        item = {**entry, "function": function} if isinstance(entry, dict) else entry
        placed.append(_Placed(validate(Role, item, path, line, raw), path, line, raw))
    return function, tuple(names), placed


def _line_of_entry(raw: str, entry: Any) -> int:
    wanted = f"- id: {entry.get('id')}" if isinstance(entry, dict) else ""
    for number, line in enumerate(raw.splitlines(), 1):
        if wanted and line.partition("#")[0].strip() == wanted:
            return number
    return 1


def _check_unique(placed: Iterable[_Placed]) -> None:
    seen: dict[str, _Placed] = {}
    for item in placed:
        other = seen.setdefault(item.role.id, item)
        if other is not item:
            lines = item.text.splitlines()
            again = f"- id: {item.role.id}"
            # In one file the second of the two is the one to point at.
            at = max(n for n, text in enumerate(lines, 1) if text.strip().startswith(again))
            raise item.fail(
                at,
                f"the id {item.role.id} stands in {shown(other.path)}:{other.line} too",
                "Give one of the two another id.",
            )


def unresolved(placed: Iterable[_Placed]) -> Iterator[ContentError]:
    """What is wrong with the ways between roles: each id that no role of the catalogue has."""
    placed = list(placed)
    known = {item.role.id for item in placed}
    for item in placed:
        for kind, ids in item.role.moves:
            for ident in ids:
                if ident not in known or ident == item.role.id:
                    what = "leads to itself" if ident in known else f"leads to {ident}, unknown"
                    yield item.fail(
                        item.line_of(ident, kind),
                        f"moves.{kind} of {item.role.id} {what}",
                        "Use the id of a role of the catalogue, or leave it out.",
                    )


def _card(path: Path) -> GuidanceCard:
    document = read_document(path)
    value = {**document.front, "body": document.body}
    card = validate(GuidanceCard, value, path, 2, read_text(path))
    if path.stem != card.id:
        raise document.fail(2, f"id {card.id} stands in {path.name}", "Name both alike.")
    return card


_ROLES: TypeAdapter[tuple[Role, ...]] = TypeAdapter(tuple[Role, ...])
_CARDS: TypeAdapter[tuple[GuidanceCard, ...]] = TypeAdapter(tuple[GuidanceCard, ...])


def _kept(path: Path, digest: str) -> Corpus | None:
    """The corpus as it was kept; a damaged or foreign file counts as absent."""
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")), digest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(path: Path, corpus: Corpus) -> None:
    value = {
        "roles": _ROLES.dump_python(corpus.roles, mode="json"),
        "cards": _CARDS.dump_python(corpus.cards, mode="json"),
        "functions": corpus.functions,
    }
    part = path.with_name(f".building-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()  # read anew next time, then


def _from_json(value: dict[str, Any], digest: str) -> Corpus:
    functions = {name: tuple(names) for name, names in value["functions"].items()}
    return Corpus(
        _ROLES.validate_python(value["roles"]),
        _CARDS.validate_python(value["cards"]),
        functions,
        digest,
    )
