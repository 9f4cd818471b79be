"""The live goal panel: where the road stands, how specific the goal is, what is still missing.

goal_panel(state, wording)  -> HTML        fold_label(state)  -> "Goal: vague, then specific"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.domain.dialogue import DialogueState, Stage
from assistant.domain.goal import Fact, FactKind, RoleStanding, RoleStatus
from assistant.domain.specificity import Level
from assistant.domain.standing import missing_now
from assistant.ui.labels import LEVELS, STAGES, count, day_of
from assistant.ui.markup import plain
from assistant.ui.wording import PageWording

_ROAD = (Stage.GOAL, Stage.REALITY, Stage.OPTIONS, Stage.WILL)


def goal_panel(state: DialogueState, wording: PageWording) -> str:
    """The whole panel as HTML."""
    if state.turn == 0:
        hint = f'<p class="hint">{plain(wording.panel["Not begun"])}</p>'
        return f'<div class="goal">{hint}{_road(state)}{_bar(state, wording)}</div>'
    parts = (_road, _bar, _missing, _roles, _facts)
    drawn = _road(state) + "".join(part(state, wording) for part in parts[1:])
    return f'<div class="goal">{drawn}</div>'


def fold_label(state: DialogueState) -> str:
    """What the folded panel says on a narrow screen."""
    if state.turn == 0:
        return "Your goal, plan and earlier talks"
    missing = len(missing_now(state))
    rest = f"{missing} missing" if missing else "nothing missing"
    return f"Your goal: {LEVELS[state.level].lower()}, {rest}"


def _road(state: DialogueState) -> str:
    stages = _ROAD if state.stage in _ROAD else (*_ROAD, state.stage)
    now = stages.index(state.stage)
    items = "".join(
        f"<li{_step_class(n, now)}><span>{STAGES[stage]}</span></li>"
        for n, stage in enumerate(stages)
    )
    return f'<h2 id="road">The road</h2><ol class="road" aria-labelledby="road">{items}</ol>'


def _step_class(number: int, now: int) -> str:
    if number == now:
        return ' class="now" aria-current="step"'
    return ' class="done"' if number < now else ""


def _bar(state: DialogueState, wording: PageWording) -> str:
    """Four steps with words; filled up to the level now, the first level marked as the start."""
    began = state.opening_level
    steps = "".join(_level_step(level, state, began) for level in Level)
    gloss = ""
    if state.turn:
        moved = began is not None and began is not state.level
        start = f" It began {LEVELS[began].lower()}." if began and moved else ""
        gloss = (
            f'<p class="gloss"><strong>{LEVELS[state.level]} now.</strong>'
            f"{start} {plain(wording.panel[state.level.value])}</p>"
        )
    return f'<h2>How specific</h2><ol class="levels">{steps}</ol>{gloss}'


def _level_step(level: Level, state: DialogueState, began: Level | None) -> str:
    marks = []
    if state.turn and level is state.level:
        marks.append("now")
    if level is began and level is not state.level:
        marks.append("start")
    filled = bool(state.turn) and level.rank <= state.level.rank
    classes = " ".join([*(["filled"] if filled else []), *(["now"] if "now" in marks else [])])
    note = f'<span class="mark">{", ".join(marks)}</span>' if marks else ""
    return f'<li class="{classes}"><span class="name">{LEVELS[level]}</span>{note}</li>'


def _missing(state: DialogueState, wording: PageWording) -> str:
    words = [wording.panel[f"Missing {key}"] for key in missing_now(state)]
    body = (
        _bullets(words, "missing")
        if words
        else (f'<p class="gloss">{plain(wording.panel["Nothing missing"])}</p>')
    )
    return f"<h2>Still missing</h2>{body}"


def _roles(state: DialogueState, wording: PageWording) -> str:
    groups = (
        ("Chosen", state.targets, "chosen"),
        ("On the table", state.standing(RoleStatus.OFFERED, RoleStatus.MENTIONED), "open"),
        ("Ruled out", state.rejected, "out"),
    )
    drawn = "".join(_group(name, roles, kind) for name, roles, kind in groups if roles)
    body = drawn or f'<p class="gloss">{plain(wording.panel["No roles"])}</p>'
    return f"<h2>Roles</h2>{body}"


def _group(name: str, roles: Sequence[RoleStanding], kind: str) -> str:
    titles = [role.title for role in roles]
    return f"<h3>{name}</h3>{_bullets(titles, f'roles {kind}')}"


def _bullets(texts: Iterable[str], kind: str) -> str:
    items = "".join(f"<li><bdi>{plain(text)}</bdi></li>" for text in texts)
    return f'<ul class="{kind}">{items}</ul>'


def _facts(state: DialogueState, wording: PageWording) -> str:
    unknown = f'<span class="unknown">{plain(wording.panel["Unknown"])}</span>'
    none = f'<span class="unknown">{plain(wording.panel["No evidence"])}</span>'
    meeting, manager = state.last(FactKind.MEETING), state.last(FactKind.MANAGER)
    frame = state.last(FactKind.TIMEFRAME)
    pieces = len(state.of(FactKind.EVIDENCE))
    rows = (
        ("By when", _dated(frame) if frame else unknown),
        ("Meeting", _dated(meeting) if meeting else unknown),
        ("Manager", _words(manager.text) if manager else unknown),
        (
            "Evidence",
            count(pieces, "piece", "pieces") if pieces else none,
        ),
    )
    drawn = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
    return f'<h2>The facts</h2><dl class="facts">{drawn}</dl>'


def _dated(fact: Fact) -> str:
    """The date, and under it the words it was worked out from; the words alone without one."""
    worked_out = day_of(fact.value)
    if not worked_out:
        return _words(fact.text)
    if worked_out in fact.text:
        return worked_out
    return f'{worked_out} <span class="from">"{_words(fact.text)}"</span>'


def _words(text: str) -> str:
    return f"<bdi>{plain(text)}</bdi>"
