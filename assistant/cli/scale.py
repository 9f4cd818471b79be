"""The specificity scale as the terminal prints it; imports neither Gradio, Chroma nor LangChain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.assessment.action_item import assess_action
from assistant.assessment.specificity import Asked, assess_all
from assistant.bootstrap import build_gazetteer, load_ear
from assistant.content import KNOWLEDGE
from assistant.domain.specificity import ActionAssessment, AspirationAssessment, Span
from assistant.retrieval.corpus import load_corpus
from assistant.settings import Settings


@dataclass(frozen=True)
class Request:
    """A text to place: an aspiration, or an action item."""

    text: str
    kind: str = "aspiration"
    today: date | None = None
    current_role: str | None = None


class Scale:
    """Assesses texts against the shipped catalogue; with ``fast`` by the rules alone."""

    def __init__(self, today: date, *, fast: bool = False) -> None:
        self.today = today
        settings = Settings()
        self.gazetteer = build_gazetteer(load_corpus(KNOWLEDGE, settings.cache))
        self.ear = None if fast else load_ear(settings)

    def place_all(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """The fields of the machine interface for each text, in order."""
        wishes = [one for one in requests if one.kind != "action"]
        asked = [Asked(one.text, one.today or self.today, one.current_role) for one in wishes]
        placed = iter(assess_all(asked, gazetteer=self.gazetteer, ear=self.ear))
        return [
            _action(one.text, assess_action(one.text, today=one.today or self.today, ear=self.ear))
            if one.kind == "action"
            else _aspiration(one.text, next(placed))
            for one in requests
        ]


def _action(text: str, found: ActionAssessment) -> dict[str, Any]:
    parts = {name: _text(getattr(found, name)) for name in ("owner", "action", "due", "measure")}
    return {
        "text": text,
        "kind": "action",
        "level": found.level.value,
        "score": found.score,
        **parts,
        "due_date": found.due_date.isoformat() if found.due_date else None,
    }


def _text(span: Span | None) -> str | None:
    return span.text if span is not None else None


def _aspiration(text: str, found: AspirationAssessment) -> dict[str, Any]:
    frame = found.timeframe
    return {
        "text": text,
        "kind": "aspiration",
        "level": found.level.value,
        "score": found.score,
        "roles": [{"title": role.text, "role_id": role.role_id} for role in found.roles],
        "functions": found.functions,
        "timeframe": None
        if frame is None
        else {"text": frame.text, "date": frame.date.isoformat() if frame.date else None},
        "missing": [part.value for part in found.missing],
        "vague_spans": [
            {"start": s.start, "end": s.end, "text": s.text, "why": s.why}
            for s in found.vague_spans
        ],
        "question": found.question,
    }
