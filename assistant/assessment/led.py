"""Teams, places and pieces of work that a person wants to lead: "lead the Toronto payments team"."""

from __future__ import annotations

from typing import NamedTuple

from assistant.assessment.cues import Cues
from assistant.assessment.occupations import content_word, occupations
from assistant.assessment.text import Words

LEAD = frozenset(
    "run lead manage head oversee supervise own coordinate running leading managing heading "
    "overseeing supervising owning"
    " coordinating".split()
)
_LEAD_TWO = frozenset(
    (
        "in charge",
        "charge of",
        "responsible for",
        "look after",
        "looking after",
        "take over",
        "taking over",
        "head up",
        "heading up",
    )
)
_SITES = frozenset(
    "choir orchestra band creche crib kindergarten forge mill brewery dairy stables kitchen ward branch store shop "
    "restaurant bar hotel nursery school clinic library farm garage gym depot salon pub cafe"
    " pharmacy studio lab bakery gallery museum surgery theatre hospice canteen workshop market stall counter reception foundry quarry hostel shelter refuge"
    " chapel parish vineyard orchard boat tug ferry vessel lifeboat garden glasshouse greenhouse abattoir butchery laundry"
    " bindery registry archive dispensary switchboard pool rink stadium marina quay terminal".split()
)
UNITS = _SITES | frozenset(
    "team department warehouse programme program project account product unit crew squad shift "
    "floor fleet region desk group"
    " division practice portfolio home campaign service laboratory site plant line section "
    "office rollout migration rewrite"
    " launch territory yard academy orchestra choir rota stand area bay dock patch station round route"
    " gang festival fair tour season herd flock stud wing block landing watch hub centre center satellite network helpdesk"
    " edition bulletin show column supplement imprint collection trial study survey excavation dig expedition retrofit"
    " refit build turnaround shutdown outage intake scheme pilot case caseload panel unit stable band squadron troop platoon".split()
)
_DEFINITE = ("the", "our", "this", "that")
_ARTICLES = frozenset((*_DEFINITE, "a", "an", "my", "one", "own"))
_PLAIN = frozenset(
    "morning evening monday tuesday wednesday thursday friday saturday sunday new whole same big old first second best real whole own".split()
) - {"own"}
_NO_PIECE = frozenset(
    "way show life rest future growth success lives stress kind best risk".split()
)
_LEADS = frozenset("runs leads manages heads oversees supervises owns coordinates".split())


class Pointed(NamedTuple):
    """A job pointed at in words first..last; `loose` when several jobs fit ("lead a marketing team")."""

    first: int
    last: int
    loose: bool = False


def led_unit(cues: Cues, i: int) -> Pointed | None:
    """As in "lead the Toronto payments team", "run a ward"; loose for "lead a marketing team"."""
    tokens = cues.words.words
    first = _unit_start(cues.words, i)
    det = tokens[first - 1] if first else ""
    start = _lead_verb(cues.words, first)
    if start is None or not _led_by_person(cues, start):
        return None
    content = any(content_word(w) for w in tokens[first:i])
    after = tokens[i + 1] if i + 1 < len(tokens) and not cues.words.gap[i + 1] else ""
    named = det in _DEFINITE and (content or after in ("in", "for", "of", "at", "on"))
    named = named or (
        tokens[i] in _SITES and (content or det in (*_DEFINITE, "a", "an", "own", "my"))
    )
    if not (named or content) or (tokens[i] == "rota" and det != "the"):
        return None
    return Pointed(start, i + 1, loose=not named)


def led_piece(cues: Cues, i: int) -> Pointed | None:
    """As in "lead the audit of the southern warehouses": a named piece of work of any kind."""
    words = cues.words
    end = words.clause_end(i)
    if i + 4 >= end or words.words[i + 1] not in _DEFINITE or not _led_by_person(cues, i):
        return None
    joints = (j for j in range(i + 3, min(i + 6, end - 1)) if words.words[j] in ("of", "for"))
    joint = next(joints, None)
    if joint is None or not all(content_word(w) for w in words.words[i + 2 : joint]):
        return None
    complement = any(content_word(w) for w in words.words[joint + 1 : joint + 4])
    if words.words[joint - 1] in _NO_PIECE or not complement:
        return None
    return Pointed(i, min(end, joint + 5))


def _unit_start(words: Words, i: int) -> int:
    """First of the words that qualify the unit at i."""
    tokens, stop = words.words, occupations().stop
    j = i
    while j > 0 and i - j < 5 and not words.gap[j]:
        if (tokens[j - 1] in stop and tokens[j - 1] not in _PLAIN) or tokens[j - 1] in LEAD:
            break
        j -= 1
    return j


def _lead_verb(words: Words, first: int) -> int | None:
    """Place of the verb of leading before a unit that begins at `first`, articles passed over."""
    tokens = words.words
    j = first
    while j > 0 and not words.gap[j] and tokens[j - 1] in _ARTICLES and first - j < 2:
        j -= 1
    if j == 0 or words.gap[j]:
        return None
    if tokens[j - 1] in LEAD or (j > 1 and words.phrase(j - 2, j) in _LEAD_TWO):
        return j - 1
    relative = j > 2 and tokens[j - 1] in _LEADS and tokens[j - 2] in ("who", "that")
    return (
        j - 3
        if relative and tokens[j - 3] in ("one", "person", "woman", "man", "somebody", "someone")
        else None
    )


def _led_by_person(cues: Cues, start: int) -> bool:
    """Whether the leading is wished for, not what the person or somebody else does already."""
    words = cues.words
    cue = cues.before(start + 1)
    if cue is not None and cue.label in ("current", "past", "other", "reject"):
        return False
    return not start or words.words[start - 1] not in ("i", "we", "he", "she", "they", "who", "you")
