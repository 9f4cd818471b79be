"""How the terminal speaks: JSON lines to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain import strict_json
from assistant.errors import UnusableInput

DONE, FAILED, UNUSABLE = 0, 1, 2
PIECE = 1 << 14  # bytes that are read at once


def emit(value: Any) -> None:
    """One JSON object a line, flushed, UTF-8 whatever the terminal's encoding."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A human line on standard output."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def put(text: str) -> None:
    """A part of a line on standard output, at once."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """A human line on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def progress(done: int, total: int) -> None:
    """How far a long work is, on standard error; a line a tenth, so that a log stays readable."""
    step = max(1, total // 10)
    if done >= total or done // step != (done - 1) // step:
        tell(f"  {done:,} of {total:,}")


def lines_of(source: str) -> Iterator[bytes]:
    """The lines of a file or of standard input (``-``), as they arrive."""
    with _opened(source) as file:
        for line in iter(file.readline, b""):
            yield line.rstrip(b"\r\n")


def arrived(source: str, most: int) -> Iterator[list[bytes]]:
    """The lines of a file or of standard input (``-``), those that have come together at once.

    At most so many; whoever waits for an answer before the next line gets it.
    """
    with _opened(source) as file:
        yield from _together(file, most)


@contextmanager
def _opened(source: str) -> Iterator[Any]:
    """A file, or standard input, which stays open. Raises UnusableInput."""
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(source).open("rb") as file:
            yield file
    except OSError as error:
        raise UnusableInput(
            f"{source} cannot be read ({error.strerror}).", "Name a file that exists, or - ."
        ) from error


def _together(file: Any, most: int) -> Iterator[list[bytes]]:
    """The whole lines of each piece that is there to be read."""
    begun: list[bytes] = []
    while piece := file.read1(PIECE):
        begun.append(piece)
        if b"\n" not in piece:
            continue
        *lines, rest = b"".join(begun).split(b"\n")
        begun = [rest]
        for first in range(0, len(lines), most):
            yield [line.rstrip(b"\r") for line in lines[first : first + most]]
    if last := b"".join(begun):
        yield [last.rstrip(b"\r")]


def decoded(line: bytes) -> str:
    """A line as text. Raises UnusableInput when it is not UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableInput(
            f"Byte {error.start + 1} of the line is not UTF-8.", "Send UTF-8 text."
        ) from error


def parsed(line: bytes, key: str) -> dict[str, Any]:
    """A line as an object: JSON with ``key`` in it, or plain text under ``key``."""
    text = decoded(line)
    if not text.lstrip().startswith("{"):
        return {key: text}
    try:
        value = strict_json.loads(text)
    except ValueError as error:
        raise UnusableInput(
            "The line starts like JSON and is none.", f'Send {{"{key}": "..."}} or plain text.'
        ) from error
    if not isinstance(value, dict) or not isinstance(value.get(key), str):
        raise UnusableInput(f"The object has no text under {key}.", f'Send {{"{key}": "..."}}.')
    return value


def day(text: str | None) -> date:
    """An ISO date, or today's when none is given. Raises UnusableInput."""
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnusableInput(f"{text} is no date.", "Write it as YYYY-MM-DD.") from error
