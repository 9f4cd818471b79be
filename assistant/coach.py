"""The main path: a message goes in, a turn comes out.

``Coach.take_turn`` is the one way through; the window, the terminal and the evals call nothing
else. Each line is a stage; what a stage decides is kept on the turn that everybody reads.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.domain.brief import Brief
from assistant.domain.dialogue import DialogueState, Draft, Finding, Move, Turn, Understanding
from assistant.domain.intake import admit
from assistant.domain.knowledge import Passage, leaned_on
from assistant.domain.rehearsal import RehearsalRequest
from assistant.domain.sound import Sound
from assistant.domain.standing import specificity_now
from assistant.engine.asking import Asked, OnPiece, Spoken
from assistant.policy import Repertoire, decide
from assistant.ports import Hearing, Retriever, Store, Writer
from assistant.understanding import Tools, understand
from assistant.verification import verify

if TYPE_CHECKING:
    from assistant.engine.model_engine import ModelEngine

ATTEMPTS = 6
PASSAGES = 4


@dataclass(frozen=True)
class Coach:
    """The stages, wired by ``bootstrap``."""

    store: Store
    tools: Tools
    repertoire: Repertoire
    retriever: Retriever
    writer: Writer
    ear: Hearing | None = None
    engine: ModelEngine | None = None

    def take_turn(
        self,
        conversation: str,
        message: str,
        today: date,
        key: str | None = None,
        on_piece: OnPiece | None = None,
    ) -> Turn:
        """Answer a message: store the turn, then return it. Raises UnusableInput, StoreError.

        ``on_piece`` is given the reply in parts as they pass verification, whoever words it; what
        it has been given is the reply of the turn.
        """
        started = time.perf_counter()
        message = admit(message)
        turns = self.store.load(conversation)
        if (known := _answered(turns, key)) is not None:
            return known
        before = DialogueState.from_turns(turns)
        sound = self._listen(message)
        heard = understand(message, before, today, self.tools, sound)
        heard, apart = self._recall(conversation, heard, before)
        state = before.hear(heard, message)
        seed = _seed(conversation, state.turn)
        move = decide(before, state, heard, self.repertoire, today, seed)
        passages = self._passages(move, message, sound)
        brief = Brief(
            move=move, state=state, understanding=heard, passages=passages, today=today, seed=seed
        )
        asked = Asked(conversation, message, before, turns, apart)
        spoken = self._speak(asked, brief, on_piece)
        return self.store.append(_turn(asked, brief, spoken, key, started))

    def rehearse(self, conversation: str, persona: str, today: date) -> Turn:
        """The rehearsal from its first line; stored like any other turn. Raises UnusableInput."""
        started = time.perf_counter()
        before = self.state(conversation)
        wish = RehearsalRequest(persona=f"/{persona}")
        heard = Understanding(rehearses=wish, level=before.level, score=before.score)
        message = f"/rehearse {persona}".strip()
        state = before.hear(heard, message)
        seed = _seed(conversation, state.turn)
        move = decide(before, state, heard, self.repertoire, today, seed)
        brief = Brief(move=move, state=state, understanding=heard, today=today, seed=seed)
        asked = Asked(conversation, message, before, ())
        spoken = Spoken(self._word(brief), heard)
        return self.store.append(_turn(asked, brief, spoken, None, started))

    def report_undo(self, conversation: str, today: date) -> str:
        """What stands after an undo, with the question that is open again."""
        state = self.state(conversation)
        follow = state.open_move if state.open_slot else None
        move = Move(name="report_undo", stage=state.stage, follow=follow, values=state.values)
        heard = Understanding()
        seed = _seed(conversation, state.turn)
        brief = Brief(move=move, state=state, understanding=heard, today=today, seed=seed)
        return self._word(brief).text

    def state(self, conversation: str) -> DialogueState:
        """The state after the last standing turn."""
        return DialogueState.from_turns(self.store.load(conversation))

    def _listen(self, message: str) -> Sound | None:
        """The message as the ear hears it, once a turn; None without an ear."""
        return self.ear.listen([message])[0] if self.ear is not None else None

    def _passages(self, move: Move, message: str, sound: Sound | None) -> tuple[Passage, ...]:
        """The passages a move leans on; a card written for the move goes before a likelier one."""
        if not move.query:
            return ()
        known = sound if move.query == message else None
        return leaned_on(self.retriever.passages(move.query, PASSAGES, known))

    def _recall(
        self, conversation: str, heard: Understanding, before: DialogueState
    ) -> tuple[Understanding, tuple[Finding, ...]]:
        """With what a model's late reading of the last message adds, where there is one."""
        return self.engine.recall(conversation, heard, before) if self.engine else (heard, ())

    def _speak(self, asked: Asked, brief: Brief, on_piece: OnPiece | None) -> Spoken:
        """The reply as the person has seen it: the model's where it may stand, else the embedded."""
        plain = self._word(brief)
        spoken = Spoken(plain, brief.understanding)
        if self.engine is not None:
            spoken = self.engine.speak(asked, brief, plain, on_piece)
        if spoken.draft is plain and on_piece is not None:
            on_piece(plain.text)
        return spoken

    def _word(self, brief: Brief) -> Draft:
        """The first draft that passes verification; the embedded writer has the last word."""
        if brief.move.name == "refer":
            return self.writer.write(brief)  # a fixed text that people have read and signed
        best: tuple[tuple[bool, int], Draft] | None = None
        for tried in _tries(brief):
            draft = self.writer.write(tried)
            verdict = verify(draft, tried)
            if verdict.ok:
                return draft
            worth = not draft.text.strip(), len(verdict.findings)  # anything said beats silence
            if best is None or worth < best[0]:
                best = worth, draft
        assert best is not None
        if not best[1].text.strip():
            # Every wording is spent: a sentence heard before is better than none.
            state = brief.state.model_copy(update={"phrases": (), "replies": ()})
            return self.writer.write(brief.model_copy(update={"state": state}))
        return best[1]


