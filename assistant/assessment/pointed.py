"""Jobs that are pointed at or described instead of named.

"The desk my head of department sits at", "her job when she retires", "take over from Maria", "the
vacancy in payments", "lead the Toronto payments team": each is one job that a manager can find.
"""

from __future__ import annotations

from assistant.assessment.cues import Cues, verb_words
from assistant.assessment.led import LEAD, UNITS, Pointed, led_piece, led_unit
from assistant.assessment.occupations import content_word, occupations
from assistant.assessment.text import Words

_LIMIT = 40
_JOB = frozenset(
    "job role desk chair seat position post shoes spot office place work footsteps berth armband baton stool post".split()
)
_POSSESSORS = frozenset(("her", "his", "their", "your", "'s"))
_PERSONS = frozenset("my our the she he they you his her their".split())
_ADMIRED = ("like", "love", "see", "know", "hate", "understand", "admire", "enjoy")
_RANKED = frozenset("senior junior lead deputy assistant principal head trainee".split())
_OPEN = frozenset("empty vacant free open going unfilled".split())
_TOLD_OF = frozenset(
    "as looks seems sounds has pays was".split()
)  # "her job as a clerk looks hard"
_HOLDS = frozenset(
    "sits sit has have does do did holds held had leaves fills runs is works got doing "
    "sat occupies keeps".split()
)
_BRIDGE = frozenset(
    "to have take taking over do doing get getting fill filling be in into step stepping sit "
    "sitting a the on for go going"
    " inherit land at from one day eventually maybe really actually some just after when up as "
    "apply applying same very"
    " exactly exact want is basically honestly simply well then next own about like follow "
    "following with having probably"
    " that this would love know".split()
)


_ASIDES = frozenset(("what", "where"))
_SUCCESSION = frozenset(("from", "replace", "replacing", "succeed", "succeeding"))
_VACANCIES = frozenset(("vacancy", "opening"))
_POINTERS = _JOB | _ASIDES | _SUCCESSION | _VACANCIES | UNITS | LEAD


def pointed_jobs(cues: Cues) -> list[Pointed]:
    """All jobs that the person claims without naming a title."""
    found: list[Pointed] = []
    for i in [i for i, word in enumerate(cues.words.words) if word in _POINTERS]:
        if len(found) >= _LIMIT:
            break
        hit = _pointed_at(cues, i)
        if hit is not None and not (found and found[-1].last > hit.first):
            found.append(hit)
    return found


def _pointed_at(cues: Cues, i: int) -> Pointed | None:
    """The job that the pointer at word i points at, if it is one."""
    words = cues.words.words
    word = words[i]
    if word in _JOB:
        hit = _owned(cues, i) or _advertised(cues, i) or _graded(cues, i)
        return hit or (_described(cues, i) if _thing(word, words[max(0, i - 1) : i]) else None)
    if word in _ASIDES:
        return _described(cues, i)
    if word in _SUCCESSION:
        return _succession(cues, i)
    if word in _VACANCIES:
        return _advertised(cues, i)
    return led_unit(cues, i) if word in UNITS else led_piece(cues, i)


def _thing(word: str, before: list[str]) -> bool:
    """Whether a job is pointed at: "the work Ines does" is one, "work outdoors" is done."""
    return word != "work" or before in (["the"], ["that"])


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
    if i + 1 < len(words) and not words.gap[i + 1] and words.words[i + 1] in _TOLD_OF:
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
    if words.words[i] == "what" and words.words[i - 1 : i] and words.words[i - 1] in _ADMIRED:
        return None
    if words.phrase(max(0, i - 2), i) in ("kind of", "sort of", "type of"):
        return None
    for k in range(j + 1, min(j + 9, n)):
        if words.gap[k] or words.words[k] in ("and", "or", "but", "who", "a", "an"):
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


def _graded(cues: Cues, i: int) -> Pointed | None:
    """As in "the senior probate post", "the archive post that is empty"."""
    words = cues.words
    if words.words[i] not in ("post", "job", "role", "position", "vacancy", "seat"):
        return None
    first = i
    while first > 0 and i - first < 3 and not words.gap[first]:
        if not content_word(words.words[first - 1]):
            break
        first -= 1
    if first in (i, 0) or words.words[first - 1] not in ("the", "that", "a", *_RANKED):
        return None
    ranked = words.words[first - 1] in _RANKED
    behind = words.words[i + 1 : i + 6]
    opened = bool(behind) and behind[0] in ("that", "which") and any(w in _OPEN for w in behind)
    if not (ranked or opened):
        return None
    first -= 1
    return Pointed(first, i + 1) if _claimed(cues, first) else None


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
