"""From the target to the plan: the agenda's next question, with the values it talks about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from assistant.domain.calendar import add_months, month_or_day, spoken, workday
from assistant.domain.dialogue import Move, Slot, Stage, UserAct
from assistant.domain.goal import Fact, FactKind, counted
from assistant.domain.grammar import called, indefinite, listed
from assistant.domain.holes import holes
from assistant.policy.agenda import Item, has_number, next_item
from assistant.policy.repertoire import fill
from assistant.policy.situation import Situation

HOLES_NAMED = 3
SAID_IN_ONE_BREATH = 20  # words
ROUTES = 3  # shown at a time

Extras = tuple[dict[str, str], tuple[str, ...]]


def decide_road(now: Situation) -> Move:
    """The next thing to establish, or the plan when enough is known, or what is left after it."""
    item = next_item(now.state)
    if item is None and not now.state.plan_given:
        hurried = now.state.hurry and not now.state.moved("give_lines")
        lines = give_lines(now, "enough is known, and there is no time") if hurried else None
        return lines or print_plan(now, "enough is known")
    if item is None:
        return wrap_up(now)
    return ask(now, item)


def ask(now: Situation, item: Item) -> Move:
    """The move that asks for an item of the agenda."""
    values, tags = _EXTRAS.get(item.move, _nothing)(now)
    name = item.move
    if name == "ask_evidence" and now.signal("effort") and not now.state.moved("separate_effort"):
        name, reason = "separate_effort", "effort is offered as the case; a figure is needed"
        return now.move(name, item.stage, item.slot, reason, uptake=None, values=values)
    if now.state.times_asked(item.slot):
        tags = (*tags, "blank_before")
    return now.move(
        name,
        item.stage,
        item.slot,
        f"{item.slot.value} is not known yet",
        uptake=_road_uptake(now, item),
        values=values,
        tags=tags,
        query=_QUERIES.get(item.move),
    )


def _road_uptake(now: Situation, item: Item) -> str | None:
    """After a blank: the same thing by another way, or on to the next with a hole left behind."""
    if now.heard.act is not UserAct.BLANK:
        return now.uptake
    return "blank_first" if item.slot is now.before.open_slot else "parked"


def closed_by(move: Move, question: Move | None) -> Move:
    """A move that only says something, closed by the question of another."""
    if question is None:
        return move
    return move.model_copy(
        update={
            "follow": question.name,
            "slot": question.slot,
            "stage": question.stage,
            "values": {**question.values, **move.values},
            "tags": tuple(dict.fromkeys((*move.tags, *question.tags))),
            "offered": question.offered,
        }
    )


def _worded_holes(now: Situation) -> dict[str, str]:
    """The most important holes as they read; nothing where there is none."""
    names = now.repertoire.wordings.get("holes", {})
    keys = [key for key in holes(now.state) if key in names][:HOLES_NAMED]
    return {"holes": listed([names[key][0] for key in keys])} if keys else {}


def name_holes(now: Situation) -> Move:
    """What the plan lacks, said because the person asks for it, and the first of it asked for."""
    values = _worded_holes(now)
    move = now.move(
        "name_holes",
        now.before.stage,
        None,
        "the person asks what is missing",
        uptake=None,
        values=values,
        tags=("has_holes",) if values else ("no_holes",),
    )
    item = next_item(now.state) if now.state.targets else None
    return closed_by(move, ask(now, item) if item else None)


def print_plan(now: Situation, reason: str, *, early: bool = False) -> Move:
    """The plan that the facts allow, its most important holes named."""
    values = _worded_holes(now)
    worded = bool(values)
    tags = ("has_holes",) if worded else ("no_holes",)
    return now.move(
        "print_plan",
        Stage.WILL,
        Slot.PLAN_CHECK,
        reason,
        values=values,
        tags=(*tags, *(("early",) if early else ())),
    )


def wrap_up(now: Situation) -> Move:
    """Nothing is left to ask: say what is fixed and what comes first."""
    tags = () if now.state.targets else ("no_target",)
    return now.move("close", Stage.WILL, None, "nothing is left to ask", tags=tags)


def _nothing(now: Situation) -> Extras:
    return {}, ()


def _timeframe(now: Situation) -> Extras:
    base = now.today
    days = (add_months(base, 6), add_months(base, 10), add_months(base, 14))
    values = {f"date{n}": f"{day:%B} {day.year}" for n, day in enumerate(days, 1)}
    return values, ("opening",) if now.signal("opening") else ()


def _manager_knows(now: Situation) -> Extras:
    return {}, ("assumption",) if now.signal("assumption") else ()


def _detail(now: Situation) -> Extras:
    return {}, ("has_number",) if has_number(now.state) else ()


def _gap(now: Situation) -> Extras:
    role = now.repertoire.target_role(now.state)
    if role is None:
        return {}, ()
    named = role.requirements[:3]
    return {f"requirement{n}": text for n, text in enumerate(named, 1)}, ()


def _routes(now: Situation) -> Extras:
    """Three ways that have not been shown, worded from ``prompts/wording/routes.md``."""
    said = "\n".join(now.state.replies)
    lines: dict[str, str] = {}
    names = now.repertoire.headings("routes")
    for step in range(len(names)):
        name = names[(now.seed + step * 2 + step // 3) % len(names)]
        options = [
            fill(t, {"manager": manager_name(now)}) or t
            for t in now.repertoire.templates("routes", name)
        ]
        fresh = [option for option in options if option not in said]
        if fresh and name not in lines and len(lines) < ROUTES:
            lines[name] = f"- {fresh[now.seed % len(fresh)]}"
    return {"routes": "\n".join(lines.values()), "route_names": "|".join(lines)}, ()


def manager_name(now: Situation) -> str:
    """The manager's name as given, or "your manager"."""
    fact = now.state.last(FactKind.MANAGER)
    return fact.text if fact else "your manager"


