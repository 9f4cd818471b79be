"""The head of a plan: target roles with why, what must stay behind, gaps, and objectives.

An objective stands in the list its day belongs to: 6 to 12 months, 2 to 5 years (methods A11), or
beside them when the person's own time frame lies in between or sooner.
"""

from __future__ import annotations

from datetime import date, timedelta

from assistant.domain.calendar import add_months, workday, workday_before
from assistant.domain.goal import COMPUTED, Fact, FactKind, Origin, RoleStanding
from assistant.domain.plan import Day, Gap, Objective, Quotation, TargetRole, Value
from assistant.planning.evidence import stems
from assistant.planning.ledger import document, proposed
from assistant.planning.material import Material
from assistant.planning.timing import day_in, frame_fact, frame_value

SHORT = (6, 12)
LONG = (24, 60)
LONG_DEFAULT = 36
REQUIREMENTS = 4


def target_roles(material: Material) -> tuple[TargetRole, ...]:
    """The roles the person said yes to, each with what the catalogue asks for."""
    return tuple(_target(material, standing) for standing in material.targets)


def _target(material: Material, standing: RoleStanding) -> TargetRole:
    role = material.catalogue.by_id.get(standing.role_id or "") or material.catalogue.find(
        standing.title
    )
    needs = role.requirements[:REQUIREMENTS] if role else ()
    return TargetRole(
        title=standing_value(material, standing),
        role_id=role.id if role else None,
        asks_for=tuple(document(text, role.source if role else "") for text in needs),
    )


def standing_value(material: Material, standing: RoleStanding, *, refused: bool = False) -> Value:
    """A role's title, traced to the words that named it or to the turn that took it up."""
    given, ledger = standing.provenance, material.ledger
    title = standing.title.strip()
    if given.origin is not Origin.SAID:
        return Value(text=title, provenance=given, mark=given.mark())
    if ledger.stands(title, given):
        return Value(text=title, provenance=given, mark=given.mark())
    if words := ledger.words(given):
        return ledger.derived(title, words, given)
    return ledger.chosen(title, given.turn, refused=refused)


def dismissed(material: Material) -> tuple[Value, ...]:
    """What was said no to, so that nobody offers it again."""
    return tuple(standing_value(material, r, refused=True) for r in material.state.rejected)


def week(material: Material) -> tuple[Value, ...]:
    """What a week in the first target holds, from the catalogue."""
    role = material.role
    return tuple(document(text, role.source) for text in role.week[:3]) if role else ()


def gaps(material: Material) -> tuple[Gap, ...]:
    """What the person named as missing, each held against a requirement of the role."""
    found = []
    for fact in material.facts(FactKind.GAP):
        requirement = _requirement(material, f"{fact.text} {fact.value or ''}")
        closes = None if fact.value == "none" else _closes(material, fact)
        found.append(
            Gap(text=material.ledger.said(fact), requirement=requirement, closes_with=closes)
        )
    if not found and material.role is not None:
        # Nobody has said what is missing: the first thing the role asks for is the one to check.
        asked = document(material.role.requirements[0], material.role.source)
        closes = material.line(material.wording.lines["gap_closes"])
        found.append(Gap(text=asked, requirement=None, closes_with=closes))
    return tuple(found)


def _closes(material: Material, gap: Fact) -> Value:
    """The person's own request where it is about the gap, else a proposal."""
    for ask in material.facts(FactKind.ASK):
        if stems(ask.text) & stems(gap.text):
            return material.ledger.said(ask)
    return material.line(material.wording.lines["gap_closes"])


def open_gaps(material: Material) -> tuple[Value, ...]:
    """The gaps that are gaps: not "none"."""
    facts = [fact for fact in material.facts(FactKind.GAP) if fact.value != "none"]
    return tuple(material.ledger.said(fact) for fact in facts)


def _requirement(material: Material, text: str) -> Value | None:
    if material.role is None:
        return None
    ranked = sorted(
        material.role.requirements, key=lambda need: len(stems(need) & stems(text)), reverse=True
    )
    best = ranked[0]
    return document(best, material.role.source) if stems(best) & stems(text) else None


