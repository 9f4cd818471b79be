r"""A conversation as a coach reads it, and as a program loads it.

    render_markdown(turns, marks)  -> "# c1\n\n## 1\n\nPerson\n\n> I'd like ...\n\nCoach\n\n> ..."
    as_json_lines(turns, marks)    -> '{"conversation": "c1", "turn": 1, "message": ..., ...}', ...

Marks are found by conversation and turn number; a mark on a turn that is not given is left out.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from assistant.domain.dialogue import Turn
from assistant.domain.organisation import Lapse
from assistant.domain.transcript import Mark

Marks = Mapping[tuple[str, int], Sequence[Mark]]
Lapses = Mapping[str, Lapse]
NONE_LAPSED: Lapses = MappingProxyType({})

# What Markdown, HTML and formulas could take for more than text; a transcript executes nothing,
# loads nothing and links nowhere (reliability.md, cases 14-18).
_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_AT_LINE_START = re.compile(r"^([#>+=-]|\d+[.)])")
_LINK = re.compile(r"(?i)(?<=www)\.|:(?=//)|@(?=\w)")
# Separators that JSON leaves as they are and that readers of lines break at.
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def by_turn(marks: Iterable[Mark]) -> Marks:
    """The marks of each turn, in the order given."""
    found: dict[tuple[str, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.conversation, mark.turn].append(mark)
    return found


def render_markdown(
    turns: Iterable[Turn], marks: Iterable[Mark], lapsed: Lapses = NONE_LAPSED
) -> str:
    """The turns to read, oldest first as given; a heading wherever a conversation begins.

    ``lapsed`` are the cited documents that are not published any more.
    """
    found = by_turn(marks)
    parts: list[str] = []
    current = None
    for turn in turns:
        if turn.conversation != current:
            current = turn.conversation
            parts.append(f"# {plain(current)}")
        of_turn = found.get((turn.conversation, turn.number), ())
        parts.extend(_sections(turn, of_turn, lapsed))
    return "\n\n".join(parts) + "\n" if parts else ""


def as_json_lines(
    turns: Iterable[Turn], marks: Iterable[Mark], lapsed: Lapses = NONE_LAPSED
) -> Iterator[str]:
    """One JSON object a turn, without line ends."""
    found = by_turn(marks)
    for turn in turns:
        record = as_record(turn, found.get((turn.conversation, turn.number), ()), lapsed)
        yield json.dumps(record, ensure_ascii=False).translate(_LINE_BREAKS)


def as_record(turn: Turn, marks: Sequence[Mark], lapsed: Lapses = NONE_LAPSED) -> dict[str, Any]:
    """What a review reads of a turn."""
    heard, move = turn.understanding, turn.move
    return {
        "conversation": turn.conversation,
        "turn": turn.number,
        "today": turn.today.isoformat(),
        "message": turn.message,
        "act": heard.act.value,
        "acts": [act.value for act in heard.acts],
        "safety": heard.safety,
        "stage": move.stage.value,
        "move": move.name,
        "slot": move.slot.value if move.slot else None,
        "reason": move.reason,
        "reply": turn.reply,
        "passages": [{"id": p.id, "title": p.title, "source": p.source} for p in turn.passages],
        "lapsed": [
            {"document": ident, **lapsed[ident].model_dump(mode="json")}
            for ident in turn.cited
            if ident in lapsed
        ],
        "level": turn.level.value,
        "score": turn.score,
        "engine": turn.engine,
        "notice": turn.notice,
        "marks": [
            {
                "kind": mark.kind.value,
                "comment": mark.comment,
                "reviewer": mark.reviewer,
                "at": mark.at.isoformat(),
            }
            for mark in marks
        ],
    }


def _sections(turn: Turn, marks: Sequence[Mark], lapsed: Lapses) -> Iterator[str]:
    """The parts of one turn."""
    yield f"## {turn.number}"
    yield "**Person**"
    yield quoted(turn.message)
    yield "**Coach**"
    yield quoted(turn.reply)
    yield "\n".join(f"- {label}: {value}" for label, value in _details(turn, lapsed) if value)
    if marks:
        yield "**Marks**"
        yield "\n".join(_mark_line(mark) for mark in marks)


def _details(turn: Turn, lapsed: Lapses) -> Iterator[tuple[str, str]]:
    heard, move = turn.understanding, turn.move
    yield "Move", plain(f"{move.name} ({move.slot.value})" if move.slot else move.name)
    yield "Reason", plain(move.reason)
    yield "Stage", plain(move.stage.value)
    yield "Act", plain(", ".join(act.value for act in heard.acts))
    yield "Level", plain(f"{turn.level.value}, {turn.score}")
    yield "Passages", plain("; ".join(f"{p.title} ({p.source})" for p in turn.passages))
    yield "No longer in force", plain(lapses(turn, lapsed))
    yield "Engine", plain(turn.engine)
    yield "Safety", plain(heard.safety or "")
    yield "Notice", plain(turn.notice or "")


def lapses(turn: Turn, lapsed: Lapses) -> str:
    """The cited documents of a turn that do not count any more: "transfer policy (withdrawn ...)"."""
    gone = (lapsed[ident] for ident in turn.cited if ident in lapsed)
    return "; ".join(f"{lapse.title} ({lapse.kind.value} {lapse.day})" for lapse in gone)


def _mark_line(mark: Mark) -> str:
    comment = f": {plain(mark.comment)}" if mark.comment.strip() else ""
    return f"- {mark.kind.value} ({plain(mark.reviewer)}, {mark.at.date().isoformat()}){comment}"


def quoted(text: str) -> str:
    """A text as a block quote that shows what was written, line by line."""
    lines = [_escaped(line.strip()) for line in text.splitlines()] or [""]
    return "\n".join(f"> {line}  " if line else ">" for line in lines)


def plain(text: str) -> str:
    """A text on one line that shows what was written."""
    return _escaped(" ".join(text.split()))


def _escaped(line: str) -> str:
    line = _MARKUP.sub(lambda found: "\\" + found[0], line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _LINK.sub(lambda found: "\\" + found[0], line)
    return _AT_LINE_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)
