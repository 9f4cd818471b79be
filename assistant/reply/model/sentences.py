"""Sentences out of a stream: each is given out as soon as it is whole.

splitter = Splitter()
splitter.feed("You said it. Wh")  -> ["You said it."]      splitter.rest()  -> "Wh"
"""

from __future__ import annotations

import re

_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s)|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|Prof|St|No|approx)|\b[A-Z])\.$")
LONGEST = 1_500  # characters; what never ends is given out to be refused


class Splitter:
    """Collects pieces of text and hands out whole sentences, blanks around them taken off."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that this piece completes."""
        self._text += piece
        found = []
        while (end := self._next_end()) is not None:
            sentence = self._text[:end].strip()
            self._text = self._text[end:]
            if sentence:
                found.append(sentence)
        return found

    def rest(self) -> str:
        """What is left when no more comes."""
        left, self._text = self._text.strip(), ""
        return left

    def _next_end(self) -> int | None:
        for match in _END.finditer(self._text):
            head = self._text[: match.end()]
            if match.group().startswith("\n"):
                return match.end()
            if _ABBREVIATION.search(head) or _inside_quotation(head):
                continue
            return match.end()
        return len(self._text) if len(self._text) > LONGEST else None


def _inside_quotation(head: str) -> bool:
    """Whether a quotation is open where the sentence seems to end."""
    straight = head.count('"') % 2 == 1
    return straight or head.count("\u201c") > head.count("\u201d")
