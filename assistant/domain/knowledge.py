"""What the coach can look up: roles, guidance cards, passages.

Role(id="recruiter", title="Recruiter", level="mid", function="Human Resources", ...)
Passage(id="guidance/pushback-ahead", title="Expect push-back", source="<article>", ...)
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from assistant.domain.goal import Filled, Record


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


GENERAL = "general catalogue"
ID = "small letters and digits, parted by single hyphens"


class RoleMoves(Record):
    """Where people go from a role and where they come from, as role ids."""

    promotion: tuple[str, ...] = ()
    lateral: tuple[str, ...] = ()
    feeder: tuple[str, ...] = ()


class Role(Record):
    """A role of the catalogue. ``would_love`` and ``complains`` are lines in people's own voices."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description=ID)
    title: Filled
    function: str
    level: Seniority
    other_titles: tuple[str, ...] = ()
    code: str | None = None
    week: tuple[Filled, ...] = Field(min_length=2)
    requirements: tuple[Filled, ...] = Field(min_length=2)
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    would_love: tuple[Filled, ...] = Field(min_length=3)
    complains: tuple[str, ...] = ()
    moves: RoleMoves = RoleMoves()
    source: str = GENERAL


class ListedRole(Role):
    """A role read from a list that may say less than the general catalogue: a public taxonomy's."""

    week: tuple[str, ...] = Field(min_length=1)
    requirements: tuple[str, ...] = Field(min_length=1)
    would_love: tuple[str, ...] = ()
    description: str = ""


class OrganisationRole(ListedRole):
    """A role of an organisation's own catalogue.

    ``source`` is the document, ``document`` its id, ``place`` the row in it; ``grade`` and ``department`` as written
    there. ``described`` says that the week is the catalogue's own and not a usual one.
    """

    grade: str = ""
    department: str = ""
    place: str = ""
    document: str = ""
    described: bool = False


class GuidanceCard(Record):
    """One piece of guidance in own words, traceable to the article it comes from."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description=ID)
    title: Filled
    methods: tuple[str, ...] = ()
    stages: tuple[Filled, ...] = Field(min_length=1)
    moves: tuple[str, ...] = ()
    source: Filled
    when: Filled
    not_when: Filled
    questions: tuple[Filled, ...] = Field(min_length=2)
    example: str = ""
    body: Filled

    @property
    def short_answer(self) -> str:
        """The first sentence of the body, written to stand alone."""
        head, dot, _ = self.body.strip().partition(". ")
        return " ".join((head + dot).split())


class Passage(Record):
    """A piece of the corpus that a reply used or may use.

    ``document`` and ``date`` are there for what an organisation's own document says; ``source``
    then names the document and the place in it.
    """

    id: str
    title: str
    source: str
    text: str
    score: float = 0.0
    document: str = ""
    date: str = ""


class RoleHit(Record):
    """A catalogue role found for a text, with the line of the catalogue that spoke for it."""

    role: Role
    score: float
    why: str


CLOSE = 0.7  # the share of the first one's score that a second document must have,
PLAIN = 0.55  # or the score at which it speaks to the question whatever the first one has


def leaned_on(found: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages a reply leans on: the best, and a second document's that says as much.

    Two documents of an organisation may contradict each other; then both are shown
    (reliability.md, case 46). A guidance card stands alone.
    """
    first = tuple(found[:1])
    if not first or not first[0].document:
        return first
    near = min(PLAIN, CLOSE * first[0].score)
    others = (p for p in found[1:] if p.document and p.document != first[0].document)
    second = next((p for p in others if p.score >= near), None)
    return first if second is None else (first[0], second)
