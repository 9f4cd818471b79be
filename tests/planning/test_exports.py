"""The plan on paper: marks, holes, tables, and what no cell may become."""

import csv
import io
import re

import pytest

from assistant.planning import render_brief, render_csv, render_json, render_markdown
from assistant.planning.exports import safe_cell


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def test_every_hole_stands_on_paper(somebody) -> None:
    plan = somebody.plan
    text = render_markdown(plan)
    for hole in plan.holes:
        assert hole.text in text, hole.key


def test_tables_have_as_many_cells_as_columns(somebody) -> None:
    for block in re.findall(r"(?:^\|.*\|\n?)+", render_markdown(somebody.plan), re.MULTILINE):
        lines = block.strip().splitlines()
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert len(widths) == 1


def test_no_line_is_doubled_or_left_unfilled(somebody) -> None:
    for text in (render_markdown(somebody.plan), render_brief(somebody.plan)):
        assert not re.search(r"\{[a-z_]+\}|None|\.\.(?!\.)|  \S|\( ?\)|\"\"", text)


def test_the_brief_fits_one_page(somebody) -> None:
    assert len(render_brief(somebody.plan).split()) < 520


def test_the_brief_drops_turn_numbers_and_keeps_proposals(people) -> None:
    text = render_brief(people["nurse"].plan)
    assert not re.search(r"\[\d+\]", text)
    assert "from 14 to 5" in text
    assert "(proposed)" in render_brief(people["wanderer"].plan)


def test_words_never_become_markup(people) -> None:
    evil = '<script>alert(1)</script> | [x](javascript:y) **b** "q" `c`\n# h'
    person = people["wanderer"].says(evil, ("evidence", evil), ("ask", evil))
    text = render_markdown(person.plan)
    assert "<script>" not in text
    assert "](javascript" not in text.replace("\\](", "")
    assert "\n# h" not in text
    assert "**b**" not in text


def test_csv_is_rfc_4180_and_complete(somebody) -> None:
    plan = somebody.plan
    text = render_csv(plan)
    assert text.endswith("\r\n")
    head, *body = rows(text)
    assert len(body) == len(plan.actions)
    assert all(len(row) == len(head) for row in body)
    assert {row[head.index("owner_is")] for row in body} == {"employee", "manager"}


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", ' "=1', "\r=1", "|cmd"])
def test_no_cell_starts_a_formula(start) -> None:
    assert safe_cell(start).startswith("'")
    assert safe_cell("Ask Kev") == "Ask Kev"


def test_a_manager_called_like_a_formula_stays_a_name(people) -> None:
    person = people["wanderer"].says("=HYPERLINK(1)", ("manager", "=HYPERLINK(1)"))
    assert all(not cell.startswith("=") for row in rows(render_csv(person.plan)) for cell in row)


def test_json_is_the_record(people) -> None:
    plan = people["nurse"].plan
    assert type(plan).model_validate_json(render_json(plan)) == plan


def test_the_thank_you_note_lists_what_comes_after_the_meeting(people) -> None:
    plan = people["nurse"].plan
    note = " ".join(plan.thank_you_note.lines)
    assert "Amara" in note
    assert "From you, by" in note
    assert "From me, by" in note
    assert "Tuesday 19 January" in note
