"""A wish to rehearse, and what an answer given in a rehearsal can be held to.

    asked_to_play("can we practise? you be Dr Farrow", state, lexicon)
      -> Wish(request=RehearsalRequest(), spans=[...], name=Name("Dr Farrow"))

The wish is said to the coach: it is taken out of the message before anything is read in the rest.
An answer is judged by what stands in it: a number, a day, a name, who covers, a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind
from assistant.domain.rehearsal import HOLDS, RehearsalRequest
from assistant.understanding.acts import Heard
from assistant.understanding.facts import has_measure
from assistant.understanding.lexicon import Lexicon, cue_pattern
from assistant.understanding.people import Name, first_names, names
from assistant.understanding.saying import said
from assistant.understanding.text import Clause, sentences, words_of

_ROLE = r"(?:(?:my|the|our) (?:\w+ )?(?:manager|boss|supervisor|chief|gaffer|director|head|lead)|(?:her|his|their) (?:part|role)|him|her|manager|boss)"
_TITLED = r"(?:dr|mr|mrs|ms|miss|prof)\.? [a-z\u00e0-\u017e'-]+"
# Whose line it is: "You play Tomasz: 'We have no money.'"
_LINE = re.compile(r":\s*[\"'\u2018\u201c](.{8,240}?)[\"'\u2019\u201d]?\s*$", re.DOTALL)
# Told of somebody else or of another day: nothing is asked of the coach.
_TOLD = re.compile(
    r"\b(?:he|she|they|who|we|i) (?:\w+ )?(?:grilled|asked|played|plays|practised|practiced|rehearsed|rehearse|likes? to|did|ran|tried|tested|was|were|had)\b"
    r"|\b(?:last|every|each|in (?:may|june|training))\b|\bmy job\b|\bat work\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|twice|dozen)\b", re.I
)
REST = 2  # words; less than that beside the wish says nothing of its own
LONGEST = 12  # words that are quoted of an answer
LEAST_SHARED = 2  # words an answer shares with a result to rest on it


@dataclass(frozen=True)
class Wish:
    """The wish to rehearse: what is wanted, its stretches of the message, whom to play."""

    request: RehearsalRequest
    spans: tuple[Clause, ...]
    name: Name | None


def asked_to_play(message: str, state: DialogueState, lexicon: Lexicon) -> Wish | None:
    """The wish to rehearse in a message; None when there is none."""
    spans: list[Clause] = []
    name, wanted = None, False
    for sentence in sentences(message):
        asks, whom = _asks(sentence, state, lexicon)
        if asks or (wanted and whom is not None):
            wanted = True
            name = name or whom
            spans.append(sentence)
    if not wanted:
        return None
    line = _LINE.search(message)
    said = line[1].strip() if line else ""
    if line:
        spans.append(Clause(message[line.start() :], line.start(), len(message)))
    hint = " ".join(span.text for span in spans[: len(spans) - bool(line)])
    return Wish(RehearsalRequest(persona=hint[:200], line=said), tuple(spans), name)


def _asks(sentence: Clause, state: DialogueState, lexicon: Lexicon) -> tuple[bool, Name | None]:
    """Whether a sentence asks for a rehearsal, and whom it names for the part."""
    text = sentence.text
    whom = _whom(sentence, state, lexicon)
    if _TOLD.search(text) and not re.search(r"\b(?:you|can we|let'?s)\b", text, re.I):
        return False, None
    if cue_pattern("rehearsal_wanted").search(text):
        return True, whom
    return whom is not None or _plays_role(text), whom


def _plays_role(text: str) -> bool:
    """Whether the coach is told to be the manager: "be my boss", "you take her part"."""
    for match in cue_pattern("rehearsal_plays").finditer(text):
        role = re.match(rf"\s+(?:like |that )?{_ROLE}\b(?!'s)", text[match.end() :], re.I)
        verb = re.match(r"(?:be|do|play)\b", match.group(), re.I)
        if role and (not verb or _commanded(text[: match.start()])):
            return True
    return False


def _commanded(before: str) -> bool:
    """Whether a bare verb is a command: at the start, or behind a word that asks."""
    return (
        re.search(r"(?:^|[,.:;!?-]\s*|\b(?:you|please|pls|just|now|and|to)\s+)$", before, re.I)
        is not None
    )


def _whom(sentence: Clause, state: DialogueState, lexicon: Lexicon) -> Name | None:
    """The person the coach is to play: the manager known by name, or a name where only one can be."""
    known = state.last(FactKind.MANAGER)
    parts = {w for w in words_of(known.text) if len(w) > 2} if known else set()
    for match in cue_pattern("rehearsal_plays").finditer(sentence.text):
        if re.match(r"(?:be|do|play|act|speak|talk)", match.group(), re.I) and not _commanded(
            sentence.text[: match.start()]
        ):
            continue
        rest = re.match(
            rf"\s+((?:{_TITLED})|[\w\u00e0-\u017e'-]+)(?=\W|$)", sentence.text[match.end() :], re.I
        )
        if rest is None:
            continue
        start = sentence.start + match.end() + rest.start(1)
        word = rest[1].casefold().split()[-1]
        if word in parts:
            return None if known is None else Name(known.text, start, start + len(rest[1]))
        alone = len(sentence.words) <= 3 and not lexicon.knows(word)  # "play baz"
        if alone or re.fullmatch(_TITLED, rest[1], re.I) or _a_name(rest[1], lexicon):
            return Name(
                rest[1].title() if rest[1].islower() else rest[1], start, start + len(rest[1])
            )
    return None


def _a_name(word: str, lexicon: Lexicon) -> bool:
    if word.casefold() in lexicon.function_words:
        return False
    return word.casefold() in first_names() or bool(names(word, lexicon))


def manager_in(wish: Wish, heard: Heard) -> list[Fact]:
    """Whom the coach is to play, as the manager's name where none was known."""
    if wish.name is None or heard.state.has(FactKind.MANAGER):
        return []
    start, end = wish.name.start, wish.name.end
    named = said(
        FactKind.MANAGER, Clause(heard.message[start:end], start, end), heard.state.turn + 1, heard
    )
    return [named.model_copy(update={"text": wish.name.text})]


