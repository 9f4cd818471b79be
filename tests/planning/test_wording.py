"""The wording files are read strictly: what is missing or mistyped is named with its line."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.content import PROMPTS
from assistant.domain.catalogue import Catalogue
from assistant.errors import ContentError
from assistant.planning import build_plan, load_plan_wording


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS / "plan", tmp_path / "plan")
    shutil.copytree(PROMPTS / "wording", tmp_path / "wording")
    return tmp_path


def edit(prompts: Path, file: str, old: str, new: str) -> int:
    path = prompts / "plan" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_wording_loads(prompts: Path) -> None:
    assert load_plan_wording(prompts) == load_plan_wording()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("actions.md", "# decide", "# decides", "decide"),
        ("actions.md", "- measure: The line is there", "- mesure: The line is there", "mesure"),
        ("actions.md", "Decide on this request: {ask}", "Decide: {asked}", "asked"),
        ("actions.md", "Decide on this request: {ask}", "Ask {witness}", "decide"),
        ("labels.md", "owner: Owner\n", "", "owner"),
        ("lines.md", "- {name}, thank you for {weekday}", "{name}, thank you", "thank_you_open"),
        ("holes.md", "- by when, as a date", "", "timeframe"),
        ("pushback.md", "# no_budget", "# no_bugdet", "no_budget"),
        ("questions.md", "- Where do you see me?", "", "First"),
    ],
)
def test_a_slip_is_named_with_its_file(prompts, file, old, new, problem) -> None:
    edit(prompts, file, old, new)
    with pytest.raises(ContentError) as caught:
        load_plan_wording(prompts)
    message = str(caught.value)
    assert file in message
    assert problem in message
    assert caught.value.remedy


def test_the_line_is_named(prompts: Path) -> None:
    line = edit(prompts, "actions.md", "- measure: The line is there", "- sign: The line")
    with pytest.raises(ContentError, match=rf"actions\.md:{line}:"):
        load_plan_wording(prompts)


def test_an_edited_line_is_used(prompts: Path, people) -> None:
    edit(prompts, "questions.md", "- Where do you see me?", "- Which chair would be mine?")
    wording = load_plan_wording(prompts)
    state = people["nurse"].state
    plan = build_plan("c", state, date(2026, 11, 24), Catalogue([]), wording)
    assert plan.questions[0].text == "Which chair would be mine?"
