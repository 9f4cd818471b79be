"""Everything a policy rule looks at, and the small questions rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from assistant.domain.dialogue import DialogueState, Move, Slot, Stage, Understanding
from assistant.domain.goal import FactKind, OfferedRole
from assistant.policy.repertoire import Repertoire
from assistant.policy.uptake import uptake_of

# Every move the policy can make but ``refer``, which has the fixed texts of prompts/safety.
MOVES = (
    "accept_correction after_plan answer_question anti_goal ask_ask ask_barrier ask_brings "
    "ask_confidence ask_current_role ask_evidence ask_evidence_detail ask_fallback ask_first_step "
    "ask_follow_up ask_gap ask_likes ask_long_view ask_manager_knows ask_meeting ask_new_date "
    "ask_next_talk ask_outcome ask_pain_point ask_promise ask_pushback ask_refusal_reason "
    "ask_seat ask_self_rating ask_timeframe ask_who_else ask_wish ask_witness cannot_know "
    "challenge_phrase close compare_roles confirm_target contrast debrief decline_abuse "
    "decline_injection drop_target envy first_choice give_lines give_note half_sentence "
    "explain list_conditions memory name_holes narrow_direction no_answer offer_roles offer_routes "
    "other_language own_up park plan_after_talk play_back print_plan redirect rehearse "
    "report_undo separate_effort stay take_report two_quotations"
).split()


class More(TypedDict, total=False):
    """What a move may carry besides its name, stage, slot and reason."""

    uptake: str | None
    values: dict[str, str]
    tags: tuple[str, ...]
    offered: tuple[OfferedRole, ...]
    query: str | None
    follow: str | None
    parks: Slot | None


@dataclass(frozen=True)
class Situation:
    """The state with the newest message heard, the message, and what the policy draws on."""

    before: DialogueState
    state: DialogueState
    heard: Understanding
    repertoire: Repertoire
    today: date
    seed: int

    @property
    def uptake(self) -> str | None:
        """The kind of uptake the newest message calls for."""
        return uptake_of(self.heard, self.state, self.before.open_slot)

    def signal(self, name: str) -> bool:
        """Whether the message carries a signal (``hedged``, ``effort``, ``lofty`` ...)."""
        return name in self.heard.signals

    def knows(self, *kinds: FactKind) -> bool:
        """Whether anything of these kinds is known."""
        return self.state.has(*kinds)

    def move(
        self, name: str, stage: Stage, slot: Slot | None, reason: str, **more: Unpack[More]
    ) -> Move:
        """A move; without an ``uptake`` of its own it takes up what the message calls for."""
        fields: dict[str, Any] = {"uptake": self.uptake, **more}
        tags = (*(("hurry",) if self.state.hurry else ()), *more.get("tags", ()))
        return Move(**{**fields, "tags": tags}, name=name, stage=stage, slot=slot, reason=reason)
