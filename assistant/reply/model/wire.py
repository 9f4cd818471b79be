"""What may come over the wire: so many bytes, until the deadline, from the host that was asked.

The client's own time-out counts from read to read, so an answer that drips is never late and one
without an end fills the memory. Every read of a body passes here instead. The client runs in a
thread a call, and the call that a thread works for is found through `current`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx2

from assistant.errors import FaultKind, ModelFailure

MAX_WIRE = 256 * 1024  # bytes of a whole answer as it travels
MAX_TEXT = 64 * 1024  # bytes of its text


@dataclass
class Call:
    """One call in flight: when it must be over, and whether anybody still listens.

    ``deadline`` is on the monotonic clock, in seconds.
    """

    deadline: float
    abandoned: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        """Whether reading on is no use."""
        return self.abandoned.is_set() or time.monotonic() > self.deadline


current = threading.local()


class Measured(httpx2.SyncByteStream):
    """A response's body that stops at the cap and at the deadline of the thread's call."""

    def __init__(self, body: httpx2.SyncByteStream) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        call: Call | None = getattr(current, "call", None)
        size = 0
        for chunk in self._body:
            size += len(chunk)
            if size > MAX_WIRE:
                raise ModelFailure(FaultKind.TOO_BIG, "The language model's answer has no end.")
            if call is not None and call.over:
                raise ModelFailure(FaultKind.DEADLINE, "The language model took too long.")
            yield chunk

    def close(self) -> None:
        """Give the connection back or drop it."""
        self._body.close()


def measure(response: httpx2.Response) -> None:
    """Put the meter into a response before anything of its body is read."""
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = Measured(response.stream)
