"""The days a plan counts with: the meeting, the follow-up, and due days between them.

    timing.due(14)            two weeks after the meeting, on a workday, before the follow-up
    timing.prepare(1)         the workday before the meeting, or None when it is too close

Without a meeting the plan counts from a workday two weeks ahead, and says so. Defaults: follow-up
four weeks after the meeting (methods E3), thank-you note after three days (F1), agenda seven days
and preparation one day before the follow-up (F4, F5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.calendar import add_months, month_or_day, workday, workday_before
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind
from assistant.domain.plan import Day, FollowUp, Value
from assistant.planning.ledger import (
    Ledger,
    as_day,
    computed_day,
    proposed,
    proposed_day,
    workday_meant,
)
from assistant.planning.wording import PlanWording

MEETING_AHEAD = timedelta(days=14)
FOLLOW_UP_AFTER = timedelta(weeks=4)
THANK_AFTER = 3
DECISION_AFTER = 14


def day_in(fact: Fact | None) -> date | None:
    """The day in a fact's value; None when it holds none that can be read."""
    if fact is None or not fact.value:
        return None
    try:
        return date.fromisoformat(fact.value)
    except ValueError:
        return None


def quiet_over(day: date) -> date:
    """The day, or the first workday after the turn of the year when hardly anybody is in."""
    if (day.month, day.day) >= (12, 24):
        return workday(date(day.year + 1, 1, 2))
    return workday(day, 1) if (day.month, day.day) == (1, 1) else day


def talk_day(day: date) -> date:
    """A workday for a talk, with a workday before it to get ready: no Monday."""
    day = quiet_over(workday(day))
    return day + timedelta(days=1) if day.weekday() == 0 else day


@dataclass(frozen=True)
class Timing:
    """Today, the meeting, the time frame and the follow-up; ``base`` is where counting starts."""

    today: date
    meeting: Day
    has_meeting: bool
    follow_up: FollowUp
    has_follow_up: bool
    frame: date | None

    @property
    def base(self) -> date:
        """The meeting, or today when it is over."""
        return max(self.meeting.day, self.today)

    @property
    def next_talk(self) -> date:
        """The meeting, or the follow-up when the meeting is over."""
        return self.meeting.day if self.meeting.day >= self.today else self.follow_up.day.day

    @property
    def first(self) -> date:
        """The first workday on which something can be done after the meeting."""
        return workday(max(self.base, self.today + timedelta(days=1)))

    def due(self, days: int, *events: date | None) -> date:
        """A workday so many days after the meeting, no later than the follow-up or an event."""
        day = quiet_over(workday(self.base, days))
        for event in (self.follow_up.day.day, *events):
            if event is not None and self.first <= event < day:
                day = max(workday_before(event, 0), self.first)
        return day

    def prepare(self, days: int) -> date | None:
        """A workday so many days before the meeting but not before today; None when none fits."""
        day = max(workday_before(self.meeting.day, days), workday(self.today))
        return day if day < self.meeting.day else None

    def before_meeting(self, days: int) -> date:
        """``prepare``, or shortly after the meeting when there is no time before it."""
        return self.prepare(days) or self.due(5)

    def window(self, first: int, last: int) -> tuple[date, date]:
        """A horizon in months from today, both ends included."""
        return add_months(self.today, first), add_months(self.today, last)


def read_timing(state: DialogueState, ledger: Ledger, wording: PlanWording) -> Timing:
    """The days the state gives, the missing ones proposed."""
    today = ledger.today
    met = state.last(FactKind.MEETING)
    day = day_in(met)
    if met is not None and day is not None:
        meeting = ledger.day_of(met, day)
    else:
        meeting = proposed_day(talk_day(today + MEETING_AHEAD))
    base = max(meeting.day, today)
    again = state.last(FactKind.FOLLOW_UP)
    next_day = day_in(again)
    if again is not None and next_day is not None and next_day > today:
        follow_up, agreed = ledger.day_of(again, workday_meant(again, next_day)), True
    else:
        follow_up, agreed = proposed_day(talk_day(base + FOLLOW_UP_AFTER)), False
    return Timing(
        today=today,
        meeting=meeting,
        has_meeting=day is not None,
        follow_up=_follow_up(follow_up, today, wording),
        has_follow_up=agreed,
        frame=day_in(frame_fact(state)),
    )


def _follow_up(day: Day, today: date, wording: PlanWording) -> FollowUp:
    def ahead(days: int) -> Day:
        earliest = min(workday(today), day.day)
        return computed_day(max(workday_before(day.day, days), earliest))

    return FollowUp(
        day=day,
        agenda=ahead(7),
        preparation=ahead(1),
        cadence=proposed(wording.line("cadence")),
        minutes=proposed(wording.line("minutes")),
    )


def thank_you_day(timing: Timing) -> Day:
    """Three days after the meeting, on a workday; the next workday when that has passed."""
    day = workday(timing.meeting.day, THANK_AFTER)
    return computed_day(max(day, workday(timing.today)))


def frame_fact(state: DialogueState) -> Fact | None:
    """The newest time frame that is not a length of service ("11 years" of the job so far)."""
    served = {(fact.provenance.turn, fact.text.casefold()) for fact in state.of(FactKind.TENURE)}
    told = [
        fact
        for fact in state.of(FactKind.TIMEFRAME)
        if (fact.provenance.turn, fact.text.casefold()) not in served
    ]
    return told[-1] if told else None


def frame_value(state: DialogueState, ledger: Ledger) -> Value | None:
    """The time frame as it is printed: the month or day it means, traced to the words."""
    fact = frame_fact(state)
    if fact is None:
        return None
    day = day_in(fact)
    if day is None:
        return ledger.said(fact)
    return as_day(ledger.traced(month_or_day(day), fact), day)
