"""Content files: what a coach edits is checked on load, with file, line and remedy."""

from pathlib import Path

import pytest

from assistant.content import PROMPTS, parse_yaml, read_document
from assistant.domain.dialogue import Slot
from assistant.errors import ContentError
from assistant.policy.uptake import uptake_names
from assistant.reply import load_prompts
from assistant.understanding.lexicon import cue_lists, cue_pattern
from assistant.verification import banned, questions_in
from evals.build.transcripts import fresh


def test_every_ask_asks_once_and_nothing_else_asks() -> None:
    prompts = load_prompts(PROMPTS)
    for name, move in prompts.moves.items():
        for phrase in move.asks:
            assert questions_in(phrase.text) == 1, f"{name}: {phrase.text}"
        for phrase in move.says:
            assert questions_in(phrase.text) == 0, f"{name}: {phrase.text}"
    for name, phrases in prompts.uptakes.items():
        for phrase in phrases:
            assert questions_in(phrase.text) == 0, f"{name}: {phrase.text}"


def test_no_phrase_says_what_no_reply_may_say() -> None:
    for phrase in load_prompts(PROMPTS).by_id.values():
        assert banned().search(phrase.text) is None, phrase.text


def test_moves_with_a_slot_can_ask_for_it_without_knowing_anything() -> None:
    carried = {"narrow_direction", "offer_roles", "contrast", "first_choice", "compare_roles"}
    carried |= {"confirm_target"}  # the engine always hands these what they talk about
    for name, move in load_prompts(PROMPTS).moves.items():
        if move.front.slot is None or name in carried:
            continue
        plain = [
            p for p in move.asks if not set(p.variables) - {"manager", "Manager"} and not p.only
        ]
        assert len(plain) >= 3, f"{name} has {len(plain)} asks for people who have said nothing"


def test_every_uptake_the_policy_can_choose_has_a_file() -> None:
    assert uptake_names() <= load_prompts(PROMPTS).uptakes.keys()


def test_slots_of_the_files_are_slots_of_the_dialogue() -> None:
    slots = {move.front.slot for move in load_prompts(PROMPTS).moves.values()}
    assert slots <= {None, *Slot}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", ":2: a is given twice"),
        ("a: &x 1\nb: *x\n", ":1: aliases are not read"),
        ("a: [1\n", ":2: "),
        ("? \n  - [\n", ": "),
    ],
)
def test_yaml_faults_name_the_line(text: str, said: str) -> None:
    with pytest.raises(ContentError, match=r".") as caught:
        parse_yaml(text, Path("x.yaml"))
    assert said in caught.value.message
    assert caught.value.remedy


def test_scalars_stay_what_was_written() -> None:
    assert parse_yaml("country: no\nrate: 1.0\n", Path("x")) == {"country": "no", "rate": "1.0"}


def test_an_undeclared_variable_is_named_with_its_line(tmp_path: Path) -> None:
    moves = tmp_path / "moves"
    moves.mkdir()
    (moves / "x.md").write_text(
        "---\nmove: x\nstage: goal\nvariables: []\n---\n# Ask\n- Is {role} it?\n"
    )
    with pytest.raises(ContentError, match=r"x\.md:7: the variable role is not declared"):
        load_prompts(tmp_path)


def test_front_matter_must_close(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("---\nmove: x\n")
    with pytest.raises(ContentError, match="never ends"):
        read_document(path)


def test_cue_lists_compile() -> None:
    plain = {"leads", "tails", "edges", "function_words", "chatisms"}
    for name in cue_lists().keys() - plain:
        assert cue_pattern(name)


def test_the_transcripts_shown_are_what_the_coach_says_now() -> None:
    for path, text in fresh().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: make transcripts"
