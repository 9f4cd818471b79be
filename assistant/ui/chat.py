"""The chat page: its parts, and which button calls which action of the ``Desk``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.domain.dialogue import DialogueState
from assistant.planning import plan_wording
from assistant.ui.conversation import first_screen
from assistant.ui.desk import Desk, View, error_line
from assistant.ui.header import header
from assistant.ui.lattice import lattice_panel
from assistant.ui.markup import plain
from assistant.ui.panel import fold_label, goal_panel
from assistant.ui.plan import no_plan

# What the browser does around a call: which conversation a reload goes on with, and where to look.
REMEMBERED = "() => [window.brasstacks.remembered()]"
SETTLED = "(c) => window.brasstacks.settled(c)"
SENDING = "(...all) => { window.brasstacks.sending(all[1], all[2]); return all; }"
FAILED = "() => { window.brasstacks.failed(); return %s; }"
SHOW_SIDE = "(c) => window.brasstacks.showSide(c)"
TOGGLE_SIDE = "() => window.brasstacks.toggleSide()"
PICK = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button || !element.contains(button)) return;
  if (button.dataset.open) trigger('select', {chosen: button.dataset.open});
  if (button.dataset.erase && window.confirm(button.dataset.question))
    trigger('delete', {chosen: button.dataset.erase});
});"""


@dataclass(frozen=True)
class Parts:
    """The page's components, in the order of ``View``'s fields where they show one."""

    conversation: gr.Textbox
    ticket: gr.Textbox
    box: gr.Textbox
    transcript: gr.HTML
    spoken: gr.HTML
    error: gr.HTML
    panel: gr.HTML
    fold: gr.Button
    lattice: gr.HTML
    plan: gr.HTML
    earlier: gr.HTML
    tabs: gr.Tabs
    send: gr.Button
    show_plan: gr.Button
    undo: gr.Button
    new: gr.Button
    switch: gr.Button

    def outputs(self) -> list[Any]:
        """The components a ``View`` fills, in its order."""
        return [
            self.conversation,
            self.ticket,
            self.box,
            self.transcript,
            self.spoken,
            self.error,
            self.panel,
            self.fold,
            self.lattice,
            self.plan,
            self.earlier,
            self.tabs,
        ]


def updates(view: View) -> list[Any]:
    """A view as Gradio takes it: a value for a component, or leave it alone."""
    values = (
        view.conversation,
        view.ticket,
        view.box,
        view.transcript,
        view.spoken,
        view.error,
        view.panel,
        view.fold,
        view.lattice,
        view.plan,
        view.earlier,
    )
    tabs = gr.skip() if view.tab is None else gr.Tabs(selected=view.tab)
    return [*(gr.skip() if value is None else value for value in values), tabs]


def build_chat(demo: gr.Blocks, desk: Desk) -> None:
    """Lay the page out inside ``demo`` and connect it."""
    parts = _layout(desk)
    _connect(demo, parts, desk)


def _layout(desk: Desk) -> Parts:
    wording = desk.wording
    header(wording.welcome["Line"], here="/")
    conversation = gr.Textbox(visible=False, label="Conversation")
    ticket = gr.Textbox(visible=False, label="Submission")
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(elem_id="talk", scale=3, min_width=0):
            transcript = _html(first_screen(wording, desk.about), "transcript")
            spoken = _html("", "spoken")
            with gr.Column(elem_id="composer"):
                error = _html("", "error")
                box, send = _box(desk)
                with gr.Row(elem_id="actions"):
                    show_plan = gr.Button("Plan", size="sm", elem_id="show-plan")
                    undo = gr.Button("Undo", size="sm", elem_id="undo")
                    new = gr.Button("New conversation", size="sm", elem_id="new")
                    switch = gr.Button(
                        wording.welcome["Switch"],
                        size="sm",
                        elem_id="switch-model",
                        visible=desk.parts.coach.engine is not None,
                    )
                    _html(f'<p class="keys">{plain(wording.welcome["Keys"])}</p>', "keys")
        with gr.Column(elem_id="side", scale=2, min_width=0):
            fold = gr.Button(fold_label(DialogueState()), elem_id="fold", size="sm")
            with gr.Column(elem_id="side-body"):
                tabs, panel, lattice, plan, earlier = _side(desk)
    return Parts(
        conversation, ticket, box, transcript, spoken, error, panel, fold, lattice,
        plan, earlier, tabs, send, show_plan, undo, new, switch,
    )  # fmt: skip


