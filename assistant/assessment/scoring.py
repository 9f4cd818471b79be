"""Level, score and missing parts from what was found: the scale's law in one place."""

from __future__ import annotations

from typing import NamedTuple

from assistant.domain.specificity import Level, Missing, RoleMention, TimeframeMention

OPEN_LIST = 3  # the same when the text says that any of them would do
LONG_LIST = 4  # so many alternatives without a preference are a direction, no role


class Facts(NamedTuple):
    """What counts in a text: only wishes that stand, only dates that date the role."""

    roles: list[RoleMention]
    functions: list[str]
    kind: bool
    move: bool
    rank: bool
    taken_back: bool
    preferred: bool
    timeframe: TimeframeMention | None
    evidence: int
    asks: int
    next_steps: int
    open_list: bool = False
    family: bool = False  # a title that stands names a job family, listed or not
    titled: bool = False  # a role is named by a title or a rank, not only pointed at

    @property
    def undecided(self) -> bool:
        """A long list of roles with no preference."""
        longest = OPEN_LIST if self.open_list else LONG_LIST
        return len(self.roles) >= longest and not self.preferred

    @property
    def role_named(self) -> bool:
        """Whether a target role is named that counts."""
        return bool(self.roles) and not self.undecided

    @property
    def supported(self) -> bool:
        """Whether evidence, an ask or a next step stands beside the role."""
        return bool(self.evidence or self.asks or self.next_steps)


def decide_level(facts: Facts) -> Level:
    """The level by the scale: role, then time frame with support; else direction; else vague."""
    if facts.role_named:
        ready = facts.timeframe is not None and facts.supported
        return Level.MEETING_READY if ready else Level.SPECIFIC
    if facts.roles or facts.functions or facts.kind or facts.move or facts.rank:
        return Level.DIRECTIONAL
    return Level.VAGUE


def score_of(level: Level, facts: Facts, vague: int, words: int) -> int:
    """A score inside the level's band: more with every part that is there, less with vague words."""
    low, high = level.band
    points = 6 if words else 0
    points += 5 if facts.functions else 2 if facts.kind else 0
    points += 4 if facts.timeframe else 0
    points += 3 * min(facts.evidence, 2) + 3 * min(facts.asks, 2) + 2 * min(facts.next_steps, 1)
    points += 2 if facts.rank and level is Level.DIRECTIONAL else 0
    points += 3 if facts.roles and len(facts.roles) <= 2 else 0
    points -= min(vague, 4)
    return max(low, min(high, low + points))


def missing_parts(facts: Facts) -> list[Missing]:
    """What is still missing, in the order in which it is asked for."""
    lacking: list[Missing] = []
    if not facts.functions and not facts.family:
        lacking.append(Missing.FUNCTION)
    if not facts.role_named:
        lacking.append(Missing.ROLE)
    if not (facts.roles and facts.titled) and not facts.rank:
        lacking.append(Missing.LEVEL)
    if facts.timeframe is None:
        lacking.append(Missing.TIMEFRAME)
    if not facts.evidence:
        lacking.append(Missing.EVIDENCE)
    if not facts.asks:
        lacking.append(Missing.ASK)
    return lacking
