"""How facts are kept: what is told anew is added, what is taken back goes, some there is one of."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.goal import Fact, FactKind, Record

# There is one of each; another one named later is somebody or something else, unless the first
# was corrected.
_ONE_EACH = (FactKind.MANAGER, FactKind.CURRENT_ROLE, FactKind.FIELD)


class Retraction(Record):
    """Something the person took back: a fact of a kind, by its text, or all of the kind."""

    kind: FactKind
    text: str | None = None

    def covers(self, fact: Fact) -> bool:
        """Whether it takes back this fact."""
        return self.kind is fact.kind and (
            self.text is None or self.text.casefold() == fact.text.casefold()
        )


def merge_facts(
    facts: tuple[Fact, ...], new: Iterable[Fact], retractions: tuple[Retraction, ...]
) -> tuple[Fact, ...]:
    """The facts known before without what was taken back, and with what is new."""
    kept = [fact for fact in facts if not any(gone.covers(fact) for gone in retractions)]
    seen = {(fact.kind, fact.text.casefold()) for fact in kept}
    known = {fact.kind for fact in kept if fact.kind in _ONE_EACH}
    for fact in new:
        if fact.kind in known:
            continue
        if (fact.kind, fact.text.casefold()) not in seen:
            kept.append(fact)
            seen.add((fact.kind, fact.text.casefold()))
    return tuple(kept)
