"""Targets said to be targets: claimed outright ("my target is X"), or put back after a drop.

Whatever was asked, and whatever was refused before, a title that the person calls the target is
it; "put it back" and "where did I say otherwise?" undo the last drop.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Origin, Provenance, RoleStanding, RoleStatus
from assistant.domain.specificity import RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.offered import NEGATED
from assistant.understanding.text import Clause

_BETWEEN = re.compile(r"[\s:,\"'\u201c\u2018-]*(?:(?:an?|the|to be|to become|still|now)\s+)*", re.I)


def claims(heard: Heard, mention: RoleMention) -> bool:
    """Whether the words beside a title call it the target ("my target is ...", "... is my goal")."""
    if mention.status is MentionStatus.REJECTED:
        return False
    for cue in cue_pattern("claims_before").finditer(heard.message, 0, mention.start):
        if _BETWEEN.fullmatch(heard.message[cue.end() : mention.start]):
            return True
    rest = heard.message[mention.end :]
    gap = re.match(r"[\s,\"'\u201d\u2019]*", rest)
    return cue_pattern("claims_after").match(rest, gap.end() if gap else 0) is not None


def puts_back(heard: Heard) -> bool:
    """Whether a message undoes the last drop, with or without the title."""
    return bool(heard.state.dropped) and bool(_restored(heard))


def concerns_target(text: str, state: DialogueState) -> bool:
    """Whether a sentence strikes, claims or puts back a target, though it speaks to the coach."""
    if any(cue_pattern(cue).search(text) for cue in ("claims_before", "claims_after")):
        return True
    if state.dropped and cue_pattern("puts_back").search(text):
        return True
    named = any(target.title.casefold() in text.casefold() for target in state.targets)
    return named and NEGATED.search(text) is not None


def undoing(heard: Heard) -> list[Clause]:
    """The sentences that only put a target back: no fact is told in them."""
    if not puts_back(heard):
        return []
    return [s for s in heard.sentences if cue_pattern("puts_back").search(s.text)]


def restored(heard: Heard, gone: list[RoleStanding], turn: int) -> list[RoleStanding]:
    """The dropped targets that are targets again; ``gone`` are those refused in this message."""
    out = {standing.title.casefold() for standing in gone}
    return [
        standing.model_copy(
            update={
                "status": RoleStatus.ACCEPTED,
                "provenance": Provenance(origin=Origin.SAID, turn=turn),
            }
        )
        for standing in _restored(heard)
        if standing.title.casefold() not in out
    ]


def _restored(heard: Heard) -> tuple[RoleStanding, ...]:
    dropped = heard.state.dropped
    text = heard.message.casefold()
    named = tuple(s for s in dropped if s.title.casefold() in text)
    undone = cue_pattern("puts_back").search(heard.message)
    if named and (undone or heard.has("keeps_title")):
        return named
    if undone is None:
        return ()
    back = cue_pattern("brings_back").search(heard.message)
    return dropped if back or not heard.state.targets else ()
