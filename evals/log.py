"""The log of a run: a JSON line for each finished sample, so that a run can be taken up again.

The first line says what was run. A log of another engine, another size or other data is refused: mixed
figures would belong to nobody.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from assistant.content import PROMPTS
from assistant.errors import UnusableInput

HERE = Path(__file__).parent


class RunLog:
    """Finished samples in a file that only grows. Raises UnusableInput for a file of another run."""

    def __init__(self, path: Path, what: dict[str, Any]) -> None:
        self.path = path
        self._head = {"brasstacks_eval": 1, **what, "content": content_hash()}
        self._found: list[dict[str, Any]] = []
        if path.exists() and path.stat().st_size:
            self._read()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(self._head, sort_keys=True) + "\n", encoding="utf-8")

    def finished(self) -> list[dict[str, Any]]:
        """The samples an earlier run finished."""
        return self._found

    def add(self, record: dict[str, Any]) -> None:
        """Write a finished sample; it is on disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def _read(self) -> None:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            head = json.loads(lines[0])
        except (OSError, ValueError) as error:
            raise UnusableInput(
                f"{self.path} is no log of a run.", "Name another file with --log."
            ) from error
        if head != self._head:
            raise UnusableInput(
                f"{self.path} belongs to a run of other suites, data, prompts or engine.",
                "Name another file with --log, or remove this one.",
            )
        for line in lines[1:]:
            try:
                self._found.append(json.loads(line))
            except ValueError:
                break  # the last line of a run that was cut off
        kept = [lines[0], *(json.dumps(found) for found in self._found)]
        self.path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def content_hash() -> str:
    """A digest of everything a run's figures come from: data, people, prompts and code of the evals."""
    digest = hashlib.sha256()
    folders = (HERE, PROMPTS, HERE.parent / "assistant", HERE.parent / "knowledge")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".yaml", ".jsonl", ".txt", ".md", ".npz"}:
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
