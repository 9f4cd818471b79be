"""Which roles to put on the table, and why: from the person's own facts to catalogue roles.

Three at a time, one of them a stretch where one fits, each with a reason in the person's words and
the kind of move it would be (conversation.md, "Offering roles"). What fits is weighed in fitting.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import FactKind, OfferedRole
from assistant.domain.knowledge import OrganisationRole, Role, RoleHit, Seniority
from assistant.policy.fitting import fitting, nearness, speaks
from assistant.policy.repertoire import Repertoire, fill, pick

REASON = 0.4  # below this likeness a quotation gives no reason for a role
REASON_AMONG = 8  # and it speaks for so few roles that it tells them apart
REASON_WORDS = 3  # a shorter quotation gives no reason
FAR = 0.6  # what lies nearer than this is a step and no stretch
STRETCH_FLOOR = 0.1  # how far behind the third best a stretch may lie
CLOSE = 0.04  # so near in score, another field is worth more than a second role of the same


def three_roles(
    state: DialogueState, repertoire: Repertoire, functions: Iterable[str] = ()
) -> tuple[OfferedRole, ...]:
    """The three that fit best; with no work told that speaks for a role one step up, one beside and one further on."""
    functions = tuple(functions)
    found = fitting(state, repertoire, functions)
    current = repertoire.current_role(state)
    told = any(speaks(text, repertoire) for text in repertoire.told(state).told)
    if current is not None and not functions and not told:
        chosen = _steps(found, current, repertoire)
    else:
        chosen = _fits_and_stretch(found, current, spread=not functions)
    roles = sorted(chosen, key=lambda role: not isinstance(role, OrganisationRole))
    far = _farthest(roles, current, repertoire)
    used: list[str] = []
    return tuple(offer(role, state, repertoire, stretch=role is far, used=used) for role in roles)


THREE = 3
# From the present role alone: a step up, one beside, then what needs no team of one's own.
_KINDS = (("promotion", "usual", "field_up"), ("lateral",), ("usual", "field_up", "two_moves"))


def _steps(found: list[RoleHit], current: Role, repertoire: Repertoire) -> list[Role]:
    """A role of each kind of move, the best of its kind; what is left fills the gaps."""
    chosen: list[Role] = []
    for number, kinds in enumerate(_KINDS):
        fits = (
            hit.role
            for kind in kinds
            for hit in found
            if hit.score > 0.0  # below, what was ruled out weighs more than nearness
            and hit.role not in chosen
            and nearness(repertoire.catalogue, current, hit.role).kind == kind
            and not (number == THREE - 1 and hit.role.level.rank >= Seniority.LEAD.rank)
        )
        if (role := next(fits, None)) is not None:
            chosen.append(role)
    chosen += [hit.role for hit in found[:THREE] if hit.role not in chosen]
    return chosen[:THREE]


def _fits_and_stretch(found: list[RoleHit], current: Role | None, *, spread: bool) -> list[Role]:
    """Two that fit best and one above the present rung, where one fits nearly as well."""
    best = _spread(found, THREE, spread=spread)
    if current is None or any(role.level.rank > current.level.rank for role in best):
        return best
    floor = next((hit.score for hit in found if hit.role is best[-1]), 0.0) - STRETCH_FLOOR
    above = (
        hit.role for hit in found if hit.score > floor and hit.role.level.rank > current.level.rank
    )
    stretch = next(above, None)
    return best if stretch is None else [*best[:-1], stretch]


def _farthest(roles: list[Role], current: Role | None, repertoire: Repertoire) -> Role | None:
    """The stretch among the three: higher up, and the farthest from the present role."""
    if current is None or not roles:
        return None
    near = [nearness(repertoire.catalogue, current, role).value for role in roles]
    far = roles[near.index(min(near))]
    return far if far.level.rank > current.level.rank and min(near) < FAR else None


def _spread(found: list[RoleHit], count: int, *, spread: bool) -> list[Role]:
    """The best, a second one of a function only where no other field comes near."""
    chosen: list[Role] = []
    for number, hit in enumerate(found):
        crowded = any(role.function == hit.role.function for role in chosen)
        others = (o for o in found[number + 1 :] if o.score > hit.score - CLOSE)
        if spread and crowded and any(_other_field(o.role, chosen) for o in others):
            continue
        chosen.append(hit.role)
        if len(chosen) == count:
            break
    return chosen


def _other_field(role: Role, chosen: list[Role]) -> bool:
    return all(role.function != other.function for other in chosen)


def offer(
    role: Role,
    state: DialogueState,
    repertoire: Repertoire,
    *,
    stretch: bool = False,
    used: list[str] | None = None,
) -> OfferedRole:
    """A role with what a week holds, the person's own reason for it and the kind of move."""
    near = nearness(repertoire.catalogue, repertoire.current_role(state), role)
    return OfferedRole(
        title=role.title,
        role_id=role.id,
        week=role.week[0],
        reason=_reason_quote(role, state, repertoire, used if used is not None else []),
        move_kind="stretch" if stretch else near.kind,
        distance=role.requirements[0],
        stretch=stretch,
        source=role.source if isinstance(role, OrganisationRole) else "",
        document=role.document if isinstance(role, OrganisationRole) else "",
        place=role.place if isinstance(role, OrganisationRole) else "",
        described=role.described if isinstance(role, OrganisationRole) else True,
    )


