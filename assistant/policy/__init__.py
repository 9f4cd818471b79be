"""Policy: which move answers a message."""

from assistant.policy.decide import decide
from assistant.policy.personas import load_personas
from assistant.policy.repertoire import Repertoire

__all__ = ["Repertoire", "decide", "load_personas"]
