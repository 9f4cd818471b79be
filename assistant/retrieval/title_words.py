"""Written job titles as words: abbreviations spelled out, rank words taken out, parts told apart.

read = words_of_title("Sr. SWE II (payments)", spelling)
read.parts -> (("swe",), ("payments",)); read.rank -> Seniority.SENIOR
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from assistant.content import KNOWLEDGE, read_yaml, validate
from assistant.domain.goal import Record
from assistant.domain.knowledge import Seniority

FILE = KNOWLEDGE / "titles" / "abbreviations.yaml"
LONGEST = 200  # characters of a title that are read

_JOINED = re.compile(r"[-/']")
_WORD = re.compile(r"[^\W_]+(?:[&/'’.+#-][^\W_]+)*[+#]*")
_PART = re.compile(r"\s[-–—|/•]\s|[,;:()\[\]|–—•]|\s@\s|\bat\s+(?=[A-Z])")
_LOWERED = frozenset(("assistant", "deputy"))
_MANAGERIAL = frozenset(
    "manager director supervisor leader headteacher head superintendent editor".split()
)
_HEADS = frozenset(("head", "hd"))
_JOINTS = frozenset(("of", "for", "in", "to", "at"))
_SHORTEST = 2  # "chief officer" alone names no office
_OF = frozenset(("of", "for", "and", "the", "in", "a", "an", "to", "on"))


class Spelling(Record):
    """The content of ``knowledge/titles/abbreviations.yaml``."""

    phrases: dict[str, str]
    ranks: dict[str, Seniority]
    only_before: dict[str, tuple[str, ...]]
    words: dict[str, str]
    titles: dict[str, tuple[str, ...]]
    levels: dict[str, Seniority]
    heads: dict[str, Seniority]
    numerals: dict[str, Seniority]
    noise: frozenset[str] = Field(default_factory=frozenset)


@dataclass(frozen=True)
class WrittenTitle:
    """A title in parts; the first holds the trade, the others tell where and what.

    ``parts`` are spelled-out words without rank words; ``raw`` the parts as they were written,
    without noise; ``forms`` the words with rank words: all of them, then those of the first part.
    """

    parts: tuple[tuple[str, ...], ...]
    raw: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    head: str
    rank: Seniority | None
    lowered: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all parts."""
        return tuple(word for part in self.parts for word in part)


@lru_cache(maxsize=4)
def load_spelling(path: Path = FILE) -> Spelling:
    """The abbreviations. Raises ContentError with file and line."""
    return validate(Spelling, read_yaml(path), path, 1)


def words_of_title(text: str, spelling: Spelling) -> WrittenTitle:
    """A written title, read; an empty one has no parts."""
    pieces = [_words(piece, spelling) for piece in _PART.split(text[:LONGEST].replace("’", "'"))]
    pieces = [piece for piece in pieces if any(word not in spelling.noise for word in piece)]
    if len(pieces) > 1 and len(pieces[0]) == 1 and _names_rank(pieces[0][0], spelling):
        # "Director, Human Resources": the rank stands first and its field behind it.
        # "Head, Group Tax" is the head of it, as "Head of Group Tax" would be.
        rank = pieces[0] if pieces[0][0] not in _HEADS else []
        pieces[:2] = [[*pieces[1], *rank] if rank else ["head", "of", *pieces[1]]]
    kept = [_without_rank(piece, spelling, alone=n > 0) for n, piece in enumerate(pieces)]
    ranks = [part.rank for part in kept if part.rank is not None]
    whole = [word for piece in pieces for word in piece]
    first = pieces[0] if pieces else []
    told = [[w for w in words if w not in spelling.noise] for words in (whole, first)]
    return WrittenTitle(
        parts=tuple(tuple(spelled(part.words, spelling)) for part in kept if part.words),
        raw=tuple(
            " ".join(word for word in part.words if word not in spelling.noise)
            for part in kept
            if part.words
        ),
        forms=tuple(frozenset(spelled(words, spelling)) for words in (whole, first, *told)),
        head=_head(kept[0].words, spelling) if kept else "",
        rank=ranks[0] if ranks else None,
        lowered=bool(kept) and kept[0].lowered,
    )


