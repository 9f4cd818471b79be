"""``brasstacks chat``: the conversation in the terminal, for people and for programs (``--json``)."""

from __future__ import annotations

import argparse
import sys
import uuid
from dataclasses import dataclass
from typing import Any

from assistant.bootstrap import Parts, bootstrap
from assistant.cli import wire
from assistant.commands import Outcome, is_command, run_command
from assistant.domain.dialogue import Turn
from assistant.domain.goal import FactKind
from assistant.domain.standing import missing_now
from assistant.errors import BrassTacksError
from assistant.settings import Settings


def add_to(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("chat", help="talk it through before the meeting")
    parser.add_argument("--json", action="store_true", help="a message a line in, JSON a line out")
    parser.add_argument("--conversation", metavar="ID", help="go on with a conversation")
    parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to reckon from")
    parser.add_argument("--model", metavar="NAME", help="embedded, or a language model's name")
    parser.set_defaults(run=run)


@dataclass
class _Session:
    parts: Parts
    conversation: str
    arguments: argparse.Namespace


def run(arguments: argparse.Namespace) -> int:
    """Answer line by line until the input ends."""
    wire.day(arguments.today)
    parts = bootstrap(_settings(arguments.model))
    session = _Session(parts, arguments.conversation or new_id(), arguments)
    if arguments.json:
        return _machine(session)
    return _human(session)


def _settings(model: str | None) -> Settings:
    """The settings, with the model that the command line names, or without any."""
    settings = Settings()
    if model is None:
        return settings
    return settings.model_copy(update={"model": "" if model == "embedded" else model})


def new_id() -> str:
    """An id that cannot be guessed."""
    return uuid.uuid4().hex


def _machine(session: _Session) -> int:
    code = wire.DONE
    for line in wire.lines_of("-"):
        try:
            if not _answer(session, line):
                break
        except BrassTacksError as error:
            code = wire.UNUSABLE
            wire.emit({"conversation": session.conversation, "error": str(error)})
    return code


def _answer(session: _Session, line: bytes) -> bool:
    item = wire.parsed(line, "message")
    named = item.get("conversation")
    if isinstance(named, str) and named:
        session.conversation = new_id() if named == "new" else named
    message = item["message"].strip()
    today = wire.day(session.arguments.today)
    if is_command(message):
        outcome = run_command(session.parts, session.conversation, message, today)
        if not outcome.done:
            wire.emit(_outcome(session, outcome))
        return not outcome.done
    key = item.get("key")
    turn = session.parts.coach.take_turn(
        session.conversation, message, today, key if isinstance(key, str) else None
    )
    wire.emit(as_object(session.parts, turn))
    return True


def _outcome(session: _Session, outcome: Outcome) -> dict[str, Any]:
    if outcome.turn is not None:
        return as_object(session.parts, outcome.turn)
    turns = session.parts.coach.store.load(session.conversation)
    base = as_object(session.parts, turns[-1]) if turns else {"conversation": session.conversation}
    return {**base, "reply": outcome.text, "move": "command", "passages": [], "offered_roles": []}


def as_object(parts: Parts, turn: Turn) -> dict[str, Any]:
    """A turn as the machine interface has it."""
    state = parts.coach.state(turn.conversation)
    frame, meeting = state.last(FactKind.TIMEFRAME), state.last(FactKind.MEETING)
    current, manager = state.last(FactKind.CURRENT_ROLE), state.last(FactKind.MANAGER)
    wish = state.last(FactKind.WISH)
    return {
        "conversation": turn.conversation,
        "turn": turn.number,
        "reply": turn.reply,
        "stage": turn.move.stage.value,
        "move": turn.move.name,
        "specificity": {"level": turn.level.value, "score": turn.score},
        "goal": {
            "wish": wish.text if wish else None,
            "current_role": current.text if current else None,
            "target_roles": [{"title": r.title, "role_id": r.role_id} for r in state.targets],
            "rejected_roles": [r.title for r in state.rejected],
            "timeframe": {"text": frame.text, "date": frame.value} if frame else None,
            "meeting": {"text": meeting.text, "date": meeting.value} if meeting else None,
            "manager": manager.text if manager else None,
            "missing": list(missing_now(state)),
        },
        "offered_roles": [
            {"title": o.title, "role_id": o.role_id, "reason": o.reason, "move": o.move_kind}
            for o in turn.move.offered
        ],
        "passages": [{"id": p.id, "title": p.title, "source": p.source} for p in turn.passages],
        "plan_ready": bool(state.targets) or state.plan_given,
        "safety": turn.understanding.safety,
        "engine": turn.engine,
        "notice": turn.notice,
        "tokens": turn.use.tokens if turn.use else 0,
        "cost": turn.use.cost if turn.use else 0.0,
        "ms": turn.milliseconds,
    }


def _human(session: _Session) -> int:
    wire.tell(f"Conversation {session.conversation}. /help lists the commands.")
    today = wire.day(session.arguments.today)
    while True:
        sys.stderr.write("\nyou> ")
        sys.stderr.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            break
        try:
            message = wire.decoded(line).strip()
            if is_command(message):
                outcome = run_command(session.parts, session.conversation, message, today)
                if outcome.done:
                    break
                wire.say(outcome.text)
                continue
            wire.put("\n")
            turn = session.parts.coach.take_turn(
                session.conversation, message, today, on_piece=wire.put
            )
        except BrassTacksError as error:
            wire.tell(str(error))
            continue
        wire.put("\n")
        if turn.notice:
            wire.tell(f"  ({turn.notice})")
        for passage in turn.passages:
            wire.say(f"  [{passage.title}: {passage.source}]")
    wire.tell(f"\nKept as {session.conversation}.")
    return wire.DONE
