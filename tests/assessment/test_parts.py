"""Missing parts, vague words, questions, action items."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assessment import Level, Missing, assess, assess_action

TODAY = date(2026, 11, 24)
ALL = list(Missing)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("growth", ALL),
        ("Recruiter", [Missing.TIMEFRAME, Missing.EVIDENCE, Missing.ASK]),
        ("something with animals", [Missing.ROLE, Missing.LEVEL, Missing.TIMEFRAME, Missing.EVIDENCE, Missing.ASK]),
        ("Partner.", [m for m in ALL if m is not Missing.LEVEL]),
        ("cook, buyer, tutor, porter", [Missing.ROLE, Missing.TIMEFRAME, Missing.EVIDENCE, Missing.ASK]),
    ],
)  # fmt: skip
def test_missing(text: str, missing: list[Missing]) -> None:
    assert assess(text, today=TODAY).missing == missing


def test_vague_words_come_with_a_reason_and_never_inside_a_title() -> None:
    found = assess("I want growth and more responsibility", today=TODAY).vague_spans
    assert [v.text for v in found] == ["growth", "more responsibility"]
    assert all(v.why for v in found)
    assert assess("Growth Marketing Manager", today=TODAY).vague_spans == []
    assert assess("Head of Learning and Development", today=TODAY).vague_spans == []


@pytest.mark.parametrize(
    "text", ["growth", "a leadership role", "something in HR", "Recruiter", ""]
)
def test_question_is_one_question(text: str) -> None:
    question = assess(text, today=TODAY).question
    assert question.count("?") == 1
    assert "{" not in question


@pytest.mark.parametrize(
    "text",
    [
        "I want to be HR officer by May. Keep me in mind.",
        "Office manager in two years. I've been here nine years.",
        "Office manager in two years. Everybody says I'm great.",
        "Software engineer. I have the exam on 3 March and I built the intranet.",
        "Welder once the yard opens. I trained six people.",
    ],
)
def test_not_ready(text: str) -> None:
    assert assess(text, today=TODAY).level is Level.SPECIFIC


def test_what_a_date_dates() -> None:
    exam = assess("Payroll specialist. I sit the exam in May.", today=TODAY).timeframe
    role = assess("Payroll specialist by May.", today=TODAY).timeframe
    assert exam is not None
    assert exam.dates_what == "other"
    assert role is not None
    assert (role.dates_what, role.date) == ("role", date(2027, 5, 31))


def test_parts_raise_the_score_within_the_band() -> None:
    bare = assess("Recruiter", today=TODAY).score
    dated = assess("Recruiter by May 2027", today=TODAY).score
    ready = assess("Recruiter by May 2027. I filled 14 of 16 posts.", today=TODAY).score
    asked = assess(
        "Recruiter by May 2027. I filled 14 of 16 posts. Can you back me?", today=TODAY
    ).score
    assert bare < dated < ready < asked


def read_actions() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("actions.txt").read_text("utf-8").splitlines()
    pairs = (line.split("|", 1) for line in lines if "|" in line and not line.startswith("#"))
    return [(level.strip(), text.strip()) for level, text in pairs]


@pytest.mark.parametrize(("level", "text"), read_actions())
def test_action_level(level: str, text: str) -> None:
    assert assess_action(text, today=TODAY).level.value == level


def test_action_parts_are_quoted() -> None:
    text = "I will draft the Q2 churn report by 12 May; Dana signs it off."
    found = assess_action(text, today=TODAY)
    assert found.due_date == date(2027, 5, 12)
    for part in (found.owner, found.action, found.due):
        assert part is not None
        assert text[part.start : part.end] == part.text
