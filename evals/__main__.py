"""``python -m evals COMMAND``: figure sheets, planted faults, baselines, promoted marks.

python -m evals specificity | acts | retrieval    the sheet of a labelled set
python -m evals mutation                          does the suite go red for each planted fault
python -m evals baselines                         the product beside two baselines, in one run
python -m evals figures [BLOCK...]                the figures of the pages, written anew
python -m evals counts                            the lines of the labelled sets
python -m evals promote FILE...                   marked turns of exported conversations become samples
python -m evals SUITE...                          the suites themselves, as `brasstacks eval`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from assistant.errors import BrassTacksError

SHEETS = {
    "specificity": "evals.tasks.specificity",
    "acts": "evals.tasks.acts",
    "retrieval": "evals.tasks.retrieval",
}


def main(words: Sequence[str]) -> int:
    """Do what is named; exit codes as for ``brasstacks eval``."""
    command, *rest = words or ("",)
    try:
        if command in _COMMANDS:
            return _COMMANDS[command](rest)
        if command in SHEETS:
            for name in words:
                import_module(SHEETS[name]).evaluate()
            return 0
        from evals.run import Options, run_suites

        return run_suites(Options(suites=tuple(words)))
    except BrassTacksError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2


def _mutation(names: Sequence[str]) -> int:
    from evals.mutation import run_mutation

    return run_mutation(names)


def _baselines(_: Sequence[str]) -> int:
    from evals.baselines import run_baselines

    return run_baselines()


def _figures(names: Sequence[str]) -> int:
    from evals.figures import run_figures

    return run_figures(names)


def _counts(_: Sequence[str]) -> int:
    from evals.counts import counts

    print("\n".join(counts()))
    return 0


def _promote(files: Sequence[str]) -> int:
    from evals.marks import promote

    for name in files:
        target, count = promote(Path(name))
        print(f"{count} marked turns are in {target.name}.")
    return 0


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "mutation": _mutation,
    "baselines": _baselines,
    "figures": _figures,
    "counts": _counts,
    "promote": _promote,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
