"""Short labels the pages share: stages, levels, days."""

from __future__ import annotations

from datetime import date, datetime

from assistant.domain.dialogue import Stage
from assistant.domain.specificity import Level

STAGES = {
    Stage.GOAL: "Goal",
    Stage.REALITY: "Reality",
    Stage.OPTIONS: "Options",
    Stage.WILL: "Will",
    Stage.REHEARSAL: "Rehearsal",
    Stage.FOLLOW_UP: "Follow-up",
}
LEVELS = {
    Level.VAGUE: "Vague",
    Level.DIRECTIONAL: "Directional",
    Level.SPECIFIC: "Specific",
    Level.MEETING_READY: "Meeting-ready",
}


def day(value: date | datetime) -> str:
    """A day as people write it: 4 March 2027."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """A day and time of this machine's zone: 4 March 2027, 14:05."""
    local = value.astimezone()
    return f"{day(local)}, {local:%H:%M}"


def day_of(text: str | None) -> str:
    """An ISO date as people write it; empty for what is none."""
    if not text:
        return ""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return ""


def count(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def level_name(value: str) -> str:
    """The name of a stored level; the stored word where it is none of ours."""
    return LEVELS[Level(value)] if value in set(Level) else value
