"""A model's settings: a wrong one is one sentence, and they may stand in a file."""

from pathlib import Path

import pytest

from assistant.errors import UnusableInput
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRASSTACKS_MODEL_URL", "ftp://example.org"),
        ("BRASSTACKS_MODEL_URL", "http://key@example.org/v1"),
        ("BRASSTACKS_MODEL_DEADLINE", "soon"),
        ("BRASSTACKS_MODEL_KEY", "two words"),
        ("BRASSTACKS_MODEL_USER_TOKENS", "-5"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UnusableInput) as caught:
        Settings()
    assert name in str(caught.value) and value not in str(caught.value)


def test_settings_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("# ours\nBRASSTACKS_MODEL=tiny\nBRASSTACKS_MODEL_KEY=sk-1\n")
    file.chmod(0o600)
    assert Settings(home=tmp_path).model == "tiny"
    assert "sk-1" not in repr(Settings(home=tmp_path))
    file.chmod(0o644)
    with pytest.raises(UnusableInput, match="chmod 600"):
        Settings(home=tmp_path)
    file.write_text("BRASSTACKS_MODLE=tiny\n")
    with pytest.raises(UnusableInput, match=r"settings\.env:1.*BRASSTACKS_MODEL"):
        Settings(home=tmp_path)
