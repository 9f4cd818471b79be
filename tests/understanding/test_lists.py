"""The cue lists on disk: every list stands under its name, once, and can be read."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.understanding import lexicon
from assistant.understanding.lexicon import LISTS, cue_lists
from assistant.word_lists import blamed_on, phrase_lists, word_file


def test_a_list_of_the_same_name_in_two_files_is_refused(tmp_path, monkeypatch):
    for name in LISTS:
        (tmp_path / name).write_text("barriers: [no car]\n", "utf-8")
    monkeypatch.setattr(lexicon, "_DATA", tmp_path)
    monkeypatch.setattr(lexicon, "LISTS", dict.fromkeys(LISTS, ()))
    with pytest.raises(ContentError, match="the list barriers stands in another file too"):
        cue_lists.__wrapped__()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("likes: [tea]\nbarier: [no car]\n", r":2: the list barriers is missing"),
        ("likes: [tea]\n", r":1: the list barriers is missing"),
        ("# only a comment\n", r":1: no list stands here"),
        ("barriers: no car\n", r":1: barriers is no list of phrases"),
        ("barriers:\n  - no car\n  - ''\n", r":3: a phrase of barriers is empty"),
        ("barriers:\n  - no car\n  - why: because\n", r":3: a phrase of barriers is no plain text"),
        ("barriers: []\n", r":1: barriers is no list of phrases"),
    ],
)
def test_a_file_with_other_lists_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "cues.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=said) as caught:
        phrase_lists(path, ("barriers",))
    assert caught.value.remedy


def test_an_expression_that_cannot_be_read_is_named_where_it_stands(tmp_path, monkeypatch):
    for name, names in LISTS.items():
        lines = [f'"{key}":\n  - plain\n  - plainer' for key in names]
        (tmp_path / name).write_text("\n".join(lines), "utf-8")
    broken = tmp_path / "talk_cues.yaml"
    text = broken.read_text("utf-8").replace("plainer", "(plainer", 1)
    broken.write_text(text, "utf-8")
    monkeypatch.setattr(lexicon, "_DATA", tmp_path)
    monkeypatch.setattr(lexicon, "cue_lists", cue_lists.__wrapped__)
    with pytest.raises(ContentError, match=r"talk_cues\.yaml:3: an expression cannot be read"):
        lexicon.cue_pattern.__wrapped__(LISTS["talk_cues.yaml"][0])


def test_what_is_no_fault_of_an_expression_passes_through(tmp_path):
    with pytest.raises(ZeroDivisionError), blamed_on(tmp_path / "x.yaml"):
        _ = 1 / 0


def test_a_word_file_without_words_is_refused(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("# names\n\n", "utf-8")
    with pytest.raises(ContentError, match=r"names\.txt:1: the file holds no word"):
        word_file(path)
