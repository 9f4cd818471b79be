"""What of the corpus is embedded and indexed: one text a line, each knowing whose it is.

A role speaks through its title, what its week holds, and the first-person lines of people who
would love it: job-description language alone finds 3 of 10 (libraries.md, "The ear").
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.knowledge import GuidanceCard, Role


@dataclass(frozen=True)
class Line:
    """One indexed text: ``owner`` is the id of its role or card, ``kind`` what it is."""

    id: str
    owner: str
    kind: str
    text: str


def role_lines(role: Role) -> list[Line]:
    """The indexed lines of a role."""
    titles = ", ".join((role.title, *role.other_titles))
    texts = [
        ("title", titles),
        ("work", f"{role.title}: {'; '.join(role.week)}"),
        ("skills", f"{', '.join(role.skills)}; {', '.join(role.interests)}"),
        *(("love", text) for text in role.would_love),
        *(("complaint", text) for text in role.complains),
    ]
    return [
        Line(f"role/{role.id}/{number}", role.id, kind, text)
        for number, (kind, text) in enumerate(texts)
    ]


def card_lines(card: GuidanceCard) -> list[Line]:
    """The indexed lines of a guidance card."""
    texts = [
        ("title", f"{card.title}. {card.when}"),
        ("body", card.body),
        ("example", card.example or card.title),
        *(("question", question) for question in card.questions),
    ]
    return [
        Line(f"card/{card.id}/{number}", card.id, kind, text)
        for number, (kind, text) in enumerate(texts)
    ]
