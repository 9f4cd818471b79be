"""The circuit breaker: a model that fails is left alone for a while, then tried behind the scene.

Three failures within a minute open it, a deadline, a refusal to be called at all and whatever else
somebody has waited for open it at once: nobody waits twice. Every thirty seconds one probe goes out in a thread of its own, so the
turn that starts it is answered by the embedded coach like any other; when the probe is answered,
the next turn has the model back. reliability.md, R12 and case 92.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from enum import Enum, auto

from assistant.domain.model import ChatMessage, ModelPiece, ModelRequest, Speaker
from assistant.errors import FaultKind, ModelFailure
from assistant.ports import ChatModel

log = logging.getLogger(__name__)

FAILURES, WINDOW, REST = 3, 60.0, 30.0  # seconds
LONGEST_REST = 600.0
A_WAIT = 2.0  # seconds until a failure after which somebody has waited
_AT_ONCE = frozenset(
    {FaultKind.DEADLINE, FaultKind.RATE_LIMITED, FaultKind.KEY_REFUSED, FaultKind.REDIRECTED}
)
PROBE = ModelRequest(
    messages=(ChatMessage(role=Speaker.USER, text="Answer with the word yes."),), max_tokens=5
)


class Admission(Enum):
    """Whether a call may be made now."""

    GO = auto()
    PROBE = auto()
    REST = auto()


class Breaker:
    """Counts failures on a clock that is handed in (seconds, monotonic)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: list[float] = []
        self._again: float | None = None  # when the next probe may go; None while closed
        self._lock = threading.Lock()

    def now(self) -> float:
        """What its clock shows, in seconds."""
        return self._clock()

    @property
    def open(self) -> bool:
        """Whether the model is left alone."""
        return self._again is not None

    def admit(self) -> Admission:
        """Whether to call; a probe is granted to one asker a rest."""
        with self._lock:
            if self._again is None:
                return Admission.GO
            if self._clock() < self._again:
                return Admission.REST
            self._again = self._clock() + REST
            return Admission.PROBE

    def succeeded(self) -> None:
        """An answer came: all is forgotten."""
        with self._lock:
            self._failures.clear()
            self._again = None

    def failed(self, failure: ModelFailure, waited: float = 0.0) -> None:
        """Count a failure after so many seconds; open when there are too many, or one is enough."""
        with self._lock:
            now = self._clock()
            self._failures = [t for t in self._failures if now - t < WINDOW] + [now]
            enough = failure.kind in _AT_ONCE or waited >= A_WAIT
            if enough or len(self._failures) >= FAILURES:
                rest = min(max(REST, failure.retry_after), LONGEST_REST)
                self._again = now + rest


def in_background(work: Callable[[], None]) -> None:
    """Run something that no turn waits for."""
    threading.Thread(target=work, daemon=True).start()


class GuardedModel:
    """A model behind a breaker."""

    def __init__(
        self,
        inner: ChatModel,
        breaker: Breaker | None = None,
        start: Callable[[Callable[[], None]], None] = in_background,
    ) -> None:
        self.inner = inner
        self.breaker = breaker or Breaker()
        self._start = start

    @property
    def name(self) -> str:
        """The model's name."""
        return self.inner.name

    def stream(self, request: ModelRequest) -> Iterator[ModelPiece]:
        """The answer in pieces. Raises ModelFailure, at once while the breaker is open."""
        admission = self.breaker.admit()
        if admission is not Admission.GO:
            if admission is Admission.PROBE:
                self._start(self._probe)
            raise ModelFailure(FaultKind.RESTING, "The language model is left alone for a while.")
        return self._counted(self.inner.stream(request), self.breaker.now())

    def _counted(self, pieces: Iterator[ModelPiece], started: float) -> Iterator[ModelPiece]:
        try:
            yield from pieces
        except ModelFailure as failure:
            self.breaker.failed(failure, self.breaker.now() - started)
            # The kind alone: neither what was asked nor what the server said goes into a log.
            log.warning("language model: %s", failure.kind.value)
            raise
        self.breaker.succeeded()

    def _probe(self) -> None:
        try:
            for _ in self._counted(self.inner.stream(PROBE), self.breaker.now()):
                pass
        except ModelFailure:
            return
