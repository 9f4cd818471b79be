"""Reply: wording a move, from stored phrases or through a language model."""

from assistant.reply.embedded import EmbeddedWriter
from assistant.reply.prompts import Prompts, load_prompts

__all__ = ["EmbeddedWriter", "Prompts", "load_prompts"]
