"""The second look: heads rebuilt from their texts, what they add shown by the words that weighed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.assessment import Level, assess, assess_action
from assistant.assessment import heads as heads_module
from assistant.assessment.heads import PARTS, Heads, load_heads
from assistant.assessment.plain import clauses, plain, without_tail
from assistant.assessment.text import read_words
from assistant.domain.sound import Sound
from assistant.ear import Ear
from evals.build import train_scale
from evals.tasks.specificity import Aspiration, actions, aspirations, gazetteer

TODAY = date(2026, 11, 24)
FRAMES = (" By Q3 2027.", " Within 18 months.", " By 30 June 2028.")
DETAILS = (" I have cut errors by 30 % since March.", " Can you nominate me for it?")
OPENERS = ("Honestly, ", "I mean, ", "To be fair, ", "Hi, ")
CLOSERS = (
    " Thanks.",
    " Anyway.",
    " If that makes sense.",
    " That's about it.",
    " Have a nice day!",
)
# Texts in a hundred whose level may rise when letters change places or a filler is added.
SLACK = 0.03


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear.load()


@pytest.fixture(scope="module")
def some() -> list[Aspiration]:
    lines = aspirations("heads")
    return random.Random(7).sample(lines, 150)


@pytest.mark.parametrize("kind", PARTS)
def test_the_shipped_heads_are_what_their_texts_make(kind: str, ear: Ear) -> None:
    shipped = load_heads(kind)
    assert shipped is not None
    built = train_scale.fit_open_heads(kind, ear)
    assert built.parts == shipped.parts
    for ours, theirs in zip(built.weights, shipped.weights, strict=True):
        cosine = ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs)
        assert cosine > 0.999


def test_without_its_weights_the_rules_stand_alone(
    ear: Ear, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "Boats and harbours, by June."
    heads_module.load_heads.cache_clear()
    monkeypatch.setattr(heads_module, "weights_file", lambda kind: tmp_path / f"{kind}.npz")
    assert assess(text, today=TODAY, ear=ear) == assess(text, today=TODAY)
    (tmp_path / "aspiration.npz").write_bytes(b"no weights")
    heads_module.load_heads.cache_clear()
    assert assess(text, today=TODAY, ear=ear) == assess(text, today=TODAY)
    heads_module.load_heads.cache_clear()


def test_what_the_ear_adds_is_a_piece_of_the_text(ear: Ear) -> None:
    added = 0
    for line in aspirations("heads")[:200]:
        by_rule = assess(line.text, today=line.today, gazetteer=gazetteer())
        heard = assess(line.text, today=line.today, gazetteer=gazetteer(), ear=ear)
        for span in (*heard.roles, *heard.evidence, *heard.asks, *heard.next_steps):
            assert line.text[span.start : span.end] == span.text
            assert span.text.strip()
        added += len(heard.roles) > len(by_rule.roles)
    assert added  # else the ear had nothing to say and this test shows nothing


def test_the_parts_of_an_item_are_pieces_of_it(ear: Ear) -> None:
    for line in actions("heads")[:150]:
        found = assess_action(line.text, today=line.today, ear=ear)
        for span in (found.owner, found.action, found.due, found.measure):
            assert span is None or line.text[span.start : span.end] == span.text


def levels(
    some: list[Aspiration], ear: Ear, change: Callable[[str, random.Random], str]
) -> list[tuple[Level, Level, str]]:
    chance = random.Random(11)
    found = []
    for line in some:
        changed = change(line.text, chance)
        before, after = (
            assess(
                text,
                today=line.today,
                gazetteer=gazetteer(),
                current_role=line.current_role,
                ear=ear,
            ).level
            for text in (line.text, changed)
        )
        found.append((before, after, changed))
    return found


def ended(text: str) -> str:
    return text.rstrip(" .!?") + "."


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_case_does_not_count(some: list[Aspiration], ear: Ear, case: Callable[[str], str]) -> None:
    assert [t for b, a, t in levels(some, ear, lambda text, _: case(text)) if a is not b] == []


def test_a_time_frame_never_lowers_the_level(some: list[Aspiration], ear: Ear) -> None:
    found = levels(some, ear, lambda text, chance: ended(text) + chance.choice(FRAMES))
    assert [t for b, a, t in found if a.rank < b.rank] == []


def test_evidence_or_an_ask_hardly_ever_lowers_it(some: list[Aspiration], ear: Ear) -> None:
    found = levels(some, ear, lambda text, chance: ended(text) + chance.choice(DETAILS))
    lowered = [t for b, a, t in found if a.rank < b.rank]
    assert len(lowered) <= SLACK * len(some), lowered


def test_words_in_front_never_raise_the_level(some: list[Aspiration], ear: Ear) -> None:
    found = levels(some, ear, lambda text, chance: chance.choice(OPENERS) + text)
    assert [t for b, a, t in found if a.rank > b.rank] == []


def swapped(text: str, chance: random.Random) -> str:
    places = [i for i in range(1, len(text) - 2) if text[i - 1 : i + 2].isalpha()]
    if not places:
        return text
    i = chance.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


@pytest.mark.parametrize(
    "change", [swapped, lambda t, c: ended(t) + c.choice(CLOSERS)], ids=["letters", "filler"]
)
def test_slips_and_filler_hardly_ever_raise_it(
    some: list[Aspiration], ear: Ear, change: Callable[[str, random.Random], str]
) -> None:
    raised = [t for b, a, t in levels(some, ear, change) if a.rank > b.rank]
    assert len(raised) <= SLACK * len(some), raised


def test_plain_text_remembers_where_its_characters_were() -> None:
    text = "Honestly, I'd like to be a recruitr, you know, by June. Thanks!"
    known = frozenset("recruiter like june".split())
    said = plain(read_words(text), known)
    assert "Honestly" not in said.text and "you know" not in said.text
    start = said.text.index("June")
    assert text[slice(*said.back(start, start + 4))] == "June"
    assert said.text[slice(*said.there(text.index("June"), text.index("June") + 4))] == "June"


@pytest.mark.parametrize("text", ["", "ok", "Thanks!", "...", "a. b. c."])
def test_every_text_has_a_plain_one(text: str) -> None:
    said = plain(without_tail(text), frozenset())
    assert len(said.places) == len(said.text)
    assert clauses(said.text)


def test_a_span_is_found_where_the_pieces_speak() -> None:
    states = np.zeros((4, 2), dtype=np.float32)
    states[2] = 1
    sound = Sound(states, ((0, 0), (0, 3), (4, 8), (0, 0)))
    piece = np.ones(2, dtype=np.float32) * 4
    nothing = np.zeros((1, 2), dtype=np.float32)
    heads = Heads(("x",), nothing, np.zeros(1), piece, -4.0, np.zeros((1, 5)), np.ones(1))
    weighed = heads.weigh(sound, [1.0])
    assert weighed.there("x")
    assert weighed.span() == (4, 8)
