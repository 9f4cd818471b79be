"""Word pieces on disk and in search: kept by text, bound to their ear, held against a query's."""

import time
from dataclasses import replace

import numpy as np
import pytest

from assistant.content import KNOWLEDGE
from assistant.ear import Ear, build_graph
from assistant.retrieval import load_corpus
from assistant.retrieval.late_interaction import LateInteraction
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.word_pieces import (
    AXES,
    PROJECTION_FILE,
    Pieces,
    Projection,
    line_pieces,
    pieces_file,
)
from evals.build.fit_projection import fitted

TEXTS = ["the boss refused", "more money please", "the boss refused", "a boss"]
P95_MS = 10


@pytest.fixture(scope="module")
def projection():
    loaded = Projection.load()
    assert loaded is not None, "missing: python -m evals.build.fit_projection"
    return loaded


class OnceEar:
    """The real ear, which hears each text once in all these tests."""

    def __init__(self, ear):
        self.name = ear.name
        self.ear = ear
        self._sounds = {}

    def embed(self, texts):
        return np.stack([sound.meaning for sound in self.listen(texts)])

    def listen(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self._sounds]
        self._sounds.update(zip(new, self.ear.listen(new), strict=True))
        return [self._sounds[text] for text in texts]


@pytest.fixture(scope="module")
def real_ear(tmp_path_factory):
    return OnceEar(Ear.load(build_graph(tmp_path_factory.mktemp("ear"))))


@pytest.fixture(scope="module")
def shipped(real_ear):
    """The shipped cards alone, searched with the real ear."""
    corpus = load_corpus(KNOWLEDGE)
    return MemoryRetriever(replace(corpus, roles=corpus.roles[:1]), real_ear)


def alike(one: Pieces, other: Pieces) -> bool:
    same = one.words == other.words and one.lengths == other.lengths
    return same and np.array_equal(one.states, other.states)


def test_pieces_are_the_words_of_the_texts_in_their_order(ear, projection):
    pieces = line_pieces(TEXTS, ear, projection)
    assert pieces.lengths == (3, 3, 3, 2)
    assert pieces.words[:3] == ("the", "boss", "refused") == pieces.words[6:9]
    assert pieces.states.shape == (11, AXES)
    np.testing.assert_allclose(np.linalg.norm(pieces.states, axis=1), 1, atol=1e-3)


def test_the_cache_gives_what_was_heard_and_hears_nothing(ear, projection, tmp_path):
    made = line_pieces(TEXTS, ear, projection, tmp_path)
    assert alike(made, line_pieces(TEXTS, ear, projection))
    ear.texts.clear()
    assert alike(line_pieces(TEXTS, ear, projection, tmp_path), made)
    assert ear.texts == []


def test_a_new_line_costs_the_hearing_of_that_line(ear, projection, tmp_path):
    line_pieces(TEXTS, ear, projection, tmp_path)
    ear.texts.clear()
    more = line_pieces(["next week", *TEXTS], ear, projection, tmp_path)
    assert ear.texts == ["next week"]
    assert alike(more, line_pieces(["next week", *TEXTS], ear, projection))


def test_another_ear_or_other_axes_share_nothing(ear, ear_named, projection, tmp_path):
    line_pieces(TEXTS, ear, projection, tmp_path)
    other = ear_named("words-2")
    line_pieces(TEXTS, other, projection, tmp_path)
    turned = Projection(projection.centre, projection.axes[:, ::-1])
    ear.texts.clear()
    line_pieces(TEXTS, ear, turned, tmp_path)
    assert set(other.texts) == set(TEXTS) == set(ear.texts)


@pytest.mark.parametrize("damage", ["cut", "foreign"])
def test_a_damaged_file_is_made_anew(ear, projection, tmp_path, damage):
    made = line_pieces(TEXTS, ear, projection, tmp_path)
    path = pieces_file(TEXTS, ear, projection, tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2] if damage == "cut" else b"no such thing")
    assert alike(line_pieces(TEXTS, ear, projection, tmp_path), made)
    ear.texts.clear()
    line_pieces(TEXTS, ear, projection, tmp_path)
    assert ear.texts == []


def test_a_missing_or_damaged_projection_is_none(tmp_path):
    damaged = tmp_path / "projection.npz"
    damaged.write_bytes(PROJECTION_FILE.read_bytes()[:1000])
    assert Projection.load(damaged) is None
    assert Projection.load(tmp_path / "absent.npz") is None


