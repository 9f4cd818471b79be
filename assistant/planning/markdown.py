"""A plan as Markdown: short labelled lines and narrow tables, readable on a telephone.

Every value carries its mark; what nobody has said stands as a hole where it would have stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.domain.calendar import add_months, plain
from assistant.domain.plan import (
    Action,
    AgreementState,
    Ask,
    Day,
    Gap,
    Objective,
    Plan,
    Strength,
    Value,
)
from assistant.planning.markup import (
    escape,
    escape_mark,
    hole_text,
    joined,
    line,
    quotation,
    shown,
    stopped,
    table,
)
from assistant.planning.wording import Labels, PlanWording, plan_wording


@dataclass(frozen=True)
class _Page:
    """A plan being printed: the plan, the labels, the manager's name for the labels."""

    plan: Plan
    wording: PlanWording

    @property
    def labels(self) -> Labels:
        """The short words of the plan."""
        return self.wording.labels

    @property
    def manager(self) -> str:
        """The manager as named in headings."""
        return escape(self.plan.manager.text if self.plan.manager else self.labels.manager)

    def label(self, text: str) -> str:
        """A label with the manager's name put in."""
        name = self.manager
        filled = text.replace("{manager}", name)
        return filled[:1].upper() + filled[1:]

    def hole(self, *keys: str) -> str:
        """The open holes of these keys, as printed; empty when none is open."""
        found = (self.plan.hole(key) for key in keys)
        return "; ".join(hole_text(hole, self.labels) for hole in found if hole)

    def line(self, label: str, values: Iterable[Value | None], *keys: str) -> Iterator[str]:
        """A labelled line of values and holes; nothing when there are neither."""
        known = [value for value in values if value is not None]
        hole = self.hole(*keys)
        if known or hole:
            yield line(self.label(label), joined(known), hole)


def render_markdown(plan: Plan, wording: PlanWording | None = None) -> str:
    """The whole plan as Markdown, ending with a line break."""
    page = _Page(plan, wording or plan_wording())
    sections: tuple[Callable[[_Page], Iterator[str]], ...] = (
        _head, _goal, _brought, _strengths, _gaps, _objectives, _asks, _questions, _pushback, _actions, _after,
    )  # fmt: skip
    return "\n\n".join(text for section in sections for text in section(page)) + "\n"


def _head(page: _Page) -> Iterator[str]:
    yield f"# {escape(page.plan.title)}"
    yield f"*{page.labels.legend}*"
    yield page.labels.agreed.replace("{manager}", page.manager)


