"""A page of a run that needs nothing else: no request leaves it, and no text in it is live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals.report.summary import Summary, failures, worst

TEMPLATES = Path(__file__).parent / "templates"
TRANSCRIPTS = 25


def render(summary: Summary) -> str:
    """The page as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kinds = sorted({s.group for s in summary.scores if s.suite == "conversation"})
    rows: list[dict[str, Any]] = [
        {
            "outcome": outcome,
            "change": summary.change(outcome),
            "groups": summary.groups(outcome),
            "failures": failures(summary.of(outcome))[:30],
        }
        for outcome in summary.outcomes
    ]
    by_type = [row for row in rows if set(summary.groups(row["outcome"])) & set(kinds)]
    return environment.get_template("report.html.j2").render(
        summary=summary,
        rows=rows,
        kinds=kinds,
        by_type=by_type,
        worst=worst(summary, TRANSCRIPTS),
        broken=summary.broken,
    )


def write_page(path: Path, summary: Summary) -> None:
    """Write the page; its folder is made when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(summary), encoding="utf-8")
