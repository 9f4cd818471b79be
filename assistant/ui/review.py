"""The review page: for coaches, who rate what the assistant said (never the person)."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from assistant.ui.bench import Bench
from assistant.ui.chat import PICK, chosen
from assistant.ui.desk import error_line
from assistant.ui.dossier import nothing_open
from assistant.ui.header import header
from assistant.ui.markup import plain

MARK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-mark]');
  if (!button) return;
  const form = button.closest('details');
  const kind = form.querySelector('input[type=radio]:checked');
  trigger('submit', {
    turn: button.dataset.mark,
    kind: kind ? kind.value : '',
    comment: form.querySelector('textarea').value,
  });
});"""


def build_review(demo: gr.Blocks, bench: Bench) -> None:
    """Lay the page out and connect it."""
    wording = bench.wording
    header(wording.review["Line"], here="/review")
    conversation = gr.Textbox(visible=False, label="Conversation")
    with gr.Row(elem_id="bench", equal_height=False):
        with gr.Column(elem_id="shelf", scale=1, min_width=0):
            gr.HTML(
                f'<p class="promise">{plain(wording.review["Promise"])}</p>',
                apply_default_css=False,
                js_on_load=None,
            )
            listing = gr.HTML("", elem_id="listing", apply_default_css=False, js_on_load=PICK)
        with gr.Column(elem_id="reading", scale=3, min_width=0):
            error = gr.HTML("", elem_id="review-error", apply_default_css=False, js_on_load=None)
            reading = gr.HTML(
                nothing_open(wording.review["Pick"]),
                elem_id="dossier",
                apply_default_css=False,
                js_on_load=MARK,
            )
    _connect(demo, bench, [conversation, listing, reading, error])


def _connect(demo: gr.Blocks, bench: Bench, outputs: list[Any]) -> None:
    conversation, listing, reading, error = outputs

    def pick(event: gr.EventData) -> list[Any]:
        name = chosen(event)
        return [name, bench.listing(name), bench.read(name), ""]

    def mark(name: str, event: gr.EventData) -> list[Any]:
        fields = (getattr(event, field, None) for field in ("turn", "kind", "comment"))
        problem = bench.mark(name, *fields)
        if problem:
            return [gr.skip(), gr.skip(), gr.skip(), problem]
        return [name, bench.listing(name), bench.read(name), ""]

    failed = json.dumps(error_line(bench.wording.review["Unreachable"]))
    options: dict[str, Any] = {
        "queue": False,
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    demo.load(bench.listing, None, listing, **options)
    for called in (
        listing.select(pick, None, outputs, **options),
        reading.submit(mark, conversation, outputs, trigger_mode="once", **options),
    ):
        called.failure(
            None, None, error, js=f"() => {failed}", queue=False, api_visibility="private"
        )
