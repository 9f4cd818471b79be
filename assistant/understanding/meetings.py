"""The meeting: its day, its kind, with whom; and how long the person has done the job.

A day is the meeting's when the question was about it, when it stands beside a word for such a
meeting, or in an opening message that dates nothing else. "11 years" is tenure, never a date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.domain.calendar import add_months, workday
from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind, Origin, Provenance
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.people import DAY_WITH, manager_name, manager_role
from assistant.understanding.saying import said
from assistant.understanding.text import Clause
from assistant.understanding.turned_down import standing_dates

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?(?: ?1/2)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty)"
)
TENURE = re.compile(
    rf"\b(?:(?:nearly|almost|over|about|around|some) )?{_NUMBER}(?: and a half|[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"\+? ?-?(?:years?|yrs?|yr|months?|seasons?|decades?)(?:'|\u2019)?\b",
    re.IGNORECASE,
)
_ORDINAL_TENURE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|\d(?:st|nd|rd|th)) (?:year|season|summer|winter)\b",
    re.I,
)
# Before a number of years these make it a stretch of the future, or of somebody's life.
_NOT_TENURE = re.compile(
    r"(?:\b(?:in|within|next|another|for the next|aged?|last|every|last) (?:the )?(?:next )?|\bi(?:'?m| am) |\d )$",
    re.I,
)
_NOT_TENURE_AFTER = re.compile(r"\s*(?:old\b|ago\b|of age|running|from now|time\b|'s? time)", re.I)
_KIND = re.compile(
    r"\b(?:(?:annual|yearly|quarterly|monthly|half[- ]yearly|mid[- ]year|end[- ]of[- ](?:year|season|block)|career|development|performance"
    r"|progress|progression|staff|year[- ]?end|personal|growth|contract|target|role|future|skills|check[- ]in|pay|and|my|our|crew|PI|salary) ){0,4}"
    r"(?:reviews?|appraisals?|one[- ]to[- ]ones?|1[:-](?:1|2-1)|1 ?on ?1|121|one[- ]on[- ]ones?|catch[- ]?ups?|pdrs?|pdp|ipr"
    r"|supervision|check[- ]?ins?|sit[- ]?down|skip[- ]level|sessions?|talks?|meetings?|chats?|interview|conversations?|discussions?|convo)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\bin (?:about |around |roughly )?({_NUMBER}) ?(min(?:ute)?s?|hours?|hrs?|days?|weeks?|wks?)\b",
    re.I,
)
# "Every second Saturday" is a shift, and no day of a talk.
_RECURS = re.compile(
    r"\b(?:every|each|most|alternate|per|any)(?: (?:other|second|third|fourth|single|few|odd|1st|2nd|3rd))? $",
    re.I,
)
_NUMERIC = re.compile(r"(?<![\d.])([0-3]?\d)\.(1[0-2]|0?[1-9])\.(?!\d)")
_WORDED = re.compile(
    r"\bthe (?:(\d{1,2})(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth))\b"
    r"(?! (?:of|one|two|role|option|time|thing|year|day|week|month|line|name|job|part|person|half|quarter)\b)",
    re.I,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_COUNTS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_BY = re.compile(r"(?:by|before|until|till|within|from|since|after)\b", re.I)
_BY_LEFT = re.compile(r"\b(?:by|before|until|till|since|after|from)(?: the)? $", re.I)
_MEETS = re.compile(
    rf"{DAY_WITH}(?-i:[A-Z])|\b(?:seeing|sees?|meet(?:s|ing)?|in with|in front of|sit(?:ting|s)? down|sat down|with my (?:\w+ )?(?:boss|manager"
    r"|supervisor|lead|head|director)|wants? (?:me|'?a word|to (?:see|talk|speak|hear|discuss)|speak)|a word|coming in|calls? (?:me|round)|appraise[sd]?)\b",
    re.IGNORECASE,
)
_FORM = re.compile(r"\bform\b.{0,12}\bdue\b|\bdue\b", re.I)


def tenures(heard: Heard) -> list[Clause]:
    """The stretches of time a message says a job has been done for."""
    message = heard.message
    found = []
    for match in (*TENURE.finditer(message), *_ORDINAL_TENURE.finditer(message)):
        before, after = (
            message[max(0, match.start() - 24) : match.start()],
            message[match.end() :][:12],
        )
        if not _NOT_TENURE.search(before) and not _NOT_TENURE_AFTER.match(after):
            found.append(Clause(match.group(), match.start(), match.end()))
    return found


def people_and_meeting(heard: Heard, turn: int, today: date) -> Iterator[Fact]:
    """Manager, meeting and tenure, wherever a message gives them."""
    name = manager_name(heard.message, heard.lexicon) if _may_name(heard) else None
    if name is not None and heard.state.has(FactKind.MANAGER) and _only_a_day_with(heard):
        name = None  # a day with a colleague
    if (
        name is None
        and heard.state.open_slot in (None, Slot.WISH, Slot.MEETING)
        and not heard.state.has(FactKind.MANAGER)
    ):
        name = manager_role(heard.message)
    if name is not None:
        at = Provenance(origin=Origin.SAID, turn=turn, start=name.start, end=name.end)
        yield Fact(kind=FactKind.MANAGER, text=name.text, provenance=at)
    yield from meeting_facts(heard, turn, today)
    if heard.state.open_slot in _TENURE_SLOTS and (spans := tenures(heard)):
        yield said(FactKind.TENURE, spans[0], turn, heard)


def _only_a_day_with(heard: Heard) -> bool:
    """Whether a name stands behind a day alone, with no word for a manager or a meeting."""
    return re.search(DAY_WITH, heard.message) is not None and not _KIND.search(heard.message)


def _may_name(heard: Heard) -> bool:
    """Whether a name in this message can be the manager's: introductions, the meeting, "my boss ..."."""
    if heard.state.open_slot in (None, Slot.WISH, Slot.MEETING, Slot.CURRENT_ROLE):
        return True
    return _MY_BOSS.search(heard.message) is not None


