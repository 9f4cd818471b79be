"""What a language model may not say, by reason (``prompts/model/forbidden.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assistant.content import PROMPTS, read_text, read_yaml, shown
from assistant.errors import ContentError


@cache
def forbidden() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a model may not say, by group (``prompts/model/forbidden.yaml``)."""
    path = PROMPTS / "model" / "forbidden.yaml"
    return tuple((group, _pattern(phrases, path)) for group, phrases in read_yaml(path).items())


def _pattern(phrases: list[str], path: Path) -> re.Pattern[str]:
    for phrase in phrases:
        try:
            re.compile(phrase)
        except re.error as error:
            lines = read_text(path).replace("''", "'").splitlines()
            at = next((n for n, line in enumerate(lines, 1) if phrase in line), 1)
            raise ContentError(f"{shown(path)}:{at}: {error}.", "Mend the expression.") from error
    body = "|".join(p.replace("'", "'?").replace(" ", r"\s+") for p in phrases)
    # A match ends where a word ends, or behind a blank of its own.
    return re.compile(rf"(?<![\w'])(?:{body})(?:(?<!\w)|(?!\w))", re.IGNORECASE)
