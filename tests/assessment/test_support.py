"""Evidence, asks and next steps in sentences of many voices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assessment import assess

TODAY = date(2026, 11, 24)


def read_support() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("support.txt").read_text("utf-8").splitlines()
    pairs = (line.split("|", 1) for line in lines if "|" in line and not line.startswith("#"))
    return [(kind.strip(), text.strip()) for kind, text in pairs]


@pytest.mark.parametrize(("kind", "text"), read_support())
def test_what_backs_the_wish(kind: str, text: str) -> None:
    found = assess(text, today=TODAY)
    parts = {"evidence": found.evidence, "ask": found.asks, "next_step": found.next_steps}
    if kind == "none":
        assert not any(parts.values())
    else:
        assert parts[kind]


@pytest.mark.parametrize(
    "text",
    [
        "Ward sister, 9 years, never off sick.",
        "Porter here. 11 years.",
        "Loyalty counts, 14 years, one employer.",
        "Shift fitter, 3 years, no complaints about me.",
        "Twenty years, three sites.",
        "Clerk, nine years, always on time",
    ],
)
def test_tenure_is_no_time_frame(text: str) -> None:
    frame = assess(text, today=TODAY).timeframe
    assert frame is None or frame.dates_what == "other"


@pytest.mark.parametrize(
    "text",
    [
        "My position as a ward sister is in many ways a good one.",
        "my post as a payroll clerk has its charms",
        "Her job as a registrar looks hard.",
        "My time as a deckhand taught me a lot.",
        "Receptionist I am.",
        "I was a bricklayer, then a foreman for my uncle.",
    ],
)
def test_a_role_that_is_held_is_no_target(text: str) -> None:
    assert assess(text, today=TODAY).roles == []
