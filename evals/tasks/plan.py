"""Suite ``plan``: concrete where a target stands, earned always, with both sides in it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planning import check_earned, check_plan
from evals.score import Score
from evals.world import TODAY, conversation, parts, people


def scores() -> Iterator[Score]:
    """Three scores a conversation: earned, the manager acts, concrete."""
    for person in people():
        turns = conversation(person)
        plan = parts().plan(turns[-1].conversation, TODAY)
        invented = check_earned(plan, list(turns))
        yield _score(person.id, "earned", [str(f) for f in invented])
        theirs = [a for a in plan.actions if a.owner_is == "manager" and a.due is not None]
        yield _score(
            person.id, "manager_acts", [] if theirs else ["no dated action of the manager's"]
        )
        if plan.target_roles:
            yield _score(person.id, "concrete", [str(f) for f in check_plan(plan)])


def _score(sample: str, metric: str, faults: list[str]) -> Score:
    return Score(
        suite="plan",
        metric=metric,
        sample=sample,
        value=float(not faults),
        reason="; ".join(faults[:3]),
    )
