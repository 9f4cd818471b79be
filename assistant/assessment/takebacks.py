"""Roles that are named and taken back: "Surveyor, or whatever there is", "scratch that"."""

from __future__ import annotations

from typing import NamedTuple

from assistant.assessment.cues import Cues


class Standing(NamedTuple):
    """Places up to which named roles no longer stand, and whether a preference is stated."""

    retracted: int
    opened: int
    opened_from: int
    preferred: bool
    open_list: bool = False

    @property
    def taken_back(self) -> bool:
        """Whether anything was taken back at all."""
        return self.retracted > 0 or self.opened > 0

    def dropped(self, last: int, *, is_field: bool = False) -> bool:
        """Whether something that ends at word `last` was taken back; fields survive an opening up."""
        if last <= self.retracted:
            return True
        return not is_field and self.opened_from < last <= self.opened


def standing(cues: Cues) -> Standing:
    """What the take-backs of a text leave standing.

    "Or whatever there is" takes back the roles of its own and the preceding sentence; a retraction
    ("scratch that") everything before it.
    """
    retracted, opened, opened_from, preferred = 0, 0, 0, False
    open_list = any(h.label == "no preference" for h in cues.found["take-back"])
    words = cues.words
    for hit in cues.found["take-back"]:
        if hit.label == "retract":
            if words.phrase(hit.first, hit.last) != "or not" or hit.last < len(words):
                retracted = hit.first
        elif hit.label == "takeback":
            opened = hit.first
            begin = words.clause_start(hit.first, 3) if hit.first < len(words) else 0
            opened_from = words.clause_start(begin - 1, 3) if begin else 0
        elif hit.label == "prefer":
            preferred = True
    return Standing(retracted, opened, opened_from, preferred, open_list)
