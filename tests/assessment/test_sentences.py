"""Sentences in many voices, each with the level that the specificity scale gives it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assessment import Level, assess

TODAY = date(2026, 11, 24)


def read_sentences() -> list[tuple[str, str]]:
    """Level and sentence of every line of the list beside this file."""
    lines = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
    pairs = (line.split("|", 1) for line in lines if "|" in line and not line.startswith("#"))
    return [(level.strip(), text.strip()) for level, text in pairs]


SENTENCES = read_sentences()


def test_there_are_enough_sentences_of_every_level() -> None:
    levels = [level for level, _ in SENTENCES]
    assert len(SENTENCES) >= 150
    assert all(levels.count(level.value) >= 25 for level in Level)


@pytest.mark.parametrize(("level", "text"), SENTENCES)
def test_level(level: str, text: str) -> None:
    assert assess(text, today=TODAY).level.value == level


@pytest.mark.parametrize("text", [text for _, text in SENTENCES])
def test_case_keeps_the_level(text: str) -> None:
    levels = {
        assess(t, today=TODAY).level for t in (text, text.lower(), text.upper(), text.title())
    }
    assert len(levels) == 1


@pytest.mark.parametrize("text", [text for _, text in SENTENCES])
def test_spans_quote_the_text(text: str) -> None:
    found = assess(text, today=TODAY)
    spans = [*found.all_roles, *found.evidence, *found.asks, *found.next_steps, *found.vague_spans]
    for span in [*spans, *([found.timeframe] if found.timeframe else [])]:
        assert text[span.start : span.end] == span.text
