"""Reads a document in a process that may take 30 s of computing and 512 MB of memory.

content = read_limited(Kind.PDF, path)      raises UnusableInput, whatever the parser does

A parser that loops, crashes or swallows memory ends its own process and nothing else
(reliability.md, case 63). That process gets no settings and no keys.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assistant.content import ROOT
from assistant.domain.organisation import Content
from assistant.errors import UnusableInput
from assistant.retrieval.organisation.intake import Kind

MAX_OUTPUT = 64_000_000
_REMEDY = "The document is not taken; everything else goes on."
_PASSED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")


@dataclass(frozen=True)
class Limits:
    """Seconds of computing, seconds by the clock, bytes of memory."""

    computing: int = 30
    waiting: int = 90
    memory: int = 512_000_000


LIMITS = Limits()


def restrict(limits: Limits) -> None:
    """Bind this process to the limits, where the operating system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (limits.computing, limits.computing + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))


def read_limited(kind: Kind, path: Path, waiting: float = LIMITS.waiting) -> Content:
    """What the file holds. Raises UnusableInput with one sentence when it cannot be read."""
    environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
    environment.update(PYTHONPATH=str(ROOT), OPENBLAS_NUM_THREADS="1", PYTHONUTF8="1")
    command = [sys.executable, "-m", "assistant.retrieval.organisation.reader", kind.value]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, this module, our own file
            [*command, str(path.resolve())],
            capture_output=True,
            timeout=waiting,
            check=False,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusableInput("Reading it takes too long.", _REMEDY) from error
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or not text:
        raise UnusableInput("It cannot be read within the limits of time and memory.", _REMEDY)
    if text.startswith("!"):
        raise UnusableInput(text[1:], "")
    try:
        return Content.model_validate_json(text)
    except ValidationError as error:
        raise UnusableInput("It cannot be read.", _REMEDY) from error
