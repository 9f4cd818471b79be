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

_TITLED = r"(?:dr|mr|mrs|ms|miss|prof)\.? [a-z\u00e0-\u017e'-]+"
# Whom the coach is to be; "my manager's tool", "the manager of the shop", "her job" are somebody else.
_ROLES = re.compile(
    r"\b(?:(?:(?:my|our) (?:\w+ )?|the )?(?:manager|boss|supervisor|chief|gaffer|director)(?!['\u2019]s? (?!side|part|role|chair|place)|\w| of\b| in\b| at\b)"
    r"|(?:her|his|their|my (?:boss|manager)['\u2019]s) (?:part|role|side|place|chair|seat)|(?:him|her)(?=\W*$|[,;.]|\s+(?:and|please|for|now)\b))",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:^|[,.:;!?-]\s*|\b(?:you(?: (?:can|could|would|will|might|just|now|may))?|please|pls|just|now|and|you to|then|let['\u2019]?s|mind|if you|what if you|about|ok|okay)\s+)$",
    re.IGNORECASE,
)
_LINK = re.compile(r"^(?:for|of|at|on|out|through|over|run|round)\s+", re.IGNORECASE)
_PLEASE = re.compile(r"\b(?:please|pls)\W*$", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:i|we|they|he|she)(?: (?:always|often|usually|also|still|never|really))*\s*$", re.I
)
_OF_COACH = re.compile(
    r"\b(?:you|can we|can i|could i|let me|let['\u2019]?s|shall we)\b", re.IGNORECASE
)
_MEANT = re.compile(
    r"\b(?:me|it hard|i(?:['\u2019]?ll| will)? (?:answer|reply|respond)|my|objections?)\b", re.I
)
_HARSH = frozenset({"grill", "test", "challenge", "drill", "quiz"})
# Whose line it is: "You play Tomasz: 'We have no money.'"
_LINE = re.compile(r":\s*[\"'\u2018\u201c](.{8,240}?)[\"'\u2019\u201d]?\s*$", re.DOTALL)
# Told of somebody else or of another day: nothing is asked of the coach.
_TOLD = re.compile(
    r"\b(?:he|she|they|who|we|i) (?:\w+ )?(?:grilled|asked|played|plays|practised|practiced|rehearsed|rehearse|likes to|did|ran|tried|tested|was|were|had)\b"
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
    if _TOLD.search(text) and not _OF_COACH.search(text):
        return False, None
    plays = whom is not None or _plays_role(text)
    return plays or _practises(text) or _provokes(text), whom


def _practises(text: str) -> bool:
    """As in "can we rehearse it", "a dry run please": asked for, and of the talk."""
    if cue_pattern("practice_plain").fullmatch(text.strip(" .!?")):
        return True
    for match in cue_pattern("practice_words").finditer(text):
        before, after = text[: match.start()], _LINK.sub("", text[match.end() :].strip())
        asks = cue_pattern("practice_asks")
        if _FIRST.search(before) and not asks.search(before):
            continue
        asked = not before.strip() or asks.search(before) or asks.match(after)
        plain = cue_pattern("practice_plain").match(text, match.start())
        done = plain is not None and not text[plain.end() :].strip(" .!?")
        if (asked or _PLEASE.search(after)) and (
            done or cue_pattern("practice_objects").match(after)
        ):
            return True
    return False


def _provokes(text: str) -> bool:
    """As in "ask me something hard", "give me some push-back": a command, and what is wanted."""
    for match in cue_pattern("provoking_verbs").finditer(text):
        if not _commanded(text[: match.start()]):
            continue
        rest = text[match.end() :]
        alone = re.fullmatch(r"\s+me\W*", rest) and match.group().casefold() in _HARSH
        wanted = cue_pattern("provoking_words").search(rest)
        if alone or (wanted and re.match(r"\s+(?:\w+ ){0,5}", rest) and _MEANT.search(rest)):
            return True
    return False


def _plays_role(text: str) -> bool:
    """Whether the coach is told to be the manager: "be my boss", "you take her part"."""
    return any(_played(text, role.start()) for role in _ROLES.finditer(text))


def _played(text: str, at: int) -> bool:
    """Whether a verb of playing leads up to a place with nothing but small words between."""
    for match in cue_pattern("playing_verbs").finditer(text[:at]):
        between = text[match.end() : at]
        small = re.sub(cue_pattern("playing_small").pattern, " ", between, flags=re.IGNORECASE)
        if not small.strip(" ,'") and _commanded(text[: match.start()], match.group()):
            return True
    return False


def _commanded(before: str, verb: str = "") -> bool:
    """Whether a verb is a command or said of the coach: at the start, or behind who is to do it."""
    if verb.casefold().startswith("you"):
        return True
    return _COMMAND.search(before) is not None


def _whom(sentence: Clause, state: DialogueState, lexicon: Lexicon) -> Name | None:
    """The person the coach is to play: the manager known by name, or a name where only one can be."""
    known = state.last(FactKind.MANAGER)
    parts = {w for w in words_of(known.text) if len(w) > 2} if known else set()
    text = sentence.text
    for match in re.finditer(rf"\b(?:{_TITLED})|(?<!\w)[\w\u00e0-\u017e]+", text, re.IGNORECASE):
        word = match.group().casefold().split()[-1]
        alone = len(sentence.words) <= 3 and not lexicon.knows(word)  # "play baz"
        titled = re.fullmatch(_TITLED, match.group(), re.IGNORECASE)
        named = word in parts or titled or alone or _a_name(match.group(), lexicon)
        owned = re.match(r"['\u2019]s\b", text[match.end() :])
        if not named or owned or not _played(text, match.start()):
            continue
        if known is not None and word in parts:
            return Name(known.text, sentence.start + match.start(), sentence.start + match.end())
        typed = match.group()
        shown = typed.title() if typed.islower() else typed
        return Name(shown, sentence.start + match.start(), sentence.start + match.end())
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
    dates = [m for m in find_dates(text, today) if m.date is not None and m.date >= today]
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
