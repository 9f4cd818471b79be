"""Messages that need a person, not a coach: found before anything else, worded nowhere here.

Lists come first, and stand: detection reads a copy of the message that is normalised (NFKC, no
format characters, lower case, near misspellings mended), so that spacing tricks and full-width
letters do not hide it. Idioms of work ("this deadline is killing me") are taken out before. Beside
them a linear head hears what no list holds; it adds a branch or a more urgent one and never removes
any. Source: reliability.md, section 5. Lists: ``data/safety.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.content import read_yaml, validate
from assistant.domain.goal import Filled, Record
from assistant.domain.sound import Sound
from assistant.understanding.lexicon import Lexicon, written
from assistant.understanding.safety_head import LIFE, SafetyHead
from assistant.word_lists import blamed_on

_DATA = Path(__file__).parent / "data" / "safety.yaml"
_GROUP = re.compile(r"<(\w+)>")
_WORD = re.compile(r"[^\W\d_]{5,}")
# "i. want. to. die.": a mark behind most words hides them from a phrase.
_MARKED = re.compile(r"(?<=\w)[.*_~-]+\s*(?=\w)")
_DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=[\w@$]*[013457@$])[\w@$]{3,}")
# From this length on two letters may be wrong instead of one.
_LONG = 9


Phrases = Annotated[tuple[Filled, ...], Field(min_length=1)]


class Lists(Record):
    """The content of ``data/safety.yaml``: the branches most urgent first, and what they are made of."""

    groups: dict[str, str]
    spellings: Phrases
    idioms: Phrases
    crisis: Phrases
    crisis_indirect: Phrases
    danger: Phrases
    domestic: Phrases
    harassment: Phrases
    medical: Phrases
    legal: Phrases
    minor: Phrases


BRANCHES = tuple(
    name for name in Lists.model_fields if name not in ("groups", "spellings", "idioms")
)


@cache
def _lists() -> Lists:
    return validate(Lists, read_yaml(_DATA), _DATA, 1)


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    lists = _lists()
    with blamed_on(_DATA):
        groups = _spelled_out(lists.groups)
        idioms = _pattern(lists.idioms, groups)
        return idioms, {name: _pattern(getattr(lists, name), groups) for name in BRANCHES}


def check_lists() -> None:
    """Reads every list. Raises ContentError with file and line."""
    _patterns()


def _spelled_out(groups: dict[str, str]) -> dict[str, str]:
    """The word groups with the groups inside them; a group uses only those above it."""
    found: dict[str, str] = {}
    for name, body in groups.items():
        found[name] = f"(?:{_filled(body, found)})"
    return found


def _filled(phrase: str, groups: dict[str, str]) -> str:
    def put(name: re.Match[str]) -> str:
        if name[1] not in groups:
            raise re.error(f"no group is called {name[1]}")
        return groups[name[1]]

    return _GROUP.sub(put, phrase)


def _pattern(phrases: Sequence[str], groups: dict[str, str]) -> re.Pattern[str]:
    body = "|".join(written(_filled(phrase, groups)) for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{body})(?!\w)", re.IGNORECASE)


def detector_copy(message: str, lexicon: Lexicon | None = None) -> str:
    """The message as the detector reads it."""
    folded = unicodedata.normalize("NFKC", message)
    text = "".join(c for c in folded if unicodedata.category(c) != "Cf").casefold()
    text = text.replace("\u2019", "'")
    return _WORD.sub(lambda word: _mended(word[0], lexicon), text) if lexicon else text


def _mended(word: str, lexicon: Lexicon) -> str:
    """A word that no dictionary knows, as the nearest word of the lists if one is near."""
    if lexicon.knows(word):
        return word
    slips = 2 if len(word) >= _LONG else 1
    near = process.extractOne(word, _lists().spellings, scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near else word


def _unmasked(text: str) -> str:
    """Without marks between words and digits for letters ("k1ll", "i.want.to.die")."""
    if len(_MARKED.findall(text)) * 2 >= len(text.split()):
        text = _MARKED.sub(" ", text)
    return _MIXED.sub(lambda word: word[0].translate(_DIGITS), text)


def listed_branch(message: str, lexicon: Lexicon | None = None) -> str | None:
    """The branch the lists see in a message, most urgent first, or None."""
    return seen(message, lexicon)[0]


def seen(message: str, lexicon: Lexicon | None = None) -> tuple[str | None, bool]:
    """The branch the lists see in a message, and whether they see an idiom of work in it."""
    idioms, branches = _patterns()
    left, idiomatic = idioms.subn(" ", detector_copy(message, lexicon))
    found = next((branch for branch, pattern in branches.items() if pattern.search(left)), None)
    if found not in LIFE and branches["crisis"].search(_unmasked(left)):
        found = "crisis"
    return found, bool(idiomatic)


def safety_branch(
    message: str,
    sound: Sound | None = None,
    head: SafetyHead | None = None,
    lexicon: Lexicon | None = None,
) -> str | None:
    """The branch a message belongs to, or None: what the lists see, or more urgent what is heard.

    Without ``sound`` or ``head`` the lists decide alone; without ``lexicon`` nothing is mended.
    """
    listed, idiomatic = seen(message, lexicon)
    if listed in LIFE or sound is None or sound.meaning is None or head is None:
        return listed
    heard = head.branch(sound, words=len(message.split()), idiom=idiomatic)
    return heard if listed is None or heard in LIFE else listed
