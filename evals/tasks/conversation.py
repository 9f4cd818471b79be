"""Suite ``conversation``: simulated employees, and what no conversation may do.

No sentence twice, one question a reply, no refused role again, no known fact asked for again,
and the goal reached where the person cooperates (conversation.md, "How a good reply sounds").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain.dialogue import DialogueState, Slot, Turn
from assistant.domain.goal import FactKind
from assistant.verification import banned, outside_quotes, questions_in, sentences_in
from evals.score import Score
from evals.simulated import Person
from evals.world import conversation, people

_FILLS = {
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
GOAL_TURNS = 10


def scores() -> Iterator[Score]:
    """Scores of every conversation."""
    for person in people():
        turns = conversation(person)
        for metric, faults in _faults(turns):
            yield _score(person, metric, faults)
        if person.cooperative:
            yield _goal_reached(person, turns)


def _score(person: Person, metric: str, faults: Sequence[str]) -> Score:
    return Score(
        suite="conversation",
        metric=metric,
        sample=person.id,
        value=float(not faults),
        reason="; ".join(faults[:3]),
        where=person.style,
    )


def _faults(turns: Sequence[Turn]) -> Iterator[tuple[str, list[str]]]:
    replies = [turn for turn in turns if turn.move.name != "refer"]
    yield (
        "one_question",
        [
            f"turn {t.number}: {questions_in(t.reply)} questions"
            for t in replies
            if questions_in(t.reply) > 1
        ],
    )
    yield "no_repetition", list(_repeated(replies))
    yield (
        "no_flattery",
        [
            f"turn {t.number}: {m.group()}"
            for t in replies
            for m in banned().finditer(outside_quotes(t.reply))
        ],
    )
    yield "refused_stays_out", list(_revived(turns))
    yield "nothing_asked_twice", list(_asked_again(turns))
    yield "nothing_empty", [f"turn {t.number}" for t in turns if len(t.reply.split()) < 5]


def _repeated(turns: Sequence[Turn]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for turn in turns:
        for sentence in sentences_in(turn.reply):
            if sentence in seen:
                yield f"turn {turn.number} repeats turn {seen[sentence]}: {sentence}"
            seen[sentence] = turn.number


def _revived(turns: Sequence[Turn]) -> Iterator[str]:
    for number, turn in enumerate(turns):
        before = DialogueState.from_turns(turns[:number])
        gone = {role.title for role in before.rejected}
        for offer in turn.move.offered:
            if offer.title in gone:
                yield f"turn {turn.number} offers {offer.title} again"


def _asked_again(turns: Sequence[Turn]) -> Iterator[str]:
    for number, turn in enumerate(turns):
        kind = _FILLS.get(turn.move.slot) if turn.move.slot else None
        if kind is None or turn.move.name == "after_plan":
            continue
        heard = DialogueState.from_turns(turns[:number]).hear(turn.understanding, turn.message)
        if heard.has(kind):
            yield f"turn {turn.number} asks for {turn.move.slot} though it is known"


def _goal_reached(person: Person, turns: Sequence[Turn]) -> Score:
    for turn in turns[:GOAL_TURNS]:
        if DialogueState.from_turns(turns[: turn.number]).targets:
            return _score(person, "target_accepted", [])
    return _score(person, "target_accepted", [f"no target after {GOAL_TURNS} turns"])