_MY_BOSS = re.compile(
    r"\b(?:my|our) (?:new |line |direct |team )?(?:boss|manager|supervisor|lead|head|director|chief)\b(?:'s|\u2019s| is| called|,)|\b(?:report|answer) to\b|\b(?:talk|review|appraisal|meeting|chat|1[:-]1|121) (?:\w+ ){0,6}with\b"
    r"|" + DAY_WITH + r"(?-i:[A-Z])",
    re.IGNORECASE,
)
_TENURE_SLOTS = (None, Slot.WISH, Slot.CURRENT_ROLE)


def meeting_facts(heard: Heard, turn: int, today: date, *, asked: bool = False) -> Iterator[Fact]:
    """The day of the meeting and its kind, when the message gives them."""
    kind = next((m for m in _KIND.finditer(heard.message) if not _verb(heard.message, m)), None)
    opening = heard.state.open_slot in (None, Slot.WISH) and heard.state.turn == 0
    if kind is None and not asked and not opening and not _MEETS.search(heard.message):
        return
    if kind is not None and (asked or opening):
        clause = Clause(kind.group().strip(), kind.start(), kind.end())
        yield said(FactKind.MEETING_KIND, clause, turn, heard)
    ranked = sorted(_days(heard, today), key=lambda d: not _near_meeting(heard, d[0]))
    for clause, day in ranked:
        free = opening and not _BY.match(clause.text) and not _FORM.search(heard.message)
        if _BY_LEFT.search(heard.message[: clause.start]) and not _MEETS.search(heard.message):
            continue
        if not asked and not free and not _near_meeting(heard, clause):
            continue
        if 0 <= (day - today).days <= (400 if asked else 120):
            yield said(FactKind.MEETING, clause, turn, heard, day.isoformat())
            return


def _verb(message: str, match: re.Match[str]) -> bool:
    """Whether the word is something done ("to talk", "we meet"), not a meeting."""
    return bool(
        re.search(r"\b(?:to|i|we|they|he|she|you|don'?t|can) $", message[: match.start()], re.I)
    )


def _days(heard: Heard, today: date) -> list[tuple[Clause, date]]:
    """The days a message names; of two that stand together the more exact one."""
    found = [
        *_numeric(heard, today),
        *_dated(heard, today),
        *_spans(heard, today),
        *_nth(heard, today),
    ]
    kept: list[tuple[Clause, date]] = []
    for clause, day in found:
        if _RECURS.search(heard.message[: clause.start]):
            continue
        if not any(clause.start < k.end and k.start < clause.end for k, _ in kept):
            kept.append((clause, day))
    return [
        (c, d) for c, d in kept if not any(0 <= k.start - c.end <= 2 and _exact(k) for k, _ in kept)
    ]


def _exact(clause: Clause) -> bool:
    return any(c.isdigit() for c in clause.text)


def _dated(heard: Heard, today: date) -> Iterator[tuple[Clause, date]]:
    past = tenures(heard)
    for mention in standing_dates(heard.message, today):
        if mention.date is None or mention.granularity not in (
            "day",
            "week",
            "duration",
            "festival",
        ):
            if mention.date is None or not re.match(r"(?:at the )?end of", mention.text, re.I):
                continue
        if any(t.start < mention.end and mention.start < t.end for t in past):
            continue
        day = mention.date
        if mention.granularity == "week":
            # Some day of that week: what is to be ready for it is ready for its first day.
            day = max(day - timedelta(days=day.weekday()), workday(today, 1))
        yield Clause(mention.text, mention.start, mention.end), day


def _numeric(heard: Heard, today: date) -> Iterator[tuple[Clause, date]]:
    """As in "8.12." as it is written on much of the continent: the next such day."""
    for match in _NUMERIC.finditer(heard.message):
        day, month = int(match[1]), int(match[2])
        year = today.year + ((month, day) < (today.month, today.day))
        if 1 <= day <= monthrange(year, month)[1]:
            yield Clause(match.group(), match.start(), match.end()), date(year, month, day)


def _spans(heard: Heard, today: date) -> Iterator[tuple[Clause, date]]:
    """As in "in 15 min", "in about two weeks"."""
    for match in _SPAN.finditer(heard.message):
        word = match[1].casefold()
        number = int(word) if word.isdigit() else _COUNTS.get(word, 1)
        unit = match[2].casefold()
        days = 0 if unit[0] in "mh" else number * (7 if unit[0] == "w" else 1)
        if days <= 120:
            yield Clause(match.group(), match.start(), match.end()), today + timedelta(days=days)


def _nth(heard: Heard, today: date) -> Iterator[tuple[Clause, date]]:
    """As in "the 16th", "the tenth": the next such day."""
    for match in _WORDED.finditer(heard.message):
        number = int(match[1]) if match[1] else _ORDINALS.index(match[2].casefold()) + 1
        if match[2] and number < 4:
            continue  # "the first" counts things more often than days
        month = today if number >= today.day else add_months(today.replace(day=1), 1)
        if 1 <= number <= monthrange(month.year, month.month)[1]:
            yield Clause(match.group(), match.start(), match.end()), month.replace(day=number)


def _near_meeting(heard: Heard, clause: Clause) -> bool:
    for sentence in heard.sentences:
        if sentence.start <= clause.start and clause.end <= sentence.end + 1:
            words = cue_pattern("meeting_words").search(sentence.text)
            return bool(words or _MEETS.search(sentence.text))
    return False
