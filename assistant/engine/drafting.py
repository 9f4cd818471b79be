"""Plan drafting: a model may better single lines of a plan, and each must stand as it stood.

    drafting_request(plan, system, mask)        -> the lines, or None
    drafted(plan, answer, turns, mask, auditor) -> the plan with the lines that passed

Only lines that a program composed are put to it: answers to push-back, counter-proposals, evidence
lines, actions. What the person said is never touched. A line is taken when it holds the same
figures, names, titles, dates and quotations, and when the plan with it has no finding of
`check_plan` and `check_earned` that it did not have before; else the embedded line stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain.dialogue import Finding, Turn
from assistant.domain.goal import Record
from assistant.domain.masking import Mask
from assistant.domain.model import ModelRequest, question_to
from assistant.domain.plan import Plan, Value
from assistant.errors import FaultKind, ModelFailure
from assistant.planning import check_earned, check_plan
from assistant.verification.audit import Auditor

MOST_LINES = 10
LONGEST = 400  # characters
MAX_TOKENS = 900
Path = tuple[str | int, ...]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    number: int
    text: str


class _Lines(BaseModel):
    model_config = ConfigDict(frozen=True)

    lines: tuple[_Line, ...] = ()


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["lines"],
    "properties": {
        "lines": {
            "type": "array",
            "maxItems": MOST_LINES,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "text"],
                "properties": {
                    "number": {"type": "integer", "minimum": 1, "maximum": MOST_LINES},
                    "text": {"type": "string", "maxLength": LONGEST},
                },
            },
        }
    },
}


def lines_of(plan: Plan) -> list[tuple[Path, Value]]:
    """The lines that may be bettered, with their place in the plan."""
    return [(path, value) for path, value in _composed(plan) if _may_change(value)][:MOST_LINES]


def drafting_request(plan: Plan, system: str, mask: Mask) -> ModelRequest | None:
    """The request for all lines at once; None when there is none."""
    lines = lines_of(plan)
    if not lines:
        return None
    body = "\n".join(f"{number}. {value.text}" for number, (_, value) in enumerate(lines, 1))
    return question_to(system, mask.hide(body), MAX_TOKENS, SCHEMA)


def drafted(plan: Plan, answer: str, turns: Sequence[Turn], mask: Mask, auditor: Auditor) -> Plan:
    """The plan with those lines of an answer that pass. Raises ModelFailure for no such answer."""
    try:
        proposed = _Lines.model_validate_json(mask.show(answer))
    except ValidationError as error:
        raise ModelFailure(FaultKind.MALFORMED, "The model's lines cannot be read.") from error
    lines = lines_of(plan)
    allowed = _findings(plan, turns)
    for line in proposed.lines:
        if not 1 <= line.number <= len(lines):
            continue
        path, value = lines[line.number - 1]
        text = " ".join(line.text.split())
        if text == value.text or len(text) > LONGEST or not auditor.faithful(value.text, text):
            continue
        if all(quote.text in text for quote in value.quotes):
            better = _with(plan, path, value.model_copy(update={"text": text}))
            if _findings(better, turns) <= allowed:
                plan = better
    return plan


def _composed(plan: Plan) -> Iterator[tuple[Path, Value]]:
    for number, item in enumerate(plan.pushback):
        for name in ("answer", "counter_proposal"):
            if (value := getattr(item, name)) is not None:
                yield ("pushback", number, name), value
    for number, strength in enumerate(plan.strengths):
        if strength.evidence is not None:
            yield ("strengths", number, "evidence"), strength.evidence
    for number, action in enumerate(plan.actions):
        yield ("actions", number, "action"), action.action


def _may_change(value: Value) -> bool:
    """A program's own sentence; the person's words stay letter for letter."""
    return not value.said and not value.quoted and len(value.text.split()) > 4


def _findings(plan: Plan, turns: Sequence[Turn]) -> set[tuple[str, str]]:
    """What is wrong with a plan, without the wording of its lines."""
    found: list[Finding] = [*check_plan(plan), *check_earned(plan, turns)]
    return {(f.check, re.sub(r"^.*: ", "", f.detail)) for f in found}


def _with(record: Record, path: Path, value: Value) -> Any:
    """A copy of a record with another value at a path."""
    head, *rest = path
    if not rest:
        return record.model_copy(update={str(head): value})
    inner = getattr(record, str(head))
    if isinstance(inner, tuple):
        at = rest[0]
        assert isinstance(at, int)
        new = _with(inner[at], tuple(rest[1:]), value)
        return record.model_copy(update={str(head): (*inner[:at], new, *inner[at + 1 :])})
    return record.model_copy(update={str(head): _with(inner, tuple(rest), value)})
