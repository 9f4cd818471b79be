"""The checks that stand behind every reply, whoever worded it.

    verify(Draft("Great question! What? Why?"), brief) -> findings flattery, questions

A draft with findings is not shown: the writer tries again, then the embedded writer's last word
stands without the part that failed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from assistant.content import PROMPTS
from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Draft, Finding, Verdict
from assistant.domain.grammar import outside_quotes, questions_in
from assistant.word_lists import blamed_on, phrase_lists

MAX_WORDS = 130
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")


@cache
def banned(path: Path = PROMPTS / "banned.yaml") -> re.Pattern[str]:
    """What no reply may say. Raises ContentError with file and line."""
    phrases = [p for group in phrase_lists(path).values() for p in group]
    body = "|".join(p.replace("'", "['\u2019]?").replace(" ", r"\s+") for p in phrases)
    with blamed_on(path):
        return re.compile(rf"(?<![\w'])(?:{body})(?!\w)", re.IGNORECASE)


def verify(draft: Draft, brief: Brief) -> Verdict:
    """What speaks against showing the draft."""
    findings = [finding for check in CHECKS for finding in check(draft, brief)]
    return Verdict(findings=tuple(findings))


def sentences_in(text: str) -> list[str]:
    """The sentences of a reply of five words or more, as they are compared."""
    found = (" ".join(s.split()).casefold() for s in _SENTENCE.findall(text))
    return [s for s in found if len(s.split()) >= 5]


def _empty(draft: Draft, brief: Brief) -> Iterator[Finding]:
    if not draft.text.strip():
        yield Finding(check="empty", detail="the draft says nothing")


def _questions(draft: Draft, brief: Brief) -> Iterator[Finding]:
    count = questions_in(draft.text)
    if count > 1:
        yield Finding(check="questions", detail=f"{count} questions, one is wanted")


def _length(draft: Draft, brief: Brief) -> Iterator[Finding]:
    words = len(draft.text.split())
    if words > MAX_WORDS:
        yield Finding(check="length", detail=f"{words} words, at most {MAX_WORDS} are wanted")


def _flattery(draft: Draft, brief: Brief) -> Iterator[Finding]:
    for match in banned().finditer(outside_quotes(draft.text)):
        yield Finding(check="banned", detail=match.group())


def _repetition(draft: Draft, brief: Brief) -> Iterator[Finding]:
    said = {s for reply in brief.state.replies for s in sentences_in(reply)}
    for sentence in sentences_in(draft.text):
        if sentence in said:
            yield Finding(check="repetition", detail=sentence)


def _rejected(draft: Draft, brief: Brief) -> Iterator[Finding]:
    """A refused role may be named when it is dropped, never again after that."""
    fresh = {standing.title for standing in brief.understanding.rejected}
    text = draft.text.casefold()
    for standing in brief.state.rejected:
        title = standing.title.casefold()
        if standing.title not in fresh and not _part_of_target(title, brief.state):
            if re.search(rf"(?<!\w){re.escape(title)}(?!\w)", text):
                yield Finding(check="rejected_role", detail=standing.title)


def _part_of_target(title: str, state: DialogueState) -> bool:
    """Whether a longer title stands: "Coder" refused, "Clinical Coder" may still be said."""
    alive = [r.title.casefold() for r in state.targets]
    alive += [r.title.casefold() for r in state.offered]
    return any(title in other for other in alive if other != title)


def _numbers(draft: Draft, brief: Brief) -> Iterator[Finding]:
    """A figure that stands neither in a message, nor in a move's values, nor in a passage."""
    known = " ".join(
        (
            *brief.state.messages,
            *brief.move.values.values(),
            *(f"{p.text} {p.source} {p.date}" for p in brief.passages),
            *(f.value or "" for f in brief.state.facts),
            *(f"{o.week} {o.place}" for o in brief.move.offered),
            f"{brief.today.year} {brief.today.year + 1} 1 to 10 2 5",
        )
    )
    allowed = set(_NUMBER.findall(known))
    allowed |= {n.lstrip("0") for part in known.split() for n in re.findall(r"\d+", part)}
    for number in _NUMBER.findall(draft.text):
        if number not in allowed and number.rstrip(".,:") not in allowed:
            yield Finding(check="number", detail=number)


Check = Callable[[Draft, Brief], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    _empty,
    _questions,
    _length,
    _flattery,
    _repetition,
    _rejected,
    _numbers,
)
