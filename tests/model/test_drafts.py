"""Nothing that a model makes up gets onto the screen, and most of what is sound does."""

import pytest
from conftest import TODAY, Wire
from draft_lines import BAD, drafts, said, shown

from assistant.reply.model import ScriptedModel

DRAFTS = drafts("drafts.txt")


def turn_with(wire: Wire, message: str, draft: str, **options: object):
    model = ScriptedModel(lambda request: "{}" if request.output_schema else said(draft))
    return wire(model).coach.take_turn("draft", message, TODAY, **options), model


def test_there_are_enough_of_them() -> None:
    assert len(DRAFTS) >= 150
    assert all(BAD.search(draft) for _, draft in DRAFTS)
    assert len({draft for _, draft in DRAFTS}) == len(DRAFTS)


@pytest.mark.parametrize(("message", "draft"), DRAFTS)
@pytest.mark.parametrize("streamed", [True, False])
def test_no_bad_draft_is_shown(message: str, draft: str, streamed: bool, wire: Wire) -> None:
    screen: list[str] = []
    turn, model = turn_with(wire, message, draft, on_piece=screen.append if streamed else None)
    assert not streamed or "".join(screen) == turn.reply
    assert shown(draft, turn.reply) == []
    assert turn.reply.count("?") <= 1
    assert len(model.requests) <= 2


def test_of_drafts_that_the_rules_were_not_made_for_few_get_through(wire: Wire) -> None:
    held_out = drafts("drafts_held_out.txt")
    through = [d for m, d in held_out if shown(d, turn_with(wire, m, d)[0].reply)]
    assert len(held_out) >= 60
    assert len(through) <= 0.05 * len(held_out), through


def test_a_sound_draft_is_mostly_shown_whole(wire: Wire) -> None:
    good = drafts("drafts_good.txt")
    kept = [d for m, d in good if turn_with(wire, m, d)[0].reply == d]
    assert len(kept) >= 0.75 * len(good), [d for _, d in good if d not in kept]
