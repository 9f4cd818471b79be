"""The cue phrases of a text: words that say whose role a title is, and words that take one back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Hit, sections
from assistant.assessment.scan import phrases_in
from assistant.assessment.text import Words


@lru_cache(maxsize=1)
def verb_words() -> frozenset[str]:
    """Words that make a clause more than a bare answer."""
    past = {w for s in sections("verbs.txt") for w in s.phrases} - {
        "since",
        "promoted",
        "cut",
        "led",
        "set",
        "qualified",
        "trained",
    }
    return frozenset(past) | frozenset(
        "is are am was were has have had does do did keeps keep gets get makes make says say "
        "said told thinks think know"
        " knows need needs feel feels felt want wants like likes love loves hate hates enjoy "
        "enjoys see sees go goes went"
        " come comes came give gives gave take takes took find finds found work works worked run "
        "runs ran manage manages"
        " lead leads led hear heard saw met help helps helped pay pays paid treat treats ask "
        "asks asked seem seems look"
        " looks can could will would should might must pretend earn earns call calls "
        "called believe".split()
    )


@dataclass(slots=True)
class Cues:
    """The cues of a text, in order, for look-ups by place; ``found`` holds them by list."""

    words: Words
    found: dict[str, Sequence[Hit]]
    hits: Sequence[Hit]
    ends: list[int]

    @classmethod
    def read(cls, words: Words) -> Cues:
        """All cues of a text, and what else its lists find there."""
        found = phrases_in(words)
        hits = found["cue"]
        return cls(words, found, hits, [h.last for h in hits])

    def before(self, place: int, *, skip: tuple[str, ...] = ("neutral",)) -> Hit | None:
        """The nearest cue that ends at or before word `place`, within its sentence."""
        k = bisect_right(self.ends, place) - 1
        sentence = self.words.sentence[place]
        while k >= 0:
            hit = self.hits[k]
            if self.words.sentence[hit.first] != sentence:
                return None
            if hit.label not in skip:
                return hit
            k -= 1
        return None

    def any_in(self, first: int, last: int, *labels: str) -> bool:
        """Whether a cue with one of the labels lies within words first..last."""
        k = bisect_right(self.ends, first)
        while k < len(self.hits) and self.hits[k].last <= last:
            if self.hits[k].label in labels and self.hits[k].first >= first:
                return True
            k += 1
        return False
