"""Which roles to put on the table, and why: from the person's own facts to catalogue roles.

Three at a time, one of them a stretch, each with a reason in the person's words and the kind of
move it would be (conversation.md, "Offering roles"). Refused roles never come back; what the
person dislikes counts against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.domain.catalogue import MoveKind, fold
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import Fact, FactKind, OfferedRole, RoleStatus
from assistant.domain.knowledge import OrganisationRole, Role, RoleHit
from assistant.policy.repertoire import Repertoire, fill, pick

# What a role is looked up by, the telling kinds first; a vague wish says nothing about a role.
POSITIVE = (FactKind.LIKE, FactKind.STRENGTH, FactKind.EVIDENCE)
NEGATIVE = (FactKind.DISLIKE, FactKind.CONDITION)

# Weights of reasons against the similarity of the texts (0..1): a known way from here is worth
# about as much as the distance between a good and a middling match.
NEIGHBOUR_BONUS = 0.05
# Where the words speak for nothing in particular, known ways from here count for more, until
# roles near by have been refused.
CLEAR_MATCH = 0.42
UNCLEAR_BONUS = 1.5
SAME_FUNCTION_BONUS = 0.03
NAMED_FUNCTION_BONUS = 0.30
DISLIKE_PENALTY = 0.45
RANK_PENALTY = 0.05
REFUSED_FUNCTION_PENALTY = 0.06  # for each refused role of the same function, at most three
DEGREE_PENALTY = 0.08
OWN_BONUS = 0.15  # a role that the organisation has goes before a likelier one that it may not have
NO_EXAMS_PENALTY = 0.3
_NO_EXAMS = re.compile(
    r"\b(?:(?:got |have |with |without )?no (?:exams?|qualifications?|degree|uni(?:versity)?|school|certificates?|gcses?|a[- ]levels?)"
    r"|left school|without (?:any )?(?:exams?|a degree|qualifications?)|never went to (?:uni|college|university))\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:degree|doctorate|registration|registered|chartered|diploma|licence to|teaching qualification|qualified|college)\b",
    re.I,
)
CANDIDATES = 200
UNHEARD = 0.1  # what a role from the lattice starts with that no words speak for
STRETCH_FLOOR = 0.1  # how far behind the best a stretch may lie
MAX_QUERY = 400
NEWEST = 2
REASON_WORDS = 3  # a shorter quotation gives no reason


def candidates(
    state: DialogueState, repertoire: Repertoire, functions: Iterable[str] = ()
) -> list[RoleHit]:
    """Roles that fit what was said, best first, without the refused and the current one."""
    query = " . ".join(dict.fromkeys(_told(fact, state) for fact in _telling(state)))
    query = query or _fallback_query(state)
    hits = repertoire.retriever.roles(query, CANDIDATES) if query else []
    current = repertoire.current_role(state)
    wanted = {name.casefold() for name in functions}
    pool = {hit.role.id: hit for hit in hits}
    for role in _structural(repertoire, current, wanted):
        pool.setdefault(role.id, RoleHit(role=role, score=UNHEARD, why=""))
    disliked = _disliked(state, repertoire)
    best = max((hit.score for hit in hits), default=0.0)
    unclear = 0.0 if state.rejected else max(0.0, CLEAR_MATCH - best)
    near = NEIGHBOUR_BONUS + UNCLEAR_BONUS * unclear
    no_exams = any(_NO_EXAMS.search(message) for message in state.messages)
    refused = _refused_functions(state, repertoire)
    scored = [
        hit.model_copy(
            update={
                "score": _score(
                    hit, current, wanted, disliked, near, repertoire, barred_by_exams=no_exams
                )
                - REFUSED_FUNCTION_PENALTY * min(3, refused.get(hit.role.function, 0))
                + (OWN_BONUS if isinstance(hit.role, OrganisationRole) else 0.0)
            }
        )
        for hit in pool.values()
        if not _taken(hit.role, state, current)
    ]
    if wanted:
        inside = [hit for hit in scored if hit.role.function.casefold() in wanted]
        scored = inside or scored
    return sorted(scored, key=lambda hit: (-hit.score, hit.role.id))


def _telling(state: DialogueState) -> list[Fact]:
    """What roles are looked up by: after a refusal what came with it, else the newest words.

    They say more than what the refused roles were found by.
    """
    known = list(state.of(*POSITIVE))
    if not state.rejected:
        return known
    now = [fact for fact in known if fact.provenance.turn == state.turn]
    return now or known[-NEWEST:]


def _told(fact: Fact, state: DialogueState) -> str:
    """What was told: the side that was picked, or the whole message the words stood in."""
    if fact.kind is FactKind.LIKE and fact.value:
        return fact.value
    turn = fact.provenance.turn
    message = state.messages[turn - 1] if turn and turn <= len(state.messages) else fact.text
    return message if len(message) <= MAX_QUERY else fact.text


def _fallback_query(state: DialogueState) -> str:
    return " . ".join(state.messages[-3:])


def _structural(repertoire: Repertoire, current: Role | None, wanted: set[str]) -> list[Role]:
    """Roles worth weighing whatever the words: the lattice around here, the field named."""
    near = list(repertoire.catalogue.neighbours(current)) if current else []
    field = [r for r in repertoire.catalogue.roles if r.function.casefold() in wanted]
    return near + field


def _refused_functions(state: DialogueState, repertoire: Repertoire) -> dict[str, int]:
    """How many roles of each function were refused: a no says something about its neighbours."""
    found: dict[str, int] = {}
    for standing in state.rejected:
        role = repertoire.catalogue.by_id.get(standing.role_id or "")
        if role is not None:
            found[role.function] = found.get(role.function, 0) + 1
    return found


def _disliked(state: DialogueState, repertoire: Repertoire) -> dict[str, float]:
    """How strongly each role is made of what the person wants less of (0..1)."""
    against: dict[str, float] = {}
    for fact in state.of(*NEGATIVE):
        for hit in repertoire.retriever.roles(fact.text, 15):
            against[hit.role.id] = max(against.get(hit.role.id, 0.0), hit.score)
    return against


def _score(
    hit: RoleHit,
    current: Role | None,
    wanted: set[str],
    disliked: dict[str, float],
    near: float,
    repertoire: Repertoire,
    *,
    barred_by_exams: bool,
) -> float:
    role, score = hit.role, hit.score
    score -= DISLIKE_PENALTY * max(0.0, disliked.get(role.id, 0.0) - 0.3)
    if role.function.casefold() in wanted:
        score += NAMED_FUNCTION_BONUS
    if barred_by_exams and _DEGREE.search(" ".join(role.requirements)):
        score -= NO_EXAMS_PENALTY
    if current is None:
        return score - RANK_PENALTY * max(0, role.level.rank - 3)
    relation = repertoire.catalogue.relation(current, role)
    if relation in (MoveKind.PROMOTION, MoveKind.LATERAL):
        score += near
    elif role.function == current.function:
        score += SAME_FUNCTION_BONUS + near / 2
    if relation in (MoveKind.CHANGE, MoveKind.CHANGE_UP) and current.level.rank <= 1:
        # From an entry post a degree is years away; near work goes first.
        score -= DEGREE_PENALTY * bool(_DEGREE.search(role.requirements[0]))
    gap = role.level.rank - current.level.rank
    return score - RANK_PENALTY * (max(0, gap - 2) + max(0, -1 - gap))


def _barred(role: Role, state: DialogueState) -> bool:
    """Whether a plain word of a refused title stands in this one: after "not nurse", no nurse."""
    words = set(fold(role.title).split())
    refused = (fold(standing.title).split() for standing in state.rejected)
    return any(len(title) == 1 and title[0] in words for title in refused)


def _taken(role: Role, state: DialogueState, current: Role | None) -> bool:
    if (current is not None and role.id == current.id) or _barred(role, state):
        return True
    closed = state.standing(RoleStatus.REJECTED, RoleStatus.OFFERED)
    return any(
        standing.role_id == role.id or standing.title.casefold() == role.title.casefold()
        for standing in closed
    )


def three_roles(
    state: DialogueState, repertoire: Repertoire, functions: Iterable[str] = ()
) -> tuple[OfferedRole, ...]:
    """Two that lie near and one stretch, from different corners where the person named none."""
    functions = tuple(functions)
    found = candidates(state, repertoire, functions)
    if not found:
        return ()
    near = _spread(found, 2, spread=not functions)
    stretch = next(
        (
            hit.role
            for hit in found[:25]
            if hit.role not in near
            and hit.score > found[0].score - STRETCH_FLOOR
            and _is_stretch(hit.role, repertoire.current_role(state), near)
        ),
        next((hit.role for hit in found if hit.role not in near), None),
    )
    roles = [*near, *([stretch] if stretch else [])]
    roles.sort(key=lambda role: not isinstance(role, OrganisationRole))
    used: list[str] = []
    return tuple(
        offer(role, state, repertoire, stretch=role is stretch, used=used) for role in roles
    )


def _spread(found: list[RoleHit], count: int, *, spread: bool) -> list[Role]:
    chosen: list[Role] = []
    for hit in found:
        crowded = sum(role.function == hit.role.function for role in chosen) >= 1
        if spread and crowded and hit.score < found[0].score - 0.02:
            continue
        chosen.append(hit.role)
        if len(chosen) == count:
            break
    return chosen


def _is_stretch(role: Role, current: Role | None, near: list[Role]) -> bool:
    base = current.level.rank if current else max(r.level.rank for r in near)
    return role.level.rank > base


def offer(
    role: Role,
    state: DialogueState,
    repertoire: Repertoire,
    *,
    stretch: bool = False,
    used: list[str] | None = None,
) -> OfferedRole:
    """A role with what a week holds, the person's own reason for it and the kind of move."""
    current = repertoire.current_role(state)
    kind = repertoire.catalogue.relation(current, role)
    own = role if isinstance(role, OrganisationRole) else None
    quote = _reason_quote(role, state, repertoire, used if used is not None else [])
    return OfferedRole(
        title=role.title,
        role_id=role.id,
        week=role.week[0],
        reason=quote,
        move_kind="stretch" if stretch else kind.value,
        distance=role.requirements[0],
        stretch=stretch,
        source=own.source if own else "",
        document=own.document if own else "",
        place=own.place if own else "",
        described=own.described if own else True,
    )


def _reason_quote(role: Role, state: DialogueState, repertoire: Repertoire, used: list[str]) -> str:
    """The person's own words that speak most for this role; empty when none do."""
    best, best_score = "", 0.28
    for fact in state.of(FactKind.LIKE, FactKind.STRENGTH, FactKind.EVIDENCE):
        quote = fact.quote
        if len(quote.split()) < REASON_WORDS or quote in used:
            continue
        hits = repertoire.retriever.roles(fact.text, 30)
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
