"""The plan the facts allow: every part from what is known, everything else a named hole.

    build_plan("c1", state, date(2026, 11, 24), catalogue, plan_wording()).owned_by("manager")

Pure: the same state, day, catalogue and wording give the same plan.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.domain.calendar import spoken
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import FactKind
from assistant.domain.holes import holes as open_holes
from assistant.domain.plan import Action, Hole, OwnerKind, Plan, Strength, ThankYou, Value
from assistant.planning.actions import actions
from assistant.planning.asks import asks
from assistant.planning.evidence import person, strengths
from assistant.planning.goals import (
    dismissed,
    frame_state,
    gaps,
    objectives,
    target_roles,
    week,
)
from assistant.planning.ledger import proposed
from assistant.planning.material import Material, gather
from assistant.planning.outcome import answered, held, note_to_send, outcome
from assistant.planning.rebuttals import pushback
from assistant.planning.timing import frame_value, thank_you_day
from assistant.planning.wording import PlanWording

MOST_QUESTIONS = 8


def build_plan(
    conversation: str,
    state: DialogueState,
    today: date,
    catalogue: Catalogue,
    wording: PlanWording,
) -> Plan:
    """The action plan of a conversation as it stands; never raises on any state."""
    material = gather(state, today, catalogue, wording)
    told = outcome(material)
    requests = answered(asks(material), told)
    items = actions(material, requests)
    horizons = objectives(material)
    rows = strengths(state, material.results, material.ledger, wording)
    return Plan(
        conversation=conversation,
        today=today,
        title=_title(material, wording.labels.title),
        **_goal(material),
        **_standing(material),
        meeting=material.timing.meeting,
        held=held(material),
        outcome=told,
        manager=material.manager,
        strengths=rows,
        objectives_sooner=horizons["sooner"],
        objectives_short=horizons["short"],
        objectives_between=horizons["between"],
        objectives_long=horizons["long"],
        asks=requests,
        questions=_questions(material),
        pushback=pushback(material),
        actions=items,
        follow_up=material.timing.follow_up,
        who_else=_who_else(material),
        referral=proposed(wording.line("referral")),
        time_budget=proposed(wording.line("time_budget")),
        opening_line=None if state.talk_over else _opening(material),
        closing_line=_closing(material),
        thank_you_note=note_to_send(material, told) if told else _thank_you(material, items),
        holes=_holes(material, rows),
    )


def _goal(material: Material) -> dict[str, Any]:
    """Where the person wants to go, and what must be so on the way."""
    return {
        "target_roles": target_roles(material),
        "why": _why(material),
        "less_of": material.quoted(FactKind.DISLIKE),
        "serves": material.quoted(FactKind.PAIN_POINT),
        "week": week(material),
        "dismissed": dismissed(material),
        "time_frame": frame_value(material.state, material.ledger),
        "limits": material.quoted(FactKind.CONDITION),
        "barriers": material.quoted(FactKind.BARRIER),
        "gaps": gaps(material),
    }


def _standing(material: Material) -> dict[str, Any]:
    """Where the person stands: the job now, the own rating, what the manager knows and thinks."""
    return {
        "current_role": _current(material),
        "tenure": material.quote(FactKind.TENURE),
        "self_rating": material.quote(FactKind.SELF_RATING),
        "manager_knows": material.quote(FactKind.MANAGER_KNOWS),
        "manager_view": material.quoted(FactKind.MANAGER_VIEW),
        "confidence": _confidence(material),
    }


def _title(material: Material, template: str) -> str:
    pieces = {"meeting": spoken(material.timing.next_talk), "manager": material.manager_name}
    return template.format_map(pieces)


def _why(material: Material) -> tuple[Value, ...]:
    """What draws the person to it, after that the wish as it was first put."""
    likes = material.quoted(FactKind.LIKE)
    return likes or material.quoted(FactKind.WISH)[:1]


def _current(material: Material) -> Value | None:
    fact = material.state.last(FactKind.CURRENT_ROLE)
    if fact is None or not fact.text.strip():
        return None
    return material.ledger.said(fact, quoted=False)


def _confidence(material: Material) -> Value | None:
    fact = material.state.last(FactKind.CONFIDENCE)
    if fact is None or not fact.value:
        return None
    return material.ledger.traced(fact.value, fact)


def _questions(material: Material) -> tuple[Value, ...]:
    """Where the manager sees the person comes before anything else (methods D8)."""
    sections = material.wording.questions
    limits = material.quoted(FactKind.CONDITION)
    barriers = material.quoted(FactKind.BARRIER)
    pieces = {
        "limit": limits[0] if limits else None,
        "barrier": barriers[0] if barriers else None,
    }
    kept_out = "Without a target" if material.targets else "With a target"
    chosen = [t for name, texts in sections.items() if name != kept_out for t in texts]
    found = [material.compose((template,), **pieces) for template in chosen]
    return tuple(value for value in found if value is not None)[:MOST_QUESTIONS]


def _who_else(material: Material) -> tuple[Value, ...]:
    facts = material.facts(FactKind.CONTACT)
    found = {
        value.text.casefold(): value for fact in facts for value in [person(fact, material.ledger)]
    }
    return tuple(found.values())


def _opening(material: Material) -> Value | None:
    """Role, time frame and the best result, nothing else; None without a role."""
    if not material.targets:
        return None
    lines = material.wording.lines["opening"]
    return material.spoken(lines, evidence=material.result(0))


def _closing(material: Material) -> Value:
    line = material.spoken(material.wording.lines["closing"])
    return line or material.line(material.wording.lines["closing"])


def _thank_you(material: Material, items: tuple[Action, ...]) -> ThankYou:
    """The note that puts in writing who does what from the meeting on."""
    lines, today, timing = material.wording.lines, material.today, material.timing
    met = f"{timing.meeting.day:%A}"
    text = [material.compose(lines["thank_you_open"], weekday=met)]
    for action in items:
        if action.due.day <= timing.base:
            continue
        mine = action.owner_is is OwnerKind.EMPLOYEE
        deed = action.action.text[:1].lower() + action.action.text[1:]
        day = spoken(action.due.day, today)
        template = lines["thank_you_me" if mine else "thank_you_manager"]
        text.append(material.compose(template, action=deed, day=day))
    text.append(material.compose(lines["thank_you_close"]))
    day_out = thank_you_day(timing)
    return ThankYou(day=day_out, lines=tuple(v.text for v in text if v), mark=day_out.mark)


# What the plan shows in another way than the list of things nobody has said yet.
_WORDED_OTHERWISE = {"timeframe"}


def _holes(material: Material, rows: tuple[Strength, ...]) -> tuple[Hole, ...]:
    """Everything nobody has said, most important first, each once."""
    keys = [key for key in open_holes(material.state) if key not in _WORDED_OTHERWISE]
    if frame := frame_state(material):
        keys.insert(1 if not material.targets else 0, frame)
    if not material.timing.has_meeting:
        keys.append("meeting")
    if not material.timing.has_follow_up:
        keys.append("follow_up")
    if not material.targets:
        keys += ["opening", "objectives_short"]
    if rows and not any(row.evidence for row in rows):
        keys.append("evidence")
    known = material.wording.holes
    return tuple(material.hole(key) for key in dict.fromkeys(keys) if key in known)
