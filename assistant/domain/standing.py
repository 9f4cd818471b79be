"""Where the aspiration stands now on the specificity scale, from all that has been said.

The scale reads a sentence; a conversation says its parts in different turns. The same parts
count: a role said yes to, a time frame, and evidence, an ask or a next step.
"""

from __future__ import annotations

from assistant.domain.dialogue import DialogueState, Understanding, UserAct
from assistant.domain.goal import FactKind
from assistant.domain.specificity import Level

# Messages that say nothing of the goal, and must never be scored.
_OUTSIDE = (
    UserAct.SAFETY,
    UserAct.INJECTS,
    UserAct.ABUSES,
    UserAct.OFF_TOPIC,
    UserAct.OTHER_LANGUAGE,
    UserAct.ASKS,
)
_SUPPORT = (FactKind.EVIDENCE, FactKind.ASK)


def specificity_now(state: DialogueState, heard: Understanding) -> tuple[Level, int]:
    """Level and score (0..100) after a message; ``state`` has it heard."""
    if state.targets:
        return _with_target(state)
    before = state.level
    if heard.act in _OUTSIDE or (heard.act is UserAct.BLANK and state.turn > 1):
        return before, state.score
    if state.functions or heard.level is Level.DIRECTIONAL:
        low, high = Level.DIRECTIONAL.band
        extra = 8 * state.has(FactKind.LIKE) + 6 * state.has(FactKind.TIMEFRAME)
        return Level.DIRECTIONAL, min(high, max(low + 4 + extra, heard.score))
    if before is Level.DIRECTIONAL and not heard.drops_target:
        return before, max(state.score, before.band[0])
    low, high = Level.VAGUE.band
    extra = 6 * state.has(FactKind.LIKE) + 4 * state.has(FactKind.DISLIKE)
    score = heard.score if heard.level is Level.VAGUE else high
    return Level.VAGUE, min(high, max(low, score) + extra)


def _with_target(state: DialogueState) -> tuple[Level, int]:
    dated = state.has(FactKind.TIMEFRAME)
    supported = state.has(*_SUPPORT)
    level = Level.MEETING_READY if dated and supported else Level.SPECIFIC
    low, high = level.band
    parts = (
        dated,
        state.has(FactKind.EVIDENCE),
        state.has(FactKind.ASK),
        state.has(FactKind.GAP),
        state.has(FactKind.FOLLOW_UP),
    )
    return level, min(high, low + 5 * sum(parts))


def missing_now(state: DialogueState) -> tuple[str, ...]:
    """What is still missing, in the scale's vocabulary."""
    missing = []
    if not state.targets:
        if not state.functions:
            missing.append("function")
        missing.append("role")
    if not state.has(FactKind.TIMEFRAME):
        missing.append("timeframe")
    if not state.has(FactKind.EVIDENCE):
        missing.append("evidence")
    if not state.has(FactKind.ASK):
        missing.append("ask")
    return tuple(missing)
