"""Messages that need a person, not a coach: found before anything else, worded nowhere here.

Detection reads a copy of the message that is normalised (NFKC, no format characters, lower case),
so that spacing tricks and full-width letters do not hide it. Idioms of work ("this deadline is
killing me") are taken out first. Source: reliability.md, section 5. Lists: ``data/safety.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from assistant.content import read_yaml
from assistant.understanding.lexicon import written

_DATA = Path(__file__).parent / "data" / "safety.yaml"


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    lists = read_yaml(_DATA)
    idioms = _pattern(lists.pop("idioms"))
    return idioms, {branch: _pattern(phrases) for branch, phrases in lists.items()}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    body = "|".join(written(phrase) for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{body})(?!\w)", re.IGNORECASE)


def detector_copy(message: str) -> str:
    """The message as the detector reads it."""
    folded = unicodedata.normalize("NFKC", message)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf").casefold()


def safety_branch(message: str) -> str | None:
    """The branch a message belongs to, most urgent first, or None."""
    idioms, branches = _patterns()
    text = idioms.sub(" ", detector_copy(message))
    return next((branch for branch, pattern in branches.items() if pattern.search(text)), None)
