"""What the chat page's buttons do, without Gradio: ids and text in, a ``View`` out.

Each action is one verb of the application. The browser's word is taken for nothing but the text
typed and the id of a conversation, and an id is looked up again each time: history is what the
store holds, never what the page sends.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assistant.commands import is_command, run_command
from assistant.domain.dialogue import PLAN_MOVES, DialogueState, Turn
from assistant.domain.lattice import career_map
from assistant.errors import BrassTacksError, NotFound, UnusableInput
from assistant.planning import plan_wording
from assistant.retrieval.organisation.citations import lapsed
from assistant.ui import conversation as page
from assistant.ui.lattice import lattice_panel
from assistant.ui.markup import plain
from assistant.ui.panel import fold_label, goal_panel
from assistant.ui.plan import earlier, no_plan, plan_view
from assistant.ui.wording import PageWording

if TYPE_CHECKING:
    from assistant.bootstrap import Parts

LISTED = 50
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SHOWS_PAPER = ("/plan", "/brief")
_SHOWS_MAP = "/map"


@runtime_checkable
class Erasing(Protocol):
    """A store that can forget a conversation for good."""

    def delete(self, conversation: str) -> object:
        """Erase the turns and all that hangs on them."""
        ...


class Speaking(Protocol):
    """Where the parts of a reply go while it is said."""

    def say(self, ticket: str, part: str) -> None:
        """Add a part."""
        ...

    def end(self, ticket: str) -> None:
        """The turn is over."""
        ...


@dataclass(frozen=True)
class View:
    """What the page is to show; ``None`` leaves a part as it is.

    ``box`` is the text in the box: None keeps what was typed, so nothing is lost when a send
    fails. ``ticket`` stays the same until a send has worked, so that a retry is the same turn.
    """

    conversation: str | None = None
    ticket: str | None = None
    box: str | None = None
    transcript: str | None = None
    spoken: str | None = None
    error: str | None = ""
    panel: str | None = None
    fold: str | None = None
    lattice: str | None = None
    plan: str | None = None
    earlier: str | None = None
    tab: str | None = None


def new_ticket() -> str:
    """A fresh submission's number, which cannot be guessed."""
    return secrets.token_hex(16)


def error_line(text: str) -> str:
    """The one sentence above the box."""
    return f'<p class="error" role="alert">{plain(text)}</p>' if text else ""


