"""The words the understanding rests on: what is spelled right, what only introduces, cues.

Lists lie in ``data/cues.yaml``, ``data/fact_cues.yaml`` and ``data/talk_cues.yaml`` for coaches to
read and extend; the spelling reference is the
vocabulary of the offline embedding (about 22,000 whole English words) plus the catalogue's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.assessment.spelling import unswapped
from assistant.content import read_yaml, shown
from assistant.errors import ContentError
from assistant.word_lists import blamed_on, phrase_lists

_DATA = Path(__file__).parent / "data"
# The lists that the rules ask for, by file; a file without one of them is refused.
LISTS = {
    "cues.yaml": (
        "leads tails never_first never_last edges function_words chatisms blank yes no hedges "
        "conditions likes dislikes results effort assumption knows_no knows_yes knows_partly gaps "
        "objections brings vent hurry plan_request delegates corrects drops_it changes_mind pay "
        "openings closes greets seat_only off_topic injects abuses meeting_words negative "
        "gap_plain ask_plain fallback_plain brings_plain protest asks_words whats_missing "
        "wants_words job_called no_job no_field if_refused bare_no tells_of_self not_a_role "
        "claims_before claims_after puts_back brings_back keeps_title prefers denies"
    ).split(),
    "fact_cues.yaml": (
        "strengths barriers views pain_points long_views contacts organisations commands limits "
        "has_but_lacks"
    ).split(),
    "talk_cues.yaml": (
        "talk_nouns talk_done_before talk_done_after talk_met talk_done_alone talk_recent "
        "talk_history talk_not_yet talk_postponed talk_they refused_before refused_after "
        "granted_before granted_after granted_bare refused_bare left_open talks_again "
        "refusal_reasons first_steps unsaid_verdict thank_you_note practice_words practice_plain "
        "practice_objects practice_asks playing_verbs playing_small provoking_verbs "
        "provoking_words rehearsal_stops answer_cover answer_request answer_money"
    ).split(),
}
# Lists of plain words, in which no expression stands.
PLAIN = ("leads", "tails", "edges", "function_words", "chatisms")
_SUFFIXES = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers", "n't", "'ll", "'d", "'ve", "'re")


@cache
def cue_lists() -> dict[str, tuple[str, ...]]:
    """All cue lists by name."""
    lists: dict[str, tuple[str, ...]] = {}
    for name, names in LISTS.items():
        found = phrase_lists(_DATA / name, names)
        for twice in found.keys() & lists.keys():
            path = shown(_DATA / name)
            raise ContentError(
                f"{path}:1: the list {twice} stands in another file too.", "Join them."
            )
        lists |= found
    return lists


def written(phrase: str) -> str:
    """A phrase of a list as people write it: any blanks, the apostrophe typed or not."""
    loose = phrase.replace("'", "['\u2019]?")
    return loose.replace(" ?", r"\s*").replace(" ", r"\s+")


def _file_of(name: str) -> Path:
    return next(path for file in LISTS if name in read_yaml(path := _DATA / file))


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """One pattern for a cue list: phrases, whole words, any of them."""
    phrases = sorted(cue_lists()[name], key=len, reverse=True)
    body = "|".join(written(phrase) for phrase in phrases)
    with blamed_on(lambda: _file_of(name), name):
        return re.compile(rf"(?<![\w'])(?:{body})(?![\w])", re.IGNORECASE)


class Lexicon:
    """Which words are known; small word classes for cutting quotations."""

    def __init__(self, vocabulary: Iterable[str] = ()) -> None:
        lists = cue_lists()
        self.vocabulary = frozenset(vocabulary)
        self.chatisms = frozenset(lists["chatisms"])
        self.leads = frozenset(lists["leads"])
        self.tails = frozenset(lists["tails"])
        self.never_first = frozenset(lists["never_first"])
        self.never_last = frozenset(lists["never_last"])
        self.function_words = frozenset(lists["function_words"])

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is spelled as a dictionary would have it."""
        if word in self.chatisms:
            return False
        if not self.vocabulary or any(character.isdigit() for character in word):
            return True
        return all(self._known(part) for part in re.split(r"[-/.&]", word) if part)

    def _known(self, word: str) -> bool:
        word = word.strip("%+")
        if word in self.vocabulary or word in self.function_words or len(word) < 2:
            return True
        for suffix in _SUFFIXES:
            stem = word[: -len(suffix)]
            if word.endswith(suffix) and len(stem) > 2 and _stem_known(stem, self.vocabulary):
                return True
        return False


def mended(text: str, lexicon: Lexicon, names: frozenset[str] = frozenset()) -> str:
    """The text with two letters put back where a slip has swapped them ("secnod" -> "second").

    Only a word that is none becomes the one word it can be; every place in the text stays true.
    """
    if not lexicon.vocabulary:
        return text
    return _LETTERS.sub(lambda match: _unswapped(match.group(), lexicon, names), text)


_LETTERS = re.compile(r"(?<![^\W_])(?<!['\u2019-])[a-zA-Z]{4,18}(?![^\W_])(?!['\u2019])")


def _unswapped(word: str, lexicon: Lexicon, names: frozenset[str]) -> str:
    low = word.casefold()
    if word.isupper() or low in names or low in lexicon.chatisms or lexicon.knows(low):
        return word
    right = unswapped(low, lexicon.vocabulary)
    if right is None:
        return word
    return right.capitalize() if word[0].isupper() else right


def _stem_known(stem: str, vocabulary: frozenset[str]) -> bool:
    doubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return bool({stem, stem + "e", doubled, stem[:-1] + "y"} & vocabulary)