def _head(words: tuple[str, ...], spelling: Spelling) -> str:
    """The trade itself: the last word, or the one before "of", "for", "in"."""
    words = tuple(word for word in words if word not in spelling.noise)
    at = next((n for n, word in enumerate(words) if n and word in _JOINTS), len(words))
    full = spelled(words[:at], spelling)
    return full[-1] if full else ""


def _names_rank(word: str, spelling: Spelling) -> bool:
    full = spelling.words.get(word, word)
    return full in spelling.levels or full in spelling.heads


def _words(piece: str, spelling: Spelling) -> list[str]:
    """The written words of a part, runs of words read as what they stand for."""
    text = _phrases(spelling).sub(
        lambda run: spelling.phrases[" ".join(run.group(0).split())], piece.casefold()
    )
    words = [word.strip(".'").replace(".", "") for word in _WORD.findall(text)]
    result: list[str] = []
    counted = False  # "year 4" and "class 1" are no grades of a title
    for word in words:
        if word and not (word.isdigit() and counted):
            result.append(word)
        counted = word in spelling.noise
    return result


@lru_cache(maxsize=4)
def _phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    runs = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, runs)) + r")(?!\w)")


def _phrases(spelling: Spelling) -> re.Pattern[str]:
    return _phrase_pattern(tuple(spelling.phrases))


def spelled(words: Iterable[str], spelling: Spelling) -> list[str]:
    """Words written out, split at slashes and hyphens, with the small words dropped."""
    result: list[str] = []
    for word in words:
        whole = spelling.words.get(word)
        parts = [whole] if whole else [spelling.words.get(p, p) for p in _JOINED.split(word)]
        for part in parts:
            result.extend(_pieces(part))
    return result


def _pieces(text: str) -> list[str]:
    """The words of a spelling; where it names several, they stay together as "one|another"."""
    if "|" in text:
        return ["|".join(" ".join(map(singular, one.split())) for one in text.split("|"))]
    return [singular(piece) for piece in text.split() if piece not in _OF and piece != "s"]


def singular(word: str) -> str:
    """A word without a plain plural: in a title "operations" and "operation" are one."""
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


@dataclass(frozen=True)
class _Kept:
    words: tuple[str, ...]
    rank: Seniority | None
    lowered: bool


def _without_rank(written: list[str], spelling: Spelling, *, alone: bool) -> _Kept:
    """The words of a part without those that only name a rank, and the rank they name.

    ``alone``: a rank word may be the whole part, as in "Civil Engineer (graduate)".
    """
    words = [spelling.words.get(word, word) if word in _RANK_SHORT else word for word in written]
    rank: Seniority | None = None
    kept: list[str] = []
    position = 0
    while position < len(words):
        length, found = _rank_at(words, position, spelling, alone=alone)
        if found is not None:
            rank = rank or found
        else:
            kept.append(words[position])
        position += max(1, length)
    # "Ward 4" beside a title is a place and no grade.
    graded = kept and kept[-1] in spelling.numerals and not (alone and kept[-1].isdigit())
    if graded and len(kept) > 1:
        rank = rank or spelling.numerals[kept.pop()]
    kept = [word for word in kept if not word.isdigit() and word not in _ROMAN]
    rank = rank or _chief_officer(kept)
    if len(kept) == 1:
        rank = rank or spelling.ranks.get(kept[0])
    lowered = (
        len(kept) > 1
        and kept[0] in _LOWERED
        and not _MANAGERIAL.isdisjoint(spelling.words.get(word, word) for word in kept)
    )
    return _Kept(tuple(kept), rank, lowered)


_RANK_SHORT = frozenset(
    "sr snr jr jnr hd ld dir dirctr asst assist ass't dep prin princ appr".split()
)
_ROMAN = frozenset("ii iii iv".split())


def _rank_at(
    words: list[str], at: int, spelling: Spelling, *, alone: bool
) -> tuple[int, Seniority | None]:
    """How many words from here name a rank, and which."""
    for length in (2, 1):
        run = " ".join(words[at : at + length])
        rank = spelling.levels.get(run)
        if rank is None or at + length > len(words) or (len(words) == length and not alone):
            continue
        after = spelling.only_before.get(run)
        if after is None or any(word in after for word in words[at + length :]):
            return length, rank
    return 0, None


def _chief_officer(words: list[str]) -> Seniority | None:
    chief = words[:1] == ["chief"] and words[-1:] == ["officer"] and len(words) > _SHORTEST
    return Seniority.C_LEVEL if chief else None
