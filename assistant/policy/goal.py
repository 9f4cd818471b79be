"""The goal stage: from a phrase to a target role the person has said yes to.

The usual question is asked once. When it fails the route changes: a memory, a contrast, envy,
the anti-goal, half a sentence to finish, three roles; after two blanks the coach offers, after
three it parks (conversation.md, "When the usual question fails").
"""

from __future__ import annotations

from assistant.domain.dialogue import Move, Slot, UserAct
from assistant.domain.goal import FactKind, OfferedRole, RoleStanding
from assistant.domain.grammar import indefinite, listed, lower_title
from assistant.policy.fitting import fitting
from assistant.policy.offers import list_offers, misreadings, three_roles
from assistant.policy.situation import Situation
from assistant.policy.ways import (
    MAX_CHOICES,
    MAX_OFFERS,
    at_goal,
    explore,
    first_choice,
    half_sentence,
    may_list,
    next_route,
    offer_roles,
    offers_made,
    still_open,
    times_chosen,
)


def decide_goal(now: Situation) -> Move:
    """The move that brings the person nearest to a named role."""
    for rule in (
        _changed_mind,
        _hurried,
        _many_roles,
        _refused,
        _delegates,
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


def _changed_mind(now: Situation) -> Move | None:
    if not now.heard.drops_target:
        return None
    gone = _titles(now.before.targets) or _titles(now.heard.rejected)
    if not gone:
        return None
    return at_goal(
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
    if now.heard.act is not UserAct.DELEGATES or times_chosen(now) >= MAX_CHOICES:
        return None
    return first_choice(now, "the person wants the coach to choose", ("delegates",))


def _refused(now: Situation) -> Move | None:
    if not now.heard.rejected or now.heard.accepted or not now.before.offered:
        return None
    if now.heard.act is UserAct.DELEGATES and times_chosen(now) < MAX_CHOICES:
        return None
    left = tuple(item for item in now.before.offered if still_open(now, item))
    gone = _titles(now.heard.rejected)
    values = {"lost": gone, **_number(gone)}
    if len(left) == 1:
        return at_goal(
            now,
            "confirm_target",
            Slot.CHOICE,
            "one role is left of those offered",
            offered=left,
            values={**values, "role1": left[0].title},
        )
    if offers_made(now) < MAX_OFFERS:
        if move := offer_roles(now, "the roles offered were refused", ("again",), values):
            return move
    return next_route(now, "the offers were refused")


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
    return at_goal(
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
    return at_goal(
        now, "two_quotations", Slot.TARGET, "what is wanted is what was disliked", uptake=None
    )


def _conditions(now: Situation) -> Move | None:
    conditions = [f.quote or f.text for f in now.state.of(FactKind.CONDITION)]
    qualified = now.heard.act is UserAct.QUALIFIES
    if not qualified or len(conditions) < 2 or now.state.moved("list_conditions"):
        return None
    lines = "\n".join(f"- {condition}" for condition in conditions[-4:])
    return at_goal(
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
    return at_goal(
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
    return at_goal(now, "ask_wish", Slot.WISH, "nothing wanted has been said yet", tags=tags)


def _blank(now: Situation) -> Move | None:
    if now.heard.act is not UserAct.BLANK:
        return None
    row = now.state.blanks_in_a_row
    if row >= 3 and not now.state.moved("park"):
        return None
    if row >= 2:
        if offers_made(now) < MAX_OFFERS:
            if move := offer_roles(now, "two blanks earn an offer", ("first", "blank")):
                return move
    return next_route(now, "the usual question failed; another way in")


def _direction(now: Situation) -> Move | None:
    if now.state.moved("narrow_direction") or not may_list(now):
        return None
    functions = _borne_out(now)
    if not functions:
        return None
    offers = three_roles(now.state, now.repertoire, functions)
    if len(offers) < 2:
        return None
    named = functions[0]
    return at_goal(
        now,
        "narrow_direction",
        Slot.CHOICE,
        "a field is named and no role; it still holds different jobs",
        uptake=None if now.uptake == "wish_vague" else "",
        offered=offers,
        values={
            "offers": list_offers(offers, now.state, now.repertoire, now.seed),
            "function": named,
        },
    )


def _borne_out(now: Situation) -> tuple[str, ...]:
    """The fields named that the work told bears out; all of them where none is told yet."""
    named = now.state.functions
    if not named or not now.repertoire.told(now.state).told:
        return named
    best = fitting(now.state, now.repertoire)[:BORNE_OUT_AMONG]
    near = {hit.role.function for hit in best}
    return tuple(name for name in named if now.repertoire.functions([name]) <= near)


BORNE_OUT_AMONG = 6  # so many of the roles that fit best


def _first_challenge(now: Situation) -> Move | None:
    if now.state.moved("challenge_phrase") or now.state.moved("ask_seat"):
        return None
    if not now.knows(FactKind.WISH):
        return None
    readings = _readings(now)
    tags = ("lofty",) if now.signal("lofty") else ()
    return at_goal(
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
    return {f"reading{n}": indefinite(lower_title(t)) for n, t in enumerate(titles, 1)}


def _lofty(now: Situation) -> Move | None:
    if not now.signal("lofty") or len(now.heard.quotes) < 2:
        return None
    if not now.state.moved("play_back"):
        return at_goal(
            now,
            "play_back",
            Slot.TARGET,
            "more words, no more clarity: played back short, yes or no",
            uptake=None,
            values=_readings(now),
        )
    return half_sentence(now) if not now.state.moved("half_sentence") else None


def is_settled(now: Situation) -> bool:
    """Whether the goal stage is over: a target was accepted, or it was parked."""
    return bool(now.state.targets) or Slot.TARGET in now.state.parked
