"""Content files: YAML and Markdown with front matter, read strictly.

Every scalar stays the text that was written (``country: no`` is "no"), keys may not repeat,
aliases are refused, and every complaint names file and line. Used for ``prompts/``,
``knowledge/`` and the word lists beside the code.

Limits (reliability.md, cases 65-67): 2 MB a file, 60,000 nodes, depth 20.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import ContentError
from assistant.misfits import broken_yaml, first_cause, nearest, plainly

ROOT = Path(__file__).resolve().parent.parent
PROMPTS = ROOT / "prompts"
KNOWLEDGE = ROOT / "knowledge"

MAX_BYTES = 2_000_000
MAX_NODES = 60_000
MAX_DEPTH = 20

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True)
class Section:
    """A ``# Heading`` of a content file with the list items or the text under it.

    ``text_line`` is where the text begins, the heading's own line where there is none.
    """

    line: int
    items: tuple[tuple[int, str], ...]
    text: str
    text_line: int = 0


@dataclass(frozen=True)
class Document:
    """A Markdown file: its front matter, its sections by heading, and the body as a whole."""

    path: Path
    front: Keys
    sections: dict[str, Section]
    body: str

    def fail(self, line: int, problem: str, remedy: str) -> ContentError:
        """An error that points at a line of this file."""
        return ContentError(f"{shown(self.path)}:{line}: {problem}.", remedy)

    def listed(self, heading: str) -> tuple[tuple[int, str], ...]:
        """The lines under a heading that holds a list and nothing else, with their numbers."""
        section = self.sections.get(heading)
        if section is None:
            raise self.fail(1, f"the heading {heading} is missing", f"Add # {heading}.")
        if section.text:
            raise self.fail(
                section.text_line,
                f"{heading} holds a line outside its list",
                "Begin it with - and a blank, and keep it on one line.",
            )
        if not section.items:
            raise self.fail(section.line, f"{heading} is empty", "Write at least one line.")
        for line, item in section.items:
            if not item:
                raise self.fail(line, "nothing stands behind -", "Write it, or take the line out.")
        return section.items

    def only_headings(self, *known: str) -> None:
        """Refuses a heading that nothing reads."""
        for heading, section in self.sections.items():
            if heading not in known:
                raise self.fail(
                    section.line, f"the heading {heading} is not known", nearest(heading, known)
                )


def shown(path: Path) -> str:
    """A path as a person looks it up: relative to the repository where it lies inside it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read_text(path: Path) -> str:
    """The text of a content file. Raises ContentError when absent, too large or not UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError(
            f"{shown(path)}:1: the file cannot be read ({error.strerror}).", "Put it back."
        ) from error
    if len(raw) > MAX_BYTES:
        raise ContentError(
            f"{shown(path)}:1: {len(raw):,} bytes are too many.", f"Keep it under {MAX_BYTES:,}."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError(
            f"{shown(path)}:{line}: a byte is not UTF-8.", "Save the file as UTF-8."
        ) from error


def parse_yaml(text: str, path: Path, first_line: int = 1) -> Any:
    """YAML as dictionaries, lists and strings. Raises ContentError with file and line."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Keys(first_line)
        return _value(node, path, first_line, _Budget(), 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = mark.line if mark else 0
        written = text.splitlines()[at] if at < len(text.splitlines()) else ""
        problem, remedy = broken_yaml(str(getattr(error, "problem", "")), written)
        raise ContentError(f"{shown(path)}:{first_line + at}: {problem}.", remedy) from error
    finally:
        loader.dispose()


class Keys(dict[str, Any]):
    """A mapping of a content file that knows on which line each of its keys stands."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def with_key(self, key: str, value: Any) -> Keys:
        """A copy that holds one key more."""
        copy = Keys(self.line)
        copy.update(self, **{key: value})
        copy.lines = dict(self.lines)
        return copy


class Items(list[Any]):
    """A list of a content file that knows on which line each of its items stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _Budget:
    """Counts nodes, so that an alias bomb or a huge file is refused before it is built."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def take(self, node: yaml.Node, path: Path, line: int, depth: int) -> None:
        if id(node) in self.seen:
            raise ContentError(f"{shown(path)}:{line}: aliases are not read.", "Write it out.")
        self.seen.add(id(node))
        if len(self.seen) > MAX_NODES or depth > MAX_DEPTH:
            raise ContentError(
                f"{shown(path)}:{line}: too many or too deeply nested values.", "Split the file."
            )


def _value(node: yaml.Node, path: Path, first: int, budget: _Budget, depth: int) -> Any:
    line = first + node.start_mark.line
    budget.take(node, path, line, depth)
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        items = Items()
        for child in node.value:
            items.append(_value(child, path, first, budget, depth + 1))
            items.lines.append(first + child.start_mark.line)
        return items
    result = Keys(line)
    for key, child in node.value:
        name, at = str(key.value), first + key.start_mark.line
        if name in result:
            raise ContentError(
                f"{shown(path)}:{at}: {name} is given twice.", "Keep one of the two."
            )
        result[name] = _value(child, path, first, budget, depth + 1)
        result.lines[name] = at
    return result


def validate(model: type[_M], value: Any, path: Path, line: int) -> _M:
    """A record from parsed content; what does not fit is named with file, line and remedy.

    ``line`` is where the value begins, for values that do not know their own lines.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = first_cause(error.errors())
        problem, remedy = plainly(model, first)
        start = value.line if isinstance(value, Keys) else line
        at = line_of(value, first["loc"], start)
        raise ContentError(f"{shown(path)}:{at}: {problem}.", remedy) from error


def line_of(value: Any, where: Iterable[Any], line: int) -> int:
    """The line of the deepest part of parsed content that the keys and indices lead to."""
    for key in where:
        if isinstance(value, Keys):
            line = value.lines.get(str(key), line)
        elif isinstance(value, Items) and isinstance(key, int) and key < len(value):
            line = value.lines[key]
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            break
    return line


def read_yaml(path: Path) -> Any:
    """A whole YAML file, strictly."""
    return parse_yaml(read_text(path), path)


def read_list(path: Path) -> Items:
    """A YAML file that is one list of entries. Raises ContentError where it is something else."""
    found = read_yaml(path)
    if not isinstance(found, Items):
        raise ContentError(
            f"{shown(path)}:1: the file is no list of entries.", "Begin each entry with - ."
        )
    return found


def read_document(path: Path) -> Document:
    """A Markdown file with front matter between ``---`` lines."""
    text = read_text(path)
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise ContentError(f"{shown(path)}:1: no front matter.", "Start the file with ---.")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise ContentError(f"{shown(path)}:1: the front matter never ends.", "Close it with ---.")
    front = parse_yaml("\n".join(lines[1:end]), path, first_line=2)
    if not isinstance(front, Keys):
        raise ContentError(
            f"{shown(path)}:2: what stands between the --- lines are no keys.",
            "Write each as key: value.",
        )
    body = lines[end + 1 :]
    return Document(path, front, _sections(body, end + 2, path), "\n".join(body).strip())


def only_files(folder: Path, ending: str, *beside: str) -> list[Path]:
    """The content files of a folder in order; one that would not be read is refused.

    Hidden files and an editor's backups (``name~``) are left alone, and so are the names ``beside``.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.name.endswith("~") or path.name in beside:
            continue
        if path.suffix != ending or not path.is_file():
            raise ContentError(
                f"{shown(path)}:1: it would not be read, because only {ending} files are.",
                f"Name it {path.stem}{ending}, or take it out of the folder.",
            )
        found.append(path)
    return found


_HEADING = re.compile(r"#(?: +|$)")


@dataclass
class _Reading:
    """A section while its lines are read."""

    line: int
    items: list[tuple[int, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    text_line: int = 0

    def take(self, number: int, line: str) -> None:
        """Take a line that is no heading."""
        if line.startswith("- ") or line.rstrip() == "-":
            self.items.append((number, line[2:].strip()))
            return
        if line.strip() and not self.text_line:
            self.text_line = number
        self.text.append(line)

    def done(self) -> Section:
        """The section, read to its end."""
        text = "\n".join(self.text).strip()
        return Section(self.line, tuple(self.items), text, self.text_line or self.line)


def _sections(lines: list[str], first: int, path: Path) -> dict[str, Section]:
    sections: dict[str, _Reading] = {}
    at: _Reading | None = None
    for number, line in enumerate(lines, first):
        if not line.startswith("#"):
            if at is not None:
                at.take(number, line)
            continue
        heading = line.lstrip("#").strip()
        where = f"{shown(path)}:{number}:"
        if not _HEADING.match(line):
            raise ContentError(f"{where} {line[:30]!r} is no heading.", f"Write # {heading}.")
        if heading in sections:
            raise ContentError(f"{where} {heading} stands twice.", "Put both under one heading.")
        at = sections[heading] = _Reading(number)
    return {heading: reading.done() for heading, reading in sections.items()}
