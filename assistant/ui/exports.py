"""Downloads as answers of the server: a plan, a brief, a reviewed conversation.

Nothing is written to a disk on the way. An id that is not there and one that never was get the
same 404.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from fastapi import FastAPI, Form
from fastapi.responses import PlainTextResponse, Response

from assistant.errors import BrassTacksError
from assistant.ui.desk import is_id
from assistant.ui.plan import PLAN_FORMATS, REVIEW_FORMATS

if TYPE_CHECKING:
    from assistant.bootstrap import Parts

_TYPES = {
    "md": "text/markdown",
    "brief": "text/markdown",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
}


def add_exports(app: FastAPI, parts: Parts, today: Callable[[], date]) -> None:
    """Register the two download routes."""

    @app.post("/export/plan")
    def plan(conversation: str = Form(""), format: str = Form("")) -> Response:  # noqa: A002
        """The action plan as a file."""
        if format not in PLAN_FORMATS or not _known(parts, conversation):
            return _missing()
        return _file(f"plan-{today()}", format, plan_text(parts, conversation, today(), format))

    @app.post("/export/review")
    def review(conversation: str = Form(""), format: str = Form("")) -> Response:  # noqa: A002
        """A conversation with its reasons and marks as a file."""
        if format not in REVIEW_FORMATS or not _known(parts, conversation):
            return _missing()
        return _file(f"review-{today()}", format, review_text(parts, conversation, format))


def plan_text(parts: Parts, conversation: str, today: date, form: str) -> str:
    """A plan in one of ``PLAN_FORMATS``."""
    from assistant import planning

    plan = parts.plan(conversation, today)
    write = {
        "md": planning.render_markdown,
        "brief": planning.render_brief,
        "json": planning.render_json,
        "csv": planning.render_csv,
    }[form]
    return write(plan)


def review_text(parts: Parts, conversation: str, form: str) -> str:
    """A reviewed conversation in one of ``REVIEW_FORMATS``."""
    from assistant.retrieval.organisation.citations import lapsed
    from assistant.review import table, transcript

    turns = parts.coach.store.load(conversation)
    marks = parts.marks.of(conversation)
    gone = lapsed(parts.settings.organisation, turns)
    if form == "md":
        return transcript.render_markdown(turns, marks, gone)
    if form == "csv":
        return table.as_csv(turns, marks, gone)
    return "".join(f"{line}\n" for line in transcript.as_json_lines(turns, marks, gone))


def _known(parts: Parts, conversation: str) -> bool:
    try:
        return is_id(conversation) and bool(parts.coach.store.load(conversation))
    except BrassTacksError:
        return False


def _file(name: str, form: str, text: str) -> Response:
    ending = "md" if form == "brief" else form
    stem = name.replace("plan", "meeting-brief", 1) if form == "brief" else name
    return Response(
        text.encode("utf-8"),
        media_type=f"{_TYPES[form]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="brass-tacks-{stem}.{ending}"'},
    )


def _missing() -> Response:
    return PlainTextResponse("There is no such conversation.", 404)
