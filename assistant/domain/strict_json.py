"""JSON as it is taken from outside: no NaN, no key twice, no endless nesting.

loads('{"a": 1}')  -> {"a": 1}        loads('{"a": 1, "a": 2}')  -> ValueError
"""

from __future__ import annotations

import json
from typing import Any


def loads(text: str) -> Any:
    """The value of a JSON text. Raises ValueError for what is none, or none that is taken."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is given twice")
    return value