def frame_state(material: Material) -> str | None:
    """The key of the hole a time frame leaves: absent, without a day, or past; else None."""
    fact = frame_fact(material.state)
    if fact is None:
        return "timeframe"
    day = day_in(fact)
    if day is None:
        return "timeframe_date"
    return "timeframe_past" if day < material.today else None


Horizons = dict[str, tuple[Objective, ...]]


def objectives(material: Material) -> Horizons:
    """The objectives by horizon: ``sooner``, ``short``, ``between``, ``long``."""
    found: dict[str, list[Objective]] = {"sooner": [], "short": [], "between": [], "long": []}
    role = _role_objective(material)
    if role is not None and role.due is not None:
        found[_horizon(material, role.due.day)].append(role)
    if material.targets and not found["short"]:
        found["short"].append(_milestone(material, after=bool(found["sooner"])))
    elif material.targets and open_gaps(material):
        found["short"][:0] = _gap_before(material, found["short"][0])
    for view in material.facts(FactKind.LONG_VIEW):
        found["long"].append(_long_view(material, material.ledger.said(view), day_in(view)))
    return {name: tuple(items) for name, items in found.items()}


def _horizon(material: Material, day: date) -> str:
    short, long = (material.timing.window(*span) for span in (SHORT, LONG))
    if day < short[0]:
        return "sooner"
    if day <= short[1]:
        return "short"
    return "between" if day < long[0] else "long"


def _role_objective(material: Material) -> Objective | None:
    frame = frame_value(material.state, material.ledger)
    if not material.targets or not isinstance(frame, Day) or frame_state(material):
        return None
    if frame.day > material.timing.window(*LONG)[1]:
        return None
    text = material.compose(material.wording.lines["objective_role"])
    head = standing_value(material, material.targets[0])
    if text is None:
        return None
    own = (Quotation(text=head.text, provenance=head.provenance),) if head.said else head.quotes
    text = text.model_copy(update={"provenance": COMPUTED, "mark": head.mark, "quotes": own})
    measure = proposed(material.wording.line("objective_role_measure"))
    return Objective(text=text, due=frame, measure=measure)


def _milestone(material: Material, *, after: bool) -> Objective:
    """Something to have done inside the next twelve months on the way to the role."""
    lines = material.wording.lines
    missing = open_gaps(material)
    need = material.role.requirements[0] if material.role else None
    source = material.role.source if material.role else ""
    name = "objective_after" if after else "objective_piece"
    kinds = ("objective_after",) if after else ("objective_gap", "objective_requirement", name)
    text = material.compose(
        tuple(line for kind in kinds for line in lines[kind]),
        gap=missing[0] if missing else None,
        requirement=document(need, source) if need else None,
    )
    start, end = material.timing.window(*SHORT)
    day = workday(start + timedelta(days=60))
    return Objective(
        text=text or proposed(lines["objective_role_words"][0]),
        due=material.proposed_day(min(day, workday_before(end, 0))),
        measure=proposed(material.wording.line(f"{name}_measure")),
    )


def _gap_before(material: Material, role: Objective) -> list[Objective]:
    """The first gap closed a month before the role, when that falls into the window."""
    if role.due is None:
        return []
    day = workday_before(role.due.day, 30)
    if day < material.timing.window(*SHORT)[0]:
        return []
    gap = material.compose(material.wording.lines["objective_gap"], gap=open_gaps(material)[0])
    measure = proposed(material.wording.line("objective_piece_measure"))
    return [Objective(text=gap, due=material.proposed_day(day), measure=measure)] if gap else []


def _long_view(material: Material, words: Value, day: date | None) -> Objective:
    """What lies beyond, by the day that was named, else three years on (proposed)."""
    start, end = material.timing.window(*LONG)
    if day is None or not start <= day <= end:
        day = workday(add_months(material.today, LONG_DEFAULT))
    measure = proposed(material.wording.line("objective_long_measure"))
    return Objective(text=words, due=material.proposed_day(day), measure=measure)