def _ask(now: Situation) -> Extras:
    undated = now.state.has(FactKind.ASK, FactKind.ROUTE)
    return {}, ("undated",) if undated else ()


def _pushback(now: Situation) -> Extras:
    expected = now.state.last(FactKind.OBJECTION)
    if expected is not None and expected.quote:
        return {"line": f'"{expected.quote}"', "objection": f'"{expected.quote}"'}, ("expected",)
    return objection(now), ()


def objection(now: Situation, first: tuple[str, ...] = ()) -> dict[str, str]:
    """A line of push-back in the manager's voice that has not been played yet."""
    values = _objection_values(now)
    played = " ".join(now.state.replies)
    for heading in (*first, *_objection_order(now)):
        options = [fill(t, values) for t in now.repertoire.templates("objections", heading)]
        usable = [option for option in options if option and option not in played]
        if usable:
            line = usable[now.seed % len(usable)]
            return {"line": f'"{line}"', "objection_kind": heading}
    return {}


def _objection_values(now: Situation) -> dict[str, str]:
    role = now.repertoire.target_role(now.state)
    target = now.state.targets[0].title if now.state.targets else None
    values = {}
    if role:
        values["requirement"] = role.requirements[0]
    if target:
        values["role"] = target
    timeframe = now.state.last(FactKind.TIMEFRAME)
    if timeframe and timeframe.value:
        values["timeframe"] = month_or_day(date.fromisoformat(timeframe.value))
    return values


def _objection_order(now: Situation) -> list[str]:
    """The likeliest first: a manager with a good result in hand fears to lose it."""
    order = ["lose_you"] if has_number(now.state) else ["no_opening"]
    barrier = " ".join(f.text for f in now.state.of(FactKind.BARRIER)).casefold()
    if "budget" in barrier or "money" in barrier:
        order.insert(0, "no_budget")
    rest = [h for h in now.repertoire.headings("objections") if h not in order]
    start = now.seed % max(1, len(rest))
    return [*order, *rest[start:], *rest[:start]]


