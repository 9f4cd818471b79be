"""A language model's reading of a message: asked for as JSON, held against the message, merged.

    reading_request("...", before, system, mask) -> ModelRequest
    merged(heard, reading_of(reply.text, mask), message, before, today, tools)
        -> Understanding with what the embedded understanding missed, and where the two disagree

The embedded understanding stands: it decides acts, safety and where roles stand. The model may
add facts, each with its stretch of the message; a stretch that is not in the text is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import DialogueState, Finding, Slot, Understanding, UserAct
from assistant.domain.goal import Fact, FactKind, Origin, Provenance, RoleStanding, RoleStatus
from assistant.domain.masking import Mask
from assistant.domain.model import ModelRequest, question_to
from assistant.errors import FaultKind, ModelFailure
from assistant.understanding.acts import Heard
from assistant.understanding.people import names
from assistant.understanding.saying import piece, quote_of
from assistant.understanding.tools import Tools

MOST_FACTS, MOST_TITLES, LONGEST = 6, 3, 160
MAX_TOKENS = 320
SHORTEST = 4  # words; less than that needs no second ear

# A date needs to be worked out, a scale to be read: kinds with a value of another form stay out.
_KINDS = tuple(
    kind
    for kind in FactKind
    if kind.value
    in (
        "wish current_role manager meeting timeframe like dislike strength evidence witness gap"
        " condition barrier manager_view ask brings objection fallback contact long_view"
    ).split()
)
_DATED = (FactKind.MEETING, FactKind.TIMEFRAME)
_NAMED = (FactKind.MANAGER, FactKind.WITNESS, FactKind.CONTACT)
_ONCE = (FactKind.MANAGER, FactKind.CURRENT_ROLE, FactKind.WISH, FactKind.TIMEFRAME)
_ALIKE = frozenset({FactKind.WISH, FactKind.LIKE, FactKind.LONG_VIEW, FactKind.STRENGTH})
_SILENT = frozenset(
    {
        UserAct.SAFETY,
        UserAct.INJECTS,
        UserAct.ABUSES,
        UserAct.OTHER_LANGUAGE,
        UserAct.OFF_TOPIC,
        UserAct.BLANK,
        UserAct.GREETS,
        UserAct.CLOSES,
        UserAct.REQUESTS_PLAN,
    }
)


class ReadFact(BaseModel):
    """A fact as the model gives it."""

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str = Field(max_length=2_000)


class Reading(BaseModel):
    """What the model says a message says."""

    model_config = ConfigDict(frozen=True)

    facts: tuple[ReadFact, ...] = ()
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    answers: bool = False


def _strings(most: int) -> dict[str, Any]:
    return {"type": "array", "maxItems": most, "items": {"type": "string", "maxLength": LONGEST}}


# Everything is bounded: a model that wanders would fill an open string until its tokens end.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["facts", "accepted", "rejected", "answers"],
    "properties": {
        "facts": {
            "type": "array",
            "maxItems": MOST_FACTS,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "text"],
                "properties": {
                    "kind": {"type": "string", "enum": [kind.value for kind in _KINDS]},
                    "text": {"type": "string", "maxLength": LONGEST},
                },
            },
        },
        "accepted": _strings(MOST_TITLES),
        "rejected": _strings(MOST_TITLES),
        "answers": {"type": "boolean"},
    },
}


def worth_reading(message: str, heard: Understanding) -> bool:
    """Whether a second ear may hear a message: it is long enough, and meant for the coach."""
    return heard.act not in _SILENT and len(message.split()) >= SHORTEST


def reading_request(message: str, before: DialogueState, system: str, mask: Mask) -> ModelRequest:
    """The request for a reading; ``before`` is the state before the message."""
    asked = before.replies[-1][-300:] if before.replies else ""
    body = f"## The coach's last question\n{asked or '(none)'}\n\n## The message\n{message}"
    return question_to(system, mask.hide(body), MAX_TOKENS, SCHEMA)


def reading_of(text: str, mask: Mask) -> Reading:
    """The reading in an answer. Raises ModelFailure when it is none."""
    try:
        return Reading.model_validate_json(mask.show(text))
    except ValidationError as error:
        raise ModelFailure(
            FaultKind.MALFORMED, "The language model's reading cannot be read."
        ) from error


def people_in(messages: tuple[str, ...], state: DialogueState, tools: Tools) -> list[str]:
    """Names of people that must not leave: known ones, and those in these messages."""
    known = [fact.value or fact.text for fact in state.of(*_NAMED)]
    known += [fact.text for fact in state.of(FactKind.MANAGER, FactKind.ORGANISATION)]
    found = [name.text for message in messages for name in names(message, tools.lexicon)]
    return [*known, *(name for name in found if not _everyday(name, tools))]


def _everyday(name: str, tools: Tools) -> bool:
    """Whether a capitalised word is a word of work rather than somebody's name."""
    words = name.casefold().split()
    return bool(tools.gazetteer.find(name)) or tools.function_of(name) is not None or not words


