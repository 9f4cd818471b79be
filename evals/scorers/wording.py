"""How the coach sounds (conversation.md, "How a good reply sounds"; reliability.md, 8.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.dialogue import Turn, UserAct
from evals.scorers import Fault, Found

# Kept apart from the product's own checks on purpose: a fault in those must show here.
_QUOTED = re.compile(r'"[^"\n]{0,300}"')
_FLATTERY = re.compile(
    r"\b(?:great|good|excellent|fantastic|wonderful|brilliant|lovely|amazing) (?:question|point|choice"
    r"|idea|job|work|insight)\b|\b(?:well done|congratulations|i'm impressed|so proud|you(?:'re| are) "
    r"(?:amazing|brilliant|wonderful|doing great|so talented)|love (?:that|it|this)!|thanks? (?:you )?(?:so much )?for "
    r"(?:sharing|opening up|being)|that(?:'s| is) (?:great|awesome|fantastic|wonderful|amazing))",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:you (?:really )?(?:should|ought to|need to|must|have to|had better)|why don't you|"
    r"(?:i'd|i would) (?:suggest|recommend|advise)|if i were you|my advice|the best way (?:is|to)|"
    r"have you (?:thought about|considered|tried))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY_WORDS = frozenset(
    "this that with from have been will would could should your yours what when where which about there "
    "their them they then than like want into more some just only also very much well know think "
    "because other over after before being does doing done make made take said says need needs year "
    "years work works working role roles manager meeting first second third thing things really".split()
)
# Fixed texts and papers: what they say is not a reply to the newest words.
_FIXED = frozenset(
    "refer print_plan close decline_injection decline_abuse other_language give_lines".split()
)
MOST_WORDS = 130
LEAST_WORDS = 5


def faults(turns: Sequence[Turn]) -> Found:
    """What can be heard of every conversation, whoever the person is."""
    yield "one_question", list(_questions(turns))
    yield "no_repetition", list(_repeated(turns))
    yield "no_flattery", list(_matches(turns, _FLATTERY))
    yield "no_advice_unasked", list(_unasked(turns))
    yield "nothing_empty", list(_empty(turns))
    yield "length", list(_long(turns))


def outside_quotes(text: str) -> str:
    """The text without somebody else's words."""
    return _QUOTED.sub('""', text.replace("\u201c", '"').replace("\u201d", '"'))


def _spoken(turns: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in turns if turn.move.name != "refer"]


def _questions(turns: Sequence[Turn]) -> Iterator[Fault]:
    for turn in _spoken(turns):
        count = outside_quotes(turn.reply).count("?")
        if count > 1:
            yield Fault(turn=turn.number, text=f"{count} questions")


def sentences(text: str) -> list[str]:
    """Sentences of five words or more, folded for comparison."""
    found = (" ".join(s.split()).casefold() for s in re.findall(r"[^.!?\n]+[.!?]*", text))
    return [s for s in found if len(s.split()) >= 5]


def _repeated(turns: Sequence[Turn]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for turn in _spoken(turns):
        for sentence in sentences(turn.reply):
            if sentence in seen and seen[sentence] != turn.number:
                yield Fault(turn=turn.number, text=f"repeats turn {seen[sentence]}: {sentence}")
            seen[sentence] = turn.number


def _matches(turns: Sequence[Turn], pattern: re.Pattern[str]) -> Iterator[Fault]:
    for turn in turns:
        text = turn.reply
        for value in turn.move.values.values():  # what a role or a card says is no praise
            text = text.replace(value, "")
        for match in pattern.finditer(outside_quotes(text)):
            yield Fault(turn=turn.number, text=match.group())


def _unasked(turns: Sequence[Turn]) -> Iterator[Fault]:
    """Advice in a turn the person did not ask for any in; help texts and papers are none."""
    for turn in turns:
        acts = turn.understanding.acts
        asked = UserAct.ASKS in acts or UserAct.DELEGATES in acts
        if asked or turn.move.name in _FIXED or turn.move.name == "answer_question":
            continue
        for match in _ADVICE.finditer(outside_quotes(turn.reply)):
            yield Fault(turn=turn.number, text=match.group())


def _empty(turns: Sequence[Turn]) -> Iterator[Fault]:
    for turn in turns:
        if len(turn.reply.split()) < LEAST_WORDS:
            yield Fault(turn=turn.number, text=f"says only {turn.reply!r}")


def _long(turns: Sequence[Turn]) -> Iterator[Fault]:
    """A list (roles, routes, conditions) is not counted: it is there to be looked at, not heard."""
    for turn in turns:
        prose = [line for line in turn.reply.splitlines() if not line.startswith("- ")]
        count = len(" ".join(prose).split())
        if count > MOST_WORDS and turn.move.name not in _FIXED:
            yield Fault(turn=turn.number, text=f"{count} words")


def own_words(turns: Sequence[Turn]) -> tuple[float, list[Fault]]:
    """The share of replies that take up a word of the person's own, and the turns that do not.

    A reply to a message without a content word ("no", "dunno") may take up an earlier one.
    """
    told: set[str] = set()
    missed = []
    counted = 0
    for turn in turns:
        told |= content_words(turn.message)
        if turn.move.name in _FIXED or not told:
            continue
        counted += 1
        if not content_words(turn.reply) & told:
            missed.append(Fault(turn=turn.number, text="takes up none of the person's words"))
    return (1 - len(missed) / counted if counted else 1.0), missed


def content_words(text: str) -> set[str]:
    """Words of four letters or more that are not everybody's, cut to six letters as a rough stem."""
    words = {word.casefold() for word in _WORD.findall(text)}
    return {word[:6] for word in words - _EMPTY_WORDS}
