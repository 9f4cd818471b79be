"""``eval``: the evaluation suites with their gates, for people, scripts and CI."""

from __future__ import annotations

import argparse
from typing import Any

from assistant.errors import UnusableInput


def add_to(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("eval", help="run the evals with their gates")
    parser.add_argument("suite", nargs="*", help="which suites; all when none is named")
    parser.add_argument("--json", action="store_true", help="a JSON object a gate, one a line")
    parser.add_argument("--junit", metavar="FILE", help="write JUnit XML")
    parser.add_argument("--html", metavar="FILE", help="write a page that needs no other file")
    parser.add_argument("--baseline", metavar="FILE", help="what an earlier --json run printed")
    parser.add_argument(
        "--fail-under", type=float, metavar="SHARE", help="one share, 0 to 1, for all gates"
    )
    parser.add_argument("--model", default="embedded", metavar="NAME", help="embedded or a model")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="repeat every sample")
    parser.add_argument(
        "--seeds", type=int, default=10, metavar="N", help="tellings of each simulated employee"
    )
    parser.add_argument("--quick", action="store_true", help="a small part of each suite")
    parser.add_argument("--strict", action="store_true", help="undecided gates fail, too")
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes; one a core and four at most when not given",
    )
    parser.add_argument(
        "--log", metavar="FILE", help="keep finished samples there, and go on from there"
    )
    parser.set_defaults(run=run_eval)


def run_eval(arguments: argparse.Namespace) -> int:
    """Run the suites; exit code 1 when a gate fails, did not run or is gone."""
    from evals.run import Options, run_suites

    share = arguments.fail_under
    if share is not None and not 0 <= share <= 1:
        raise UnusableInput(f"--fail-under {share} is no share.", "Give a number from 0 to 1.")
    for name in ("runs", "seeds", "workers"):
        number = getattr(arguments, name)
        if number is not None and not 1 <= number <= 1000:
            raise UnusableInput(f"--{name} {number} is too few or too many.", "Give 1 or more.")
    return run_suites(
        Options(
            suites=tuple(arguments.suite),
            as_json=arguments.json,
            junit=arguments.junit,
            html=arguments.html,
            baseline=arguments.baseline,
            fail_under=share,
            model=arguments.model,
            runs=arguments.runs,
            seeds=arguments.seeds,
            quick=arguments.quick,
            workers=arguments.workers,
            log=arguments.log,
            strict=arguments.strict,
        )
    )
