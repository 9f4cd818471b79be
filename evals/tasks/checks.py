"""Suite ``checks``: the product's own check of a plan finds what is wrong with it.

A whole plan is broken in one way at a time; ``check_plan`` or ``check_earned`` must say so, and must say
nothing about the plan as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from assistant.domain.dialogue import Turn
from assistant.domain.goal import Origin, Provenance
from assistant.domain.plan import Day, OwnerKind, Plan
from assistant.planning import check_earned, check_plan
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task, scored
from evals.tasks.conversation import turns_of
from evals.world import TODAY, people


def _moved(day: Day, days: int) -> Day:
    return day.model_copy(update={"day": day.day + timedelta(days=days)})


def _late_actions(plan: Plan) -> Plan:
    late = tuple(a.model_copy(update={"due": _moved(a.due, -400)}) for a in plan.actions)
    return plan.model_copy(update={"actions": late})


def _repeated_measure(plan: Plan) -> Plan:
    first = plan.actions[0]
    same = first.model_copy(update={"measure": first.action})
    return plan.model_copy(update={"actions": (same, *plan.actions[1:])})


def _without(kind: OwnerKind) -> Callable[[Plan], Plan]:
    def broken(plan: Plan) -> Plan:
        kept = tuple(action for action in plan.actions if action.owner_is is not kind)
        return plan.model_copy(update={"actions": kept})

    return broken


def _follow_up(days: int) -> Callable[[Plan], Plan]:
    def broken(plan: Plan) -> Plan:
        moved = plan.follow_up.model_copy(update={"day": _moved(plan.follow_up.day, days)})
        return plan.model_copy(update={"follow_up": moved})

    return broken


def _dropped(field: str) -> Callable[[Plan], Plan]:
    def broken(plan: Plan) -> Plan:
        return plan.model_copy(update={field: ()})

    return broken


def _no_fallback(plan: Plan) -> Plan:
    asks = tuple(ask.model_copy(update={"fallback": None}) for ask in plan.asks)
    return plan.model_copy(update={"asks": asks})


def _no_answer(plan: Plan) -> Plan:
    silent = tuple(item.model_copy(update={"answer": None}) for item in plan.pushback)
    return plan.model_copy(update={"pushback": silent})


def _many_targets(plan: Plan) -> Plan:
    return plan.model_copy(update={"target_roles": plan.target_roles * 4})


def _made_up(plan: Plan) -> Plan:
    """A strength that claims to have been said and was not."""
    value = plan.asks[0].ask.model_copy(
        update={
            "text": "the corner office and a car",
            "provenance": Provenance(origin=Origin.SAID, turn=2, start=0, end=5),
        }
    )
    ask = plan.asks[0].model_copy(update={"ask": value})
    return plan.model_copy(update={"asks": (ask, *plan.asks[1:])})


BREAKS: dict[str, Callable[[Plan], Plan]] = {
    "late_actions": _late_actions,
    "measure_repeats": _repeated_measure,
    "no_manager": _without(OwnerKind.MANAGER),
    "no_employee": _without(OwnerKind.EMPLOYEE),
    "follow_up_past": _follow_up(-400),
    "follow_up_far": _follow_up(800),
    "no_target": _dropped("target_roles"),
    "no_strength": _dropped("strengths"),
    "no_gap": _dropped("gaps"),
    "no_ask": _dropped("asks"),
    "no_pushback": _dropped("pushback"),
    "no_fallback": _no_fallback,
    "no_answer": _no_answer,
    "many_targets": _many_targets,
    "made_up": _made_up,
    "whole": lambda plan: plan,
}


def _samples(_: Size) -> list[Sample]:
    return [Sample(suite="checks", id=name, unit="checks", group="plan") for name in BREAKS]


def _solve(sample: Sample, subject: Subject) -> Solution:
    turns, plan = _whole(subject)
    return Solution(turns=turns, plan=BREAKS[sample.id](plan))


def _whole(subject: Subject) -> tuple[tuple[Turn, ...], Plan]:
    """The first golden conversation whose plan lacks nothing; else the first of them as it is."""
    found = []
    for person in people():
        if person.golden:
            turns = turns_of(subject, person.id)
            plan = subject.plan(turns, TODAY)
            if not check_plan(plan):
                return turns, plan
            found.append((turns, plan))
    return found[0]


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    assert solution.plan is not None
    earned = check_earned(solution.plan, list(solution.turns))
    findings = [f"{f.check}: {f.detail}" for f in (*check_plan(solution.plan), *earned)]
    if sample.id == "whole":
        yield scored(sample, "whole_plan_passes", findings)
    else:
        yield scored(sample, "broken_plan_found", [] if findings else [f"{sample.id} is not seen"])


TASK = Task("checks", _samples, _solve, _score)
