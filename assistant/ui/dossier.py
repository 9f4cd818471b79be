"""The review page's HTML: the list of conversations, and a conversation with its reasons.

Left what was said, right in a quiet column why: move, reason, stage, acts, level, passages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.domain.dialogue import Turn
from assistant.domain.transcript import ConversationEntry, Mark, MarkKind
from assistant.ui.conversation import Lapses, is_safety, sources
from assistant.ui.labels import LEVELS, STAGES, count, day
from assistant.ui.markup import plain, rich
from assistant.ui.plan import REVIEW_FORMATS, downloads, entry_button
from assistant.ui.wording import PageWording


def nothing_open(sentence: str) -> str:
    """The reading pane with nothing in it."""
    return f'<p class="hint">{plain(sentence)}</p>'


def conversation_list(
    entries: Sequence[ConversationEntry],
    marked: Collection[str],
    open_now: str,
    wording: PageWording,
) -> str:
    """The list on the left."""
    if not entries:
        return nothing_open(wording.review["Empty"])
    items = "".join(_line(entry, open_now, has_mark=entry.id in marked) for entry in entries)
    return f'<ul class="entries">{items}</ul>'


def _line(entry: ConversationEntry, open_now: str, *, has_mark: bool) -> str:
    current = ' aria-current="true"' if entry.id == open_now else ""
    marked = " \u00b7 marked" if has_mark else ""
    return f"<li>{entry_button(entry, current, marked)}</li>"


def dossier(
    turns: Sequence[Turn],
    marks: Sequence[Mark],
    reviewer: str,
    lapsed: Lapses,
    wording: PageWording,
) -> str:
    """A whole conversation for a coach to read and mark."""
    conversation = turns[0].conversation
    drawn = "".join(
        _turn(turn, [m for m in marks if m.turn == turn.number], sources(turn, lapsed, wording))
        for turn in turns
    )
    return (
        f'<div class="dossier"><p class="about">{count(len(turns), "turn", "turns")}, '
        f"{day(turns[-1].today)}. Marks are signed &quot;{plain(reviewer)}&quot;.</p>"
        f"{downloads('/export/review', conversation, REVIEW_FORMATS)}"
        f'<ol class="reviewed">{drawn}</ol></div>'
    )


def _turn(turn: Turn, marks: Sequence[Mark], rests: str) -> str:
    calm = " safety" if is_safety(turn) else ""
    return (
        f'<li class="reviewed-turn" id="turn-{turn.number}"><h3>Turn {turn.number}</h3>'
        '<div class="columns"><div class="exchange">'
        f'<div class="said"><span class="who">Person</span>'
        f'<p dir="auto"><bdi>{plain(turn.message)}</bdi></p></div>'
        f'<div class="answer{calm}"><span class="who">Coach</span>'
        f'<div class="words">{rich(turn.reply, 4)}</div>{rests}</div>'
        f"{_marks(marks)}{_form(turn)}</div>{_reasons(turn)}</div></li>"
    )


def _reasons(turn: Turn) -> str:
    rows = (
        ("Move", turn.move.name.replace("_", " ")),
        ("Reason", turn.move.reason),
        ("Stage", STAGES[turn.move.stage]),
        ("Heard", ", ".join(act.value.replace("_", " ") for act in turn.understanding.acts)),
        ("Asks for", turn.move.slot.value.replace("_", " ") if turn.move.slot else ""),
        ("Goal", f"{LEVELS[turn.level]} ({turn.score} of 100)"),
        ("Safety", (turn.understanding.safety or "").replace("_", " ")),
        ("Worded by", turn.engine),
    )
    drawn = "".join(f"<dt>{name}</dt><dd>{plain(text)}</dd>" for name, text in rows if text)
    return f'<dl class="reasons" aria-label="Why this reply">{drawn}</dl>'


def _marks(marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    items = "".join(
        f'<li><strong class="kind {mark.kind.value}">{mark.kind.value.capitalize()}</strong> '
        f'{plain(mark.comment)} <span class="about">{plain(mark.reviewer)}, {day(mark.at)}</span></li>'
        for mark in marks
    )
    return f'<ul class="marks" aria-label="Marks on this turn">{items}</ul>'


def _form(turn: Turn) -> str:
    number = turn.number
    kinds = "".join(
        f'<label><input type="radio" name="kind-{number}" value="{kind.value}">'
        f"{kind.value.capitalize()}</label>"
        for kind in MarkKind
    )
    return (
        f'<details class="marking" data-turn="{number}"><summary>Mark this turn</summary>'
        f"<fieldset><legend>The reply in turn {number} is</legend>{kinds}</fieldset>"
        f'<label class="comment">Comment<textarea rows="2" maxlength="2000"></textarea></label>'
        f'<button type="button" data-mark="{number}">Save the mark</button></details>'
    )
