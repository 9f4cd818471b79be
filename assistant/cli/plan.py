"""``brasstacks plan`` and ``brasstacks schema``: the action plan of a conversation."""

from __future__ import annotations

import argparse
import json
from typing import Any

from pydantic import BaseModel

from assistant.cli import wire
from assistant.errors import NotFound, UnusableInput

FORMATS = ("json", "md", "csv", "brief")
LATER = ("ics", "docx", "pdf")


def add_to(commands: Any) -> None:
    """Register both commands."""
    parser = commands.add_parser("plan", help="the action plan of a conversation")
    parser.add_argument("conversation", metavar="ID")
    parser.add_argument("--format", choices=(*FORMATS, *LATER), default="md")
    parser.add_argument("--today", metavar="YYYY-MM-DD")
    parser.set_defaults(run=run)
    schema = commands.add_parser("schema", help="the JSON schema of a record")
    schema.add_argument("record", choices=("plan", "turn"))
    schema.set_defaults(run=show_schema)


def run(arguments: argparse.Namespace) -> int:
    """Print the plan."""
    from assistant.bootstrap import bootstrap
    from assistant.planning import render_brief, render_csv, render_json, render_markdown
    from assistant.settings import Settings

    if arguments.format in LATER:
        raise UnusableInput(
            f"The format {arguments.format} is not built yet.", f"Use {', '.join(FORMATS)}."
        )
    parts = bootstrap(Settings())
    if not parts.coach.store.load(arguments.conversation):
        raise NotFound(
            f"There is no conversation {arguments.conversation}.",
            "`brasstacks review list` shows those there are.",
        )
    plan = parts.plan(arguments.conversation, wire.day(arguments.today))
    renderers = {
        "json": render_json,
        "md": render_markdown,
        "csv": render_csv,
        "brief": render_brief,
    }
    wire.say(renderers[arguments.format](plan).rstrip("\r\n"))
    return wire.DONE


def show_schema(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    from assistant.domain.dialogue import Turn
    from assistant.domain.plan import Plan

    models: dict[str, type[BaseModel]] = {"plan": Plan, "turn": Turn}
    wire.say(json.dumps(models[arguments.record].model_json_schema(), indent=2))
    return wire.DONE