@dataclass(frozen=True)
class Desk:
    """The chat page's actions for one owner."""

    parts: Parts
    wording: PageWording
    today: Callable[[], date]
    board: Speaking | None = None

    @property
    def about(self) -> str:
        """What the page says of itself: where texts are kept, and whom they are sent to."""
        settings = self.parts.settings
        engine = self.parts.coach.engine
        heading = "First screen" if engine is None else "First screen with a model"
        text = self.wording.welcome[heading].replace("{home}", str(settings.home))
        model = engine.name if engine is not None else ""
        return text.replace("{model}", model).replace("{endpoint}", settings.model_host)

    def open(self, conversation: str) -> View:
        """Go on with a conversation, or show the first screen when it is not there."""
        turns = self._turns(conversation)
        return self._whole(conversation if turns else "", turns)

    def start(self) -> View:
        """A blank page; the conversation gets its id with the first message."""
        return self._whole("", [])

    def send(self, conversation: str, ticket: str, message: object) -> View:
        """Take what was typed: a turn, or a command."""
        message = message if isinstance(message, str) else ""
        try:
            self._check(conversation)
            ticket = ticket if is_id(ticket) else new_ticket()
            name = conversation or _named(ticket)
            if is_command(message.strip()):
                return self._command(conversation, message.strip(), ticket)
            return self._answered(name, self._turn(name, ticket, message))
        except BrassTacksError as error:
            return View(error=error_line(str(error)))

    def switch_model(self, conversation: str, ticket: str) -> View:
        """Let the language model word this conversation's replies, or no longer."""
        try:
            self._check(conversation)
            name = conversation or _named(ticket)
            off = self.parts.coach.store.choices.off(name)
            return self._command(conversation, "/model on" if off else "/model off", ticket)
        except BrassTacksError as error:
            return View(error=error_line(str(error)))

    def undo(self, conversation: str) -> View:
        """Take back the last message and its answer."""
        if not self._turns(conversation):
            return View(error=error_line(self.wording.chat["Nothing to undo"]))
        try:
            return self._command(conversation, "/undo")
        except BrassTacksError as error:
            return View(error=error_line(str(error)))

    def plan(self, conversation: str) -> View:
        """The action plan, in its tab."""
        if not self._turns(conversation):
            return View(plan=no_plan(self.wording), tab="plan")
        try:
            return self._command(conversation, "/plan")
        except BrassTacksError as error:
            return View(error=error_line(str(error)))

    def erase(self, conversation: str, open_now: str) -> View:
        """Forget a conversation for good, where the store can."""
        store = self.parts.coach.store
        try:
            if isinstance(store, Erasing) and self._turns(conversation):
                store.delete(conversation)
        except BrassTacksError as error:
            return View(error=error_line(str(error)))
        if conversation == open_now or not open_now:
            return self._whole("", [], note=self.wording.chat["Deleted"])
        return View(earlier=self._earlier(open_now))

    def _turn(self, name: str, ticket: str, message: str) -> Turn:
        """Take a turn; its parts go to the page that listens with the same ticket."""
        coach, key = self.parts.coach, _key(ticket, message)
        if self.board is None or coach.engine is None:
            return coach.take_turn(name, message, self.today(), key)
        try:
            say = partial(self.board.say, ticket)
            return coach.take_turn(name, message, self.today(), key, say)
        finally:
            self.board.end(ticket)

    def _command(self, conversation: str, line: str, ticket: str = "") -> View:
        """A slash command as the terminal has it, its outcome put where the page has room."""
        name = line.split(maxsplit=1)[0].casefold()
        if name == "/model" and not conversation and is_id(ticket):
            # The first message will start the conversation that this ticket names.
            outcome = run_command(self.parts, _named(ticket), line, self.today())
            return replace(self._whole("", [], note=outcome.text), ticket=None)
        if name == _SHOWS_MAP:
            state = DialogueState.from_turns(self._turns(conversation))
            return View(lattice=self._lattice(state), tab="map", box="", ticket=new_ticket())
        if name in _SHOWS_PAPER and not self._turns(conversation):
            return View(plan=no_plan(self.wording), tab="plan", box="")
        if name != "/help" and not conversation:
            raise UnusableInput(self.wording.chat["Nothing to undo"])
        outcome = run_command(self.parts, conversation, line, self.today())
        if outcome.turn is not None:
            return self._answered(conversation, outcome.turn)
        if name in _SHOWS_PAPER:
            paper = plan_view(outcome.text, conversation, self.wording)
            return View(plan=paper, tab="plan", box="", ticket=new_ticket())
        note = self.wording.chat["Stopped"] if outcome.done else outcome.text
        turns = self._turns(conversation)
        return self._whole(conversation if turns else "", turns, note=_as_list(note))

    def _answered(self, conversation: str, turn: Turn) -> View:
        turns = self.parts.coach.store.load(conversation)
        whole = self._whole(conversation, turns)
        if turn.move.name not in PLAN_MOVES:
            return whole
        shown = self.plan(conversation)
        return replace(whole, plan=shown.plan, tab=shown.tab) if shown.plan else whole

    def _whole(self, conversation: str, turns: list[Turn], note: str = "") -> View:
        """Everything the page shows of a conversation, and an empty box."""
        state = DialogueState.from_turns(turns)
        gone = lapsed(self.parts.settings.organisation, turns)
        return View(
            conversation=conversation,
            ticket=new_ticket(),
            box="",
            transcript=page.transcript(turns, gone, self.wording, self.about, note),
            spoken=page.spoken(turns[-1]) if turns and not note else f"<p>{plain(note)}</p>",
            panel=goal_panel(state, self.wording),
            fold=fold_label(state),
            lattice=self._lattice(state),
            plan=no_plan(self.wording),
            earlier=self._earlier(conversation),
            tab="goal",
        )

    def _lattice(self, state: DialogueState) -> str:
        return lattice_panel(career_map(self.parts.corpus.catalogue, state), plan_wording().map)

    def _earlier(self, open_now: str) -> str:
        store = self.parts.coach.store
        entries = store.conversations()[:LISTED]
        return earlier(entries, open_now, self.wording, erasable=isinstance(store, Erasing))

    def _turns(self, conversation: str) -> list[Turn]:
        """The stored turns of an id the page sent; none for what can be no id."""
        return self.parts.coach.store.load(conversation) if is_id(conversation) else []

    def _check(self, conversation: str) -> None:
        """Raises NotFound when an id is given that is not there (any more)."""
        if conversation and not self._turns(conversation):
            raise NotFound(self.wording.chat["Gone"])


def is_id(text: object) -> bool:
    """Whether a value from the browser has the form of a conversation's id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def _named(ticket: str) -> str:
    """The id of the conversation a first message starts: the same for a retry of that message."""
    return hashlib.sha256(f"conversation/{ticket}".encode()).hexdigest()[:32]


def _key(ticket: str, message: str) -> str:
    """One submission's key: a double click is one turn, an edited text is another."""
    return hashlib.sha256(f"{ticket}/{message}".encode("utf-8", "replace")).hexdigest()[:32]


def _as_list(text: str) -> str:
    """Lines of a command's answer, such as the list of commands, as a list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(is_command(line) for line in lines):
        return text
    parts = (line.partition("  ") for line in lines)
    return "\n".join(f"- **{name}** {about.strip()}" for name, _, about in parts)
