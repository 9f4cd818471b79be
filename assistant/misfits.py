"""What does not fit a record, said for somebody who writes content files and knows no Python.

    plainly(Role, {"type": "missing", "loc": ("title",), ...})
      -> ("title is missing", "Add a line title: with its value.")

The kinds of misfit are pydantic's (https://docs.pydantic.dev/latest/errors/validation_errors/).
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Said = tuple[str, str]
_LIST = "Write [one, another], or a line that begins with - for each."
_MANY = 45  # names that are no longer listed in a message
_SHOWN = 40  # characters of a value that are quoted


def plainly(model: type[BaseModel], error: Mapping[str, Any]) -> Said:
    """Problem (no full stop) and remedy of one error of ``ValidationError.errors()``."""
    where = [part for part in error["loc"] if part != "[key]"]
    name = ".".join(map(str, where)) or "the entry"
    say = _KINDS.get(error["type"])
    if say is not None:
        return say(name, error)
    if error["type"] == "extra_forbidden":
        return _strange(name, _record_at(model, where[:-1]))
    if error["type"] == "string_pattern_mismatch":
        field = _field_at(model, where)
        wanted = field.description if field and field.description else error["ctx"]["pattern"]
        return f"{name} is {_quoted(error)}", f"Wanted are {wanted}."
    return f"{name}: {error['msg']}", f"Mend {name}."


def first_cause(errors: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The error to speak of first: a misspelt key is what makes another one missing."""
    return next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])


def nearest(name: str, known: Sequence[str]) -> str:
    """What to do about an unknown name: the known one it looks like, or all of them."""
    close = get_close_matches(name, known, 1, 0.7)
    if close:
        return f"Did you mean {close[0]}?"
    if len(known) > _MANY:
        return "Check its spelling against those that stand there."
    return f"Known are: {', '.join(known)}."


def _strange(name: str, record: type[BaseModel] | None) -> Said:
    known = list(record.model_fields) if record is not None else []
    word = name.rpartition(".")[2]
    return f"{name} is not known here", nearest(word, known) if known else "Take it out."


def _few(name: str, error: Mapping[str, Any]) -> Said:
    there, least = error["ctx"]["actual_length"], error["ctx"]["min_length"]
    return f"{name} has {there} of at least {least} entries", f"Add {least - there} more."


def _quoted(error: Mapping[str, Any]) -> str:
    text = str(error["input"])
    return f'"{text[:_SHOWN]}{"…" if len(text) > _SHOWN else ""}"'


def _one_of(name: str, error: Mapping[str, Any]) -> Said:
    known = str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    return f"{name} is {_quoted(error)}, which is not known", f"Use one of: {known}."


def _bound(name: str, error: Mapping[str, Any]) -> Said:
    (kind, limit), *_ = error["ctx"].items()
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    return f"{name} is {_quoted(error)}", f"It must be {words[kind]} {limit}."


_KINDS: dict[str, Callable[[str, Mapping[str, Any]], Said]] = {
    "missing": lambda name, _: (f"{name} is missing", f"Add a line {name}: with its value."),
    "too_short": _few,
    "string_too_short": lambda name, _: (f"{name} is empty", "Write it, or take the line out."),
    "string_type": lambda name, _: (
        f"{name} is no plain text",
        'Write it in one line, in "quotation marks" if it holds a colon.',
    ),
    "enum": _one_of,
    "literal_error": _one_of,
    "bool_parsing": lambda name, e: (f"{name} is {_quoted(e)}", "Write true or false."),
    "int_parsing": lambda name, e: (f"{name} is {_quoted(e)}", "Write a whole number."),
    **{
        kind: lambda name, e: (f"{name} is {_quoted(e)}", "Write the day as YYYY-MM-DD.")
        for kind in ("date_from_datetime_parsing", "date_parsing")
    },
    "value_error": lambda name, e: (f"{name}: {e['ctx']['error']}", f"Mend {name}."),
    **{
        kind: lambda name, _: (f"{name} is one value where a list is wanted", _LIST)
        for kind in ("tuple_type", "list_type", "set_type", "frozen_set_type")
    },
    **{
        kind: lambda name, _: (f"{name} holds no keys", "Write lines of key: value under it.")
        for kind in ("model_type", "dict_type", "model_attributes_type")
    },
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _bound),
}


def _record_at(model: type[BaseModel], where: Sequence[Any]) -> type[BaseModel] | None:
    """The record that the keys lead to; None where they lead into something else."""
    for key in where:
        field = model.model_fields.get(str(key))
        inner = _record_in(field.annotation) if field is not None else None
        if inner is None:
            if isinstance(key, int):
                continue
            return None
        model = inner
    return model


def _field_at(model: type[BaseModel], where: Sequence[Any]) -> FieldInfo | None:
    keys = [key for key in where if not isinstance(key, int)]
    record = _record_at(model, keys[:-1])
    return record.model_fields.get(str(keys[-1])) if record is not None and keys else None


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """The record a type is, or holds: ``tuple[Item, ...]``, ``Item | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_record_in(part) for part in typing.get_args(annotation))
    return next((found for found in inner if found is not None), None)


# What the YAML reader complains of (libyaml, scanner.c and parser.c), as what was meant.
_BROKEN = (
    ("could not find expected ':'", "a colon is missing here or on the line before", "Write key: value."),
    ("mapping values are not allowed", "a colon too many, or a line indented too far",
     'Put the value into "quotation marks", or line it up with its neighbours.'),
    ("expected ',' or", "a bracket is not closed or a comma is missing, here or before", "Close it with ]."),
    ("expected node content", "a value is missing, or a bracket is not closed, here or before",
     "Close it with ]."),
    ("expected key", "this line is not in line with its neighbours, or a quotation mark is too many",
     "Give it as many blanks in front as they have."),
    ("expected '-' indicator", "this line is not in line with its neighbours",
     "Give it as many blanks in front as they have."),
    ("end of stream", "a quotation mark is never closed, here or before", "Close it."),
    ("unknown escape", "a backslash stands inside double quotation marks", "Use 'single ones'."),
)  # fmt: skip


def broken_yaml(problem: str, written: str) -> Said:
    """Problem and remedy for a line that is no YAML, from what its reader complains of."""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "a tab stands in front of the line", "Use blanks."
    if "cannot start any token" in problem:
        return (
            "a value begins with a sign that YAML keeps for itself",
            'Put it into "quotation marks".',
        )
    for word, said, remedy in _BROKEN:
        if word in problem:
            return said, remedy
    return problem or "the YAML cannot be read", "Quote the value, or mend the indentation."
