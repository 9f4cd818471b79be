"""A model that says what it is told to: for tests, and for evals that need no endpoint.

ScriptedModel(lambda request: "You said it. Which team would you be in?")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.domain.model import ModelPiece, ModelRequest

Script = Callable[[ModelRequest], str]


class ScriptedModel:
    """Streams the text that ``script`` gives for a request; keeps the requests it was sent.

    ``script`` may raise ModelFailure to play an endpoint that fails.
    """

    def __init__(self, script: Script, name: str = "scripted") -> None:
        self.script = script
        self.name = name
        self.requests: list[ModelRequest] = []

    def stream(self, request: ModelRequest) -> Iterator[ModelPiece]:
        """The script's text, word by word."""
        self.requests.append(request)
        text = self.script(request)
        words = re.findall(r"\s*\S+", text)
        asked = sum(len(message.text.split()) for message in request.messages)
        for word in words:
            yield ModelPiece(text=word)
        yield ModelPiece(finish="stop", prompt_tokens=asked, completion_tokens=len(words))
