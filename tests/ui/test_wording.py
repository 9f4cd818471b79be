"""The pages' prose is read strictly: a file and a line for whatever does not fit."""

import shutil

import pytest

from assistant.content import PROMPTS
from assistant.errors import ContentError
from assistant.ui.wording import load_page_wording


@pytest.fixture
def prompts(tmp_path):
    shutil.copytree(PROMPTS / "page", tmp_path / "page")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# Promise", "# Promises", r"review\.md:\d+: the heading Promises is not known"),
        ("# Pick\n", "", r"review\.md:\d+: the heading Pick is missing"),
        ("Pick a conversation on the left.", "", r"review\.md:\d+: Pick has no text"),
    ],
)
def test_what_does_not_fit_is_named(prompts, old, new, complaint):
    path = prompts / "page" / "review.md"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError, match=complaint):
        load_page_wording(prompts)


def test_the_shipped_files_fit(prompts):
    assert load_page_wording(prompts).welcome["Line"]
