"""The action plan of a conversation: built from the state, checked against the scale, exported.

plan = build_plan(conversation, state, today, catalogue, plan_wording())
check_plan(plan); check_earned(plan, turns)
render_markdown(plan); render_brief(plan); render_json(plan); render_csv(plan)
"""

from __future__ import annotations

from assistant.planning.builder import build_plan
from assistant.planning.check import check_earned, check_plan
from assistant.planning.exports import render_brief, render_csv, render_json, render_markdown
from assistant.planning.lattice import lattice_text
from assistant.planning.wording import PlanWording, load_plan_wording, plan_wording

__all__ = [
    "PlanWording",
    "build_plan",
    "check_earned",
    "check_plan",
    "lattice_text",
    "load_plan_wording",
    "plan_wording",
    "render_brief",
    "render_csv",
    "render_json",
    "render_markdown",
]
