"""The cue lists on disk: every list decides under one name."""

import pytest

from assistant.understanding import lexicon


def test_a_list_of_the_same_name_in_both_files_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lexicon, "read_yaml", lambda path: {"barriers": ["no car"]})
    with pytest.raises(ValueError, match="barriers"):
        lexicon.cue_lists.__wrapped__()
