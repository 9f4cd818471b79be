"""The transcript on the chat page: first screen, turns with their sources, a note at the end.

In: turns of one conversation, oldest first. Out: HTML in which every word a person or a coach
wrote is escaped (`markup`). The newest ``SHOWN`` turns are drawn, as a page of thousands is slow.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.dialogue import Turn
from assistant.domain.knowledge import Passage
from assistant.ui.markup import plain, rich
from assistant.ui.wording import PageWording

SHOWN = 40


def first_screen(wording: PageWording, about: str) -> str:
    """What the tool is, before anything is typed; ``about`` is its text for this installation."""
    return (
        f'<p class="invitation">{plain(wording.welcome["Invitation"])}</p>'
        f'<section class="welcome" aria-label="About this tool">{rich(about)}</section>'
    )


def transcript(turns: Sequence[Turn], wording: PageWording, about: str, note: str = "") -> str:
    """The chat page's conversation; ``note`` is a line of the window's own under it."""
    if not turns:
        return first_screen(wording, about) + _note(note)
    head = (
        f'<details class="about"><summary>{plain(wording.welcome["Folded"])}</summary>'
        f'<div class="welcome">{rich(about)}</div></details>'
    )
    hidden = len(turns) - SHOWN
    if hidden > 0:
        head += f'<p class="older">{hidden} {plain(wording.chat["Not shown"])}</p>'
    shown = "".join(_turn(turn, wording) for turn in turns[-SHOWN:])
    return f'{head}<ol class="turns">{shown}</ol>{_note(note)}'


def spoken(turn: Turn) -> str:
    """The newest reply for the page's live region, so that a screen reader says it."""
    return f"<p>{plain(turn.reply)}</p>"


def is_safety(turn: Turn) -> bool:
    """Whether the reply stops coaching and names people who can help."""
    return turn.understanding.safety is not None or turn.move.name == "refer"


def sources(passages: Sequence[Passage]) -> str:
    """Card titles and articles a reply rests on, in small type."""
    if not passages:
        return ""
    lines = "".join(
        f"<li><cite>{plain(passage.title)}</cite> <span>{plain(passage.source)}</span></li>"
        for passage in passages
    )
    return f'<div class="sources"><span class="label">Rests on</span><ul>{lines}</ul></div>'


def _turn(turn: Turn, wording: PageWording) -> str:
    said = (
        '<div class="said"><span class="who">You</span>'
        f'<p dir="auto"><bdi>{plain(turn.message)}</bdi></p></div>'
    )
    return f'<li class="turn">{said}{_reply(turn, wording)}</li>'


def _reply(turn: Turn, wording: PageWording) -> str:
    notice = f'<p class="engine">{plain(turn.notice)}</p>' if turn.notice else ""
    body = f'<div class="words">{rich(turn.reply, 3)}</div>{sources(turn.passages)}{notice}'
    if is_safety(turn):
        label = plain(wording.chat["Safety"])
        return (
            f'<section class="answer safety" aria-label="{label}">'
            f'<span class="who">{label}</span>{body}</section>'
        )
    return f'<div class="answer"><span class="who">Coach</span>{body}</div>'


def _note(note: str) -> str:
    return f'<aside class="note">{rich(note, 3)}</aside>' if note else ""