def rest_of(message: str, spans: tuple[Clause, ...]) -> str:
    """The message without the wish, at the same length; empty when nothing is left to read."""
    text = message
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text if len(words_of(text)) >= REST else ""


def stops(message: str) -> bool:
    """Whether the person leaves the rehearsal."""
    bare = message.strip(" .,!?\u2026'\"").casefold()
    return cue_pattern("rehearsal_stops").fullmatch(bare) is not None


def holds(heard: Heard, today: date) -> Iterator[str]:
    """As signals, what an answer can be held to."""
    text = heard.message
    dates = [m for m in find_dates(text, today) if m.date is not None]
    without = text
    for mention in dates:
        without = without.replace(mention.text, " ")
    if _FIGURE.search(without) and (has_measure(without) or re.search(r"\d", without)):
        yield f"{HOLDS}number"
    if dates:
        yield f"{HOLDS}date"
    if _somebody(heard):
        yield f"{HOLDS}name"
    for cue in ("cover", "request", "money"):
        if cue_pattern(f"answer_{cue}").search(text):
            yield f"{HOLDS}{cue}"
    if _rests_on_result(heard):
        yield f"{HOLDS}evidence"


def _somebody(heard: Heard) -> bool:
    """Whether somebody other than the manager is named."""
    known = heard.state.last(FactKind.MANAGER)
    manager = set(words_of(known.text)) if known else set()
    found = {w for name in names(heard.message, heard.lexicon) for w in words_of(name.text)}
    return bool(
        (found | (set(heard.words) & first_names() - set(heard.lexicon.function_words)))
        - manager
        - heard.lexicon.vocabulary
    ) or bool(found - manager)


def _rests_on_result(heard: Heard) -> bool:
    told = {
        word
        for fact in heard.state.of(FactKind.EVIDENCE)
        for word in words_of(fact.text)
        if word not in heard.lexicon.function_words and len(word) > 3
    }
    return len(told & set(heard.words)) >= LEAST_SHARED


def telling(heard: Heard) -> str:
    """The stretch of an answer that may be quoted: whole where it is short, else its firmest clause."""
    if len(heard.words) <= LONGEST:
        return heard.message.strip(" .!")

    def firmness(clause: Clause) -> tuple[bool, bool, int]:
        own = Heard(clause.text, heard.state, heard.lexicon)
        figure = any(character.isdigit() for character in clause.text)
        return figure, _somebody(own) or _rests_on_result(own), len(clause.words)

    best = max(heard.clauses, key=firmness, default=Clause(heard.message, 0, len(heard.message)))
    return " ".join(best.text.split()[:LONGEST])
