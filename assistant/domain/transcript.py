"""What is kept beside the turns: the list of conversations, and a coach's marks and comments.

A review rates the assistant's turns, never the employee: there is no field that could score or
profile a person (reliability.md, finding 12).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from assistant.domain.goal import Record


class ConversationEntry(Record):
    """A line of the list of conversations."""

    id: str
    title: str
    turns: int
    stage: str
    level: str
    started: datetime
    updated: datetime


class MarkKind(StrEnum):
    """What a coach says of a turn of the assistant."""

    GOOD = "good"
    WEAK = "weak"
    WRONG = "wrong"
    UNSAFE = "unsafe"


class Mark(Record):
    """A coach's mark on one turn of the assistant, with a comment."""

    conversation: str
    turn: int
    kind: MarkKind
    comment: str = ""
    reviewer: str = "coach"
    at: datetime
