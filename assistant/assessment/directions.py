"""Directions in a wish: functions and fields, kinds of work, kinds of move, loose ranks."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from assistant.assessment.cues import Cues, verb_words
from assistant.assessment.lexicon import sections, word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.status import status_of
from assistant.assessment.text import Words
from assistant.domain.specificity import RoleStatus

_LIMIT = 150
_FRAME_AFTER = frozenset(
    "side work role job team department field world industry stuff area related sector trade "
    "track path roles jobs"
    " career careers teams position business line stream family profession".split()
)
_FRAME_BEFORE = frozenset(
    "own in into to toward towards with around about on within doing do at for of something anything "
    "studying study like"
    " love enjoy as through over via more join joining side".split()
)
_NO_DOING = frozenset(
    "having getting losing missing leaving hating avoiding stopping wanting needing anything "
    "nothing"
    " everything something during bringing keeping becoming evening morning quitting escaping "
    "spring"
    " paying".split()
)
_SKIPPED = frozenset(
    "old new sick young the a an more some other local our their small big pure real "
    "proper all any actual".split()
)


# What a phrase of the list may begin with and the direction itself does not.
_LED_IN = frozenset(
    "a an the some be become my own work working with want love like rather hope going to".split()
)
_PARTS = frozenset(("side", "department"))
_NO_SIDES = frozenset(
    "bright dark flip same right wrong safe plus down up human soft hard left far near "
    "sunny plus".split()
)
_CONTRASTS = frozenset("less fewer not than rather instead".split())
_ONTO = ("into", "onto", "towards", "toward")
_BARE_RANKS = frozenset("supervising managing leading supervision".split())
_EXPOSED = frozenset(
    "visible close closer access exposure visibility report reporting known available next".split()
)


class Direction(NamedTuple):
    """A direction found in words first..last; kind is function, kind, move, level or condition."""

    first: int
    last: int
    kind: str
    name: str
    status: RoleStatus


def _framed(cues: Cues, first: int, last: int, *, listed: bool) -> bool:
    """Whether an everyday word stands where a field is named."""
    words = cues.words
    n = len(words)
    if last < n and not words.gap[last] and words.words[last] in _FRAME_AFTER:
        return True
    j = first
    while j > 0 and not words.gap[j] and words.words[j - 1] in _SKIPPED:
        j -= 1
    if j > 1 and not words.gap[j] and _acted_on(words.words, first, j):
        return True
    if words.words[first] != "it" and _right_behind_wish(cues, j):
        return True
    if _contrasted(words, first, last):
        return True
    if j > 0 and not words.gap[j] and _frames(words.words[j - 1]):
        return not _own_it(words.words, first, last, words.words[j - 1])
    if listed and (words.gap[j] == 1 or (j > 0 and words.words[j - 1] in ("or", "and"))):
        return last >= n or words.words[last] not in verb_words()
    if (
        words.words[first] != "it"
        and last < n
        and not words.gap[last]
        and _wished_after(words.words[last : last + 5])
    ):
        return True
    begin, end = words.clause_start(first), words.clause_end(last - 1)
    if words.words[first] == "it":
        return False
    rest = (*words.words[begin:first], *words.words[last:end])
    return len(rest) <= 6 and all(_silent(w) for w in rest)


def _right_behind_wish(cues: Cues, j: int) -> bool:
    """As in "it has to be horses": nothing stands between the wish and the field."""
    wish = cues.before(j, skip=("neutral", "relation")) if j < len(cues.words) else None
    return wish is not None and wish.label == "want" and wish.last == j and not cues.words.gap[j]


def _contrasted(words: Words, first: int, last: int) -> bool:
    """As in "less crane, more planning of the lifts": the field stands in a contrast."""
    behind = words.words[last : last + 2]
    if words.clause_start(first) == first and not any(words.gap[last : last + 2]):
        if behind in (["rather", "than"], ["instead", "of"]):
            return True
    if not first or words.gap[first] or words.words[first - 1] != "more":
        return False
    begin, end = words.clause_start(first, 3), words.clause_end(last - 1, 3)
    return any(w in _CONTRASTS for w in (*words.words[begin : first - 1], *words.words[last:end]))


@lru_cache(maxsize=4096)
def _silent(word: str) -> bool:
    """Whether a word leaves the field beside it the whole of an answer: fillers, numbers, dates."""
    if any(c.isdigit() for c in word):
        return True
    return word in occupations().stop and word not in verb_words()


def _acted_on(tokens: list[str], first: int, j: int) -> bool:
    """Whether the word before a field is a verb of a wish: "to train dogs", "rather fix engines"."""
    verb, opener = tokens[j - 1], tokens[j - 2]
    if verb == "am":
        return tokens[first].endswith("ing")
    return opener in ("to", "rather", "would") and verb not in occupations().stop


def _frames(word: str) -> bool:
    """Whether a word before a field frames it: "in", "with", or what one does with it ("pruning")."""
    return word in _FRAME_BEFORE or (
        len(word) > 5 and word.endswith("ing") and word not in _NO_DOING
    )


def _wished_after(after: list[str]) -> bool:
    """As in "policy is where I want to go"."""
    return after[0] in ("is", "would", "appeals", "interests", "sounds", "suits") and (
        after[0] not in ("is", "would")
        or any(w in ("what", "where", "my", "me", "it", "dream", "goal") for w in after)
    )


def _own_it(tokens: list[str], first: int, last: int, before: str) -> bool:
    """As in "in it" is information technology only after job words ("a job in it")."""
    if tokens[first] != "it" or last - first != 1:
        return False
    return not (
        before in ("in", "into") and first > 1
        and tokens[first - 2] in ("job", "foot", "career", "work", "something", "role", "roles", "working", "position", "move", "anything", "go", "get")
    )  # fmt: skip


def _status(cues: Cues, first: int, last: int) -> RoleStatus:
    """Whose direction it is; what follows a take-back ("whatever there is on site") is wished for."""
    if any(
        h.label == "takeback" and h.last <= first <= h.last + 3 for h in cues.found["take-back"]
    ):
        return RoleStatus.TARGET
    words = cues.words.words
    while first < last - 1 and words[first] in _LED_IN:
        first += 1
    if first > 1 and not cues.words.gap[first]:
        place = first - 1
        while place > 1 and words[place] in ("the", "our", "a", "my", "your"):
            place -= 1
        before = words[place]
        cue = cues.before(place + 1, skip=("neutral", "relation"))
        wished = cue is not None and cue.label == "want" and cue.last in (place, place + 1)
        if (before in ("by", "than", "for", "about") and not wished) or (
            before == "to" and words[place - 1] in _EXPOSED
        ):
            return RoleStatus.OTHER
        if cue is not None and cue.label == "want" and "if" in words[cue.last : first]:
            return RoleStatus.OTHER  # what is wished for is only a condition
        if before in _ONTO and (cue is None or cue.label in ("want", "current", "other")):
            return RoleStatus.TARGET
    if last < len(words) and not cues.words.gap[last] and _wished_after(words[last : last + 5]):
        return RoleStatus.TARGET
    return status_of(cues, first, last, field=True)[0]


def directions(cues: Cues, taken: list[tuple[int, int]]) -> list[Direction]:
    """All directions outside the word ranges `taken` by job titles."""
    words = cues.words
    inside = {i for first, last in taken for i in range(first, last)}
    found: list[Direction] = []
    listed = False
    previous_end = -5
    for hit in cues.found["direction"]:
        if len(found) >= _LIMIT:
            break
        if hit.first in inside or hit.last - 1 in inside or hit.label == "noise":
            continue
        listed = listed and hit.first - previous_end <= 2
        if hit.label == "weak" and not _framed(cues, hit.first, hit.last, listed=listed):
            continue
        kind = "function" if hit.label == "weak" else hit.label
        status = _status(cues, hit.first, hit.last)
        found.append(Direction(hit.first, hit.last, kind, hit.data, status))
        listed, previous_end = kind == "function" and status is RoleStatus.TARGET, hit.last
    if not any(d.status is RoleStatus.TARGET for d in found):
        found += unlisted_fields(cues, inside | {i for d in found for i in range(d.first, d.last)})
    return found if _BARE_RANKS.isdisjoint(words.words) else [*found, *_bare_ranks(words)]


def _bare_ranks(words: Words) -> list[Direction]:
    """As in "Supervising.": a kind of rank that is the whole of an answer."""
    return [
        Direction(i, i + 1, "level", "level", RoleStatus.TARGET)
        for i, word in enumerate(words.words)
        if word in _BARE_RANKS and words.gap[i] and (i + 1 == len(words) or words.gap[i + 1])
    ][:1]


def unlisted_fields(cues: Cues, inside: set[int]) -> list[Direction]:
    """Fields that no list knows: "something with robots", "the shellfish side"."""
    words = cues.words
    found: list[Direction] = []
    for hit in cues.found["frame"]:
        if (
            hit.label != "frame"
            or hit.last >= len(words)
            or words.gap[hit.last]
            or len(found) >= _LIMIT
        ):
            continue
        place = _content_at(words, hit.last, inside)
        if place is not None:
            found.append(
                Direction(place[0], place[1], "kind", "", _status(cues, place[0], place[1]))
            )
    for i in range(len(words) - 1 if "more" in words.words else 0):
        if words.words[i] == "more" and _contrasted(words, i + 1, i + 2):
            place = _content_at(words, i + 1, inside)
            if place is not None and place[1] - place[0] > 1:
                found.append(Direction(*place, "kind", "", RoleStatus.TARGET))
    for i in range(0 if _PARTS.isdisjoint(words.words) else len(words)):
        if words.words[i] in _PARTS and i not in inside and _names_side(words, i):
            found.append(Direction(i - 1, i + 1, "kind", "", _status(cues, i - 1, i + 1)))
    return found[:_LIMIT]


def _names_side(words: Words, i: int) -> bool:
    """Whether "side" at i is a side of the work ("the money side"), not of a coin or a body."""
    if words.words[i] != "side" and not _named(words.words[i - 1]):
        return False
    if not i or words.gap[i]:
        return False
    opens = i == 1 or words.gap[i - 1] > 0
    if not opens and words.words[i - 2] not in ("the", "more", "to", "into", "on"):
        return False
    if opens and words.words[i] != "side":
        return False
    return words.words[i - 1] not in _NO_SIDES and words.words[i - 1] not in occupations().stop


def _content_at(words: Words, first: int, inside: set[int]) -> tuple[int, int] | None:
    """The one to three words at `first` that name something, articles left out."""
    while first < len(words) and words.words[first] in _SKIPPED and not words.gap[first]:
        first += 1
    last = first
    while (
        last < len(words)
        and last - first < 3
        and (last == first or not words.gap[last])
        and last not in inside
    ):
        if words.words[last] in occupations().stop:
            break
        last += 1
    if last == first or words.gap[first] or not all(_named(w) for w in words.words[first:last]):
        return None
    return first, last


@lru_cache(maxsize=4096)
def _named(word: str) -> bool:
    """Whether a word names something to work with, rather than a wish, a condition or a filler."""
    return (
        len(word) > 2 and word.isalpha() and word not in occupations().stop and word not in occupations().weak
        and word not in word_set("frames.txt", "empty") and word not in _unnamed()
    )  # fmt: skip


@lru_cache(maxsize=1)
def _unnamed() -> frozenset[str]:
    """All words of the vague list and of the conditions."""
    conditions = {
        w
        for s in sections("fields.txt")
        if s.label in ("condition", "noise")
        for p in s.phrases
        for w in p.split()
    }
    return frozenset({w for p in word_set("vague.txt") for w in p.split()} | conditions)
