"""The reply while it is being said: verified parts go to the page as they come.

    board.say(ticket, "You said it. ")      by the turn, in its thread
    board.listen(ticket)                    by the page's request, until the turn is over

A submission's ticket cannot be guessed, and its parts are forgotten with it. Nothing here is
kept: what the page shows in the end is the stored turn.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Form
from starlette.responses import Response, StreamingResponse

from assistant.ui.desk import is_id

if TYPE_CHECKING:
    from fastapi import FastAPI

MOST = 200  # submissions at a time; the oldest is forgotten
WAIT = 30.0  # seconds without a part after which a listener goes


@dataclass
class _Line:
    parts: list[str] = field(default_factory=list)
    over: bool = False


class Board:
    """Parts of replies by ticket; safe to use from many threads."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._news = threading.Condition()

    def say(self, ticket: str, part: str) -> None:
        """Add a part to what a ticket's turn has said."""
        with self._news:
            self._line(ticket).parts.append(part)
            self._news.notify_all()

    def end(self, ticket: str) -> None:
        """The turn is over; whoever listens is told, and its parts are forgotten."""
        with self._news:
            self._line(ticket).over = True
            del self._lines[ticket]
            self._news.notify_all()

    def listen(self, ticket: str, wait: float = WAIT) -> Iterator[str]:
        """The parts of a ticket's turn as they come, until it is over or nothing comes."""
        with self._news:
            line = self._line(ticket)
        told = 0
        until = time.monotonic() + wait
        while True:
            with self._news:
                self._news.wait_for(
                    lambda: line.over or len(line.parts) > told,  # noqa: B023  read at once
                    timeout=max(0.0, until - time.monotonic()),
                )
                new, over = line.parts[told:], line.over
            yield from new
            told += len(new)
            if over or not new:
                return

    def _line(self, ticket: str) -> _Line:
        line = self._lines.setdefault(ticket, _Line())
        while len(self._lines) > MOST:
            self._lines.popitem(last=False)[1].over = True
        return line


def add_speaking(app: FastAPI, board: Board) -> None:
    """Register the page's request for the parts of its own submission."""

    @app.post("/speaking")
    def speaking(ticket: str = Form("")) -> Response:
        """The parts as plain text, each when it is there."""
        if not is_id(ticket):
            return Response("There is no such submission.", 404)
        return StreamingResponse(board.listen(ticket), media_type="text/plain; charset=utf-8")
