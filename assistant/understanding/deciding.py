"""The act of a message: rules, the linear head, and what was found in the content, together.

A rule whose form is plain stands by itself; elsewhere the head decides. Acts after which the
coach takes nothing from the message need more than a narrow lead of the head's, because a wrong
one loses what the person said.
"""

from __future__ import annotations

from assistant.domain.dialogue import Slot, UserAct
from assistant.domain.goal import FactKind
from assistant.domain.sound import Sound
from assistant.understanding.act_features import Before, denies, stems
from assistant.understanding.acts import (
    Heard,
    act_of,
    answers_yes_no,
    gives_orders,
    hands_over,
    names_plan,
    picks,
    question_of,
    refuses_all,
    speaks_to_coach,
    takes_leave,
    tells_of_plan,
)
from assistant.understanding.claiming import puts_back
from assistant.understanding.head import STANDING_RULES, blend
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.offered import RolesHeard
from assistant.understanding.timing import WANT
from assistant.understanding.tools import Tools
from assistant.understanding.wishing import BARE_WISH

# Nothing is read from a message with one of these acts.
EMPTY_ACTS = frozenset(
    {
        UserAct.INJECTS,
        UserAct.ABUSES,
        UserAct.OTHER_LANGUAGE,
        UserAct.OFF_TOPIC,
        UserAct.BLANK,
    }
)
# Below this share the head alone may not empty a message.
EMPTY_SHARE = 0.4
# Acts with which no role is accepted, whatever words of a title fall.
CHOOSES_NOTHING = frozenset({UserAct.DELEGATES, UserAct.ASKS, UserAct.VENTS, UserAct.GREETS})
# What is told and asks nothing may be the answer in other words: it takes more to turn it away.
TOLD_SHARE = 0.6
LONG_BLANK = 12
# A longer yes begins with one.
BRIEF_YES = 7
# Acts with which an opening's wish is read and answered as a wish.
READS_A_WISH = frozenset(
    {UserAct.STATES, UserAct.QUALIFIES, UserAct.HURRIES, UserAct.VENTS, UserAct.CORRECTS}
)


def shares_of(heard: Heard, sound: Sound | None, tools: Tools) -> dict[UserAct, float] | None:
    """The head's probabilities; None without a head or without an ear."""
    if tools.head is None or sound is None or not heard.words:
        return None
    state = heard.state
    titles = tuple(role.title for role in state.offered)
    before = Before(state.open_slot, titles, first=state.turn == 0)
    return tools.head.predict(heard.message, sound, before)


def decided_special(
    heard: Heard, special: UserAct | None, shares: dict[UserAct, float] | None
) -> UserAct | None:
    """The act of a message that carries nothing else, or None when its content must be read."""
    refusal = heard.state.open_slot is Slot.CHOICE and bool(heard.state.offered)
    if special in STANDING_RULES and not (refusal and refuses_all(heard)):
        return special
    if _says_something(heard):
        return None
    if not shares:
        return special
    if special is None and (answers_yes_no(heard) or _names_way(heard)):
        return None  # a no to "does she know?" leaves nothing blank, nor does "sideways"
    act = blend(special, certain=special is not None, probabilities=shares)
    if act not in EMPTY_ACTS or (act is not special and opens_with_wish(heard)):
        return None
    if act is not special and _unsaid(act, heard):
        return None
    least = EMPTY_SHARE if act is not UserAct.OFF_TOPIC or question_of(heard) else TOLD_SHARE
    if shares.get(act, 0.0) < least or (act is UserAct.BLANK and len(heard.words) > LONG_BLANK):
        return None
    return act


def _says_something(heard: Heard) -> bool:
    """Whether a message, however few its words, has content by its form.

    It asks for something of the coach's, puts back what was struck, strikes what stands, or answers
    the offer that stands open: by an ordinal, or by a no to everything shown.
    """
    if heard.state.targets and (heard.has("drops_it") or heard.has("changes_mind")):
        return True
    if heard.has("whats_missing") or heard.has("asks_words") or puts_back(heard):
        return True
    if cue_pattern("asks_meaning").fullmatch(heard.bare):
        return True
    if picks(heard) and len(heard.words) <= 8:
        return True
    offered = heard.state.open_slot is Slot.CHOICE and bool(heard.state.offered)
    return offered and refuses_all(heard)


