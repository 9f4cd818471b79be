"""Job titles in a text: those of a catalogue, those of the shipped list, and unlisted ones.

A one-word title or a head noun such as "engineer" takes the words before it along ("payments
engineer"); a rank word takes its field after it ("director of internal audit"). A loose word
("manager", "lead") with no content word on either side is kept as `complete = False`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.assessment.lexicon import Hit, Phrases, word_set
from assistant.assessment.occupations import (
    SHORT_AGENT,
    TitleEntry,
    add_base_titles,
    agent_noun,
    base_titles,
    level_of,
    occupations,
)
from assistant.assessment.spelling import correct
from assistant.assessment.text import Words, read_words
from assistant.assessment.title_phrases import TitleMatch, grow

_LIMIT = 120  # no aspiration names more; keeps hostile texts cheap
_SECOND_HALVES = frozenset(
    "fighter keeper dresser taker maker man woman worker herd setter stylist therapist "
    "hand guard assistant ranger teacher manager writer".split()
)


__all__ = ["CatalogueTitle", "Gazetteer", "TitleMatch", "default_gazetteer"]


@dataclass(frozen=True, slots=True)
class CatalogueTitle:
    """A role of an organisation's catalogue as the gazetteer takes it in."""

    role_id: str
    title: str
    other_titles: tuple[str, ...] | list[str] = ()
    level: str | None = None
    function: str | None = None


class Gazetteer:
    """Finds job titles; build it once per catalogue, it is immutable and safe to share."""

    def __init__(self, titles: Phrases | None = None) -> None:
        self._titles = base_titles() if titles is None else titles
        self._opening = frozenset((*occupations().heads, *self._titles.openings))

    @classmethod
    def from_roles(cls, roles: Iterable[CatalogueTitle]) -> Gazetteer:
        """A gazetteer that answers with the catalogue's ids before it falls back on the shipped list."""
        trie = Phrases()
        add_base_titles(trie)
        for role in roles:
            entry = TitleEntry(role.title, role.role_id, role.level, role.function)
            for name in (*role.other_titles, role.title):
                for spelled in _spellings(name):
                    if spelled and not _too_loose(spelled):
                        trie.add(spelled, "title", entry)
        return cls(trie)

    def find(self, text: str) -> list[TitleMatch]:
        """All titles in `text`, loose ones included, in order and without overlaps."""
        return self.find_in(correct(read_words(text)))

    def find_in(self, words: Words) -> list[TitleMatch]:
        """As `find`, for a text that is tokenised already."""
        _singular_after_one_of(words)
        found: list[TitleMatch] = []
        taken = floor = 0
        for i in self._openings(words):
            hit = self._hit(words, i) if i >= taken and len(found) < _LIMIT else None
            if hit is None:
                continue
            taken = hit.last
            match = grow(words, hit, floor) if hit.label != "blocked" else None
            if match is not None:
                match = _joined(words, found, match)
                found.append(match)
                taken = floor = max(match.last, hit.last)
        return found

    def _openings(self, words: Words) -> list[int]:
        """The words at which a title may open, one written in two words ("fire fighter") included."""
        openings, roots, wholes = self._opening, self._titles.root, occupations().families
        return [
            i
            for i, (word, behind) in enumerate(pairwise([*words.words, ""]))
            if word in openings
            or (word in roots and ((word, behind) in openings or word + behind in wholes))
            or (behind in _SECOND_HALVES and word + behind in wholes)
            or (len(word) > SHORT_AGENT and agent_noun(word))
        ]

    def _hit(self, words: Words, i: int) -> Hit | None:
        known = self._titles.match(words, i)
        if known is not None:
            return known
        word = words.words[i]
        if (
            i + 1 < len(words)
            and not words.gap[i + 1]
            and (whole := word + words.words[i + 1]) in occupations().families
        ):
            return Hit(i, i + 2, "title", TitleEntry(whole, function=occupations().families[whole]))
        kind = occupations().heads.get(word)
        if kind is None and not agent_noun(word):
            return None
        function = occupations().families.get(word)
        return Hit(i, i + 1, kind or "agent", TitleEntry(word, function=function))


def _spellings(name: str) -> list[str]:
    read = read_words(name.replace("|", " "))
    phrase = " ".join(read.words)
    return [phrase] if phrase else []


def _too_loose(phrase: str) -> bool:
    """A catalogue title such as "Lead" would match every "lead" in a text."""
    occ = occupations()
    if phrase in word_set("heads.txt", "blocked"):
        return True
    return phrase in occ.stop or occ.heads.get(phrase) in ("loose", "rank") or phrase in occ.silent


def _singular_after_one_of(words: Words) -> None:
    """As in "one of the night supervisors" reads as one night supervisor."""
    heads = occupations().heads
    for i in range(len(words) - 2 if "one" in words.words else 0):
        if words.words[i] == "of" and words.words[i - 1] == "one" and i > 0:
            for j in range(i + 2, min(i + 7, len(words))):
                word = words.words[j]
                if word.endswith("s") and word[:-1] in heads:
                    words.words[j] = word[:-1]
                    break


def _joined(words: Words, found: list[TitleMatch], match: TitleMatch) -> TitleMatch:
    """As in "Lead" right before "payments engineer" belongs to it; the lone rank word leaves `found`."""
    if not found or found[-1].complete or found[-1].last != match.first or words.gap[match.first]:
        return match
    before = found.pop()
    start, end, text = words.span(before.first, match.last)
    title = words.phrase(before.first, match.last)
    return match._replace(
        start=start,
        end=end,
        text=text,
        title=title,
        first=before.first,
        role_id=None,
        level=level_of(title),
    )


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """The gazetteer of the shipped list alone."""
    return Gazetteer()
