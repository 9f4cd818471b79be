"""What must hold for any text, not only for the listed ones."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assessment import Level, assess, assess_action, find_dates
from assistant.assessment.lexicon import word_set
from tests.assessment.test_sentences import SENTENCES

TODAY = date(2026, 11, 24)
TEXTS = [text for _, text in SENTENCES]
FILLERS = [
    " Thanks.", " Honestly.", " If that makes sense.", " You know what I mean?", " Anyway.", " That's about it.",
    " Sorry for the long message.", " Have a nice day!", " What do you think?", " I hope that's clear.",
]  # fmt: skip
FRAMES = [" By Q3 2027.", " Within 18 months.", " By 30 June 2028."]
VOCABULARY = sorted(
    {
        word.lstrip("~")
        for name in (
            "titles.txt",
            "cues.txt",
            "support.txt",
            "functions.txt",
            "fields.txt",
            "vague.txt",
        )
        for phrase in word_set(name)
        for word in phrase.split()
    }
)
LONGEST = 8000
WORD_SALAD = st.lists(
    st.sampled_from(VOCABULARY) | st.sampled_from([",", ".", "?", "2027", "-"]), max_size=60
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400) | WORD_SALAD.map(" ".join))
def test_never_raises_and_keeps_to_the_band(text: str) -> None:
    found = assess(text, today=TODAY)
    low, high = found.level.band
    assert low <= found.score <= high
    assert found.question
    assess_action(text, today=TODAY)
    for mention in find_dates(text, TODAY):
        assert text[mention.start : mention.end] == mention.text


@settings(max_examples=100, deadline=None)
@given(WORD_SALAD.map(" ".join))
def test_same_text_same_answer(text: str) -> None:
    assert assess(text, today=TODAY) == assess(text, today=TODAY)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(FILLERS))
def test_filler_never_raises_the_level(text: str, filler: str) -> None:
    before, after = assess(text, today=TODAY), assess(text + filler, today=TODAY)
    assert after.level.rank <= before.level.rank


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(FRAMES))
def test_a_time_frame_never_lowers_the_level(text: str, frame: str) -> None:
    before, after = assess(text, today=TODAY), assess(text + frame, today=TODAY)
    assert after.level.rank >= before.level.rank


def test_score_follows_the_level() -> None:
    for level in Level:
        low, high = level.band
        assert Level.of_score(low) is Level.of_score(high) is level


HOSTILE = {
    "letters": "a " * 4000, "commas": ",a" * 4000, "titles": "nurse " * 1333, "wishes": "want to be a " * 615,
    "numbers": "12 " * 2666, "dates": "by march " * 889, "one word": "x" * 8000, "marks": "e\u0300" * 4000,
    "ranks": "head of " * 1000, "pointing": "my boss's job " * 570, "teams": "lead the payments team " * 348,
    "slashes": "1/2/3-4.5 " * 800, "one of": "one of the " * 727, "durations": "in a year and a half or two " * 285,
    "evidence": "i cut 20 " * 888, "levels": "a manager in " * 600, "newlines": "\n" * 8000, "quotes": "'s" * 4000,
    "dots": "a." * 4000, "digits": "1" * 8000, "frames": "something with a " * 470,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_cheap(name: str) -> None:
    """Twenty milliseconds of processor time at most; some room is left for slower machines."""
    text = HOSTILE[name][:LONGEST]
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.03


def _seconds(text: str) -> float:
    start = time.process_time()
    assess(text, today=TODAY)
    return time.process_time() - start
