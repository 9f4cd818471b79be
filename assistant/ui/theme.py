"""The window's own look: system fonts only, colours as CSS variables in ``static/base.css``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gradio as gr

STATIC = Path(__file__).resolve().parent / "static"
SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "DejaVu Sans",
    "sans-serif",
)
SHEETS = ("base", "chat", "panel", "papers", "narrow")
MONO = ("ui-monospace", "Cascadia Mono", "Menlo", "DejaVu Sans Mono", "monospace")

_ROLES = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--soft)",
    "background_fill_primary": "var(--sheet)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_padding": "0px",
    "block_shadow": "none",
    "block_label_text_color": "var(--soft)",
    "border_color_primary": "var(--rule)",
    "border_color_accent": "var(--brass)",
    "color_accent": "var(--brass)",
    "color_accent_soft": "var(--brass-soft)",
    "input_background_fill": "var(--sheet)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--brass)",
    "input_placeholder_color": "var(--soft)",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_primary_background_fill": "var(--brass)",
    "button_primary_background_fill_hover": "var(--brass-deep)",
    "button_primary_text_color": "var(--on-brass)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "var(--brass-soft)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--edge)",
    "link_text_color": "var(--brass)",
    "link_text_color_hover": "var(--brass-deep)",
    "link_text_color_visited": "var(--brass)",
}


def build_theme() -> gr.themes.Base:
    """Gradio's variables pointed at ours, the same in light and dark."""
    theme = gr.themes.Base(font=SANS, font_mono=MONO, radius_size="md", text_size="lg")
    known = gr.themes.Base.set.__kwdefaults__ or {}
    dark = {f"{name}_dark": value for name, value in _ROLES.items() if f"{name}_dark" in known}
    return theme.set(**_ROLES, **dark)


@cache
def style() -> str:
    """The style sheets as one, in the order in which they build on each other."""
    return "\n".join((STATIC / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)


@cache
def head() -> str:
    """What goes into the page's head: the small script, no outside address."""
    script = (STATIC / "script.js").read_text(encoding="utf-8")
    return f'<meta name="color-scheme" content="light dark">\n<script>\n{script}\n</script>'
