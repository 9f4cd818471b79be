"""The checks of ``brasstacks doctor``: each a name, a verdict and a sentence that helps."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import BrassTacksError
from assistant.settings import Settings

SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class Check:
    """One check and what it found."""

    name: str
    ok: bool
    detail: str


def checks() -> Iterator[Check]:
    """Everything a turn needs, in the order in which it needs it."""
    settings = Settings()
    yield _python()
    content = list(_content())
    yield from content
    yield _ear(settings)
    yield from _store(settings)
    if all(check.ok for check in content):
        yield from _search(settings)
        yield _turn(settings)
        yield _model(settings)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= (3, 11), version)


def _content() -> Iterator[Check]:
    """The files that may be edited; each area names the first that does not fit."""
    from assistant.cli.proofreading import AREAS

    for area, read in AREAS.items():
        try:
            yield Check(area, True, read())
        except BrassTacksError as error:
            yield Check(area, False, str(error))


def _ear(settings: Settings) -> Check:
    if settings.embeddings == "lexical":
        return Check("ear", True, "switched off; searching by words alone")
    from assistant.ear import Ear

    try:
        ear = Ear.load()
        ear.embed(["one sentence"])
    except BrassTacksError as error:
        return Check("ear", False, f"{error} Until then words alone must do.")
    return Check("ear", True, ear.name)


def _search(settings: Settings) -> Iterator[Check]:
    from assistant.bootstrap import check_search

    for state in check_search(settings):
        yield Check(state.name, state.ok, state.detail)


def _store(settings: Settings) -> Iterator[Check]:
    from assistant.bootstrap import check_store

    findings = check_store(settings)
    yield Check("store", not findings, "; ".join(findings) or str(settings.database))
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Check(
            "sqlite",
            True,
            f"{sqlite3.sqlite_version}: older than 3.51.3, so one process and one writer only",
        )


def _turn(settings: Settings) -> Check:
    from datetime import date

    from assistant.bootstrap import bootstrap
    from assistant.storage.memory import MemoryStore

    try:
        embedded = settings.model_copy(update={"model": ""})
        parts = bootstrap(embedded, store=MemoryStore())
        turn = parts.coach.take_turn("doctor", "I want more responsibility", date.today())
    except BrassTacksError as error:
        return Check("turn", False, str(error))
    return Check("turn", bool(turn.reply), f"a vague wish was answered by {turn.move.name}")


def _model(settings: Settings) -> Check:
    """One real call, where a model is named."""
    from assistant.bootstrap import try_model

    if not settings.model:
        return Check("model", True, "none configured; nothing leaves this machine")
    try:
        found = try_model(settings)
    except BrassTacksError as error:
        return Check("model", False, str(error))
    return Check("model", found.ok, found.detail)
