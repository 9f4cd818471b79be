"""Planted faults: each is put in and taken out again whole, and a sample of them is killed."""

from importlib import import_module

import pytest

from evals.mutation import FAULTS, attempt
from evals.mutation.planting import planted

QUICK = ("flattery_check_off", "vagueness_gate_off", "sides_check_off")


def test_there_are_at_least_thirty_each_with_a_name_of_its_own() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names)) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_a_fault_changes_the_product_and_is_gone_afterwards(fault) -> None:
    def there():
        module, _, path = fault.where.partition(":")
        owner = import_module(module)
        for step in path.split("."):
            owner = getattr(owner, step)
        return owner

    before = there()
    with planted(fault):
        assert there() is not before
    assert there() is before


def test_a_fault_reaches_modules_that_imported_the_function() -> None:
    fault = next(fault for fault in FAULTS if fault.name == "clear_is_challenged")
    goal = import_module("assistant.policy.goal")
    decide = import_module("assistant.policy.decide")
    right = decide.is_settled
    with planted(fault):
        assert decide.is_settled is not right
    assert decide.is_settled is right is goal.is_settled


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_fault_turns_a_gate_red(name: str) -> None:
    assert attempt(name).killed
