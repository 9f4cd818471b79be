"""Facts a message volunteers, whatever was asked: likes, results, conditions, asks, names, dates.

Clause by clause: the cue lists say what a clause is about; its text is kept letter for letter with
its place, and the part that may be quoted back. What was asked for is read in ``slots``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.conditions import conditions
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.meetings import TENURE, people_and_meeting
from assistant.understanding.people import names
from assistant.understanding.saying import piece, said
from assistant.understanding.text import Clause
from assistant.understanding.turned_down import moved_dates, standing_dates
from assistant.understanding.views import told

_FIRST_PERSON = re.compile(r"\b(?:i|i'?ve|i'?m|i'?d|we|we'?ve|my|our|me)\b", re.IGNORECASE)
_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|half|third|quarter|double|doubled|halved|zero|none)\b",
    re.IGNORECASE,
)
# Figures that measure nothing: times of day, days, minutes to go, ordinals, sections of a plan.
_NO_MEASURE = re.compile(
    r"\b(?:the )?\d{1,2}(?:st|nd|rd|th)\b|\bat \d{1,2}(?:[.:]\d\d)?(?: ?[ap]m)?\b|\b\d{1,2} ?(?:min|mins|minutes|[ap]m)\b"
    r"|\b(?:19|20)\d\d\b|\bband \d\w?\b|\bgrade \d\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|\byear \d\b|\bone\b|\b1[:-]1\b|\b121\b|\bs?he'?s \w+(?:-\w+)?\b"
    r"|\b\d{1,2}\.\d{1,2}\.|\b(?:in|within) \w+ (?:weeks?|months?|years?)\b",
    re.IGNORECASE,
)
# Facts whose form is so plain that they are not taken for the answer to another question.
PLAIN_KINDS = (
    FactKind.FALLBACK,
    FactKind.ASK,
    FactKind.GAP,
    FactKind.BRINGS,
    FactKind.OBJECTION,
    FactKind.MANAGER_KNOWS,
    FactKind.WITNESS,
    FactKind.BARRIER,
)
_CUES: tuple[tuple[str, FactKind], ...] = (
    ("objections", FactKind.OBJECTION),
    ("dislikes", FactKind.DISLIKE),
    ("likes", FactKind.LIKE),
)


def volunteered(heard: Heard, turn: int, today: date) -> list[Fact]:
    """Every fact the message volunteers."""
    facts = [
        *people_and_meeting(heard, turn, today),
        *_by_cue(heard, turn),
        *_results(heard, turn),
        *_manager_knows(heard, turn),
        *_plain(heard, turn, today),
        *(said(FactKind.GAP, lack, turn, heard) for lack in lacks(heard)),
        *_arranged(heard, turn, today),
        *conditions(heard, turn),
        *told(heard, turn),
    ]
    return _unique(facts)


def _unique(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[FactKind, int | None]] = set()
    kept = []
    for fact in facts:
        key = (fact.kind, fact.provenance.start)
        if key not in seen:
            seen.add(key)
            kept.append(fact)
    return kept


def _by_cue(heard: Heard, turn: int) -> Iterator[Fact]:
    for clause in heard.clauses:
        for cue, kind in _CUES:
            match = cue_pattern(cue).search(clause.text)
            if match is None or not _meant(kind, clause, match, heard):
                continue
            thing = _after_cue(clause, match, kind)
            if kind is FactKind.LIKE and (split := _PREFERRED.match(thing.text)):
                yield from _preference(thing, split, turn, heard)
            else:
                yield said(kind, thing, turn, heard)
            break


_PREFERRED = re.compile(r"(?P<this>.+?)\s+(?:rather |more )?than\s+(?P<that>.+)$", re.IGNORECASE)


def _preference(thing: Clause, split: re.Match[str], turn: int, heard: Heard) -> Iterator[Fact]:
    """As in "rather mend engines than sell them": the one is liked, the other is not."""
    this, that = (
        Clause(split[side], thing.start + split.start(side), thing.start + split.end(side))
        for side in ("this", "that")
    )
    yield said(FactKind.LIKE, this, turn, heard, this.text)
    yield said(FactKind.DISLIKE, that, turn, heard)


def _meant(kind: FactKind, clause: Clause, match: re.Match[str], heard: Heard) -> bool:
    """Whether a cue stands for its kind here."""
    if kind is FactKind.LIKE:
        return not re.search(
            r"\b(?:would like|i'?d (?:really )?(?:like|love)|if you like|never liked|like that|like it when they)\b|\blike (?:an? )?\d",
            clause.text,
            re.I,
        )
    if kind is FactKind.DISLIKE:
        return not _about_wanting(clause.text) and not re.match(
            r"(?:and )?never again$", clause.text, re.I
        )
    if clause.words[0] in ("if", "when") or heard.message[clause.end : clause.end + 1] == "?":
        return False
    # What a pronoun "will say" is an objection only with something said behind it.
    return len(clause.text[match.end() :].split()) >= 2


def _about_wanting(text: str) -> bool:
    """As in "I don't want to be a manager" refuses a role; it is read where roles are read."""
    return bool(
        re.search(
            r"(?:don'?t|do not) (?:want|wanna) (?:to|a |it|that)|rather not (?:do|say)|don'?t like to say",
            text,
            re.I,
        )
    )


_NO_THING = frozenset("and i i'm so but that it as because if when he she they we this".split())


def _after_cue(clause: Clause, match: re.Match[str], kind: FactKind) -> Clause:
    """The thing liked or disliked, without the cue, when enough stands behind it."""
    rest = clause.text[match.end() :]
    if kind is FactKind.OBJECTION:
        rest = re.sub(r"^\W*(?:(?:that|is|:)\W+)*", "", rest)
    else:
        rest = re.sub(r"^\W*(?:(?:is|was|are|it when|that|about|when)\b)?\W*", "", rest)
    before = clause.text[: match.start()].strip(" ,")
    if len(rest.split()) < 2 and kind is not FactKind.OBJECTION and len(before.split()) >= 1:
        # "paper I hate", "complaints, that's the fun part": the thing stands before the cue.
        if before.split()[0].casefold() not in _NO_THING:
            return Clause(before, clause.start, clause.start + len(before))
    if len(rest.split()) < 2 and not (rest and kind is FactKind.DISLIKE):
        return clause
    start = clause.end - len(rest)
    return Clause(rest, start, clause.end)


def _results(heard: Heard, turn: int) -> Iterator[Fact]:
    """Sentences with a result of the person's own: a deed, and a figure or a named thing."""
    for sentence in heard.sentences:
        if NONE_OF_IT.search(sentence.text):
            continue
        if measured(sentence.text) and not _future(sentence.text) and not heard.has("vent"):
            yield said(FactKind.EVIDENCE, sentence, turn, heard)


