"""The product beside two baselines, on the same people in the same run.

    python -m evals baselines

(a) a form asks fixed questions in order and listens with the product's own ear, so that only the
conversation differs; (b) the product without its vagueness gate. The table is Markdown.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from typing import NamedTuple

from assistant.bootstrap import Parts
from assistant.content import read_yaml
from assistant.domain.dialogue import DialogueState, Move, Slot, Stage, Turn
from assistant.domain.plan import Plan
from assistant.domain.standing import specificity_now
from assistant.understanding import understand
from evals.mutation.faults import FAULTS
from evals.mutation.planting import planted
from evals.runner import RAN, measure
from evals.score import Score, mean
from evals.suites import tasks
from evals.task import Size, Subject
from evals.tasks.texts import DATASETS
from evals.world import Product, product

SUITES = ("challenge", "conversation", "plan")
# What a conversation is for, as it is told on a page; the rest of the gates guard manners that a
# form keeps by saying little.
MATTER = {
    "challenge/challenged": "a vague opening, by itself, is challenged",
    "conversation/challenged": "a vague opening is challenged in the words it was put in",
    "conversation/left_alone": "a clear opening is left alone",
    "conversation/nothing_asked_twice": "nothing is asked that was said",
    "conversation/own_words": "half of the replies take up the person's words",
    "conversation/target_accepted": "who cooperates has a target role",
    "conversation/meeting_ready": "and leaves ready for the meeting",
    "plan/concrete_for_everyone": "with a plan that both sides can check",
}
COLUMNS = ("the product", "a form", "without its vagueness gate")
SEEDS = 3


@dataclass
class FormTalker:
    """One person filling in the form."""

    parts: Parts
    questions: Sequence[tuple[Slot, str]]
    turns: list[Turn] = field(default_factory=list)

    def take_turn(self, conversation: str, message: str, today: date) -> Turn:
        """Take the answer down and read out the next question, whatever was said."""
        before = DialogueState.from_turns(self.turns)
        heard = understand(message, before, today, self.parts.coach.tools)
        level, score = specificity_now(before.hear(heard, message), heard)
        at = len(self.turns)
        slot, text = self.questions[at] if at < len(self.questions) else (None, "That was all.")
        name = "form" if slot else "close"
        turn = Turn(
            conversation=conversation,
            number=at + 1,
            message=message,
            today=today,
            understanding=heard,
            move=Move(name=name, stage=Stage.GOAL, slot=slot),
            reply=text,
            engine="form",
            level=level,
            score=score,
        )
        self.turns.append(turn)
        return turn


@dataclass(frozen=True, eq=False)
class Form:
    """A form with fixed questions."""

    product: Product
    name: str = "a form"

    def open(self) -> FormTalker:
        """A blank form."""
        raw = read_yaml(DATASETS / "form.yaml")
        questions = [(Slot(item["slot"]), item["text"]) for item in raw]
        return FormTalker(self.product.parts, questions)

    def plan(self, turns: Sequence[Turn], today: date) -> Plan:
        """The plan that the product would make of the answers."""
        return self.product.plan(turns, today)


class Share(NamedTuple):
    """A share and of how many samples it is one."""

    value: float
    of: int


Column = dict[str, Share]


def surely_less(one: Share, other: Share, z: float = 1.96) -> bool:
    """Whether one share lies below another by more than chance: two proportions, 95 %."""
    total = one.of + other.of
    pooled = (one.value * one.of + other.value * other.of) / total
    spread = math.sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of))
    return other.value - one.value > z * spread


def shares(subject: Subject) -> Column:
    """The share of every metric of the conversation's suites; each person in three tellings.

    ``plan/concrete_for_everyone`` counts a cooperative person without a target as one without a plan.
    """
    known = tasks()
    found: dict[str, list[Score]] = {}
    for name in SUITES:
        for sample in known[name].samples(Size(seeds=SEEDS)):
            for score in measure(known[name], sample, subject).scores:
                found.setdefault(f"{name}/{score.metric}", []).append(score)
    result = {
        key: Share(mean(scores), len(scores))
        for key, scores in found.items()
        if not key.endswith(f"/{RAN}")
    }
    willing = len(found.get("conversation/target_accepted", ()))
    concrete = sum(score.value for score in found.get("plan/concrete", ()))
    result["plan/concrete_for_everyone"] = Share(concrete / max(1, willing), willing)
    return result


def compared() -> dict[str, Column]:
    """The shares by subject: the product, the form, the product without its gate."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return dict(zip(COLUMNS, pool.map(column, COLUMNS), strict=True))


def column(name: str) -> Column:
    """The shares of one subject by its name in the table."""
    if name == COLUMNS[0]:
        return shares(product())
    if name == COLUMNS[1]:
        return shares(Form(product()))
    gate = next(fault for fault in FAULTS if fault.name == "vagueness_gate_off")
    with planted(gate):
        return shares(product())


def table(columns: dict[str, Column]) -> list[str]:
    """The comparison in Markdown, what matters first."""
    names = list(columns)
    first = columns[names[0]]
    rows = [*MATTER, *(key for key in first if key not in MATTER)]
    lines = ["| scorer | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for key in rows:
        cells = [f"{columns[n][key].value:.0%}" if key in columns[n] else "–" for n in names]
        mark = "**" if key in MATTER else ""
        lines.append(f"| {mark}{key}{mark} | " + " | ".join(cells) + " |")
    return lines


def shown(columns: dict[str, Column]) -> list[str]:
    """What matters alone, in plain words, with the number of samples behind each row."""
    names = list(columns)
    lines = [f"| | of | {' | '.join(names)} |", "|---|" + "---:|" * (len(names) + 1)]
    for key, words in MATTER.items():
        cells = " | ".join(f"{columns[name][key].value:.0%}" for name in names)
        lines.append(f"| {words} | {columns[names[0]][key].of} | {cells} |")
    return lines


def behind(columns: dict[str, Column]) -> list[str]:
    """The scorers that matter on which the product is behind one of the others by more than chance."""
    names = list(columns)
    own = columns[names[0]]
    return [
        f"{key} against {name}"
        for key in MATTER
        for name in names[1:]
        if surely_less(own[key], columns[name][key])
    ]


def run_baselines() -> int:
    """Print the table; 1 when the product is behind where it matters."""
    columns = compared()
    print("\n".join(table(columns)))
    lost = behind(columns)
    for line in lost:
        print(f"behind: {line}", file=sys.stderr)
    return 1 if lost else 0
