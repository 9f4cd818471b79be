"""How the types of simulated employees talk: ``evals/voices.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.content import read_list, validate
from assistant.domain.goal import Record

VOICES = Path(__file__).parent / "voices.yaml"


class Voice(Record):
    """How a type of employee talks."""

    style: str
    share: float
    openers: tuple[str, ...]
    closers: tuple[str, ...]
    habits: tuple[str, ...]


@cache
def load_voices() -> dict[str, Voice]:
    """All voices by style. Raises ContentError with file and line."""
    voices = [validate(Voice, raw, VOICES, 1) for raw in read_list(VOICES)]
    return {voice.style: voice for voice in voices}
