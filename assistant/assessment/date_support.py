"""Whether a word that is also an everyday word (may, fall, sat, a bare year) stands as a date."""

from __future__ import annotations

from assistant.assessment import calendar_words as cal
from assistant.assessment.date_cursor import Cursor, Reading
from assistant.assessment.date_phrases import runs_out
from assistant.assessment.lexicon import word_set

_PREPOSITIONS = frozenset(
    "by in before until till on from after during around about for since to within come and or "
    "between til at of through"
    " due circa starting start ready be is".split()
)

KEPT = frozenset(
    "by in before until till on from after during around within come since between".split()
)

AFTER_SHY = frozenset(
    ("", ".", ",", ";", "!", "?", ")", "\n", "or", "and", "at", "latest", "when", "if", "as", "-")
)

_BEFORE_YEAR = frozenset(("", ".", ",", ";", ":", "\n", "(", "-", "\u2014", "the", "?", "!"))
_WHEN = ("when", "time", "once", "moment", "soon", "as")
_BEGINS = ("comes", "arrives", "begins", "starts")
_SETTLES = ("when", "the", "my", "fine", "what", "ok", "good", "early")
_CLEAR_MONTHS = ("august", "sep", "dec", "jan", "jun")

_SHY_OK = frozenset(
    "between by in before until till since on from last next this mid early late after "
    "come of during".split()
)


def supported(c: Cursor, i: int, found: Reading) -> bool:
    """Whether a shy word (may, sat, fall, a bare year) stands where only a date can stand."""
    before, after = c.word(i - 1), c.word(found.last)
    if found.granularity in ("festival", "term"):
        return _feast_stands(c, before, after, i)
    if c.word(i) in cal.SEASONS and _season_stands(c, i, after):
        return True
    if found.granularity == "year":
        goal = before in ("my", "our", "a") and after in word_set("timewords.txt", "goal")
        over = before in _WHEN and (runs_out(c, found.last) or after in _BEGINS)
        return goal or over or before in _PREPOSITIONS or before in _BEFORE_YEAR  # "my 2028 goal"
    if before in ("so", "say", "namely") and after in AFTER_SHY - {"if", "as", "and", "or"}:
        return True  # "when the ice goes, so May"
    if before in ("the", "this") and c.word(i - 2) in KEPT and c.word(i) in _CLEAR_MONTHS:
        return True  # "by the August shutdown"
    if before in _SHY_OK and c.word(i) != "may" and found.granularity == "day":
        return before in ("by", "on", "before", "until", "till", "from", "this", "next")
    if c.word(i) in ("dec", "sep", "jan", "jun", "mar"):
        return before in _SHY_OK or before in ("or", "and", "to", "-")
    if after == "is" and c.word(found.last + 1) in _SETTLES:
        return True  # "March is when I can start"
    if before in _SHY_OK or (
        before == "to" and c.word(i) in ("march", "may") and i > 1 and c.word(i - 2) in cal.MONTHS
    ):
        return c.word(i) not in ("spring", "march", "fall") or before != "to"
    return (
        before in ("and", "or", "-", "/")
        and after in AFTER_SHY
        and c.word(i - 2) in (*cal.MONTHS, *cal.SEASONS)
    )


def _season_stands(c: Cursor, i: int, after: str) -> bool:
    """As in "in the spring", "over the summer", "when spring comes"."""
    article = c.word(i - 1) in ("the", "this") and (
        c.word(i - 2) in KEPT or c.word(i - 2) in ("over", "through", "throughout")
    )
    return article or (c.word(i - 1) in _WHEN and (after in _BEGINS or runs_out(c, i + 1)))


def _feast_stands(c: Cursor, before: str, after: str, i: int) -> bool:
    """As in "by Easter", "this side of Easter", "Halloween's my cut-off"."""
    if before in _BEFORE_YEAR - {"the"} and after in ("'", "is"):
        return True
    ahead = i - 2 if before in ("the", "this", "next", "our") else i - 1
    return c.word(ahead) in KEPT or (c.word(ahead) == "of" and c.word(ahead - 1) == "side")
