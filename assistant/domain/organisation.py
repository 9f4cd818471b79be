"""An organisation's own documents: what was read from a file, what is suspicious in it, its state.

    file -> Content(entries, excerpts, findings) -> quarantine -> published -> replaced | withdrawn

An entry or excerpt knows its place ("row 12", "page 3, Eligibility"), so that every answer can say
where it comes from.
"""

from __future__ import annotations

from enum import StrEnum

from assistant.domain.goal import Record


class DocumentState(StrEnum):
    """How a document stands; only published ones are searched."""

    QUARANTINE = "quarantine"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class LapseKind(StrEnum):
    """Why a citation no longer holds."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    GONE = "gone"
    UNCHECKED = "unchecked"


class Lapse(Record):
    """A cited document that is not published any more; ``day`` is an ISO date, empty if unknown."""

    title: str
    kind: LapseKind
    day: str = ""


class FindingKind(StrEnum):
    """What may be wrong with a document, for the person who decides about publishing it."""

    HIDDEN = "hidden text"
    INVISIBLE = "invisible characters"
    INSTRUCTION = "instruction to a machine"
    BIAS = "statement about a group of people"
    COMMENT = "comment"
    METADATA = "metadata"
    LINK = "link"
    IMAGE = "image"
    FORMULA = "formula"
    MARKUP = "markup"
    ACTIVE = "active content"
    LEFT_OUT = "left out"


# A document with one of these is published only by somebody who says that they have seen it.
GRAVE = frozenset(
    {
        FindingKind.HIDDEN,
        FindingKind.INVISIBLE,
        FindingKind.INSTRUCTION,
        FindingKind.BIAS,
        FindingKind.ACTIVE,
    }
)


class Finding(Record):
    """Something to look at before publishing: where it stands and how it reads."""

    kind: FindingKind
    place: str
    text: str


class CatalogueEntry(Record):
    """A role as an organisation's catalogue has it; empty where the catalogue says nothing."""

    title: str
    place: str
    grade: str = ""
    department: str = ""
    other_titles: tuple[str, ...] = ()
    description: str = ""
    week: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    next_roles: tuple[str, ...] = ()
    similar_to: str = ""
    code: str = ""


class Excerpt(Record):
    """A piece of a policy or guideline, small enough to be quoted, with the place it stands at."""

    heading: str
    place: str
    text: str


class Content(Record):
    """What was read from one file."""

    entries: tuple[CatalogueEntry, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing that could be published."""
        return not self.entries and not self.excerpts

    @property
    def grave(self) -> tuple[Finding, ...]:
        """The findings that somebody must have seen before this is published."""
        return tuple(finding for finding in self.findings if finding.kind in GRAVE)


class Document(Record):
    """A file that was handed in, under an id made from its bytes; times are ISO 8601."""

    id: str
    name: str
    digest: str
    kind: str
    size: int
    state: DocumentState
    added: str
    added_by: str
    decided: str = ""
    decided_by: str = ""
    reason: str = ""
    roles: int = 0
    excerpts: int = 0
    pages: int = 0
    findings: int = 0

    @property
    def title(self) -> str:
        """The name without its ending, as people cite it."""
        stem = self.name.rpartition(".")[0] or self.name
        return " ".join(stem.replace("_", " ").replace("-", " ").split())
