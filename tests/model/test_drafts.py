"""Nothing that a model makes up gets onto the screen, and what is sound does."""

import re
from pathlib import Path

import pytest
from conftest import TODAY, Wire

from assistant.reply.model import ScriptedModel

LINES = (Path(__file__).parent / "drafts.txt").read_text("utf-8").splitlines()
DRAFTS = [line.split(" || ") for line in LINES if " || " in line and not line.startswith("#")]
BAD = re.compile("«(.*?)»")


def test_there_are_enough_of_them() -> None:
    assert len(DRAFTS) >= 150
    assert all(BAD.search(draft) for _, draft in DRAFTS)
    assert len({draft for _, draft in DRAFTS}) == len(DRAFTS)


@pytest.mark.parametrize(("message", "draft"), DRAFTS)
@pytest.mark.parametrize("streamed", [True, False])
def test_no_bad_draft_is_shown(message: str, draft: str, streamed: bool, wire: Wire) -> None:
    said = draft.replace("«", "").replace("»", "")
    model = ScriptedModel(lambda request: "{}" if request.output_schema else said)
    parts = wire(model)
    shown: list[str] = []
    turn = parts.coach.take_turn(
        "draft", message, TODAY, on_piece=shown.append if streamed else None
    )
    assert not streamed or "".join(shown) == turn.reply
    for bad in BAD.findall(draft):
        for sentence in re.split(r"(?<=[.!?])\s+", bad):
            # Of three questions one may stand; the second and third may not.
            one = sentence.count("?") == 1 == turn.reply.count("?")
            assert sentence not in turn.reply or one
    assert turn.reply.count("?") <= 1
    assert len(model.requests) <= 2
