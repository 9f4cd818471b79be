"""Answers that choose: one side of a contrast, one of the routes that were put forward."""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.answers import best_clause, keep_whole, things, whole
from assistant.understanding.saying import said
from assistant.understanding.text import words_of
from assistant.understanding.turned_down import standing_dates


def contrast(heard: Heard, turn: int, today: date) -> list[Fact]:
    """Either side named or an ordinal: the liking is the side that was offered."""
    sides = [heard.state.values.get("side1", ""), heard.state.values.get("side2", "")]
    overlap = [
        len(set(words_of(side)) & set(heard.words) - heard.lexicon.function_words) for side in sides
    ]
    choice: int | None = None
    if re.search(r"\b(?:first|1st|former)\b", heard.message, re.I):
        choice = 0
    elif re.search(r"\b(?:second|2nd|latter|other)\b", heard.message, re.I):
        choice = 1
    elif overlap[0] != overlap[1]:
        choice = 0 if overlap[0] > overlap[1] else 1
    clause = next(iter(things(heard)), None) or best_clause(heard) or whole(heard)
    if clause is None or heard.opens("no") or (choice is None and _of_manager(heard)):
        return []
    fact = said(FactKind.LIKE, clause, turn, heard)
    if choice is None or not sides[choice]:
        plain = len(heard.words) > 3 or clause.text.casefold() not in heard.lexicon.function_words
        told = plain and not heard.has("negative") and not heard.has("dislikes")
        return [fact] if told else []
    return [fact.model_copy(update={"value": sides[choice].strip('"')})]


def _of_manager(heard: Heard) -> bool:
    """Whether the manager, known by name, is spoken of."""
    manager = heard.state.last(FactKind.MANAGER)
    return manager is not None and bool(set(words_of(manager.text)) & set(heard.words))


def route(heard: Heard, turn: int, today: date) -> list[Fact]:
    """The way picked among those offered, or one of the person's own."""
    names_ = [n for n in heard.state.values.get("route_names", "").split("|") if n]
    clause = whole(heard)
    if clause is None:
        return []
    for index, pattern in enumerate(
        (r"\b(?:first|1st)\b", r"\b(?:second|2nd|middle)\b", r"\b(?:third|3rd|last)\b")
    ):
        if index < len(names_) and re.search(pattern, heard.message, re.I):
            return [said(FactKind.ROUTE, clause, turn, heard, names_[index])]
    for name in names_:
        stem = set(words_of(name.replace("_", " "))) - heard.lexicon.function_words
        if any(w[:6] == s[:6] for w in heard.words for s in stem if len(s) > 3):
            return [said(FactKind.ROUTE, clause, turn, heard, name)]
    best = best_clause(heard) or clause
    day = next(
        (m.date for m in standing_dates(heard.message, today) if m.date and m.date > today), None
    )
    if day is not None and len(best.words) > BARE_WAY:
        # A way of one's own with a day on it is a request already.
        return [keep_whole(FactKind.ASK, best, heard, turn, day.isoformat())]
    return [keep_whole(FactKind.ROUTE, best, heard, turn)]


BARE_WAY = 4  # words; fewer only name a way
