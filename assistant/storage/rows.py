"""From turns to what a row holds, and back; nothing goes in that would not come out the same.

admit_turn(turn)   -> the JSON of the turn           turn_of(body, conversation) -> the turn
admit_name(text)   -> a conversation's id or a key   title_of(message) -> a line of the list
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from assistant.domain.dialogue import Turn
from assistant.errors import StoreError, UnusableInput

TITLE = 60  # characters
NAME = 200  # characters

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def admit_turn(turn: Turn) -> str:
    """The JSON of a turn. Raises UnusableInput for what cannot be stored and read back the same.

    NUL ends a text early in SQLite, half a character (a lone surrogate) cannot be encoded.
    """
    admit_name(turn.conversation)
    if turn.key is not None:
        admit_name(turn.key)
    for text in _texts(turn.model_dump()):
        admit_text(text)
    body = turn.model_dump_json()
    try:
        same = Turn.model_validate_json(body).model_dump_json() == body
    except ValidationError:
        same = False
    if not same:
        raise UnusableInput(
            "The turn holds a value that cannot be stored.", "Put it in other words, please."
        )
    return body


def admit_text(text: str) -> str:
    """A text that SQLite keeps as it is. Raises UnusableInput for NUL and half characters."""
    if _UNSTORABLE.search(text):
        raise UnusableInput(
            "The text holds a character that cannot be stored.",
            "Type it again, or paste it as plain text.",
        )
    return text


def admit_name(name: str) -> str:
    """The id of a conversation or a key. Raises UnusableInput when empty or over 200 characters."""
    if not 1 <= len(name) <= NAME:
        raise UnusableInput(
            "A conversation needs a name to be found by.", f"Use 1 to {NAME} characters."
        )
    return admit_text(name)


def turn_of(body: str, conversation: str) -> Turn:
    """The turn of a row. Raises StoreError when it no longer reads as one."""
    try:
        return Turn.model_validate_json(body)
    except ValidationError as error:
        raise StoreError(
            f"A turn of conversation {conversation} cannot be read by this version.",
            "Start the version that wrote it, or restore the newest backup.",
        ) from error


def title_of(message: str) -> str:
    """The first words of a message, on one line."""
    return " ".join(message.split())[:TITLE]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
