"""The header both pages share: the name, one line, and the way to the other page."""

from __future__ import annotations

import gradio as gr

from assistant.ui.markup import plain

PAGES = (("/", "Chat"), ("/review", "Review"))
_TACK = (
    '<svg class="tack" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">'
    '<path d="M14.6 17h2.8L16 31z" fill="var(--soft)"/>'
    '<ellipse cx="16" cy="11" rx="12" ry="8" fill="var(--brass)"/>'
    '<ellipse cx="12" cy="8.2" rx="4.2" ry="1.9" fill="var(--shine)"/></svg>'
)


def header(line: str, here: str) -> gr.HTML:
    """The header for the page at ``here``."""
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{name}</a>'
        for path, name in PAGES
    )
    return gr.HTML(
        f'<header class="top">{_TACK}<div class="name"><h1>Brass Tacks</h1>'
        f'<p>{plain(line)}</p></div><nav aria-label="Pages">{links}</nav></header>',
        elem_id="top",
        apply_default_css=False,
        js_on_load=None,
    )
