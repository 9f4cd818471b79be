"""The rehearsal: what the person asked for, and the exchanges played so far.

    Exchange(persona="busy", topic="cover", line="Who covers?", turn=9, answer="Kath, Tuesdays", holds=("name",))

A rehearsal is folded from the turns like everything else; its answers are no facts of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.domain.goal import Record

MOVE = "rehearse"
ANSWERED = "answered"
HOLDS = "holds_"  # a signal of what an answer can be held to: holds_number, holds_date ...
TOPICS = ("target", "gap", "ask", "cover", "money", "timing")

# What an answer must hold to stand against an objection; two things of any kind stand as well.
_NEEDS: dict[str, frozenset[str]] = {
    "target": frozenset({"number", "name", "evidence"}),
    "gap": frozenset({"number", "name", "date", "evidence"}),
    "ask": frozenset({"date", "number", "request"}),
    "cover": frozenset({"name", "cover"}),
    "money": frozenset({"number", "money"}),
    "timing": frozenset({"date"}),
}


class RehearsalRequest(Record):
    """A wish to rehearse: a persona named or hinted at, a line the manager is to say."""

    persona: str = ""
    line: str = ""


class Exchange(Record):
    """One objection and the answer to it; ``quote`` is the answer's most telling part."""

    persona: str
    topic: str
    line: str
    turn: int
    pressed: bool = False
    answer: str = ""
    quote: str = ""
    holds: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the answer leaves something that can be looked up."""
        found = set(self.holds)
        return bool(found & _NEEDS.get(self.topic, frozenset())) or len(found) > 1


def played(
    before: tuple[Exchange, ...], move: str, values: Mapping[str, str], turn: int
) -> tuple[Exchange, ...]:
    """The exchanges after a move: one more line of the manager's, or none once it is over."""
    if move != MOVE:
        return ()
    new = Exchange(
        persona=values["persona"],
        topic=values["topic"],
        line=values["objection"],
        turn=turn,
        pressed="pressed" in values,
    )
    return (*(() if "opens" in values else before), new)


def answered(
    before: tuple[Exchange, ...], message: str, quotes: tuple[str, ...], signals: Iterable[str]
) -> tuple[Exchange, ...]:
    """The exchanges with an answer to the last line."""
    if not before:
        return before
    holds = tuple(s.removeprefix(HOLDS) for s in signals if s.startswith(HOLDS))
    quote = quotes[0] if quotes else ""
    last = before[-1].model_copy(update={"answer": message, "quote": quote, "holds": holds})
    return (*before[:-1], last)
