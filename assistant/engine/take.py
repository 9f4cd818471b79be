"""One turn's attempt with a model: its request, its checks, its bill."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain.brief import Brief
from assistant.domain.dialogue import Draft, Finding
from assistant.domain.masking import Mask
from assistant.domain.model import ModelRequest, ModelUse
from assistant.engine.asking import Asked, OnPiece, Spoken
from assistant.engine.second_ear import Heard, Reading
from assistant.errors import ModelFailure
from assistant.reply.model import Speech, Told, Voice, again, wording_request
from assistant.understanding import people_in
from assistant.verification.frame import Frame
from assistant.verification.grounds import Sources

if TYPE_CHECKING:
    from assistant.engine.model_engine import ModelEngine

MOST_CALLS = 2
ANSWERED = ("answer_question",)
INSERTED = ("offers", "routes", "conditions")
_VARIABLE = re.compile(r"\{\w+\}")
_MANAGER = re.compile(r"\{[Mm]anager\}")


@dataclass
class Bill:
    """The calls of a turn, their tokens, and what went wrong."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, request: ModelRequest, prompt: int, completion: int, text: str) -> None:
        """Count a call; where the endpoint gives no counts, a token is about four characters."""
        self.prompt_tokens += prompt or sum(len(m.text) for m in request.messages) // 4
        self.completion_tokens += completion or len(text) // 4


class Take:
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
        self.bill = Bill()
        self.reading: Reading | None = None
        recent = (asked.message, *(turn.message for turn in asked.turns[-8:]))
        names = people_in(recent, brief.state, engine.tools)
        user = engine.settings.user
        self.mask = Mask([*names, *([user] if user != "me" else [])])
        self.inserted = self._inserted()

    def _inserted(self) -> str:
        """What the program itself puts in front of the question: a list, or the source."""
        move = self.brief.move
        if move.name in ANSWERED and self.brief.passages:
            source = self.engine.texts.voice["Source"]
            return source.replace("{card}", self.brief.passages[0].title)
        return next((move.values[name] for name in INSERTED if name in move.values), "")

    def spoken(self) -> Spoken:
        """The reply, by the model where it may stand."""
        started = time.monotonic()
        request = self._request()
        speech = self._say(request)
        left = self._left(started)
        tries = self.bill.calls < MOST_CALLS and left >= self.engine.settings.model_first_token
        if speech.findings and not speech.text and tries:
            request = request.model_copy(update={"within": left})
            reasons = [f"{finding.check}: {finding.detail}" for finding in speech.findings]
            speech = self._say(again(request, speech.draft, reasons, self.engine.texts, self.mask))
        draft, notice = self._closed(speech)
        wait = (time.monotonic() - started) * self.engine.settings.model_reading_wait
        heard, apart = self._heard(min(wait, self._left(started)))
        return Spoken(draft, heard, notice, self._use(), (*self.asked.apart, *apart))

    def _left(self, started: float) -> float:
        """Seconds that are left of what a turn may wait for a model in all."""
        return max(0.0, self.engine.settings.model_deadline - (time.monotonic() - started))

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
        frame = self._frame  # worked out while the endpoint thinks

        def check(before: str, sentence: str) -> list[Finding]:
            return self.engine.auditor.findings(frame, before, sentence)

        speech = voice.speak(pieces, check, self._show, self.mask, self.inserted)
        self.bill.add(request, speech.prompt_tokens, speech.completion_tokens, speech.draft)
        self.bill.problems += [finding.check for finding in speech.findings]
        self.bill.problems += [speech.failure.value] if speech.failure else []
        return speech

    @cached_property
    def _frame(self) -> Frame:
        """What the reply is held against, the same for a second try."""
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
            self.reading = self.engine.ear.listen(self.asked, self.brief, self.mask)
            self.bill.calls += self.reading is not None

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

    def _heard(self, wait: float) -> Heard:
        """The embedded reading, with the model's where it is there in time and can be read."""
        heard, reading = self.brief.understanding, self.reading
        if reading is None:
            return heard, ()
        reply = reading.within(wait)
        if reply is None:
            self.bill.add(reading.request, 0, 0, "")
            self.bill.problems.append("reading_late")
            self.engine.ear.keep(reading)
            return heard, ()
        try:
            if isinstance(reply, ModelFailure):
                raise reply
            counts = reply.prompt_tokens, reply.completion_tokens
            self.bill.add(reading.request, *counts, reply.text)
            return self.engine.ear.merge(reading, reply)
        except ModelFailure as failure:
            self.bill.problems.append(f"reading_{failure.kind.value}")
            return heard, ()

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
