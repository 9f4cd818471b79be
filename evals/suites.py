"""The suites by name, in the order in which they run."""

from __future__ import annotations

from evals.task import Task


def tasks() -> dict[str, Task]:
    """All tasks that are there; the manifest in ``gates.yaml`` says which must be."""
    from evals.tasks import (
        challenge,
        checks,
        conversation,
        drafts,
        fairness,
        labelled,
        marks,
        offers,
        robustness,
        safety,
        sycophancy,
    )

    found = (
        labelled.RETRIEVAL,
        labelled.ACTS,
        labelled.SPECIFICITY,
        conversation.CONVERSATION,
        conversation.PLAN,
        conversation.EARNED,
        challenge.TASK,
        safety.TASK,
        robustness.TASK,
        fairness.TASK,
        sycophancy.TASK,
        offers.TASK,
        drafts.TASK,
        checks.TASK,
        marks.TASK,
    )
    return {task.name: task for task in found}
