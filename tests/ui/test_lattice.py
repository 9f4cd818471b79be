"""The map of moves as the page has it: a picture, and the same in words beside it."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.domain.knowledge import OrganisationRole, RoleMoves, Seniority
from assistant.domain.lattice import surroundings
from assistant.planning import plan_wording
from assistant.ui.desk import new_ticket
from assistant.ui.lattice import WIDTH, lattice_panel

TEXTS = plan_wording().map
PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text("utf-8").splitlines()
TALK = (
    "I'm a customer service agent and want a more defined career path.",
    "I want to become an internal auditor by June 2027.",
)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def held(desk, *messages: str):
    conversation = ""
    for message in messages:
        view = desk.send(conversation, new_ticket(), message)
        conversation = view.conversation
    return view


def own(ident: str, title: str, *ways: str) -> OrganisationRole:
    return OrganisationRole(
        id=ident,
        title=title,
        function="Service",
        level=Seniority.MID,
        week=(f"a week of {title}",),
        requirements=(f"some {title}",),
        skills=(title,),
        source="list",
        place="row 1",
        moves=RoleMoves(promotion=ways),
    )


def test_the_picture_has_a_name_and_the_list_holds_what_it_holds(desk):
    html = held(desk, *TALK).lattice
    (picture,) = SVG.findall(html)
    svg = ET.fromstring(picture)  # noqa: S314 - made by the code under test
    assert svg.get("role") == "img"
    named = {svg.find(f"*[@id='{name}']").text for name in svg.get("aria-labelledby").split()}
    assert all(named)
    listed = html[html.index('class="ways"') :]
    boxes = re.findall(r'<text class="role"[^>]*>([^<]*)</text>', picture)
    assert "Auditor" in boxes and len(boxes) >= 8
    for word in " ".join(boxes).split():
        assert word in listed, word


def test_before_a_role_is_known_the_tab_says_what_to_do(desk):
    assert "<svg" not in desk.start().lattice
    assert "Say what you do now" in desk.start().lattice


def test_the_map_follows_the_conversation(desk):
    first = held(desk, TALK[0])
    assert "Internal Auditor" not in first.lattice
    second = desk.send(first.conversation, new_ticket(), TALK[1])
    assert "Internal Auditor</strong> (chosen" in second.lattice
    assert "Internal Auditor" not in desk.undo(first.conversation).lattice


def test_the_command_opens_the_map(desk):
    conversation = held(desk, TALK[0]).conversation
    view = desk.send(conversation, new_ticket(), "/map")
    assert view.tab == "map"
    assert "Customer Service Agent" in view.lattice
    assert view.transcript is None, "the conversation stays as it is"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_organisations_titles_are_words_only(payload):
    title = payload[:120]
    roles = [own("own-a", title, "own-b"), own("own-b", f"Head of {title}")]
    catalogue = Catalogue(roles)
    html = lattice_panel(surroundings(catalogue, roles[0]), TEXTS)
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)", html))
    assert tags <= set("div figure svg title desc rect text path h2 h3 ul li strong p".split())
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_a_title_of_any_length_stays_inside_the_drawing():
    long = "Oberdonaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverwalter" * 2
    roles = [own("own-a", long[:120], "own-b"), own("own-b", "A " * 60)]
    html = lattice_panel(surroundings(Catalogue(roles), roles[0]), TEXTS)
    for line in re.findall(r'<text class="role"[^>]*>([^<]*)</text>', html):
        assert len(line) <= 30
    for x, width in re.findall(r'<rect class="[^"]*" x="([\d.]+)"[^>]*? width="([\d.]+)"', html):
        assert float(x) + float(width) <= WIDTH
