"""Words of a text with their places: the only view of a text that the assessment rules see.

Matching is blind to case, to typographic variants and to contractions ("I'm" reads as "i am"),
while every word keeps its character offsets in the original text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from assistant.assessment.lexicon import pairs

# One alternation of simple classes, so that scanning is linear on any input.
_WORD = r"\d+(?:[.,:]\d+)*[^\W\d_]*|[^\W\d_](?:\.[^\W\d_])+\.|[^\W_]+(?:['&][^\W_]+)*"
_TOKEN = re.compile(rf"({_WORD})|[^\w\s]|\n")
# The same for lower-case ASCII, where plain classes are quicker than negated ones.
_PLAIN_WORD = _WORD.replace(r"[^\W\d_]", "[a-z]").replace(r"[^\W_]", "[a-z0-9]")
_PLAIN_TOKEN = re.compile(rf"({_PLAIN_WORD})|[!-/:-@\[-^`{{-~\n]")
# 8,000 characters of prose hold some 1,500 words; what goes beyond is noise made to cost time.
MAX_WORDS = 2000
_BREAKS = {
    **dict.fromkeys(".!?;\n\u2026", 3),
    **dict.fromkeys(":\u2014>\u2192=|", 2),
    **dict.fromkeys(",()/[]\u2022*", 1),
}
_VARIANTS = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u2013": "\u2014", "\u00a0": " "}
    | {"\u2011": "-"}
    | {
        chr(code): base
        for code in range(0xC0, 0x180)  # accented Latin letters read as their base letter
        if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii()
    }
)
_ABBREVIATIONS = frozenset("sr jr dr mr mrs ms st prof asst approx eg ie vs dept mgr".split())
_SUFFIXES = (
    ("n't", "not"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'ll", "will"),
    ("'d", "would"),
    ("'m", "am"),
)
_IS_BASES = frozenset(
    "it that what he she there here who where how this everyone someone everything whatever whoever "
    "nothing something anything nobody".split()
)


@dataclass(slots=True)
class Words:
    """A tokenised text.

    `gap[i]` is the break before word i: 0 none, 1 comma, 2 colon or dash, 3 sentence end; `breaks`
    are the words before which one stands. `closers` holds the mark that ended each sentence.
    `clauses` has, once asked for, the first words of the clauses that a strength of break parts.
    """

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    closers: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    clauses: dict[int, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int, str]:
        """Offsets and original text of words first..last (last excluded)."""
        start, end = self.starts[first], self.ends[last - 1]
        return start, end, self.text[start:end]

    def phrase(self, first: int, last: int) -> str:
        """Words first..last joined by blanks, as the lists spell them."""
        return " ".join(self.words[first:last])

    def clause_start(self, i: int, strength: int = 1) -> int:
        """First word of the clause that holds word i."""
        opens = self.clauses.get(strength) or self._opens(strength)
        return opens[bisect_right(opens, i) - 1] if i < len(self.words) else i

    def clause_end(self, i: int, strength: int = 1) -> int:
        """One past the last word of the clause that holds word i."""
        opens = self.clauses.get(strength) or self._opens(strength)
        return opens[bisect_right(opens, i)] if i < len(self.words) else len(self.words)

    def _opens(self, strength: int) -> list[int]:
        """The first words of all clauses and the end of the text, worked out once for each strength."""
        opens = [i for i in self.breaks if self.gap[i] >= strength]
        opens.append(len(self.words))
        self.clauses[strength] = opens
        return opens


def lowered(text: str) -> tuple[str, list[int] | None]:
    """A lower-case, compatibility-folded copy without invisible and combining characters.

    With it comes the original offset of each of its characters, None where both are one to one.
    """
    if text.isascii():
        return text.lower(), None
    text = text.translate(_VARIANTS)
    low = text.lower()
    if unicodedata.is_normalized("NFKC", text) and len(low) == len(text) and _plain(low):
        return low, None
    out: list[str] = []
    where: list[int] = []
    for place, char in enumerate(text):
        for folded in _fold(char):
            out.append(folded)
            where.append(place)
    return "".join(out), where


def _plain(low: str) -> bool:
    """Whether a text holds no invisible or combining character."""
    return not any(unicodedata.category(c) in ("Cf", "Mn") for c in set(low))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if unicodedata.category(char) in ("Cf", "Mn"):
        return ""
    folded = unicodedata.normalize("NFKC", char).translate(_VARIANTS).lower()
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn"))


@lru_cache(maxsize=1)
def _spelling() -> dict[str, tuple[str, ...]]:
    return {wrong: tuple(right.split()) for wrong, right in pairs("spelling.txt")}


@lru_cache(maxsize=8192)
def _expand(word: str) -> tuple[str, ...]:
    """What a token reads as: contractions in full, common slips put right."""
    known = _spelling().get(word)
    if known is not None:
        return known
    if "'" not in word:
        if "." in word and not word[0].isdigit():
            return (word.replace(".", ""),)
        return (word,)
    if word.endswith("'s"):
        base = word[:-2]
        return (base, "is") if base in _IS_BASES else (base, "'s")
    for suffix, meaning in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix):
            return (word[: -len(suffix)], meaning)
    return (word,)


def _strength(mark: str, low: str, place: int) -> int:
    """How strong a break a punctuation mark makes where it stands."""
    if mark == "-":
        before = place == 0 or low[place - 1].isspace()
        after = place + 1 >= len(low) or low[place + 1].isspace()
        return 2 if before or after else 0
    return _BREAKS.get(mark, 0)


def read_words(text: str) -> Words:
    """The words of `text`; never fails, whatever the text holds."""
    low, where = lowered(text)
    out = Words(text)
    words, starts, ends, gaps = out.words, out.starts, out.ends, out.gap
    gap, closer = 3, ""
    token, slips = _PLAIN_TOKEN if low.isascii() else _TOKEN, _spelling()
    for match in token.finditer(low):
        said = match[1]
        if said is not None:
            parts = (said,) if said.isalnum() and said not in slips else _expand(said)
        elif (said := match[0]) in "&+" and not gap and words:
            parts = ("and",)
        else:
            abbreviated = said == "." and words and not gap and words[-1] in _ABBREVIATIONS
            strength = 0 if abbreviated else _strength(said, low, match.start())
            closer = said if strength == 3 and closer != "?" else closer
            gap = max(gap, strength)
            continue
        if gap:
            out.closers += [closer] * (gap == 3 and bool(words))
            out.breaks.append(len(words))
            closer = ""
        begin, end = match.span()
        for part in parts:
            words.append(part)
            starts.append(begin)
            ends.append(end)
            gaps.append(gap)
            gap = 0
        if len(words) >= MAX_WORDS:
            break
    out.closers += [closer] * bool(words)
    if where is not None:
        starts[:], ends[:] = [where[i] for i in starts], [where[i - 1] + 1 for i in ends]
    opens = [i for i in out.breaks if gaps[i] == 3]
    for number, (first, last) in enumerate(pairwise([*opens, len(words)])):
        out.sentence += [number] * (last - first)
    return out


def word_range(words: Words, start: int, end: int) -> tuple[int, int]:
    """The words that overlap characters start..end."""
    first = bisect_left(words.ends, start + 1)
    last = bisect_left(words.starts, end)
    return first, max(last, first)
