"""What the coach can look up: roles, guidance cards, passages.

Role(id="recruiter", title="Recruiter", level="mid", function="Human Resources", ...)
Passage(id="guidance/pushback-ahead", title="Expect push-back", source="<article>", ...)
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from assistant.domain.goal import Record


class Seniority(StrEnum):
    """Rungs as organisations name them, lowest first."""

    ENTRY = "entry"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    VP = "vp"
    C_LEVEL = "c_level"

    @property
    def rank(self) -> int:
        """Position from 0 (entry) upwards, for telling a step up from a step sideways."""
        return list(Seniority).index(self)


class RoleMoves(Record):
    """Where people go from a role and where they come from, as role ids."""

    promotion: tuple[str, ...] = ()
    lateral: tuple[str, ...] = ()
    feeder: tuple[str, ...] = ()


class Role(Record):
    """A role of the catalogue. ``would_love`` and ``complains`` are lines in people's own voices."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    function: str
    level: Seniority
    other_titles: tuple[str, ...] = ()
    code: str | None = None
    week: tuple[str, ...] = Field(min_length=2)
    requirements: tuple[str, ...] = Field(min_length=2)
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    would_love: tuple[str, ...] = Field(min_length=3)
    complains: tuple[str, ...] = ()
    moves: RoleMoves = RoleMoves()
    source: str = "general catalogue"


class GuidanceCard(Record):
    """One piece of guidance in own words, traceable to the article it comes from."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    methods: tuple[str, ...] = ()
    stages: tuple[str, ...] = Field(min_length=1)
    moves: tuple[str, ...] = ()
    source: str
    when: str
    not_when: str
    questions: tuple[str, ...] = Field(min_length=2)
    example: str = ""
    body: str

    @property
    def short_answer(self) -> str:
        """The first sentence of the body, written to stand alone."""
        head, dot, _ = self.body.strip().partition(". ")
        return " ".join((head + dot).split())


class Passage(Record):
    """A piece of the corpus that a reply used or may use."""

    id: str
    title: str
    source: str
    text: str
    score: float = 0.0


class RoleHit(Record):
    """A catalogue role found for a text, with the line of the catalogue that spoke for it."""

    role: Role
    score: float
    why: str
