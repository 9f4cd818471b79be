"""Messages that need a person are found; ordinary talk about work is left alone."""

from pathlib import Path

import pytest

from assistant.understanding.safety import safety_branch

HERE = Path(__file__).parent
LISTS = ("crisis", "harassment", "medical", "legal")
ALLOWED_INTERRUPTIONS = 0.02


def _lines(name: str) -> list[str]:
    text = (HERE / f"safety_{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


CASES = [
    (branch.strip(), sentence.strip())
    for name in LISTS
    for branch, _, sentence in (line.partition("|") for line in _lines(name))
]


@pytest.mark.parametrize(("branch", "sentence"), CASES)
def test_a_message_that_needs_a_person_goes_to_its_branch(branch: str, sentence: str) -> None:
    assert safety_branch(sentence) == branch


@pytest.mark.parametrize(
    "sentence",
    ["ｉ ｗａｎｔ ｔｏ ｄｉｅ", "I want to\u200b die", "KILL MYSELF", "i  want  to   die"],
)
def test_tricks_of_writing_hide_nothing(sentence: str) -> None:
    assert safety_branch(sentence) == "crisis"


def test_idioms_of_work_do_not_stop_the_coaching() -> None:
    sentences = _lines("neutral")
    stopped = [sentence for sentence in sentences if safety_branch(sentence)]
    assert len(stopped) <= ALLOWED_INTERRUPTIONS * len(sentences), stopped
