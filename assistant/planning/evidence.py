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

_NO_FIGURE = re.compile(
    r"\b\d+\+? ?(?:years?|yrs?|months?)\b|\b(?:19|20)\d\d\b"
    r"|\b(?:line|year|grade|level|ward|room|team|group|unit|phase|stage|bay|block|site|floor|tier"
    r"|section|period|shift|q|no\.?|number|version|v) ?\d+\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d+(?:[.,:]\d+)*|\b(?:"
    + "|".join(number_word(n) for n in range(2, 21))
    + r"|half|halved|doubled|tripled"
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


def figures(text: str) -> int:
    """How many numbers count something: no length of service, no year, no "line 3"."""
    return len(_NUMBER.findall(_NO_FIGURE.sub(" ", text)))


def has_figure(text: str) -> bool:
    """Whether a text holds a number that counts something."""
    return figures(text) > 0


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
    best = max(parts, key=figures, default=text)
    return best if len(best) <= SPOKEN_LENGTH else _clause(best)


def _clause(text: str) -> str:
    parts = [part.strip() for part in re.split(r",\s+", text) if part.strip()]
    best = max(parts, key=figures, default=text)
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
    told = _joined([fact for fact in state.of(FactKind.EVIDENCE) if worded(fact)], ledger)
    ranked = sorted(told, key=lambda f: (-min(figures(f.text), 2), -len(stems(f.text) & wanted)))
    return tuple(
        Proof(fact, ledger.said(fact), ledger.said(fact, breath(fact.text)), has_figure(fact.text))
        for fact in ranked
    )


def worded(fact: Fact) -> bool:
    """Whether a fact holds words: a bare number or a dash says nothing by itself."""
    return sum(character.isalpha() for character in fact.text) > 1


def _joined(facts: list[Fact], ledger: Ledger) -> list[Fact]:
    """Results told in one breath as one: neighbouring sentences of which one holds no figure."""
    joined: list[Fact] = []
    for fact in facts:
        before = joined[-1] if joined else None
        both = ledger.between(before, fact) if before is not None else None
        if before is None or both is None or (has_figure(before.text) and has_figure(fact.text)):
            joined.append(fact)
            continue
        place = fact.provenance.model_copy(update={"start": before.provenance.start})
        joined[-1] = before.model_copy(update={"text": both, "provenance": place})
    return joined


def _texts(role: Role | None) -> Iterable[str]:
    return () if role is None else (*role.requirements, *role.skills, *role.evidence)


def person(fact: Fact, ledger: Ledger) -> Value:
    """A named person, or the words in which somebody was pointed at."""
    if fact.value and fact.value.strip():
        return ledger.traced(with_capital(fact.value), fact)
    short = len(fact.text.split()) <= 3 and fact.text[:1].isupper()
    return ledger.said(fact, quoted=not short)


def with_capital(name: str) -> str:
    """A name of one word typed small gets its capital; everything else stays as it was typed."""
    name = name.strip()
    return name.capitalize() if name.isalpha() and name.islower() else name


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
