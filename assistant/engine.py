"""What a language model adds to a turn: a second ear and a voice. It decides nothing.

    spoken = engine.speak(Asked(conversation, message, before, turns), brief, plain, on_piece)

The wording goes first. As soon as its first sentence has passed, the reading of the message is
asked for beside it, so no word waits for it; what it hears counts from this turn's record on. A
draft that fails before that gets one more try with the reason, and then no reading is asked for: a
turn makes two calls at most. What cannot be mended is the embedded coach's to say.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Draft, Finding, Turn, Understanding
from assistant.domain.masking import Mask
from assistant.domain.model import ModelPiece, ModelReply, ModelRequest, ModelUse, whole
from assistant.errors import ModelFailure
from assistant.ports import ChatModel, Choices, Spending
from assistant.reply.embedded import EmbeddedWriter
from assistant.reply.model import ModelTexts, Speech, Told, Voice, again, wording_request
from assistant.settings import Settings
from assistant.understanding import (
    Tools,
    merged,
    people_in,
    reading_of,
    reading_request,
    worth_reading,
)
from assistant.verification.audit import Auditor, Frame
from assistant.verification.grounds import Sources

OnPiece = Callable[[str], None]

# Words that people have read and signed, that the plan reads back, or that answer what must not
# be handed on: these stay as they are written.
FIXED = frozenset(
    "refer decline_injection decline_abuse redirect other_language print_plan give_lines "
    "report_undo rehearse".split()
)
INSERTED = ("offers", "routes", "conditions")
_VARIABLE = re.compile(r"\{\w+\}")
_MANAGER = re.compile(r"\{[Mm]anager\}")


@dataclass(frozen=True)
class Asked:
    """What the person said, and what went before it."""

    conversation: str
    message: str
    before: DialogueState
    turns: Sequence[Turn]


@dataclass
class Spoken:
    """What a turn says in the end, who says it, and what it has cost."""

    draft: Draft
    heard: Understanding
    notice: str | None = None
    use: ModelUse | None = None
    apart: tuple[Finding, ...] = ()


@dataclass
class _Bill:
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, request: ModelRequest, prompt: int, completion: int, text: str) -> None:
        """Count a call; where the endpoint gives no counts, a token is about four characters."""
        self.prompt_tokens += prompt or sum(len(m.text) for m in request.messages) // 4
        self.completion_tokens += completion or len(text) // 4


@dataclass(frozen=True)
class ModelEngine:
    """A model, its voice and its ear, with the embedded writer to fall back on."""

    model: ChatModel  # guarded by the breaker
    reader: ChatModel  # the same without it: a reading that comes late is no failure
    writer: EmbeddedWriter
    auditor: Auditor
    tools: Tools
    texts: ModelTexts
    settings: Settings
    spending: Spending
    choices: Choices
    clock: Callable[[], float] = time.monotonic
    _hours: dict[str, deque[float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def speak(self, asked: Asked, brief: Brief, plain: Draft, on_piece: OnPiece | None) -> Spoken:
        """The reply to a brief. Raises nothing: ``plain`` stands when the model does not."""
        mine = Spoken(plain, brief.understanding)
        if brief.move.name in FIXED or self.choices.off(asked.conversation):
            return mine
        if refused := self._refusal():
            mine.notice = self.texts.notice(refused)
            return mine
        return _Take(self, asked, brief, plain, on_piece).spoken()

    def _refusal(self) -> str | None:
        """The notice's heading when the allowance is used up; else the turn is counted."""
        limits, user = self.settings, self.settings.user
        if self.spending.today(user).tokens >= limits.model_user_tokens:
            return "Budget"
        if self.spending.today().tokens >= limits.model_day_tokens:
            return "Budget"
        times = self._hours.setdefault(user, deque())
        now = self.clock()
        while times and now - times[0] > 3600:
            times.popleft()
        if len(times) >= limits.model_hour_turns:
            return "Hour"
        times.append(now)
        return None

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """The cost of a call in the currency of the prices."""
        cost = prompt_tokens * self.settings.model_prompt_price
        cost += completion_tokens * self.settings.model_completion_price
        return round(cost / 1_000_000, 8)


MOST_CALLS = 2


