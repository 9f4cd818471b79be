"""Errors a person can act on: one sentence of what happened, one of how to mend it.

BrassTacksError
├── UnusableInput       what was typed or handed in cannot be read
├── ContentError        a file in prompts/ or knowledge/ breaks its format (file and line named)
├── StoreError          the conversation store cannot be opened, read or written
├── NotFound            no such conversation, role or document
├── ModelFailure        the language model gave nothing that can be used, and of which kind
└── EarUnavailable      the offline embedding cannot be loaded (defined in assistant.ear)
"""

from enum import StrEnum


class BrassTacksError(Exception):
    """An error with a message and a remedy, both written for the person who reads them."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UnusableInput(BrassTacksError):
    """A message or a line that cannot be taken: empty, too long, not text."""


class ContentError(BrassTacksError):
    """A content file that breaks its format; the message starts with ``file:line``."""


class StoreError(BrassTacksError):
    """The store cannot be opened, read or written; nothing acknowledged is lost."""


class NotFound(BrassTacksError):
    """Something was named that does not exist, or is not the asker's."""


class FaultKind(StrEnum):
    """Why a language model's answer cannot be used (reliability.md, section 4.4)."""

    UNREACHABLE = "unreachable"
    DEADLINE = "deadline"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    KEY_REFUSED = "key_refused"
    REJECTED = "rejected"
    REDIRECTED = "redirected"
    MALFORMED = "malformed"
    EMPTY = "empty"
    CUT_OFF = "cut_off"
    FILTERED = "filtered"
    TOO_BIG = "too_big"
    TOOL_CALL = "tool_call"
    RESTING = "resting"


class ModelFailure(BrassTacksError):
    """A language model gave nothing that can be used; the embedded coach goes on.

    ``detail`` is the server's own word, for ``doctor`` only; ``retry_after`` seconds it asked for.
    """

    def __init__(
        self, kind: FaultKind, message: str, detail: str = "", retry_after: float = 0.0
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
