"""``python -m evals SUITE``: one suite, or a figure sheet, with its details."""

from __future__ import annotations

import sys

from assistant.errors import BrassTacksError

SHEETS = {
    "specificity": "evals.tasks.specificity",
    "acts": "evals.tasks.acts",
    "retrieval": "evals.tasks.retrieval",
}


def main(names: list[str]) -> int:
    """Run what is named; exit codes as for ``brasstacks eval``."""
    from importlib import import_module

    from evals.run import run_suites

    try:
        for name in [name for name in names if name in SHEETS]:
            import_module(SHEETS[name]).evaluate()
        rest = [name for name in names if name not in SHEETS]
        return run_suites(rest) if rest or not names else 0
    except BrassTacksError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
