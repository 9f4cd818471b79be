"""What a language model may not say, by reason (``prompts/model/forbidden.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.content import PROMPTS
from assistant.word_lists import blamed_on, phrase_lists

FILE = PROMPTS / "model" / "forbidden.yaml"


@cache
def forbidden(path: Path = FILE) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a model may not say, by group. Raises ContentError with file and line."""
    with blamed_on(path):
        return tuple((group, _pattern(phrases)) for group, phrases in phrase_lists(path).items())


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    body = "|".join(p.replace("'", "'?").replace(" ", r"\s+") for p in phrases)
    # A match ends where a word ends, or behind a blank of its own.
    return re.compile(rf"(?<![\w'])(?:{body})(?:(?<!\w)|(?!\w))", re.IGNORECASE)
