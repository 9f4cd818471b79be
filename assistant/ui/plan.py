"""The plan tab, the list of earlier conversations, and the forms that download a file.

Downloads are form posts to a route of the server: no copy of an export stays in an upload
folder, and no conversation's id gets into an address or a log.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.transcript import ConversationEntry
from assistant.ui.labels import count, level_name, moment
from assistant.ui.markup import plain, rich
from assistant.ui.wording import PageWording

PLAN_FORMATS = {"md": "Markdown", "json": "JSON", "csv": "CSV", "brief": "Meeting brief"}
REVIEW_FORMATS = {"md": "Markdown", "jsonl": "JSON lines", "csv": "CSV"}


def plan_view(markdown: str, conversation: str, wording: PageWording) -> str:
    """A plan or brief to read, with its downloads above it."""
    return (
        f'<p class="hint">{plain(wording.chat["Plan hint"])}</p>'
        f"{downloads('/export/plan', conversation, PLAN_FORMATS)}"
        f'<article class="plan">{rich(markdown)}</article>'
    )


def no_plan(wording: PageWording) -> str:
    """The plan tab before there is anything to plan with."""
    return f'<p class="hint">{plain(wording.chat["No plan"])}</p>'


def downloads(action: str, conversation: str, formats: dict[str, str]) -> str:
    """One form with a button a format."""
    buttons = "".join(
        f'<button type="submit" name="format" value="{key}">{name}</button>'
        for key, name in formats.items()
    )
    return (
        f'<form class="downloads" method="post" action="{action}">'
        f'<input type="hidden" name="conversation" value="{plain(conversation)}">'
        f'<span class="label">Download</span>{buttons}</form>'
    )


def earlier(
    entries: Sequence[ConversationEntry], open_now: str, wording: PageWording, *, erasable: bool
) -> str:
    """The list of conversations; each is a button that goes on with it."""
    if not entries:
        return f'<p class="hint">{plain(wording.chat["No conversations"])}</p>'
    items = "".join(_entry(entry, open_now, wording, erasable=erasable) for entry in entries)
    return f'<p class="hint">{plain(wording.chat["Earlier"])}</p><ul class="entries">{items}</ul>'


def _entry(entry: ConversationEntry, open_now: str, wording: PageWording, *, erasable: bool) -> str:
    current = ' aria-current="true"' if entry.id == open_now else ""
    erase = ""
    if erasable:
        question = plain(wording.chat["Delete"])
        erase = (
            f'<button type="button" class="erase" data-erase="{plain(entry.id)}" '
            f'data-question="{question}" aria-label="Delete {plain(entry.title)}">Delete</button>'
        )
    return f"<li>{entry_button(entry, current)}{erase}</li>"


def entry_button(entry: ConversationEntry, current: str, extra: str = "") -> str:
    """A conversation as a button: its title, and under it day, turns and level."""
    about = (
        f"{moment(entry.updated)} \u00b7 {count(entry.turns, 'turn', 'turns')} \u00b7 "
        f"{level_name(entry.level).lower()}{extra}"
    )
    return (
        f'<button type="button" class="entry" data-open="{plain(entry.id)}"{current}>'
        f'<span class="title"><bdi>{plain(entry.title)}</bdi></span>'
        f'<span class="about">{plain(about)}</span></button>'
    )
