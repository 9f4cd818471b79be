"""When the talk is over: what it brought is taken up and settled, one question at a time.

In the end it is put in writing (conversation.md, "After the meeting").
"""

from __future__ import annotations

from datetime import date

from assistant.domain.calendar import spoken
from assistant.domain.dialogue import Move, Slot, Stage
from assistant.domain.goal import Fact, FactKind
from assistant.domain.grammar import addressed, called, listed
from assistant.policy.agenda import Item, next_item
from assistant.policy.repertoire import fill
from assistant.policy.road import ask, closed_by
from assistant.policy.situation import Situation

BROUGHT = (FactKind.GRANTED, FactKind.REFUSED, FactKind.PROMISED)
LONGEST = 14  # words; what is longer is quoted by its most telling part
MOST = 2  # things of a kind that one reply or note names


def take_report(now: Situation) -> Move | None:
    """What the person got and did not get, said back, and the one question it raises."""
    kinds = {fact.kind for fact in now.heard.facts}
    answered = now.before.open_slot is Slot.OUTCOME and FactKind.TALK_HELD not in kinds
    if answered or not kinds & {FactKind.TALK_HELD, FactKind.POSTPONED, *BROUGHT}:
        return None
    values = {kind.value: text for kind in BROUGHT if (text := _told(now.heard.facts, kind))}
    tags = tuple(values) if len(values) > 1 else (*values, "only") if values else ("bare",)
    if FactKind.POSTPONED in kinds:
        tags = ("postponed", "dated") if FactKind.MEETING in kinds else ("postponed",)
    move = now.move(
        "take_report",
        Stage.FOLLOW_UP,
        None,
        "the person tells how the talk went",
        uptake=None,
        values=values,
        tags=tags,
    )
    item = next_item(now.state)
    return closed_by(move, _ask(now, item)) if item else move


def _ask(now: Situation, item: Item) -> Move:
    """The question about what came of the talk, in the person's words for it."""
    question = ask(now, item)
    values = {
        kind.value: text for kind in BROUGHT if (text := _told(now.state.of(kind)[-1:], kind))
    }
    return question.model_copy(update={"values": {**values, **question.values}})


def _told(facts: tuple[Fact, ...], kind: FactKind) -> str:
    quotes = [_quoted(fact) for fact in facts if fact.kind is kind][:MOST]
    return listed([f'"{quote}"' for quote in quotes])


def _quoted(fact: Fact) -> str:
    """The person's words, whole where they are few."""
    text = fact.text.replace('"', "'").strip(" .!")
    return text if len(text.split()) <= LONGEST else fact.quote or text


def write_note(now: Situation) -> Move | None:
    """The note, when the person asks for it."""
    wanted = now.state.talk_over and now.signal("thank_you_note")
    return _note(now, "the note is asked for") if wanted else None


def after_talk(now: Situation) -> Move | None:
    """The next thing to settle, then the note, then the next date."""
    if not now.state.talk_over or now.heard.drops_target:
        return None
    item = next_item(now.state)
    if item is not None:
        return _ask(now, item)
    if not now.state.moved("give_note") and (note := _note(now, "what was settled is written")):
        return note
    return now.move("stay", Stage.FOLLOW_UP, None, "nothing is left to settle")


def plan_after_talk(now: Situation) -> Move:
    """The plan with what the talk brought in it."""
    values = {kind.value: text for kind in BROUGHT if (text := _told(now.state.facts, kind))}
    return now.move(
        "plan_after_talk",
        Stage.FOLLOW_UP,
        Slot.PLAN_CHECK,
        "the plan is asked for after the talk",
        uptake=None,
        values=values,
    )


def _note(now: Situation, reason: str) -> Move | None:
    """One or two sentences to send; None where the talk brought nothing that could stand there."""
    lines = [line for heading in _HEADINGS if (line := _line(now, heading, _note_values(now)))]
    if len(lines) < 3:  # an opening and a close alone confirm nothing
        return None
    return now.move(
        "give_note",
        Stage.FOLLOW_UP,
        Slot.PLAN_CHECK,
        reason,
        uptake=None if now.signal("thank_you_note") else now.uptake,
        values={"script": f"- {' '.join(lines)}"},
    )


_HEADINGS = ("Opening", "Granted", "Refused", "Promised", "First step", "Next talk", "Close")


def _line(now: Situation, heading: str, values: dict[str, str]) -> str | None:
    templates = now.repertoire.templates("note", heading)
    usable = [text for t in templates if (text := fill(t, values))]
    return usable[0] if usable else None


def _note_values(now: Situation) -> dict[str, str]:
    """What the note may name, in words that can be said to the manager's face."""
    state = now.state
    values = {}
    for kind in (*BROUGHT, FactKind.FIRST_STEP):
        texts = [t for fact in state.of(kind)[-MOST:] if (t := addressed(_quoted(fact)))]
        if texts:
            values[kind.value] = "; ".join(texts)
    manager, held = state.last(FactKind.MANAGER), state.last(FactKind.TALK_HELD)
    again = state.last(FactKind.FOLLOW_UP)
    if manager:
        values["name"] = called(manager.text)
    if held and held.value:
        values["weekday"] = f"{date.fromisoformat(held.value):%A}"
    if again and again.value and again.value > now.today.isoformat():
        values["follow_up"] = spoken(date.fromisoformat(again.value), now.today)
    return values
