"""What an endpoint takes: found out by its refusals, remembered for the process.

    strict JSON schema -> JSON mode -> plain text that is read for its JSON object

OpenAI-compatible servers differ in which fields they know; one that refuses a field says so with
a 4xx before it has done any work, so asking again without it costs no tokens.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assistant.domain.model import ModelRequest
from assistant.errors import FaultKind, ModelFailure


class Structure(StrEnum):
    """How an endpoint is made to answer with an object, strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


_ORDER = list(Structure)


@dataclass
class Dialect:
    """The fields an endpoint takes; changes only towards asking for less."""

    structure: Structure = Structure.SCHEMA
    extras: bool = True  # store=false, token counts in a stream
    new_limit: bool = False  # max_completion_tokens instead of max_tokens
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def messages(self, request: ModelRequest) -> list[tuple[str, str]]:
        """The messages; the wanted schema is told in words where nothing enforces it."""
        messages = [(m.role.value, m.text) for m in request.messages]
        if request.output_schema is not None and self.structure is not Structure.SCHEMA:
            role, text = messages[0]
            schema = json.dumps(request.output_schema, separators=(",", ":"))
            messages[0] = role, f"{text}\n\nJSON schema of the answer: {schema}"
        return messages

    def arguments(self, request: ModelRequest) -> dict[str, Any]:
        """The other fields of the request's body."""
        limit = "max_completion_tokens" if self.new_limit else "max_tokens"
        body: dict[str, Any] = {limit: request.max_tokens}
        if self.extras:
            body["store"] = False
            body["stream_options"] = {"include_usage": True}
        if request.output_schema is not None and self.structure is Structure.OBJECT:
            body["response_format"] = {"type": "json_object"}
        elif request.output_schema is not None and self.structure is Structure.SCHEMA:
            shape = {"name": "answer", "strict": True, "schema": request.output_schema}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        # Past the client's own arguments, which rename some of these fields.
        return {"extra_body": body}

    def learn(self, refusal: ModelFailure, request: ModelRequest) -> bool:
        """Ask for less after a refusal; False when there is nothing left to leave out."""
        if refusal.kind is not FaultKind.REJECTED:
            return False
        said = refusal.detail.casefold()
        if "max_completion_tokens" in said and not self.new_limit:
            self.new_limit = True
        elif self.extras and ("store" in said or "stream_options" in said):
            self.extras = False
        elif request.output_schema is not None and self.structure is not Structure.TEXT:
            self.step_down()
        elif self.extras:
            self.extras = False
        else:
            return False
        return True

    def step_down(self) -> None:
        """Rely on less structure from here on."""
        with self._lock:
            at = _ORDER.index(self.structure)
            self.structure = _ORDER[min(at + 1, len(_ORDER) - 1)]


_FENCE = re.compile(r"```[a-z]*\s*|\s*```")
_COMMA = re.compile(r",(\s*[}\]])")


def repaired(text: str) -> str | None:
    """The JSON object in a text: fences, talk around it and commas too many taken off."""
    body = _FENCE.sub("", text)
    start, end = body.find("{"), body.rfind("}")
    if start < 0 or end <= start:
        return None
    body = body[start : end + 1]
    for candidate in (body, _COMMA.sub(r"\1", body)):
        try:
            value = json.loads(candidate, parse_constant=_refuse)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return candidate
    return None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")
