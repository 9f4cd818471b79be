"""The methods of the seed articles: where each lives in the product, and what proves that it does.

load_methods(KNOWLEDGE / "methods.yaml")[0].proof  -> ("tests/conversation/test_methods.py::...",)
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from assistant.content import read_list, validate
from assistant.domain.goal import Record


class Method(Record):
    """One method: its cards, what the product does of it, the proof, and what it does not do.

    ``proof`` names tests (``tests/file.py::test_name``) or eval files (``evals/...``); ``missing``
    says in a sentence what is not there. A method may be there in part: then it has both.
    """

    id: str = Field(pattern=r"^[A-G][0-9]+$")
    title: str
    article: str
    cards: tuple[str, ...] = Field(min_length=1)
    feature: str = ""
    proof: tuple[str, ...] = ()
    missing: str = ""

    @model_validator(mode="after")
    def _told_whole(self) -> Self:
        if bool(self.feature) is not bool(self.proof):
            raise ValueError("a feature needs a proof, and a proof a feature that it proves")
        if not self.feature and not self.missing:
            raise ValueError("it has neither a feature nor a word on what is missing")
        return self


def load_methods(path: Path) -> tuple[Method, ...]:
    """The rows of ``methods.yaml``. Raises ContentError with the line of a row that does not fit."""
    return tuple(validate(Method, row, path, 1) for row in read_list(path))
