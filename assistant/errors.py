"""Errors a person can act on: one sentence of what happened, one of how to mend it.

BrassTacksError
├── UnusableInput       what was typed or handed in cannot be read
├── ContentError        a file in prompts/ or knowledge/ breaks its format (file and line named)
├── StoreError          the conversation store cannot be opened, read or written
├── NotFound            no such conversation, role or document
└── EarUnavailable      the offline embedding cannot be loaded (defined in assistant.ear)
"""


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
