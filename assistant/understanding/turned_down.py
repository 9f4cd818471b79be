"""Dates that a message names only to turn them down ("the 5th is too soon, make it 2 February")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import DateMention
from assistant.understanding.acts import Heard
from assistant.understanding.saying import piece, said

_BEFORE = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|rather than|instead of|never (?:said|by)|no longer|change (?:it |that )?from|moved from|anything but)"
    r"(?: (?:the|on|in|by|at|for|until|from))*\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^,?\s*(?:(?:i think|that|it|which)\s+)?(?:is|was|would be|seems|sounds|feels|'s|might be|may be)?\s*(?:probably |maybe |perhaps |far |much |a (?:bit|little) |way |just |simply )*"
    r"(?:too (?:soon|early|late|tight|close|far)|wrong|not right|no good|is out|out of the question|impossible|(?:does|will|do|can)(?:n'?t| ?not) work|won'?t (?:do|work|suit)|doesn'?t (?:do|suit))\b",
    re.IGNORECASE,
)


def turned_down(message: str, start: int, end: int) -> bool:
    """Whether the date at this stretch is refused by the words around it."""
    before, after = message[max(0, start - 40) : start], message[end : end + 60]
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None


def standing_dates(message: str, today: date) -> list[DateMention]:
    """The dates of a message that are meant, in order."""
    found = find_dates(message, today)
    return [m for m in found if not turned_down(message, m.start, m.end)]


_DATED = (FactKind.TIMEFRAME, FactKind.FOLLOW_UP, FactKind.MEETING)


def moved_dates(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    """A known date that the message turns down, and the one it puts in its place."""
    found = find_dates(heard.message, today)
    # Of a known day only the day is said again ("not 31 December"), not its year.
    refused = {
        f"{m.date:%m-%d}" for m in found if m.date and turned_down(heard.message, m.start, m.end)
    }
    ahead = (m for m in standing_dates(heard.message, today) if m.date and m.date > today)
    instead = next(ahead, None)
    if instead is None or instead.date is None:
        return
    for kind in _DATED:
        known = heard.state.last(kind)
        if known is not None and (known.value or "")[5:] in refused:
            stretch = piece(heard, instead.start, instead.end)
            yield said(kind, stretch, turn, heard, instead.date.isoformat())
