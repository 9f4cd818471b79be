"""Suites ``specificity``, ``acts`` and ``retrieval``: the labelled sets, wired in as they are.

What a line's label means and how it is scored stands in the modules of those names; here each is one
piece of work whose scores carry their own samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task


def _acts() -> Iterator[Score]:
    """The product's decision on each message of the sealed half."""
    from assistant.bootstrap import build_tools
    from assistant.ear import Ear
    from evals.build.train_acts import read_samples
    from evals.tasks import acts
    from evals.world import parts

    ear = Ear.load()
    tools = build_tools(parts().corpus, ear)
    samples = read_samples(acts.TEST)
    sounds = ear.listen([sample.message for sample in samples])
    ruled = [acts.rule_decision(sample, tools) for sample in samples]
    found = acts.product_decisions(samples, sounds, ruled)
    for number, (sample, act) in enumerate(zip(samples, found, strict=True), 1):
        yield Score(
            suite="acts",
            metric="act",
            sample=f"m{number:03}",
            value=float(sample.act is act),
            reason=f"labelled {sample.act.value}, heard as {act.value}",
            group=sample.act.value,
        )


def _specificity() -> Iterator[Score]:
    from evals.tasks import specificity

    return specificity.scores()


def _retrieval() -> Iterator[Score]:
    from evals.tasks import retrieval

    return retrieval.scores()


def whole(name: str, scores: Callable[[], Iterable[Score]]) -> Task:
    """A task of one piece: its scores bring the names of their samples with them."""

    def samples(_: Size) -> list[Sample]:
        return [Sample(suite=name, id="all")]

    def solve(_: Sample, __: Subject) -> Solution:
        return Solution()

    def score(_: Sample, __: Solution) -> Iterable[Score]:
        return scores()

    return Task(name, samples, solve, score)


SPECIFICITY = whole("specificity", _specificity)
ACTS = whole("acts", _acts)
RETRIEVAL = whole("retrieval", _retrieval)
