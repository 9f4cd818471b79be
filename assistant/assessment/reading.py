"""What was found in a text, before and after the second look, and the assessment made of it."""

from __future__ import annotations

from datetime import date as Date
from typing import NamedTuple

from assistant.assessment.cues import Cues
from assistant.assessment.questions import next_question
from assistant.assessment.scoring import Facts, decide_level, missing_parts, score_of
from assistant.assessment.support import Support
from assistant.assessment.text import Words
from assistant.assessment.vague import vague_spans
from assistant.domain.specificity import (
    AspirationAssessment,
    Level,
    RoleMention,
    TimeframeMention,
)


class Found(NamedTuple):
    """Facts with the spans behind them.

    ``frames`` are all dates, the likeliest time frame first, also where none dates the role;
    ``covered`` are the words that cannot be vague, none where no vague word stands; ``wished`` is
    the direction in the person's words.
    """

    text: str
    today: Date
    cues: Cues
    facts: Facts
    support: Support
    frames: list[TimeframeMention]
    all_roles: list[RoleMention]
    covered: set[int]
    wished: str

    @property
    def words(self) -> Words:
        """The words of the text."""
        return self.cues.words

    @property
    def timeframe(self) -> TimeframeMention | None:
        """The likeliest time frame; what it dates stands on it."""
        return self.frames[0] if self.frames else None

    @property
    def level(self) -> Level:
        """The level that these facts make."""
        return decide_level(self.facts)


def assessment_of(found: Found) -> AspirationAssessment:
    """Level, score, what is missing, what is vague and the next question."""
    facts, level = found.facts, found.level
    vague = vague_spans(found.cues, found.covered)
    missing = missing_parts(facts)
    question = next_question(found.text, level, missing, facts.roles, vague, facts, found.wished)
    return AspirationAssessment(
        level=level, score=score_of(level, facts, len(vague), len(found.words)),
        roles=facts.roles, all_roles=found.all_roles, functions=facts.functions,
        timeframe=found.timeframe, evidence=found.support.evidence, asks=found.support.asks,
        next_steps=found.support.next_steps, missing=missing, vague_spans=vague, question=question,
    )  # fmt: skip
