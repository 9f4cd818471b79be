"""The suites under Inspect AI: logs that can be taken up again, and its viewer. Needs the extra ``eval``.

    make inspect
    .venv/bin/inspect eval evals/inspect_adapter.py --model none -T suite=challenge
    .venv/bin/inspect view
    .venv/bin/python -m evals.inspect_adapter challenge      the same, with our gates and exit code

The coach is the solver, so Inspect's own model is never asked; `-T engine=NAME` names a model of the
product's. Inspect ends with 0 whatever the scores are, so the gates are judged from the log.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from inspect_ai import Task as InspectTask
from inspect_ai import eval as inspect_eval
from inspect_ai import task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.dataset import Sample as InspectSample
from inspect_ai.log import EvalLog
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.scorer import Target, mean, scorer, stderr
from inspect_ai.solver import Generate, TaskState, solver

from evals.gates import Verdict, judge, load_book
from evals.score import Score
from evals.suites import tasks
from evals.task import Sample, Size, Solution
from evals.world import EMBEDDED, product

KEPT = "scores"


@task
def brasstacks(suite: str = "challenge", seeds: int = 1, engine: str = EMBEDDED) -> InspectTask:
    """One suite as an Inspect task."""
    samples = tasks()[suite].samples(Size(seeds=int(seeds)))
    dataset = [
        InspectSample(id=sample.id, input=_shown(sample), metadata=sample.model_dump(mode="json"))
        for sample in samples
    ]
    return InspectTask(
        name=f"brasstacks_{suite}",
        dataset=MemoryDataset(dataset, name=suite),
        solver=coach(engine),
        scorer=without_fault(),
    )


@solver
def coach(engine: str) -> Any:
    """The coach answers; the conversation stands in the log as messages."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        sample = Sample.model_validate(state.metadata)
        solution = tasks()[sample.suite].solve(sample, product(engine))
        state.messages = [message for turn in solution.turns for message in _said(turn)]
        last = solution.turns[-1].reply if solution.turns else str(solution.found)
        state.output = ModelOutput.from_content(model=engine, content=last)
        state.store.set("solution", solution.model_dump(mode="json"))
        return state

    return solve


@scorer(metrics=[mean(), stderr()])
def without_fault() -> Any:
    """1 when no scorer has anything against the sample; what each says is kept with the score."""

    async def score(state: TaskState, target: Target) -> InspectScore:
        sample = Sample.model_validate(state.metadata)
        solution = Solution.model_validate(state.store.get("solution"))
        scores = list(tasks()[sample.suite].score(sample, solution))
        wrong = [score for score in scores if score.value < 1]
        return InspectScore(
            value=float(bool(scores) and not wrong),
            explanation="\n".join(f"{s.metric}: {s.reason}" for s in wrong),
            metadata={KEPT: [score.model_dump(mode="json") for score in scores]},
        )

    return score


def _shown(sample: Sample) -> str:
    data = sample.data
    return str(data.get("text") or data.get("person") or sample.id)


def _said(turn: Any) -> Iterator[Any]:
    yield ChatMessageUser(content=turn.message)
    yield ChatMessageAssistant(content=turn.reply)


def scores_of(log: EvalLog) -> list[Score]:
    """Our scores out of a log. Raises ValueError when samples in it were not scored."""
    results = log.results
    if log.status != "success" or results is None:
        raise ValueError(f"the run of {log.eval.task} ended as {log.status}")
    if results.completed_samples != results.total_samples:
        raise ValueError(f"{results.completed_samples} of {results.total_samples} were scored")
    found = []
    for sample in log.samples or ():
        for kept in (sample.scores or {}).values():
            found += [Score.model_validate(raw) for raw in (kept.metadata or {})[KEPT]]
    return found


def main(suites: Sequence[str]) -> int:
    """Run suites under Inspect and judge them; 1 when a gate fails or a log is not whole."""
    failed = False
    for log in inspect_eval(
        [brasstacks(suite=name) for name in suites], model="none", display="plain"
    ):
        try:
            scores = scores_of(log)
        except ValueError as error:
            print(f"NOT RUN  {error}")
            failed = True
            continue
        for outcome in judge(scores, load_book(), {score.suite for score in scores}):
            print(f"{outcome.verdict.value:<9}{outcome.gate.suite}/{outcome.gate.metric}")
            failed |= outcome.verdict is not Verdict.PASS
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["challenge"]))
