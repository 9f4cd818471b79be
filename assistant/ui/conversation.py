"""The transcript on the chat page: first screen, turns with their sources, a note at the end.

In: turns of one conversation, oldest first. Out: HTML in which every word a person or a coach
wrote is escaped (`markup`). The newest ``SHOWN`` turns are drawn, as a page of thousands is slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain.dialogue import Turn
from assistant.domain.organisation import Lapse, LapseKind
from assistant.ui.labels import day_of
from assistant.ui.markup import plain, rich
from assistant.ui.wording import PageWording

SHOWN = 40
Lapses = Mapping[str, Lapse]
_UNDATED = (LapseKind.GONE, LapseKind.UNCHECKED)


def first_screen(wording: PageWording, about: str) -> str:
    """What the tool is, before anything is typed; ``about`` is its text for this installation."""
    return (
        f'<p class="invitation">{plain(wording.welcome["Invitation"])}</p>'
        f'<section class="welcome" aria-label="About this tool">{rich(about)}</section>'
    )


def transcript(
    turns: Sequence[Turn], lapsed: Lapses, wording: PageWording, about: str, note: str = ""
) -> str:
    """The chat page's conversation; ``note`` is a line of the window's own under it.

    ``lapsed`` are the cited documents, by id, that are not published any more.
    """
    if not turns:
        return first_screen(wording, about) + _note(note)
    head = (
        f'<details class="about"><summary>{plain(wording.welcome["Folded"])}</summary>'
        f'<div class="welcome">{rich(about)}</div></details>'
    )
    hidden = len(turns) - SHOWN
    if hidden > 0:
        head += f'<p class="older">{hidden} {plain(wording.chat["Not shown"])}</p>'
    shown = "".join(_turn(turn, lapsed, wording) for turn in turns[-SHOWN:])
    return f'{head}<ol class="turns">{shown}</ol>{_note(note)}'


def spoken(turn: Turn) -> str:
    """The newest reply for the page's live region, so that a screen reader says it."""
    return f"<p>{plain(turn.reply)}</p>"


def is_safety(turn: Turn) -> bool:
    """Whether the reply stops coaching and names people who can help."""
    return turn.understanding.safety is not None or turn.move.name == "refer"


def sources(turn: Turn, lapsed: Lapses, wording: PageWording) -> str:
    """What a reply rests on, in small type; a document that no longer counts is marked as such.

    A list of roles is named in the reply itself, and here only once it has lapsed.
    """
    told = {passage.document for passage in turn.passages}
    lines = [
        f"<li><cite>{plain(p.title)}</cite> <span>{plain(p.source)}</span>"
        f"{lapse(lapsed.get(p.document), wording)}</li>"
        for p in turn.passages
    ]
    lines += [
        f"<li><cite>{plain(title)}</cite>{lapse(lapsed.get(ident), wording)}</li>"
        for ident, title in turn.cited.items()
        if ident in lapsed and ident not in told
    ]
    if not lines:
        return ""
    return (
        f'<div class="sources"><span class="label">Rests on</span><ul>{"".join(lines)}</ul></div>'
    )


def lapse(gone: Lapse | None, wording: PageWording) -> str:
    """The mark beside a citation that no longer holds; nothing beside one that does."""
    if gone is None:
        return ""
    dated = day_of(gone.day)
    heading = gone.kind.value if dated or gone.kind in _UNDATED else LapseKind.GONE.value
    text = wording.chat[f"Citation {heading}"].replace("{day}", dated)
    return f' <strong class="lapsed">{plain(text)}</strong>'


def _turn(turn: Turn, lapsed: Lapses, wording: PageWording) -> str:
    said = (
        '<div class="said"><span class="who">You</span>'
        f'<p dir="auto"><bdi>{plain(turn.message)}</bdi></p></div>'
    )
    return f'<li class="turn">{said}{_reply(turn, lapsed, wording)}</li>'


def _reply(turn: Turn, lapsed: Lapses, wording: PageWording) -> str:
    notice = f'<p class="engine">{plain(turn.notice)}</p>' if turn.notice else ""
    rests = sources(turn, lapsed, wording)
    body = f'<div class="words">{rich(turn.reply, 3)}</div>{rests}{notice}'
    if is_safety(turn):
        label = plain(wording.chat["Safety"])
        return (
            f'<section class="answer safety" aria-label="{label}">'
            f'<span class="who">{label}</span>{body}</section>'
        )
    return f'<div class="answer"><span class="who">Coach</span>{body}</div>'


def _note(note: str) -> str:
    return f'<aside class="note">{rich(note, 3)}</aside>' if note else ""
