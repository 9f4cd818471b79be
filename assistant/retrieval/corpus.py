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
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter

from assistant.content import (
    Keys,
    line_of,
    only_files,
    read_document,
    read_yaml,
    shown,
    validate,
)
from assistant.domain.catalogue import Catalogue
from assistant.domain.goal import Filled, Record
from assistant.domain.knowledge import GuidanceCard, ListedRole, OrganisationRole, Role
from assistant.errors import ContentError

_FORMAT = "3"


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
    for path in only_files(folder / "roles", ".yaml"):
        name, names, found = _role_file(path)
        if name in functions:
            raise ContentError(
                f"{shown(path)}:1: the function {name} has a file already.",
                "Put the roles into that file, or name another function.",
            )
        functions[name] = names
        placed.extend(found)
    _check_unique(placed)
    for problem in unresolved(placed):
        raise problem
    roles = tuple(item.role for item in placed)
    cards = [_card(path) for path in only_files(folder / "guidance", ".md")]
    return Corpus(roles, tuple(cards), functions, digest)


@dataclass(frozen=True)
class _Placed:
    """A role with the file and the entry it was read from, for messages."""

    role: Role
    path: Path
    entry: Keys

    def fail(self, problem: str, remedy: str, *where: str | int) -> ContentError:
        """An error that points at the part of the entry that the keys lead to."""
        line = line_of(self.entry, where, self.entry.line)
        return ContentError(f"{shown(self.path)}:{line}: {problem}.", remedy)


def _role_file(path: Path) -> tuple[str, tuple[str, ...], list[_Placed]]:
    content = read_yaml(path)
    if not isinstance(content, Keys):
        raise ContentError(f"{shown(path)}:1: no list of roles.", "Give function and roles.")
    head = validate(_RoleFile, content, path, 1)
    placed = []
    for line, entry in zip(content["roles"].lines, content["roles"], strict=True):
        if not isinstance(entry, Keys):
            raise ContentError(f"{shown(path)}:{line}: this is no role.", "Begin it with - id: .")
        if "function" in entry:
            raise ContentError(
                f"{shown(path)}:{entry.lines['function']}: a role names no function of its own.",
                "Take the line out; function stands once, at the top of the file.",
            )
        item = entry.with_key("function", head.function)
        placed.append(_Placed(validate(Role, item, path, line), path, entry))
    return head.function, head.also_called, placed


class _RoleFile(Record):
    """A file of roles before its roles are looked at."""

    function: Filled
    also_called: tuple[Filled, ...] = ()
    roles: tuple[Any, ...] = Field(min_length=1)


def _check_unique(placed: Iterable[_Placed]) -> None:
    ids: dict[str, _Placed] = {}
    titles: dict[str, _Placed] = {}
    for item in placed:
        other = ids.setdefault(item.role.id, item)
        if other is not item:
            where = f"{shown(other.path)}:{other.entry.line}"
            problem = f"the id {item.role.id} stands in {where} too"
            raise item.fail(problem, "Give one of the two another id.", "id")
        other = titles.setdefault(item.role.title.casefold(), item)
        if other is not item:
            where = f"{shown(other.path)}:{other.entry.line}"
            problem = f"the title {item.role.title} belongs to {other.role.id} too ({where})"
            raise item.fail(problem, "Give one of the two another title.", "title")


def unresolved(placed: Iterable[_Placed]) -> Iterator[ContentError]:
    """What is wrong with the ways between roles: an id that no role has, the role's own, one twice."""
    placed = list(placed)
    known = [item.role.id for item in placed]
    there = frozenset(known)
    for item in placed:
        for kind, ids in item.role.moves:
            for number, ident in enumerate(ids):
                problem = f"moves.{kind} of {item.role.id}"
                where = ("moves", kind, number)
                if ident not in there:
                    close = get_close_matches(ident, known, 1, 0.7)
                    hint = f"Did you mean {close[0]}?" if close else "Use the id of a role."
                    yield item.fail(f"{problem} leads to {ident}, unknown", hint, *where)
                elif ident == item.role.id:
                    yield item.fail(f"{problem} leads to itself", "Take it out.", *where)
                elif ident in ids[:number]:
                    yield item.fail(f"{problem} names {ident} twice", "Take one out.", *where)


def _card(path: Path) -> GuidanceCard:
    document = read_document(path)
    card = validate(GuidanceCard, document.front.with_key("body", document.body), path, 2)
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
