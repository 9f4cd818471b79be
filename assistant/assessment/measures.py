"""Small questions about a stretch of words that evidence, asks and steps share."""

from __future__ import annotations

from functools import cache, lru_cache

from assistant.assessment.lexicon import Phrases, phrases_of, word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.text import Words
from assistant.domain.specificity import Span

LIMIT = 30  # spans of a kind that one text may hold
SCANNED = 120  # phrases looked at for one kind
Range = tuple[int, int]


@cache
def support_trie(*labels: str) -> Phrases:
    """The phrases of some sections of support.txt."""
    return phrases_of("support.txt", labels)


def clause(words: Words, i: int) -> Range:
    """First and one-past-last word of the clause that holds word i."""
    return words.clause_start(i), words.clause_end(i)


def span_of(words: Words, where: Range) -> Span:
    """The words as a span of the text."""
    start, end, text = words.span(*where)
    return Span(start=start, end=end, text=text)


def before(words: Words, i: int, begin: int) -> str:
    """The word before i inside its clause, or nothing."""
    return words.words[i - 1] if i > begin else ""


def measured(words: Words, first: int, last: int, dated: set[int]) -> bool:
    """Whether a number stands in the words that is no date, no length of time, no age or grade."""
    return any(is_measure(words, i, dated) for i in range(first, last))


def is_measure(words: Words, i: int, dated: set[int]) -> bool:
    """Whether the word at i is a number that is no date, length of time, age or grade."""
    word = words.words[i]
    if i in dated or not (word[0].isdigit() or word in word_set("objects.txt", "number")):
        return False
    window = words.words[i + 1 : i + 4]
    tenure = any(w in word_set("objects.txt", "tenure") for w in window[:2]) or "old" in window
    if tenure and window[:1] != ["an"] and sum(c.isdigit() for c in word) < 3:
        return False  # 1,710 hours are work, 12 hours are a shift
    if window[:1] and window[0] in word_set("objects.txt", "family"):
        return False
    return i == 0 or words.words[i - 1] not in word_set("objects.txt", "ranked by")


def has_object(words: Words, first: int, last: int) -> bool:
    """Whether a named thing follows: a noun that is not one of the empty ones."""
    return any(_named_thing(w) for w in words.words[first : min(last, first + 9)])


@lru_cache(maxsize=8192)
def _named_thing(word: str) -> bool:
    if len(word) < 3 or word[0].isdigit() or word in occupations().stop:
        return False
    return word not in word_set("objects.txt", "empty") and word not in word_set(
        "objects.txt", "tenure"
    )


def merged(ranges: list[Range]) -> list[Range]:
    """Ranges in order, overlapping ones joined, at most `LIMIT`."""
    out: list[Range] = []
    for first, last in sorted(ranges):
        if out and first < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out[:LIMIT]
