"""``brasstacks assess`` in a pipe: an answer a line as the lines come, and no memory of them."""

from __future__ import annotations

import argparse
import io
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from assistant.cli import assess as command
from tests.assessment.test_sentences import SENTENCES

LINES = 20_000
WARM = 2_000
ROOM = 1_000_000  # bytes that may be held more after 20,000 lines than after the first 2,000


class Source:
    """Standard input that makes its lines up as they are asked for, one line a piece."""

    def __init__(self, lines: Iterator[bytes], asked: list[int]) -> None:
        self.lines, self.asked = lines, asked
        self.buffer = self

    def read1(self, size: int) -> bytes:
        self.asked.append(size)
        return next(self.lines, b"")


class Sink(io.RawIOBase):
    """Standard output that counts lines and keeps none; ``seen`` is what was asked for by then."""

    def __init__(self, asked: list[int]) -> None:
        super().__init__()
        self.asked, self.lines, self.first_after = asked, 0, 0
        self.held: dict[int, int] = {}
        self.buffer = self

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.lines += 1
        if self.lines == 1:
            self.first_after = len(self.asked)
        if self.lines in (WARM, LINES):
            self.held[self.lines] = tracemalloc.get_traced_memory()[0]
        return len(bytes(data))  # type: ignore[arg-type]


def texts() -> Iterator[bytes]:
    for i in range(LINES):
        yield f"{SENTENCES[i % len(SENTENCES)][1]}\n".encode()


def test_it_answers_the_first_line_before_it_reads_the_third_and_holds_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []
    sink = Sink(asked)
    monkeypatch.setattr(sys, "stdin", Source(texts(), asked))
    monkeypatch.setattr(sys, "stdout", sink)
    arguments = argparse.Namespace(
        file="-", json=True, kind="aspiration", today="2026-11-24", fast=True
    )
    tracemalloc.start(1)
    try:
        assert command.run(arguments) == 0
    finally:
        tracemalloc.stop()
    assert sink.lines == LINES
    assert sink.first_after <= 2
    assert sink.held[LINES] - sink.held[WARM] < ROOM
