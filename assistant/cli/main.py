"""The parser of the command line and the exit codes: 0 done, 1 a gate failed, 2 unusable."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from assistant.cli import wire
from assistant.errors import BrassTacksError

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; whatever goes wrong is one line on standard error."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    command: Command | None = getattr(arguments, "run", None)
    if command is None:
        (getattr(arguments, "help_of", None) or parser).print_help(sys.stderr)
        return wire.UNUSABLE
    try:
        return command(arguments)
    except BrassTacksError as error:
        wire.tell(f"brasstacks: {error}")
        return wire.UNUSABLE
    except KeyboardInterrupt:
        wire.tell("brasstacks: stopped.")
        return wire.UNUSABLE
    except BrokenPipeError:
        # The reader has gone (a pipe into head); the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return wire.DONE


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    from assistant.cli import assess, chat, evaluate, knowledge, operate, plan, review

    parser = argparse.ArgumentParser(
        prog="brasstacks",
        description="Takes a vague career aspiration down to brass tacks.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for family in (chat, assess, plan, knowledge, review, evaluate, operate):
        family.add_to(commands)
    return parser
