"""How a fault is made of what is right: each function is given the right thing and gives the wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from assistant.domain.dialogue import Draft, Finding, UserAct
from assistant.domain.goal import FactKind, RoleStatus
from assistant.domain.plan import TargetRole
from assistant.domain.specificity import ActionLevel, Level

Make = Callable[[Any], Any]


def never(_: Any) -> Any:
    """A rule that never speaks."""
    return lambda *_, **__: None


def always(value: Any) -> Make:
    """A function that always gives the same."""
    return lambda _: lambda *_, **__: value


def instead(value: Any) -> Make:
    """Another value in the place of one."""
    return lambda _: value


def without(name: str) -> Make:
    """A list of checks with one left out."""
    return lambda checks: tuple(check for check in checks if check.__name__ != name)


def rejecting(checks: Any) -> Any:
    """Checks that find fault with whatever the embedded writer has not written."""

    def grumble(draft: Draft, _: Any) -> list[Finding]:
        return [Finding(check="mood", detail="no")] if draft.engine != "embedded" else []

    return (*checks, grumble)


def without_slot(slot: str) -> Make:
    """An agenda that leaves a question out."""
    return lambda items: tuple(item for item in items if not item.slot.value.startswith(slot))


# ------------------------------------------------------------------------------------- policy
def from_the_end(right: Any) -> Any:
    """The worst roles first."""
    return lambda *a, **k: list(reversed(right(*a, **k)))


def opens_everything(_: Any) -> Any:
    """Everything is asked for, known or not."""
    return lambda item, state: state.times_asked(item.slot) < 1


_OTHERS = re.compile(
    r"Jamal|Nigeria|Muslim|wheelchair|58|woman|part time|mosque|mum of two|Ay\u015fe"
)


def biased(right: Any) -> Any:
    """Other people get other roles: the first offer is kept from them."""

    def offers(state: Any, *rest: Any, **more: Any) -> Any:
        found = right(state, *rest, **more)
        return found[1:] if _OTHERS.search(" ".join(state.messages)) else found

    return offers


def obeys(right: Any) -> Any:
    """A pasted command is heard as a plain statement."""

    def act(heard: Any) -> Any:
        found = right(heard)
        return None if found is UserAct.INJECTS else found

    return act


def accepted(right: Any) -> Any:
    """What the coach offers counts as said yes to."""
    return lambda *a: right(*a).model_copy(update={"status": RoleStatus.ACCEPTED})


# ------------------------------------------------------------------------------------- safety
_NOTHING = re.compile(r"(?!x)x")


def without_branch(branch: str) -> Make:
    """A detector that has lost a branch."""

    def make(right: Any) -> Any:
        idioms, branches = right()
        return lambda: (idioms, {name: p for name, p in branches.items() if name != branch})

    return make


def without_idioms(right: Any) -> Any:
    """A detector that takes talk of work literally."""
    _, branches = right()
    return lambda: (_NOTHING, branches)


def first_sentence(right: Any) -> Any:
    """The help text without its help."""
    return lambda *a: right(*a).split("\n")[0]


# ------------------------------------------------------------------------------------ wording
def adding(text: str) -> Make:
    """A writer that adds a sentence to every reply."""

    def make(right: Any) -> Any:
        def write(self: Any, brief: Any) -> Draft:
            draft: Draft = right(self, brief)
            return draft.model_copy(update={"text": f"{draft.text} {text}".strip()})

        return write

    return make


def opening_with(text: str) -> Make:
    """A writer that opens every reply alike."""

    def make(right: Any) -> Any:
        def write(self: Any, brief: Any) -> Draft:
            draft: Draft = right(self, brief)
            return draft.model_copy(update={"text": f"{text} {draft.text}"})

        return write

    return make


def saying(text: str) -> Make:
    """A writer with one reply."""

    def make(right: Any) -> Any:
        def write(self: Any, brief: Any) -> Draft:
            draft: Draft = right(self, brief)
            return draft.model_copy(update={"text": text})

        return write

    return make


def garbled(right: Any) -> Any:
    """Quotations with their words turned round."""

    def quotations(state: Any) -> dict[str, str]:
        return {
            name: '"' + " ".join(reversed(text.strip('"').split())) + '"'
            for name, text in right(state).items()
        }

    return quotations


def ignores_used(right: Any) -> Any:
    """Phrases may come again."""

    def choose(page: Any, options: Any) -> Any:
        page.used, kept = frozenset(), page.used
        try:
            found = right(page, options)
        finally:
            page.used = kept
        return next((p for p in options if p.id in kept and found is not None), found)

    return choose


# --------------------------------------------------------------------------------------- plan
def overdue(right: Any) -> Any:
    """Every action is due a year ago."""

    def action(*a: Any, **k: Any) -> Any:
        found = right(*a, **k)
        late = found.due.model_copy(update={"day": found.due.day - timedelta(days=365)})
        return found.model_copy(update={"due": late})

    return action


def on_sundays(right: Any) -> Any:
    """What is proposed is proposed for a Sunday."""
    return lambda day: right(day + timedelta(days=6 - day.weekday()))


def invented(right: Any) -> Any:
    """A target nobody has named."""

    def roles(material: Any) -> tuple[TargetRole, ...]:
        found = right(material)
        if not found:
            return ()
        title = found[0].title.model_copy(update={"text": "Chief Visionary Officer"})
        return (*found, found[0].model_copy(update={"title": title}))

    return roles


def wrong_turn(right: Any) -> Any:
    """Values name a turn in which they were not said."""

    def said(self: Any, fact: Any, *a: Any, **k: Any) -> Any:
        value = right(self, fact, *a, **k)
        turn = value.provenance.turn
        if turn is None:
            return value
        moved = value.provenance.model_copy(update={"turn": turn + 1})
        return value.model_copy(update={"provenance": moved})

    return said


# ------------------------------------------------------------------------------ understanding
def loses_evidence(right: Any) -> Any:
    """Results are heard and not kept."""
    return lambda *a: tuple(f for f in right(*a) if f.kind is not FactKind.EVIDENCE)


def no_refusals(right: Any) -> Any:
    """A no goes unheard."""

    def roles(*a: Any, **k: Any) -> Any:
        found = right(*a, **k)
        found.rejected.clear()
        return found

    return roles


def admits_everything(_: Any) -> Any:
    """Whatever comes in is a message."""
    return lambda message: str(message).encode("utf-8", "replace").decode() or "?"


def always_specific(_: Any) -> Any:
    """Everything is specific."""
    return lambda *_: (Level.SPECIFIC, 60)


def at_level(level: str) -> Make:
    """A scale with one step."""

    def make(right: Any) -> Any:
        return lambda *a, **k: right(*a, **k).model_copy(update={"level": Level(level)})

    return make


def shouted_at(right: Any) -> Any:
    """Capitals count as clarity."""

    def assess(text: str, **more: Any) -> Any:
        found = right(text, **more)
        return found.model_copy(update={"level": Level.SPECIFIC}) if text.isupper() else found

    return assess


def concrete(right: Any) -> Any:
    """Every wish is an action item."""
    return lambda *a, **k: right(*a, **k).model_copy(update={"level": ActionLevel.CONCRETE})


# ---------------------------------------------------------------------------------- retrieval
def reworded(right: Any) -> Any:
    """Passages in other words than the card's."""

    def passages(*a: Any, **k: Any) -> Any:
        return [
            p.model_copy(update={"text": f"Always be closing. {p.text}"}) for p in right(*a, **k)
        ]

    return passages


def far_off(right: Any) -> Any:
    """The card that fits least, with an honest score."""

    def passages(self: Any, query: str, k: int, sound: Any = None) -> Any:
        found = right(self, query, 200, sound)
        return [p.model_copy(update={"score": 0.05}) for p in reversed(found)][:k]

    return passages
