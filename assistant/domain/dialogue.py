"""The conversation: what was said, what was understood, which move answered it, and the state.

    Turn 1  message "I'd like a more defined career path"
            understanding acts=(states,), facts=(Fact(wish, "a more defined career path"),)
            move challenge_phrase (slot target)   reply '"A more defined career path" could be ...'

``DialogueState`` is a fold over turns (`DialogueState.from_turns`): undo drops the last turn and
folds again; replay, resume and audit need no code of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Self

from assistant.domain.facts import Retraction, merge_facts
from assistant.domain.goal import (
    Fact,
    FactKind,
    OfferedRole,
    Record,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.knowledge import Passage
from assistant.domain.model import ModelUse
from assistant.domain.rehearsal import Exchange, RehearsalRequest, answered, played
from assistant.domain.roles import offer_standing, refines, same_role, set_role
from assistant.domain.specificity import Level


class Stage(StrEnum):
    """GROW, then the meeting (conversation.md, "The road")."""

    GOAL = "goal"
    REALITY = "reality"
    OPTIONS = "options"
    WILL = "will"
    REHEARSAL = "rehearsal"
    FOLLOW_UP = "follow_up"


class UserAct(StrEnum):
    """The employee's dialogue act; the first of a message is what the coach must react to."""

    STATES = "states"
    ASKS = "asks"
    CORRECTS = "corrects"
    REFUSES = "refuses"
    BLANK = "blank"
    VENTS = "vents"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"
    ACCEPTS = "accepts"
    PICKS = "picks"
    DELEGATES = "delegates"
    REQUESTS_PLAN = "requests_plan"
    HURRIES = "hurries"
    OFF_TOPIC = "off_topic"
    GREETS = "greets"
    CLOSES = "closes"
    CHANGES_MIND = "changes_mind"
    SAFETY = "safety"
    INJECTS = "injects"
    OTHER_LANGUAGE = "other_language"
    ABUSES = "abuses"


class Slot(StrEnum):
    """What a question asks for. A slot is asked for, answered, or parked; never asked again."""

    WISH = "wish"
    TARGET = "target"
    CHOICE = "choice"
    TIMEFRAME = "timeframe"
    MEMORY = "memory"
    CONTRAST = "contrast"
    ENVY = "envy"
    ANTI_GOAL = "anti_goal"
    CURRENT_ROLE = "current_role"
    MEETING = "meeting"
    MANAGER_KNOWS = "manager_knows"
    EVIDENCE = "evidence"
    EVIDENCE_DETAIL = "evidence_detail"
    WITNESS = "witness"
    LIKES = "likes"
    SELF_RATING = "self_rating"
    GAP = "gap"
    ROUTE = "route"
    PAIN_POINT = "pain_point"
    ASK = "ask"
    BRINGS = "brings"
    PUSHBACK = "pushback"
    FALLBACK = "fallback"
    FOLLOW_UP = "follow_up"
    WHO_ELSE = "who_else"
    LONG_VIEW = "long_view"
    CONFIDENCE = "confidence"
    PLAN_CHECK = "plan_check"
    OUTCOME = "outcome"
    PROMISE_DETAIL = "promise_detail"
    REFUSAL_REASON = "refusal_reason"
    FIRST_STEP = "first_step"
    NEW_DATE = "new_date"
    REHEARSAL = "rehearsal"