def _box(desk: Desk) -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="box-row"):
        box = gr.Textbox(
            label="Your message",
            placeholder=desk.wording.welcome["Box"],
            show_label=False,
            lines=1,
            max_lines=10,
            autofocus=True,
            container=False,
            elem_id="box",
            scale=5,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        send = gr.Button("Send", variant="primary", elem_id="send", scale=0, min_width=88)
    return box, send


def _side(desk: Desk) -> tuple[gr.Tabs, gr.HTML, gr.HTML, gr.HTML, gr.HTML]:
    with gr.Tabs(selected="goal", elem_id="tabs") as tabs:
        with gr.Tab("Goal", id="goal"):
            panel = _html(goal_panel(DialogueState(), desk.wording), "panel")
        with gr.Tab("Map", id="map"):
            lattice = _html(lattice_panel(None, plan_wording().map), "map")
        with gr.Tab("Plan", id="plan"):
            plan = _html(no_plan(desk.wording), "plan")
        with gr.Tab("Earlier", id="earlier"):
            earlier = _html("", "earlier", PICK)
    return tabs, panel, lattice, plan, earlier


def _html(value: str, name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def _connect(demo: gr.Blocks, parts: Parts, desk: Desk) -> None:
    def send(conversation: str, ticket: str, message: str) -> list[Any]:
        return updates(desk.send(conversation, ticket, message))

    def pick(event: gr.EventData) -> list[Any]:
        return updates(desk.open(chosen(event)))

    def erase(conversation: str, event: gr.EventData) -> list[Any]:
        return updates(desk.erase(chosen(event), conversation))

    typed = [parts.conversation, parts.ticket, parts.box]
    for event in (parts.box.submit, parts.send.click):
        _on(event, send, typed, parts, desk, js=SENDING)
    here = [parts.conversation]
    _on(demo.load, lambda c: updates(desk.open(c)), here, parts, desk, js=REMEMBERED)
    _on(parts.undo.click, lambda c: updates(desk.undo(c)), here, parts, desk)
    ticketed = [parts.conversation, parts.ticket]
    _on(parts.switch.click, lambda c, t: updates(desk.switch_model(c, t)), ticketed, parts, desk)
    _on(parts.new.click, lambda: updates(desk.start()), [], parts, desk)
    _on(parts.show_plan.click, lambda c: updates(desk.plan(c)), here, parts, desk).then(
        None, here, None, js=SHOW_SIDE, queue=False, api_visibility="private"
    )
    _on(parts.earlier.select, pick, [], parts, desk)
    _on(parts.earlier.delete, erase, here, parts, desk)
    parts.fold.click(None, js=TOGGLE_SIDE, queue=False, api_visibility="private")


def _on(
    event: Callable[..., Any],
    action: Callable[..., list[Any]],
    inputs: list[Any],
    parts: Parts,
    desk: Desk,
    js: str | None = None,
) -> Any:
    """Connect an event: the view it gives is shown; a failed call leaves a sentence, no loss."""
    failed = json.dumps(error_line(desk.wording.chat["Unreachable"]))
    called = event(
        action,
        inputs,
        parts.outputs(),
        js=js,
        queue=False,
        show_progress="hidden",
        trigger_mode="once",
        api_visibility="private",
    )
    called.failure(None, None, parts.error, js=FAILED % failed, queue=False)
    called.then(None, [parts.conversation], None, js=SETTLED, queue=False)
    return called


def chosen(event: gr.EventData) -> str:
    """The id in an event's data, or nothing where the browser sent something else."""
    value = getattr(event, "chosen", "")
    return value if isinstance(value, str) else ""
