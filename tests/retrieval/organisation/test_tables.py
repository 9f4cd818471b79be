"""Role catalogues as people write them: any usual encoding, delimiter, heading and format."""

import json

import pytest

from assistant.errors import UnusableInput
from assistant.retrieval.organisation.activities import activity
from assistant.retrieval.organisation.entries import column
from tests.retrieval.organisation.conftest import packed

TABLE = [
    ["Job title", "Band", "Directorate", "Also known as", "Main duties"],
    ["Größenprüfer", "5", "Café & Bar", "Gauge Checker; Sizer", "Checks sizes; Writes reports"],
    ["Night Baker", "4", "Bakery", "", "Kneads dough"],
]


def text_of(delimiter: str) -> str:
    def cell(value: str) -> str:
        return f'"{value}"' if delimiter in value or ";" in value else value

    return "\r\n".join(delimiter.join(map(cell, row)) for row in TABLE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_reads_alike_in_every_encoding_and_with_every_delimiter(read, delimiter, encoding):
    content = read("roles.csv", text_of(delimiter).encode(encoding))
    first, second = content.entries
    assert (first.title, first.grade, first.department) == ("Größenprüfer", "5", "Café & Bar")
    assert first.other_titles == ("Gauge Checker", "Sizer")
    assert first.week == ("Checks sizes", "Writes reports")
    assert (second.title, second.place) == ("Night Baker", "row 3")
    assert not content.findings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Title", "title"),
        ("JOB TITLE", "title"),
        ("jobTitle", "title"),
        ("Role", "title"),
        ("Position title (internal)", "title"),
        ("Grade", "grade"),
        ("Pay band", "grade"),
        ("Level", "grade"),
        ("Department", "department"),
        ("Function", "department"),
        ("Team", "department"),
        ("Alternative titles", "other_titles"),
        ("Alternate_Titles", "other_titles"),
        ("Also known as:", "other_titles"),
        ("Key responsibilities", "week"),
        ("Essential criteria", "requirements"),
        ("Headcount", None),
    ],
)
def test_columns_are_found_by_the_names_people_give_them(heading, field):
    assert column(heading) == field


def test_a_heading_row_below_a_title_and_a_date_is_found(read):
    content = read(
        "r.csv", "Role list of the mill,,\nas of June,,\n\nRole,Grade,Team\nMiller,3,Mill\n"
    )
    assert [entry.title for entry in content.entries] == ["Miller"]


@pytest.mark.parametrize(
    "value",
    [
        [{"title": "Miller", "level": "3", "tasks": ["grind corn", "fill sacks"]}],
        {"roles": [{"role": "Miller", "grade": 3, "tasks": "grind corn; fill sacks"}]},
        {"Mill": [{"job title": "Miller", "band": "3", "duties": "grind corn\nfill sacks"}]},
    ],
)
def test_json_reads_in_the_shapes_that_systems_write(read, value):
    entry = read("roles.json", json.dumps(value)).entries[0]
    assert (entry.title, entry.grade) == ("Miller", "3")
    assert entry.week == ("grind corn", "fill sacks")


def test_yaml_reads_too_and_keeps_what_was_written(read):
    content = read("roles.yaml", "roles:\n  - {title: Miller, grade: no, team: Mill}\n")
    assert content.entries[0].grade == "no"


def test_a_workbook_reads_every_visible_sheet(read, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Mill"
    for row in (["Role", "Grade"], ["Miller", 3]):
        book.active.append(row)
    other = book.create_sheet("Shop")
    for row in (["Position", "Level"], ["Shop Clerk", "entry"]):
        other.append(row)
    book.save(tmp_path / "x.xlsx")
    content = read("x.xlsx", (tmp_path / "x.xlsx").read_bytes())
    assert [(e.title, e.grade, e.place) for e in content.entries] == [
        ("Miller", "3", "sheet Mill, row 2"),
        ("Shop Clerk", "entry", "sheet Shop, row 2"),
    ]


def test_a_table_without_a_title_says_which_columns_it_has(read):
    with pytest.raises(UnusableInput, match=r"No column names the role \(columns: Cost, Colour\)"):
        read("t.csv", "Cost,Colour\n1,red\n")


def test_the_same_role_twice_is_taken_once_and_told(read):
    content = read("t.csv", "Role,Grade\nMiller,3\nmiller,3\nMiller,4\n")
    assert len(content.entries) == 2
    assert [f.kind for f in content.findings] == ["left out"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.json", "[" * 100_000, "nested too deeply"),
        ("t.json", '[{"title": ' + "9" * 50_000 + "}]", "cannot be read"),
        ("t.json", '[{"title": "a", "title": "b"}]', "key is given twice"),
        ("t.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nroles: [*b, *b]", "aliases are not read"),
        ("t.yaml", "roles: " + "[" * 3000 + "]" * 3000, "deeply nested"),
        ("t.csv", "Role\n" + "x\n" * 21_000, "more than 20,000 rows"),
        ("t.csv", ",".join(["Role"] + ["x"] * 300), "301 columns"),
        ("t.csv", "Role,Grade\n", "No column names the role|No text"),
    ],
)
def test_hostile_tables_end_in_one_sentence(read, name, content, said):
    with pytest.raises(UnusableInput, match=said) as caught:
        read(name, content)
    assert "\n" not in str(caught.value) and "Traceback" not in str(caught.value)


def test_yaml_tags_make_nothing(read, tmp_path):
    made = tmp_path / "made"
    content = read("t.yaml", f"- title: !!python/object/apply:os.mkdir ['{made}']\n")
    assert [entry.title for entry in content.entries] == [str(made)]
    assert not made.exists()


def test_a_workbook_in_name_only_is_refused(read):
    with pytest.raises(UnusableInput, match="damaged"):
        read("t.xlsx", packed(**{"xl/workbook.xml": b"<workbook/>"}))


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("Answers claims.", "answering claims"),
        ("Plan and run events", "planning and running events"),
        ("Stock control", "stock control"),
        ("Stocks shelves", "stocking shelves"),
        ("Managing budgets", "managing budgets"),
        ("SQL queries", "SQL queries"),
        ("Ties up boats", "tying up boats"),
    ],
)
def test_duties_become_activities(item, said):
    assert activity(item) == said
