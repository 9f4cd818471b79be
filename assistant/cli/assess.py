"""``brasstacks assess``: sentences in, their place on the specificity scale out."""

from __future__ import annotations

import argparse
from typing import Any

from assistant.cli import wire
from assistant.domain.intake import admit
from assistant.errors import BrassTacksError, UnusableInput

Subparsers = Any


def add_to(commands: Subparsers) -> None:
    """Register the command."""
    parser = commands.add_parser("assess", help="place texts on the specificity scale")
    parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--kind", choices=("aspiration", "action"), default="aspiration")
    parser.add_argument("--today", help="the day relative dates are read from, YYYY-MM-DD")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess line by line as the lines arrive; a bad line is reported in its place."""
    from assistant.cli.scale import Scale

    scale = Scale(wire.day(arguments.today))
    code = wire.DONE
    for number, line in enumerate(wire.lines_of(arguments.file), 1):
        ident: Any = number
        try:
            item = wire.parsed(line, "text")
            ident = item.get("id", number)
            result = _assess(scale, item, arguments.kind)
        except BrassTacksError as error:
            code = wire.UNUSABLE
            wire.emit({"id": ident, "error": str(error)})
            continue
        if arguments.json:
            wire.emit({"id": ident, **result})
        else:
            wire.say(_human(result))
    return code


def _assess(scale: Any, item: dict[str, Any], kind: str) -> dict[str, Any]:
    context = item.get("context") or {}
    if not isinstance(context, dict):
        raise UnusableInput("The context is no object.", "Send current_role and today in it.")
    text = admit(item["text"])
    today = wire.day(context.get("today")) if context.get("today") else None
    kind = item.get("kind", kind)
    if kind == "action":
        return scale.action(text, today)  # type: ignore[no-any-return]
    role = context.get("current_role")
    return scale.aspiration(text, today, role if isinstance(role, str) else None)  # type: ignore[no-any-return]


def _human(result: dict[str, Any]) -> str:
    line = f"{result['level']:<14}{result['score']:>4}  {result['text']}"
    ask = result.get("question")
    return f"{line}\n{'':20}{ask}" if ask else line
