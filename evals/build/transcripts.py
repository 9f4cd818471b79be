"""``python -m evals.build.transcripts``: the golden transcripts and the one in the README, anew.

Plays the golden people of ``evals/people`` and writes what was said to ``evals/golden/<id>.md``; the
first turns of one of them go between the markers of README.md. ``--check`` writes nothing and fails
when what is there is not what the coach says now.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.domain.dialogue import Turn
from evals.world import conversation, people

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "evals" / "golden"
README = ROOT / "README.md"
SHOWN, TURNS = "golden-defined-path", 6
START, END = "<!-- transcript -->", "<!-- /transcript -->"


def main(arguments: Sequence[str] = ()) -> int:
    """Write the files, or with ``--check`` name the first that is stale."""
    stale = [path for path, text in fresh().items() if _read(path) != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale: make transcripts\n")
        return 1 if stale else 0
    GOLDEN.mkdir(exist_ok=True)
    for path, text in fresh().items():
        path.write_text(text, encoding="utf-8")
    return 0


def fresh() -> dict[Path, str]:
    """Every file with the text it should have."""
    golden = [person for person in people() if person.golden]
    files = {GOLDEN / f"{p.id}.md": f"# {p.id}\n\n{_spoken(conversation(p))}" for p in golden}
    shown = next(person for person in golden if person.id == SHOWN)
    head, _, rest = _read(README).partition(START)
    tail = rest.partition(END)[2]
    excerpt = _spoken(conversation(shown)[:TURNS])
    files[README] = f"{head}{START}\n{excerpt}{END}{tail}"
    return files


def _spoken(turns: Sequence[Turn]) -> str:
    return "".join(f"> {_quoted(turn.message)}\n\n{turn.reply}\n\n" for turn in turns)


def _quoted(text: str) -> str:
    return text.replace("\n", "\n> ")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
