"""The texts a language model is given, ``prompts/model/*.md``, read strictly at start.

texts = load_model_texts(PROMPTS)
texts.voice["System"]                          -> "You word the replies of a career coach. ..."
texts.notice("Switched on", model="gpt-x")     -> "From here on gpt-x may word ..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.content import read_document

_HEADINGS = {
    "voice": ("System", "Retry", "List", "Source"),
    "reading": ("System",),
    "drafting": ("System",),
    "notices": (
        *("Stepped in", "Finished", "Budget", "Hour", "Switched off", "Switched on"),
        *("None", "How to switch", "Off", "On"),
    ),
}


@dataclass(frozen=True)
class ModelTexts:
    """The texts by heading, a mapping a file."""

    voice: Mapping[str, str]
    reading: Mapping[str, str]
    drafting: Mapping[str, str]
    notices: Mapping[str, str]

    def notice(self, heading: str, model: str = "") -> str:
        """A calm line for the person."""
        return self.notices[heading].replace("{model}", model)


def load_model_texts(prompts: Path) -> ModelTexts:
    """All texts for a model. Raises ContentError where a heading is missing, unknown or empty."""
    folder = prompts / "model"
    return ModelTexts(
        **{name: _texts(folder / f"{name}.md", _HEADINGS[name]) for name in _HEADINGS}
    )


def _texts(path: Path, wanted: tuple[str, ...]) -> dict[str, str]:
    document = read_document(path)
    document.only_headings(*wanted)
    texts = {}
    for heading in wanted:
        found = document.sections.get(heading)
        if found is None or not (found.text or found.items):
            raise document.fail(1, f"{heading} is missing or empty", f"Write # {heading} anew.")
        texts[heading] = _between(document.body, heading)
    return texts


def _between(body: str, heading: str) -> str:
    """The text under a heading as it stands, lists included."""
    lines = body.splitlines()
    start = lines.index(f"# {heading}") + 1
    rest = lines[start:]
    end = next((n for n, line in enumerate(rest) if line.startswith("# ")), len(rest))
    return "\n".join(rest[:end]).strip()
