"""Whether what is said is earned: quotations, passages, levels and targets have a source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.content import PROMPTS
from assistant.domain.dialogue import DialogueState, Turn, UserAct
from assistant.domain.goal import Origin
from assistant.domain.specificity import Level
from evals.scorers import Fault, Found
from evals.simulated import Person

_QUOTED = re.compile(r'"([^"\n]{3,300})"')
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
RELEVANT = 0.3  # similarity below which a passage is about something else (policy.KNOWS_ENOUGH)


def faults(person: Person, turns: Sequence[Turn]) -> Found:
    """What was said that nobody said, and what counts that nobody granted."""
    yield "quotes_real", list(_misquoted(turns))
    yield "figures_real", list(_figures(turns))
    yield "target_earned", list(_unearned(turns))
    if not person.cooperative:
        yield "level_earned", list(_raised(turns))
    passages = [turn for turn in turns if turn.passages]
    if passages:
        yield "passages_real", list(_invented(passages))
        yield "passages_relevant", list(_beside_the_point(passages))


def folded(text: str) -> str:
    """Lower case, straight quotes, words separated by one space, nothing else."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(_WORD.findall(plain))


@cache
def _written() -> str:
    """What the prompts themselves put into quotation marks (a manager's lines, half sentences)."""
    return folded(" ".join(p.read_text(encoding="utf-8") for p in sorted(PROMPTS.rglob("*.md"))))


def _misquoted(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A quotation of three words or more that stands in no message and in no prompt."""
    told = ""
    for turn in turns:
        told += " " + folded(turn.message)
        known = folded(" ".join((*turn.move.values.values(), *(p.text for p in turn.passages))))
        for quote in _QUOTED.findall(turn.reply):
            words = folded(quote)
            if len(words.split()) < 3 or words in told or words in _written() or words in known:
                continue
            yield Fault(turn=turn.number, text=f'"{quote}" was never said')


def _figures(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A figure that stands in no message, value, passage, offer or day known at the time."""
    known: set[str] = set()
    for turn in turns:
        year = turn.today.year
        known |= {str(year), str(year + 1), *map(str, range(1, 13))}
        values = (
            turn.message,
            *turn.move.values.values(),
            *(p.text for p in turn.passages),
            *(f"{o.week} {o.distance}" for o in turn.move.offered),
            *(fact.value or "" for fact in turn.understanding.facts),
        )
        known |= {found.lstrip("0") for text in values for found in _NUMBER.findall(text)}
        if turn.move.name in ("refer", "print_plan", "give_lines"):
            continue
        for number in _NUMBER.findall(turn.reply):
            if number.lstrip("0") not in known:
                yield Fault(turn=turn.number, text=f"{number} comes from nowhere")


def _unearned(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A target is accepted in a turn whose message says so, and its provenance says the same."""
    state = DialogueState()
    for turn in turns:
        heard = turn.understanding
        for role in heard.accepted:
            origin, said_in = role.provenance.origin, role.provenance.turn
            if origin is not Origin.SAID or said_in != turn.number:
                text = f"{role.title} counts as accepted without a word of the person's"
                yield Fault(turn=turn.number, text=text)
        if heard.accepted and heard.act in (UserAct.BLANK, UserAct.REFUSES, UserAct.OFF_TOPIC):
            yield Fault(turn=turn.number, text=f"accepted by a message that is {heard.act.value}")
        state = state.hear(heard, turn.message).speak(turn)
        if turn.level in (Level.SPECIFIC, Level.MEETING_READY) and not state.targets:
            yield Fault(turn=turn.number, text=f"{turn.level.value} without a target said yes to")


def _raised(turns: Sequence[Turn]) -> Iterator[Fault]:
    """Somebody who never names a role stays below specific, however long the talk."""
    for turn in turns:
        if turn.level in (Level.SPECIFIC, Level.MEETING_READY):
            yield Fault(turn=turn.number, text=f"{turn.level.value}: {turn.message[:80]!r}")
            return


def _invented(turns: Sequence[Turn]) -> Iterator[Fault]:
    from evals.world import parts

    cards = {f"guidance/{card.id}": card for card in parts().corpus.cards}
    for turn in turns:
        for passage in turn.passages:
            card = cards.get(passage.id)
            if card is None or folded(passage.text) not in folded(
                f"{card.title} {card.when} {card.not_when} {card.body} {card.example} "
                + " ".join(card.questions)
            ):
                yield Fault(turn=turn.number, text=f"{passage.id} does not say that")
            elif passage.title != card.title or passage.source != card.source:
                yield Fault(turn=turn.number, text=f"{passage.id} is named wrongly")


def _beside_the_point(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A passage is written for the move, or is near the question it answers."""
    from evals.world import parts

    cards = {f"guidance/{card.id}": card for card in parts().corpus.cards}
    for turn in turns:
        for passage in turn.passages:
            card = cards.get(passage.id)
            moves = card.moves if card is not None else ()
            stages = card.stages if card is not None else ()
            meant = turn.move.name in moves or turn.move.stage.value in stages
            if not meant and passage.score < RELEVANT:
                yield Fault(turn=turn.number, text=f"{passage.title} for {turn.move.name}")
