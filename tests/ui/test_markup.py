"""What is typed stays characters; what replies and plans are written in becomes blocks."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.markup import plain, rich

MADE = re.compile(
    r"</?(?:p|br|h[2-6]|ul|ol|li|blockquote|table|thead|tbody|tr|strong|em|code|hr)>"
    r'|<th scope="col">|</th>|<td data-label="[^"<>]*">|</td>'
)


@given(st.text(max_size=400))
def test_only_tags_of_our_own_making_come_out(text):
    assert not re.search(r"[<>]", MADE.sub("", rich(text)))


@given(st.text(alphabet="*_`>|-#\\&<1. \n\"'ab", max_size=200))
def test_only_our_tags_from_markup_characters(text):
    assert not re.search(r"[<>]", MADE.sub("", rich(text)))


@given(st.text(max_size=200))
def test_plain_leaves_no_markup(text):
    assert not re.search(r"[<>\"']", plain(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Buyer**: a week", "<p><strong>Buyer</strong>: a week</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("first\nsecond", "<p>first<br>second</p>"),
        ("first\\\nsecond", "<p>first<br>second</p>"),
        ("a\n\n- b", "<p>a</p><ul><li>b</li></ul>"),
        ("# Plan", "<h2>Plan</h2>"),
        ("a \\*star\\* \\| \\<b\\>", "<p>a *star* | &lt;b&gt;</p>"),
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
    ],
)
def test_blocks(text, html):
    assert rich(text) == html


def test_a_table_keeps_its_columns_names_on_the_cells():
    made = rich("| Owner | Due |\n| --- | --- |\n| Ann \\| Bo | *soon* |")
    assert '<th scope="col">Owner</th>' in made
    assert '<td data-label="Owner">Ann | Bo</td>' in made
    assert '<td data-label="Due"><em>soon</em></td>' in made


@pytest.mark.parametrize("text", ["![x](https://evil.example/?d=1)", "[x](javascript:alert(1))"])
def test_no_link_and_no_image_is_made(text):
    assert rich(text) == f"<p>{plain(text)}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "*" * 8000,
        "**a " * 2000,
        "> " * 4000,
        "| " * 4000,
        "`a" * 4000,
        "- " * 4000,
        "_a " * 2600,
        "a\n" * 4000,
        "\\" * 8000,
    ],
)
def test_any_long_text_is_quick(text):
    started = time.process_time()
    rich(text)
    assert time.process_time() - started < 1.0
