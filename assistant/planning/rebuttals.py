"""Push-back to expect and what is set against it, made of the person's own evidence only.

First what the person expects or has rehearsed, with the answer they gave; then the likeliest
stock objections, three at most, each answered with one of the person's own results. An objection
that nothing on file answers keeps an empty answer: a named hole (methods C3, C4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.goal import Fact, FactKind, Origin, Provenance
from assistant.domain.plan import Pushback, Value
from assistant.planning.evidence import breath
from assistant.planning.goals import gaps, open_gaps
from assistant.planning.ledger import Piece, compose
from assistant.planning.material import Material
from assistant.planning.wording import variables

MOST_PROPOSED = 3
_OTHER = "other"
_WITHOUT_ROLE = ("lose_you", "own_career")  # objections that hold against any wish
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def pushback(material: Material) -> tuple[Pushback, ...]:
    """Every objection with answer and counter-proposal where the facts give one."""
    answers = list(material.facts(FactKind.ANSWER))
    found: list[tuple[str, Pushback]] = []
    for fact in material.facts(FactKind.OBJECTION):
        kind = kind_of(fact.text, material)
        answer = _answer_to(fact, answers)
        found.append((kind, _told(material, fact, answer, kind, len(found))))
    for answer in answers:
        if rehearsed := _rehearsed(material, answer, len(found)):
            found.append(rehearsed)
    known = {kind for kind, _ in found}
    likely = [kind for kind in _order(material) if kind not in known]
    for kind in likely[:MOST_PROPOSED]:
        if item := _proposed(material, kind, len(found)):
            found.append((kind, item))
    return tuple(item for _, item in found)


def kind_of(text: str, material: Material) -> str:
    """Which stock objection a text comes closest to, by the cue words of the wording."""
    words = {word.casefold() for word in _WORD.findall(text.replace("\u2019", "'"))}
    scores = {
        kind: len(words & set(" ".join(block.texts("cues")).split()))
        for kind, block in material.wording.pushback.items()
    }
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else _OTHER


def _answer_to(objection: Fact, answers: list[Fact]) -> Fact | None:
    """The answer given in the objection's turn or the next one after it; each is used once."""
    turn = objection.provenance.turn or 0
    later = [a for a in answers if 0 <= (a.provenance.turn or 0) - turn <= 2]
    if not later:
        return None
    answers.remove(later[0])
    return later[0]


def _told(material: Material, fact: Fact, answer: Fact | None, kind: str, number: int) -> Pushback:
    return Pushback(
        objection=material.ledger.said(fact),
        answer=_own_answer(material, answer) or _answer(material, kind, number),
        counter_proposal=_counter(material, kind),
    )


def _own_answer(material: Material, answer: Fact | None) -> Value | None:
    return None if answer is None else material.ledger.said(answer)


def _rehearsed(material: Material, answer: Fact, number: int) -> tuple[str, Pushback] | None:
    """The objection the coach spoke before an answer, found in the reply it answered."""
    turn = (answer.provenance.turn or 0) - 1
    if not 1 <= turn <= len(material.state.replies):
        return None
    reply = material.state.replies[turn - 1]
    for kind, text in _spoken_in(reply, material):
        objection = Value(
            text=text,
            provenance=Provenance(origin=Origin.PROPOSED, turn=turn),
            mark=f"({material.wording.labels.rehearsed}, {turn})",
            spoken=True,
        )
        item = Pushback(
            objection=objection,
            answer=_own_answer(material, answer) or _answer(material, kind, number),
            counter_proposal=_counter(material, kind),
            rehearsed=True,
        )
        return kind, item
    return None


def _spoken_in(reply: str, material: Material) -> Iterator[tuple[str, str]]:
    for kind, templates in material.wording.objections.items():
        for template in templates:
            parts = re.split(r"\{\w+\}", template)
            pattern = '[^"\n]{1,120}?'.join(re.escape(part) for part in parts)
            if match := re.search(pattern, reply):
                yield kind, match.group()


def _order(material: Material) -> list[str]:
    """The likeliest first: who has results is missed, who named a gap is reminded of it."""
    counted = any(proof.counted for proof in material.results)
    barriers = [kind_of(fact.text, material) for fact in material.facts(FactKind.BARRIER)]
    first = ["lose_you", "gap", "too_soon"] if counted else ["gap", "no_opening", "too_soon"]
    every = [kind for kind in material.wording.objections if kind != "loyalty"]
    ranked = dict.fromkeys([*(b for b in barriers if b in every), *first, *every])
    if not material.results:
        ranked.pop("lose_you")
    return [kind for kind in ranked if material.targets or kind in _WITHOUT_ROLE]


def _proposed(material: Material, kind: str, number: int) -> Pushback | None:
    objection = _objection(material, kind)
    if objection is None:
        return None
    return Pushback(
        objection=objection,
        answer=_answer(material, kind, number),
        counter_proposal=_counter(material, kind),
    )


def _objection(material: Material, kind: str) -> Value | None:
    templates = material.wording.objections.get(kind, ())
    frame = material.pieces().get("timeframe")
    pieces: dict[str, Piece] = {}
    if need := _requirement(material):
        pieces["requirement"] = need
    if frame is not None:
        pieces["timeframe"] = frame
    usable = [t for t in templates if variables(t) <= pieces.keys()]
    return compose(usable[-1:], pieces, spoken_line=True)


def _requirement(material: Material) -> str | None:
    """The requirement the manager would name: one the person called a gap, else the first."""
    named = [gap.requirement.text for gap in gaps(material) if gap.requirement]
    return named[0] if named else material.role.requirements[0] if material.role else None


def _answer(material: Material, kind: str, number: int) -> Value | None:
    """An answer in the person's own facts; None when there are none to make it of."""
    missing = open_gaps(material)
    brings = material.brings
    own = material.ledger.said(brings[-1], breath(brings[-1].text)) if brings else None
    for block in (material.wording.pushback[kind], material.wording.pushback[_OTHER]):
        line = material.spoken(
            block.texts("answer"),
            evidence=material.result(number),
            brings=own,
            gap=missing[0] if missing else None,
        )
        if line is not None:
            return line
    return None


def _counter(material: Material, kind: str) -> Value | None:
    fallback = material.quote(FactKind.FALLBACK)
    if kind == "too_soon" and fallback is not None:
        return fallback
    return material.spoken(material.wording.pushback[kind].texts("counter"))
