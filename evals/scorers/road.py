"""Where the conversation goes: challenge, target, evidence, nothing asked or offered twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.catalogue import fold
from assistant.domain.dialogue import DialogueState, Slot, Turn, UserAct
from assistant.domain.goal import FactKind, counted
from assistant.domain.specificity import Level
from evals.scorers import Fault, Found
from evals.scorers.wording import content_words, outside_quotes
from evals.simulated import Person

# What a slot's answer is kept as: a question for a kind that is known asks twice.
FILLS = {
    Slot.TIMEFRAME: FactKind.TIMEFRAME,
    Slot.MEETING: FactKind.MEETING,
    Slot.CURRENT_ROLE: FactKind.CURRENT_ROLE,
    Slot.MANAGER_KNOWS: FactKind.MANAGER_KNOWS,
    Slot.GAP: FactKind.GAP,
    Slot.WITNESS: FactKind.WITNESS,
    Slot.FOLLOW_UP: FactKind.FOLLOW_UP,
    Slot.CONFIDENCE: FactKind.CONFIDENCE,
    Slot.SELF_RATING: FactKind.SELF_RATING,
    Slot.FALLBACK: FactKind.FALLBACK,
    Slot.BRINGS: FactKind.BRINGS,
}
_TO_A_ROLE = (Slot.TARGET, Slot.CHOICE, Slot.WISH)
_OTHER_WAYS = (Slot.MEMORY, Slot.CONTRAST, Slot.ANTI_GOAL, Slot.ENVY)
_EXCUSED = (UserAct.BLANK, UserAct.DELEGATES, UserAct.VENTS)
GOAL_TURNS = 10
FIRST_REPLIES = 2


def faults(person: Person, turns: Sequence[Turn]) -> Found:
    """What a conversation with this person must not do, and what it must reach."""
    yield "refused_stays_out", list(_revived(turns))
    yield "nothing_asked_twice", list(_asked_again(turns))
    if person.clear:
        yield "left_alone", list(_challenged(turns))
    else:
        yield "challenged", _unchallenged(turns)
    if person.cooperative:
        yield "target_accepted", _target_late(turns)
        yield "meeting_ready", _not_ready(turns)
        if has_figure(person):
            yield "evidence_obtained", _no_figure(turns)


def _challenged(turns: Sequence[Turn]) -> Iterator[Fault]:
    for turn in turns[:FIRST_REPLIES]:
        if turn.move.slot is Slot.TARGET:
            yield Fault(turn=turn.number, text=f"asks somebody who is clear: {turn.move.name}")


def _unchallenged(turns: Sequence[Turn]) -> list[Fault]:
    """A vague opening is asked into within two replies, in the person's own words.

    The one question goes to the role; by another way in only where somebody had nothing to say.
    """
    told: set[str] = set()
    for turn in turns[:FIRST_REPLIES]:
        told |= content_words(turn.message)
        excused = turn.understanding.act in _EXCUSED
        asks = outside_quotes(turn.reply).count("?") == 1 or turn.move.name == "half_sentence"
        to_role = turn.move.slot in _TO_A_ROLE or (excused and turn.move.slot in _OTHER_WAYS)
        own = excused or bool(told & content_words(turn.reply))
        if asks and to_role and own:
            return []
    return [Fault(turn=1, text=f"a vague opening is let through: {turns[0].move.name}")]


def state_after(turns: Sequence[Turn]) -> DialogueState:
    """The state a conversation has led to."""
    return DialogueState.from_turns(turns)


def target_turn(turns: Sequence[Turn]) -> int | None:
    """The first turn after which a target stands."""
    state = DialogueState()
    for turn in turns:
        state = state.hear(turn.understanding, turn.message).speak(turn)
        if state.targets:
            return turn.number
    return None


def _target_late(turns: Sequence[Turn]) -> list[Fault]:
    found = target_turn(turns)
    if found is not None and found <= GOAL_TURNS:
        return []
    text = f"a target only after {found} turns" if found else "no target at all"
    return [Fault(turn=min(len(turns), GOAL_TURNS), text=text)]


def _not_ready(turns: Sequence[Turn]) -> list[Fault]:
    """What the whole conversation is for: role, time frame, and something that supports it."""
    last = turns[-1]
    if last.level is Level.MEETING_READY:
        return []
    return [Fault(turn=last.number, text=f"ends at {last.level.value}")]


def acceptable(person: Person, turns: Sequence[Turn]) -> list[Fault] | None:
    """Whether the targets that stand are in the hidden set; None when there is nothing to judge.

    What the person names themselves counts as theirs; the hidden set judges what was offered.
    """
    state = state_after(turns)
    if not state.targets or not person.accepts:
        return None
    wanted = [fold(name) for name in person.accepts]
    told = fold(" ".join(turn.message for turn in turns))
    strange = [
        role.title
        for role in state.targets
        if not any(name in fold(role.title) for name in wanted) and fold(role.title) not in told
    ]
    return [Fault(turn=len(turns), text=f"{title} is nothing they wanted") for title in strange]


def _revived(turns: Sequence[Turn]) -> Iterator[Fault]:
    state = DialogueState()
    for turn in turns:
        gone = {fold(role.title) for role in state.rejected}
        for offer in turn.move.offered:
            if fold(offer.title) in gone:
                yield Fault(turn=turn.number, text=f"offers {offer.title} again")
        state = state.hear(turn.understanding, turn.message).speak(turn)


def _asked_again(turns: Sequence[Turn]) -> Iterator[Fault]:
    state = DialogueState()
    for turn in turns:
        heard = state.hear(turn.understanding, turn.message)
        kind = FILLS.get(turn.move.slot) if turn.move.slot else None
        if kind is not None and turn.move.name != "after_plan" and heard.has(kind):
            slot = turn.move.slot
            yield Fault(turn=turn.number, text=f"asks for {slot} though it is known")
        state = heard.speak(turn)


def has_figure(person: Person) -> bool:
    """Whether the person has a result with a figure to tell."""
    told = (*person.answers.get("evidence", ()), *person.answers.get("evidence_detail", ()))
    return any(character.isdigit() for text in told for character in text)


def _no_figure(turns: Sequence[Turn]) -> list[Fault]:
    """The coach asked for proof and kept what it got: a result with a figure is known at the end."""
    state = state_after(turns)
    if any(counted(fact.text) for fact in state.of(FactKind.EVIDENCE)):
        return []
    asked = [t.number for t in turns if t.move.slot in (Slot.EVIDENCE, Slot.EVIDENCE_DETAIL)]
    text = f"asked in turn {asked[0]}, no figure was kept" if asked else "never asked for proof"
    return [Fault(turn=asked[0] if asked else 0, text=text)]
