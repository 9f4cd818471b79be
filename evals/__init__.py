"""Evals: what must stay true of the coach, as tasks with samples, scorers and gates.

    brasstacks eval                 all suites, gates of evals/gates.yaml, exit code 1 when one fails
    python -m evals conversation    one suite with its details

Tasks, samples and scorers know no harness: a task is a function that gives scores.
"""
