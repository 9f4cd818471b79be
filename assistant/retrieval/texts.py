"""What of the corpus is embedded and indexed: one text a line, each knowing whose it is.

A role speaks through its titles, what its week holds, and the first-person lines of people who
would love it: job-description language alone finds 3 of 10 (libraries.md, "The ear"). What such
people complain of in another job is a kind of its own, so that a dislike can be held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.knowledge import GuidanceCard, ListedRole, OrganisationRole, Role

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SHORT = 3


class LineKind(StrEnum):
    """What a line is to its owner."""

    TITLE = "title"
    WORK = "work"
    SKILLS = "skills"
    LOVE = "love"
    COMPLAINT = "complaint"
    BODY = "body"
    EXAMPLE = "example"
    QUESTION = "question"
    WHOLE = "whole"  # made up of other lines of its owner


@dataclass(frozen=True, slots=True)
class Line:
    """One indexed text: ``owner`` is the id of its role or card, ``kind`` what it is."""

    id: str
    owner: str
    kind: LineKind
    text: str


def role_lines(role: Role) -> list[Line]:
    """The indexed lines of a role."""
    texts = [
        *((LineKind.TITLE, title) for title in (role.title, *role.other_titles)),
        *((LineKind.WORK, item) for item in role.week),
        *((LineKind.LOVE, text) for text in role.would_love),
        *((LineKind.COMPLAINT, text) for text in role.complains),
    ]
    if isinstance(role, ListedRole):
        department = role.department if isinstance(role, OrganisationRole) else ""
        said = [text for text in (role.description, department) if text]
        texts += [(LineKind.WORK, text) for text in said if text not in role.week]
    known = ", ".join((*role.skills, *role.interests))
    if known:
        texts.append((LineKind.SKILLS, known))
    return _numbered("role", role.id, texts)


def card_lines(card: GuidanceCard) -> list[Line]:
    """The indexed lines of a guidance card; what it is for stands alone and with its title."""
    texts = [
        (LineKind.TITLE, card.title),
        (LineKind.TITLE, card.when),
        (LineKind.WHOLE, f"{card.title}. {card.when}"),
        (LineKind.WHOLE, card.body),
        *((LineKind.BODY, sentence) for sentence in _sentences(card.body)),
        (LineKind.EXAMPLE, card.example or card.title),
        *((LineKind.QUESTION, question) for question in card.questions),
    ]
    return _numbered("card", card.id, texts)


def _sentences(text: str) -> list[str]:
    """The sentences of more than three words."""
    parts = _SENTENCE_END.split(" ".join(text.split()))
    return [part for part in parts if len(part.split()) > _SHORT]


def role_document(role: Role) -> str:
    """The words a role is found by; what is complained of are words about another job."""
    lines = [line.text for line in role_lines(role) if line.kind is not LineKind.COMPLAINT]
    return "\n".join((*lines, *role.evidence, *role.requirements))


def card_document(card: GuidanceCard) -> str:
    """The words a guidance card is found by."""
    return "\n".join(line.text for line in card_lines(card))


def _numbered(family: str, owner: str, texts: Iterable[tuple[LineKind, str]]) -> list[Line]:
    return [
        Line(f"{family}/{owner}/{number}", owner, kind, text)
        for number, (kind, text) in enumerate(texts)
    ]
