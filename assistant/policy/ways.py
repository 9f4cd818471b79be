"""Ways to a role when the usual question fails: each is tried once, then an offer, then a hole.

A memory, a contrast, the anti-goal, envy, half a sentence to finish, three roles, one role with its
defect (conversation.md, "When the usual question fails").
"""

from __future__ import annotations

from typing import Unpack

from assistant.domain.calendar import add_months, plain
from assistant.domain.dialogue import Move, Slot, Stage, UserAct
from assistant.domain.goal import FactKind, OfferedRole, RoleStatus
from assistant.policy.agenda import next_item
from assistant.policy.fitting import fitting, speaks
from assistant.policy.offers import list_named, list_offers, offer, three_roles
from assistant.policy.repertoire import pick
from assistant.policy.road import ask, closed_by
from assistant.policy.situation import More, Situation
from assistant.policy.told import matches, without_lead

MAX_OFFERS = 3
MAX_CHOICES = 2  # how often the coach chooses for somebody; after that they remember or contrast


def at_goal(now: Situation, name: str, slot: Slot, reason: str, **more: Unpack[More]) -> Move:
    """A move of the goal stage."""
    return now.move(name, Stage.GOAL, slot, reason, **more)


def explore(now: Situation) -> Move:
    """Something was said, still no role: offer as soon as there is enough to search with."""
    told = now.repertoire.told(now.state)
    known = len(told.told) + len(told.against)
    asked_enough = now.state.turn >= 4 or len(now.state.moves) >= 3
    if known >= 2 or (known and asked_enough):
        if offers_made(now) < MAX_OFFERS:
            tags = ("again",) if now.state.moved("offer_roles") else ("first",)
            if move := offer_roles(now, "enough is known to search with", tags):
                return move
    return next_route(now, "still no role; another way in")


def offer_roles(
    now: Situation,
    reason: str,
    tags: tuple[str, ...],
    values: dict[str, str] | None = None,
    *,
    asked: bool = False,
) -> Move | None:
    """Three roles, or None when a list would rest on nothing, or none are left."""
    if not may_list(now, asked=asked):
        return None
    offers = three_roles(now.state, now.repertoire)
    if len(offers) < 2:
        return None
    if not tells_work(now):
        tags = ("placed",)
        if present := present_work(now):
            values = {**(values or {}), "present": present}
    return at_goal(
        now,
        "offer_roles",
        Slot.CHOICE,
        reason,
        tags=tags,
        offered=offers,
        values={
            **(values or {}),
            "offers": list_offers(offers, now.state, now.repertoire, now.seed),
            "catalogue": list_named(offers, now.repertoire),
        },
    )


LISTS = ("offer_roles", "narrow_direction")


def may_list(now: Situation, *, asked: bool = False) -> bool:
    """Whether a list of roles has something to rest on that the last one had not.

    Lists that were asked to stop stay away, and a title that was just named is not passed over.
    With neither work told nor the present role placed three titles would be a guess. Who asks for
    jobs has them for less: anything told will do, and it may have been told before the last list.
    """
    told = now.repertoire.told(now.state)
    if told.no_lists or matches("names_it", now.state.messages[-1]):
        return False
    if asked and told.told:
        return True
    last = max((put.turn for put in now.state.asked if put.move in LISTS), default=None)
    if last is not None and not asked:
        return told.since(last) and speaks(told.told[-1], now.repertoire)
    return rests_on_something(now)


def rests_on_something(now: Situation) -> bool:
    """Whether there is work told or a present role that a list could start from."""
    return tells_work(now) or now.repertoire.current_role(now.state) is not None


def tells_work(now: Situation) -> bool:
    """Whether anything told speaks for a role."""
    return any(speaks(text, now.repertoire) for text in now.repertoire.told(now.state).told)


def present_work(now: Situation) -> str:
    """The present job as the person put it."""
    fact = now.state.last(FactKind.CURRENT_ROLE)
    return fact.text if fact else without_lead(now.repertoire.told(now.state).introduction)


def jobs_asked_for(now: Situation) -> Move | None:
    """The person asks for jobs, or what one is called: a list, or what one could be made from."""
    tags = ("again",) if now.state.moved("offer_roles") else ("first",)
    reason = "the person asks for jobs"
    return offer_roles(now, reason, tags, asked=True) or _current_role(now, reason)


def next_route(now: Situation, reason: str) -> Move:
    """The first way in that has not been tried, in an order that suits what is known."""
    for way in (
        _memory,
        _current_role_early,
        _contrast_early,
        _anti_goal,
        _first_offer,
        _contrast,
        _envy,
        _half_sentence_once,
        _current_role,
        _last_choice,
    ):
        if move := way(now, reason):
            return move
    return park_target(now)


