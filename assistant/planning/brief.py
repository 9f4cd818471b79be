"""The meeting on one page: what is said first, what proves it, what is asked, what comes back.

Turn numbers stay in the plan; only what is merely proposed or reckoned keeps its mark here.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.calendar import spoken
from assistant.domain.goal import Origin
from assistant.domain.plan import Plan, Value
from assistant.planning.markup import escape, hole_text, line, stopped
from assistant.planning.wording import Labels, PlanWording, plan_wording

MOST_RESULTS = 3
MOST_ASKS = 2
MOST_REBUTTALS = 3
MOST_QUESTIONS = 4


def render_brief(plan: Plan, wording: PlanWording | None = None) -> str:
    """One page of Markdown for the meeting, ending with a line break."""
    labels = (wording or plan_wording()).labels
    parts = (_head, _evidence, _requests, _rebuttals, _questions, _end)
    return "\n\n".join(text for part in parts for text in part(plan, labels)) + "\n"


def _plain(value: Value) -> str:
    """A value without its turn; what is only proposed says so."""
    proposed = value.provenance.origin is Origin.PROPOSED and not value.spoken
    return escape(value.bare) + (f" {value.provenance.mark()}" if proposed else "")


def _named(text: str, plan: Plan, labels: Labels) -> str:
    name = escape(plan.manager.text if plan.manager else labels.manager)
    return text.replace("{manager}", name)


def _hole(plan: Plan, key: str, labels: Labels) -> Iterator[str]:
    if hole := plan.hole(key):
        yield hole_text(hole, labels)


def _head(plan: Plan, labels: Labels) -> Iterator[str]:
    over = plan.meeting.day < plan.today
    day = plan.follow_up.day.day if over else plan.meeting.day
    title = labels.brief_title.replace("{meeting}", spoken(day))
    yield f"# {_named(title, plan, labels)}"
    roles = "; ".join(_plain(role.title) for role in plan.target_roles)
    when = f", {labels.by} {escape(plan.time_frame.bare)}" if plan.time_frame else ""
    if roles:
        yield line(labels.target, roles + when)
    yield from _hole(plan, "target", labels)
    yield from _hole(plan, "meeting", labels)
    if plan.opening_line:
        yield line(labels.opening, escape(plan.opening_line.bare))


def _evidence(plan: Plan, labels: Labels) -> Iterator[str]:
    yield f"## {labels.evidence_first}"
    rows = []
    for strength in plan.strengths[:MOST_RESULTS]:
        if strength.evidence:
            who = f" ({escape(strength.witness.bare)})" if strength.witness else ""
            rows.append(f"- {_plain(strength.evidence)}{who}")
    yield "\n".join(rows) or "".join(_hole(plan, "evidence", labels))


def _requests(plan: Plan, labels: Labels) -> Iterator[str]:
    yield f"## {_named(labels.asks, plan, labels)}"
    rows = []
    for number, ask in enumerate(plan.asks[:MOST_ASKS], 1):
        texts = [f"{_plain(ask.ask)}, {labels.by} {ask.due.text}"]
        if ask.brings:
            texts.append(f"{labels.brings}: {_plain(ask.brings)}")
        if ask.fallback:
            texts.append(f"{labels.fallback}: {_plain(ask.fallback)}")
        rows.append(f"{number}. {' '.join(stopped(text) for text in texts)}")
    yield "\n".join(rows)


def _rebuttals(plan: Plan, labels: Labels) -> Iterator[str]:
    answered = [item for item in plan.pushback if item.answer][:MOST_REBUTTALS]
    if not answered:
        yield from _hole(plan, "pushback", labels)
        return
    yield f"## {labels.pushback}"
    rows = []
    for item in answered:
        answer = _plain(item.answer) if item.answer else ""
        texts = [f"{labels.objection}: {escape(item.objection.bare)}", f"{labels.answer}: {answer}"]
        if item.counter_proposal:
            texts.append(f"{labels.counter}: {_plain(item.counter_proposal)}")
        rows.append("- " + " ".join(stopped(text) for text in texts))
    yield "\n".join(rows)


def _questions(plan: Plan, labels: Labels) -> Iterator[str]:
    yield f"## {_named(labels.questions, plan, labels)}"
    asked = plan.questions[:MOST_QUESTIONS]
    yield "\n".join(f"{number}. {escape(q.bare)}" for number, q in enumerate(asked, 1))


def _end(plan: Plan, labels: Labels) -> Iterator[str]:
    if plan.limits:
        yield line(labels.limits, "; ".join(escape(limit.bare) for limit in plan.limits))
    yield line(labels.closing, escape(plan.closing_line.bare))
    yield line(labels.follow_up, escape(plan.follow_up.day.text), labels.more)
