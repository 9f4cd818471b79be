"""What a model is told before it words a move: state, not history, so that it does not grow.

    wording_request(brief, turns, plain, told, texts, mask) -> ModelRequest

The system text comes first and is the same in every conversation, so that a provider can cache
it. Of the conversation go the last six turns, cut; of the state the newest facts of each kind; of
the guidance three passages at most. Safety turns and commands stay out (reliability.md, section 6).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Draft, Turn
from assistant.domain.goal import FactKind
from assistant.domain.masking import Mask
from assistant.domain.model import ChatMessage, ModelRequest, Speaker
from assistant.reply.model.prompts import ModelTexts

LAST_TURNS = 6
PASSAGES = 3
MESSAGE, REPLY, NEWEST, FACT, PASSAGE = 280, 240, 2_000, 120, 400  # characters
A_KIND = 2  # facts of a kind
FACTS = 16
MAX_TOKENS = 260

_KINDS = tuple(kind for kind in FactKind if kind is not FactKind.MANAGER_KNOWS)


@dataclass(frozen=True)
class Told:
    """What the move's prompt file adds to a brief, and the list that the program inserts."""

    intent: str
    never: str
    inserted: str = ""


def wording_request(
    brief: Brief, turns: Sequence[Turn], plain: Draft, told: Told, texts: ModelTexts, mask: Mask
) -> ModelRequest:
    """The request for a reply to this brief, with names and identifiers hidden."""
    parts = [
        ("Known", "\n".join(_known(brief.state))),
        ("Last turns", "\n".join(last_turns(turns))),
        ("Newest message", cut(brief.state.messages[-1], NEWEST)),
        ("Sources", "\n".join(_sources(brief))),
        ("The move", told.intent),
        ("In this move", told.never),
        (texts.voice["List"], told.inserted),
        ("Plain wording", _without(plain.text, told.inserted)),
    ]
    body = "\n\n".join(f"## {name}\n{text}" for name, text in parts if text.strip())
    return ModelRequest(
        messages=(
            ChatMessage(role=Speaker.SYSTEM, text=texts.voice["System"]),
            ChatMessage(role=Speaker.USER, text=mask.hide(body)),
        ),
        max_tokens=MAX_TOKENS,
    )


def again(
    request: ModelRequest, draft: str, reasons: Sequence[str], texts: ModelTexts, mask: Mask
) -> ModelRequest:
    """The same request with what was wrong with the first draft."""
    listed = "\n".join(f"- {mask.hide(reason)}" for reason in dict.fromkeys(reasons))
    told = texts.voice["Retry"].replace("{reasons}", listed)
    said = ChatMessage(role=Speaker.ASSISTANT, text=draft or "...")
    asked = ChatMessage(role=Speaker.USER, text=told)
    return request.model_copy(update={"messages": (*request.messages, said, asked)})


def last_turns(turns: Sequence[Turn]) -> Iterator[str]:
    """The last turns as lines; what was said of safety, and commands, are nobody else's."""
    shown = [turn for turn in turns if may_leave(turn)]
    for turn in shown[-LAST_TURNS:]:
        yield f"person: {cut(turn.message, MESSAGE)}"
        yield f"coach: {cut(turn.reply, REPLY)}"


def may_leave(turn: Turn) -> bool:
    """Whether a turn may be part of a prompt."""
    return turn.understanding.safety is None and not turn.message.startswith("/")


def cut(text: str, length: int) -> str:
    """A text on one line, without hidden characters, at most so long."""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    line = " ".join(shown.split())
    return line if len(line) <= length else line[: length - 4].rsplit(" ", 1)[0] + " ..."


def _known(state: DialogueState) -> Iterator[str]:
    yield f"stage: {state.stage.value}"
    lines: list[str] = []
    for kind in _KINDS:
        for fact in state.of(kind)[-A_KIND:]:
            lines.append(f"{kind.value.replace('_', ' ')}: {cut(fact.text, FACT)}")
    yield from lines[:FACTS]
    if state.targets:
        yield "target: " + ", ".join(role.title for role in state.targets[:3])
    if state.rejected:
        yield "refused, never to be named: " + ", ".join(r.title for r in state.rejected[-4:])


def _sources(brief: Brief) -> Iterator[str]:
    for passage in brief.passages[:PASSAGES]:
        yield f"{passage.title} ({passage.source}): {cut(passage.text, PASSAGE)}"


def _without(text: str, inserted: str) -> str:
    """The plain wording without the list that the program inserts by itself."""
    return re.sub(r"\n{2,}", " ", text.replace(inserted, "")) if inserted else text
