"""Slash commands: the same in the terminal and in the chat window.

run_command(parts, "c1", "/undo", today) -> Outcome(text="Gone: ...", done=False)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.domain.dialogue import Turn
from assistant.domain.lattice import career_map
from assistant.errors import UnusableInput

if TYPE_CHECKING:
    from assistant.bootstrap import Parts


@dataclass(frozen=True)
class Outcome:
    """What a command gives back: a text to show, a turn if one came of it, whether to stop."""

    text: str
    turn: Turn | None = None
    done: bool = False


HELP = {
    "/plan": "the action plan that the facts allow, its holes named",
    "/map": "where people in your role go, and the way to the roles in your eye",
    "/brief": "one page for the meeting",
    "/rehearse": 'the meeting played through, "stop" ends it: /rehearse [sceptical|busy|friendly|by-the-rules]',
    "/model": "whether a language model may word this conversation's replies: /model on, /model off",
    "/undo": "take back your last message and the answer to it",
    "/help": "these commands",
    "/quit": "stop; the conversation is kept",
}


def is_command(message: str) -> bool:
    """Whether a message is a command rather than something said."""
    return message.startswith("/") and message[1:2].isalpha()


def run_command(parts: Parts, conversation: str, message: str, today: date) -> Outcome:
    """Carry out a command. Raises UnusableInput for an unknown one."""
    name, _, argument = message.strip().partition(" ")
    handler = _HANDLERS.get(name.casefold())
    if handler is None:
        known = ", ".join(_HANDLERS)
        raise UnusableInput(f"There is no command {name[:40]}.", f"Known are: {known}.")
    return handler(parts, conversation, argument.strip(), today)


def _plan(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    from assistant.planning import render_markdown

    return Outcome(render_markdown(parts.plan(conversation, today)))


def _map(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    from assistant.planning import lattice_text, plan_wording

    texts = plan_wording().map
    lattice = career_map(parts.corpus.catalogue, parts.coach.state(conversation))
    return Outcome(lattice_text(lattice, texts) if lattice else texts["No role"][0])


def _brief(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    from assistant.planning import render_brief

    return Outcome(render_brief(parts.plan(conversation, today)))


def _undo(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    gone = parts.coach.store.undo(conversation)
    if gone is None:
        raise UnusableInput("There is nothing to take back.", "Say something first.")
    return Outcome(parts.coach.report_undo(conversation, today))


def _help(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    return Outcome("\n".join(f"{name}  {text}" for name, text in HELP.items()))


def _quit(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    return Outcome("", done=True)


def _rehearse(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    turn = parts.coach.rehearse(conversation, argument, today)
    return Outcome(turn.reply, turn=turn)


def _model(parts: Parts, conversation: str, argument: str, today: date) -> Outcome:
    """Say how it stands, or switch; nothing of the conversation is sent either way."""
    from assistant.content import PROMPTS
    from assistant.reply.model import load_model_texts

    texts, engine = load_model_texts(PROMPTS), parts.coach.engine
    choices = parts.coach.store.choices
    if argument.casefold() not in ("", "on", "off"):
        raise UnusableInput(f"/model {argument[:20]} means nothing.", texts.notice("How to switch"))
    if engine is None:
        return Outcome(texts.notice("None"))
    if not argument:
        heading = "Off" if choices.off(conversation) else "On"
        state = texts.notice(heading, model=engine.name)
        return Outcome(f"{state} {texts.notice('How to switch')}")
    off = argument.casefold() == "off"
    choices.switch(conversation, off=off)
    return Outcome(texts.notice(f"Switched {'off' if off else 'on'}", model=engine.name))


_HANDLERS: dict[str, Callable[[Parts, str, str, date], Outcome]] = {
    "/plan": _plan,
    "/map": _map,
    "/brief": _brief,
    "/rehearse": _rehearse,
    "/model": _model,
    "/undo": _undo,
    "/help": _help,
    "/quit": _quit,
}
