"""The specificity scale as the terminal prints it; imports neither Gradio, Chroma nor LangChain."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.assessment.action_item import assess_action
from assistant.assessment.specificity import assess
from assistant.bootstrap import build_gazetteer
from assistant.content import KNOWLEDGE
from assistant.domain.specificity import AspirationAssessment, Span
from assistant.retrieval.corpus import load_corpus
from assistant.settings import Settings


class Scale:
    """Assesses texts against the shipped catalogue."""

    def __init__(self, today: date) -> None:
        self.today = today
        corpus = load_corpus(KNOWLEDGE, Settings().cache)
        self.gazetteer = build_gazetteer(corpus)

    def aspiration(
        self, text: str, today: date | None = None, current_role: str | None = None
    ) -> dict[str, Any]:
        """The fields of the machine interface for an aspiration."""
        found = assess(
            text, today=today or self.today, gazetteer=self.gazetteer, current_role=current_role
        )
        return _aspiration(text, found)

    def action(self, text: str, today: date | None = None) -> dict[str, Any]:
        """The fields of the machine interface for an action item."""
        found = assess_action(text, today=today or self.today)
        parts = {
            name: _text(getattr(found, name)) for name in ("owner", "action", "due", "measure")
        }
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
