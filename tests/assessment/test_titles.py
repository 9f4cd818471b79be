"""Job titles: catalogue first, the shipped list and the grammar behind it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.assessment import CatalogueTitle, Gazetteer, RoleStatus, assess

TODAY = date(2026, 11, 24)
CATALOGUE = Gazetteer.from_roles(
    [
        CatalogueTitle("r1", "People Partner", ("HR Business Partner", "HRBP"), "mid", "People"),
        CatalogueTitle("r2", "Kettle Whisperer", (), "senior", "Brewing"),
        CatalogueTitle("r3", "Lead", (), "lead", "Operations"),
    ]
)


@pytest.mark.parametrize(
    "text", ["hrbp", "I want to be an HR business partner", "people partner by May"]
)
def test_catalogue_answers_with_its_id_and_title(text: str) -> None:
    (role,) = assess(text, today=TODAY, gazetteer=CATALOGUE).roles
    assert (role.role_id, role.title, role.function) == ("r1", "People Partner", "People")


def test_catalogue_knows_titles_no_list_has() -> None:
    assert [m.role_id for m in CATALOGUE.find("kettle whisperer, nothing else")] == ["r2"]


def test_a_loose_catalogue_title_does_not_match_every_lead() -> None:
    assert assess("I want to lead a quiet life", today=TODAY, gazetteer=CATALOGUE).roles == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("payments engineer", "payments engineer"), ("director of internal audit", "director of internal audit"),
        ("head of the night shift", "head of the night shift"), ("one of the night supervisors", "night supervisor"),
        ("lead payments engineer", "lead payments engineer"), ("assistant to the managing director", "assistant to the managing director"),
        ("VP Engineering", "vp engineering"), ("fire fighter", "firefighter"), ("accountnat", "accountant"),
    ],
)  # fmt: skip
def test_title_takes_its_words_along(text: str, title: str) -> None:
    (match,) = [m for m in Gazetteer().find(text) if m.complete]
    assert match.title in (title, text.lower())


@pytest.mark.parametrize(
    "text", ["manager", "a better leader", "team leader", "some director", "senior manager"]
)
def test_loose_titles_are_incomplete(text: str) -> None:
    assert not any(m.complete for m in Gazetteer().find(text))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("I'm a porter and want more", RoleStatus.CURRENT), ("I used to be a porter", RoleStatus.PAST),
        ("anything but porter", RoleStatus.REJECTED), ("my brother is a porter", RoleStatus.OTHER),
        ("I'd like to become a porter", RoleStatus.TARGET), ("Porter.", RoleStatus.TARGET),
        ("Porter now, no idea what next", RoleStatus.CURRENT), ("ex porter", RoleStatus.PAST),
    ],
)  # fmt: skip
def test_whose_role_it_is(text: str, status: RoleStatus) -> None:
    found = [r for r in assess(text, today=TODAY).all_roles if "porter" in r.title]
    assert [r.status for r in found] == [status]


def test_the_known_current_role_is_no_target() -> None:
    assert assess("Data analyst", today=TODAY, current_role="Data Analyst").roles == []
    assert assess("Senior data analyst", today=TODAY, current_role="Data Analyst").roles
