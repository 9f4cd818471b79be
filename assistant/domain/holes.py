"""What a plan still lacks: named holes instead of filler (conversation.md, "The plan").

A hole is a key; how it reads lies in ``prompts/wording/holes.md``. Most important first.
"""

from __future__ import annotations

from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import FactKind

_KINDS: tuple[tuple[str, tuple[FactKind, ...]], ...] = (
    ("timeframe", (FactKind.TIMEFRAME,)),
    ("evidence", (FactKind.EVIDENCE,)),
    ("ask", (FactKind.ASK, FactKind.ROUTE)),
    ("meeting", (FactKind.MEETING,)),
    ("manager", (FactKind.MANAGER,)),
    ("manager_knows", (FactKind.MANAGER_KNOWS,)),
    ("gap", (FactKind.GAP,)),
    ("likes", (FactKind.LIKE,)),
    ("pushback", (FactKind.ANSWER,)),
    ("follow_up", (FactKind.FOLLOW_UP,)),
    ("witness", (FactKind.WITNESS,)),
    ("brings", (FactKind.BRINGS,)),
    ("fallback", (FactKind.FALLBACK,)),
    ("long_view", (FactKind.LONG_VIEW,)),
    ("self_rating", (FactKind.SELF_RATING,)),
    ("contact", (FactKind.CONTACT,)),
    ("confidence", (FactKind.CONFIDENCE,)),
    ("current_role", (FactKind.CURRENT_ROLE,)),
)


def holes(state: DialogueState) -> tuple[str, ...]:
    """The keys of everything nobody has said yet."""
    found = [] if state.targets else ["target"]
    found += [key for key, kinds in _KINDS if not state.has(*kinds)]
    return tuple(found)
