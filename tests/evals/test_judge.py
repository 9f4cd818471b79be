"""The judge: votes with quotations, branches, and its agreement with people."""

import json

import pytest

from assistant.reply.model import ScriptedModel
from evals.judge import (
    JUDGED,
    LABELS,
    Finding,
    Label,
    agreement,
    exchanges_in,
    judge,
    load_labels,
    load_questions,
)

ONE = [("c", 1, "I want to grow", "To grow could mean anything. Which team would it be?")]


def asked(request) -> str:
    return request.messages[1].text.partition("## Question\n")[2]


def judging(*answers: dict[str, str]) -> ScriptedModel:
    given = iter(answers * 100)
    return ScriptedModel(lambda request: json.dumps(next(given)))


def test_a_yes_needs_a_quotation_that_stands_in_the_text() -> None:
    question = load_questions()[:1]
    (found,) = judge(judging({"answer": "yes", "quote": "to GROW"}), ONE, question)
    assert (found.answer, found.yes, found.quotes) == ("yes", 3, ("to GROW",))
    (found,) = judge(judging({"answer": "yes", "quote": "a corner office"}), ONE, question)
    assert (found.answer, found.votes) == ("no", 0)
    (found,) = judge(judging({"answer": "perhaps"}, {"nonsense": "x"}), ONE, question)
    assert found.answer == "no"


def test_the_majority_counts() -> None:
    yes, no = {"answer": "yes", "quote": "anything"}, {"answer": "no", "quote": ""}
    question = load_questions()[:1]
    assert [f.answer for f in judge(judging(yes, no, yes), ONE, question)] == ["yes"]
    assert [f.answer for f in judge(judging(yes, no, no), ONE, question)] == ["no"]


def test_a_branch_is_only_asked_where_it_leads() -> None:
    model = judging({"answer": "no", "quote": ""})
    found = list(judge(model, ONE, load_questions()))
    needing = {q.ask for q in load_questions() if q.needs}
    assert needing
    assert needing.isdisjoint(asked(request) for request in model.requests)
    assert len(found) == len(load_questions()) - len(needing)


@pytest.mark.parametrize(
    ("mine", "theirs", "alike", "kappa"),
    [("yyynnn", "yyynnn", 1.0, 1.0), ("yyynnn", "nnnyyy", 0.0, -1.0), ("yynn", "ynyn", 0.5, 0.0)],
)
def test_agreement_is_reckoned_against_chance(mine, theirs, alike, kappa) -> None:
    words = {"y": "yes", "n": "no"}
    found = [
        Finding(conversation="c", turn=n, question="q", answer=words[a], yes=0, votes=3)
        for n, a in enumerate(mine)
    ]
    labels = [
        Label(conversation="c", turn=n, question="q", answer=words[a]) for n, a in enumerate(theirs)
    ]
    assert agreement(found, labels) == (len(mine), alike, pytest.approx(kappa))
    assert agreement(found, []) == (0, 0.0, 0.0)


def test_golden_transcripts_can_be_read() -> None:
    from evals.build.transcripts import GOLDEN

    read = list(exchanges_in(sorted(GOLDEN.glob("*.md"))[0]))
    assert len(read) > 3 and all(message and reply for _, _, message, reply in read)


def test_the_labelled_set_lets_the_agreement_be_reckoned() -> None:
    exchanges = {(c, n): (message, reply) for c, n, message, reply in exchanges_in(JUDGED)}
    questions = {question.id: question for question in load_questions()}
    labels = load_labels(LABELS)
    assert len({(one.turn, one.question) for one in labels}) == len(labels) >= 40
    assert all((one.conversation, one.turn) in exchanges for one in labels)
    assert {one.question for one in labels} == set(questions)
    said = [one.answer for one in labels]
    assert 0.3 < said.count("yes") / len(said) < 0.7  # one verdict for all would agree little
    # A verdict on a branch needs the yes that leads there, where that was labelled too.
    by_question = {(one.turn, one.question): one.answer for one in labels}
    for one in labels:
        needs = questions[one.question].needs
        assert needs is None or by_question.get((one.turn, needs), "yes") == "yes"
    found = [Finding(**one.model_dump(), yes=0, votes=3) for one in labels]
    assert agreement(found, labels) == (len(labels), 1.0, 1.0)