def _memory(now: Situation, reason: str) -> Move | None:
    if now.state.moved("memory"):
        return None
    return at_goal(now, "memory", Slot.MEMORY, reason)


def _current_role_early(now: Situation, reason: str) -> Move | None:
    """After a blank what is asked should be easy: everybody can say what they do now."""
    blank = now.heard.act is UserAct.BLANK
    return _current_role(now, reason) if blank and not rests_on_something(now) else None


def _contrast_early(now: Situation, reason: str) -> Move | None:
    """After a blank, or where two likings of the person's own can be set against each other."""
    likes = len(now.state.of(FactKind.LIKE))
    return _contrast(now, reason) if now.heard.act is UserAct.BLANK or likes > 1 else None


def _first_offer(now: Situation, reason: str) -> Move | None:
    if now.state.moved("offer_roles"):
        return None
    return offer_roles(now, reason, ("first",))


def _envy(now: Situation, reason: str) -> Move | None:
    return None if now.state.moved("envy") else at_goal(now, "envy", Slot.ENVY, reason)


def _half_sentence_once(now: Situation, reason: str) -> Move | None:
    return None if now.state.moved("half_sentence") else half_sentence(now)


def _current_role(now: Situation, reason: str) -> Move | None:
    if now.knows(FactKind.CURRENT_ROLE) or now.state.moved("ask_current_role"):
        return None
    return at_goal(now, "ask_current_role", Slot.CURRENT_ROLE, reason)


def _last_choice(now: Situation, reason: str) -> Move | None:
    if now.state.moved("first_choice"):
        return None
    return first_choice(now, reason, ("all_rejected",))


def _contrast(now: Situation, reason: str) -> Move | None:
    if now.state.moved("contrast"):
        return None
    likes = [f.quote for f in now.state.of(FactKind.LIKE) if f.quote]
    tags: tuple[str, ...] = ()
    if len(likes) > 1:
        sides, tags = (f'"{likes[-2]}"', f'"{likes[-1]}"'), ("own_likes",)
    else:
        pair = pick(now.repertoire.templates("contrasts", "Pairs"), now.seed) or " | "
        first, _, second = pair.partition("|")
        sides = (first.strip(), second.strip())
    return at_goal(
        now,
        "contrast",
        Slot.CONTRAST,
        reason,
        tags=tags,
        values={"side1": sides[0], "side2": sides[1]},
    )


def _anti_goal(now: Situation, reason: str) -> Move | None:
    role = now.repertoire.current_role(now.state)
    if role is None or now.state.moved("anti_goal"):
        return None
    tasks = role.week[:3]
    values = {f"task{n}": task for n, task in enumerate(tasks, 1)}
    if present := present_work(now):
        values["present"] = present
    return at_goal(now, "anti_goal", Slot.ANTI_GOAL, reason, values=values)


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


def first_choice(now: Situation, reason: str, tags: tuple[str, ...]) -> Move | None:
    """One role with what speaks for and against it; None when the catalogue has nothing left."""
    found = fitting(now.state, now.repertoire) if rests_on_something(now) else []
    # What was put forward alone and not taken was a choice already; another one is wanted.
    before = [] if now.before.open_move == "first_choice" else now.before.offered
    standing = [o for o in before if still_open(now, o)]
    shown = {s.role_id for s in now.state.standing(RoleStatus.OFFERED)}
    shown -= {o.role_id for o in standing}
    named = [s for s in now.state.standing(RoleStatus.MENTIONED) if s.role_id not in (None, *shown)]
    by_id = now.repertoire.catalogue.by_id
    role = by_id.get(standing[0].role_id or "") if standing else None
    role = role or (by_id.get(named[0].role_id or "") if named else None)
    role = role or (found[0].role if found else None)
    if role is None:
        return None
    chosen = offer(role, now.state, now.repertoire)
    return at_goal(
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


def offers_made(now: Situation) -> int:
    """How often roles have been put on the table."""
    return sum(name in LISTS for name in now.state.moves)


def half_sentence(now: Situation) -> Move:
    """Half a sentence with a blank in it, dated some fifteen months ahead."""
    day = add_months(now.today.replace(day=1), 15)
    return at_goal(
        now,
        "half_sentence",
        Slot.TARGET,
        "half a sentence to finish, instead of another question",
        values={"date1": plain(day)},
    )


def times_chosen(now: Situation) -> int:
    """How often the coach has put forward a first choice of its own."""
    return now.state.moves.count("first_choice")


def still_open(now: Situation, item: OfferedRole) -> bool:
    """Whether an offered role has not been refused."""
    gone = {standing.title for standing in now.state.rejected}
    return item.title not in gone
