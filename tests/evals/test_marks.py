"""A coach's mark in review becomes a sample of the evals."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.domain.transcript import Mark, MarkKind
from assistant.errors import UnusableInput
from assistant.review import as_json_lines
from evals.marks import promote
from evals.task import Sample, talk
from evals.tasks import marks
from evals.world import TODAY, product


def exported(kind: MarkKind) -> str:
    turns = talk(product(), ["I'm a porter and want to grow.", "dunno"], "c1", TODAY)
    mark = Mark(
        conversation="c1",
        turn=2,
        kind=kind,
        comment="asks again",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return "\n".join(as_json_lines(turns, [mark]))


def sample_of(tmp_path: Path, kind: MarkKind) -> Sample:
    source = tmp_path / "talk one.jsonl"
    source.write_text(exported(kind), encoding="utf-8")
    target, count = promote(source, tmp_path)
    assert (target.name, count) == ("talk-one.jsonl", 1)
    raw = json.loads(target.read_text(encoding="utf-8"))
    assert raw["messages"] == ["I'm a porter and want to grow.", "dunno"]
    return Sample(suite="marks", id=raw["id"], group=raw["kind"], data=raw)


@pytest.mark.parametrize(
    ("kind", "metric", "value"),
    [
        (MarkKind.WEAK, "not_again", 0.0),
        (MarkKind.UNSAFE, "not_again", 0.0),
        (MarkKind.GOOD, "kept_good", 1.0),
    ],
)
def test_what_was_marked_is_held_against_what_is_said_now(
    tmp_path: Path, kind: MarkKind, metric: str, value: float
) -> None:
    sample = sample_of(tmp_path, kind)
    (score,) = marks.TASK.score(sample, marks.TASK.solve(sample, product()))
    assert (score.metric, score.value) == (metric, value)


@pytest.mark.parametrize("text", ["no json", '{"message": "x"}', '{"message": "x", "marks": []}'])
def test_what_is_no_marked_export_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput):
        promote(path, tmp_path)
