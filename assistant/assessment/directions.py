"""Directions in a wish: functions and fields, kinds of work, kinds of move, loose ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Phrases, sections, variants
from assistant.assessment.occupations import occupations
from assistant.assessment.status import Cues, status_of, verb_words
from assistant.domain.specificity import RoleStatus

_LIMIT = 150
_FRAME_AFTER = frozenset(
    "side work role job team department field world industry stuff area related sector trade track path roles jobs"
    " career careers teams position business line stream family profession".split()
)
_FRAME_BEFORE = frozenset(
    "in into to toward towards with around about on within doing do at for of something anything studying study like"
    " love enjoy as through over via more join joining side".split()
)
_SKIPPED = frozenset("the a an more some other local our their small big pure real proper all any actual".split())


_EXPOSED = frozenset("visible close closer access exposure visibility report reporting known available next".split())


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction found in words first..last; kind is function, kind, move, level or condition."""

    first: int
    last: int
    kind: str
    name: str
    status: RoleStatus


@lru_cache(maxsize=1)
def _trie() -> Phrases:
    trie = Phrases()
    for section in sections("functions.txt"):
        for phrase in section.phrases:
            weak = phrase.startswith("~")
            for spelled in variants(phrase.lstrip("~")):
                trie.add(spelled, "weak" if weak else "function", section.label)
    for section in sections("fields.txt"):
        for phrase in section.phrases:
            for spelled in variants(phrase):
                trie.add(spelled, section.label, section.label)
    return trie


def _framed(cues: Cues, first: int, last: int, listed: bool) -> bool:
    """Whether an everyday word stands where a field is named."""
    words = cues.words
    n = len(words)
    if last < n and not words.gap[last] and words.words[last] in _FRAME_AFTER:
        return True
    j = first
    while j > 0 and not words.gap[j] and words.words[j - 1] in _SKIPPED:
        j -= 1
    if j > 0 and not words.gap[j] and words.words[j - 1] in _FRAME_BEFORE:
        return not _own_it(words.words, first, last, n, words.words[j - 1])
    if listed and (words.gap[j] == 1 or (j > 0 and words.words[j - 1] in ("or", "and"))):
        return last >= n or words.words[last] not in verb_words()
    if last < n and not words.gap[last] and _wished_after(words.words[last : last + 5]):
        return True
    begin, end = words.clause_start(first), words.clause_end(last - 1)
    if words.words[first] == "it":
        return False
    stop, verbs = occupations().stop, verb_words()
    rest = (*words.words[begin:first], *words.words[last:end])
    return len(rest) <= 6 and all(w in stop and w not in verbs for w in rest)


def _wished_after(after: list[str]) -> bool:
    """ "policy is where I want to go"."""
    return after[0] in ("is", "would", "appeals", "interests", "sounds", "suits") and (
        after[0] not in ("is", "would") or any(w in ("what", "where", "my", "me", "it", "dream", "goal") for w in after)
    )


def _own_it(tokens: list[str], first: int, last: int, n: int, before: str) -> bool:
    """ "in it" is information technology only after job words ("a job in it")."""
    if tokens[first] != "it" or last - first != 1:
        return False
    return not (
        before in ("in", "into") and first > 1
        and tokens[first - 2] in ("job", "career", "work", "something", "role", "roles", "working", "position", "move", "anything", "go", "get")
    )  # fmt: skip


def _status(cues: Cues, first: int, last: int) -> RoleStatus:
    """Whose direction it is; what follows a take-back ("whatever there is on site") is wished for."""
    if any(h.label == "takeback" and h.last <= first <= h.last + 3 for h in cues.take_backs):
        return RoleStatus.TARGET
    words = cues.words.words
    while first < last - 1 and words[first] in ("a", "an", "the", "some", "be", "become", "my", "own"):
        first += 1
    if first > 1 and not cues.words.gap[first]:
        before = words[first - 1]
        if before in ("by", "than", "for", "about") or (before == "to" and words[first - 2] in _EXPOSED):
            return RoleStatus.OTHER
    return status_of(cues, first, last, field=True)[0]


def directions(cues: Cues, taken: list[tuple[int, int]]) -> list[Direction]:
    """All directions outside the word ranges `taken` by job titles."""
    words = cues.words
    inside = {i for first, last in taken for i in range(first, last)}
    found: list[Direction] = []
    listed = False
    previous_end = -5
    for hit in _trie().scan(words):
        if len(found) >= _LIMIT:
            break
        if hit.first in inside or hit.last - 1 in inside or hit.label == "noise":
            continue
        listed = listed and hit.first - previous_end <= 2
        if hit.label == "weak" and not _framed(cues, hit.first, hit.last, listed):
            continue
        kind = "function" if hit.label == "weak" else hit.label
        status = _status(cues, hit.first, hit.last)
        found.append(Direction(hit.first, hit.last, kind, hit.data, status))
        listed, previous_end = kind == "function" and status is RoleStatus.TARGET, hit.last
    return found
