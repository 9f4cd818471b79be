"""The goal stage: from a phrase to a target role the person has said yes to.

The usual question is asked once. When it fails the route changes: a memory, a contrast, envy,
the anti-goal, half a sentence to finish, three roles; after two blanks the coach offers, after
three it parks (conversation.md, "When the usual question fails").
"""

from __future__ import annotations

from assistant.domain.calendar import add_months, plain
from assistant.domain.dialogue import Move, Slot, Stage, UserAct
from assistant.domain.goal import FactKind, OfferedRole, RoleStanding
from assistant.domain.grammar import indefinite, listed
from assistant.policy.agenda import next_item
from assistant.policy.offers import candidates as role_candidates
from assistant.policy.offers import list_offers, misreadings, offer, three_roles
from assistant.policy.repertoire import pick
from assistant.policy.road import ask, closed_by
from assistant.policy.situation import Situation

MAX_OFFERS = 3


def decide_goal(now: Situation) -> Move:
    """The move that brings the person nearest to a named role."""
    for rule in (
        _changed_mind,
        _hurried,
        _delegates,
        _refused,
        _many_roles,
        _contradiction,
        _conditions,
        _seat_only,
        _no_wish,
        _blank,
        _direction,
        _first_challenge,
        _lofty,
    ):
        if move := rule(now):
            return move
    return explore(now)


def _goal(now: Situation, name: str, slot: Slot, reason: str, **more: object) -> Move:
    return now.move(name, Stage.GOAL, slot, reason, **more)  # type: ignore[arg-type]


def _changed_mind(now: Situation) -> Move | None:
    if not now.heard.drops_target:
        return None
    gone = _titles(now.before.targets) or _titles(now.heard.rejected)
    if not gone:
        return None
    return _goal(
        now,
        "drop_target",
        Slot.TARGET,
        "the target was taken back; it is struck for good",
        uptake=None,
        values={"lost": gone, **_number(gone)},
    )


def _titles(standings: tuple[RoleStanding, ...]) -> str:
    return listed([standing.title for standing in standings])


def _number(titles: str) -> dict[str, str]:
    many = " and " in titles
    return {"was_were": "were" if many else "was", "is_are": "are" if many else "is"}


def _hurried(now: Situation) -> Move | None:
    """Minutes left and only a level named: the seat is the one thing to ask for."""
    return _seat_only(now) if UserAct.HURRIES in now.heard.acts else None


def _delegates(now: Situation) -> Move | None:
    if now.heard.act is not UserAct.DELEGATES:
        return None
    return first_choice(now, "the person wants the coach to choose", ("delegates",))


def first_choice(now: Situation, reason: str, tags: tuple[str, ...]) -> Move | None:
    """One role with what speaks for and against it; None when the catalogue has nothing left."""
    found = role_candidates(now.state, now.repertoire, now.state.functions)
    standing = [o for o in now.before.offered if _still_open(now, o)]
    role = now.repertoire.catalogue.by_id.get(standing[0].role_id or "") if standing else None
    role = role or (found[0].role if found else None)
    if role is None:
        return None
    chosen = offer(role, now.state, now.repertoire)
    return _goal(
        now,
        "first_choice",
        Slot.CHOICE,
        reason,
        tags=tags,
        offered=(chosen,),
        values={
            "role1": role.title,
            "pro": f'"{chosen.reason}"' if chosen.reason else role.week[0],
            "con": role.requirements[0],
        },
    )


def _still_open(now: Situation, item: OfferedRole) -> bool:
    gone = {standing.title for standing in now.state.rejected}
    return item.title not in gone


def _refused(now: Situation) -> Move | None:
    if not now.heard.rejected or now.heard.accepted:
        return None
    left = tuple(item for item in now.before.offered if _still_open(now, item))
    gone = _titles(now.heard.rejected)
    values = {"lost": gone, **_number(gone)}
    if len(left) == 1:
        return _goal(
            now,
            "confirm_target",
            Slot.CHOICE,
            "one role is left of those offered",
            offered=left,
            values={**values, "role1": left[0].title},
        )
    if _offers_made(now) < MAX_OFFERS:
        if move := offer_roles(now, "the roles offered were refused", ("again",), values):
            return move
    return _next_route(now, "the offers were refused")


def _offers_made(now: Situation) -> int:
    return sum(name in ("offer_roles", "narrow_direction") for name in now.state.moves)


