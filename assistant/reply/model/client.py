"""The one place that talks to an OpenAI-compatible endpoint, through ``langchain-openai``.

    model = OpenAIModel(Endpoint.of(settings))
    for piece in model.stream(request): ...        raises ModelFailure, and nothing else

Each call has a thread of its own, which is left behind when the deadline passes: neither a dripping
answer nor a name server that hangs can hold a turn. What an endpoint cannot do (strict schemas,
JSON mode, token counts in a stream) is found out by its refusal and remembered (`Dialect`).
"""

from __future__ import annotations

import os
import queue
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.domain.model import ModelPiece, ModelRequest
from assistant.errors import FaultKind, ModelFailure
from assistant.reply.model.dialect import Dialect, repaired
from assistant.reply.model.faults import failure, translated
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_openai import ChatOpenAI

    from assistant.reply.model.wire import Call

MOST_REFUSALS = 5  # of one request, until its dialect is found


@dataclass(frozen=True)
class Endpoint:
    """Where a model is asked, and how long an answer may take; times in seconds."""

    name: str
    url: str
    key: str
    host: str
    deadline: float = 20.0
    first_token: float = 8.0
    connect: float = 3.0

    @classmethod
    def of(cls, settings: Settings, name: str = "") -> Endpoint:
        """The endpoint that the settings name."""
        return cls(
            name=name or settings.model,
            url=settings.model_url,
            key=settings.model_key.get_secret_value(),
            host=settings.model_host,
            deadline=settings.model_deadline,
            first_token=settings.model_first_token,
            connect=settings.model_connect,
        )


class OpenAIModel:
    """A model behind an endpoint; the ``ChatModel`` of the product."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.dialect = Dialect()

    @property
    def name(self) -> str:
        """The model's name, as the turn shows it."""
        return self.endpoint.name

    def warm(self) -> None:
        """Import the client behind the start, so that no first message waits for it."""
        threading.Thread(target=self.open, daemon=True).start()

    def open(self) -> None:
        """Import and build the client; nothing is sent."""
        _ = self._client

    def stream(self, request: ModelRequest) -> Iterator[ModelPiece]:
        """The answer in pieces, the last with the finish reason. Raises ModelFailure.

        The call is on its way when this returns, before the first piece is asked for.
        """
        from assistant.reply.model.wire import Call

        client = self._client  # before the clock starts
        started = time.monotonic()
        deadline = self.endpoint.deadline
        call = Call(started + min(deadline, deadline if request.within is None else request.within))
        pieces: queue.SimpleQueue[ModelPiece | ModelFailure] = queue.SimpleQueue()
        threading.Thread(
            target=self._work, args=(client, request, call, pieces), daemon=True
        ).start()
        return self._arriving(call, pieces, started)

    def _arriving(
        self, call: Call, pieces: queue.SimpleQueue[ModelPiece | ModelFailure], started: float
    ) -> Iterator[ModelPiece]:
        limit = min(started + self.endpoint.first_token, call.deadline)
        try:
            while True:
                piece = _next(pieces, limit)
                limit = call.deadline
                yield piece
                if piece.finish is not None:
                    return
        finally:
            call.abandoned.set()

    def _work(
        self,
        client: ChatOpenAI,
        request: ModelRequest,
        call: Call,
        pieces: queue.SimpleQueue[ModelPiece | ModelFailure],
    ) -> None:
        from assistant.reply.model.wire import current

        current.call = call
        try:
            for piece in self._negotiated(client, request):
                if call.over:
                    return
                pieces.put(piece)
        except Exception as error:  # noqa: BLE001  whatever the client raises is this one failure
            pieces.put(translated(error, self.endpoint.key))

    def _negotiated(self, client: ChatOpenAI, request: ModelRequest) -> Iterator[ModelPiece]:
        """The answer in the dialect the endpoint takes; a refusal costs nothing and is remembered."""
        for _ in range(MOST_REFUSALS):
            begun = False
            try:
                for piece in self._asked(client, request):
                    begun = True
                    yield piece
            except Exception as error:
                refusal = translated(error, self.endpoint.key)
                if begun or not self.dialect.learn(refusal, request):
                    raise
            else:
                return
        raise failure(FaultKind.REJECTED)

    def _asked(self, client: ChatOpenAI, request: ModelRequest) -> Iterator[ModelPiece]:
        text, finish, tokens, size = [], "", (0, 0), 0
        structured = request.output_schema is not None
        for chunk in client.stream(
            self.dialect.messages(request), **self.dialect.arguments(request)
        ):
            said = _text_of(chunk)
            tokens = _tokens_of(chunk) or tokens
            finish = chunk.response_metadata.get("finish_reason") or finish
            size += len(said.encode())
            _check_size(size)
            text.append(said)
            if said:
                # Of an object only its beginning is told, so that the first-token limit is met.
                yield ModelPiece() if structured else ModelPiece(text=said)
        _check_end("".join(text), finish)
        if structured:
            yield ModelPiece(text=self._object("".join(text)))
        yield ModelPiece(finish=finish, prompt_tokens=tokens[0], completion_tokens=tokens[1])

    def _object(self, text: str) -> str:
        """The JSON object in an answer; an endpoint that gave none is asked more plainly next."""
        found = repaired(text)
        if found is None:
            self.dialect.step_down()
            raise failure(FaultKind.MALFORMED, "no JSON object")
        return found

    @cached_property
    def _client(self) -> ChatOpenAI:
        # Private text may go to the endpoint and nowhere else.
        os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
        # The client warns about answers of the wrong type with the answer's text in it.
        warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
        import httpx2
        from langchain_openai import ChatOpenAI
        from openai import DefaultHttpxClient
        from pydantic import SecretStr

        from assistant.reply.model.wire import measure

        end = self.endpoint
        seconds = httpx2.Timeout(
            connect=end.connect,
            read=max(end.first_token, end.connect),
            write=end.connect,
            pool=end.connect,
        )
        return ChatOpenAI(
            model=end.name,
            base_url=end.url,
            api_key=SecretStr(end.key or "none"),
            max_retries=0,
            timeout=seconds,
            use_responses_api=False,
            stream_usage=False,  # asked for by the dialect, where the endpoint takes it
            http_client=DefaultHttpxClient(
                follow_redirects=False, event_hooks={"response": [measure]}
            ),
        )


