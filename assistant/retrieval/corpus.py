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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.content import parse_yaml, read_document, read_text, validate
from assistant.domain.catalogue import Catalogue
from assistant.domain.knowledge import GuidanceCard, Role
from assistant.errors import ContentError

_FORMAT = "1"


@dataclass(frozen=True)
class Corpus:
    """Everything that can be looked up, with the hash of the files it was read from."""

    roles: tuple[Role, ...]
    cards: tuple[GuidanceCard, ...]
    functions: dict[str, tuple[str, ...]]
    digest: str

    @cached_property
    def catalogue(self) -> Catalogue:
        """The roles as a catalogue."""
        return Catalogue(self.roles)

    @cached_property
    def card_by_id(self) -> dict[str, GuidanceCard]:
        """The cards by id."""
        return {card.id: card for card in self.cards}


def load_corpus(folder: Path, cache: Path | None = None) -> Corpus:
    """The corpus of a knowledge folder. Raises ContentError with file and line."""
    digest = _digest(folder)
    kept = cache / "corpus" / f"{digest[:24]}.json" if cache else None
    if kept is not None and kept.exists():
        return _from_json(json.loads(kept.read_text(encoding="utf-8")), digest)
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
    roles: list[Role] = []
    functions: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "roles").glob("*.yaml")):
        name, names, found = _role_file(path)
        functions[name] = names
        roles.extend(found)
    _unique(roles, folder)
    cards = [_card(path) for path in sorted((folder / "guidance").glob("*.md"))]
    return Corpus(tuple(_resolved(roles)), tuple(cards), functions, digest)


def _role_file(path: Path) -> tuple[str, tuple[str, ...], list[Role]]:
    raw = read_text(path)
    content = parse_yaml(raw, path)
    if not isinstance(content, dict) or not isinstance(content.get("roles"), list):
        raise ContentError(f"{path.name}:1: no list of roles.", "Give function and roles.")
    function = str(content.get("function") or "")
    if not function:
        raise ContentError(f"{path.name}:1: function is missing.", "Name the function first.")
    roles = []
    for entry in content["roles"]:
        line = _line_of_entry(raw, entry)
        item = {**entry, "function": function} if isinstance(entry, dict) else entry
        roles.append(validate(Role, item, path, line, raw))
    return function, tuple(content.get("also_called", ())), roles


def _line_of_entry(raw: str, entry: Any) -> int:
    wanted = f"- id: {entry.get('id')}" if isinstance(entry, dict) else ""
    for number, line in enumerate(raw.splitlines(), 1):
        if wanted and line.strip().startswith(wanted):
            return number
    return 1


def _unique(roles: Iterable[Role], folder: Path) -> None:
    seen: dict[str, str] = {}
    for role in roles:
        if role.id in seen:
            raise ContentError(
                f"{folder.name}/roles: the id {role.id} stands in {seen[role.id]} "
                f"and in {role.function}.",
                "Give one of the two another id.",
            )
        seen[role.id] = role.function


def _resolved(roles: list[Role]) -> list[Role]:
    """Neighbours by id; an id written as another role's other title is followed to that role."""
    by_id = {role.id: role.id for role in roles}
    for role in roles:
        for title in (role.title, *role.other_titles):
            by_id.setdefault(title.casefold().replace(" ", "-"), role.id)
    kept = []
    for role in roles:
        moves = {
            kind: tuple(dict.fromkeys(by_id[i] for i in ids if i in by_id and by_id[i] != role.id))
            for kind, ids in role.moves
        }
        kept.append(role.model_copy(update={"moves": role.moves.model_copy(update=moves)}))
    return kept


def _card(path: Path) -> GuidanceCard:
    document = read_document(path)
    value = {**document.front, "body": document.body}
    card = validate(GuidanceCard, value, path, 2, read_text(path))
    if path.stem != card.id:
        raise document.fail(2, f"id {card.id} stands in {path.name}", "Name both alike.")
    return card


_ROLES: TypeAdapter[tuple[Role, ...]] = TypeAdapter(tuple[Role, ...])
_CARDS: TypeAdapter[tuple[GuidanceCard, ...]] = TypeAdapter(tuple[GuidanceCard, ...])


def _keep(path: Path, corpus: Corpus) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    value = {
        "roles": _ROLES.dump_python(corpus.roles, mode="json"),
        "cards": _CARDS.dump_python(corpus.cards, mode="json"),
        "functions": corpus.functions,
    }
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _from_json(value: dict[str, Any], digest: str) -> Corpus:
    functions = {name: tuple(names) for name, names in value["functions"].items()}
    return Corpus(
        _ROLES.validate_python(value["roles"]),
        _CARDS.validate_python(value["cards"]),
        functions,
        digest,
    )
