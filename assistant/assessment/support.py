"""What backs a wish: evidence, asks and next steps of a text as spans."""

from __future__ import annotations

from typing import NamedTuple

from assistant.assessment.asks import find_asks, find_steps
from assistant.assessment.cues import Cues
from assistant.assessment.evidence import find_evidence
from assistant.assessment.measures import span_of
from assistant.domain.specificity import Span


class Support(NamedTuple):
    """Evidence, asks and next steps of a text, each in the order of the text."""

    evidence: list[Span]
    asks: list[Span]
    next_steps: list[Span]


def find_support(cues: Cues, dated: set[int]) -> Support:
    """All that backs the wish; `dated` are the words that belong to dates."""
    words = cues.words
    evidence = [span_of(words, r) for r in find_evidence(cues, dated)]
    asks = [span_of(words, r) for r in find_asks(cues, dated)]
    return Support(evidence, asks, [span_of(words, r) for r in find_steps(cues, dated)])
