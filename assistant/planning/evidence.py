"""Results, strengths and who vouches for them: which belong together, which is the best.

A strength counts when somebody else could check it (conversation.md, "Evidence and gaps"): a
figure first, then what is closest to the target role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.calendar import number_word
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind
from assistant.domain.knowledge import Role
from assistant.domain.plan import Hole, Strength, Value
from assistant.planning.ledger import Ledger, proposed
from assistant.planning.wording import PlanWording

SPOKEN_LENGTH = 150  # characters of a result that can be said in one breath

_TENURE = re.compile(r"\b\d+\+? ?(?:years?|yrs?|months?)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d|\b(?:" + "|".join(number_word(n) for n in range(2, 21)) + r"|half|halved|doubled|tripled"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_COMMON = frozenset(
    "that this with from have been they them their there were what when which would could should"
    " about after before because into just like more most much only over some than then very your"
    " mine ours work works working worked role roles team manager make made does done good well"
    " also being other every people thing things person".split()
)


def has_figure(text: str) -> bool:
    """Whether a text holds a number that is not a length of service."""
    return _NUMBER.search(_TENURE.sub(" ", text)) is not None


def stems(text: str) -> frozenset[str]:
    """The content words of a text, cut to six letters so that forms of a word meet."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:6] for word in found if word not in _COMMON)


def breath(text: str) -> str:
    """The part of a text that can be said in one breath: the sentence with the figure."""
    text = " ".join(text.split())
    if len(text) <= SPOKEN_LENGTH:
        return text
    parts = [part for part in _SENTENCE_END.split(text) if part.strip()]
    best = next((part for part in parts if has_figure(part)), parts[0] if parts else text)
    return best if len(best) <= SPOKEN_LENGTH else _clause(best)


def _clause(text: str) -> str:
    parts = [part.strip() for part in re.split(r",\s+", text) if part.strip()]
    best = next((part for part in parts if has_figure(part)), parts[0])
    return best if len(best) <= SPOKEN_LENGTH else best[:SPOKEN_LENGTH].rsplit(" ", 1)[0]


@dataclass(frozen=True)
class Proof:
    """A result as it is used: whole in the table, shortened in what is spoken."""

    fact: Fact
    full: Value
    short: Value
    counted: bool


def proofs(state: DialogueState, ledger: Ledger, role: Role | None) -> tuple[Proof, ...]:
    """The results, the best first: with a figure, close to the target, as first told."""
    wanted = stems(" ".join([*(t.title for t in state.targets), *_texts(role)]))
    ranked = sorted(
        state.of(FactKind.EVIDENCE),
        key=lambda fact: (-has_figure(fact.text), -len(stems(fact.text) & wanted)),
    )
    return tuple(
        Proof(fact, ledger.said(fact), ledger.said(fact, breath(fact.text)), has_figure(fact.text))
        for fact in ranked
        if fact.text.strip()
    )


def _texts(role: Role | None) -> Iterable[str]:
    return () if role is None else (*role.requirements, *role.skills, *role.evidence)


def person(fact: Fact, ledger: Ledger) -> Value:
    """A named person, or the words in which somebody was pointed at."""
    if fact.value:
        return ledger.traced(fact.value, fact)
    short = len(fact.text.split()) <= 3 and fact.text[:1].isupper()
    return ledger.said(fact, quoted=not short)


def strengths(
    state: DialogueState, results: tuple[Proof, ...], ledger: Ledger, wording: PlanWording
) -> tuple[Strength, ...]:
    """A row for every result and every strength claimed without one."""
    claims = list(state.of(FactKind.STRENGTH))
    vouched = _vouched(state, results)
    rows = []
    for proof in results:
        claim = _claim_of(proof.fact, claims, state)
        if claim is not None:
            claims.remove(claim)
        rows.append(_row(proof, claim, vouched.get(proof.fact.text), ledger, wording))
    rows += [_bare(claim, ledger, wording) for claim in claims]
    return tuple(rows)


def _row(
    proof: Proof, claim: Fact | None, witness: Fact | None, ledger: Ledger, wording: PlanWording
) -> Strength:
    label = wording.line("claim_number" if proof.counted else "claim_work")
    holes = [] if witness is not None else [_hole("witness_of", wording)]
    if not proof.counted:
        holes.insert(0, _hole("evidence_number", wording))
    return Strength(
        claim=ledger.said(claim) if claim is not None else proposed(label),
        evidence=proof.full,
        witness=person(witness, ledger) if witness is not None else None,
        holes=tuple(holes),
    )


def _bare(claim: Fact, ledger: Ledger, wording: PlanWording) -> Strength:
    holes = (_hole("evidence_of", wording), _hole("witness_of", wording))
    return Strength(claim=ledger.said(claim), holes=holes)


def _hole(key: str, wording: PlanWording) -> Hole:
    return Hole(key=key, text=wording.holes[key][0])


def _claim_of(result: Fact, claims: list[Fact], state: DialogueState) -> Fact | None:
    """The strength a result proves: about one thing, or the only pair told in its turn."""
    about = next((c for c in claims if stems(c.text) & stems(result.text)), None)
    if about is not None or result.provenance.turn is None:
        return about
    told = [
        fact
        for fact in state.of(FactKind.STRENGTH, FactKind.EVIDENCE)
        if fact.provenance.turn == result.provenance.turn
    ]
    return next((fact for fact in told if fact in claims), None) if len(told) == 2 else None


def _vouched(state: DialogueState, results: tuple[Proof, ...]) -> dict[str, Fact]:
    """Which witness stands behind which result: named in it, told with it, else the best one."""
    found: dict[str, Fact] = {}
    for witness in state.of(FactKind.WITNESS):
        name = (witness.value or witness.text).casefold()
        named = [p for p in results if name in p.fact.text.casefold()]
        same = [p for p in results if p.fact.provenance.turn == witness.provenance.turn]
        free = [p for p in results if p.fact.text not in found]
        for proof in (*named, *same, *free)[:1]:
            found.setdefault(proof.fact.text, witness)
    return found
