"""The managers a rehearsal can be held with: one file each in ``prompts/personas``.

    load_personas(PROMPTS)["busy"].lines["cover"]  -> ("Who covers? I can't start on another rota.", ...)

Strict: every topic and both reactions must be there, every variable declared, and at least one
line of a topic must need nothing that may be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from assistant.content import Document, only_files, read_document, validate
from assistant.domain.goal import Filled, Record
from assistant.domain.rehearsal import TOPICS

PRESS, YIELD = "press", "yield"
VARIABLES = ("role", "requirement", "timeframe", "ask", "gap", "evidence", "brings")
_VARIABLE = re.compile(r"\{(\w+)\}")
# A rehearsed manager never grants anything: nobody can know that they would.
_GRANTS = re.compile(
    r"\b(?:you(?:'ll| will| can) (?:get|have) (?:it|that|the)|i(?:'ll| will) (?:approve|pay|sign|give you|grant|agree)"
    r"|granted|approved|i promise|it's yours|you have my (?:word|yes)|i agree|it's agreed)\b",
    re.IGNORECASE,
)


class PersonaFront(Record):
    """The front matter of a persona: its name, the words that call it, its favourite topics."""

    persona: str = Field(pattern="^[a-z_]+$", description="small letters, with _ between words")
    called: tuple[Filled, ...] = Field(min_length=1)
    order: tuple[str, ...]
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Persona:
    """A manager to rehearse with: ``lines`` by topic, and ``press`` and ``yield``."""

    name: str
    called: re.Pattern[str]
    order: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]

    @property
    def shown(self) -> str:
        """The name as it is typed behind /rehearse."""
        return self.name.replace("_", "-")


def load_personas(prompts: Path) -> dict[str, Persona]:
    """Every persona below a prompts folder by name. Raises ContentError with file and line."""
    found: dict[str, Persona] = {}
    called: dict[str, str] = {}
    for path in only_files(prompts / "personas", ".md"):
        document = read_document(path)
        persona, words = _persona(document)
        for word in words:
            if (other := called.setdefault(word.casefold(), persona.name)) != persona.name:
                line = document.front.lines["called"]
                raise document.fail(
                    line, f"{word} calls {other} already", "Give it to one of them."
                )
        found[persona.name] = persona
    return found


def _persona(document: Document) -> tuple[Persona, tuple[str, ...]]:
    path = document.path
    front = validate(PersonaFront, document.front, path, 2)
    if path.stem != front.persona:
        raise document.fail(2, f"{front.persona} stands in {path.name}", "Name both alike.")
    if sorted(front.order) != sorted(TOPICS):
        raise document.fail(
            document.front.lines["order"],
            "order does not name every topic once",
            f"Name {', '.join(TOPICS)}.",
        )
    unknown = [name for name in front.variables if name not in VARIABLES]
    if unknown:
        raise document.fail(2, f"the variable {unknown[0]} is not known", _known(VARIABLES))
    document.only_headings(*TOPICS, PRESS, YIELD)
    lines = {name: _lines(document, name, front.variables) for name in (*TOPICS, PRESS, YIELD)}
    words = "|".join(re.escape(word) for word in sorted(front.called, key=len, reverse=True))
    called = re.compile(rf"\b(?:{words})\b", re.I)
    return Persona(front.persona, called, front.order, lines), front.called


def _known(names: tuple[str, ...]) -> str:
    return f"Known are: {', '.join(names)}."


def _lines(document: Document, name: str, declared: tuple[str, ...]) -> tuple[str, ...]:
    items = document.listed(name)
    for line, text in items:
        for variable in _VARIABLE.findall(text):
            if variable not in declared:
                raise document.fail(
                    line, f"the variable {variable} is not declared", _known(declared)
                )
        if '"' in text:
            raise document.fail(line, "a quotation mark inside a spoken line", "Use ' instead.")
        if grant := _GRANTS.search(text):
            raise document.fail(
                line, f"the manager grants something ({grant.group()})", "Let it stay open."
            )
    if not any(not _VARIABLE.search(text) for _, text in items):
        at = document.sections[name].line
        raise document.fail(at, f"every line of {name} needs a variable", "Add one without.")
    return tuple(text for _, text in items)
