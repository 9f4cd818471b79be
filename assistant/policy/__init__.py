"""Policy: which move answers a message."""

from assistant.policy.decide import decide, rehearse
from assistant.policy.repertoire import Repertoire

__all__ = ["Repertoire", "decide", "rehearse"]
