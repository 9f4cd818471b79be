"""Which variables a line of the plan can count on, so that an edited wording never leaves a hole.

Every part that must be there needs one alternative made of these alone; loading refuses the rest.
"""

from __future__ import annotations

from collections.abc import Iterable

ALWAYS = frozenset({"manager", "Manager", "meeting", "follow_up", "minutes", "decision"})

# What is known whenever the action or the request is used at all.
GIVEN = {
    "evidence_page": {"evidence"},
    "evidence_count": {"evidence"},
    "witness": {"witness", "evidence"},
    "put_ask": {"ask"},
    "slip": {"ask"},
    "decide": {"ask"},
    "brings": {"brings"},
    "gap": {"gap"},
    "gap_advice": {"gap"},
    "contact": {"contact", "role"},
    "peer": {"role"},
    "path": {"role"},
    "introduce": {"contact"},
    "route": {"route"},
    "step": {"role"},
    "objective_role": {"role"},
    "objective_gap": {"gap"},
    "objective_piece": {"role"},
    "objective_after": {"role"},
    "objective_requirement": {"requirement"},
    "thank_you_open": {"weekday"},
    "thank_you_manager": {"action", "day"},
    "thank_you_me": {"action", "day"},
    "thank_you_granted": {"answer"},
    "thank_you_refused": {"answer"},
    "thank_you_promised": {"answer"},
    "begin": {"answer"},
    "keep_promise": {"answer"},
    "opening": {"role"},
}


def can_stand(owner: str, lines: Iterable[set[str]]) -> bool:
    """Whether one of the alternatives, given by its variables, needs nothing unknown."""
    known = ALWAYS | GIVEN.get(owner, set())
    return any(names <= known for names in lines)
