"""The figures on the pages come from commands, and what a page says of its sets is so."""

import re

import pytest

from assistant.errors import UnusableInput
from evals.__main__ import main
from evals.baselines import COLUMNS, MATTER, Share, shown
from evals.counts import counted, counts
from evals.figures import BLOCKS, ROOT, block, replaced

PAGES = sorted((ROOT / "evals" / "datasets").glob("README*.md"))


def lines_of(name: str) -> list[str]:
    page, _ = BLOCKS[name]
    return block((ROOT / page).read_text("utf-8"), name)


def test_the_table_of_baselines_has_the_rows_and_columns_of_the_command():
    """The shape of now: a scorer or a subject that was added or renamed makes the page stale."""
    columns = {name: {key: Share(0.5, 9) for key in MATTER} for name in COLUMNS}
    now, there = shown(columns), lines_of("baselines")
    assert there[:2] == now[:2]
    assert [row.split("|")[1] for row in there] == [row.split("|")[1] for row in now]
    for row in there[2:]:
        assert re.fullmatch(r"\|[^|]+\| \d+ \|(?: \d{1,3}% \|){3}", row), row


def test_the_sheets_on_the_pages_have_a_line_for_each_method():
    listening = "\n".join(lines_of("listening"))
    for head in (r"Aspirations, test half, \d+ texts", r"Action items, test half, \d+ texts"):
        assert re.search(rf"{head}\nassess +accuracy .*\nassess --fast .*\nembedding", listening)
    assert re.search(r"Dialogue acts.*\nproduct .*\nrules alone .*\nembedding alone", listening)
    assert [line.split(":")[0] for line in lines_of("retrieval") if "sealed" in line] == [
        *("titles", "descriptions", "questions")
    ]


def test_the_counts_on_the_page_are_the_counts_of_the_files():
    assert lines_of("counts") == counts()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_gives_a_set_its_lines_gives_those_it_has(page):
    there = {name: lines for name, lines, _ in counted()}
    text = page.read_text("utf-8")
    said = re.findall(r"^\| `([\w.]+\.(?:jsonl|txt))` \| ([\d,]+) \|", text, re.MULTILINE)
    said += re.findall(r"`([\w.]+\.jsonl)` \(([\d,]+) messages", text)
    assert said
    assert {name: int(lines.replace(",", "")) for name, lines in said}.items() <= there.items()


def test_the_sheets_count_as_many_texts_as_the_sets_hold():
    """A set that grew without its figures being measured anew makes the pages stale."""
    there = {name: lines for name, lines, _ in counted()}
    sheets = "\n".join((*lines_of("listening"), *lines_of("retrieval")))
    for title, name in (
        ("Aspirations, test half, {} texts", "aspirations.test.jsonl"),
        ("Action items, test half, {} texts", "actions.test.jsonl"),
        ("Dialogue acts, sealed half, {} messages", "acts.test.jsonl"),
        ("titles: {} sealed", "titles.test.jsonl"),
        ("descriptions: {} sealed", "descriptions.test.jsonl"),
        ("questions: {} sealed", "questions.test.jsonl"),
    ):
        assert title.format(there[name]) in sheets


def test_a_block_is_replaced_and_nothing_else():
    page = "# a\n<!-- figures: x -->\n\nold\n\n<!-- /figures -->\nb\n<!-- figures: y -->\n<!-- /figures -->\n"
    new = replaced(page, "x", ["| 1 |", "| 2 |"])
    assert block(new, "x") == ["| 1 |", "| 2 |"]
    assert new.startswith("# a\n") and new.endswith("b\n<!-- figures: y -->\n<!-- /figures -->\n")
    assert replaced(new, "x", ["| 1 |", "| 2 |"]) == new


def test_a_block_that_is_not_there_is_said(capsys):
    with pytest.raises(UnusableInput, match="No block z"):
        block("# a\n", "z")
    assert main(["figures", "nonsense"]) == 2
    assert "Known are: listening" in capsys.readouterr().err