def merged(
    heard: Understanding,
    reading: Reading,
    message: str,
    before: DialogueState,
    today: date,
    tools: Tools,
) -> tuple[Understanding, tuple[Finding, ...]]:
    """Both readings as one, and what they disagree on."""
    whole = Heard(message, before, tools.lexicon)
    facts, apart = list(heard.facts), list(_about_roles(heard, reading, message))
    for read in reading.facts:
        fact = _fact(read, whole, today, tools)
        if fact is None:
            apart.append(
                Finding(check="not_in_the_message", detail=f"{read.kind}: {read.text[:80]}")
            )
            continue
        other = next((f for f in facts if _overlap(f, fact)), None)
        if other is not None and other.kind is not fact.kind:
            if not {other.kind, fact.kind} <= _ALIKE:
                apart.append(
                    Finding(check=fact.kind.value, detail=f"{other.kind.value}: {other.text[:80]}")
                )
        elif other is None and _is_news(fact, facts, before):
            facts.append(fact)
    update: dict[str, Any] = {
        "facts": tuple(facts),
        "mentioned": _mentioned(heard, reading, message, before, tools),
    }
    added = facts[len(heard.facts) :]
    if heard.answers is None and reading.answers and _answered(before.open_slot, added):
        update["answers"] = before.open_slot
    return heard.model_copy(update=update), tuple(apart)


def _fact(read: ReadFact, whole: Heard, today: date, tools: Tools) -> Fact | None:
    """The fact with its place in the message; None when it has none, or no value it needs."""
    span = _place(read.text, whole.message)
    if span is None or read.kind not in {kind.value for kind in _KINDS}:
        return None
    kind = FactKind(read.kind)
    stretch = piece(whole, *span)
    value: str | None = None
    if kind in _DATED:
        dates = [mention.date for mention in find_dates(stretch.text, today) if mention.date]
        if not dates:
            return None
        value = dates[0].isoformat()
    if kind is FactKind.CURRENT_ROLE:
        role = tools.catalogue.find(stretch.text)
        value = role.id if role else None
    if kind in _NAMED:
        named = names(stretch.text, tools.lexicon)
        if not named:
            return None
        value = None if kind is FactKind.MANAGER else named[0].text
    text = named[0].text if kind is FactKind.MANAGER else stretch.text
    start = whole.message.find(text, stretch.start)
    return Fact(
        kind=kind,
        text=text,
        value=value,
        quote="" if kind in (*_DATED, *_NAMED, FactKind.CURRENT_ROLE) else quote_of(stretch, whole),
        provenance=Provenance(
            origin=Origin.SAID, turn=whole.state.turn + 1, start=start, end=start + len(text)
        ),
    )


def _place(text: str, message: str) -> tuple[int, int] | None:
    """Where a stretch stands in the message, letter for letter but for capitals."""
    wanted = text.strip(" \t\n.,;:\"'")
    if len(wanted) < 2:
        return None
    start = message.find(wanted)
    if start < 0 and len(message.casefold()) == len(message):
        start = message.casefold().find(wanted.casefold())
    return None if start < 0 else (start, start + len(wanted))


def _overlap(one: Fact, other: Fact) -> bool:
    first, second = one.provenance, other.provenance
    return (first.start or 0) < (second.end or 0) and (second.start or 0) < (first.end or 0)


def _is_news(fact: Fact, facts: list[Fact], before: DialogueState) -> bool:
    if fact.kind in _ONCE:
        return not (before.has(fact.kind) or any(f.kind is fact.kind for f in facts))
    return True


def _answered(slot: Slot | None, added: list[Fact]) -> bool:
    """Whether a fact of the kind that was asked for is among what the model added."""
    return slot is not None and any(fact.kind.value == slot.value for fact in added)


def _about_roles(heard: Understanding, reading: Reading, message: str) -> Iterator[Finding]:
    """Where a role stands is decided by rules alone; another view of it is kept for review."""
    accepted = {role.title.casefold() for role in heard.accepted}
    rejected = {role.title.casefold() for role in heard.rejected}
    for name, titles, mine in (
        ("accepted", reading.accepted, accepted),
        ("rejected", reading.rejected, rejected),
    ):
        for title in titles:
            if title.casefold() not in mine and _place(title, message):
                yield Finding(check=name, detail=title[:80])


def _mentioned(
    heard: Understanding, reading: Reading, message: str, before: DialogueState, tools: Tools
) -> tuple[RoleStanding, ...]:
    """A title that only the model heard is on the table, and no more than that."""
    known = {r.title.casefold() for r in (*heard.accepted, *heard.rejected, *heard.mentioned)}
    found = list(heard.mentioned)
    for title in reading.accepted:
        role = tools.catalogue.find(title)
        place = _place(title, message)
        if role is None or place is None or role.title.casefold() in known:
            continue
        found.append(
            RoleStanding(
                title=role.title,
                role_id=role.id,
                status=RoleStatus.MENTIONED,
                provenance=Provenance(
                    origin=Origin.SAID, turn=before.turn + 1, start=place[0], end=place[1]
                ),
            )
        )
    return tuple(found)