def _goal(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    lines = [
        *page.line(labels.target, [role.title for role in plan.target_roles], "target"),
        *page.line(labels.off_the_list, plan.dismissed),
        *page.line(labels.why, plan.why, "likes"),
        *page.line(labels.less_of, plan.less_of),
        *page.line(labels.serves, plan.serves),
        *page.line(labels.week, plan.week),
        *page.line(labels.now, [plan.current_role, plan.tenure], "current_role"),
        *_time_frame(page),
        *page.line(labels.limits, plan.limits),
        *page.line(labels.barriers, plan.barriers),
    ]
    yield _lines(lines)
    name = f"; {shown(plan.manager)}" if plan.manager else ""
    over = f"; {labels.took_place} {escape_mark(plan.held.mark)}" if plan.held else ""
    text = f"{_dated(plan.meeting)}{name}{over}"
    yield line(labels.meeting, text, page.hole("meeting", "manager"))


def _brought(page: _Page) -> Iterator[str]:
    """What came of the talk, each answer with its day and what was said with it."""
    plan, labels = page.plan, page.labels
    if not plan.outcome:
        return
    yield f"## {labels.brought}"
    columns = (labels.answer_given, labels.answer_about, labels.due, labels.answer_more)
    yield table(
        columns,
        (
            (
                _answer_word(item.verdict, labels),
                shown(item.text),
                _day(item.due) if item.due else "",
                _cell(item.detail),
            )
            for item in plan.outcome
        ),
    )


def _answer_word(verdict: AgreementState, labels: Labels) -> str:
    words = {
        AgreementState.AGREED: labels.answer_agreed,
        AgreementState.REFUSED: labels.answer_refused,
    }
    return words.get(verdict, labels.answer_open)


def _request(ask: Ask, labels: Labels) -> str:
    """A request, with the answer it got where one was told."""
    settled = ask.agreed.manager is not AgreementState.OPEN
    return shown(ask.ask) + (f": {_answer_word(ask.agreed.manager, labels)}" if settled else "")


def _time_frame(page: _Page) -> Iterator[str]:
    frame, labels = page.plan.time_frame, page.labels
    hole = page.hole("timeframe", "timeframe_date", "timeframe_past")
    by = f"{labels.by.capitalize()} " if isinstance(frame, Day) else ""
    text = f"{by}{shown(frame)}" if frame else ""
    yield line(labels.time_frame, text, hole)


def _lines(texts: Iterable[str]) -> str:
    """Lines of one paragraph, each on a line of its own."""
    return "\\\n".join(texts)


def _strengths(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {labels.strengths}"
    if plan.strengths:
        columns = (labels.strength, labels.evidence, labels.witness)
        yield table(columns, (_strength(page, row) for row in plan.strengths))
    if hole := page.hole("evidence"):
        yield hole
    yield _lines(
        [
            *page.line(labels.rating, [plan.self_rating], "self_rating"),
            *page.line(labels.knows, [plan.manager_knows], "manager_knows"),
            *page.line(labels.sees, plan.manager_view),
            *page.line(labels.confidence, [plan.confidence], "confidence"),
            *(page.line(labels.witness, [], "witness") if not plan.strengths else ()),
        ]
    )


def _strength(page: _Page, row: Strength) -> tuple[str, str, str]:
    holes = {hole.key: hole_text(hole, page.labels) for hole in row.holes}
    evidence = [shown(row.evidence)] if row.evidence else []
    evidence += [holes[key] for key in ("evidence_of", "evidence_number") if key in holes]
    witness = shown(row.witness) if row.witness else holes.get("witness_of", "")
    return (shown(row.claim) if row.claim else "", ". ".join(evidence), witness)


def _gaps(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {labels.gaps}"
    needs = [need for role in plan.target_roles[:1] for need in role.asks_for]
    parts = [*page.line(labels.asks_for, needs)]
    if parts:
        yield parts[0]
    if plan.gaps:
        yield "\n".join(f"- {_gap(gap, labels)}" for gap in plan.gaps)
    if hole := page.hole("gap"):
        yield hole


def _gap(gap: Gap, labels: Labels) -> str:
    text = shown(gap.text)
    if gap.requirement:
        text += f", {labels.requirement}: {shown(gap.requirement)}"
    if gap.closes_with:
        text += f"; {labels.closes}: {shown(gap.closes_with)}"
    return text


def _objectives(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {labels.objectives}"
    horizons = (
        (labels.sooner, plan.objectives_sooner, None, ""),
        (labels.short, plan.objectives_short, (6, 12), "objectives_short"),
        (labels.between, plan.objectives_between, None, ""),
        (labels.long, plan.objectives_long, (24, 60), "long_view"),
    )
    for label, items, window, key in horizons:
        hole = page.hole(key) if key else ""
        if not items and not hole:
            continue
        span = f" ({_window(plan.today, window, labels)})" if window else ""
        texts = [_objective(item, labels) for item in items]
        yield f"**{label}**{span}. " + " ".join(stopped(text) for text in [*texts, hole] if text)


def _window(today: date, months: tuple[int, int], labels: Labels) -> str:
    start, end = (plain(add_months(today, number)) for number in months)
    return labels.window.replace("{start}", start).replace("{end}", end)


def _objective(item: Objective, labels: Labels) -> str:
    text = shown(item.text)
    if item.due:
        text += f", {labels.by} {shown(item.due)}"
    if item.measure:
        measure = item.measure.text[:1].lower() + item.measure.text[1:]
        done = labels.done_when[:1].lower() + labels.done_when[1:]
        text += f"; {done}: {escape(measure)} {escape_mark(item.measure.mark)}"
    return text


def _asks(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {page.label(labels.asks)}"
    columns = (labels.ask, labels.due, labels.brings, labels.fallback)
    yield table(
        columns,
        (
            (_request(ask, labels), _day(ask.due), _cell(ask.brings), _cell(ask.fallback))
            for ask in plan.asks
        ),
    )
    if hole := page.hole("ask", "brings", "fallback"):
        yield hole


def _cell(value: Value | None) -> str:
    return shown(value) if value else ""


def _dated(day: Day) -> str:
    """A day with its year, whether the words it was said in held one or not."""
    year = "" if str(day.day.year) in day.text else f" {day.day.year}"
    return f"{escape(day.text)}{year} {escape_mark(day.mark)}"


def _day(day: Day, *, mark: bool = True) -> str:
    """A day as a table shows it: short, with the year."""
    text = f"{day.day:%a} {day.day.day} {day.day:%b} {day.day.year}"
    sources = dict.fromkeys(quotation.provenance.mark() for quotation in day.quotes)
    return f"{text} {escape_mark(' '.join(sources) or day.mark)}" if mark else text


def _questions(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {page.label(labels.questions)}"
    yield "\n".join(
        f"{number}. {shown(question)}" for number, question in enumerate(plan.questions, 1)
    )


def _pushback(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {labels.pushback}"
    answerless = f"{labels.hole} {page.wording.holes['answer'][0]}"
    if plan.pushback:
        rows = (
            (
                shown(item.objection),
                shown(item.answer) if item.answer else answerless,
                _cell(item.counter_proposal),
            )
            for item in plan.pushback
        )
        yield table((labels.objection, labels.answer, labels.counter), rows)
    if hole := page.hole("pushback"):
        yield hole


def _actions(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    yield f"## {labels.actions}"
    columns = (labels.owner, labels.action, labels.due, labels.measure, labels.first_step)
    yield table(columns, (_action(action) for action in plan.actions))
    yield line(labels.checks, *_checks(page))


def _checks(page: _Page) -> Iterator[str]:
    """Who sees to it, once for each owner."""
    for owner in dict.fromkeys(action.owner.text for action in page.plan.actions):
        texts = [a.accountability.text for a in page.plan.actions if a.owner.text == owner]
        yield f"{escape(owner)}: {'; '.join(escape(text) for text in dict.fromkeys(texts))}"


def _action(action: Action) -> tuple[str, ...]:
    """A row; the mark behind the action covers the cells that are as proposed as it is."""
    parts = (action.measure, action.first_step)
    cells = (shown(v, mark=v.mark not in action.action.mark) for v in parts)
    due = _day(action.due, mark=action.due.mark not in action.action.mark)
    return (shown(action.owner, mark=False), shown(action.action), due, *cells)


def _after(page: _Page) -> Iterator[str]:
    plan, labels = page.plan, page.labels
    again = plan.follow_up
    yield f"## {labels.afterwards}"
    length = f"{again.minutes.text} {labels.minutes}, {labels.then} {again.cadence.text}"
    ready = f"{labels.agenda} {again.agenda.text}, {labels.preparation} {again.preparation.text}"
    yield _lines(
        [
            line(
                labels.follow_up,
                f"{_dated(again.day)}, {escape(length)} {escape_mark(again.cadence.mark)}",
                f"{ready} {escape_mark(again.preparation.mark)}",
                page.hole("follow_up"),
            ),
            *page.line(labels.time_budget, [plan.time_budget]),
            *page.line(labels.who_else, plan.who_else, "contact"),
            *page.line(labels.referral, [plan.referral]),
            *page.line(labels.opening, [plan.opening_line], "opening"),
            *page.line(labels.closing, [plan.closing_line]),
        ]
    )
    note = plan.thank_you_note
    hint = page.label(labels.thank_you_hint)
    hint = hint[:1].lower() + hint[1:]
    yield f"**{labels.thank_you}**, {note.day.text} {escape_mark(note.mark)}; {hint}."
    yield quotation(note.lines)
