"""The coverage table: every method is proved, or the table says what of it is missing."""

import ast
import re
from pathlib import Path

import pytest

from assistant.content import KNOWLEDGE, PROMPTS, ROOT
from assistant.domain.dialogue import Slot
from assistant.domain.methods import Method, load_methods
from assistant.domain.plan import Action, FollowUp, Plan, Pushback
from assistant.errors import ContentError
from assistant.understanding import signals

FILE = KNOWLEDGE / "methods.yaml"
ROWS = load_methods(FILE)
COUNTS = {"A": 19, "B": 9, "C": 11, "D": 8, "E": 11, "F": 9, "G": 5}


def defined(path: Path) -> set[str]:
    """The tests of a file as pytest collects them, without those that are skipped whatever comes."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any("skip" in ast.unparse(mark) for mark in node.decorator_list)
    }


def lacks(proof: str, root: Path = ROOT) -> str:
    """What is wrong with a named proof; empty when it is there."""
    path, _, name = proof.partition("::")
    folder = path.partition("/")[0]
    if folder not in ("tests", "evals"):
        return f"{proof} is neither a test nor an eval file"
    if not (root / path).is_file():
        return f"{path} is not there"
    if folder == "tests" and name not in defined(root / path):
        return f"{path} has no {name}"
    return ""


def test_all_seventy_two_methods_stand_once() -> None:
    ids = [row.id for row in ROWS]
    assert ids == [f"{group}{n}" for group, count in COUNTS.items() for n in range(1, count + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_feature_has_a_proof_that_exists(row: Method) -> None:
    assert bool(row.feature) == bool(row.proof)
    assert [fault for proof in row.proof if (fault := lacks(proof))] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_feature_names_what_there_is(row: Method) -> None:
    """Moves, slots, signals and plan fields are named by the names they have in the product."""
    moves = {path.stem for path in (PROMPTS / "moves").glob("*.md")}
    fields = {name for record in (Plan, Action, FollowUp, Pushback) for name in record.model_fields}
    known = moves | fields | set(Slot)
    told = re.sub(r"signal (\w+)", "", row.feature)
    for name in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", told):
        assert name in known, name
    for name in re.findall(r"signal (\w+)", row.feature):
        assert name in Path(signals.__file__).read_text("utf-8"), name


def test_every_card_of_a_row_is_there() -> None:
    cards = {path.stem for path in (KNOWLEDGE / "guidance").glob("*.md")}
    assert {card for row in ROWS for card in row.cards} <= cards


@pytest.mark.parametrize(
    "proof",
    [
        "tests/conversation/test_methods.py::test_nobody_wrote_this",
        "tests/conversation/test_nothing.py::test_a",
        "evals/people/nobody.yaml",
        "README.md",
    ],
)
def test_a_proof_that_is_not_there_is_noticed(proof: str) -> None:
    assert lacks(proof)


@pytest.mark.parametrize(
    "change",
    ['feature: "x"', "proof: [tests/a.py::test_a]", ""],
    ids=["no proof", "no feature", "neither"],
)
def test_a_row_that_tells_half_is_refused_with_its_line(tmp_path: Path, change: str) -> None:
    file = tmp_path / "methods.yaml"
    file.write_text(
        f"# head\n- id: A1\n  title: t\n  article: a\n  cards: [c]\n  {change}\n", "utf-8"
    )
    with pytest.raises(ContentError, match=r"methods\.yaml:2"):
        load_methods(file)
