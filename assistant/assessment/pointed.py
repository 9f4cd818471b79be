"""Jobs that are pointed at or described instead of named.

"The desk my head of department sits at", "her job when she retires", "take over from Maria", "the
vacancy in payments", "lead the Toronto payments team": each is one job that a manager can find.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.assessment.occupations import content_word, occupations
from assistant.assessment.status import Cues, verb_words
from assistant.assessment.text import Words

_LIMIT = 40
_JOB = frozenset(
    "job role desk chair seat position post shoes spot office place work footsteps".split()
)
_SURE_JOB = _JOB - {"office", "place", "work", "spot"}
_POSSESSORS = frozenset(("her", "his", "their", "your", "'s"))
_PERSONS = frozenset("my our the she he they you his her their".split())
_HOLDS = frozenset(
    "sits sit has have does do did holds held had leaves fills runs is works got doing sat occupies keeps".split()
)
_BRIDGE = frozenset(
    "to have take taking over do doing get getting fill filling be in into step stepping sit sitting a the on for go going"
    " inherit land at from one day eventually maybe really actually some just after when up as apply applying same very"
    " exactly exact want is basically honestly simply well then next own about like follow following with having probably"
    " that this would love know".split()
)
_LEAD = frozenset(
    "run lead manage head oversee supervise own coordinate running leading managing heading overseeing supervising owning"
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
    "kitchen ward branch store shop restaurant bar hotel nursery school clinic library farm garage gym depot salon pub cafe"
    " pharmacy studio lab bakery gallery museum surgery theatre hospice canteen workshop".split()
)
_UNITS = _SITES | frozenset(
    "team department warehouse programme program project account product unit crew squad shift floor fleet region desk group"
    " division practice portfolio home campaign service laboratory site plant line section office rollout migration rewrite"
    " launch territory yard academy orchestra choir rota stand area bay dock patch station".split()
)


_DEFINITE = ("the", "our", "this", "that")
_ARTICLES = frozenset((*_DEFINITE, "a", "an", "my", "one", "own"))
_PLAIN = frozenset("new whole same big old first second best real whole own".split()) - {"own"}
_NO_PIECE = frozenset(
    "way show life rest future growth success lives stress kind best risk".split()
)
_LEADS = frozenset("runs leads manages heads oversees supervises owns coordinates".split())


@dataclass(frozen=True, slots=True)
class Pointed:
    """A job pointed at in words first..last; `loose` when several jobs fit ("lead a marketing team")."""

    first: int
    last: int
    loose: bool = False


def pointed_jobs(cues: Cues) -> list[Pointed]:
    """All jobs that the person claims without naming a title."""
    words = cues.words.words
    found: list[Pointed] = []
    for i, word in enumerate(words):
        if len(found) >= _LIMIT:
            break
        hit = None
        if word in _JOB:
            hit = _owned(cues, i) or _described(cues, i) or _advertised(cues, i)
        elif word in ("what", "where"):
            hit = _described(cues, i)
        elif word in ("from", "replace", "replacing", "succeed", "succeeding"):
            hit = _succession(cues, i)
        elif word in ("vacancy", "opening"):
            hit = _advertised(cues, i)
        elif word in _UNITS:
            hit = _led_unit(cues, i)
        elif word in _LEAD:
            hit = _led_piece(cues, i)
        if hit is not None and not (found and found[-1].last > hit.first):
            found.append(hit)
    return found


def _claimed(cues: Cues, first: int) -> bool:
    """Whether words from `first` on are what the person wants: a wish just before, or a bare answer."""
    words = cues.words
    begin = words.clause_start(first, 2)
    cue = cues.before(first) if first else None
    if cue is not None:
        if cue.label not in ("want", "neutral"):
            return False
        return all(w in _BRIDGE for w in words.words[cue.last : first])
    before = words.words[begin:first]
    return all(w in _BRIDGE or w not in verb_words() for w in before) and len(before) <= 5


def _owner_start(words: Words, i: int) -> int | None:
    """First word of "my head of department's" where word i is the possessive mark."""
    if words.words[i] != "'s":
        return i
    j = i - 1
    while (
        j > 0
        and i - j < 7
        and not words.gap[j]
        and words.words[j - 1]
        not in (
            "want",
            "take",
            "have",
            "get",
            "fill",
            "into",
            "do",
            "in",
            "for",
            "on",
            "over",
            "like",
            "love",
            "to",
        )
    ):
        j -= 1
        if words.words[j] in ("my", "our", "the"):
            break
    return j


def _owned(cues: Cues, i: int) -> Pointed | None:
    words = cues.words
    j = i - 1
    if j >= 1 and words.words[j] in ("old", "current", "own", "exact", "whole"):
        j -= 1
    if j < 0 or words.gap[j + 1] or words.words[j] not in _POSSESSORS or words.words[i] == "work":
        return None
    start = _owner_start(words, j)
    if (
        start is None
        or words.words[start] in ("today", "tomorrow", "year", "day")
        or not _claimed(cues, start)
    ):
        return None
    return Pointed(start, i + 1)


def _described(cues: Cues, i: int) -> Pointed | None:
    words = cues.words
    n = len(words)
    j = i + 1
    while j < n and words.words[j] in ("that", "which") and not words.gap[j]:
        j += 1
    if j >= n or words.gap[j] or words.words[j] in ("i", "we", "is", "in", "to", "it"):
        return None
    if words.words[j] not in _PERSONS and (
        words.words[j] in occupations().stop or not words.words[j].isalpha()
    ):
        return None
    if words.phrase(max(0, i - 2), i) in ("kind of", "sort of", "type of"):
        return None
    for k in range(j + 1, min(j + 9, n)):
        if words.gap[k]:
            return None
        if (
            words.words[i] in ("what", "where")
            and words.words[j] not in _PERSONS
            and words.words[k] not in ("does", "did", "sits")
        ):
            continue
        if words.words[k] in _HOLDS and words.words[k - 1] != "to":
            first = i - 1 if i and words.words[i - 1] in ("the", "that") else i
            last = (
                k + 2
                if k + 1 < n and words.words[k + 1] in ("at", "in", "now") and not words.gap[k + 1]
                else k + 1
            )
            return Pointed(first, last) if _claimed(cues, first) else None
    return None


def _succession(cues: Cues, i: int) -> Pointed | None:
    words = cues.words
    n = len(words)
    if i + 1 >= n or words.gap[i + 1]:
        return None
    after = words.words[i + 1]
    if words.words[i] == "from":
        if words.words[max(0, i - 2) : i] not in (["take", "over"], ["taking", "over"]):
            return None
        first = i - 2
    else:
        if after not in ("my", "our", "the", "her", "him", "them", "you") or (
            i and words.words[i - 1] in ("that", "not")
        ):
            return None
        first = i
    if after in ("here", "there", "home", "scratch"):
        return None
    last = min(words.clause_end(i + 1), i + 5)
    return Pointed(first, last) if _claimed(cues, first) else None


def _advertised(cues: Cues, i: int) -> Pointed | None:
    words = cues.words
    n = len(words)
    if (
        i == 0
        or words.words[i - 1] not in ("the", "that", "this")
        or i + 1 >= n
        or words.gap[i + 1]
    ):
        return None
    after = words.words[i + 1 : i + 5]
    shown = after[0] in ("advertised", "posted", "listed") or words.phrase(i + 1, i + 4) in (
        "on the board", "on the intranet", "on the noticeboard", "coming up in", "opening up in",
    )  # fmt: skip
    named = (
        words.words[i] in ("vacancy", "opening")
        and after[0] in ("in", "at", "on", "with")
        and any(content_word(w) for w in after[1:4])
    )
    if not (shown or named):
        return None
    return Pointed(i - 1, min(words.clause_end(i), i + 5)) if _claimed(cues, i - 1) else None


def _led_unit(cues: Cues, i: int) -> Pointed | None:
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


def _led_piece(cues: Cues, i: int) -> Pointed | None:
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
        if (tokens[j - 1] in stop and tokens[j - 1] not in _PLAIN) or tokens[j - 1] in _LEAD:
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
    if tokens[j - 1] in _LEAD or (j > 1 and words.phrase(j - 2, j) in _LEAD_TWO):
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
