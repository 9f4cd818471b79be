"""Suites ``conversation``, ``plan`` and ``earned``: simulated employees, and what comes of them.

Each person is played as their file has it and in other tellings (``evals.variation``); the three suites
look at the same conversations, which are played once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache

from assistant.domain.dialogue import Turn
from evals.score import Score
from evals.scorers import as_score, grounded, plans, road, wording
from evals.simulated import Person, play
from evals.task import Sample, Size, Solution, Subject, Task
from evals.variation import vary
from evals.world import TODAY, people

ENOUGH_OWN_WORDS = 0.5


def _samples(suite: str) -> Callable[[Size], list[Sample]]:
    def samples(size: Size) -> list[Sample]:
        return [
            Sample(
                suite=suite,
                id=f"{person.id}~{seed}",
                unit=f"talk/{person.id}~{seed}",
                group=person.style,
                data={"person": person.id, "seed": seed},
            )
            for person in people()
            for seed in range(size.seeds)
        ]

    return samples


def person_of(sample: Sample) -> Person:
    """The telling of a person that a sample is about."""
    person = next(person for person in people() if person.id == sample.data["person"])
    return vary(person, sample.data["seed"])


@lru_cache(maxsize=12)
def _talk(subject: Hashable, name: str, seed: int) -> tuple[Turn, ...]:
    assert isinstance(subject, Subject)
    person = next(person for person in people() if person.id == name)
    conversation = f"eval-{name}" if seed == 0 else f"eval-{name}-{seed}"
    return tuple(play(vary(person, seed), subject.open(), TODAY, conversation))


def turns_of(subject: Subject, person: str, seed: int = 0) -> tuple[Turn, ...]:
    """The conversation with a telling of a person; the last few are kept."""
    assert isinstance(subject, Hashable)
    return _talk(subject, person, seed)


def forget() -> None:
    """Drop the conversations that were kept, for a product that has changed."""
    _talk.cache_clear()


def _solve(sample: Sample, subject: Subject) -> Solution:
    return Solution(turns=turns_of(subject, sample.data["person"], sample.data["seed"]))


def _solve_with_plan(sample: Sample, subject: Subject) -> Solution:
    solution = _solve(sample, subject)
    return solution.model_copy(update={"plan": subject.plan(solution.turns, TODAY)})


def _conversation(sample: Sample, solution: Solution) -> Iterator[Score]:
    person, turns = person_of(sample), solution.turns
    name = turns[0].conversation
    for metric, faults in (*wording.faults(turns), *road.faults(person, turns)):
        yield as_score(sample, metric, faults, name)
    fitting = road.acceptable(person, turns)
    if fitting is not None:
        yield as_score(sample, "role_acceptable", fitting, name)
    share, missed = wording.own_words(turns)
    found = as_score(sample, "own_words", missed if share < ENOUGH_OWN_WORDS else (), name)
    yield found


def _plan(sample: Sample, solution: Solution) -> Iterator[Score]:
    assert solution.plan is not None
    for metric, faults in plans.faults(solution.plan, solution.turns):
        yield as_score(sample, metric, faults, solution.turns[0].conversation)


def _earned(sample: Sample, solution: Solution) -> Iterator[Score]:
    turns: Sequence[Turn] = solution.turns
    for metric, faults in grounded.faults(person_of(sample), turns):
        yield as_score(sample, metric, faults, turns[0].conversation)


CONVERSATION = Task("conversation", _samples("conversation"), _solve, _conversation)
PLAN = Task("plan", _samples("plan"), _solve_with_plan, _plan)
EARNED = Task("earned", _samples("earned"), _solve, _earned)
