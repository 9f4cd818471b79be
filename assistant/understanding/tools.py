"""What listening rests on: titles, functions, the catalogue, spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.assessment.titles import Gazetteer
from assistant.domain.catalogue import Catalogue
from assistant.understanding.lexicon import Lexicon


@dataclass(frozen=True)
class Tools:
    """Everything ``understand`` needs besides the message and the state."""

    gazetteer: Gazetteer
    catalogue: Catalogue
    lexicon: Lexicon
    functions: Mapping[str, str] = field(default_factory=dict)

    def function_of(self, text: str) -> str | None:
        """The catalogue's function of this name, as people say it ("HR", "marketing")."""
        return self.functions.get(text.casefold())
