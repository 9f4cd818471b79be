"""Word lists in YAML: named lists of phrases in regular-expression syntax, read strictly.

phrase_lists(path, ("leads", "tails"))["leads"]   -> ("could i", "can i", ...)
with blamed_on(path, "leads"):
    re.compile("|".join(lists["leads"]))          # a broken phrase is named with its line
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from assistant.content import Items, Keys, read_text, read_yaml, shown
from assistant.errors import ContentError

_REMEDY = r"Close every bracket, and write \( for one that is meant as a sign."


def phrase_lists(path: Path, names: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """The lists of a file by name, ``names`` among them. Raises ContentError with the line."""
    content = read_yaml(path)
    if not isinstance(content, Keys) or not content:
        raise ContentError(f"{shown(path)}:1: no list stands here.", "Write name: [one, another].")
    for name, phrases in content.items():
        at = content.lines[name]
        _check(path, name, phrases, at)
    for name in names:
        if name not in content:
            close = get_close_matches(name, content, 1, 0.7)
            line = content.lines[close[0]] if close else 1
            hint = f"Write {name} for {close[0]}." if close else f"Add {name}: with its phrases."
            raise _fault(path, line, f"the list {name} is missing", hint)
    return {name: tuple(phrases) for name, phrases in content.items()}


def _check(path: Path, name: str, phrases: Any, at: int) -> None:
    if not isinstance(phrases, Items) or not phrases:
        raise _fault(path, at, f"{name} is no list of phrases", "Write [one, another] behind it.")
    for line, phrase in zip(phrases.lines, phrases, strict=True):
        if not isinstance(phrase, str):
            raise _fault(
                path, line, f"a phrase of {name} is no plain text", "Quote it: 'like this'."
            )
        if not phrase.strip():
            # An empty alternative would match everywhere.
            raise _fault(path, line, f"a phrase of {name} is empty", "Take it out.")


def word_file(path: Path) -> tuple[str, ...]:
    """A plain list, a word a line; ``#`` opens a comment line. Raises ContentError when empty."""
    lines = [line.strip() for line in read_text(path).splitlines()]
    words = tuple(line for line in lines if line and not line.startswith("#"))
    if not words:
        raise _fault(path, 1, "the file holds no word", "Put the list back.")
    return words


@contextmanager
def blamed_on(source: Path | Callable[[], Path], *keys: str) -> Iterator[None]:
    """Turns an expression that cannot be read into a ContentError at the line of its phrase.

    ``source`` is the file, or finds it once it is needed.
    """
    try:
        yield
    except re.error as error:
        path = source if isinstance(source, Path) else source()
        content = read_yaml(path)
        for key in keys:
            content = content[key]
        line, why = next(_broken(content, 1), (1, str(error)))
        raise _fault(path, line, f"an expression cannot be read ({why})", _REMEDY) from error


def _broken(content: Any, line: int) -> Iterator[tuple[int, str]]:
    """Line and reason of each phrase that is no expression by itself."""
    if isinstance(content, Keys):
        for name, value in content.items():
            yield from _broken(value, content.lines[name])
    elif isinstance(content, Items):
        for at, value in zip(content.lines, content, strict=True):
            yield from _broken(value, at)
    else:
        try:
            re.compile(str(content))
        except re.error as error:
            yield line, error.msg


def _fault(path: Path, line: int, problem: str, remedy: str) -> ContentError:
    return ContentError(f"{shown(path)}:{line}: {problem}.", remedy)
