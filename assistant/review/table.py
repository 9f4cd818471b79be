r"""Turns as a table for spreadsheets, in which no cell is ever a formula.

as_csv(turns, marks) -> "conversation,turn,...\r\nc1,1,...\r\n"
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from assistant.domain.dialogue import Turn
from assistant.domain.transcript import Mark
from assistant.review.transcript import NONE_LAPSED, Lapses, as_record, by_turn, lapses

COLUMNS = (
    "conversation",
    "turn",
    "stage",
    "act",
    "move",
    "reason",
    "level",
    "score",
    "engine",
    "message",
    "reply",
    "passages",
    "lapsed",
    "marks",
    "comments",
)

# What makes a spreadsheet calculate (OWASP, CSV injection), the full-width forms among them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(turns: Iterable[Turn], marks: Iterable[Mark], lapsed: Lapses = NONE_LAPSED) -> str:
    """One row a turn below a row of headings; rows end with CR LF (RFC 4180)."""
    found = by_turn(marks)
    target = io.StringIO(newline="")
    table = csv.writer(target, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for turn in turns:
        of_turn = found.get((turn.conversation, turn.number), ())
        record = as_record(turn, of_turn)
        record["passages"] = "; ".join(f"{p.title} ({p.source})" for p in turn.passages)
        record["lapsed"] = lapses(turn, lapsed)
        record["marks"] = "; ".join(mark.kind.value for mark in of_turn)
        record["comments"] = "; ".join(mark.comment for mark in of_turn if mark.comment)
        table.writerow([neutral(record[column]) for column in COLUMNS])
    return target.getvalue()


def neutral(value: str | int) -> str | int:
    """The value of a cell; a text that could start a formula gets an apostrophe before it."""
    if isinstance(value, int):
        return value
    starts = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    return f"'{value}" if starts else value
