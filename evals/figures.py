"""The figures that the pages show, written by the commands that measure them.

    python -m evals figures                 every block anew (about seven minutes on one core)
    python -m evals figures listening       one of them: listening, baselines, retrieval, counts

A block stands between ``<!-- figures: NAME -->`` and ``<!-- /figures -->``; what lies outside is
nobody's but the writer's. Sheets are shown as they are printed, so that a page says what a command says.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from assistant.errors import UnusableInput
from evals.counts import counts

ROOT = Path(__file__).resolve().parent.parent
END = "<!-- /figures -->"
_SHOWN = ("assess ", "assess --fast", "embedding", "product", "rules alone")


def listening() -> list[str]:
    """The head of the sheets on the sealed texts: the product, its rules alone, the embedding alone."""
    kept: list[str] = []
    for module in ("evals.tasks.specificity", "evals.tasks.acts"):
        for line in _printed(module):
            title = "half, " in line
            if title or (line.startswith(_SHOWN) and ("accuracy" in line)):
                kept += ["", line] if title and kept else [line]
    return ["```text", *kept, "```"]


def retrieval() -> list[str]:
    """The whole sheet of the three searches."""
    sheet = [line for line in _printed("evals.tasks.retrieval") if not line.startswith("O*NET")]
    return ["```text", *sheet, "```"]


def baselines() -> list[str]:
    """The product beside a form and beside itself without its gate, where it matters."""
    from evals.baselines import compared, shown

    return shown(compared())


BLOCKS: dict[str, tuple[str, Callable[[], Sequence[str]]]] = {
    "listening": ("README.md", listening),
    "baselines": ("README.md", baselines),
    "retrieval": ("evals/datasets/README-retrieval.md", retrieval),
    "counts": ("evals/datasets/README.md", counts),
}


def run_figures(names: Sequence[str]) -> int:
    """Write the blocks that are named, or all. Raises UnusableInput for a name or mark unknown."""
    for name in names or BLOCKS:
        if name not in BLOCKS:
            raise UnusableInput(f"There is no block {name}.", f"Known are: {', '.join(BLOCKS)}.")
        page, measure = BLOCKS[name]
        path = ROOT / page
        path.write_text(replaced(path.read_text("utf-8"), name, measure()), "utf-8")
        print(f"{page}: {name}")
    return 0


def block(page: str, name: str) -> list[str]:
    """The lines of a block of a page. Raises UnusableInput when its marks are not there."""
    start = f"<!-- figures: {name} -->"
    _, mark, rest = page.partition(start)
    body, end, _ = rest.partition(END)
    if not mark or not end:
        raise UnusableInput(f"No block {name} stands here.", f"Write {start} and {END}.")
    return body.strip("\n").splitlines()


def replaced(page: str, name: str, lines: Sequence[str]) -> str:
    """The page with other lines in a block."""
    block(page, name)
    start = f"<!-- figures: {name} -->"
    head, _, rest = page.partition(start)
    _, _, tail = rest.partition(END)
    return f"{head}{start}\n\n" + "\n".join(lines) + f"\n\n{END}{tail}"


def _printed(module: str) -> list[str]:
    """What a sheet prints, line by line."""
    out = io.StringIO()
    with redirect_stdout(out):
        import_module(module).evaluate()
    return out.getvalue().splitlines()
