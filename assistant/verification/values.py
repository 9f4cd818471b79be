"""Figures, number words and dates of a sentence: each must come from what was given.

A number is the same in digits and in words: who said 9 is told of nine, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import Finding
from assistant.verification.english import spelled
from assistant.verification.frame import Frame
from assistant.verification.grounds import folded, words_of

# "one" and "two" are words of every sentence; from here on a number word is a figure.
SMALLEST = 3
_VAGUE = re.compile(
    r"\b(?:hundreds?|thousands?|millions?|billions?|dozens?|scores of|twice|thrice|double|doubled"
    r"|triple|tripled|quarter|thirds?|fifths?|tenths?|half(?! an hour)|halved)\b"
)
# "The other half of it" divides and does not count; "a third one" stands in a row.
_PART = re.compile(r"\b(?:other|your|one|first|second|the) half$")
_ORDINAL = re.compile(r"\b(?:the|a|that) (?:third|fifth|tenth)$")
# A number of what lies on the table: the roles offered or named, the lines of a list.
_COUNTED = re.compile(
    r"\W+(?:\w+\W+){0,2}(?:jobs|roles|titles|ways|routes|conditions|lines|guesses|names|seats"
    r"|you (?:named|gave|listed)|of (?:them|these|those))\b|\W+(?:of (?:them|these)|is|are)\b"
)
_POINTED = re.compile(r"\b(?:these|those|all|the|of your|here are)\W+$")
_SMALL_WORDS = frozenset("by in on at of today from now this and".split())
_RELATIVE = frozenset(
    "year years month months week weeks day days this next last past the or after a".split()
)


def figures(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Every figure in digits has been given."""
    for number in re.findall(r"\d+", folded(sentence)):
        if (number.lstrip("0") or "0") not in frame.numbers:
            yield Finding(check="number", detail=number)


def number_words(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Every number in words has been given, or counts what lies on the table."""
    text = folded(sentence)
    for match, value in spelled(text):
        if value < SMALLEST or frame.counted(value) or frame.grounds.idiom(match.group()):
            continue
        if value in frame.counts and _counts(text, match):
            continue
        yield Finding(check="number", detail=match.group())


def _counts(text: str, match: re.Match[str]) -> bool:
    pointed = _POINTED.search(text[: match.start()])
    return bool(_COUNTED.match(text, match.end()) or pointed)


def vague_counts(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Dozens, halves and the like claim a figure too."""
    text = folded(sentence)
    for match in _VAGUE.finditer(text):
        word, head = match.group(), text[: match.end()]
        if frame.grounds.knows(word) or frame.grounds.idiom(word):
            continue
        if not (_PART.search(head) or _ORDINAL.search(head)):
            yield Finding(check="number", detail=word)


def dates(sentence: str, before: str, frame: Frame) -> Iterator[Finding]:
    """Every date has been given or follows from one; a question may look ahead."""
    asks = "?" in sentence
    for mention in find_dates(sentence, frame.brief.today):
        tokens = [w for w in words_of(mention.text) if w not in _SMALL_WORDS]
        if "may" in tokens and "May" not in mention.text:
            continue  # the verb
        relative = asks and all(t in _RELATIVE for t in tokens)
        known = all(frame.grounds.knows(t) for t in tokens) or frame.grounds.idiom(mention.text)
        if not (relative or known or _worked_out(mention.date, frame)):
            yield Finding(check="invented_date", detail=mention.text)


def _worked_out(day: date | None, frame: Frame) -> bool:
    return day is not None and day in frame.grounds.days and day != frame.brief.today


def hard(text: str) -> tuple[list[str], list[str]]:
    """What a rewording must keep: numbers however written, and what stands in quotation marks."""
    low = folded(text)
    numbers = [n.lstrip("0") or "0" for n in re.findall(r"\d+", low)]
    numbers += [str(value) for _, value in spelled(low) if value >= SMALLEST]
    numbers += _VAGUE.findall(low)
    return sorted(numbers), sorted(re.findall(r'"([^"]+)"', low))