def _next(pieces: queue.SimpleQueue[ModelPiece | ModelFailure], limit: float) -> ModelPiece:
    try:
        piece = pieces.get(timeout=max(0.0, limit - time.monotonic()))
    except queue.Empty:
        raise failure(FaultKind.DEADLINE) from None
    if isinstance(piece, ModelFailure):
        raise piece
    return piece


def _text_of(chunk: AIMessageChunk) -> str:
    if chunk.tool_call_chunks or chunk.additional_kwargs.get("function_call"):
        raise ModelFailure(FaultKind.TOOL_CALL, "The language model asked for a tool.")
    if not isinstance(chunk.content, str):
        raise failure(FaultKind.MALFORMED, "content is no text")
    return chunk.content


def _tokens_of(chunk: AIMessageChunk) -> tuple[int, int] | None:
    usage = chunk.usage_metadata
    return (usage["input_tokens"], usage["output_tokens"]) if usage else None


def _check_size(size: int) -> None:
    from assistant.reply.model.wire import MAX_TEXT

    if size > MAX_TEXT:
        raise ModelFailure(FaultKind.TOO_BIG, "The language model's answer has no end.")


def _check_end(text: str, finish: str) -> None:
    """An answer without a finish marker was cut, whatever the client thinks of it."""
    if not finish:
        raise failure(FaultKind.CUT_OFF)
    if finish not in ("stop", "length", "content_filter"):
        raise ModelFailure(FaultKind.TOOL_CALL, "The language model asked for a tool.")
    if not text.strip():
        raise ModelFailure(FaultKind.EMPTY, "The language model's answer is empty.")
