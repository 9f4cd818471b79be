"""What listening rests on: titles, functions, the catalogue, spelling, the heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.assessment.titles import Gazetteer
from assistant.domain.catalogue import Catalogue
from assistant.understanding.head import ActHead
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.safety_head import SafetyHead


@dataclass(frozen=True)
class Tools:
    """Everything ``understand`` needs besides the message and the state.

    Without a ``head`` the rules alone decide which act a message is; without ``safety`` the lists
    alone decide whether it needs a person.
    """

    gazetteer: Gazetteer
    catalogue: Catalogue
    lexicon: Lexicon
    functions: Mapping[str, str] = field(default_factory=dict)
    head: ActHead | None = None
    safety: SafetyHead | None = None

    def function_of(self, text: str) -> str | None:
        """The catalogue's function of this name, as people say it ("HR", "marketing")."""
        return self.functions.get(text.casefold())
