"""The second ear: a model reads the message beside the wording, and nobody waits for it.

    reading = ear.listen(asked, brief, mask)        on its way
    ear.within(reading, 0.2)                        there in time: it counts from this turn on
    ear.recall("c1", heard, before)                 there by the next message: from that one on

A reading that is late is kept for its conversation until the next message. Then it counts if it
has come, with the turn that each fact was said in, or it is dropped.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from queue import Empty, SimpleQueue

from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Finding, Understanding
from assistant.domain.masking import Mask
from assistant.domain.model import ModelPiece, ModelReply, ModelRequest, whole
from assistant.engine.asking import Asked
from assistant.errors import ModelFailure
from assistant.ports import ChatModel, Choices
from assistant.understanding import Tools, merged, reading_of, reading_request, worth_reading

MOST = 200  # conversations whose reading is on its way

Heard = tuple[Understanding, tuple[Finding, ...]]


@dataclass
class Reading:
    """A reading on its way: what was asked, and the answer when it comes."""

    asked: Asked
    heard: Understanding
    today: date
    mask: Mask
    request: ModelRequest
    reply: SimpleQueue[ModelReply | ModelFailure] = field(default_factory=SimpleQueue)
    dropped: threading.Event = field(default_factory=threading.Event)

    def within(self, seconds: float) -> ModelReply | ModelFailure | None:
        """The answer, or None when it takes longer."""
        try:
            return self.reply.get(timeout=seconds) if seconds > 0 else self.reply.get_nowait()
        except Empty:
            return None


class SecondEar:
    """Listens through a model, without its breaker: a reading that comes late is no failure."""

    def __init__(self, model: ChatModel, system: str, tools: Tools, choices: Choices) -> None:
        self._model, self._system, self._tools = model, system, tools
        self._choices = choices
        self._late: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def listen(self, asked: Asked, brief: Brief, mask: Mask) -> Reading | None:
        """Ask for a reading in a thread of its own; None where the message needs none."""
        heard = brief.understanding
        if not worth_reading(asked.message, heard):
            return None
        request = reading_request(asked.message, asked.before, self._system, mask)
        reading = Reading(asked, heard, brief.today, mask, request)
        threading.Thread(target=self._run, args=(reading,), daemon=True).start()
        return reading

    def merge(self, reading: Reading, reply: ModelReply) -> Heard:
        """Both readings of the message as one. Raises ModelFailure when this one is none."""
        found = reading_of(reply.text, reading.mask)
        asked = reading.asked
        return merged(reading.heard, found, asked.message, asked.before, reading.today, self._tools)

    def keep(self, reading: Reading) -> None:
        """Keep a late reading for the next message of its conversation."""
        with self._lock:
            self._late[reading.asked.conversation] = reading
            while len(self._late) > MOST:
                self._late.popitem(last=False)[1].dropped.set()

    def recall(self, conversation: str, heard: Understanding, before: DialogueState) -> Heard:
        """What was heard now, with what the late reading of the last message adds to it."""
        with self._lock:
            reading = self._late.pop(conversation, None)
        if reading is None:
            return heard, ()
        reading.dropped.set()
        reply = reading.within(0)
        stale = reading.asked.before.turn + 1 != before.turn
        off = heard.safety is not None or self._choices.off(conversation)
        if stale or off or not isinstance(reply, ModelReply):
            return heard, ()
        try:
            late, apart = self.merge(reading, reply)
        except ModelFailure:
            return heard, ()
        added = late.facts[len(reading.heard.facts) :]
        facts = (*heard.facts, *(fact for fact in added if not _known(fact.text, before)))
        titles = {role.title for role in (*heard.accepted, *heard.rejected, *heard.mentioned)}
        roles = late.mentioned[len(reading.heard.mentioned) :]
        mentioned = (*heard.mentioned, *(role for role in roles if role.title not in titles))
        return heard.model_copy(update={"facts": facts, "mentioned": mentioned}), apart

    def _run(self, reading: Reading) -> None:
        try:
            pieces = self._model.stream(reading.request)
            reading.reply.put(whole(_until_dropped(pieces, reading.dropped)))
        except ModelFailure as failure:
            reading.reply.put(failure)


def _until_dropped(pieces: Iterator[ModelPiece], dropped: threading.Event) -> Iterator[ModelPiece]:
    for piece in pieces:
        if dropped.is_set():
            return
        yield piece


def _known(text: str, before: DialogueState) -> bool:
    return any(text.casefold() == fact.text.casefold() for fact in before.facts)
