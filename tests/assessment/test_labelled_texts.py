"""What must hold for the labelled training texts when they are said a little differently."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.assessment import Level, assess
from assistant.assessment.lexicon import sections

ROWS = [
    json.loads(line)
    for line in (
        Path(__file__).parents[2] / "evals" / "datasets" / "aspirations.train.jsonl"
    ).read_text("utf-8").splitlines()
]  # fmt: skip
BEHIND = ["Thanks.", "Anyway.", "That's all from me.", "Have a nice day!", "Sorry it's so long."]
BEFORE = [
    "Well.",
    "Thanks for asking.",
    "Good morning!",
    "Sorry, typing on my phone.",
    "Hello there.",
]
DETAIL = ["I cut the error rate from 9 to 2 per cent.", "Could you sign the course form?"]
WORD = 4


def level(row: dict[str, Any], text: str) -> Level:
    return assess(
        text, today=date.fromisoformat(row["today"]), current_role=row["current_role"]
    ).level


def closed(text: str) -> str:
    """A text whose last sentence ends, so that what follows is a sentence of its own."""
    return text if text.rstrip().endswith((".", "!", "?")) else text + "."


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_filler_behind_changes_nothing(row: dict[str, Any]) -> None:
    before = level(row, closed(row["text"]))
    filler = BEHIND[int(row["id"][1:]) % len(BEHIND)]
    assert level(row, f"{closed(row['text'])} {filler}") is before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_filler_in_front_changes_nothing(row: dict[str, Any]) -> None:
    filler = BEFORE[int(row["id"][1:]) % len(BEFORE)]
    assert level(row, f"{filler} {row['text']}") is level(row, row["text"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_case_changes_nothing(row: dict[str, Any]) -> None:
    before = level(row, row["text"])
    assert level(row, row["text"].lower()) is before
    assert level(row, row["text"].upper()) is before


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_concrete_detail_never_lowers_the_level(row: dict[str, Any]) -> None:
    before = level(row, closed(row["text"]))
    for detail in DETAIL:
        assert level(row, f"{closed(row['text'])} {detail}").rank >= before.rank


def known_words() -> set[str]:
    """Every word that a list of the assessment knows: a slip in one of them may matter."""
    folder = Path(__file__).parents[2] / "assistant" / "assessment" / "data"
    return {
        word.lstrip("~")
        for file in folder.glob("*.txt")
        for section in sections(file.name)
        for phrase in section.phrases
        for word in phrase.replace("|", " ").split()
    }


def slipped(text: str, known: set[str], seed: str) -> str:
    """The text with two letters swapped in one long word that no list knows."""
    words = text.split()
    free = [
        i for i, word in enumerate(words)
        if word.isalpha() and word.islower() and len(word) > WORD and word not in known
        and word.rstrip("s") not in known
    ]  # fmt: skip
    if not free:
        return text
    rng = random.Random(seed)
    i = rng.choice(free)
    at = rng.randrange(1, len(words[i]) - 2)
    word = words[i]
    words[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def test_slips_in_other_words_change_next_to_nothing() -> None:
    """A field that no list knows stays one when it is misspelt; one text in fifty may differ."""
    known = known_words()
    changed = [
        row["id"]
        for row in ROWS
        if level(row, slipped(row["text"], known, row["id"])) is not level(row, " ".join(row["text"].split()))
    ]  # fmt: skip
    assert len(changed) <= len(ROWS) // 50, changed
