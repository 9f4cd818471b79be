"""What the messages say of the work, for looking roles up by it: what is told, what is ruled out.

    "hotel night porter. no list of mine. i like mending the ice machine, no office job, no degree"
      -> told ("i like mending the ice machine",), against ("office job",), no_degree

A stretch counts as told only with an activity or a thing in it; greetings, talk of the manager and
the meeting, vague wishes and blanks hold nothing. The word lists are content (data/told.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.assessment.lexicon import word_set
from assistant.domain.dialogue import DialogueState, Slot
from assistant.domain.goal import FactKind, Record
from assistant.word_lists import blamed_on, phrase_lists

FILE = Path(__file__).parent / "data" / "told.yaml"
ENOUGH = 2  # words with something in them; a single one is an echo or a title
SHORT = 8  # a longer answer to what must not be in it may tell something else as well
TAIL = 2  # and so many behind it
LEADS = 4  # so many words may stand before what rules something out
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LEAD = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|good \w+)\W+)?(?:(?:i am|i'?m|i work as|working as|i)(?: currently| now)?\s)?"
    r"(?:(?:an?|the|in|on)\s)?",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"n't\b|'\w{1,2}\b")  # "isn't", "I've": what is left is a stop word
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|;|\s[-–—]+\s")
_PART = re.compile(
    r"[,:()]\s+|\s+(?:but|because|although|though|except|unless)\s+|\s+(?:and|so|or) (?=(?:no|not|never|without|want|wants?|would|need|hope|i|i'm|i'd)\b)",
    re.IGNORECASE,
)


class Words(Record):
    """The content of ``data/told.yaml``."""

    against: tuple[str, ...]
    against_behind: tuple[str, ...]
    still_wanted: tuple[str, ...]
    no_lead: tuple[str, ...]
    no_degree: tuple[str, ...]
    degree: tuple[str, ...]
    hours: tuple[str, ...]
    no_lists: tuple[str, ...]
    names_it: tuple[str, ...]
    first: tuple[str, ...]
    introduces: tuple[str, ...]
    own: tuple[str, ...]
    person: tuple[str, ...]
    doing: tuple[str, ...]
    refused: tuple[str, ...]
    talk: tuple[str, ...]
    wish: tuple[str, ...]
    hollow: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What is known of somebody's work, oldest first.

    ``introduction`` is the stretch in which the present job was put; ``told`` are the sentences
    that tell of work, where there is a choice those of the person's own doing; ``against`` is what
    is ruled out, without the words that rule it out; ``newest`` the turn that told something last.
    """

    introduction: str = ""
    told: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    newest: int = 0
    no_lead: bool = False
    no_degree: bool = False
    no_lists: bool = False

    def since(self, turn: int) -> bool:
        """Whether anything was told after this turn."""
        return self.newest > turn


@lru_cache(maxsize=256)
def _read(messages: tuple[str, ...], job: str, wished_away: frozenset[int]) -> Told:
    reader = _Reader(job)
    for turn, message in enumerate(messages, 1):
        reader.take(message, turn, wished_away=turn in wished_away)
    everything = "\n".join(messages)
    limits = ("no_lead", "no_degree", "no_lists")
    return Told(
        introduction=reader.introduction,
        told=tuple(reader.told),
        against=tuple(text for text in reader.against if content(text) or matches("hours", text)),
        newest=reader.newest,
        **{name: matches(name, everything) for name in limits},
    )


class _Reader:
    """Takes the messages one by one."""

    def __init__(self, job: str) -> None:
        self._job = job
        self.introduction = ""
        self.told: list[str] = []
        self.against: list[str] = []
        self.newest = 0

    def take(self, message: str, turn: int, *, wished_away: bool) -> None:
        """Take a message; all of it is ruled out where that was asked for."""
        stretches = [
            stretch
            for sentence in _SENTENCE.split(message)
            if (stretch := self._sentence(sentence, turn, wished_away=wished_away))
        ]
        own = [stretch for stretch in stretches if matches("own", stretch)]
        if stretches:
            self.told.append(" . ".join(own or stretches))
            self.newest = turn

    def _sentence(self, sentence: str, turn: int, *, wished_away: bool) -> str:
        """What a sentence tells of work; empty when it tells nothing."""
        kept: list[str] = []
        introducing = False
        for part in _parts(sentence):
            if self._may_introduce(turn) and _introduces(part, self._job):
                self.introduction, introducing = part, True
            elif introducing and _describes(part):
                self.introduction += f", {part}"
            elif kept and _pattern("refused").fullmatch(part):
                self.against.append(kept.pop())
            elif (ruled := _ruled_out(part)) is not None or wished_away:
                self.against.append(part if ruled is None else ruled)
            elif not matches("talk", part) and not _of_oneself(part):
                kept.append(part)
        stretch = ", ".join(kept)
        enough = 1 if matches("wish", stretch) else ENOUGH
        asks = sentence.rstrip().endswith("?")
        return stretch if len(content(stretch)) >= enough and not asks else ""

    def _may_introduce(self, turn: int) -> bool:
        """Whether the present job may be put here: where its title stands, else at the opening."""
        return not self.introduction and bool(self._job or turn == 1)