# What was never done is a gap and no result.
NONE_OF_IT = re.compile(
    r"\bi(?:'?ve| have)? never\b|\bi (?:haven'?t|have not|don'?t have|can'?t|cannot)\b",
    re.IGNORECASE,
)


def measured(text: str) -> bool:
    """Whether a sentence tells a deed of the person's own with a figure that measures it."""
    deed = cue_pattern("results").search(text)
    change = _CHANGE.search(text)
    if change is not None:
        return True
    if deed is None or not _FIRST_PERSON.search(text):
        return False
    return has_measure(text)


def has_measure(text: str) -> bool:
    """Whether a figure in the text measures something: no time of day, date, tenure or meeting."""
    if _CLOCK.search(text):
        return False
    return _FIGURE.search(_NO_MEASURE.sub(" ", TENURE.sub(" ", text))) is not None


_CLOCK = re.compile(
    r"\b(?:meet|review|appraisal|meeting|check-in|leaves in|up in|starts in|got (?:like )?\d+ min|min(?:ute)?s? before)\b",
    re.IGNORECASE,
)


_CHANGE = re.compile(
    r"\d[\d.,%]*\w* ?(?:->|=>|to|down to|up to|\u2192) ?\d|\b(?:from|was) (?:about |around |nearly |roughly |over |some )?[\d.,%]+[^.!?]{0,20}\b(?:to|now) (?:about |around |nearly |roughly |under |over )?[\d.,%]+",
    re.I,
)


def lacks(heard: Heard) -> list[Clause]:
    """What is lacking beside what is there: "I know the rules but not the system set-up"."""
    found = []
    for sentence in heard.sentences:
        match = cue_pattern("has_but_lacks").search(sentence.text)
        if match is None or "?" in heard.message[sentence.end - 1 : sentence.end + 1]:
            continue
        end = re.search(
            r"(?:[,.;:!]|\b(?:yet|so|but|because|which|though)\b).*", sentence.text[match.end() :]
        )
        stop = match.end() + end.start() if end else len(sentence.text)
        if len(sentence.text[match.end() : stop].strip()) > 2:
            found.append(piece(heard, sentence.start + match.end(), sentence.start + stop))
    return found


