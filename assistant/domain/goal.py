"""What is known of a person's goal: facts, each with its provenance, and where roles stand.

    "ward clerk on juniper, 6 yrs. got my chat w gwen thurs week"
      -> Fact(current_role, "ward clerk", turn 1), Fact(tenure, "6 yrs", turn 1),
         Fact(manager, "Gwen", turn 1), Fact(meeting, "thurs week", value="2026-12-03", turn 1)

Specificity is earned, never made up: a value without a turn or a document behind it is
``proposed`` until the person says yes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Filled = Annotated[str, Field(min_length=1)]


class Record(BaseModel):
    """A frozen record; unknown fields are refused so that a typo cannot hide."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(StrEnum):
    """Where a concrete value comes from."""

    SAID = "said"
    DOCUMENT = "document"
    COMPUTED = "computed"
    PROPOSED = "proposed"


class Provenance(Record):
    """The place a value can be traced to: a turn with a span in its message, or a document."""

    origin: Origin
    turn: int | None = None
    start: int | None = None
    end: int | None = None
    source: str | None = None

    def mark(self) -> str:
        """The mark used in plans: ``[7]`` said in turn 7, ``(proposed)``, ``(computed)``."""
        if self.origin is Origin.SAID and self.turn is not None:
            return f"[{self.turn}]"
        if self.origin is Origin.DOCUMENT:
            return f"[{self.source or 'doc'}]"
        return f"({self.origin.value})"


PROPOSED = Provenance(origin=Origin.PROPOSED)
COMPUTED = Provenance(origin=Origin.COMPUTED)


class FactKind(StrEnum):
    """What a stretch of the person's words is about."""

    MEETING = "meeting"  # value: ISO date when it can be worked out
    MEETING_KIND = "meeting_kind"
    MANAGER = "manager"  # text: the name as given
    CURRENT_ROLE = "current_role"
    FIELD = "field"  # the function the person works in now, where no role is named
    TENURE = "tenure"
    ORGANISATION = "organisation"
    WISH = "wish"
    TIMEFRAME = "timeframe"  # value: ISO date of its last acceptable day
    LIKE = "like"
    DISLIKE = "dislike"
    STRENGTH = "strength"
    EVIDENCE = "evidence"
    WITNESS = "witness"
    GAP = "gap"
    CONDITION = "condition"
    BARRIER = "barrier"
    MANAGER_VIEW = "manager_view"
    MANAGER_KNOWS = "manager_knows"  # value: yes | no
    SELF_RATING = "self_rating"  # value: developing | strong | outstanding
    ROUTE = "route"
    PAIN_POINT = "pain_point"
    ASK = "ask"  # value: ISO date when the ask is dated
    BRINGS = "brings"
    OBJECTION = "objection"
    ANSWER = "answer"
    FALLBACK = "fallback"
    FOLLOW_UP = "follow_up"  # value: ISO date
    CONTACT = "contact"
    CONFIDENCE = "confidence"  # value: 1..10
    LONG_VIEW = "long_view"
    # What is told of the talk once it is over.
    TALK_HELD = "talk_held"  # value: ISO date of the talk
    POSTPONED = "postponed"  # value: ISO date of the new day, when it is known
    GRANTED = "granted"  # value: ISO date named with it
    REFUSED = "refused"  # value: ISO date named with it
    PROMISED = "promised"  # neither yes nor no; value: ISO date by which it is to be settled
    PROMISE_DETAIL = "promise_detail"  # what exactly and by when; value: ISO date
    REFUSAL_REASON = "refusal_reason"  # value: ISO date until which it holds
    FIRST_STEP = "first_step"  # of what was granted; value: ISO date


class Fact(Record):
    """One thing the person said, letter for letter, with its normalised value where it has one.

    ``quote`` is the part of it that may be quoted back; empty when nothing in it may.
    """

    kind: FactKind
    text: str
    value: str | None = None
    quote: str = ""
    provenance: Provenance


class RoleStatus(StrEnum):
    """How a role stands in the conversation."""

    MENTIONED = "mentioned"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RoleStanding(Record):
    """A role on the table: who put it there, in which turn, and whether it still counts."""

    title: str
    role_id: str | None = None
    status: RoleStatus
    provenance: Provenance
    reason: str = ""


class OfferedRole(Record):
    """A role the coach offers, each reason in the person's own facts.

    ``source`` is the organisation's document that lists it, with the place; empty for the general
    catalogue; ``document`` is its id. ``described`` says that ``week`` is what that document says.
    """

    title: str
    role_id: str | None
    week: str
    reason: str
    move_kind: str
    distance: str
    stretch: bool = False
    source: str = ""
    document: str = ""
    place: str = ""
    described: bool = True


_COUNT = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|hundred|thousand|half|twice|double|doubled|tripled|halved|zero|none)\b",
    re.IGNORECASE,
)


def counted(text: str) -> bool:
    """Whether a result has a figure in it, in digits or in words."""
    return _COUNT.search(text) is not None
