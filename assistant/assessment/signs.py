"""By what both will know that an action item is done: the measure, said apart from the object.

A sign is announced ("measured by"), told by a second clause with a subject of its own ("she signs
it"), or stands behind the act as a deliverable, a decision or a number ("receipt in my file").
"""

from __future__ import annotations

from assistant.assessment.agents import third_person
from assistant.assessment.calendar_words import NUMBER_WORDS
from assistant.assessment.lexicon import phrases_of, word_set
from assistant.assessment.text import Words

_COUNTING = frozenset("from until up down at no less more fewer".split())
_JOINING = frozenset("so until to from down with and measured at then".split())
_FINITE = frozenset(
    "is are has have can will says say replies reply agrees agreed passes signs confirms knows hear"
    " see get gets got goes counts count decides tells told leave leaves hold holds okays reads".split()
)
_SUBORDINATE = frozenset(
    "because if when while as since although though which who unless once".split()
)
_TIMES = frozenset("sec secs second seconds minute minutes min mins hour hours am pm".split())


def find_measure(
    words: Words, act: tuple[int, int] | None, dated: set[int]
) -> tuple[int, int] | None:
    """Words of the sign, or None."""
    announced = _announced(words, act, dated)
    if announced is not None or act is None:
        return announced
    i = act[1]
    while i < len(words):
        end = words.clause_end(i)
        joined = words.words[i] in ("and", "then") or words.gap[i]
        if joined and i not in dated and _is_sign(words, i, end, dated):
            return i, end
        following = (j for j in range(i + 1, end) if words.words[j] == "and")
        i = next(following, end)
    return None


def _is_sign(words: Words, first: int, last: int, dated: set[int]) -> bool:
    start = first + (words.words[first] in ("and", "then", "so"))
    if start >= last or words.words[start] in _SUBORDINATE:
        return False
    return (
        _own_clause(words, start, last)
        or (bool(words.gap[first]) and _deliverable(words, start, last))
        or (bool(words.gap[first]) and counted(words, start, last, dated))
    )


def _own_clause(words: Words, first: int, last: int) -> bool:
    """A subject and a finite verb: "chef okays it", "both have agreed", "I can see the file"."""
    subject = words.words[first]
    if subject in ("go", "to", "not", "with"):
        return False
    for i in range(first + 1, min(first + 5, last)):
        if words.words[i] in _FINITE or third_person(words, i):
            return True
        if words.words[i].endswith("s") and words.words[i + 1 : i + 2] in (
            ["it"],
            ["them"],
            ["me"],
        ):
            return True
    return False


def _deliverable(words: Words, first: int, last: int) -> bool:
    """A thing one can hold or a decision: "receipt in my file", "granted or refused"."""
    things = word_set("actions.txt", "deliverable")
    inside = words.words[first:last]
    return any(w in things for w in inside[:6]) or ("or" in inside[1:3] and len(inside) <= 5)


def _announced(
    words: Words, act: tuple[int, int] | None, dated: set[int]
) -> tuple[int, int] | None:
    begin = act[0] + 1 if act else 0
    for hit in phrases_of("actions.txt", ("measure",)).scan(words):
        if hit.first < begin or any(i in dated for i in range(hit.first, hit.last)):
            continue
        end = words.clause_end(hit.first)
        inside = act is not None and hit.first < act[1]
        word = words.words[hit.first]
        counting = counted(words, hit.first, end, dated)
        until = word == "until" and hit.last < end and hit.last not in dated
        if (word in _COUNTING and not (counting or until)) or (inside and word not in _JOINING):
            continue
        return hit.first, end
    return None


def counted(words: Words, first: int, last: int, dated: set[int]) -> bool:
    """Whether a number stands in the words that is no date and no length of time."""
    return any(
        i not in dated
        and (words.words[i][0].isdigit() or words.words[i] in NUMBER_WORDS)
        and not (i + 1 < len(words) and words.words[i + 1] in _TIMES)
        for i in range(first, last)
    )
