"""Results that are told without "I did": "27 boilers, no callbacks", "recall went from 48 to 71".

A clause is an achievement when a number, an outcome or an absence of faults stands in it, it is
about the person's own work and nothing in it puts it into the future or into a wish.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from assistant.assessment.cues import Cues
from assistant.assessment.lexicon import Hit, word_set
from assistant.assessment.measures import (
    LIMIT,
    Range,
    has_object,
    is_measure,
    measured,
    support_trie,
)
from assistant.assessment.text import Words

_LONGEST = 30
_TRIED = 300  # clauses looked at; prose of 8,000 characters has fewer
_TEENS = frozenset(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty"
    " forty fifty sixty seventy eighty ninety hundred thousand million dozen".split()
)
_MONEY = "\u00a3$\u20ac"
_OWN = frozenset(("my", "our", "mine", "ours"))
_UNDONE = frozenset(("not", "never", "when", "once", "is", "are", "was"))


def find_achievements(cues: Cues, dated: set[int]) -> list[Range]:
    """Word ranges of all clauses that tell a result."""
    words = cues.words
    found: list[Range] = []
    last = tried = 0
    for place in _signs(cues):
        if place < last:
            continue
        if len(found) >= LIMIT or tried >= _TRIED:
            break
        tried += 1
        first, last = words.clause_start(place), words.clause_end(place)
        if last - first <= _LONGEST and _tells(cues, first, last, dated):
            found.append((first, last))
    return found


def _signs(cues: Cues) -> list[int]:
    """The words, in order, without one of which no clause tells a result."""
    words = cues.words
    if "%" in words.text:
        return list(range(len(words)))
    telling = _telling()
    signs = [i for i, word in enumerate(words.words) if word in telling or word[0].isdigit()]
    for name in ("opener", "recognised", "change"):
        signs += [hit.first for hit in cues.found[name]]
    return sorted(signs)


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    numbers, success = word_set("objects.txt", "number"), word_set("support.txt", "success")
    return numbers | success | _endings() | frozenset(support_trie("none").root)


def _tells(cues: Cues, first: int, last: int, dated: set[int]) -> bool:
    words = cues.words
    if words.closers[words.sentence[first]] == "?" or _others(cues, first, last):
        return False
    if _ahead(words, first, last):
        return _announced(cues, first, last) and not _faultless(words, first, last)
    return (
        _faultless(words, first, last)
        or _announced(cues, first, last)
        or bool(_within(cues.found["recognised"], first, last))
        or _ratio(words, first, last, dated)
        or _finished(words, first, last)
        or _outcome(cues, first, last, dated)
        or _own_success(words, first, last)
        or _plain_count(cues, first, last, dated)
    )


def _within(hits: Sequence[Hit], first: int, last: int) -> Sequence[Hit]:
    """The phrases of a clause; none runs over its end."""
    return hits[bisect_left(hits, (first,)) : bisect_left(hits, (last,))]


def _ahead(words: Words, first: int, last: int) -> bool:
    """Whether anything puts the clause into the future or into a wish."""
    return not word_set("objects.txt", "ahead").isdisjoint(words.words[first:last])


def _others(cues: Cues, first: int, last: int) -> bool:
    """Whether somebody else is the subject of the clause."""
    words = cues.words
    opening = words.words[first : first + 3]
    if opening[0] in word_set("objects.txt", "others"):
        return True
    return cues.any_in(first, last, "other") and "i" not in words.words[first:last]


def _counts(words: Words, i: int, dated: set[int]) -> bool:
    """Whether a number at i counts work: no date, time, money, distance, pattern of hours."""
    if not is_measure(words, i, dated):
        return False
    start, end = words.starts[i], words.ends[i]
    if words.text[start - 1 : start] in tuple(_MONEY) or words.text[end : end + 1] == "/":
        return False
    word = words.words[i]
    if len(word) == 4 and word[:2] in ("19", "20") and word.isdigit():
        return False
    after = words.words[i + 1] if i + 1 < len(words) and not words.gap[i + 1] else ""
    return after not in word_set("objects.txt", "no count") or (
        after == "of" and words.words[i + 2 : i + 3] == ["them"]
    )


def _big(word: str) -> bool:
    """Whether a number is one that people count: two digits at least, or a word from ten on."""
    return word in _TEENS or (not word.isalpha() and sum(c.isdigit() for c in word) >= 2)


def _plain_count(cues: Cues, first: int, last: int, dated: set[int]) -> bool:
    """A count with its thing and no verb of change: evidence unless a wish stands before it."""
    words = cues.words
    big = [i for i, word in enumerate(words.words[first:last], first) if _big(word)]
    if not any(_counts(words, i, dated) for i in big) or not has_object(words, first, last):
        return False
    if words.words[last - 1][0].isdigit() and words.words[last - 2] in ("at", "was", "turned"):
        return False  # an age
    tokens = words.words[first:last]
    done = _done(words, first, last)
    if not done and any(w in word_set("objects.txt", "headcount") for w in tokens):
        return False
    begin = words.clause_start(first, 3)
    return done or not cues.any_in(begin, first, "want")


def _done(words: Words, first: int, last: int) -> bool:
    """Whether a verb of the past stands in the words."""
    verbs, idle = word_set("verbs.txt", "past"), word_set("objects.txt", "no acts")
    return any(
        w not in idle and (w in verbs or (len(w) > 4 and w.endswith("ed")))
        for w in words.words[first:last]
    )


def _faultless(words: Words, first: int, last: int) -> bool:
    """As in "no callbacks", "without one retest", "none failed"."""
    none = support_trie("none")
    if _defects().isdisjoint(words.words[first:last]):
        return False
    for i in range(first, last):
        hit = none.match(words, i)
        if hit is None or hit.last >= last:
            continue
        if not _defects().isdisjoint(words.words[hit.last : min(last, hit.last + 4)]):
            return True
    return False


@lru_cache(maxsize=1)
def _defects() -> frozenset[str]:
    return frozenset(p.split()[-1] for p in word_set("support.txt", "defect"))


def _ratio(words: Words, first: int, last: int, dated: set[int]) -> bool:
    """As in "38 of 40", "nine out of ten"."""
    numbers = word_set("objects.txt", "number")
    for i in range(first, last - 2):
        if words.words[i + 1] in ("of", "out") and i not in dated:
            other = i + 2 + (words.words[i + 1] == "out" and words.words[i + 2] == "of")
            pair = (words.words[i], words.words[min(other, last - 1)])
            if all(w[0].isdigit() or w in numbers for w in pair):
                return True
    return False


def _finished(words: Words, first: int, last: int) -> bool:
    """As in "medical already passed": a short clause that ends on a state of being done."""
    if not 2 <= last - first <= 7 or words.words[last - 1] not in _endings():
        return False
    tokens = words.words[first:last]
    if tokens[0] in word_set("objects.txt", "subject") or not _UNDONE.isdisjoint(tokens):
        return False
    ended = word_set("support.txt", "ended")
    return any(words.phrase(i, last) in ended for i in range(max(first + 1, last - 3), last))


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    """The last words of a state of being done."""
    return frozenset(p.split()[-1] for p in word_set("support.txt", "ended"))


def _announced(cues: Cues, first: int, last: int) -> bool:
    """As in "Evidence: the migration off the old queue"."""
    words = cues.words
    hits = _within(cues.found["opener"], first, last)
    if not hits or (hits[0].first > first and hits[0].last - hits[0].first < 3):
        return False
    if hits[0].last >= len(words) or hits[0].first > first:
        return hits[0].first > first
    hit = hits[0]
    end = words.clause_end(first, 3)
    empty = word_set("support.txt", "empty announcement")
    rest = words.words[hit.last : min(end, hit.last + 12)]
    return empty.isdisjoint(rest) and has_object(words, hit.last, end)


def _outcome(cues: Cues, first: int, last: int, dated: set[int]) -> bool:
    """A verb of change or a measure of work with a number beside it, or a superlative of it."""
    words = cues.words
    signs = _within(cues.found["change"], first, last)
    percent = "%" in words.text and any(
        words.text[words.ends[i] : words.ends[i] + 1] == "%" for i in range(first, last)
    )
    if not signs and not percent:
        return False
    tokens = words.words[first:last]
    if percent and not _OWN.isdisjoint(tokens):
        return True
    if not signs:
        return False
    if any(_counts(words, i, dated) for i in range(first, last)):
        return True
    if any(words.phrase(h.first, h.last).endswith(" without") for h in signs):
        return True
    if percent:
        return True
    top = word_set("support.txt", "superlative")
    own = not _OWN.isdisjoint(tokens) or "i" in tokens or "we" in tokens
    return own and any(words.phrase(h.first, h.last) in top for h in signs)


def _own_success(words: Words, first: int, last: int) -> bool:
    """As in "my platoon passed its test", "our stall won the trophy"."""
    start = first + (words.words[first] in ("and", "because", "since", "but", "as", "so"))
    if words.words[start : start + 1] not in (["my"], ["our"]):
        return False
    if words.words[start + 1 : start + 2] and words.words[start + 1] in _life():
        return False
    strong = word_set("support.txt", "success")
    for i in range(start + 2, min(start + 6, last)):
        if words.words[i] in strong:
            return has_object(words, i + 1, last) or measured(words, i + 1, last, set())
    return False


@lru_cache(maxsize=1)
def _life() -> frozenset[str]:
    return word_set("objects.txt", "life")
