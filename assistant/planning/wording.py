"""How a plan is worded: the files of ``prompts/plan`` and the objections of ``prompts/wording``.

    wording = load_plan_wording(PROMPTS)
    wording.actions["decide"].texts("measure")  -> ("I have a yes, a no or a condition in writing",)

Strict: a section that is missing or not known, a part without a name, a variable that is not
declared are all refused with file and line. Of several lines for one part the first is used whose
variables are all known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.content import PROMPTS, Document, Section, read_document, validate
from assistant.domain.goal import Record
from assistant.planning.needs import can_stand

_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PART = re.compile(r"([a-z_]+):(?: (.*))?$")

ACTIONS = (
    "evidence_page evidence_count evidence_find witness put_ask slip brings gap contact peer roles_list"
    " role_talk decide path introduce gap_advice two_roles calendar note begin keep_promise"
).split()
ACTION_PARTS = ("action", "measure", "first_step", "accountability")
ASKS = ("said", "route", "gap", "step", "view")
ASK_PARTS = ("ask", "brings", "fallback")
PUSHBACK_PARTS = ("cues", "answer", "counter")
MAY_LACK = ("answer",)  # an answer is made of the person's evidence or it is a hole
QUESTIONS = ("First", "Without a target", "Then", "With a target", "Last")
UNLISTED_PUSHBACK = ("no_date", "other")
LINES = (
    "opening closing objective_role objective_role_measure objective_role_words gap_closes objective_gap"
    " objective_requirement objective_piece objective_piece_measure objective_after"
    " objective_after_measure objective_long_measure claim_number claim_work cadence minutes"
    " time_budget referral thank_you_open thank_you_manager thank_you_me thank_you_close thank_you_granted"
    " thank_you_refused thank_you_promised thank_you_close_undated"
).split()
HOLES = (
    "target timeframe timeframe_date timeframe_past evidence evidence_of evidence_number ask"
    " meeting manager manager_knows gap likes pushback answer follow_up witness witness_of brings"
    " fallback objectives_short long_view self_rating contact confidence current_role opening"
).split()
MAP = (
    *("Heading", "No role", "Described", "Here", "Chosen here", "Legend", "wanted"),
    *("up", "across", "down", "origin", "accepted", "offered", "mentioned"),
    *("promotion", "lateral", "field_up", "change", "change_up", "step_down", "far"),
    *("Way", "Way with shared skills", "Origin", "Origin with shared skills", "Wanted"),
    *("By way of", "No way", "Work", "Project", "Listed", "More", "Many more", "Stop via"),
)


class Labels(Record):
    """The short words of a plan: headings, column names, connecting words."""

    me: str
    manager: str
    title: str
    brief_title: str
    legend: str
    agreed: str
    hole: str
    mark_from: str
    mark_chosen: str
    mark_refused: str
    target: str
    off_the_list: str
    why: str
    less_of: str
    serves: str
    week: str
    now: str
    time_frame: str
    by: str
    limits: str
    barriers: str
    strengths: str
    strength: str
    evidence: str
    witness: str
    rating: str
    knows: str
    sees: str
    confidence: str
    gaps: str
    asks_for: str
    requirement: str
    closes: str
    objectives: str
    sooner: str
    short: str
    between: str
    long: str
    window: str
    done_when: str
    asks: str
    ask: str
    brings: str
    fallback: str
    questions: str
    pushback: str
    objection: str
    answer: str
    counter: str
    actions: str
    owner: str
    action: str
    due: str
    measure: str
    first_step: str
    checks: str
    afterwards: str
    follow_up: str
    agenda: str
    preparation: str
    then: str
    who_else: str
    opening: str
    closing: str
    thank_you: str
    thank_you_hint: str
    time_budget: str
    referral: str
    minutes: str
    meeting: str
    took_place: str
    brought: str
    answer_about: str
    answer_given: str
    answer_more: str
    answer_agreed: str
    answer_refused: str
    answer_open: str
    rehearsed: str
    evidence_first: str
    more: str


@dataclass(frozen=True)
class Block:
    """A section whose items are named parts (``- measure: ...``), each with its alternatives."""

    parts: dict[str, tuple[str, ...]]

    def texts(self, part: str) -> tuple[str, ...]:
        """The lines of a part in order; empty when it has none."""
        return self.parts.get(part, ())


@dataclass(frozen=True)
class PlanWording:
    """All wording of a plan by file and section."""

    labels: Labels
    actions: dict[str, Block]
    asks: dict[str, Block]
    pushback: dict[str, Block]
    questions: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]]
    holes: dict[str, tuple[str, ...]]
    objections: dict[str, tuple[str, ...]]
    map: dict[str, tuple[str, ...]]

    def line(self, name: str) -> str:
        """The first line of a section of ``lines.md``."""
        return self.lines[name][0]


def load_plan_wording(prompts: Path = PROMPTS) -> PlanWording:
    """The wording below a prompts folder. Raises ContentError with file and line."""
    folder = prompts / "plan"
    objections = _lists(prompts / "wording" / "objections.md")
    pushback = read_document(folder / "pushback.md")
    return PlanWording(
        labels=_labels(folder / "labels.md"),
        actions=_blocks(read_document(folder / "actions.md"), ACTIONS, ACTION_PARTS),
        asks=_blocks(read_document(folder / "asks.md"), ASKS, ASK_PARTS, ("fallback",)),
        pushback=_blocks(
            pushback, (*objections, *UNLISTED_PUSHBACK), PUSHBACK_PARTS, ("answer", "counter")
        ),
        questions=_lists(folder / "questions.md", QUESTIONS),
        lines=_lists(folder / "lines.md", LINES, needed=True),
        holes=_lists(folder / "holes.md", HOLES),
        objections=objections,
        map=_lists(folder / "map.md", MAP),
    )


@cache
def plan_wording() -> PlanWording:
    """The wording that ships with the product, read once."""
    return load_plan_wording()


def variables(template: str) -> set[str]:
    """The names of the variables in a template."""
    return set(_VARIABLE.findall(template))


def _labels(path: Path) -> Labels:
    document = read_document(path)
    return validate(Labels, document.front, path, 2)


def _lists(
    path: Path, names: Iterable[str] | None = None, *, needed: bool = False
) -> dict[str, tuple[str, ...]]:
    document = read_document(path)
    if names is not None:
        _same_sections(document, tuple(names))
    found = {}
    for heading, section in document.sections.items():
        _declared(document, document.listed(heading))
        found[heading] = tuple(text for _, text in section.items)
        if needed:
            _stands(document, section.line, heading, found[heading])
    return found


def _blocks(
    document: Document,
    names: Iterable[str],
    parts: tuple[str, ...],
    needed: tuple[str, ...] | None = None,
) -> dict[str, Block]:
    _same_sections(document, tuple(names))
    return {
        heading: _block(document, heading, section, parts, needed or parts)
        for heading, section in document.sections.items()
    }


def _block(
    document: Document,
    heading: str,
    section: Section,
    parts: tuple[str, ...],
    needed: tuple[str, ...],
) -> Block:
    found: dict[str, tuple[str, ...]] = {}
    for line, item in document.listed(heading):
        match = _PART.match(item)
        if match is None or match[1] not in parts:
            problem = f"{item[:30]!r} does not begin with the name of a part"
            raise document.fail(line, problem, f"Begin it with one of: {', '.join(parts)}.")
        _declared(document, [(line, match[2] or "")])
        found[match[1]] = (*found.get(match[1], ()), (match[2] or "").strip())
    for part in needed:
        if not any(found.get(part, ())):
            raise document.fail(section.line, f"{heading} has no {part}", f"Add - {part}: ...")
        if part not in MAY_LACK:
            _stands(document, section.line, heading, found[part])
    return Block(found)


def _stands(document: Document, line: int, owner: str, texts: Iterable[str]) -> None:
    if not can_stand(owner, [variables(text) for text in texts]):
        raise document.fail(
            line,
            f"every line of {owner} needs something that may be unknown",
            "Add an alternative that needs less.",
        )


def _same_sections(document: Document, names: tuple[str, ...]) -> None:
    document.only_headings(*names)
    for name in names:
        if name not in document.sections:
            raise document.fail(1, f"the heading {name} is missing", f"Add # {name}.")


def _declared(document: Document, items: Iterable[tuple[int, str]]) -> None:
    declared = document.front.get("variables", ())
    for line, text in items:
        for name in sorted(variables(text)):
            if name not in declared:
                raise document.fail(
                    line,
                    f"the variable {name} is not declared",
                    f"Add it to variables, or mend it; declared are: {', '.join(declared)}.",
                )