def _many_roles(now: Situation) -> Move | None:
    if len(now.heard.mentioned) < 4 or now.state.moved("compare_roles"):
        return None
    first, second = now.heard.mentioned[:2]
    pair = tuple(
        OfferedRole(
            title=s.title, role_id=s.role_id, week="", reason="", move_kind="change", distance=""
        )
        for s in (first, second)
    )
    return _goal(
        now,
        "compare_roles",
        Slot.CHOICE,
        "a long list without a preference names no target",
        uptake=None,
        offered=pair,
        values={"role1": first.title, "role2": second.title},
    )


def _contradiction(now: Situation) -> Move | None:
    if now.heard.act is not UserAct.CONTRADICTS or now.state.moved("two_quotations"):
        return None
    return _goal(
        now, "two_quotations", Slot.TARGET, "what is wanted is what was disliked", uptake=None
    )


def _conditions(now: Situation) -> Move | None:
    conditions = [f.quote or f.text for f in now.state.of(FactKind.CONDITION)]
    qualified = now.heard.act is UserAct.QUALIFIES
    if not qualified or len(conditions) < 2 or now.state.moved("list_conditions"):
        return None
    lines = "\n".join(f"- {condition}" for condition in conditions[-4:])
    return _goal(
        now,
        "list_conditions",
        Slot.TARGET,
        "every answer came with conditions; they are collected as deal-breakers",
        uptake=None,
        values={"conditions": lines},
    )


def _seat_only(now: Situation) -> Move | None:
    if not now.signal("seat_only") or now.state.moved("ask_seat"):
        return None
    if now.state.moved("challenge_phrase") and not now.state.hurry:
        return None
    return _goal(
        now,
        "ask_seat",
        Slot.TARGET,
        "a level without a seat: promoted into what?",
        uptake=None,
        values=_readings(now),
    )


def _no_wish(now: Situation) -> Move | None:
    if now.knows(FactKind.WISH) or now.heard.act is UserAct.BLANK or now.state.moved("ask_wish"):
        return None
    if now.state.roles or now.state.functions or now.knows(FactKind.LIKE, FactKind.DISLIKE):
        return None
    tags = ("greeting",) if now.heard.act is UserAct.GREETS else ()
    return _goal(now, "ask_wish", Slot.WISH, "nothing wanted has been said yet", tags=tags)


def _blank(now: Situation) -> Move | None:
    if now.heard.act is not UserAct.BLANK:
        return None
    row = now.state.blanks_in_a_row
    if row >= 3 and not now.state.moved("park"):
        return None
    if row >= 2:
        if _offers_made(now) < MAX_OFFERS:
            if move := offer_roles(now, "two blanks earn an offer", ("first", "blank")):
                return move
    return _next_route(now, "the usual question failed; another way in")


def _direction(now: Situation) -> Move | None:
    if not now.state.functions or now.state.moved("narrow_direction"):
        return None
    functions = now.state.functions
    offers = three_roles(now.state, now.repertoire, functions)
    if len(offers) < 2:
        return None
    named = functions[0]
    return _goal(
        now,
        "narrow_direction",
        Slot.CHOICE,
        "a field is named and no role; it still holds different jobs",
        uptake=None if now.uptake == "wish_vague" else "",
        offered=offers,
        values={
            "offers": list_offers(offers, now.repertoire, now.seed),
            "function": named,
        },
    )


def _first_challenge(now: Situation) -> Move | None:
    if now.state.moved("challenge_phrase") or now.state.moved("ask_seat"):
        return None
    if not now.knows(FactKind.WISH):
        return None
    readings = _readings(now)
    tags = ("lofty",) if now.signal("lofty") else ()
    return _goal(
        now,
        "challenge_phrase",
        Slot.TARGET,
        "a vague wish: show what a manager could take it for",
        uptake=None,
        values=readings,
        tags=tags if readings else (*tags, "no_readings"),
    )


def _readings(now: Situation) -> dict[str, str]:
    titles = misreadings(now.state, now.repertoire)
    return {f"reading{n}": indefinite(t.lower()) for n, t in enumerate(titles, 1)}


def _lofty(now: Situation) -> Move | None:
    if not now.signal("lofty") or len(now.heard.quotes) < 2:
        return None
    if not now.state.moved("play_back"):
        return _goal(
            now,
            "play_back",
            Slot.TARGET,
            "more words, no more clarity: played back short, yes or no",
            uptake=None,
            values=_readings(now),
        )
    return _half_sentence(now) if not now.state.moved("half_sentence") else None