def _tries(brief: Brief) -> Iterator[Brief]:
    """The brief in other wordings, then without its uptake: the shorter reply has less to find fault with."""
    plain = brief.move.model_copy(update={"uptake": None})
    for attempt in range(ATTEMPTS):
        yield brief.model_copy(update={"attempt": attempt})
    for attempt in range(ATTEMPTS if brief.move.uptake else 0):
        yield brief.model_copy(update={"attempt": ATTEMPTS + attempt, "move": plain})


def _answered(turns: Sequence[Turn], key: str | None) -> Turn | None:
    """The turn that has answered this submission already, so that nothing is asked twice."""
    return next((turn for turn in turns if key is not None and turn.key == key), None)


def _turn(asked: Asked, brief: Brief, spoken: Spoken, key: str | None, started: float) -> Turn:
    state = brief.state
    if spoken.heard is not brief.understanding:
        state = asked.before.hear(spoken.heard, asked.message)
    level, score = specificity_now(state, spoken.heard)
    return Turn(
        conversation=asked.conversation,
        number=state.turn,
        message=asked.message,
        today=brief.today,
        understanding=spoken.heard,
        move=brief.move,
        passages=brief.passages,
        reply=spoken.draft.text,
        phrases=spoken.draft.phrases,
        engine=spoken.draft.engine,
        level=level,
        score=score,
        notice=spoken.notice,
        use=spoken.use,
        apart=spoken.apart,
        key=key,
        milliseconds=round((time.perf_counter() - started) * 1000),
    )


def _seed(conversation: str, turn: int) -> int:
    """A number that is the same for the same conversation and turn, on every machine."""
    digest = hashlib.sha256(f"{conversation}/{turn}".encode()).digest()
    return int.from_bytes(digest[:4])
