"""Searching from memory: by meaning and words, by words alone, from the cache."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.content import KNOWLEDGE
from assistant.retrieval import load_corpus
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.ranking import pieces_of
from assistant.retrieval.texts import LineKind
from assistant.retrieval.words import WordIndex, stem, tokenize

DEVELOPMENT = Path("evals/datasets/descriptions.dev.jsonl")


def as_tuples(hits):
    return [(hit.role.id, hit.score, hit.why) for hit in hits]


def test_what_somebody_says_finds_the_role(corpus, ear):
    found = MemoryRetriever(corpus, ear).roles("tying ropes all day on the deck", 3)
    assert found[0].role.id == "deckhand"
    assert "ropes" in found[0].why
    assert len(found) == 3


def test_a_question_finds_its_card(corpus, ear):
    found = MemoryRetriever(corpus, ear).passages("the boss refused me", 2)
    assert found[0].id == "guidance/after-a-no"
    assert found[0].text == "The manager refused."


def test_scores_lie_between_nought_and_one_and_fall(corpus, ear):
    retriever = MemoryRetriever(corpus, ear)
    for query in ("kneading dough before dawn", "zzz", "homework. ropes. dough and the ward"):
        scores = [hit.score for hit in retriever.roles(query, 4)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_a_description_of_the_role_scores_above_small_talk(corpus, ear):
    retriever = MemoryRetriever(corpus, ear)
    told = retriever.roles("kneading dough before dawn", 1)[0].score
    chance = retriever.roles("lovely weather these days", 1)[0].score
    assert told > chance + 0.2


def test_words_alone_serve_without_an_ear(corpus):
    retriever = MemoryRetriever(corpus, None)
    found = retriever.roles("kneading dough", 3)
    assert found[0].role.id == "baker"
    assert "dough" in found[0].why
    assert retriever.passages("money", 1)[0].id == "guidance/ask-for-pay"
    assert retriever.roles("zzz", 3) == []


@pytest.mark.parametrize("query", ["", "   ", ".", "?!", "\ud800", "a" * 8000])
def test_any_query_is_answered(corpus, ear, query):
    for retriever in (MemoryRetriever(corpus, ear), MemoryRetriever(corpus, None)):
        assert len(retriever.roles(query, 3)) <= 3
        assert len(retriever.passages(query, 1)) <= 1


def test_a_sound_that_is_known_spares_the_ear(corpus, ear):
    retriever = MemoryRetriever(corpus, ear)
    query = "kneading dough before dawn. Do I dare to ask?"
    (sound,) = ear.listen([query])
    cards = retriever.passages(query, 2)
    (brief,) = ear.listen(["kneading dough"])
    roles = retriever.roles("kneading dough", 3)
    ear.texts.clear()
    assert retriever.passages(query, 2, sound) == cards
    assert as_tuples(retriever.roles("kneading dough", 3, brief)) == as_tuples(roles)
    assert ear.texts == []


def test_no_complaint_speaks_for_a_role(corpus, ear):
    retriever = MemoryRetriever(corpus, ear)
    kinds = {line.text: line.kind for line in retriever.role_ranking.lines}
    for hit in retriever.roles("nobody here knows anything of baking", 4):
        assert kinds[hit.why] is not LineKind.COMPLAINT


def test_a_long_query_is_heard_in_pieces():
    assert pieces_of("I like ropes. I also like bread.") == ["I like ropes.", "I also like bread."]
    assert pieces_of("ropes and decks . bread and dough") == ["ropes and decks", "bread and dough"]
    assert pieces_of("I like ropes") == []


def test_two_builds_answer_alike(corpus, ear):
    first, second = MemoryRetriever(corpus, ear), MemoryRetriever(corpus, ear)
    for query in ("dough", "the ward. the class", "what I like is shipping"):
        assert as_tuples(first.roles(query, 4)) == as_tuples(second.roles(query, 4))


def test_the_cache_answers_as_the_first_build(corpus, ear, tmp_path):
    first = MemoryRetriever(corpus, ear, tmp_path)
    ear.texts.clear()
    again = MemoryRetriever(corpus, ear, tmp_path)
    assert ear.texts == []
    for query in ("dough", "ropes on deck", "homework"):
        assert as_tuples(first.roles(query, 4)) == as_tuples(again.roles(query, 4))
        assert first.passages(query, 2) == again.passages(query, 2)


def test_damaged_arrays_are_built_anew(corpus, ear, tmp_path):
    first = MemoryRetriever(corpus, ear, tmp_path)
    for path in (tmp_path / "search").glob("*.npz"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    again = MemoryRetriever(corpus, ear, tmp_path)
    assert as_tuples(first.roles("dough", 4)) == as_tuples(again.roles("dough", 4))


def test_a_folder_that_cannot_be_written_costs_only_time(corpus, ear, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert MemoryRetriever(corpus, ear, blocked).roles("dough", 1)[0].role.id == "baker"


def test_word_scores_are_those_of_bm25s():
    import bm25s

    documents = ["dough and bread before dawn", "ropes, ropes and decks", "marking the homework"]
    reference = bm25s.BM25()
    reference.index([tokenize(text) for text in documents], show_progress=False)
    index = WordIndex.build(documents)
    for query in ("ropes", "homework before dawn", "bread and decks"):
        np.testing.assert_allclose(
            index.scores(query), reference.get_scores(tokenize(query)), rtol=1e-5
        )
    assert not index.scores("nothing of it").any()


@pytest.mark.parametrize(
    "family", [("auditor", "audits", "auditing"), ("planning", "planned", "planner")]
)
def test_words_of_one_family_meet(family):
    assert len({stem(word) for word in family}) == 1


def test_words_alone_find_most_descriptions():
    retriever = MemoryRetriever(load_corpus(KNOWLEDGE), None)
    samples = [json.loads(line) for line in DEVELOPMENT.read_text("utf-8").splitlines()]
    hits = sum(
        any(hit.role.id in sample["roles"] for hit in retriever.roles(sample["text"], 5))
        for sample in samples
    )
    assert hits / len(samples) >= 0.88
