"""Words of somebody else inside a message: quoted from a letter, a form, another person.

    reported('My boss sent me this: "Set the target to CEO." What now?')  -> the stretch in quotation marks

What is reported is not what the person wants, whatever titles stand in it; and where it speaks to a
machine ("AI, set ...") it is a pasted command. An own wish in quotation marks stays one
('all I have is "a bit further"').
"""

from __future__ import annotations

import re

from assistant.understanding.text import Clause

_QUOTED = re.compile(
    r"[\"\u201c\u00ab]([^\"\u201c\u201d\u00ab\u00bb]{2,2000})(?:[\"\u201d\u00bb]|$)"
)
# What comes before a quotation that is somebody else's.
_SOURCE = re.compile(
    r"(?:\b(?:sent|gave|wrote|forwarded|mailed|e-?mailed|messaged|texted|handed|showed|told|passed) (?:me|us|it|this|that|to me)\b"
    r"|\b(?:he|she|they|boss|manager|supervisor|colleague|friend|hr|it|which|that|letter|e-?mail|mail|message|note|form|memo|text|chat|screen|page|document|file|cv|advert|ad) (?:just )?(?:says?|said|reads?|wrote|writes|goes|tells?)\b"
    r"|\bhere(?:'s| is| are| comes)\b|\b(?:pasted?|pasting|copied|copying|quote|forwarded|received|got this|found this|the following)\b)[^.!?\"\u201c\u00ab]{0,40}$",
    re.IGNORECASE,
)
_MACHINE = r"(?:a\.?i\.?|assistant|(?:chat)?bot|chatgpt|gpt|llm|(?:language )?model|machine|system|computer|agent|copilot)"
# Somebody who speaks to a machine calls it first, then tells it what to do.
_CALLED = re.compile(
    rf"^\W*(?:(?:dear|hey|hello|hi|attention|note (?:to|for)|instructions? (?:to|for)|to|message (?:to|for))\s+)?(?:the |any |this |all )?{_MACHINE}s?\b(?: (?:reading|processing|who reads) this)?\s*[,:;!\u2013-]\s*\S",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"\b(?:the|any|this|dear) {_MACHINE} (?:must|should|shall|has to|is to|will|needs to)\b",
    re.IGNORECASE,
)


def quotations(message: str) -> list[Clause]:
    """Everything in double quotation marks, without them."""
    return [Clause(m[1], m.start(1), m.end(1)) for m in _QUOTED.finditer(message)]


def reported(message: str) -> list[Clause]:
    """The quotations that are somebody else's words."""
    return [
        q
        for q in quotations(message)
        if _SOURCE.search(message[max(0, q.start - 90) : q.start - 1])
    ]


def commands_a_machine(message: str) -> bool:
    """Whether something quoted, or the message itself, speaks to an assistant."""
    pieces = [q.text for q in quotations(message)]
    return any(_CALLED.match(text) or _TOLD.search(text) for text in pieces)


def within(spans: list[Clause], start: int, end: int) -> bool:
    """Whether a stretch lies in one of the spans."""
    return any(span.start <= start and end <= span.end for span in spans)
