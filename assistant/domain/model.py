"""What goes to a language model and what comes back; nothing here knows a provider.

ModelRequest(messages=(ChatMessage(role="system", text="..."), ...), max_tokens=300)
  -> ModelPiece("You said "), ModelPiece("..."), ModelPiece(finish="stop", prompt_tokens=812, ...)
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from assistant.domain.goal import Record
from assistant.errors import FaultKind, ModelFailure


class Speaker(StrEnum):
    """Who speaks in a prompt."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class ChatMessage(Record):
    """One message of a prompt."""

    role: Speaker
    text: str


class ModelRequest(Record):
    """One call: the messages, the most tokens of an answer, a JSON schema where one is wanted.

    ``within``: the seconds that are left for the answer, where they are fewer than usual.
    """

    messages: tuple[ChatMessage, ...]
    max_tokens: int = 300
    output_schema: dict[str, Any] | None = None
    within: float | None = None


def question_to(
    system: str, message: str, max_tokens: int, output_schema: dict[str, Any]
) -> ModelRequest:
    """One message under a system text, to be answered in the shape of a schema."""
    return ModelRequest(
        messages=(
            ChatMessage(role=Speaker.SYSTEM, text=system),
            ChatMessage(role=Speaker.USER, text=message),
        ),
        max_tokens=max_tokens,
        output_schema=output_schema,
    )


class ModelPiece(Record):
    """A piece of an answer; the last one carries the finish reason and the tokens used."""

    text: str = ""
    finish: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0


class ModelReply(Record):
    """A whole answer."""

    text: str
    finish: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


class ModelUse(Record):
    """What a turn asked of a language model: calls, tokens, cost, and what went wrong.

    ``cost`` is in the currency of the prices in the settings; 0 where no price is set.
    """

    model: str
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    user: str = ""
    problems: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.prompt_tokens + self.completion_tokens


class Spent(Record):
    """What language models have cost on a day."""

    tokens: int = 0
    cost: float = 0.0


def whole(pieces: Iterable[ModelPiece]) -> ModelReply:
    """The pieces as one answer. Raises ModelFailure when the answer was cut or filtered."""
    text, last = [], ModelPiece()
    for piece in pieces:
        text.append(piece.text)
        last = piece
    if last.finish != "stop":
        kind = FaultKind.FILTERED if last.finish == "content_filter" else FaultKind.CUT_OFF
        raise ModelFailure(kind, "The language model's answer was cut short.")
    return ModelReply(
        text="".join(text),
        finish=last.finish,
        prompt_tokens=last.prompt_tokens,
        completion_tokens=last.completion_tokens,
    )
