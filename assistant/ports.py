"""The four seams: what the coach needs of the world, each with two implementations.

Retriever   ChromaRetriever | MemoryRetriever          Store   SqliteStore | MemoryStore
Writer      EmbeddedWriter  | Voice (a model's)        Ear     Ear (MiniLM) | None
ChatModel   OpenAIModel     | ScriptedModel
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assistant.domain.dialogue import Draft, Turn
from assistant.domain.knowledge import Passage, RoleHit
from assistant.domain.model import ModelPiece, ModelRequest, ModelUse, Spent
from assistant.domain.sound import Sound
from assistant.domain.transcript import ConversationEntry, Mark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.brief import Brief


class Embedding(Protocol):
    """Sentence embedding: unit vectors, one row a text, shape (n, d), float32."""

    @property
    def name(self) -> str:
        """Which embedding this is, for the record of an index."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of these texts."""
        ...


@runtime_checkable
class Hearing(Embedding, Protocol):
    """The ear: an embedding of 384 numbers that also tells what it hears in each word."""

    def listen(self, texts: Sequence[str]) -> list[Sound]:
        """What is heard in each text."""
        ...


class Retriever(Protocol):
    """Looks up guidance and roles for a query; ``sound`` spares hearing the query again."""

    def passages(self, query: str, k: int, sound: Sound | None = None) -> list[Passage]:
        """The k best guidance passages, best first."""
        ...

    def roles(self, query: str, k: int, sound: Sound | None = None) -> list[RoleHit]:
        """The k best catalogue roles, best first."""
        ...


class Writer(Protocol):
    """Words a move."""

    def write(self, brief: Brief) -> Draft:
        """A draft for the brief; another ``brief.attempt`` gives another wording."""
        ...


class ChatModel(Protocol):
    """A language model: understands and words, decides nothing."""

    @property
    def name(self) -> str:
        """The model's name, as the turn shows it."""
        ...

    def stream(self, request: ModelRequest) -> Iterator[ModelPiece]:
        """The answer in pieces, the last with the finish reason.

        Raises ModelFailure and nothing else; closing the iterator drops the call.
        """
        ...


class Marks(Protocol):
    """Keeps coaches' marks on turns of the assistant."""

    def add(self, mark: Mark) -> Mark:
        """Keep a mark; durable when it returns."""
        ...

    def of(self, conversation: str) -> list[Mark]:
        """The marks on a conversation, in the order they were made."""
        ...


class Spending(Protocol):
    """What language models have used today."""

    def today(self, user: str | None = None) -> Spent:
        """Tokens and cost of a user's day, or of everybody's."""
        ...

    def add(self, use: ModelUse) -> None:
        """Count what was used outside a turn; a turn's own use is counted when it is stored."""
        ...


class Choices(Protocol):
    """Which conversations go without a language model."""

    def off(self, conversation: str) -> bool:
        """Whether this one does."""
        ...

    def switch(self, conversation: str, *, off: bool) -> None:
        """Choose for a conversation; durable when it returns."""
        ...


class Store(Protocol):
    """Keeps conversations; what ``append`` returned for is durable."""

    @property
    def marks(self) -> Marks:
        """The coaches' marks on the turns of this store."""
        ...

    @property
    def spending(self) -> Spending:
        """What language models have used."""
        ...

    @property
    def choices(self) -> Choices:
        """Which conversations go without a language model."""
        ...

    def load(self, conversation: str) -> list[Turn]:
        """The turns that stand, oldest first; empty for a conversation never written to."""
        ...

    def append(self, turn: Turn) -> Turn:
        """Store a turn whole; the same ``turn.key`` again gives the turn already stored."""
        ...

    def undo(self, conversation: str) -> Turn | None:
        """Withdraw the last standing turn and return it; None when there is none."""
        ...

    def conversations(self) -> list[ConversationEntry]:
        """All conversations, newest first."""
        ...
