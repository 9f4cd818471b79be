"""Records of the specificity scale: what an assessed aspiration or action item holds.

The scale itself is the product's law; this module only gives its levels, its score bands and the
shape of a result. Offsets are character positions in the text that was assessed (half-open).
"""

from __future__ import annotations

from datetime import date as Date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Level(StrEnum):
    """How specific an aspiration is; each level owns a quarter of the 0-100 score."""

    VAGUE = "vague"
    DIRECTIONAL = "directional"
    SPECIFIC = "specific"
    MEETING_READY = "meeting_ready"

    @property
    def rank(self) -> int:
        """0 for vague up to 3 for meeting ready."""
        return list(Level).index(self)

    @property
    def band(self) -> tuple[int, int]:
        """Lowest and highest score of the level, both included."""
        return BANDS[self]

    @classmethod
    def of_score(cls, score: int) -> Level:
        """The level whose band holds `score`; ValueError outside 0-100."""
        for level, (low, high) in BANDS.items():
            if low <= score <= high:
                return level
        raise ValueError(f"a score lies between 0 and 100, not {score}")


BANDS: dict[Level, tuple[int, int]] = {
    Level.VAGUE: (0, 24),
    Level.DIRECTIONAL: (25, 49),
    Level.SPECIFIC: (50, 74),
    Level.MEETING_READY: (75, 100),
}


class Missing(StrEnum):
    """What an aspiration still lacks, in the scale's fixed vocabulary."""

    FUNCTION = "function"
    ROLE = "role"
    LEVEL = "level"
    TIMEFRAME = "timeframe"
    EVIDENCE = "evidence"
    ASK = "ask"


class RoleStatus(StrEnum):
    """Whose role a mention is; only `target` counts towards the level."""

    TARGET = "target"
    CURRENT = "current"
    PAST = "past"
    REJECTED = "rejected"
    OTHER = "other"


class ActionLevel(StrEnum):
    """How specific an action item is."""

    VAGUE = "vague"
    PARTIAL = "partial"
    CONCRETE = "concrete"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Span(_Record):
    """A stretch of the text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class VagueSpan(Span):
    """A word or phrase that carries the wish and says nothing, with the reason in one sentence."""

    why: str


class RoleMention(Span):
    """A job title (or a job pointed at) in the text.

    `title` is the canonical catalogue title where `role_id` is set, else the person's words.
    `level` is one of entry, junior, mid, senior, lead, manager, director, vp, c_level.
    """

    title: str
    role_id: str | None = None
    level: str | None = None
    function: str | None = None
    status: RoleStatus = RoleStatus.TARGET


class DateMention(Span):
    """A date or period that can be put in a calendar.

    `date` is the last acceptable day. It is None where the words leave it open: an ambiguous
    day/month (both are in `readings`), a fiscal year or a school term whose dates differ by
    organisation. `granularity` is day, week, month, season, quarter, half, year, duration,
    festival, fiscal or term.
    """

    date: Date | None = None
    earliest: Date | None = None
    latest: Date | None = None
    granularity: str = "day"
    readings: tuple[Date, ...] = ()


class TimeframeMention(Span):
    """A date mention and what it dates: `role` (the role, opening or decision) or `other`."""

    date: Date | None = None
    granularity: str = "day"
    dates_what: str = "role"


class AspirationAssessment(_Record):
    """Where an aspiration stands on the scale, with every reason that decided it."""

    level: Level
    score: int = Field(ge=0, le=100)
    roles: list[RoleMention] = Field(default_factory=list)
    all_roles: list[RoleMention] = Field(default_factory=list)
    functions: list[str] = Field(default_factory=list)
    timeframe: TimeframeMention | None = None
    evidence: list[Span] = Field(default_factory=list)
    asks: list[Span] = Field(default_factory=list)
    next_steps: list[Span] = Field(default_factory=list)
    missing: list[Missing] = Field(default_factory=list)
    vague_spans: list[VagueSpan] = Field(default_factory=list)
    question: str = ""


class ActionAssessment(_Record):
    """Which of the four parts of an action item are there, and how concrete that makes it."""

    level: ActionLevel
    score: int = Field(ge=0, le=100)
    owner: Span | None = None
    action: Span | None = None
    due: Span | None = None
    measure: Span | None = None
    due_date: Date | None = None
