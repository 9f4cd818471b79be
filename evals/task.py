"""What a suite is made of: samples, a solver that asks the coach, scorers. No harness is known here.

    task = Task("challenge", samples, solve, score)
    for sample in task.samples(Size()):
        for score in task.score(sample, task.solve(sample, subject)):
            ...

``evals.runner`` runs tasks for ``brasstacks eval``, ``evals.inspect_adapter`` for Inspect AI,
``evals.pytest_plugin`` for pytest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, runtime_checkable

from assistant.domain.dialogue import Turn
from assistant.domain.goal import Record
from assistant.domain.plan import Plan
from evals.score import Score


class Size(Record):
    """How much of each suite to run; the manifest holds only for a whole run."""

    seeds: int = 10
    at_most: int | None = None


class Sample(Record):
    """One thing to try. Samples of one ``unit`` go to one worker, which may share what they cost."""

    suite: str
    id: str
    unit: str = ""
    group: str = ""
    data: dict[str, Any] = {}

    @property
    def key(self) -> str:
        """A name no other sample of a run has."""
        return f"{self.suite}/{self.id}"


class Solution(Record):
    """What the coach made of a sample: turns, a plan, or whatever single texts were read as."""

    turns: tuple[Turn, ...] = ()
    plan: Plan | None = None
    found: dict[str, Any] = {}


class Talker(Protocol):
    """Something that holds one conversation."""

    def take_turn(self, conversation: str, message: str, today: date) -> Turn:
        """Answer a message."""
        ...


@runtime_checkable
class Subject(Protocol):
    """What is measured: the product, or a baseline beside it."""

    @property
    def name(self) -> str:
        """The engine's name, as it stands in reports."""
        ...

    def open(self) -> Talker:
        """A talker with an empty memory of its own."""
        ...

    def plan(self, turns: Sequence[Turn], today: date) -> Plan:
        """The action plan of a conversation."""
        ...


@dataclass(frozen=True)
class Task:
    """A suite by name."""

    name: str
    samples: Callable[[Size], Sequence[Sample]]
    solve: Callable[[Sample, Subject], Solution]
    score: Callable[[Sample, Solution], Iterable[Score]]


def talk(subject: Subject, messages: Sequence[str], conversation: str, today: date) -> list[Turn]:
    """The turns that answer these messages, in a conversation of their own."""
    talker = subject.open()
    return [talker.take_turn(conversation, message, today) for message in messages]


def scored(
    sample: Sample, metric: str, faults: Sequence[str], where: str = "", most: int = 3
) -> Score:
    """1.0 without faults; else 0.0, with the first faults as the reason."""
    return Score(
        suite=sample.suite,
        metric=metric,
        sample=sample.id,
        value=float(not faults),
        reason="; ".join(faults[:most]),
        where=where,
        group=sample.group,
    )
