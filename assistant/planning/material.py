"""What every part of a plan is made of: state, days, results, and the pieces wording may use.

A piece is there only when it is known, so a line that needs an unknown one is never used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.calendar import month_or_day, spoken
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind, RoleStanding
from assistant.domain.grammar import listed
from assistant.domain.knowledge import Role
from assistant.domain.plan import Day, Hole, Value
from assistant.errors import ContentError
from assistant.planning.evidence import Proof, proofs, with_capital, worded
from assistant.planning.ledger import Ledger, Piece, compose, proposed_day
from assistant.planning.timing import DECISION_AFTER, Timing, day_in, read_timing
from assistant.planning.wording import PlanWording

_REMEDY = "Add an alternative that needs no variable."
MOST_TARGETS = 3


@dataclass(frozen=True)
class Material:
    """Everything the parts of a plan draw on; built once a plan."""

    state: DialogueState
    today: date
    catalogue: Catalogue
    wording: PlanWording
    ledger: Ledger
    timing: Timing
    targets: tuple[RoleStanding, ...]
    role: Role | None
    results: tuple[Proof, ...]
    manager: Value | None

    @property
    def manager_name(self) -> str:
        """The manager as the plan names them."""
        return self.manager.text if self.manager else self.wording.labels.manager

    @property
    def decision(self) -> date:
        """The day on which the manager's answer is due."""
        return self.timing.due(DECISION_AFTER, self.timing.frame)

    def pieces(self, **more: Piece | None) -> dict[str, Piece]:
        """The known pieces, with those of the moment; a None is left out."""
        name = self.manager_name
        known: dict[str, Piece | None] = {
            "manager": name,
            "Manager": name[:1].upper() + name[1:],
            "name": name if self.manager else None,
            "meeting": spoken(self.timing.meeting.day, self.today),
            "follow_up": spoken(self.timing.follow_up.day.day, self.today),
            "minutes": self.timing.follow_up.minutes.text,
            "decision": spoken(self.decision, self.today),
            "role": listed([t.title for t in self.targets], last="or") or None,
            "timeframe": self._frame(),
            **more,
        }
        return {key: piece for key, piece in known.items() if piece is not None}

    def _frame(self) -> str | None:
        frame = self.timing.frame
        return month_or_day(frame) if frame is not None and frame >= self.today else None

    def compose(self, templates: Sequence[str], **more: Piece | None) -> Value | None:
        """A written line from the wording, filled with what is known."""
        return compose(templates, self.pieces(**more))

    def spoken(self, templates: Sequence[str], **more: Piece | None) -> Value | None:
        """A line to be said in the meeting, filled with what is known."""
        return compose(templates, self.pieces(**more), spoken_line=True)

    def line(self, templates: Sequence[str], **more: Piece | None) -> Value:
        """A written line that is always there: loading has seen to one without unknowns."""
        found = self.compose(templates, **more)
        if found is None:
            raise ContentError("A line of the plan's wording needs something unknown.", _REMEDY)
        return found

    def hole(self, key: str) -> Hole:
        """A named hole."""
        return Hole(key=key, text=self.wording.holes[key][0])

    def proposed_day(self, day: date) -> Day:
        """A day the plan suggests."""
        return proposed_day(day)

    def quote(self, kind: FactKind) -> Value | None:
        """The newest fact of a kind in the person's words."""
        fact = self.state.last(kind)
        return self.ledger.said(fact) if fact is not None and worded(fact) else None

    def quoted(self, *kinds: FactKind) -> tuple[Value, ...]:
        """All facts of these kinds in the person's words, each wording once."""
        found: dict[str, Value] = {}
        for fact in self.facts(*kinds):
            found.setdefault(fact.text.casefold(), self.ledger.said(fact))
        return tuple(found.values())

    def facts(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """The facts of these kinds that hold any words."""
        return tuple(fact for fact in self.state.of(*kinds) if worded(fact))

    @property
    def brings(self) -> tuple[Fact, ...]:
        """What the person puts on the table, without words that only foretell an objection."""
        feared = [fact.text.casefold() for fact in self.state.of(FactKind.OBJECTION)]
        return tuple(
            fact
            for fact in self.facts(FactKind.BRINGS)
            if not any(text in fact.text.casefold() for text in feared)
        )

    def result(self, number: int) -> Value | None:
        """A result in its short form; after the last the first comes again."""
        return self.results[number % len(self.results)].short if self.results else None


def gather(
    state: DialogueState, today: date, catalogue: Catalogue, wording: PlanWording
) -> Material:
    """The material of a plan from the state of a conversation."""
    ledger = Ledger(state.messages, wording.labels, today)
    targets = state.targets[:MOST_TARGETS]
    role = _role(targets, catalogue)
    named = state.last(FactKind.MANAGER)
    manager = (
        ledger.traced(with_capital(named.text), named) if named and named.text.strip() else None
    )
    return Material(
        state=state,
        today=today,
        catalogue=catalogue,
        wording=wording,
        ledger=ledger,
        timing=read_timing(state, ledger, wording),
        targets=targets,
        role=role,
        results=proofs(state, ledger, role),
        manager=manager,
    )


def _role(targets: tuple[RoleStanding, ...], catalogue: Catalogue) -> Role | None:
    for target in targets:
        found = catalogue.by_id.get(target.role_id or "") or catalogue.find(target.title)
        if found is not None:
            return found
    return None


def future(fact: Fact, today: date) -> date | None:
    """The day in a fact when it still lies ahead."""
    day = day_in(fact)
    return day if day is not None and day > today else None
