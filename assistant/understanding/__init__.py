"""Understanding: what a message says, read against what is known and what was asked."""

from assistant.understanding.head import ActHead
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.listen import understand
from assistant.understanding.reading import (
    merged,
    people_in,
    reading_of,
    reading_request,
    worth_reading,
)
from assistant.understanding.safety_head import SafetyHead
from assistant.understanding.tools import Tools

__all__ = [
    "ActHead",
    "Lexicon",
    "SafetyHead",
    "Tools",
    "merged",
    "people_in",
    "reading_of",
    "reading_request",
    "understand",
    "worth_reading",
]
