"""How a manager is addressed in the lines for the meeting."""

import pytest

from assistant.domain.grammar import called


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Okoye", "Dana"),
        ("Priya", "Priya"),
        ("Mr Okafor", "Mr Okafor"),
        ("Dr. Lindqvist", "Dr. Lindqvist"),
        ("Sister Hanlon", "Sister Hanlon"),
    ],
)
def test_a_form_of_address_keeps_its_name(name: str, expected: str) -> None:
    assert called(name) == expected
