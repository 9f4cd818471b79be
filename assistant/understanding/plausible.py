"""Whether a message can be the answer to the open question at all, judged by its type.

A date, a number, a bare yes, a command to the coach or a question is no ask and no strength: the
slot then stays open and is asked for by another route.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.assessment.timeframe import find_dates
from assistant.domain.dialogue import Slot, UserAct
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.text import words_of

# Slots with a form of their own: their readers find that form or nothing, whatever the act.
TYPED_SLOTS = frozenset(
    {
        Slot.TIMEFRAME,
        Slot.MEETING,
        Slot.FOLLOW_UP,
        Slot.CONFIDENCE,
        Slot.SELF_RATING,
        Slot.CURRENT_ROLE,
        Slot.NEW_DATE,
    }
)
DATE_SLOTS = (
    *(Slot.TIMEFRAME, Slot.MEETING, Slot.FOLLOW_UP, Slot.ASK, Slot.EVIDENCE_DETAIL),
    *(Slot.PROMISE_DETAIL, Slot.FIRST_STEP, Slot.REFUSAL_REASON),
)
LIKING_SLOTS = (Slot.MEMORY, Slot.ENVY, Slot.LIKES, Slot.CONTRAST)
_NUMBER_SLOTS = (Slot.CONFIDENCE, Slot.EVIDENCE, Slot.EVIDENCE_DETAIL, Slot.ROUTE, Slot.CONTRAST)
_YES_NO_SLOTS = (Slot.MANAGER_KNOWS, Slot.FOLLOW_UP, Slot.ROUTE, Slot.GAP, Slot.OUTCOME)
# With these acts the person did something else than answer.
_NO_ANSWER = frozenset(
    {
        UserAct.ASKS,
        UserAct.DELEGATES,
        UserAct.REQUESTS_PLAN,
        UserAct.CLOSES,
        UserAct.VENTS,
        UserAct.GREETS,
        UserAct.OFF_TOPIC,
        UserAct.CHANGES_MIND,
        UserAct.BLANK,
    }
)
_REFUSAL_SLOTS = (
    *(Slot.FALLBACK, Slot.MANAGER_KNOWS, Slot.ROUTE, Slot.GAP, Slot.ANTI_GOAL),
    *(Slot.OUTCOME, Slot.REFUSAL_REASON),
)
_NUMBER = re.compile(
    r"(?:about |maybe |a |say )?(?:\d{1,3}|"
    + "|".join("one two three four five six seven eight nine ten".split())
    + r")(?: ?/ ?10| out of (?:10|ten))?"
)


def can_answer(slot: Slot, heard: Heard, act: UserAct, today: date) -> bool:
    """Whether the message may be read as the answer to ``slot``."""
    if slot in TYPED_SLOTS:
        return act not in (UserAct.OFF_TOPIC, UserAct.BLANK)
    if act in _NO_ANSWER or (act is UserAct.REFUSES and slot not in _REFUSAL_SLOTS):
        return False
    if act is UserAct.HURRIES and heard.has("hurry") and not re.search(r"\d", heard.message):
        return False
    if _NUMBER.fullmatch(heard.bare):
        return slot in _NUMBER_SLOTS
    if only_a_date(heard, today) or (slot in LIKING_SLOTS and dated_hedge(heard, today)):
        return slot in DATE_SLOTS
    if slot in LIKING_SLOTS and (_asks_of_manager(heard) or _of_others(heard)):
        return False
    if only_yes_or_no(heard):
        return slot in _YES_NO_SLOTS
    return not is_command(heard)


def only_a_date(heard: Heard, today: date) -> bool:
    """Whether a message is a date and little else."""
    dates = find_dates(heard.message, today)
    covered = sum(len(words_of(mention.text)) for mention in dates)
    return bool(dates) and len(heard.words) - covered <= 2


def dated_hedge(heard: Heard, today: date) -> bool:
    """Whether a message is a date with its condition: "maybe in two years, depending on the exam"."""
    dates = find_dates(heard.message, today)
    if not dates or dates[0].start > HEDGED:
        return False
    condition = _CONDITION.search(heard.message, dates[-1].end)
    behind = heard.message[dates[-1].end : condition.start() if condition else None]
    return all(w in heard.lexicon.function_words for w in words_of(behind))


def _asks_of_manager(heard: Heard) -> bool:
    """Whether a message is a request that somebody else could grant, and no liking."""
    return _REQUEST.search(heard.message) is not None


def _of_others(heard: Heard) -> bool:
    """Whether a message only says what somebody else does, thinks or knows."""
    return len(heard.sentences) == 1 and _OTHERS.match(heard.bare) is not None


_OTHERS = re.compile(
    r"(?:no,? |yes,? |well,? )?(?:she|he|they|my (?:boss|manager|supervisor))(?:'s|'ll|'d| is| has| does| will| would|\b)(?: (?:not|n't))? ?(?:doesn'?t|don'?t|knows?|thinks?|says?|said|saw|heard|wants?|will|would|has|is|never|isn'?t|hasn'?t)\b",
    re.IGNORECASE,
)
HEDGED = 20  # characters that may stand before the date: "I suppose maybe in"
_CONDITION = re.compile(r"\b(?:depend\w*|if|unless|as long as|provided|subject to)\b", re.I)
_REQUEST = re.compile(
    r"\b(?:i(?:'?d|'?ll| would| will| could| might)(?: \w+){0,2} ask (?:for )?(?:him|her|them|my \w+|to)|ask (?:him|her|them|my (?:boss|manager)) (?:to|for|whether|if))\b",
    re.IGNORECASE,
)


def only_yes_or_no(heard: Heard) -> bool:
    """Whether a message says yes or no and nothing else."""
    rest = heard.bare
    for cue in ("yes", "no"):
        rest = cue_pattern(cue).sub(" ", rest)
    left = [w for w in words_of(rest) if w not in heard.lexicon.leads | heard.lexicon.tails]
    return not left


def is_command(heard: Heard) -> bool:
    """Whether a message only tells the coach what to do ("just write the lines for me now")."""
    if len(heard.words) > 12:
        return False
    rest = re.sub(
        r"^(?:(?:ok|okay|just|please|pls|now|so|and|well|right|can you|could you)\W+)+",
        "",
        heard.bare,
    )
    match = cue_pattern("commands").match(rest)
    if match is None:
        return False
    left = words_of(rest[match.end() :])
    return sum(w not in heard.lexicon.function_words for w in left) <= 2
