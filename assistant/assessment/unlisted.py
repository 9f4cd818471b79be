"""Jobs no list knows, taken from the grammar: "become a cooper", "train as a sake brewer"."""

from __future__ import annotations

from assistant.assessment.cues import Cues
from assistant.assessment.occupations import level_of, occupations, unlisted_job
from assistant.assessment.text import Words
from assistant.assessment.titles import TitleMatch

_ENTRIES = frozenset("be become becoming being as".split())
_ARTICLES = frozenset(("a", "an"))
_LIMIT = 30


def unlisted_titles(cues: Cues, known: list[TitleMatch]) -> list[TitleMatch]:
    """`known` and the unlisted titles between them, in order."""
    words = cues.words
    tokens = words.words
    if _ENTRIES.isdisjoint(tokens):
        return known
    places = [
        i for i in range(1, len(tokens) - 1) if tokens[i] in _ARTICLES and tokens[i - 1] in _ENTRIES
    ]
    if not places:
        return known
    taken = {i for m in known for i in range(m.first, m.last)}
    found: list[TitleMatch] = []
    for i in places:
        if len(found) >= _LIMIT:
            break
        if (
            not words.gap[i]
            and not words.gap[i + 1]
            and "there" not in words.words[max(0, i - 6) : i]
        ):
            match = _noun_phrase(words, i + 1, taken)
            if match is not None:
                found.append(match)
    return sorted([*known, *found], key=lambda m: m.first) if found else known


def _noun_phrase(words: Words, first: int, taken: set[int]) -> TitleMatch | None:
    """The one to three words from `first` that read as a job, or None."""
    stop = occupations().stop
    j = first
    while (
        j < len(words)
        and j - first < 4
        and words.words[j] not in stop
        and (j == first or not words.gap[j])
    ):
        if j in taken:
            return None
        j += 1
    if j == first or j - first > 3 or not unlisted_job(words.words[j - 1]):
        return None
    if (
        j < len(words)
        and not words.gap[j]
        and words.words[j] in ("of", "to", "in")
        and words.words[j] != "in"
    ):
        return None
    if j - first > 1 and not all(w.isalpha() for w in words.words[first:j]):
        return None
    start, end, text = words.span(first, j)
    title = words.phrase(first, j)
    return TitleMatch(
        start, end, text, title, role_id=None, level=level_of(title), function=None, complete=True,
        first=first, last=j, open_vocabulary=True,
    )  # fmt: skip
