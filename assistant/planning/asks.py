"""What is asked of the manager, each request with what the employee brings and a way out.

What the person asked for comes first, then the way in they chose, then one request for every gap
(methods E6), and where nothing has been asked one small proposed request.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain.goal import Fact, FactKind
from assistant.domain.plan import Ask, Day, Value
from assistant.planning.evidence import stems
from assistant.planning.goals import open_gaps
from assistant.planning.ledger import Piece, workday_meant
from assistant.planning.material import Material, future
from assistant.planning.wording import Block

MOST_ASKS = 6
MOST_GAP_ASKS = 3


@dataclass
class _Supply:
    """Facts that go with an ask, each handed out once: told in its turn, after it, or about it."""

    facts: list[Fact] = field(default_factory=list)

    def take(self, ask: Fact | None, *, last: bool) -> Fact | None:
        """The fact that belongs to an ask; the ``last`` ask takes what is left over."""
        found = next((fact for fact in self.facts if ask and _belongs(fact, ask)), None)
        if found is None and last and self.facts:
            found = self.facts[0]
        if found is not None:
            self.facts.remove(found)
        return found


def _belongs(fact: Fact, ask: Fact) -> bool:
    same = fact.provenance.turn is not None and fact.provenance.turn == ask.provenance.turn
    return same or bool(stems(fact.text) & stems(ask.text))


def asks(material: Material) -> tuple[Ask, ...]:
    """The requests of the plan, at least one."""
    own = list(_own(material))
    brings = _Supply(list(material.brings))
    fallbacks = _Supply(list(material.facts(FactKind.FALLBACK)))
    found = []
    for number, (value, block, fact) in enumerate(own, 1):
        last = number == len(own)
        carried = brings.take(fact, last=last)
        else_ = fallbacks.take(fact, last=last)
        found.append(_ask(material, value, block, fact, (carried, else_)))
    asked = stems(" ".join(value.text for value, _, _ in own))
    gaps = [gap for gap in open_gaps(material) if not stems(gap.text) & asked]
    found += [_gap_ask(material, gap) for gap in gaps[:MOST_GAP_ASKS]]
    return tuple(found[:MOST_ASKS])


def _own(material: Material) -> Iterator[tuple[Value, Block, Fact | None]]:
    """The person's asks and chosen way in; one proposed request where there is neither."""
    blocks, found = material.wording.asks, 0
    seen: set[str] = set()
    for fact in material.facts(FactKind.ASK):
        seen.add(fact.text.casefold().strip())
        found += 1
        yield material.ledger.said(fact), blocks["said"], fact
    for fact in material.facts(FactKind.ROUTE)[-1:]:
        if fact.text.casefold().strip() in seen:
            continue
        found += 1
        yield (
            _request(material, blocks["route"], route=_route(material, fact)),
            blocks["route"],
            fact,
        )
    if not found:
        block = blocks["step" if material.targets else "view"]
        yield _request(material, block), block, None


def _request(material: Material, block: Block, **pieces: Piece | None) -> Value:
    """A proposed request, worded as it would be put to the manager."""
    line = material.line(block.texts("ask"), **pieces)
    return line.model_copy(update={"spoken": True})


def _route(material: Material, fact: Fact) -> Value:
    """The way in: in the person's words, or the offered one they took."""
    picked = (fact.value or "").strip()
    if not picked:
        return material.ledger.said(fact)
    traced = material.ledger.traced(picked, fact)
    return traced if traced.said else material.ledger.chosen(picked, fact.provenance.turn)


def _ask(
    material: Material,
    value: Value,
    block: Block,
    fact: Fact | None,
    told: tuple[Fact | None, Fact | None],
) -> Ask:
    carried, else_ = told
    return Ask(
        ask=value,
        brings=_part(material, block, "brings", carried),
        fallback=_part(material, block, "fallback", else_),
        due=ask_day(material, fact),
    )


def _part(material: Material, block: Block, part: str, told: Fact | None) -> Value | None:
    if told is not None:
        return material.ledger.said(told)
    result: Piece | None = material.result(0)
    return material.compose(block.texts(part), evidence=result)


def ask_day(material: Material, fact: Fact | None) -> Day:
    """By when: the day the person named, else the day of the manager's decision."""
    day = future(fact, material.today) if fact is not None else None
    if fact is not None and day is not None:
        return material.ledger.day_of(fact, workday_meant(fact, day))
    return material.proposed_day(material.decision)


def _gap_ask(material: Material, gap: Value) -> Ask:
    block = material.wording.asks["gap"]
    return Ask(
        ask=_request(material, block, gap=gap),
        brings=_part(material, block, "brings", None),
        fallback=_part(material, block, "fallback", None),
        due=material.proposed_day(material.decision),
    )