def late_of(texts, ear, projection):
    return LateInteraction(np.arange(len(texts)), line_pieces(texts, ear, projection))


def test_the_owner_that_says_it_word_for_word_scores_highest(ear, projection):
    late = late_of(["the boss refused", "more money please", "the boss agreed"], ear, projection)
    (heard,) = line_pieces(["the boss refused"], ear, projection).apart()
    scores = late.scores(heard)
    assert scores[0] == pytest.approx(1, abs=1e-3)
    assert scores[0] > scores[2] > scores[1]
    assert all(0 <= score <= 1 for score in scores)


def test_a_rare_word_counts_for_more_than_a_common_one(ear, projection):
    late = late_of(["we go", "we ask", "dare go", "we stay"], ear, projection)
    (heard,) = line_pieces(["we dare"], ear, projection).apart()
    scores = late.scores(heard)
    assert scores[2] > max(scores[0], scores[1], scores[3])


def test_owners_and_queries_without_a_word_score_nought(ear, projection):
    late = late_of(["...", "the boss", "?"], ear, projection)
    (heard,) = line_pieces(["boss"], ear, projection).apart()
    assert late.scores(heard).tolist()[::2] == [0, 0]
    (nothing,) = line_pieces(["!"], ear, projection).apart()
    assert late.scores(nothing).tolist() == [0, 0, 0]


def test_a_card_added_later_is_found_without_training(shipped, real_ear):
    card = shipped.corpus.cards[0].model_copy(
        update={
            "id": "moving-abroad",
            "title": "A year in another country",
            "when": "The person wants to work at an office abroad for some time.",
            "questions": ("Can I go to the Lisbon branch for a year?", "Who pays for a move?"),
            "example": "I would like to spend next year with the team in Lisbon.",
            "body": "Say which office and for how long. Ask who has gone before you.",
        }
    )
    more = replace(shipped.corpus, cards=(*shipped.corpus.cards, card))
    retriever = MemoryRetriever(more, real_ear)
    for query in ("could I work from our Madrid office for some months?", "I want to live abroad"):
        found = [passage.id for passage in retriever.passages(query, 3)]
        assert "guidance/moving-abroad" in found


def test_small_talk_scores_below_a_question_that_a_card_answers(shipped):
    asked = ("my boss said no, what now?", "How do I ask for more money?", "I am afraid to ask her")
    chat = ("What is the capital of France?", "my printer is out of ink", "Will it rain tomorrow?")
    answered = min(shipped.passages(query, 1)[0].score for query in asked)
    assert answered > max(shipped.passages(query, 1)[0].score for query in chat)


def processor_ms(work):
    """What the work takes of the processor: the least of five times, as others run beside it."""
    taken = []
    for _ in range(5):
        started = time.thread_time()
        work()
        taken.append((time.thread_time() - started) * 1000)
    return min(taken)


def test_a_question_whose_sound_is_known_is_answered_in_ten_milliseconds(shipped, real_ear):
    asked = [question for card in shipped.corpus.cards[::4] for question in card.questions[:1]]
    taken = [
        processor_ms(lambda q=query, s=sound: shipped.passages(q, 4, s))
        for query, sound in zip(asked, real_ear.listen(asked), strict=True)
    ]
    assert np.percentile(taken, 95) <= P95_MS


def test_what_was_kept_finds_the_same_with_the_same_scores(shipped, real_ear, tmp_path):
    few = replace(shipped.corpus, cards=shipped.corpus.cards[:9])
    first, kept, anew = (
        MemoryRetriever(few, real_ear.ear, cache) for cache in (tmp_path, tmp_path, None)
    )
    for query in ("she said no and I gave up", "which course? and who pays for it"):
        assert first.passages(query, 9) == kept.passages(query, 9) == anew.passages(query, 9)


def test_fitting_again_gives_the_shipped_axes(shipped, real_ear, projection):
    again = fitted(shipped.corpus, real_ear)
    # The axes span the same space; cards edited since may turn it a little.
    shared = np.linalg.svd(again.axes.T @ projection.axes, compute_uv=False)
    assert shared.mean() > 0.97
    assert np.abs(again.centre - projection.centre).max() < 0.05
