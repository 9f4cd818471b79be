import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.dialogue import Move, Slot, Stage, Turn, Understanding, UserAct
from assistant.domain.knowledge import Passage
from assistant.domain.transcript import Mark, MarkKind
from assistant.review import as_csv, as_json_lines, render_markdown

AT = datetime(2026, 1, 6, 9, tzinfo=UTC)


def make(number=1, message="A more defined career path", conversation="c1", **fields):
    values = {
        "today": date(2026, 1, 5),
        "understanding": Understanding(acts=(UserAct.ASKS, UserAct.VENTS)),
        "move": Move(
            name="challenge_phrase", stage=Stage.REALITY, slot=Slot.TARGET, reason="no role named"
        ),
        "passages": (Passage(id="guidance/path", title="Paths", source="Handbook", text="long"),),
        "reply": "Which desk would that be?\nAnd when?",
        "score": 12,
        **fields,
    }
    return Turn(conversation=conversation, number=number, message=message, **values)


def mark(turn=1, comment="two questions", kind=MarkKind.WEAK, conversation="c1"):
    return Mark(conversation=conversation, turn=turn, kind=kind, comment=comment, at=AT)


def cells(turns, marks=()):
    return list(csv.DictReader(io.StringIO(as_csv(turns, marks), newline="")))


# -------------------------------------------------------------------- markdown


def test_a_coach_finds_all_of_a_turn():
    shown = render_markdown([make(), make(2, "Something else")], [mark(), mark(kind="good")])
    for part in (
        "# c1",
        "## 1",
        "> A more defined career path",
        "> Which desk would that be?  \n> And when?",
        "- Move: challenge\\_phrase (target)",
        "- Reason: no role named",
        "- Stage: reality",
        "- Act: asks, vents",
        "- Level: vague, 12",
        "- Passages: Paths (Handbook)",
        "- Engine: embedded",
        "- weak (coach, 2026-01-06): two questions",
        "- good (coach, 2026-01-06)",
        "## 2",
    ):
        assert part in shown
    assert shown.index("two questions") < shown.index("## 2")
    assert "Safety" not in shown
    assert "Notice" not in shown
    assert render_markdown([], [mark()]) == ""


def test_each_conversation_has_its_heading_and_its_own_marks():
    shown = render_markdown([make(), make(conversation="c2")], [mark(conversation="c2")])
    assert shown.count("# c1") == shown.count("# c2") == 1
    assert shown.index("# c2") < shown.index("two questions")


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("a <img src=x onerror=y>", "<img"),
        ("![x](https://example.org/?d=1)", "!["),
        ("[click](javascript:alert(1))", "[click]"),
        ("https://example.org and www.example.org", "https://"),
        ("https://example.org and www.example.org", "www.example"),
        ("# Turn 9", "> # Turn"),
        ("```\ncode", "```"),
        ("> quoted", "> >"),
        ("- item", "> - "),
        ("1. item", "> 1. "),
        ("a | b", " | "),
        ("**loud** and _soft_", "**loud"),
        ("$x$", " $x"),
        ("end\n\n## 7\n\n**Coach**", "\n## 7"),
        ("    indented", "    indented"),
        ("one\u2028# two", "\u2028"),
    ],
)
def test_what_was_typed_is_shown_and_does_nothing(text, never):
    for field in ("message", "reply"):
        shown = render_markdown([make(**{field: text})], [])
        assert never not in shown
    assert never not in render_markdown([make()], [mark(comment=text)])


@given(st.text(max_size=200))
def test_any_message_stays_inside_its_quote(text):
    shown = render_markdown([make(message=text)], [])
    head, _, rest = shown.partition("**Person**\n\n")
    quote, found, _ = rest.partition("\n\n**Coach**")
    assert head == "# c1\n\n## 1\n\n"
    assert found
    assert all(line.startswith(">") for line in quote.split("\n"))
    assert "<" not in quote


# -------------------------------------------------------------------- json


def test_json_lines_hold_all_of_a_turn():
    first, second = map(json.loads, as_json_lines([make(), make(2)], [mark()]))
    wanted = {
        "conversation": "c1",
        "turn": 1,
        "message": "A more defined career path",
        "reply": "Which desk would that be?\nAnd when?",
        "move": "challenge_phrase",
        "slot": "target",
        "reason": "no role named",
        "stage": "reality",
        "act": "asks",
        "acts": ["asks", "vents"],
        "passages": [{"id": "guidance/path", "title": "Paths", "source": "Handbook"}],
        "level": "vague",
        "score": 12,
        "engine": "embedded",
        "marks": [
            {
                "kind": "weak",
                "comment": "two questions",
                "reviewer": "coach",
                "at": "2026-01-06T09:00:00+00:00",
            }
        ],
    }
    assert wanted.items() <= first.items()
    assert second["marks"] == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_line_of_json_is_one_line_and_gives_the_text_back(text):
    (line,) = as_json_lines([make(message=text)], [])
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == text
    line.encode()


# -------------------------------------------------------------------- csv


def test_the_table_has_a_row_a_turn():
    first, second = cells([make(), make(2)], [mark(), mark(comment="", kind=MarkKind.WRONG)])
    assert first["message"] == "A more defined career path"
    assert first["reply"] == "Which desk would that be?\nAnd when?"
    assert (first["turn"], first["score"], first["level"]) == ("1", "12", "vague")
    assert first["passages"] == "Paths (Handbook)"
    assert (first["marks"], first["comments"]) == ("weak; wrong", "two questions")
    assert (second["marks"], second["comments"]) == ("", "")


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "=cmd|' /C x'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    move = Move(name=text, stage=Stage.GOAL, reason=text)
    passage = Passage(id="p", title=text, source="s", text="t")
    (row,) = cells(
        [make(message=text, reply=text, move=move, conversation=text, passages=(passage,))],
        [mark(comment=text, conversation=text)],
    )
    for column in ("message", "reply", "move", "reason", "conversation", "passages", "comments"):
        assert row[column].startswith("'" + text), column


def test_ordinary_cells_stay_as_they_are():
    (row,) = cells([make(message='a = b - c, "said" o\'clock')])
    assert row["message"] == 'a = b - c, "said" o\'clock'
