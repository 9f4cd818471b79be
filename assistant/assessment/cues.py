"""The cue phrases of a text: words that say whose role a title is, and words that take one back."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Hit, Phrases, sections, variants
from assistant.assessment.text import Words

_ADVERBS = (
    "honestly", "really", "frankly", "basically", "just", "maybe", "else", "simply", "indeed", "to be honest",
    "in fact", "if not", "failing that", "well", "i guess", "actually", "for that matter", "you know", "then",
)  # fmt: skip
CUE_LABELS = ("want", "current", "past", "reject", "other", "relation", "neutral", "stay")


@lru_cache(maxsize=1)
def _cue_phrases() -> Phrases:
    trie = Phrases()
    for section in sections("cues.txt"):
        if section.label in CUE_LABELS:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    trie.add(spelled, section.label)
    return trie


@lru_cache(maxsize=1)
def _take_back_phrases() -> Phrases:
    trie = Phrases()
    for section in sections("cues.txt"):
        if section.label not in CUE_LABELS:
            for phrase in section.phrases:
                for spelled in variants(phrase):
                    for said in _hedged(spelled):
                        trie.add(said, section.label)
    return trie


def _hedged(phrase: str) -> list[str]:
    """A take-back with and without the adverb people put behind its "or"."""
    first, _, rest = phrase.partition(" ")
    if first != "or" or rest.split(" ")[0] not in ("whatever", "anything", "any", "wherever"):
        return [phrase]
    return [phrase, *(f"or {adverb} {rest}" for adverb in _ADVERBS)]


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
    """The cues of a text, in order, for look-ups by place."""

    words: Words
    hits: list[Hit]
    ends: list[int]
    take_backs: list[Hit]

    @classmethod
    def read(cls, words: Words) -> Cues:
        """All cues of a text."""
        hits = _cue_phrases().scan(words)
        return cls(words, hits, [h.last for h in hits], _take_back_phrases().scan(words))

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
