"""``brasstacks review``: a coach reads conversations, marks the assistant's turns, exports."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from assistant.cli import wire
from assistant.domain.dialogue import Turn
from assistant.domain.transcript import Mark, MarkKind
from assistant.errors import NotFound


def add_to(commands: Any) -> None:
    """Register the family."""
    parser = commands.add_parser("review", help="read, mark and export conversations")
    parser.set_defaults(help_of=parser)
    actions = parser.add_subparsers(metavar="ACTION", title="actions")
    listing = actions.add_parser("list", help="the conversations, newest first")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=show_list)
    show = actions.add_parser("show", help="one conversation, turn by turn")
    show.add_argument("conversation", metavar="ID")
    show.set_defaults(run=show_one)
    mark = actions.add_parser("mark", help="mark a turn of the assistant")
    mark.add_argument("conversation", metavar="ID")
    mark.add_argument("turn", type=int)
    mark.add_argument("kind", choices=[kind.value for kind in MarkKind])
    mark.add_argument("--comment", default="")
    mark.add_argument("--reviewer", default="coach")
    mark.set_defaults(run=mark_turn)
    export = actions.add_parser("export", help="a conversation as a file's content")
    export.add_argument("conversation", metavar="ID")
    export.add_argument("--format", choices=("md", "jsonl", "csv"), default="md")
    export.set_defaults(run=export_one)


def _open() -> Any:
    from assistant.bootstrap import bootstrap
    from assistant.settings import Settings

    return bootstrap(Settings())


def _turns(parts: Any, conversation: str) -> list[Turn]:
    turns: list[Turn] = parts.coach.store.load(conversation)
    if not turns:
        raise NotFound(
            f"There is no conversation {conversation}.",
            "`brasstacks review list` shows those there are.",
        )
    return turns


def show_list(arguments: argparse.Namespace) -> int:
    """A line a conversation."""
    parts = _open()
    for entry in parts.coach.store.conversations():
        marks = len(parts.marks.of(entry.id))
        if arguments.json:
            wire.emit({**entry.model_dump(mode="json"), "marks": marks})
        else:
            wire.say(
                f"{entry.id}  {entry.turns:>3} turns  {entry.level:<14} {marks} marks  {entry.title}"
            )
    return wire.DONE


def show_one(arguments: argparse.Namespace) -> int:
    """The transcript with moves, reasons, passages and marks."""
    from assistant.retrieval.organisation.citations import lapsed
    from assistant.review import render_markdown

    parts = _open()
    turns = _turns(parts, arguments.conversation)
    marks = parts.marks.of(arguments.conversation)
    wire.say(render_markdown(turns, marks, lapsed(parts.settings.organisation, turns)))
    return wire.DONE


def mark_turn(arguments: argparse.Namespace) -> int:
    """Keep a mark on one turn of the assistant."""
    parts = _open()
    turns = _turns(parts, arguments.conversation)
    if not any(turn.number == arguments.turn for turn in turns):
        raise NotFound(
            f"The conversation has no turn {arguments.turn}.", f"It has turns 1 to {len(turns)}."
        )
    parts.marks.add(
        Mark(
            conversation=arguments.conversation,
            turn=arguments.turn,
            kind=MarkKind(arguments.kind),
            comment=arguments.comment,
            reviewer=arguments.reviewer,
            at=datetime.now(UTC),
        )
    )
    wire.tell(f"Turn {arguments.turn} is marked {arguments.kind}.")
    return wire.DONE


def export_one(arguments: argparse.Namespace) -> int:
    """The whole conversation in a format other programs read."""
    from assistant.retrieval.organisation.citations import lapsed
    from assistant.review import as_csv, as_json_lines, render_markdown

    parts = _open()
    turns = _turns(parts, arguments.conversation)
    marks = parts.marks.of(arguments.conversation)
    gone = lapsed(parts.settings.organisation, turns)
    if arguments.format == "md":
        wire.say(render_markdown(turns, marks, gone))
    elif arguments.format == "csv":
        wire.say(as_csv(turns, marks, gone).rstrip("\r\n"))
    else:
        for line in as_json_lines(turns, marks, gone):
            wire.say(line)
    return wire.DONE
