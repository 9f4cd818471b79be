"""What a writer gets: the move, what is known, the passages, and how often it has tried."""

from __future__ import annotations

from datetime import date

from assistant.domain.dialogue import DialogueState, Move, Understanding
from assistant.domain.goal import Record
from assistant.domain.knowledge import Passage


class Brief(Record):
    """Everything a wording may stand on; a value that is not in here may not be said.

    ``state`` is the state with the newest message heard. ``seed`` makes the choice of phrases
    repeatable; another ``attempt`` gives another wording.
    """

    move: Move
    state: DialogueState
    understanding: Understanding
    passages: tuple[Passage, ...] = ()
    today: date
    seed: int = 0
    attempt: int = 0
