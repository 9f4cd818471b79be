"""The engine: whether a model may speak on this turn, and what it is asked for."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Draft, Finding, Turn, Understanding
from assistant.domain.masking import Mask
from assistant.domain.model import ModelUse, whole
from assistant.domain.plan import Plan
from assistant.engine.asking import Asked, OnPiece, Spoken
from assistant.engine.drafting import drafted, drafting_request
from assistant.engine.second_ear import SecondEar
from assistant.engine.take import Take
from assistant.errors import ModelFailure
from assistant.ports import ChatModel, Choices, Spending
from assistant.reply.embedded import EmbeddedWriter
from assistant.reply.model import ModelTexts
from assistant.settings import Settings
from assistant.understanding import Tools, people_in
from assistant.verification.audit import Auditor

MOST_PLANS = 500

# Words that people have read and signed, that the plan reads back, or that answer what must not
# be handed on: these stay as they are written.
FIXED = frozenset(
    "refer decline_injection decline_abuse redirect other_language print_plan give_lines "
    "report_undo give_note plan_after_talk rehearse debrief".split()
)


@dataclass(frozen=True)
class ModelEngine:
    """A model, its voice and its ear, with the embedded writer to fall back on."""

    model: ChatModel  # guarded by the breaker
    ear: SecondEar
    writer: EmbeddedWriter
    auditor: Auditor
    tools: Tools
    texts: ModelTexts
    settings: Settings
    spending: Spending
    choices: Choices
    clock: Callable[[], float] = time.monotonic
    _hours: dict[str, deque[float]] = field(default_factory=dict)
    _plans: dict[str, Plan] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name

    def recall(
        self, conversation: str, heard: Understanding, before: DialogueState
    ) -> tuple[Understanding, tuple[Finding, ...]]:
        """What was heard, with what the reading of the last message found when it was stored."""
        return self.ear.recall(conversation, heard, before)

    def speak(self, asked: Asked, brief: Brief, plain: Draft, on_piece: OnPiece | None) -> Spoken:
        """The reply to a brief. Raises nothing: ``plain`` stands when the model does not."""
        mine = Spoken(plain, brief.understanding, apart=asked.apart)
        if brief.move.name in FIXED or self.choices.off(asked.conversation):
            return mine
        if refused := self._refusal():
            mine.notice = self.texts.notice(refused)
            return mine
        return Take(self, asked, brief, plain, on_piece).spoken()

    def better_plan(self, conversation: str, plan: Plan, turns: Sequence[Turn]) -> Plan:
        """The plan with the lines that the model words better; itself where there are none.

        The same plan is asked about once, so that the page and the file say the same.
        """
        if self.choices.off(conversation):
            return plan
        known = plan.model_dump_json()
        if known not in self._plans:
            if len(self._plans) >= MOST_PLANS or self._refusal():
                return plan
            self._plans[known] = self._drafted(plan, turns)
        return self._plans[known]

    def _drafted(self, plan: Plan, turns: Sequence[Turn]) -> Plan:
        said = tuple(turn.message for turn in turns)
        state = DialogueState.from_turns(turns)
        mask = Mask(people_in(said, state, self.tools))
        request = drafting_request(plan, self.texts.drafting["System"], mask)
        if request is None:
            return plan
        try:
            reply = whole(self.model.stream(request))
            used = reply.prompt_tokens, reply.completion_tokens
            use = ModelUse(
                model=self.name,
                calls=1,
                prompt_tokens=used[0],
                completion_tokens=used[1],
                cost=self.cost(*used),
                user=self.settings.user,
            )
            self.spending.add(use)
            return drafted(plan, reply.text, turns, mask, self.auditor)
        except ModelFailure:
            return plan

    def _refusal(self) -> str | None:
        """The notice's heading when the allowance is used up; else the turn is counted."""
        limits, user = self.settings, self.settings.user
        if self.spending.today(user).tokens >= limits.model_user_tokens:
            return "Budget"
        if self.spending.today().tokens >= limits.model_day_tokens:
            return "Budget"
        times = self._hours.setdefault(user, deque())
        now = self.clock()
        while times and now - times[0] > 3600:
            times.popleft()
        if len(times) >= limits.model_hour_turns:
            return "Hour"
        times.append(now)
        return None

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float:
        """The cost of a call in the currency of the prices."""
        cost = prompt_tokens * self.settings.model_prompt_price
        cost += completion_tokens * self.settings.model_completion_price
        return round(cost / 1_000_000, 8)
