"""Words of a wish that say nothing a manager could act on, each with the reason to show."""

from __future__ import annotations

from assistant.assessment.cues import Cues
from assistant.assessment.lexicon import Hit
from assistant.assessment.occupations import occupations
from assistant.assessment.status import status_of
from assistant.assessment.text import Words
from assistant.domain.specificity import RoleStatus, VagueSpan

_LIMIT = 40
# Words that are vague as the wish itself and innocent as a verb or in passing.
_SHY = frozenset("say seen heard change more help somewhere anything whatever lead head future plan options rise matters matter"
                 " wherever experience knowledge learn learning value "
                 "useful fair fit money trust trusted career".split())  # fmt: skip
_WISH_BEFORE = frozenset(
    "want more some a my for to of into and or new better be have get make need no the "
    "bit with in like".split()
)


_FRAGMENT = 6  # words of a clause that is a wish by itself: "More responsibility, please"
_GOES_ON = frozenset("but with you else that which in of for from to".split())
_OPEN_ENDED = frozenset("anything whatever wherever something somewhere".split())


def vague_spans(cues: Cues, covered: set[int]) -> list[VagueSpan]:
    """Vague words that carry the wish, outside the words `covered` by roles, dates and the like.

    A word is vague where it is wished for or stands as an answer by itself; in passing, refused,
    quoted or as part of a title it is a word like any other.
    """
    words = cues.words
    found: list[VagueSpan] = []
    for hit in cues.found["vague"]:
        if len(found) >= _LIMIT:
            break
        if any(i in covered for i in range(hit.first, hit.last)):
            continue
        if not _carries(cues, hit):
            continue
        start, end, text = words.span(hit.first, hit.last)
        found.append(VagueSpan(start=start, end=end, text=text, why=hit.data.get("why", "")))
    return found


def _carries(cues: Cues, hit: Hit) -> bool:
    """Whether the wish hangs on these words."""
    words = cues.words
    before = words.words[hit.first - 1] if hit.first and not words.gap[hit.first] else ""
    after = words.words[hit.last] if hit.last < len(words) and not words.gap[hit.last] else ""
    if hit.last - hit.first == 1:
        word = words.words[hit.first]
        if word in _SHY and before and before not in _WISH_BEFORE:
            return False
        if word in _OPEN_ENDED and after in _GOES_ON:
            return False  # "anything with wheels" narrows, "whatever you call it" is a manner
        if word in ("more", "head", "manager", "leader") and (after or _joined(before)):
            return False
    if after == "'s" or _quoted(words, hit):
        return False
    status, wanted = status_of(cues, hit.first, hit.last, field=True)
    if wanted:
        return status is RoleStatus.TARGET
    return status in (RoleStatus.TARGET, RoleStatus.OTHER) and _alone(words, hit)


def _joined(before: str) -> bool:
    """Whether the word before makes a compound of it: "pool manager"."""
    return bool(before) and before not in occupations().stop


def _alone(words: Words, hit: Hit) -> bool:
    """Whether the words open a short clause that is an answer by itself, without a verb before."""
    start, end = words.clause_start(hit.first, 1), words.clause_end(hit.first, 1)
    lead = words.words[start : hit.first]
    small = all(
        w in _WISH_BEFORE or w in ("the", "an", "just", "maybe", "only", "proper", "clear", "real")
        for w in lead
    )
    return small and (end - start <= _FRAGMENT or start == 0)


def _quoted(words: Words, hit: Hit) -> bool:
    """Whether the words stand in somebody's quotation."""
    start, end = words.starts[hit.first], words.ends[hit.last - 1]
    ahead, behind = words.text[max(0, start - 40) : start], words.text[end : end + 40]
    return any(
        ahead.count(mark) % 2 == 1 and mark in behind for mark in ('"', "\u201c", " '", "\u2018")
    ) or ("\u201c" in ahead and "\u201d" in behind)
