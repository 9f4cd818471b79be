"""The grammar of dates: what is one, what it resolves to, what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assessment import assess
from assistant.assessment.calendar_words import easter
from assistant.assessment.timeframe import find_dates

TODAY = date(2026, 11, 24)  # a Tuesday


def read_time_frames() -> list[tuple[str, str, str]]:
    """Today, label and text of every line of the list beside this file."""
    lines = Path(__file__).with_name("time_frames.txt").read_text("utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if not line.startswith("#")]
    return [(today.strip(), label.strip(), text.strip()) for today, label, text in rows]


RESOLVED = [
    ("2027-09-30", "2027-09-30"), ("3 December", "2026-12-03"), ("Dec 3rd 2027", "2027-12-03"),
    ("the 3rd of December 2027", "2027-12-03"), ("30/09/2027", "2027-09-30"), ("by 25/12", "2026-12-25"),
    ("Thursday", "2026-11-26"), ("next Tuesday", "2026-12-01"), ("Thursday week", "2026-12-03"),
    ("a week on Friday", "2026-12-04"), ("tomorrow", "2026-11-25"), ("in two weeks", "2026-12-08"),
    ("within 18 months", "2028-05-24"), ("in a year and a half", "2028-05-24"), ("in eighteen months", "2028-05-24"),
    ("12-18 months from now", "2028-05-24"), ("in two to three years", "2029-11-24"),
    ("over the next three years", "2029-11-24"), ("in a year or two", "2028-11-24"),
    ("by Q3 2027", "2027-09-30"), ("H1", "2027-06-30"), ("first half of 2027", "2027-06-30"),
    ("by the end of next year", "2027-12-31"), ("the year after next", "2028-12-31"), ("by 2030", "2030-12-31"),
    ("next spring", "2027-05-31"), ("summer 2027", "2027-08-31"), ("by October", "2027-10-31"),
    ("in March", "2027-03-31"), ("before March", "2027-02-28"), ("by Easter", "2027-03-28"),
    ("by Diwali 2027", "2027-10-29"), ("before Christmas", "2026-12-24"), ("by May '27", "2027-05-31"),
    ("between March and May", "2027-05-31"), ("spring or summer 2027", "2027-08-31"), ("2027/28", "2028-12-31"),
    ("before my review in March", "2027-03-31"), ("when the Leeds branch opens in May", "2027-05-31"),
    ("this time next year", "2027-11-24"), ("Ward manager. Two years.", "2028-11-24"), ("two years max", "2028-11-24"),
    ("by summer 27", "2027-08-31"), ("1 Apr 27", "2027-04-01"), ("Q3/Q4 2027", "2027-12-31"),
    ("the first half of the year", "2027-06-30"), ("before the year is out", "2026-12-31"), ("by '28", "2028-12-31"),
    ("before 2027 is over", "2027-12-31"), ("on the first Monday in March", "2027-03-01"), ("mid-year", "2027-06-30"),
    ("the last Friday of next month", "2026-12-25"), ("in the second week of February", "2027-02-14"),
    ("3rd qtr 2027", "2027-09-30"), ("by the 15th of next month", "2026-12-15"), ("the turn of the year", "2026-12-31"),
    ("in six months' time", "2027-05-24"), ("by year end", "2026-12-31"), ("by the end of the decade", "2029-12-31"),
]  # fmt: skip

NO_DATES = [
    "by the time I'm 40", "by 40", "someday", "soon", "eventually", "some years from now", "in a few years",
    "once the branch opens", "I may go", "we march in and sat down", "We sat in the sun", "the second nurse",
    "I second that", "24/7 care", "50 people", "10 years of experience", "I have 10 years in care", "every Monday",
    "a fall from grace", "spring into action", "room 12", "10 to 12 people", "half of it", "4000 parcels",
]  # fmt: skip

OPEN = [
    "by 3/12",
    "FY27",
    "by the end of the financial year",
    "after half term",
    "by the start of next school year",
]


@pytest.mark.parametrize(("text", "day"), RESOLVED)
def test_last_acceptable_day(text: str, day: str) -> None:
    mentions = find_dates(text, TODAY)
    assert [m.date and m.date.isoformat() for m in mentions] == [day]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text: str) -> None:
    assert find_dates(text, TODAY) == []


@pytest.mark.parametrize("text", OPEN)
def test_left_open(text: str) -> None:
    (mention,) = find_dates(text, TODAY)
    assert mention.date is None


def test_ambiguous_day_and_month_keep_both_readings() -> None:
    (mention,) = find_dates("by 3/12", TODAY)
    assert set(mention.readings) == {date(2026, 12, 3), date(2027, 3, 12)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I passed it in March", date(2026, 3, 31)),
        ("two years ago", date(2024, 11, 24)),
        ("since 2019", date(2019, 12, 31)),
    ],
)
def test_past_tense_points_back(text: str, day: date) -> None:
    assert [m.date for m in find_dates(text, TODAY)] == [day]


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(("today", "label", "text"), read_time_frames())
def test_time_frame_of_a_wish(today: str, label: str, text: str) -> None:
    frame = assess(text, today=date.fromisoformat(today)).timeframe
    if frame is None or frame.dates_what != "role":
        assert label == "none"
    else:
        assert (frame.date.isoformat() if frame.date else "open") == label


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("two summers from now", "2028-08-31"), ("next spring but one", "2028-05-31"),
        ("the week after Easter", "2027-04-04"), ("by w/c 7 December", "2026-12-13"),
        ("in 2 yrs +/- 3 mths", "2029-02-24"), ("a year, two at the outside", "2028-11-24"),
        ("within 10 working days", "2026-12-08"), ("from mid march till end october 27", "2027-10-31"),
        ("before the clocks go back", "2027-10-30"), ("by ocotber", "2027-10-31"), ("winter 27/28", "2028-02-29"),
        ("in the first three months of next year", "2027-03-31"), ("the 2028 summer", "2028-08-31"),
        ("a year from this coming Christmas", "2027-12-25"), ("ab 14.07. in Ulm", "2027-07-14"),
    ],
)  # fmt: skip
def test_dates_said_by_others(text: str, day: str) -> None:
    assert [m.date and m.date.isoformat() for m in find_dates(text, TODAY)] == [day]


@pytest.mark.parametrize(
    "text",
    ["in the new year", "by harvest", "by the next World Cup", "from the new FY", "in term one 2028",
     "in financial year 27/28", "before the summer holidays", "in Lent"],
)  # fmt: skip
def test_events_without_a_day_are_left_open(text: str) -> None:
    assert [m.date for m in find_dates(text, TODAY)] == [None]


@pytest.mark.parametrize(
    "text", ["Mr Brandt lent us the saw", "we harvest the hay", "on Saturdays", "the whole winter"]
)
def test_everyday_words_are_no_festivals(text: str) -> None:
    assert find_dates(text, TODAY) == []


def test_since_never_points_ahead() -> None:
    assert [m.latest for m in find_dates("since the autumn", TODAY)] == [TODAY]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I want to be shift lead by summer, end of June at the latest.", "2027-06-30"),
        ("I want to be shift lead in the summer round, decided 15 July.", "2027-07-15"),
        ("I want to be shift lead in the new year, latest January.", "2027-01-31"),
    ],
)
def test_the_closer_of_two_dates_is_meant(text: str, day: str) -> None:
    frame = assess(text, today=TODAY).timeframe
    assert frame is not None
    assert frame.date == date.fromisoformat(day)