def _names_way(heard: Heard) -> bool:
    """Whether a word or two, after ways were put forward, name one."""
    small = heard.lexicon.function_words
    telling = [w for w in heard.words if len(w) > 3 and w not in small]
    return heard.state.open_slot is Slot.ROUTE and bool(telling) and len(heard.words) <= 3


def opens_with_wish(heard: Heard) -> bool:
    """Whether a conversation's first message says what is wanted.

    It is what the whole conversation is about: whatever else the message sounds like, the wish in it
    is read and challenged.
    """
    if heard.state.turn > 0:
        return False
    bare = any(BARE_WISH.match(clause.text) for clause in heard.clauses)
    return bare or heard.has("seat_only") or WANT.search(heard.message) is not None


def decided_act(
    heard: Heard,
    special: UserAct | None,
    roles: RolesHeard,
    shares: dict[UserAct, float] | None,
    *,
    dropped: bool,
) -> UserAct:
    """The act of a message with content."""
    if dropped:
        return UserAct.CHANGES_MIND
    if roles.picked and roles.accepted:
        return UserAct.PICKS  # "if you say so, the buyer then" leaves nothing to the coach
    choosing = heard.state.open_slot is Slot.CHOICE and bool(heard.state.offered)
    if choosing and roles.rejected and not roles.accepted and refuses_all(heard):
        return UserAct.REFUSES  # "none of those" is an answer, however short
    ruled = special or _ruled(heard, roles)
    act = blend(ruled, certain=special is not None, probabilities=shares)
    if act is UserAct.SAFETY or (act in EMPTY_ACTS and act is not ruled) or _unsaid(act, heard):
        act = _next_best(shares, heard) if shares else ruled
    if heard.state.turn == 0 and act not in READS_A_WISH:
        act = ruled  # the head alone turns no opening into a greeting, a request or a good-bye
    if heard.state.turn == 0 and act is UserAct.VENTS and not _clear(act, shares):
        act = ruled  # a wish put loudly is a wish
    if act is UserAct.PICKS and roles.rejected and not roles.accepted:
        return UserAct.REFUSES
    if act is UserAct.STATES and roles.picked and roles.accepted:
        return UserAct.PICKS
    if act is UserAct.REFUSES and roles.accepted:
        return UserAct.STATES  # "yes and no, something like a planner" names what is wanted
    return act


def _clear(act: UserAct, shares: dict[UserAct, float] | None) -> bool:
    """Whether the head is sure enough of an act to turn an answer away; without a head the rules are."""
    return not shares or shares.get(act, 0.0) >= TOLD_SHARE


def _unsaid(act: UserAct, heard: Heard) -> bool:
    """Whether an act that takes the question away lacks the words it would need."""
    if act is UserAct.CLOSES:
        return not takes_leave(heard)
    if act is UserAct.ACCEPTS:
        return len(heard.words) > BRIEF_YES and not heard.opens("yes")
    if act is UserAct.DELEGATES:
        return not hands_over(heard)
    if act is UserAct.INJECTS:
        return not gives_orders(heard)
    if act is UserAct.ABUSES:
        return not speaks_to_coach(heard)
    if act is UserAct.CONTRADICTS:
        return not collides(heard)
    return act is UserAct.REQUESTS_PLAN and (tells_of_plan(heard) or not names_plan(heard))


def collides(heard: Heard) -> bool:
    """Whether a message wants what was disliked, or wants to be rid of what was liked.

    The head hears the form of a contradiction; only the facts of earlier turns make it one.
    """
    mine, now_denied = stems(heard.message), denies(heard.message)
    opposed = FactKind.LIKE if now_denied else FactKind.DISLIKE
    return any(mine & stems(fact.text) for fact in heard.state.of(opposed))


def _next_best(shares: dict[UserAct, float], heard: Heard) -> UserAct:
    """The likeliest act with which the content is read."""
    left: dict[UserAct, float] = {
        a: p
        for a, p in shares.items()
        if a not in EMPTY_ACTS and a is not UserAct.SAFETY and not _unsaid(a, heard)
    }
    return blend(None, certain=False, probabilities=left)


def _ruled(heard: Heard, roles: RolesHeard) -> UserAct:
    if roles.accepted:
        return UserAct.PICKS if roles.picked else UserAct.STATES
    if roles.rejected and not roles.mentioned:
        return UserAct.REFUSES
    return act_of(heard)