def told_by(state: DialogueState, messages: Sequence[str]) -> Told:
    """What the messages of a conversation tell; ``messages`` are without who the person is."""
    current = state.last(FactKind.CURRENT_ROLE)
    asked = frozenset(
        a.turn + 1
        for a in state.asked
        if a.slot is Slot.ANTI_GOAL
        and a.turn < len(messages)
        and len(messages[a.turn].split()) <= SHORT
    )
    return _read(tuple(messages), current.text if current else "", asked)


def content(text: str) -> list[str]:
    """The words of a text that say something of work, lower case."""
    plain = _pattern("hours").sub(" ", _SHORTENED.sub("", text.casefold().replace("’", "'")))
    empty = _hollow()
    return [word for word in _WORD.findall(plain) if word not in empty and len(word) > 2]


def matches(name: str, text: str) -> bool:
    """Whether a list of ``data/told.yaml`` speaks in a text."""
    return _pattern(name).search(text) is not None


def without_lead(introduction: str) -> str:
    """The job alone: "I'm a bus driver, eleven years" -> "bus driver"."""
    return _LEAD.sub("", introduction.partition(",")[0]).strip()


def _parts(sentence: str) -> Iterator[str]:
    straight = sentence.replace("’", "'")
    return (part.strip(" \t.,!?'\"") for part in _PART.split(straight) if part.strip())


def _introduces(part: str, job: str) -> bool:
    """Whether a part of the first message says what somebody does now."""
    if job:
        return job.casefold() in part.casefold()
    if matches("wish", part) or matches("talk", part) or len(content(part)) < 1:
        return False
    return matches("introduces", part) if _pattern("first").match(part) else "?" not in part


def _of_oneself(part: str) -> bool:
    """Whether a part says who somebody is, which is nothing to look a role up by."""
    return _pattern("person").match(part) is not None and not matches("doing", part)


def _describes(part: str) -> bool:
    """Whether a part behind the present job goes on telling of it: no wish, no sentence of its own."""
    return not matches("wish", part) and not matches("talk", part) and not matches("first", part)


def _ruled_out(part: str) -> str | None:
    """What a part rules out; None when it rules out nothing."""
    if matches("no_degree", part):
        return ""
    behind = _pattern("against_behind").search(part)
    if behind is not None and behind.start() > 0 and len(part[behind.end() :].split()) <= TAIL:
        return part[: behind.start()].strip()
    found = _pattern("against").search(part)
    if found is None or len(part[: found.start()].split()) > LEADS:
        return None
    rest = part[found.end() :].strip()
    return None if not rest or _pattern("still_wanted").match(rest) else rest


def check_lists() -> None:
    """Reads every list. Raises ContentError with file and line."""
    for name in Words.model_fields:
        _pattern(name)


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words(**phrase_lists(FILE, tuple(Words.model_fields)))


@lru_cache(maxsize=1)
def _hollow() -> frozenset[str]:
    vague = {phrase for phrase in word_set("vague.txt") if " " not in phrase}
    return frozenset((*word_set("stops.txt", "stop"), *vague, *_spelled(_words().hollow)))


def _spelled(patterns: Iterable[str]) -> set[str]:
    """The words that a list of words with optional letters stands for."""
    spelled: set[str] = set()
    for pattern in patterns:
        spelled.update((pattern.replace("?", ""), re.sub(r"\w\?", "", pattern)))
    return spelled


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    phrases: tuple[str, ...] = getattr(_words(), name)
    body = "|".join(phrase.replace("'", "'?").replace(" ", r"\s+") for phrase in phrases)
    with blamed_on(FILE, name):
        return re.compile(rf"(?<![\w'])(?:{body})(?![\w'])", re.IGNORECASE)
