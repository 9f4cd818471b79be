"""Who acts in an action item, and at which word the act begins.

Reads the grammar, not a list of people: "the union rep to request ...", "Kwame (line lead) runs
...", "by 18 December my manager emails ...". An imperative has no owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Hit, Phrases, phrases_of, word_set
from assistant.assessment.occupations import occupations
from assistant.assessment.text import Words

_PRONOUNS = frozenset("i we you he she they me".split())
_SUBJECTS = _PRONOUNS - {"me"}
_MODALS = frozenset(
    "will shall should must would can to could may ought needs need has have".split()
)
_BEHIND_MODAL = frozenset("to also then have be now first just both please each kindly".split())
_IN_NAMES = frozenset(
    "of and me i 's boss the mum dad sister brother friend wife husband job".split()
)
_LONGEST = 6
_OPENING = frozenset("so and then that first next finally also please".split())
_ARTICLES = frozenset("my the our your a an his her their".split())
_DETERMINERS = frozenset(
    "a an the my your our his her their its this that these those some both two three four five"
    " six seven eight nine ten twelve twenty each every one all me you him us them".split()
)


@dataclass(frozen=True, slots=True)
class Agent:
    """Words of the owner (None for an imperative) and the word at which the act begins."""

    owner: tuple[int, int] | None
    verb: int


@lru_cache(maxsize=1)
def acts() -> Phrases:
    """The verbs of actions.txt: seen and unseen; the longest phrase at a place decides."""
    return phrases_of("actions.txt", ("seen", "unseen"))


def find_agent(words: Words, dated: set[int]) -> Agent | None:
    """The first act of a text and its owner; None where nothing reads as an act."""
    labelled = _labelled(words)
    if labelled is not None:
        return labelled
    said = _said(words)
    first = said if said is not None else _start(words, dated)
    if first >= len(words):
        return None
    return _with_subject(words, first, dated) or _imperative(words, first)


def _labelled(words: Words) -> Agent | None:
    """As in "Owner: Petra. Action: hand in the portfolio.", "Manager: approve the budget"."""
    owner: tuple[int, int] | None = None
    for i in range(len(words) - 1):
        if words.gap[i + 1] != 2:
            continue
        label = words.words[i]
        end = words.clause_end(i + 1)
        if label in ("owner", "who", "responsible"):
            owner = (i + 1, end)
        elif label in ("action", "what", "step", "task"):
            return Agent(owner, i + 1)
        elif i + 1 <= 4 and words.clause_start(i, 2) == 0 and _person(words, 0, i + 1):
            inner = _with_subject(words, i + 1, set())
            return Agent((0, i + 1), inner.verb if inner else i + 1)
    return None


def _person(words: Words, first: int, last: int) -> bool:
    """Whether words first..last can be a person: known, or a short name or role."""
    known = phrases_of("actions.txt", ("owner",)).match(words, first)
    if known is not None and known.last == last:
        return True
    inside = words.words[first:last]
    return (
        last - first <= 2
        and all(
            w.isalpha() and w not in occupations().stop and acts().root.get(w) is None
            for w in inside
        )
        and inside[-1] not in word_set("actions.txt", "no owner")
    )


def _said(words: Words) -> int | None:
    """The place after "we said that ...", "it was agreed that ..."."""
    hit = phrases_of("actions.txt", ("frame",)).match(words, 0)
    return hit.last if hit else None


def _start(words: Words, dated: set[int]) -> int:
    """The first word behind dates and opening fillers."""
    i, n = 0, len(words)
    while i < n and (i in dated or words.words[i] in _OPENING or _leads_to_date(words, i, dated)):
        i += 1
    return i


def _leads_to_date(words: Words, i: int, dated: set[int]) -> bool:
    """As in "ahead of 10 January", "for the twelfth": prepositions in front of a date."""
    small = ("ahead", "of", "for", "on", "the", "in", "by", "at", "from", "asap", "week", "wk")
    j = i
    while j < len(words) and words.words[j] in small and j not in dated and j - i < 4:
        j += 1
    return j > i and (j in dated or words.words[i] == "asap")


def _with_subject(words: Words, first: int, dated: set[int]) -> Agent | None:
    """A noun phrase or a pronoun, then a verb."""
    n = len(words)
    for i in range(first + 1, min(first + 1 + _LONGEST, n)):
        if words.words[i - 1] in _MODALS and words.words[i - 1] != "to":
            return None
        gap = words.gap[i]
        if gap and not _bracket(words, first, i):
            return None
        if words.words[first] in _SUBJECTS and i > first + 1:
            break
        if i == first + 1 and words.words[first] in _ARTICLES:
            continue
        if not _nominal(words, first, i):
            return None
        verb = _verb_after(words, first, i, dated)
        if verb is not None:
            return Agent(_owner_words(words, first, i), verb)
    return None


def _owner_words(words: Words, first: int, last: int) -> tuple[int, int]:
    """The owner without a bracket behind it; with one that holds a pronoun, the pronoun."""
    for i in range(first + 1, last):
        if words.gap[i]:
            return (i, last) if words.words[i] in ("me", "i") else (first, i)
    return first, last


def _bracket(words: Words, first: int, i: int) -> bool:
    """Whether the break before word i opens or closes a bracket: "Kwame (line lead) runs"."""
    between = words.text[words.ends[i - 1] : words.starts[i]]
    return i > first and ("(" in between or ")" in between)


def _nominal(words: Words, first: int, last: int) -> bool:
    """Whether words first..last can be who acts."""
    inside = words.words[first:last]
    if inside[0] in _PRONOUNS:
        return len(inside) == 1 or inside[1] == "and" or bool(words.gap[first + 1])
    if inside[0] in word_set("actions.txt", "no owner") or inside[0][0].isdigit():
        return False
    if acts().match(words, first) is not None and inside[0] not in _both():
        return False
    inner = inside[1:] if inside[0] in _ARTICLES else inside
    stop = occupations().stop
    return all(w not in stop or w in _IN_NAMES for w in inner)


@lru_cache(maxsize=1)
def _both() -> frozenset[str]:
    """Words that are an act in one text and a person in another."""
    return word_set("actions.txt", "person or act")


def _verb_after(words: Words, first: int, i: int, dated: set[int]) -> int | None:
    """The verb of a subject that ends before word i, or None."""
    word, pronoun = words.words[i], words.words[first] in _SUBJECTS and i == first + 1
    if word in _MODALS or (word in ("is", "am", "are") and _progressive(words, i)):
        j = i + 1
        while j < len(words) and words.words[j] in (*_BEHIND_MODAL, "going") and not words.gap[j]:
            j += 1
        if j >= len(words) or words.gap[j] or j in dated:
            return None
        plain = words.words[j] not in occupations().stop and words.words[j - 1] != "be"
        return j if base_hit(words, j) is not None or plain else None
    if pronoun and words.words[first] in ("i", "we", "you", "they"):
        return i if acts().match(words, i) or _objective(words, i + 1) else None
    if words.words[first] != "me" and third_person(words, i):
        return i
    if words.words[first] == "me" or word in occupations().stop:
        return i if acts().match(words, i) and word not in ("to",) and i > first + 1 else None
    if "and" in words.words[first:i] and acts().match(words, i):
        return i
    unknown = word.endswith("s") and len(word) > 3 and not word.endswith("ss")
    return i if unknown and _objective(words, i + 1) and i > first else None


def _progressive(words: Words, i: int) -> bool:
    """As in "is to weld", "I am taking", "I am going to photograph"."""
    after = words.words[i + 1] if i + 1 < len(words) else ""
    return after == "to" or after.endswith("ing")


def _objective(words: Words, i: int) -> bool:
    """Whether an object begins at word i."""
    return (
        i < len(words)
        and not words.gap[i]
        and (words.words[i] in _DETERMINERS or words.words[i][0].isdigit())
    )


def third_person(words: Words, i: int) -> bool:
    """As in "signs", "drafts", "assesses": an act of the lists in the third person at word i."""
    word = words.words[i]
    if not word.endswith("s"):
        return False
    return any(base in acts().root for base in (word[:-1], word[:-2], word[:-3] + "y"))


def base_hit(words: Words, i: int) -> Hit | None:
    """The act of the lists at word i, its endings read over ("assesses", "taking", "asked")."""
    hit = acts().match(words, i)
    word = words.words[i]
    bases = [word[:-1], word[:-2], word[:-3] + "y"] if word.endswith("s") else []
    if word.endswith("ing"):
        bases += [word[:-3], word[:-3] + "e", word[:-4]]
    if word.endswith("ed"):
        bases += [word[:-2], word[:-1], word[:-3]]
    if hit is not None:
        return hit
    return next((found for base in bases if (found := _longest(words, i, base))), None)


def _longest(words: Words, i: int, base: str) -> Hit | None:
    """The longest act of the lists whose first word is `base`, read at word i."""
    node, found = acts().root.get(base), None
    j = i + 1
    while node is not None:
        leaf = node.get("")
        if leaf is not None:
            found = Hit(i, j, leaf[0])
        if j >= len(words) or words.gap[j]:
            return found
        node = node.get(words.words[j])
        j += 1
    return found


def _imperative(words: Words, first: int) -> Agent | None:
    """A bare verb at the beginning: one of the lists, or any word before an object."""
    word = words.words[first]
    listed = acts().match(words, first) is not None
    if listed or (base_hit(words, first) is not None and not word.endswith("ing")):
        return Agent(None, first)
    if word == "someone" or word in ("somebody", "anyone"):
        for i in range(first + 1, min(first + 5, len(words))):
            if acts().match(words, i) is not None:
                return Agent(None, i)
        return None
    free = word.isalpha() and word not in occupations().stop
    return (
        Agent(None, first)
        if free and not word.endswith("ing") and _objective(words, first + 1)
        else None
    )
