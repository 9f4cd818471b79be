"""What the talk brought: each answer in the person's words, and which request it answers.

outcome(material)[0]   -> Outcome(verdict=agreed, text='"the two shifts" [18]', due=31 January)
answered(asks, told)   -> the same asks, those that got an answer marked (methods E1, F1)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.domain.calendar import spoken
from assistant.domain.goal import Fact, FactKind
from assistant.domain.grammar import addressed
from assistant.domain.plan import (
    Agreement,
    AgreementState,
    Ask,
    Day,
    Outcome,
    ThankYou,
    Value,
)
from assistant.planning.evidence import stems
from assistant.planning.ledger import Piece, workday_meant
from assistant.planning.material import Material
from assistant.planning.timing import day_in, thank_you_day

VERDICTS = {
    FactKind.GRANTED: AgreementState.AGREED,
    FactKind.REFUSED: AgreementState.REFUSED,
    FactKind.PROMISED: AgreementState.OPEN,
}
# What was told besides an answer: kind -> what belongs to it.
_BESIDES = {
    FactKind.GRANTED: FactKind.FIRST_STEP,
    FactKind.REFUSED: FactKind.REFUSAL_REASON,
    FactKind.PROMISED: FactKind.PROMISE_DETAIL,
}
_NOTE_LINES = {
    AgreementState.AGREED: "thank_you_granted",
    AgreementState.REFUSED: "thank_you_refused",
    AgreementState.OPEN: "thank_you_promised",
}


def outcome(material: Material) -> tuple[Outcome, ...]:
    """Every answer told, in the order of granted, refused, open."""
    return tuple(item for kind in VERDICTS for item in _of_kind(material, kind))


def _of_kind(material: Material, kind: FactKind) -> Iterator[Outcome]:
    besides = list(material.facts(_BESIDES[kind]))
    facts = material.facts(kind)
    for number, fact in enumerate(facts, 1):
        own = _belonging(fact, besides, last=number == len(facts))
        day = _day(material, fact) or (_day(material, own) if own else None)
        yield Outcome(
            verdict=VERDICTS[kind],
            text=material.ledger.said(fact),
            due=day,
            detail=material.ledger.said(own) if own else None,
        )


def _belonging(fact: Fact, besides: list[Fact], *, last: bool) -> Fact | None:
    """What was told with an answer; what is left over goes to the last of its kind."""
    same = [b for b in besides if b.provenance.turn == fact.provenance.turn]
    found = (same or besides if last else same)[:1]
    if not found:
        return None
    besides.remove(found[0])
    return found[0]


def _day(material: Material, fact: Fact) -> Day | None:
    day = day_in(fact)
    if day is None or day < material.today:
        return None
    return material.ledger.day_of(fact, workday_meant(fact, day))


def answered(asks: tuple[Ask, ...], told: tuple[Outcome, ...]) -> tuple[Ask, ...]:
    """The requests with the manager's answer, where one was told of the same thing."""
    if not told:
        return asks
    own = [ask for ask in asks if ask.ask.said]
    alone = len(own) == 1 and len(told) == 1
    return tuple(
        _with(ask, told[0].verdict) if alone and ask is own[0] else _matched(ask, told)
        for ask in asks
    )


def _matched(ask: Ask, told: Iterable[Outcome]) -> Ask:
    """The request with the one answer that speaks of it; two that do leave it open."""
    if not ask.ask.said:
        return ask
    near = {item.verdict for item in told if stems(ask.ask.text) & stems(item.text.text)}
    return _with(ask, near.pop()) if len(near) == 1 else ask


def _with(ask: Ask, verdict: AgreementState) -> Ask:
    return ask.model_copy(update={"agreed": Agreement(manager=verdict)})


def held(material: Material) -> Value | None:
    """The words in which the person told that the talk took place."""
    fact = material.state.last(FactKind.TALK_HELD)
    return material.ledger.said(fact) if fact is not None else None


def note_to_send(material: Material, told: tuple[Outcome, ...]) -> ThankYou:
    """The note that confirms what was agreed, refused and left open, and the next date."""
    lines, timing = material.wording.lines, material.timing
    pieces: list[tuple[str, dict[str, Piece | None]]] = [
        ("thank_you_open", {"weekday": f"{timing.meeting.day:%A}"})
    ]
    for item in told:
        if text := addressed(item.text.text):
            pieces.append(
                (_NOTE_LINES[item.verdict], {"answer": text, "day": _until(item, material.today)})
            )
    if timing.has_follow_up:
        pieces.append(("thank_you_close", {}))
    else:
        pieces.append(("thank_you_close_undated", {}))
    written = [material.compose(lines[name], **more) for name, more in pieces]
    day = thank_you_day(timing)
    return ThankYou(day=day, lines=tuple(v.text for v in written if v), mark=day.mark)


def _until(item: Outcome, today: date) -> str | None:
    """The day of what is still open; an agreed or refused thing names its own."""
    if item.verdict is not AgreementState.OPEN or item.due is None:
        return None
    return None if item.due.day.strftime("%B") in item.text.text else spoken(item.due.day, today)


def open_asks(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """The requests that have had no answer yet."""
    return tuple(ask for ask in asks if ask.agreed.manager is AgreementState.OPEN)
