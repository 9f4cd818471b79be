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

from assistant.content import Document, line_of, only_files, read_document, validate
from assistant.domain.dialogue import Slot, Stage
from assistant.domain.goal import Record
from assistant.domain.grammar import questions_in
from assistant.misfits import nearest
from assistant.reply.safety import SafetyText, load_safety

NAME = "small letters, with _ between words"
LONGEST = 40  # words of a phrase; a reply is made of three
# The situations in which the policy sets a tag, and all that a phrase may ever have filled in.
TAGS = (
    "again all_held all_rejected all_thin assumption bare blank blank_before both dated "
    "delegates early first goal granted greeting has_holes has_number hurry lofty no_holes "
    "no_readings no_target only opening opens own own_likes pay person placed postponed "
    "promised reality refused two unanswered undated will"
).split()
VARIABLES = frozenset(
    (
        "a_current a_role advice advice2 ask barrier brings card catalogue change con condition "
        "conditions confidence contact current date1 date2 date3 dated dated2 days_left deadline "
        "dislike evidence fallback first_step follow_up follow_up_date function gap granted held "
        "held_by holes is_are kind like like2 line lost manager meeting name new number objection "
        "offers old opening_line pain_point place present pro promised q q2 rating reading1 "
        "reading2 reading3 reason refused requirement requirement1 requirement2 requirement3 role "
        "role1 role2 route routes script side1 side2 source source2 task1 task2 task3 thin "
        "thin_line timeframe title was_were week week1 week2 weekday wish witness"
    ).split()
)
_F = TypeVar("_F", bound="WordingFront")
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


class WordingFront(Record):
    """The front matter of a wording file."""

    variables: tuple[str, ...] = ()


class MoveFront(WordingFront):
    """The front matter of a move file."""

    move: str = Field(pattern="^[a-z_]+$", description=NAME)
    stage: Stage
    slot: Slot | None = None


class UptakeFront(WordingFront):
    """The front matter of an uptake file."""

    uptake: str = Field(pattern="^[a-z_]+$", description=NAME)


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
    for path in only_files(folder / "moves", ".md"):
        prompt = _move(read_document(path))
        moves[prompt.front.move] = prompt
    uptakes = {}
    for path in only_files(folder / "uptakes", ".md"):
        name, phrases = _uptake(read_document(path))
        uptakes[name] = phrases
    wordings = {
        path.stem: _wording(read_document(path)) for path in only_files(folder / "wording", ".md")
    }
    return Prompts(moves, uptakes, wordings, load_safety(folder / "safety"))


def _move(document: Document) -> MovePrompt:
    front = _front(document, MoveFront)
    _same_name(document, front.move)
    document.only_headings("Intent", "Say", "Ask", "Never")
    asks: tuple[Phrase, ...] = ()
    if front.slot is not None or "Ask" in document.sections:
        asks = _phrases(document, "Ask", front.move, front.variables, questions=1)
    return MovePrompt(
        front,
        _text(document, "Intent"),
        _text(document, "Never"),
        _phrases(document, "Say", front.move, front.variables, questions=0),
        asks,
    )


def _uptake(document: Document) -> tuple[str, tuple[Phrase, ...]]:
    front = _front(document, UptakeFront)
    _same_name(document, front.uptake)
    document.only_headings("Intent", "Phrases")
    _text(document, "Intent")
    owner = f"uptake/{front.uptake}"
    return front.uptake, _phrases(document, "Phrases", owner, front.variables, questions=0)


def _wording(document: Document) -> dict[str, tuple[Phrase, ...]]:
    declared = _front(document, WordingFront).variables
    return {
        heading: _phrases(document, heading, f"wording/{document.path.stem}", declared)
        for heading in document.sections
    }


def _front(document: Document, model: type[_F]) -> _F:
    front = validate(model, document.front, document.path, 2)
    for number, name in enumerate(front.variables):
        if name not in VARIABLES:
            line = line_of(document.front, ("variables", number), 2)
            raise document.fail(
                line, f"nothing ever fills {name}", nearest(name, sorted(VARIABLES))
            )
    return front


def _same_name(document: Document, name: str) -> None:
    if document.path.stem != name:
        raise document.fail(2, f"{name} stands in {document.path.name}", "Name both alike.")


def _text(document: Document, heading: str) -> str:
    section = document.sections.get(heading)
    if section is None:
        raise document.fail(1, f"the heading {heading} is missing", f"Add # {heading}.")
    text = "\n".join([section.text, *(item for _, item in section.items)]).strip()
    if not text:
        raise document.fail(section.line, f"{heading} is empty", "Write a sentence under it.")
    return text


def _phrases(
    document: Document,
    heading: str,
    owner: str,
    declared: tuple[str, ...],
    questions: int | None = None,
) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for line, item in document.listed(heading):
        phrase = _phrase(f"{owner}/{heading.lower()}", item)
        if complaint := _complaint(phrase, declared, questions):
            raise document.fail(line, *complaint)
        if found.setdefault(phrase.id, phrase) is not phrase:
            raise document.fail(line, "this phrase stands here already", "Keep one of the two.")
    return tuple(found.values())


ALWAYS = ("manager", "Manager")


def _complaint(
    phrase: Phrase, declared: tuple[str, ...], questions: int | None
) -> tuple[str, str] | None:
    """What is wrong with a phrase, as problem and remedy."""
    for name in phrase.variables:
        if name not in declared and name not in ALWAYS:
            known = f"declared are: {', '.join(declared) or 'none'}"
            return (
                f"the variable {name} is not declared",
                f"Add it to variables, or mend it; {known}.",
            )
    for tag in (*phrase.only, *phrase.never):
        if tag not in TAGS:
            return f"the tag [{tag}] is never set", nearest(tag, TAGS)
    if phrase.text.startswith("["):
        return "a tag cannot be read", "Write it [like_this], in small letters."
    if re.search(r"[{}]", _VARIABLE.sub("", phrase.text)):
        return "a brace does not enclose a variable", "Write {name}, without blanks."
    if (there := questions_in(phrase.text)) != questions and questions is not None:
        wanted = "exactly one question mark" if questions else "none"
        return f"the phrase holds {there} question marks", f"It needs {wanted}."
    if (words := len(phrase.text.split())) > LONGEST:
        return f"the phrase has {words} words", f"Keep it under {LONGEST + 1}."
    return None


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
