"""Planting a fault: an attribute of a module is replaced wherever the product has it, then put back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the product: ``where`` names module and attribute.

    ``make`` is given what is there and gives what stands there instead. ``survives`` is the reason
    why no gate can see it, for a fault that is known to live.
    """

    name: str
    where: str
    make: Callable[[Any], Any]
    survives: str = "no gate sees it"


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """The product with the fault, for as long as the block lasts."""
    module_name, _, path = fault.where.partition(":")
    owner: Any = import_module(module_name)
    *steps, last = path.split(".")
    for step in steps:
        owner = getattr(owner, step)
    right = getattr(owner, last)
    wrong = fault.make(right)
    changed = [(owner, last)]
    if not steps and not isinstance(right, str | int | bool | None):
        # `from x import f` has handed the same object to other modules of the product.
        changed += [
            (module, name)
            for key, module in list(sys.modules.items())
            if key.split(".")[0] in ("assistant", "evals") and module is not owner
            for name, value in list(vars(module).items())
            if value is right
        ]
    for place, name in changed:
        setattr(place, name, wrong)
    _forget()
    try:
        yield
    finally:
        for place, name in changed:
            setattr(place, name, right)
        _forget()


def _forget() -> None:
    """What was worked out with the fault, or without it, is worked out anew."""
    from evals import world
    from evals.tasks import conversation

    world.parts.cache_clear()
    conversation.forget()