def _follow_up(now: Situation) -> Extras:
    first, second = follow_up_days(now)
    return {"date1": spoken(first, now.today), "date2": spoken(second, now.today)}, ()


def follow_up_days(now: Situation) -> tuple[date, date]:
    """Four and six weeks after the meeting (or after today), on a workday."""
    meeting = now.state.last(FactKind.MEETING)
    base = date.fromisoformat(meeting.value) if meeting and meeting.value else now.today
    base = max(base, now.today)
    return _offered_day(base + timedelta(weeks=4)), _offered_day(base + timedelta(weeks=6))


def _offered_day(day: date) -> date:
    """A day people are at work: no weekend, and none from 23 December to 3 January."""
    if (day.month, day.day) >= (12, 23):
        day = date(day.year + 1, 1, 4)
    elif (day.month, day.day) <= (1, 3):
        day = date(day.year, 1, 4)
    return workday(day)


def _confidence(now: Situation) -> Extras:
    line = opening_line(now)
    return ({"opening_line": f'"{line}"'} if line else {}), ()


def opening_line(now: Situation) -> str | None:
    """The sentence the meeting opens with, made of role and date only."""
    if not now.state.targets:
        return None
    values = {"a_role": indefinite(now.state.targets[0].title)}
    manager = now.state.last(FactKind.MANAGER)
    if manager:
        values["name"] = called(manager.text)
    frame = now.state.last(FactKind.TIMEFRAME)
    if frame and frame.value:
        values["timeframe"] = month_or_day(date.fromisoformat(frame.value))
    for template in now.repertoire.templates("lines", "Opening"):
        if line := fill(template, values):
            return line
    return None


def give_lines(now: Situation, reason: str) -> Move | None:
    """The lines for a meeting that is about to start; None while no role is known."""
    opening = opening_line(now)
    if opening is None:
        return None
    lines = [opening]
    values = {}
    for name, kind in (("evidence", FactKind.EVIDENCE), ("ask", FactKind.ASK)):
        sayable = [line for fact in now.state.of(kind) if (line := _sayable(fact))]
        if sayable:
            values[name] = sayable[-1]
    for heading in ("Result", "Request") if "ask" in values else ("Result", "Request without one"):
        line = next(
            (text for t in now.repertoire.templates("lines", heading) if (text := fill(t, values))),
            None,
        )
        lines += [line] if line else []
    script = "\n".join(f'- "{line}"' for line in lines)
    return now.move(
        "give_lines", Stage.WILL, Slot.PLAN_CHECK, reason, uptake=None, values={"script": script}
    )


def _sayable(fact: Fact) -> str | None:
    """A fact as it can be said aloud: whole where it is short and has its figures, else its quote."""
    text = fact.text.strip(" .,;:!?")
    if fact.quote and counted(text) and len(text.split()) <= SAID_IN_ONE_BREATH:
        return text
    return fact.quote or None


def newest(now: Situation, kind: FactKind) -> Fact | None:
    """The newest fact of a kind that came with this message."""
    return next((fact for fact in reversed(now.heard.facts) if fact.kind is kind), None)


_EXTRAS: dict[str, Callable[[Situation], Extras]] = {
    "ask_timeframe": _timeframe,
    "ask_manager_knows": _manager_knows,
    "ask_evidence_detail": _detail,
    "ask_gap": _gap,
    "offer_routes": _routes,
    "ask_ask": _ask,
    "ask_pushback": _pushback,
    "ask_follow_up": _follow_up,
    "ask_next_talk": _follow_up,
    "ask_confidence": _confidence,
}

# Moves that lean on guidance say which card: the query finds it among the cards of the move.
_QUERIES = {
    "ask_pushback": "expect push-back and prepare an answer",
    "ask_ask": "make one specific request early",
    "ask_follow_up": "set a follow-up date soon",
    "ask_gap": "name a development need honestly",
    "ask_manager_knows": "your manager cannot guess what you want",
}
