"""A plan as Markdown, JSON, CSV and a one-page brief for the meeting."""

from __future__ import annotations

import csv
import io

from assistant.domain.plan import Action, Plan
from assistant.planning.brief import render_brief
from assistant.planning.markdown import render_markdown

__all__ = ["render_brief", "render_csv", "render_json", "render_markdown"]

COLUMNS = (
    "owner owner_is action due measure first_step accountability mark agreed_employee"
    " agreed_manager"
).split()
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def render_json(plan: Plan) -> str:
    """The record as it is, indented; its schema is ``Plan.model_json_schema()``."""
    return plan.model_dump_json(indent=2) + "\n"


def render_csv(plan: Plan) -> str:
    """The actions, one a row (RFC 4180: CRLF, quotes doubled); no cell starts a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in _row(action)] for action in plan.actions)
    return out.getvalue()


def _row(action: Action) -> tuple[str, ...]:
    return (
        action.owner.text,
        action.owner_is.value,
        action.action.text,
        action.due.day.isoformat(),
        action.measure.text,
        action.first_step.text,
        action.accountability.text,
        action.action.mark,
        action.agreed.employee.value,
        action.agreed.manager.value,
    )


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    lead = text.lstrip(" \"'")
    return f"'{text}" if text.startswith(_FORMULA) or lead.startswith(_FORMULA) else text
