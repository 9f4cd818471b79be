"""The one question that would move a text up a level, in the person's own words where it can be."""

from __future__ import annotations

import zlib
from functools import lru_cache

from assistant.assessment.lexicon import DATA
from assistant.assessment.scoring import Facts
from assistant.content import read_text
from assistant.domain.specificity import Level, Missing, RoleMention, VagueSpan

_LONGEST_QUOTE = 60


@lru_cache(maxsize=1)
def _wordings() -> dict[str, list[str]]:
    """Case -> wordings; commas are part of a wording, so this list has its own reader."""
    text = read_text(DATA / "questions.txt")
    cases: dict[str, list[str]] = {}
    case = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            case = line[1:-1]
        elif line and not line.startswith("#"):
            cases.setdefault(case, []).append(line)
    return cases


def _case(text: str, level: Level, missing: list[Missing], quoted: str, facts: Facts) -> str:
    if not text.strip():
        return "empty"
    if level is Level.MEETING_READY:
        lacking = [m.value for m in (Missing.EVIDENCE, Missing.ASK) if m in missing]
        return lacking[0] if lacking else "ready"
    if level is Level.SPECIFIC:
        return "timeframe" if Missing.TIMEFRAME in missing else "support"
    if level is Level.DIRECTIONAL:
        if facts.undecided:
            return "list"
        if facts.rank and Missing.FUNCTION in missing and quoted:
            return "rank"
        return "direction quoted" if quoted else "direction"
    return "vague quoted" if quoted else "vague"


def _quote(text: str) -> str:
    shown = " ".join(text.split())
    return (
        shown
        if len(shown) <= _LONGEST_QUOTE
        else shown[: _LONGEST_QUOTE - 3].rsplit(" ", 1)[0] + "..."
    )


def next_question(
    text: str,
    level: Level,
    missing: list[Missing],
    roles: list[RoleMention],
    vague: list[VagueSpan],
    facts: Facts,
    direction: str = "",
) -> str:
    """One question; the same text always gets the same wording."""
    quoted = direction if level is Level.DIRECTIONAL else _longest(vague)
    case = _case(text, level, missing, quoted, facts)
    options = _wordings()[case]
    wording = options[zlib.crc32(text.encode("utf-8", "replace")) % len(options)]
    role = _quote(roles[0].text) if roles else ""
    return (
        wording.replace("{count}", str(len(roles))).replace("{role}", role).replace("{words}", _quote(quoted))
    )  # fmt: skip


def _longest(vague: list[VagueSpan]) -> str:
    return max((v.text for v in vague), key=len, default="")
