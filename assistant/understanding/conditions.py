"""Conditions: what must hold before a yes counts ("if the money's okay", "depends on headcount").

"Well I'd move, but only if they'd let me keep my horse near" -> "they'd let me keep my horse near"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.goal import Fact, FactKind
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.saying import piece, said
from assistant.understanding.text import Clause

_OPENER = re.compile(
    r"\b(?:as long as|so long as|provided(?: that)?|providing|only (?:if|when)|unless|assuming|on condition(?: that)?"
    r"|subject to|depend(?:s|ing)?(?: \w+){0,2} (?:on|of|if)|hinges on|on whether|whether|if|except)\s+",
    re.IGNORECASE,
)
# An "if" that asks, compares, is polite, or leads to a fallback sets no condition.
_NO_CONDITION_LEFT = re.compile(
    r"(?:\b(?:as|what|ask(?:ed|ing)?|know|knows|wonder(?:ing)?|sure|see|even|idea|unsure|check|tell|asks|ask me|decide|matter|clear"
    r"|remember|care|question|doubt|said|say)(?: \w+){0,2}|\bask(?:ed|s)?\b[^.]{0,30}) $",
    re.I,
)
_NO_CONDITION = re.compile(
    r"(?:i'?m (?:honest|frank)|i am (?:honest|frank)|(?:i|you) (?:had to|ask|must|like|want|look|think)|not\b|so\b|any\b|possible|needed|necessary|pressed|only|anything"
    r"|he|she|they|it(?:'?s| is) a no|i (?:say|tell|ask|get|put|do|refuse|don'?t)|that'?s (?:ok|okay|all right|a no)|you)\b",
    re.I,
)


def conditions(heard: Heard, turn: int) -> Iterator[Fact]:
    """The conditions a message sets, each without its "if"."""
    last = -1
    for clause in heard.clauses:
        found = _opened(clause, heard)
        if found is not None and found.start > last:
            last = found.end
            yield said(FactKind.CONDITION, found, turn, heard)
            continue
        match = cue_pattern("limits").search(clause.text)
        if match and len(clause.words) > 1 and not _story(clause):
            yield said(FactKind.CONDITION, piece(heard, clause.start, clause.end), turn, heard)


def _opened(clause: Clause, heard: Heard) -> Clause | None:
    for match in _OPENER.finditer(clause.text):
        word = match.group().split()[0].casefold()
        rest = clause.text[match.end() :]
        if word in ("if", "whether") and _NO_CONDITION_LEFT.search(clause.text[: match.start()]):
            continue
        if word == "if" and _NO_CONDITION.match(rest) and not _hedging(heard):
            continue
        if word in ("depends", "depending", "depend") and not rest:
            continue
        if not rest or _story(clause):
            continue
        if word in ("if", "whether") and heard.message[clause.end : clause.end + 1] == "?":
            continue
        if _PUT_OFF.match(rest):
            continue  # "unless she moves it" is said of the talk
        left_out = _NOT_IF.search(clause.text[: match.start()])
        start = left_out.start() if left_out and word == "if" else match.end()
        return piece(heard, clause.start + start, clause.end)
    return None


_NOT_IF = re.compile(r"\bnot $", re.IGNORECASE)  # without it the condition would say its opposite
_PUT_OFF = re.compile(
    r"(?:he|she|they|it|that)(?:'s| is| gets)? (?:mov|chang|cancel|postpon|reschedul|push|put)\w*",
    re.IGNORECASE,
)


def _hedging(heard: Heard) -> bool:
    """Whether "if" after "if" makes a message one heap of conditions."""
    return len(re.findall(r"\bif\b|\bprovided\b|\bdepend", heard.message, re.I)) > 1


def _story(clause: Clause) -> bool:
    return (
        bool(re.search(r"\b(?:was|were|had|used to|last year)\b", clause.text, re.I))
        and "if" not in clause.words[:3]
    )
