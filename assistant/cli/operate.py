"""``serve``, ``doctor`` and ``prepare``: running and checking the installation."""

from __future__ import annotations

import argparse
import time
from typing import Any

from assistant.cli import wire


def add_to(commands: Any) -> None:
    """Register the commands."""
    serve = commands.add_parser("serve", help="the chat window, in the browser")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=None)
    serve.set_defaults(run=run_serve)
    doctor = commands.add_parser("doctor", help="check the whole installation")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=run_doctor)
    prepare = commands.add_parser("prepare", help="build what offline running needs (set-up)")
    prepare.set_defaults(run=run_prepare)


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    from assistant.ui.server import serve

    serve(host=arguments.host, port=arguments.port)
    return wire.DONE


def run_doctor(arguments: argparse.Namespace) -> int:
    """A line a check; exit code 1 when one fails."""
    from assistant.cli.doctor import checks

    failed = False
    for check in checks():
        failed |= not check.ok
        if arguments.json:
            wire.emit({"check": check.name, "ok": check.ok, "detail": check.detail})
        else:
            wire.say(f"{'ok ' if check.ok else 'NO '} {check.name:<14} {check.detail}")
    return wire.FAILED if failed else wire.DONE


def run_prepare(arguments: argparse.Namespace) -> int:
    """Build the ear's graph, read the knowledge, compute its vectors. Cheap when nothing changed."""
    from assistant.bootstrap import prepare

    started = time.perf_counter()
    for line in prepare():
        wire.tell(line)
    wire.tell(f"Prepared in {time.perf_counter() - started:.1f} s.")
    return wire.DONE
