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
    """Assess the lines as they arrive, together what has come together; a bad one is told in its place."""
    from assistant.assessment import TOGETHER
    from assistant.cli.scale import Request, Scale

    scale = Scale(wire.day(arguments.today), fast=arguments.fast)
    code, number = wire.DONE, 0
    for lines in wire.arrived(arguments.file, TOGETHER):
        asked = [_request(number + k, line, arguments.kind) for k, line in enumerate(lines, 1)]
        number += len(lines)
        placed = iter(scale.place_all([one for _, one in asked if isinstance(one, Request)]))
        for ident, request in asked:
            if isinstance(request, BrassTacksError):
                code = wire.UNUSABLE
                wire.emit({"id": ident, "error": str(request)})
            elif arguments.json:
                wire.emit({"id": ident, **next(placed)})
            else:
                wire.say(_human(next(placed)))
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
