"""The time frame of the goal: a date ahead, introduced as a limit, beside what is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.dialogue import Slot, UserAct
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import AspirationAssessment
from assistant.understanding.acts import Heard
from assistant.understanding.meetings import tenures
from assistant.understanding.offered import RolesHeard
from assistant.understanding.plausible import DATE_SLOTS, dated_hedge
from assistant.understanding.saying import overlaps, piece, said
from assistant.understanding.tools import Tools
from assistant.understanding.turned_down import turned_down

SOON = timedelta(days=14)
# Said of oneself, these words want something.
WANT = re.compile(
    r"(?:^(?:just |really |basically )?(?:want|need|looking for|wanna)\b|\b(?:i(?:'?d| would)? (?:really |just |kind of |also |truly )?(?:want|like|love|hope|wish|aim|prefer)(?! (?:it|that|this) when)"
    r"|i(?:'?d| would) (?:\w+ )?(?:want|like|love|prefer|need)|i wanna|looking for|hoping (?:for|to)|interested in|ready for|time for|what i(?:'?d| would)?(?:'?m| am)? (?:\w+ )?(?:want|like|after)|keen (?:on|to)"
    r"|dream (?:of|is|job is)|i wan\b|i wish|i (?:really |just )?need (?:an?|some|more|something|out)\b(?! (?:\w+ )?(?:plan|document|form|answer|quick|word|minute|hand|line))|would like is|keep thinking (?:about|of)|thinking (?:about|of)|i could see myself|see myself|aspiration is|my (?:goal|aim|wish|ambition) is|wishing for|i should like|me want)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """A message as read so far."""

    heard: Heard
    assessment: AspirationAssessment
    roles: RolesHeard
    act: UserAct
    turn: int
    today: date
    tools: Tools


_INTRODUCED = re.compile(
    r"^(?:by|before|within|in|until|till|from|next|end of|the end of|spring|summer|autumn|fall|winter|q[1-4]|20\d\d|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_PRECEDED = re.compile(
    r"\b(?:by|before|within|until|till|for|come|in|from|when \w+ (?:retires?|leaves|goes)(?: in)?|early|late|start of|end of)(?: the| my)? $",
    re.I,
)
_PAST = re.compile(
    r"\b(?:since|ago|for|last|every|has|have|had|was|were|did|applied|told|promised|this)\b", re.I
)


def timeframe(
    heard: Heard,
    assessment: AspirationAssessment,
    facts: list[Fact],
    roles: RolesHeard,
    turn: int,
    today: date,
) -> list[Fact]:
    """The date of the goal: ahead, introduced as a limit, and not the meeting's or a tenure."""
    frame = assessment.timeframe
    if frame is None or frame.date is None or frame.date <= today + SOON or not _frames(heard):
        return []
    if turned_down(heard.message, frame.start, frame.end):
        return []
    if any(f.kind is FactKind.TIMEFRAME for f in facts):
        return []
    taken = [
        f
        for f in facts
        if f.kind
        in (
            FactKind.MEETING,
            FactKind.FOLLOW_UP,
            FactKind.TENURE,
            FactKind.EVIDENCE,
            FactKind.MANAGER_VIEW,
            FactKind.MANAGER_KNOWS,
        )
    ]
    spans = tenures(heard)
    if any(overlaps(f, frame.start, frame.end) for f in taken):
        return []
    if any(s.start < frame.end and frame.start < s.end for s in spans):
        return []
    bare = len(heard.words) <= 6
    before = heard.message[max(0, frame.start - 30) : frame.start]
    introduced = _INTRODUCED.match(frame.text) or _PRECEDED.search(before)
    mended = _MENDS_DATE.search(heard.message) is not None
    alone = bare or mended or dated_hedge(heard, today)
    if not alone and (not introduced or not _dates_goal(heard, frame.start, roles)):
        return []
    clause = piece(heard, frame.start, frame.end)
    return [said(FactKind.TIMEFRAME, clause, turn, heard, frame.date.isoformat())]


def _dates_goal(heard: Heard, at: int, roles: RolesHeard) -> bool:
    """Whether the sentence of a date speaks of what is wanted, and not of what was."""
    sentence = next((s for s in heard.sentences if s.start <= at <= s.end), None)
    if sentence is None:
        return False
    wants = WANT.search(sentence.text) or any(
        sentence.start <= (r.provenance.start or 0) <= sentence.end for r in roles.accepted
    )
    return bool(wants) or (bool(roles.accepted) and not _PAST.search(sentence.text))


# Words with which the date of the goal is put right, whatever was asked.
_MENDS_DATE = re.compile(
    r"\b(?:(?:date|deadline|time ?frame) (?:is|must|should|was|needs)|not (?:this|next) year|change the date|i (?:said|meant|mean) (?:by )?)\b",
    re.IGNORECASE,
)


def _frames(heard: Heard) -> bool:
    """Whether a date in this message can be the time frame of the goal.

    It can while the goal is open, or when it stands alone ("by next autumn") beside a question.
    """
    if heard.state.open_slot in _FRAME_SLOTS:
        return True
    known = heard.state.has(FactKind.TIMEFRAME)
    if known and _MENDS_DATE.search(heard.message):
        return True
    return not known and len(heard.words) <= 6 and heard.state.open_slot not in DATE_SLOTS


_FRAME_SLOTS = (Slot.WISH, Slot.TARGET, Slot.CHOICE, Slot.TIMEFRAME, Slot.MEMORY, Slot.ENVY, None)
