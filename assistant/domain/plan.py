"""The action plan of a conversation: what both sides do, ask and expect, each value traced.

    plan.actions[0].action.shown  -> 'Ask Lorna for one line that confirms it: "40 sets" [9] (proposed)'
    plan.holes[0]                 -> Hole(key="meeting", text="the day of the meeting")

Nothing in a plan is filler. A value was said (and stands in that turn's message), stands in a
document, was computed from a date, or is proposed and waits for a yes; what nobody has said is a
named hole. The parts follow conversation.md, "The plan"; horizons are 6 to 12 months and 2 to 5
years from ``today`` (methods A11).
"""

from __future__ import annotations

from datetime import date as Date
from enum import StrEnum

from pydantic import Field

from assistant.domain.goal import Origin, Provenance, Record


class Quotation(Record):
    """A stretch of the person's own words inside a value, letter for letter."""

    text: str
    provenance: Provenance


class Value(Record):
    """A concrete value, where it comes from, and the mark that shows it.

    ``quoted`` values are the person's words and appear in quotation marks; ``spoken`` ones are
    lines to say in the meeting. ``quotes`` are the person's words inside a longer text.
    """

    text: str = Field(min_length=1)
    provenance: Provenance
    mark: str = Field(min_length=1)
    quoted: bool = False
    spoken: bool = False
    quotes: tuple[Quotation, ...] = ()

    @property
    def said(self) -> bool:
        """Whether the text itself is the person's."""
        return self.provenance.origin is Origin.SAID

    @property
    def bare(self) -> str:
        """The text with the quotation marks it needs, without its mark."""
        return (
            f'"{self.text.replace(chr(34), chr(39))}"' if self.quoted or self.spoken else self.text
        )

    @property
    def shown(self) -> str:
        """The text as it is printed: quotation marks where it is spoken, then the mark."""
        return f"{self.bare} {self.mark}"


class Day(Value):
    """A value that is a day in the calendar."""

    day: Date


class Hole(Record):
    """Something nobody has said: it stays open, under its name."""

    key: str = Field(pattern="^[a-z_]+$")
    text: str = Field(min_length=1)


class AgreementState(StrEnum):
    """How one side stands to an item; everything starts open."""

    OPEN = "open"
    AGREED = "agreed"
    CHANGED = "changed"
    REFUSED = "refused"


class Agreement(Record):
    """Both sides' word; the plan is final only when both have given it (methods E1)."""

    employee: AgreementState = AgreementState.OPEN
    manager: AgreementState = AgreementState.OPEN


class OwnerKind(StrEnum):
    """Whose item it is."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    OTHER = "other"


class TargetRole(Record):
    """A role the person has said yes to; ``asks_for`` are the catalogue's requirements."""

    title: Value
    role_id: str | None = None
    asks_for: tuple[Value, ...] = ()


class Strength(Record):
    """A strength with what proves it and who would say so; a missing part is a hole."""

    claim: Value | None = None
    evidence: Value | None = None
    witness: Value | None = None
    holes: tuple[Hole, ...] = ()


class Gap(Record):
    """What is missing for the role, the requirement it is held against, and what closes it."""

    text: Value
    requirement: Value | None = None
    closes_with: Value | None = None


class Objective(Record):
    """Something reached by a day, and how both will know."""

    text: Value
    due: Day | None = None
    measure: Value | None = None
    agreed: Agreement = Agreement()


class Ask(Record):
    """One request to the manager that can be answered yes or no."""

    ask: Value
    brings: Value | None = None
    fallback: Value | None = None
    due: Day
    agreed: Agreement = Agreement()


class Outcome(Record):
    """An answer that came of the talk; ``detail`` is its first step, its reason or its promise."""

    verdict: AgreementState
    text: Value
    due: Day | None = None
    detail: Value | None = None


class Pushback(Record):
    """An objection, the answer in the person's own facts, and a smaller thing to say yes to."""

    objection: Value
    answer: Value | None = None
    counter_proposal: Value | None = None
    rehearsed: bool = False


class Action(Record):
    """What somebody will do: owner, visible act, day, sign that it is done, first step."""

    owner: Value
    owner_is: OwnerKind
    action: Value
    due: Day
    measure: Value
    first_step: Value
    accountability: Value
    agreed: Agreement = Agreement()


class FollowUp(Record):
    """The next meeting, the agenda a week before, the preparation the day before (F4, F5)."""

    day: Day
    agenda: Day
    preparation: Day
    cadence: Value
    minutes: Value


class ThankYou(Record):
    """The note that confirms the deliverables in writing, a few days after the meeting (F1)."""

    day: Day
    lines: tuple[str, ...] = Field(min_length=1)
    mark: str


class Plan(Record):
    """Everything the person takes into the meeting and what comes after it."""

    conversation: str
    today: Date
    title: str
    target_roles: tuple[TargetRole, ...] = ()
    why: tuple[Value, ...] = ()
    less_of: tuple[Value, ...] = ()
    serves: tuple[Value, ...] = ()
    week: tuple[Value, ...] = ()
    dismissed: tuple[Value, ...] = ()
    current_role: Value | None = None
    tenure: Value | None = None
    time_frame: Day | Value | None = None
    meeting: Day
    held: Value | None = None
    outcome: tuple[Outcome, ...] = ()
    manager: Value | None = None
    limits: tuple[Value, ...] = ()
    barriers: tuple[Value, ...] = ()
    strengths: tuple[Strength, ...] = ()
    gaps: tuple[Gap, ...] = ()
    self_rating: Value | None = None
    manager_knows: Value | None = None
    manager_view: tuple[Value, ...] = ()
    confidence: Value | None = None
    objectives_sooner: tuple[Objective, ...] = ()
    objectives_short: tuple[Objective, ...] = ()
    objectives_between: tuple[Objective, ...] = ()
    objectives_long: tuple[Objective, ...] = ()
    asks: tuple[Ask, ...] = ()
    questions: tuple[Value, ...] = ()
    pushback: tuple[Pushback, ...] = ()
    actions: tuple[Action, ...] = ()
    follow_up: FollowUp
    who_else: tuple[Value, ...] = ()
    referral: Value
    time_budget: Value
    opening_line: Value | None = None
    closing_line: Value
    thank_you_note: ThankYou
    holes: tuple[Hole, ...] = ()
    agreed: Agreement = Agreement()

    def hole(self, key: str) -> Hole | None:
        """The hole of this key, when it is open."""
        return next((hole for hole in self.holes if hole.key == key), None)

    def owned_by(self, kind: OwnerKind) -> tuple[Action, ...]:
        """The actions of one side."""
        return tuple(action for action in self.actions if action.owner_is is kind)