def _half_sentence(now: Situation) -> Move:
    day = add_months(now.today.replace(day=1), 15)
    return _goal(
        now,
        "half_sentence",
        Slot.TARGET,
        "half a sentence to finish, instead of another question",
        values={"date1": plain(day)},
    )


def explore(now: Situation) -> Move:
    """Something was said, still no role: offer as soon as there is enough to search with."""
    known = len(now.state.of(FactKind.LIKE, FactKind.DISLIKE, FactKind.EVIDENCE))
    asked_enough = now.state.turn >= 4 or len(now.state.moves) >= 3
    if known >= 2 or (known and asked_enough):
        if _offers_made(now) < MAX_OFFERS:
            tags = ("again",) if now.state.moved("offer_roles") else ("first",)
            if move := offer_roles(now, "enough is known to search with", tags):
                return move
    return _next_route(now, "still no role; another way in")


def offer_roles(
    now: Situation, reason: str, tags: tuple[str, ...], values: dict[str, str] | None = None
) -> Move | None:
    """Three roles, or None when the catalogue has no three left."""
    offers = three_roles(now.state, now.repertoire, now.state.functions)
    if len(offers) < 2:
        return None
    return _goal(
        now,
        "offer_roles",
        Slot.CHOICE,
        reason,
        tags=tags,
        offered=offers,
        values={
            **(values or {}),
            "offers": list_offers(offers, now.repertoire, now.seed),
            "catalogue": now.repertoire.catalogue.name,
        },
    )


def _next_route(now: Situation, reason: str) -> Move:
    """The first way in that has not been tried, in an order that suits what is known."""
    moved = now.state.moved
    blank = now.heard.act is UserAct.BLANK
    likes = len(now.state.of(FactKind.LIKE))
    if not moved("memory"):
        return _goal(now, "memory", Slot.MEMORY, reason)
    if not moved("contrast") and (blank or likes > 1):
        return _contrast(now, reason)
    if not moved("anti_goal") and now.repertoire.current_role(now.state):
        return _anti_goal(now, reason)
    if not moved("offer_roles"):
        if move := offer_roles(now, reason, ("first",)):
            return move
    if not moved("contrast"):
        return _contrast(now, reason)
    if not moved("envy"):
        return _goal(now, "envy", Slot.ENVY, reason)
    if not moved("half_sentence"):
        return _half_sentence(now)
    if not now.knows(FactKind.CURRENT_ROLE) and not moved("ask_current_role"):
        return _goal(now, "ask_current_role", Slot.CURRENT_ROLE, reason)
    if not moved("first_choice"):
        if choice := first_choice(now, reason, ("all_rejected",)):
            return choice
    return park_target(now)


def _contrast(now: Situation, reason: str) -> Move:
    likes = [f.quote for f in now.state.of(FactKind.LIKE) if f.quote]
    tags: tuple[str, ...] = ()
    if len(likes) > 1:
        sides, tags = (f'"{likes[-2]}"', f'"{likes[-1]}"'), ("own_likes",)
    else:
        pair = pick(now.repertoire.templates("contrasts", "Pairs"), now.seed) or " | "
        first, _, second = pair.partition("|")
        sides = (first.strip(), second.strip())
    return _goal(
        now,
        "contrast",
        Slot.CONTRAST,
        reason,
        tags=tags,
        values={"side1": sides[0], "side2": sides[1]},
    )


def _anti_goal(now: Situation, reason: str) -> Move:
    role = now.repertoire.current_role(now.state)
    tasks = role.week[:3] if role else ()
    values = {f"task{n}": task for n, task in enumerate(tasks, 1)}
    return _goal(now, "anti_goal", Slot.ANTI_GOAL, reason, values=values)


def park_target(now: Situation) -> Move:
    """The target stays open as a named hole; the road goes on with what is known."""
    parked = now.move(
        "park",
        Stage.GOAL,
        None,
        "three ways in failed; the target is parked as a hole",
        uptake=None,
        parks=Slot.TARGET,
    )
    item = next_item(now.state)
    return closed_by(parked, ask(now, item) if item else None)


def is_settled(now: Situation) -> bool:
    """Whether the goal stage is over: a target was accepted, or it was parked."""
    return bool(now.state.targets) or Slot.TARGET in now.state.parked
