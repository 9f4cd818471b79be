"""What may enter: a message is text, not empty, not too long; everything else gets one sentence.

Limits and cases: reliability.md, section 4.1.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import UnusableInput

MAX_CHARACTERS = 8_000
MAX_MARKS = 8

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def admit(message: object) -> str:
    """The message as it is stored: control characters removed, marks capped, ends stripped.

    Raises UnusableInput for what is no text, empty, longer than 8,000 characters, or holds half
    a character (a lone surrogate).
    """
    if not isinstance(message, str):
        raise UnusableInput("That is no text.", "Send the message as plain text.")
    if any("\ud800" <= character <= "\udfff" for character in message):
        raise UnusableInput(
            "The message holds half a character that cannot be stored.",
            "Type it again, or paste it as plain text.",
        )
    text = _cap_marks(_CONTROL.sub("", message.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(
            f"The message has {len(text):,} characters; {MAX_CHARACTERS:,} fit.",
            "Send the part that matters most.",
        )
    if not any(unicodedata.category(c)[0] in "LNPS" for c in text):
        raise UnusableInput("The message is empty.", "Write a word or two.")
    return text


def _cap_marks(text: str) -> str:
    """At most eight combining marks in a row, so that a page stays responsive."""
    if text.isascii():
        return text
    kept, row = [], 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
