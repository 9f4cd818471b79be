"""A language model behind an OpenAI-compatible endpoint: its client, its guard, its voice."""

from assistant.reply.model.breaker import Breaker, GuardedModel
from assistant.reply.model.briefing import Told, again, wording_request
from assistant.reply.model.client import Endpoint, OpenAIModel
from assistant.reply.model.prompts import ModelTexts, load_model_texts
from assistant.reply.model.scripted import ScriptedModel
from assistant.reply.model.voice import Speech, Voice

__all__ = [
    "Breaker",
    "Endpoint",
    "GuardedModel",
    "ModelTexts",
    "OpenAIModel",
    "ScriptedModel",
    "Speech",
    "Told",
    "Voice",
    "again",
    "load_model_texts",
    "wording_request",
]
