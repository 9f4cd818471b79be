"""``brasstacks assess``: sentences in, their place on the specificity scale out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assistant.cli import wire
from assistant.domain.intake import admit
from assistant.errors import BrassTacksError, UnusableInput

if TYPE_CHECKING:
    from assistant.cli.scale import Request

Subparsers = Any
KINDS = ("aspiration", "action")


def add_to(commands: Subparsers) -> None:
    """Register the command."""
    parser = commands.add_parser("assess", help="place texts on the specificity scale")
    parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--kind", choices=KINDS, default="aspiration")
    parser.add_argument("--today", help="the day relative dates are read from, YYYY-MM-DD")
    parser.add_argument("--fast", action="store_true", help="by the rules alone, without the ear")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess line by line as the lines arrive; a bad line is reported in its place."""
    from assistant.cli.scale import Scale

    scale = Scale(wire.day(arguments.today), fast=arguments.fast)
    code = wire.DONE
    for number, line in enumerate(wire.lines_of(arguments.file), 1):
        ident, request = _request(number, line, arguments.kind)
        if isinstance(request, BrassTacksError):
            code = wire.UNUSABLE
            wire.emit({"id": ident, "error": str(request)})
        elif arguments.json:
            wire.emit({"id": ident, **scale.place(request)})
        else:
            wire.say(_human(scale.place(request)))
    return code


def _request(number: int, line: bytes, kind: str) -> tuple[Any, Request | BrassTacksError]:
    """A line's id and what is to be placed, or what is wrong with it."""
    from assistant.cli.scale import Request

    ident: Any = number
    try:
        item = wire.parsed(line, "text")
        ident = item.get("id", number)
        context = item.get("context") or {}
        if not isinstance(context, dict):
            raise UnusableInput("The context is no object.", "Send current_role and today in it.")
        kind = item.get("kind", kind)
        if kind not in KINDS:
            raise UnusableInput("The kind is not known.", f"Send {' or '.join(KINDS)}.")
        today = wire.day(context.get("today")) if context.get("today") else None
        role = context.get("current_role")
        role = role if isinstance(role, str) else None
        return ident, Request(admit(item["text"]), kind, today, role)
    except BrassTacksError as error:
        return ident, error


def _human(result: dict[str, Any]) -> str:
    line = f"{result['level']:<14}{result['score']:>4}  {result['text']}"
    ask = result.get("question")
    return f"{line}\n{'':20}{ask}" if ask else line