class _Take:
    """One turn's attempt: its request, its checks, its bill."""

    def __init__(
        self,
        engine: ModelEngine,
        asked: Asked,
        brief: Brief,
        plain: Draft,
        on_piece: OnPiece | None,
    ) -> None:
        self.engine, self.asked, self.brief, self.plain = engine, asked, brief, plain
        self.on_piece = on_piece
        self.bill = _Bill()
        self.reading: _Reading | None = None
        recent = (asked.message, *(turn.message for turn in asked.turns[-8:]))
        names = people_in(recent, brief.state, engine.tools)
        user = engine.settings.user
        self.mask = Mask([*names, *([user] if user != "me" else [])])
        values = brief.move.values
        self.inserted = next((values[name] for name in INSERTED if name in values), "")

    def spoken(self) -> Spoken:
        """The reply, by the model where it may stand."""
        started = time.monotonic()
        request = self._request()
        speech = self._say(request)
        if speech.findings and not speech.text and self.bill.calls < MOST_CALLS:
            reasons = [f"{finding.check}: {finding.detail}" for finding in speech.findings]
            speech = self._say(again(request, speech.draft, reasons, self.engine.texts, self.mask))
        draft, notice = self._closed(speech)
        wait = (time.monotonic() - started) * self.engine.settings.model_reading_wait
        heard, apart = self._heard(wait)
        return Spoken(draft, heard, notice, self._use(), apart)

    def _request(self) -> ModelRequest:
        move = self.engine.writer.prompts.move(self.brief.move.name)
        told = Told(move.intent, move.never, self.inserted)
        texts = self.engine.texts
        return wording_request(self.brief, self.asked.turns, self.plain, told, texts, self.mask)

    def _say(self, request: ModelRequest) -> Speech:
        voice = Voice(self.engine.model)
        try:
            pieces = voice.start(request)
        except ModelFailure as failure:
            self.bill.problems.append(failure.kind.value)
            return Speech(failure=failure.kind)
        self.bill.calls += 1
        frame = self._frame()  # worked out while the endpoint thinks

        def check(before: str, sentence: str) -> list[Finding]:
            return self.engine.auditor.findings(frame, before, sentence)

        speech = voice.speak(pieces, check, self._show, self.mask, self.inserted)
        self.bill.add(request, speech.prompt_tokens, speech.completion_tokens, speech.draft)
        self.bill.problems += [finding.check for finding in speech.findings]
        self.bill.problems += [speech.failure.value] if speech.failure else []
        return speech

    def _frame(self) -> Frame:
        writer, move = self.engine.writer, self.brief.move
        files = [writer.prompts.move(name) for name in (move.name, move.follow) if name]
        phrases = [phrase.text for file in files for phrase in (*file.says, *file.asks)]
        sources = Sources(
            values=tuple(writer.told(self.brief).values()),
            idioms="\n".join(phrases),
            says=tuple(_bare(phrase.text) for file in files for phrase in file.says),
            asks=tuple(_bare(phrase.text) for phrase in files[-1].asks),
        )
        return self.engine.auditor.frame(self.brief, self.plain, sources)

    def _show(self, part: str) -> None:
        """A part that has passed; from the first one on, the reading is asked for beside it."""
        if self.on_piece is not None:
            self.on_piece(part)
        if self.reading is None and self.bill.calls < MOST_CALLS:
            if worth_reading(self.asked.message, self.brief.understanding):
                self.bill.calls += 1
                self.reading = _Reading(self.engine, self.asked, self.mask)

    def _closed(self, speech: Speech) -> tuple[Draft, str | None]:
        """The whole reply: the model's, the model's with the embedded question, or the embedded."""
        texts, name = self.engine.texts, self.engine.name
        unseen = self.on_piece is None and speech.failure is not None
        if not speech.text or unseen:
            return self.plain, texts.notice("Stepped in")
        phrases: tuple[str, ...] = ()
        wanted = "" if speech.asked else self._question(speech)
        stopped = speech.findings or speech.failure
        if wanted:
            asked = self.engine.writer.question(self.brief)
            phrases = asked.phrases
        draft = Draft(text=speech.text, phrases=phrases, engine=name)
        return draft, texts.notice("Finished") if stopped or wanted else None

    def _question(self, speech: Speech) -> str:
        """The embedded question, and the list it is about, where the model asked none."""
        question = self.engine.writer.question(self.brief).text
        parts = [self.inserted] if self.inserted and self.inserted not in speech.text else []
        for part in [*parts, *([question] if question else [])]:
            new = speech.add(part, "\n\n" if self.inserted else " ")
            if self.on_piece is not None:
                self.on_piece(new)
        return question

    def _heard(self, wait: float) -> tuple[Understanding, tuple[Finding, ...]]:
        """The embedded reading, with the model's where it is there in time and can be read."""
        heard = self.brief.understanding
        if self.reading is None:
            return heard, ()
        reply = self.reading.within(wait)
        if reply is None:
            self.bill.add(self.reading.request, 0, 0, "")
            self.bill.problems.append("reading_late")
            return heard, ()
        try:
            if isinstance(reply, ModelFailure):
                raise reply
            counts = reply.prompt_tokens, reply.completion_tokens
            self.bill.add(self.reading.request, *counts, reply.text)
            found = reading_of(reply.text, self.mask)
        except ModelFailure as failure:
            self.bill.problems.append(f"reading_{failure.kind.value}")
            return heard, ()
        asked = self.asked
        return merged(
            heard, found, asked.message, asked.before, self.brief.today, self.engine.tools
        )

    def _use(self) -> ModelUse | None:
        bill, engine = self.bill, self.engine
        return ModelUse(
            model=engine.name,
            calls=bill.calls,
            prompt_tokens=bill.prompt_tokens,
            completion_tokens=bill.completion_tokens,
            cost=engine.cost(bill.prompt_tokens, bill.completion_tokens),
            user=engine.settings.user,
            problems=tuple(bill.problems),
        )


def _bare(phrase: str) -> str:
    """A phrase with something in the place of its variables."""
    return _VARIABLE.sub("that", _MANAGER.sub("your manager", phrase))


class _Reading:
    """A reading on its way, in a thread that nobody waits for longer than they say."""

    def __init__(self, engine: ModelEngine, asked: Asked, mask: Mask) -> None:
        system = engine.texts.reading["System"]
        self.request = reading_request(asked.message, asked.before, system, mask)
        self._dropped = threading.Event()
        self._reply: SimpleQueue[ModelReply | ModelFailure] = SimpleQueue()
        threading.Thread(target=self._run, args=(engine.reader,), daemon=True).start()

    def within(self, seconds: float) -> ModelReply | ModelFailure | None:
        """The answer, or None when it takes longer; then the call is dropped."""
        try:
            return self._reply.get(timeout=max(seconds, 0.001))
        except Empty:
            self._dropped.set()
            return None

    def _run(self, reader: ChatModel) -> None:
        try:
            self._reply.put(whole(self._until_dropped(reader.stream(self.request))))
        except ModelFailure as failure:
            self._reply.put(failure)

    def _until_dropped(self, pieces: Iterator[ModelPiece]) -> Iterator[ModelPiece]:
        for piece in pieces:
            if self._dropped.is_set():
                return
            yield piece