def _reason_quote(role: Role, state: DialogueState, repertoire: Repertoire, used: list[str]) -> str:
    """The person's own words that speak most for this role; empty when none do."""
    best, best_score = "", REASON
    for fact in state.of(FactKind.LIKE, FactKind.STRENGTH, FactKind.EVIDENCE):
        quote = fact.quote
        if len(quote.split()) < REASON_WORDS or quote in used:
            continue
        hits = repertoire.retriever.roles(fact.text, REASON_AMONG)
        score = next((hit.score for hit in hits if hit.role.id == role.id), 0.0)
        if score > best_score:
            best, best_score = quote, score
    if best:
        used.append(best)
    return best


def list_offers(
    offers: Iterable[OfferedRole], state: DialogueState, repertoire: Repertoire, seed: int
) -> str:
    """The offers as a Markdown list, worded from ``prompts/wording/offers.md``.

    Each line has a frame of its own, and none that an earlier offer has had.
    """
    said = "\n".join(state.replies)
    lines: list[str] = []
    for number, item in enumerate(offers):
        values = {
            "title": item.title,
            "week": _brief(item.week),
            "requirement": _brief(item.distance),
            "reason": f'"{item.reason}"',
            "place": item.place,
        }
        kinds = [fill(t, values) or "" for t in repertoire.templates("offers", item.move_kind)]
        told = "\n".join((said, *lines))
        used = [kind for kind in kinds if kind in told]
        # With every wording spent the line goes without: a sentence is not said twice.
        values["kind"] = ""
        if len(used) < len(kinds):
            values["kind"] = pick(kinds, seed + number, used) or ""
        heading = "Line with reason" if item.reason else "Line"
        if item.source and not item.described:
            heading = f"Undescribed {heading.lower()}"
        options = repertoire.templates("organisation" if item.source else "offers", heading)
        template = _least_said(options, told, seed + len(state.replies) + number)
        lines.append(f"- {(fill(template, values) or item.title).strip()}")
    return "\n".join(lines).replace("- - ", "- ")


def list_named(offers: Sequence[OfferedRole], repertoire: Repertoire) -> str:
    """Which list the offers are from: the general catalogue, the organisation's own, or both."""
    own = sum(bool(item.source) for item in offers)
    if not own:
        return repertoire.catalogue.name
    heading = "Own list" if own == len(offers) else "Both lists"
    return next(iter(repertoire.templates("organisation", heading)), repertoire.catalogue.name)


FEWEST = 4
SHOWN = 8  # words of a week or a requirement in an offer; the rest can be asked for


def _brief(text: str) -> str:
    """A line of the catalogue as it is shown beside two others: its first part when it is long."""
    if len(text.split()) <= SHOWN:
        return text
    if re.search(r"\bor\b", text):
        return text  # half of an alternative would be a condition nobody made
    first = re.split(r"(?:,| and) ", text)[0].strip()
    return first if len(first.split()) >= FEWEST else text


def _least_said(options: Sequence[str], told: str, turn: int) -> str:
    """The frame heard least so far; of equals the one whose turn it is."""
    if not options:
        return "- {title}"
    order = [options[(turn + n) % len(options)] for n in range(len(options))]
    return min(order, key=lambda frame: told.count(_frame_of(frame)))


def _frame_of(template: str) -> str:
    """The longest stretch of a template that is the same whatever it is filled with."""
    return max(re.split(r"\{\w+\}", template), key=len).strip(" .,;:*-")


def misreadings(state: DialogueState, repertoire: Repertoire) -> tuple[str, ...]:
    """Job titles a manager could wrongly picture: neighbours of the present role first."""
    current = repertoire.current_role(state)
    if current is None:
        return ()  # without the present job any reading would be a guess at the person
    pool = list(repertoire.catalogue.neighbours(current))
    pool += [r for r in repertoire.catalogue.roles if r.function == current.function]
    chosen: list[Role] = []
    for role in pool:
        if role.id == current.id:
            continue
        same = sum(role.function == other.function for other in chosen)
        if role not in chosen and same < 2:
            chosen.append(role)
        if len(chosen) == 3:
            break
    return tuple(role.title for role in chosen) if len(chosen) == 3 else ()
