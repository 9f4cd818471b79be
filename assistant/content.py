"""Content files: YAML and Markdown with front matter, read strictly.

Every scalar stays the text that was written (``country: no`` is "no"), keys may not repeat,
aliases are refused, and every complaint names file and line. Used for ``prompts/``,
``knowledge/`` and the word lists beside the code.

Limits (reliability.md, cases 65-67): 2 MB a file, 60,000 nodes, depth 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import ContentError

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
    """A ``# Heading`` of a content file with the list items or the text under it."""

    line: int
    items: tuple[tuple[int, str], ...]
    text: str


@dataclass(frozen=True)
class Document:
    """A Markdown file: its front matter, its sections by heading, and the body as a whole."""

    path: Path
    front: dict[str, Any]
    sections: dict[str, Section]
    body: str

    def fail(self, line: int, problem: str, remedy: str) -> ContentError:
        """An error that points at a line of this file."""
        return ContentError(f"{shown(self.path)}:{line}: {problem}.", remedy)


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
            return {}
        return _value(node, path, first_line, _Budget(), 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "the YAML cannot be read"
        raise ContentError(
            f"{shown(path)}:{line}: {problem}.", "Quote the value, or mend the indentation."
        ) from error
    finally:
        loader.dispose()


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
        return [_value(child, path, first, budget, depth + 1) for child in node.value]
    result: dict[str, Any] = {}
    for key, child in node.value:
        name = str(key.value)
        if name in result:
            raise ContentError(
                f"{shown(path)}:{first + key.start_mark.line}: {name} is given twice.",
                "Keep one of the two.",
            )
        result[name] = _value(child, path, first, budget, depth + 1)
    return result


def validate(model: type[_M], value: Any, path: Path, line: int, raw: str = "") -> _M:
    """A record from parsed content; what does not fit is named with file, line and remedy."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = [str(part) for part in first["loc"]]
        at = _line_of(raw, where, line) if raw else line
        field = ".".join(where) or "value"
        raise ContentError(
            f"{shown(path)}:{at}: {field}: {first['msg']}.", f"Mend {field} in that file."
        ) from error


def _line_of(raw: str, keys: Sequence[str], start: int) -> int:
    """The line where the deepest named key stands, counted from ``start``."""
    lines = raw.splitlines()
    at = start
    for key in (key for key in keys if not key.isdigit()):
        for number in range(at, len(lines) + 1):
            if lines[number - 1].lstrip("- ").startswith(f"{key}:"):
                at = number
                break
    return at


def read_yaml(path: Path) -> Any:
    """A whole YAML file, strictly."""
    return parse_yaml(read_text(path), path)


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
    if not isinstance(front, dict):
        raise ContentError(f"{shown(path)}:2: the front matter is no list of keys.", "key: value")
    body = lines[end + 1 :]
    return Document(path, front, _sections(body, end + 2), "\n".join(body).strip())


def _sections(lines: list[str], first: int) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    heading, at = "", first
    items: list[tuple[int, str]] = []
    text: list[str] = []

    def close() -> None:
        if heading:
            sections[heading] = Section(at, tuple(items), "\n".join(text).strip())

    for number, line in enumerate(lines, first):
        if line.startswith("# "):
            close()
            heading, at, items, text = line[2:].strip(), number, [], []
        elif line.startswith("- "):
            items.append((number, line[2:].strip()))
        else:
            text.append(line)
    close()
    return sections
