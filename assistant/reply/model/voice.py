"""A model's wording, let through sentence by sentence as each one passes.

    speech = Voice(model).speak(request, check, show)

What has been shown is never taken back: when a later sentence fails, or the line breaks, the
speech ends with the last good one and says so. It also ends with its first question, as a reply
does; what a model adds after it nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assistant.domain.dialogue import Finding
from assistant.domain.masking import PLACEHOLDER, Mask
from assistant.domain.model import ModelPiece, ModelRequest
from assistant.errors import FaultKind, ModelFailure
from assistant.ports import ChatModel
from assistant.reply.model.sentences import Splitter

Check = Callable[[str, str], list[Finding]]  # what stands so far, the next sentence
Show = Callable[[str], None]


@dataclass
class Speech:
    """What came of one call: the sentences that passed, and why it stopped where it did.

    ``draft`` is what the model wrote, names hidden, for the second try.
    """

    text: str = ""
    asked: bool = False
    findings: list[Finding] = field(default_factory=list)
    failure: FaultKind | None = None
    draft: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def good(self) -> bool:
        """Whether everything that came may stand."""
        return bool(self.text) and not self.findings and self.failure is None

    def add(self, part: str, gap: str = " ") -> str:
        """Append a part; returns what is new, with the gap before it."""
        new = f"{gap}{part}" if self.text else part
        self.text += new
        return new


class Voice:
    """Speaks through a model."""

    def __init__(self, model: ChatModel) -> None:
        self.model = model

    def speak(
        self, pieces: Iterator[ModelPiece], check: Check, show: Show, mask: Mask, inserted: str = ""
    ) -> Speech:
        """Let a call's sentences through; ``inserted`` goes in front of the question."""
        speech = Speech()
        try:
            for sentence in self._sentences(pieces, speech):
                if not self._take(speech, mask.show(sentence), check, show, inserted):
                    break
        except ModelFailure as failure:
            speech.failure = failure.kind
        finally:
            _close(pieces)
        return speech

    def start(self, request: ModelRequest) -> Iterator[ModelPiece]:
        """Send a request. Raises ModelFailure while the model is left alone."""
        return self.model.stream(request)

    def _sentences(self, pieces: Iterator[ModelPiece], speech: Speech) -> Iterator[str]:
        splitter = Splitter()
        for piece in pieces:
            speech.draft += piece.text
            speech.prompt_tokens = piece.prompt_tokens or speech.prompt_tokens
            speech.completion_tokens = piece.completion_tokens or speech.completion_tokens
            if speech.asked and piece.text.strip():
                return
            yield from splitter.feed(piece.text)
            if piece.finish == "stop" and (rest := splitter.rest()):
                yield rest
            elif piece.finish not in (None, "stop") and not speech.asked:
                kind = piece.finish == "content_filter"
                raise ModelFailure(
                    FaultKind.FILTERED if kind else FaultKind.CUT_OFF, "The answer was cut short."
                )

    def _take(self, speech: Speech, sentence: str, check: Check, show: Show, inserted: str) -> bool:
        """Show a sentence that passes; False ends the speech."""
        if speech.asked:
            return False
        found = check(speech.text, sentence)
        if PLACEHOLDER.search(sentence):
            found.append(Finding(check="placeholder", detail=sentence[:80]))
        if found:
            speech.findings += found
            return False
        speech.asked = "?" in sentence.rstrip("\"'\u201d )")[-1:]
        if speech.asked and inserted:
            show(speech.add(inserted, "\n\n"))
            show(speech.add(sentence, "\n\n"))
        else:
            show(speech.add(sentence))
        return True


def _close(pieces: Iterator[ModelPiece]) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()