class Understanding(Record):
    """What a message says, read against the state before it."""

    acts: tuple[UserAct, ...] = (UserAct.STATES,)
    facts: tuple[Fact, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    accepted: tuple[RoleStanding, ...] = ()
    rejected: tuple[RoleStanding, ...] = ()
    mentioned: tuple[RoleStanding, ...] = ()
    drops_target: bool = False
    answers: Slot | None = None
    question: str | None = None
    quotes: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    level: Level = Level.VAGUE
    score: int = 0
    functions: tuple[str, ...] = ()
    safety: str | None = None
    rehearses: RehearsalRequest | None = None

    @property
    def act(self) -> UserAct:
        """The act the coach must react to."""
        return self.acts[0]


class Move(Record):
    """The coach's dialogue act: a prompt file's name, the slot it asks for, what it talks about.

    ``follow`` names the move whose question closes the reply when this one only says something;
    ``parks`` the slot that stays open as a named hole from here on.
    """

    name: str
    stage: Stage
    slot: Slot | None = None
    reason: str = ""
    offered: tuple[OfferedRole, ...] = ()
    values: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    query: str | None = None
    uptake: str | None = None
    follow: str | None = None
    parks: Slot | None = None


class Draft(Record):
    """A wording of a move: its text and the ids of the phrases it was made of."""

    text: str
    phrases: tuple[str, ...] = ()
    engine: str = "embedded"


class Finding(Record):
    """One thing a check has against a draft."""

    check: str
    detail: str


class Verdict(Record):
    """What verification says of a draft; no findings means it may be shown."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing was found."""
        return not self.findings


class Turn(Record):
    """One message, its answer, and all in between: what window, store, review and evals read."""

    conversation: str
    number: int
    message: str
    today: date
    understanding: Understanding
    move: Move
    passages: tuple[Passage, ...] = ()
    reply: str
    phrases: tuple[str, ...] = ()
    engine: str = "embedded"
    level: Level = Level.VAGUE
    score: int = 0
    notice: str | None = None
    use: ModelUse | None = None
    apart: tuple[Finding, ...] = ()  # where the model's reading differs from the embedded one
    key: str | None = None
    milliseconds: int = 0

    @property
    def cited(self) -> dict[str, str]:
        """The organisation's documents that the reply rests on: id to title."""
        said = {p.document: p.title for p in self.passages if p.document}
        return said | {o.document: o.source for o in self.move.offered if o.document}


class Asked(Record):
    """A question the coach has put, and in which turn."""

    slot: Slot
    move: str
    turn: int


# Moves with which the plan is laid on the table, before the talk and after it.
PLAN_MOVES = ("print_plan", "plan_after_talk")


class DialogueState(Record):
    """Everything known after a number of turns; rebuilt by folding, never stored as truth."""

    turn: int = 0
    stage: Stage = Stage.GOAL
    facts: tuple[Fact, ...] = ()
    roles: tuple[RoleStanding, ...] = ()
    dropped: tuple[RoleStanding, ...] = ()  # the targets struck last, for putting back
    set_aside: tuple[Fact, ...] = ()  # the facts that fell with them
    asked: tuple[Asked, ...] = ()
    answered: tuple[Slot, ...] = ()
    parked: tuple[Slot, ...] = ()
    open_slot: Slot | None = None
    open_move: str | None = None
    offered: tuple[OfferedRole, ...] = ()
    values: dict[str, str] = {}
    phrases: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    uptakes: tuple[str, ...] = ()
    blanks: int = 0
    blanks_in_a_row: int = 0
    hurry: bool = False
    paused: bool = False
    plan_given: bool = False
    level: Level = Level.VAGUE
    score: int = 0
    opening_level: Level | None = None
    opening_score: int = 0
    functions: tuple[str, ...] = ()
    rehearsal: tuple[Exchange, ...] = ()  # of the rehearsal that is on

    @classmethod
    def from_turns(cls, turns: Iterable[Turn]) -> Self:
        """Fold the turns, in order, into the state after the last of them."""
        state = cls()
        for turn in turns:
            state = state.hear(turn.understanding, turn.message).speak(turn)
        return state

    def hear(self, heard: Understanding, message: str) -> Self:
        """The state once a message is taken, before the coach has answered it."""
        blank = heard.act is UserAct.BLANK
        facts, roles = (
            merge_facts(self.facts, heard.facts, heard.retractions),
            _merge_roles(self.roles, heard),
        )
        update: dict[str, object] = {
            "turn": self.turn + 1,
            **self._struck_or_put_back(facts, roles),
            "messages": (*self.messages, message),
            "blanks": self.blanks + blank,
            "blanks_in_a_row": self.blanks_in_a_row + 1 if blank else 0,
            "hurry": self.hurry or UserAct.HURRIES in heard.acts,
            "functions": tuple(dict.fromkeys((*self.functions, *heard.functions))),
        }
        if heard.answers is Slot.REHEARSAL:
            update["rehearsal"] = answered(self.rehearsal, message, heard.quotes, heard.signals)
        elif heard.answers is not None:
            update["answered"] = tuple(dict.fromkeys((*self.answered, heard.answers)))
        return self.model_copy(update=update)

    def _struck_or_put_back(
        self, facts: tuple[Fact, ...], roles: tuple[RoleStanding, ...]
    ) -> dict[str, object]:
        """Facts and roles after a message; a target put back brings the facts that fell with it."""
        update: dict[str, object] = {"facts": facts, "roles": roles}
        lost = [
            old
            for old in self.targets
            if any(same_role(old, r) and r.status is RoleStatus.REJECTED for r in roles)
        ]
        if lost:
            fallen = tuple(fact for fact in self.facts if fact not in facts)
            return {**update, "dropped": tuple(lost), "set_aside": fallen}
        stands = [r for r in roles if r.status is RoleStatus.ACCEPTED]
        if any(same_role(old, r) for old in self.dropped for r in stands):
            told = {fact.kind for fact in facts}
            back = tuple(fact for fact in self.set_aside if fact.kind not in told)
            return {**update, "facts": (*back, *facts), "dropped": (), "set_aside": ()}
        return update

    def speak(self, turn: Turn) -> Self:
        """The state once the coach's move of this turn has been said."""
        move = turn.move
        asked = (
            (*self.asked, Asked(slot=move.slot, move=move.name, turn=turn.number))
            if (move.slot)
            else self.asked
        )
        roles = self.roles
        for offer in move.offered:
            roles = set_role(roles, offer_standing(offer, turn.number))
        first = self.opening_level is None
        return self.model_copy(
            update={
                "stage": move.stage,
                "asked": asked,
                "parked": (*self.parked, move.parks) if move.parks else self.parked,
                "open_slot": move.slot,
                "open_move": move.name,
                "offered": move.offered or (self.offered if move.slot is Slot.CHOICE else ()),
                "roles": roles,
                "values": move.values,
                "rehearsal": played(self.rehearsal, move.name, move.values, turn.number),
                "phrases": (*self.phrases, *turn.phrases),
                "replies": (*self.replies, turn.reply),
                "moves": (*self.moves, *((move.follow,) if move.follow else ()), move.name),
                "uptakes": (*self.uptakes, move.uptake) if move.uptake else self.uptakes,
                "paused": "pauses" in move.tags,
                "plan_given": self.plan_given or move.name in PLAN_MOVES,
                "level": turn.level,
                "score": turn.score,
                "opening_level": turn.level if first else self.opening_level,
                "opening_score": turn.score if first else self.opening_score,
            }
        )

    def of(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """The facts of these kinds, oldest first."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def last(self, kind: FactKind) -> Fact | None:
        """The newest fact of a kind, if any."""
        found = self.of(kind)
        return found[-1] if found else None

    def has(self, *kinds: FactKind) -> bool:
        """Whether any fact of one of these kinds is known."""
        return any(fact.kind in kinds for fact in self.facts)

    def standing(self, *statuses: RoleStatus) -> tuple[RoleStanding, ...]:
        """The roles that stand in one of these ways, oldest first."""
        return tuple(role for role in self.roles if role.status in statuses)

    @property
    def targets(self) -> tuple[RoleStanding, ...]:
        """The target roles the person has said yes to."""
        return self.standing(RoleStatus.ACCEPTED)

    @property
    def rejected(self) -> tuple[RoleStanding, ...]:
        """The roles the person has said no to; none of them comes back."""
        return self.standing(RoleStatus.REJECTED)

    @property
    def talk_over(self) -> bool:
        """Whether the person has told of the talk as over."""
        return self.has(FactKind.TALK_HELD)

    def times_asked(self, slot: Slot) -> int:
        """How often a slot has been asked for."""
        return sum(asked.slot is slot for asked in self.asked)

    def moved(self, name: str) -> bool:
        """Whether a move has been made before."""
        return name in self.moves


def _merge_roles(roles: tuple[RoleStanding, ...], heard: Understanding) -> tuple[RoleStanding, ...]:
    for fine in heard.accepted:
        roles = tuple(role for role in roles if not refines(fine.title, role.title))
    if heard.drops_target:
        roles = tuple(
            role.model_copy(update={"status": RoleStatus.REJECTED})
            if role.status is RoleStatus.ACCEPTED
            else role
            for role in roles
        )
    for standing in (*heard.mentioned, *heard.rejected, *heard.accepted):
        roles = set_role(roles, standing)
    return roles
