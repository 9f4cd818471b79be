"""The prompt files: one a move (``prompts/moves``), one a kind of uptake (``prompts/uptakes``).

    prompts = load_prompts(PROMPTS)
    prompts.move("ask_timeframe").asks[0]  -> Phrase(id="ask_timeframe/ask/5f0c2a91", ...)

Both engines speak from the same files: a model reads *Intent* and *Never*, the embedded coach
speaks the phrases. A phrase may open with tags: ``[hurry]`` only then, ``[!hurry]`` never then.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from assistant.content import Document, Section, read_document, read_text, validate
from assistant.domain.dialogue import Slot, Stage
from assistant.domain.goal import Record
from assistant.reply.safety import SafetyText, load_safety

_R = TypeVar("_R", bound=Record)

_TAG = re.compile(r"\[(!?[a-z_]+)\]\s*")
_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class Phrase:
    """One stored sentence or two, with the variables it needs and the situations it fits."""

    id: str
    text: str
    variables: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def fits(self, known: frozenset[str], tags: frozenset[str]) -> bool:
        """Whether all variables are known and the tags allow it."""
        return (
            all(name in known for name in self.variables)
            and all(tag in tags for tag in self.only)
            and not any(tag in tags for tag in self.never)
        )


class MoveFront(Record):
    """The front matter of a move file."""

    move: str = Field(pattern="^[a-z_]+$")
    stage: Stage
    slot: Slot | None = None
    variables: tuple[str, ...] = ()


class UptakeFront(Record):
    """The front matter of an uptake file."""

    uptake: str = Field(pattern="^[a-z_]+$")
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class MovePrompt:
    """A move as both engines know it."""

    front: MoveFront
    intent: str
    never: str
    says: tuple[Phrase, ...]
    asks: tuple[Phrase, ...]


@dataclass(frozen=True)
class Prompts:
    """All prompt files by name."""

    moves: dict[str, MovePrompt]
    uptakes: dict[str, tuple[Phrase, ...]]
    wordings: dict[str, dict[str, tuple[Phrase, ...]]] = field(default_factory=dict)
    safety: dict[str, SafetyText] = field(default_factory=dict)

    def move(self, name: str) -> MovePrompt:
        """The prompt of a move; every move has one (a test holds both to it)."""
        return self.moves[name]

    @cached_property
    def by_id(self) -> dict[str, Phrase]:
        """Every phrase by its id."""
        phrases = [p for m in self.moves.values() for p in (*m.says, *m.asks)]
        phrases += [p for group in self.uptakes.values() for p in group]
        return {phrase.id: phrase for phrase in phrases}

    def spoken_texts(self) -> list[str]:
        """Every phrase of the coach, as text."""
        wordings = [p for parts in self.wordings.values() for ps in parts.values() for p in ps]
        return [phrase.text for phrase in (*self.by_id.values(), *wordings)]


def load_prompts(folder: Path) -> Prompts:
    """All prompt files of a folder. Raises ContentError with file and line."""
    moves = {}
    for path in sorted((folder / "moves").glob("*.md")):
        prompt = _move(read_document(path))
        moves[prompt.front.move] = prompt
    uptakes = {}
    for path in sorted((folder / "uptakes").glob("*.md")):
        name, phrases = _uptake(read_document(path))
        uptakes[name] = phrases
    wordings = {
        path.stem: _wording(read_document(path))
        for path in sorted((folder / "wording").glob("*.md"))
    }
    return Prompts(moves, uptakes, wordings, load_safety(folder / "safety"))


def _move(document: Document) -> MovePrompt:
    front = _front(document, MoveFront)
    _same_name(document, front.move)
    return MovePrompt(
        front,
        _text(document, "Intent"),
        _text(document, "Never"),
        _phrases(document, "Say", front.move, front.variables),
        _phrases(document, "Ask", front.move, front.variables),
    )


def _uptake(document: Document) -> tuple[str, tuple[Phrase, ...]]:
    front = _front(document, UptakeFront)
    _same_name(document, front.uptake)
    phrases = _phrases(document, "Phrases", f"uptake/{front.uptake}", front.variables)
    if not phrases:
        raise document.fail(1, "no phrase under # Phrases", "Write at least one.")
    return front.uptake, phrases


def _wording(document: Document) -> dict[str, tuple[Phrase, ...]]:
    declared = tuple(document.front.get("variables", ()))
    return {
        heading: _phrases(document, heading, f"wording/{document.path.stem}", declared)
        for heading in document.sections
    }


def _front(document: Document, model: type[_R]) -> _R:
    return validate(model, document.front, document.path, 2, read_text(document.path))


def _same_name(document: Document, name: str) -> None:
    if document.path.stem != name:
        raise document.fail(2, f"{name} stands in {document.path.name}", "Name both alike.")


def _text(document: Document, heading: str) -> str:
    section = document.sections.get(heading)
    if section is None:
        return ""
    return "\n".join([section.text, *(item for _, item in section.items)]).strip()


def _phrases(
    document: Document, heading: str, owner: str, declared: tuple[str, ...]
) -> tuple[Phrase, ...]:
    section = document.sections.get(heading, Section(1, (), ""))
    found = []
    for line, item in section.items:
        phrase = _phrase(f"{owner}/{heading.lower()}", item)
        unknown = [v for v in phrase.variables if v not in declared and v not in ALWAYS]
        if unknown:
            raise document.fail(
                line,
                f"the variable {unknown[0]} is not declared",
                f"Add it to variables, or mend it; declared are: {', '.join(declared)}.",
            )
        found.append(phrase)
    return tuple(found)


ALWAYS = ("manager", "Manager")


def _phrase(owner: str, item: str) -> Phrase:
    only: list[str] = []
    never: list[str] = []
    while match := _TAG.match(item):
        (never if match[1].startswith("!") else only).append(match[1].lstrip("!"))
        item = item[match.end() :]
    variables = tuple(dict.fromkeys(_VARIABLE.findall(item)))
    # The id follows the wording, not the place, so that a stored turn still knows what it used.
    digest = hashlib.sha256(item.strip().encode()).hexdigest()[:8]
    return Phrase(f"{owner}/{digest}", item.strip(), variables, tuple(only), tuple(never))