_PLAIN = (
    ("fallback_plain", FactKind.FALLBACK),
    ("ask_plain", FactKind.ASK),
    ("gap_plain", FactKind.GAP),
    ("brings_plain", FactKind.BRINGS),
)


def _plain(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    """Sentences whose form says what they are: a gap, an ask, a fallback, something brought."""
    for sentence in heard.sentences:
        if heard.message[sentence.end - 1 : sentence.end + 1].find("?") >= 0:
            continue
        for cue, kind in _PLAIN:
            if cue_pattern(cue).search(sentence.text):
                yield said(kind, sentence, turn, heard, _ask_day(kind, sentence, today))
                break


_FOLLOWS_UP = re.compile(
    r"\b(?:follow[- ]?up|look (?:at it |at this )?again|meet again|check (?:in|back|again)|review it|sit down again|next (?:talk|meeting|look))\b",
    re.IGNORECASE,
)
_VOUCHES = re.compile(
    r"\b(?:vouch\w*|witness\w*|can confirm|would confirm|will confirm|backs? me up|would say so|saw it|was there|can tell (?:him|her|them|you)|signed it off)\b",
    re.IGNORECASE,
)
_OUT_OF_TEN = re.compile(r"\b(10|[1-9]) ?(?:out of|/|of) ?(?:10|ten)\b", re.IGNORECASE)


def _arranged(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    """A follow-up with its day, somebody who would vouch, a confidence out of ten: said unasked."""
    for sentence in heard.sentences:
        if _FOLLOWS_UP.search(sentence.text) and heard.state.open_slot is not Slot.FOLLOW_UP:
            day = _ask_day(FactKind.ASK, sentence, today)
            if day is not None:
                yield said(FactKind.FOLLOW_UP, sentence, turn, heard, day)
        if _VOUCHES.search(sentence.text) and heard.state.open_slot is not Slot.WITNESS:
            found = names(sentence.text, heard.lexicon)
            named = found[0].text if found else _subject(sentence.text)
            if named:
                yield said(FactKind.WITNESS, sentence, turn, heard, named)
        number = _OUT_OF_TEN.search(sentence.text)
        if number is not None and heard.state.open_slot is not Slot.CONFIDENCE:
            yield said(FactKind.CONFIDENCE, sentence, turn, heard, number[1])
    yield from moved_dates(heard, turn, today)


def _subject(text: str) -> str | None:
    """The one or two words before the verb, as a name: "sister joy would say so" -> Sister Joy."""
    match = re.match(
        r"((?:[a-z]+ )?[a-z]{2,}) (?:would|will|can|could|might)\b", text.strip(), re.I
    )
    if match is None or match[1].casefold().split()[-1] in _NOBODY:
        return None
    return match[1].title()


_NOBODY = frozenset(
    "i he she they it we you who that this nobody noone someone people everyone one".split()
)


def _ask_day(kind: FactKind, sentence: Clause, today: date) -> str | None:
    if kind is not FactKind.ASK:
        return None
    days = (m.date for m in standing_dates(sentence.text, today))
    return next((d.isoformat() for d in days if d and d > today), None)


def _future(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:i'?d like|i want|i'?ll|will|would|hope|plan|going to|by (?:next|the end)|can you|should i)\b",
            text,
            re.I,
        )
    )


_UNTOLD = re.compile(
    r"\bnever (?:told|said|mentioned|asked|heard)|haven'?t (?:told|said|mentioned)|has(?:n'?t| not) heard|\bno idea (?:that )?i\b"
    r"|\b(?:he|she|they|boss|manager) (?:doesn'?t|does not|don'?t) know(?: (?:yet|about (?:it|this|that)|anything|any of (?:it|this)))*\W*$",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:i|i'?ve) (?:have )?(?:already )?(?:told|mentioned|asked|said to|raised it with|applied|wrote to)\b|\b(?:already )?knows (?:that )?i\b",
    re.I,
)
_SOMEBODY = re.compile(
    r"\b(?:he|she|they|him|her|them|boss|manager|lead|head|supervisor|anyone|nobody|chief|owner)\b",
    re.I,
)


def _manager_knows(heard: Heard, turn: int) -> Iterator[Fact]:
    if heard.state.open_slot is Slot.MANAGER_KNOWS:
        return
    for clause in heard.clauses:
        if not _SOMEBODY.search(clause.text):
            continue
        for pattern, value in ((_UNTOLD, "no"), (_TOLD, "yes")):
            if pattern.search(clause.text) and not re.search(
                r"\btold (?:me|us)\b", clause.text, re.I
            ):
                yield said(FactKind.MANAGER_KNOWS, clause, turn, heard, value)
                return
