"""A fact in the person's words: its place in the message, and what of it may be quoted back."""

from __future__ import annotations

from assistant.domain.goal import Fact, FactKind, Origin, Provenance
from assistant.understanding.acts import Heard
from assistant.understanding.quoting import MAX_WORDS, quotable
from assistant.understanding.text import Clause

MAX_FACT = 220


def said(kind: FactKind, clause: Clause, turn: int, heard: Heard, value: str | None = None) -> Fact:
    """The fact that a stretch of the message is; at most 220 characters of it."""
    text = clause.text
    if len(text) > MAX_FACT:
        text = text[:MAX_FACT].rsplit(" ", 1)[0]
    return Fact(
        kind=kind,
        text=text,
        value=value,
        quote=quote_of(clause, heard),
        provenance=Provenance(
            origin=Origin.SAID, turn=turn, start=clause.start, end=clause.start + len(text)
        ),
    )


def quote_of(stretch: Clause, heard: Heard) -> str:
    """What may be quoted of a stretch: all of it when short, else its most telling clause."""
    short = len(stretch.words) <= MAX_WORDS and "," not in stretch.text
    if short and (quote := quotable(stretch, heard.lexicon)):
        return quote
    inside = [c for c in heard.clauses if stretch.start <= c.start and c.end <= stretch.end]
    ranked = sorted(inside, key=lambda c: -_worth(c, heard))
    found = (quotable(c, heard.lexicon) for c in ranked)
    return next((q for q in found if q), None) or quotable(stretch, heard.lexicon) or ""


def _worth(clause: Clause, heard: Heard) -> int:
    """A figure first, then words that say something; a conditional says least."""
    content = sum(w not in heard.lexicon.function_words for w in clause.words)
    figure = any(c.isdigit() for c in clause.text)
    return min(content, 6) + 3 * figure - 4 * (clause.words[0] in ("if", "unless", "when"))


def as_typed(heard: Heard, start: int, end: int) -> Clause:
    """A stretch found in the mended text, letter for letter as the message has it."""
    return Clause(heard.message[start:end], start, end)


def piece(heard: Heard, start: int, end: int) -> Clause:
    """A stretch of the message without blanks and punctuation at its ends."""
    text = heard.message[start:end]
    left = len(text) - len(text.lstrip(" \t\n,.;:-'\"\u201c\u2018\u201d"))
    trimmed = text.strip(" \t\n,.;:-'\"\u201c\u2018\u201d")
    return Clause(trimmed, start + left, start + left + len(trimmed))


def inside(fact: Fact, start: int, end: int) -> bool:
    """Whether a fact lies within a stretch."""
    at = fact.provenance
    return start <= (at.start or 0) and (at.end or 0) <= end


def overlaps(fact: Fact, start: int, end: int) -> bool:
    """Whether a fact shares characters with a stretch."""
    at = fact.provenance
    return (at.start or 0) < end and start < (at.end or 0)
