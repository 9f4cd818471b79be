"""What the linear head sees of a message besides its embedding: form, cues, what was asked before.

    form_features("you pick, ur the one with the list")  -> float32 (FORM_SIZE,)
    phrases_of("you pick")                               -> {"you", "pick", "you pick"}
    asked = Before(Slot.CHOICE, ("Auditor", "Planner"))
    slot_features(asked)                                 -> float32 (SLOT_SIZE,)
    offer_features("the planner", asked)                 -> float32 (OFFER_SIZE,)

The cue lists (``data/act_cues.yaml``) belong to the head alone: each gives four numbers (speaks at
all, how often, how densely, opens the message), and training decides what they are worth. They
are kept apart from ``data/cues.yaml``, whose lists decide by themselves and so must be exact.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.dialogue import Slot
from assistant.understanding.lexicon import cue_lists, cue_pattern
from assistant.understanding.text import words_of
from assistant.word_lists import blamed_on, phrase_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

CUES_FILE = Path(__file__).parent / "data" / "act_cues.yaml"
# The lists in the order in which the head was taught them.
_LISTS = (
    "time_left measured time_pressure leave_taking thanks insult machine about_you deliver "
    "no_talk document delegate inject danger illness wronged legal third_person outrage wish "
    "drop amend decline consent choose hedge proviso question_form trivia work self_intro "
    "greeting empty foreign"
).split()
STEM = 5  # letters by which "teaching" takes up "teach"
MAX_CHARACTERS = 4_000  # what lies behind adds nothing to an act and would cost time

_LENGTHS = (1, 2, 3, 5, 8, 12, 20, 35)
_SCANTY, _THIN = 0.15, 0.3  # shares of English function words; English prose has 0.35 to 0.6
_NO_FIRST = re.compile(
    r"\W*(?:no+|nah|nope|not|never|neither|none|don'?t|i'?d rather not|certainly not)\b",
    re.IGNORECASE,
)
_YES_FIRST = re.compile(
    r"\W*(?:oh )?(?:yes|yeah|yep|ye|aye|ok|okay|sure|fine|very well|go on|sold|done|deal)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MARKUP = re.compile(r"[\[\]{}#_<>]")
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_TOKEN = re.compile(r"[\w']+|[?!.,]")
LONGEST_PHRASE = 3  # words; four add nothing
_BEYOND_LATIN = re.compile(r"[^\x00-\u024f\u2010-\u203f]")

# Questions of one kind get answers of one form; finer classes would be too few to learn from.
_SLOT_GROUPS = ("none", "choice", "route", "contrast", "plan_check", "target", "other")
_GROUP_OF: dict[Slot | None, str] = {
    None: "none",
    Slot.CHOICE: "choice",
    Slot.ROUTE: "route",
    Slot.CONTRAST: "contrast",
    Slot.PLAN_CHECK: "plan_check",
    Slot.TARGET: "target",
    Slot.WISH: "target",
}
SLOT_SIZE = len(_SLOT_GROUPS) + 2
OFFER_SIZE = 5


@dataclass(frozen=True)
class Before:
    """What came before a message: the open question and the titles offered with it.

    ``first`` is whether nothing came before it: an opening answers no question.
    """

    slot: Slot | None = None
    offered: tuple[str, ...] = ()
    first: bool = False


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    lists = phrase_lists(CUES_FILE, _LISTS)
    with blamed_on(CUES_FILE):
        return {name: _pattern(phrases) for name, phrases in lists.items()}


def check_lists() -> None:
    """Reads every list. Raises ContentError with file and line."""
    _cues()


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    body = "|".join(p.replace("'", "['\u2019]?").replace(" ", r"\s+") for p in longest_first)
    return re.compile(rf"(?<![\w'])(?:{body})(?!\w)", re.IGNORECASE)


def cues_digest() -> str:
    """A hash of the cue file: a head trained on another one must not be used."""
    return hashlib.sha256(CUES_FILE.read_bytes()).hexdigest()[:16]


def form_features(message: str) -> NDArray[np.float32]:
    """The message's form as numbers from 0 to 1, in a fixed order."""
    text = message[:MAX_CHARACTERS]
    words = words_of(text)
    numbers = [*_shape(text, words), *_cue_numbers(text, max(len(words), 1))]
    return np.array(numbers, dtype=np.float32)


def _shape(text: str, words: list[str]) -> list[float]:
    """Length, punctuation, how it begins, whether it looks like English."""
    function_words = _function_words()
    english = sum(word in function_words for word in words) / max(len(words), 1)
    flags = [
        *(len(words) <= length for length in _LENGTHS),
        "?" in text,
        text.rstrip().endswith("?"),
        text.count("?") > 1,
        "!" in text,
        _NO_FIRST.match(text) is not None,
        _YES_FIRST.match(text) is not None,
        _DIGIT.search(text) is not None,
        text.count(",") > 3,
        _MARKUP.search(text) is not None,
        _SHOUTED.search(text) is not None,
        _BEYOND_LATIN.search(text) is not None,
        english < _SCANTY,
        english < _THIN,
    ]
    return [*map(float, flags), english]


@cache
def _function_words() -> frozenset[str]:
    return frozenset(cue_lists()["function_words"])


def _cue_numbers(text: str, word_count: int) -> list[float]:
    opening = text.lstrip(" \"'(")
    numbers: list[float] = []
    for pattern in _cues().values():
        count = sum(1 for _ in pattern.finditer(text))
        opens = pattern.match(opening) is not None
        numbers += [min(count, 1), min(count, 3) / 3, min(2 * count / word_count, 1), opens]
    return numbers


def slot_features(before: Before) -> NDArray[np.float32]:
    """Which kind of question stood open, whether several roles were offered, whether nothing was said."""
    numbers = np.zeros(SLOT_SIZE, dtype=np.float32)
    numbers[_SLOT_GROUPS.index(_GROUP_OF.get(before.slot, "other"))] = 1
    numbers[-2:] = len(before.offered) > 1, before.first
    return numbers


def offer_features(message: str, before: Before) -> NDArray[np.float32]:
    """How far the message takes up the titles it was offered, as numbers from 0 to 1.

    The reply's own wording is no feature: whoever words it, the same message is the same act.
    """
    mine = stems(message[:MAX_CHARACTERS])
    shares = [len(mine & stems(title)) / max(len(stems(title)), 1) for title in before.offered]
    whole = [title.casefold() in message.casefold() for title in before.offered]
    numbers = [max(shares, default=0.0), any(shares), bool(shares), len(shares) > 1, any(whole)]
    return np.array(numbers, dtype=np.float32)


def phrases_of(message: str) -> frozenset[str]:
    """The message's runs of one to three words, lower case; a mark of punctuation counts as a word."""
    tokens = _TOKEN.findall(message[:MAX_CHARACTERS].lower().replace("\u2019", "'"))
    return frozenset(
        " ".join(tokens[start : start + length])
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(tokens) - length + 1)
    )


def denies(text: str) -> bool:
    """Whether a text denies, refuses or wishes something away."""
    return cue_pattern("denies").search(text) is not None


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry content."""
    return frozenset(w[:STEM] for w in words_of(text) if w not in _function_words())
