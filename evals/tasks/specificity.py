"""The specificity scale against hand-made labels, and beside simpler readings of the same texts.

    python -m evals specificity                       figures on the sealed half
    python -m evals.tasks.specificity --train         the same on the training half, with its errors

The product's form is scored: with the catalogue's titles, the known current role and the day on
which a text was said. Lines of the sealed half are never shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date as Date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.assessment import TOGETHER, Asked, Gazetteer, assess, assess_action, assess_all
from assistant.domain.goal import Record
from assistant.domain.specificity import (
    ActionAssessment,
    ActionLevel,
    AspirationAssessment,
    Level,
    Missing,
)
from assistant.ear import Ear
from evals.score import Score, wilson
from evals.tasks import specificity_baselines as baselines
from evals.tasks.specificity_figures import (
    Tally,
    confusion,
    overlapping,
    places,
    summary,
    tally,
)

DATASETS = Path(__file__).parent.parent / "datasets"
SUITE = "specificity"
_LEVELS = [level.value for level in Level]
_ACTION_LEVELS = [level.value for level in ActionLevel]
_PARTS = ("owner", "action", "due", "measure")


class _Line(BaseModel):
    """A labelled line; fields the figures do not need are left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    today: Date


class Frame(Record):
    """A labelled time frame: a piece of the text, and its last day where that is settled."""

    text: str
    date: Date | None


class Aspiration(_Line):
    """A labelled aspiration."""

    current_role: str | None
    level: Level
    roles: tuple[str, ...]
    timeframe: Frame | None
    evidence: bool
    ask: bool
    missing: tuple[Missing, ...]
    note: str


class Dated(_Line):
    """A wish labelled for its time frame alone."""

    timeframe: Frame | None
    note: str


class Action(_Line):
    """A labelled action item; its parts are pieces of the text."""

    level: ActionLevel
    owner: str | None
    action: str | None
    due: str | None
    measure: str | None


def aspirations(half: str) -> list[Aspiration]:
    """The aspirations of a part: ``train``, ``heads`` or ``test``."""
    return [Aspiration.model_validate_json(line) for line in _lines(f"aspirations.{half}.jsonl")]


def dated() -> list[Dated]:
    """Wishes labelled for their time frames alone; open texts."""
    return [Dated.model_validate_json(line) for line in _lines("dates.heads.jsonl")]


def actions(half: str) -> list[Action]:
    """The action items of a half."""
    return [Action.model_validate_json(line) for line in _lines(f"actions.{half}.jsonl")]


def _lines(name: str) -> list[str]:
    return (DATASETS / name).read_text(encoding="utf-8").splitlines()


@cache
def gazetteer() -> Gazetteer:
    """The catalogue's titles, as the product has them."""
    from assistant.bootstrap import build_gazetteer
    from assistant.content import KNOWLEDGE
    from assistant.retrieval.corpus import load_corpus
    from assistant.settings import Settings

    return build_gazetteer(load_corpus(KNOWLEDGE, Settings().cache))


@cache
def ear() -> Ear | None:
    """The ear, where it is prepared."""
    from assistant.bootstrap import load_ear
    from assistant.settings import Settings

    return load_ear(Settings())


def assessed(line: Aspiration) -> AspirationAssessment:
    """What the product says about a line."""
    role = line.current_role
    return assess(line.text, today=line.today, gazetteer=gazetteer(), current_role=role, ear=ear())


def scores() -> Iterator[Score]:
    """A score a line of the sealed half: 1 where the level is the labelled one."""
    for line in aspirations("test"):
        yield _score("aspiration_level", line.id, line.level, assessed(line).level)
    for item in actions("test"):
        found = assess_action(item.text, today=item.today, ear=ear()).level
        yield _score("action_level", item.id, item.level, found)


def _score(metric: str, sample: str, label: str, found: str) -> Score:
    reason = f"labelled {label}, assessed as {found}"
    right = float(label == found)
    return Score(suite=SUITE, metric=metric, sample=sample, value=right, reason=reason)


# ------------------------------------------------------------------------------------- fields
def frame_of(found: AspirationAssessment) -> Frame | None:
    """The time frame that dates the role, or None."""
    frame = found.timeframe
    if frame is None or frame.dates_what != "role":
        return None
    return Frame(text=frame.text, date=frame.date)


def field_figures(lines: Sequence[Aspiration], found: Sequence[AspirationAssessment]) -> list[str]:
    """Figures of the parts of an aspiration, a line each."""
    pairs = list(zip(lines, found, strict=True))
    missing = [(set(line.missing), set(a.missing)) for line, a in pairs]
    exact = sum(there == said for there, said in missing)
    out = [f"missing, exact match     {_share(exact, len(pairs))}"]
    for part in Missing:
        counted = tally((part in said, part in there) for there, said in missing)
        out.append(f"  missing {part.value:<15}{counted}")
    frames = [(frame_of(a), line.timeframe) for line, a in pairs]
    dated = [(said, there) for said, there in frames if there is not None]
    days = sum(said is not None and said.date == there.date for said, there in dated)
    out += [
        f"roles, overlapping       {_roles(pairs)}",
        f"time frame there         {tally((s is not None, t is not None) for s, t in frames)}",
        f"its date right           {_share(days, len(dated))}",
        f"evidence there           {tally((bool(a.evidence), line.evidence) for line, a in pairs)}",
        f"ask there                {tally((bool(a.asks), line.ask) for line, a in pairs)}",
        "functions                n/a: no line is labelled with them",
    ]
    return out


def _roles(pairs: Sequence[tuple[Aspiration, AspirationAssessment]]) -> Tally:
    found = Tally()
    for line, assessment in pairs:
        said = [(role.start, role.end) for role in assessment.roles]
        if line.level is Level.DIRECTIONAL and assessment.level is Level.DIRECTIONAL:
            said = []  # a list without a preference is kept, and counts as no role on both sides
        there = places(line.text, line.roles)
        found = found.plus(overlapping(said, there), len(said), len(there))
    return found


def part_figures(items: Sequence[Action], found: Sequence[ActionAssessment]) -> list[str]:
    """F1 of the four parts of an action item, by overlap of the words quoted."""
    out = []
    for part in _PARTS:
        counted = Tally()
        for item, assessment in zip(items, found, strict=True):
            span, label = getattr(assessment, part), getattr(item, part)
            said = [] if span is None else [(span.start, span.end)]
            there = places(item.text, [label] if label else [])
            counted = counted.plus(overlapping(said, there), len(said), len(there))
        out.append(f"{part:<25}{counted}")
    return out


def _share(right: int, total: int) -> str:
    low, high = wilson(right, total)
    return f"{right / total if total else 0.0:.3f} [{low:.2f} {high:.2f}]  ({right} of {total})"


# ---------------------------------------------------------------------------------- the sheet
def evaluate(half: str = "test") -> None:
    """Print the figure sheet of a half."""
    hearing = ear() or Ear.load()  # which says what is missing
    lines, items = aspirations(half), actions(half)
    found = [assessed(line) for line in lines]
    done = [assess_action(item.text, today=item.today, ear=ear()) for item in items]
    ranks = [a.level.rank for a in found]
    levels = [_ACTION_LEVELS.index(a.level) for a in done]
    labels = [line.level.rank for line in lines]
    action_labels = [_ACTION_LEVELS.index(item.level) for item in items]
    quick = [
        assess(x.text, today=x.today, gazetteer=gazetteer(), current_role=x.current_role)
        for x in lines
    ]
    _say(f"Aspirations, {half} half, {len(lines)} texts", summary("assess", labels, ranks, 4))
    _say(summary("assess --fast", labels, [one.level.rank for one in quick], 4))
    known = aspirations("train")
    _say(*_beside(hearing, known, [k.level.rank for k in known], [x.text for x in lines], labels))
    _say("", confusion(labels, ranks, _LEVELS), "", *field_figures(lines, found))
    _say(f"\nAction items, {half} half, {len(items)} texts")
    _say(summary("assess", action_labels, levels, 3))
    rules = [assess_action(item.text, today=item.today) for item in items]
    _say(summary("assess --fast", action_labels, [_ACTION_LEVELS.index(a.level) for a in rules], 3))
    seen = actions("train")
    seen_labels = [_ACTION_LEVELS.index(k.level) for k in seen]
    _say(*_beside(hearing, seen, seen_labels, [item.text for item in items], action_labels))
    _say("", confusion(action_labels, levels, _ACTION_LEVELS), "", *part_figures(items, done))
    _say("", *_speed([line.text for line in lines], lines[0].today))


def _beside(
    ear: object,
    known: Sequence[_Line],
    known_labels: list[int],
    texts: list[str],
    labels: list[int],
) -> list[str]:
    """The baselines on the same texts, a line each."""
    seen = [line.text for line in known]
    levels = max(known_labels) + 1
    readers = {
        "length": baselines.length,
        "digits, capitals, numbers": baselines.signs,
        "proselint hits": baselines.lint_hits,
    }
    found = {n: baselines.by_features(r, seen, known_labels, texts) for n, r in readers.items()}
    if levels == len(_LEVELS):
        found["keywords"] = baselines.by_keywords(texts)
    found["embedding and ridge"] = baselines.by_embedding(ear, seen, known_labels, texts)  # type: ignore[arg-type]
    return [summary(name, labels, ranks, levels) for name, ranks in found.items()]


def _speed(texts: Sequence[str], today: Date) -> list[str]:
    """Texts a second of processor time, the product and proselint on the same texts.

    The product takes as many texts at once as it does when lines arrive together.
    """
    asked = [Asked(text, today) for text in texts]
    pieces = [asked[k : k + TOGETHER] for k in range(0, len(asked), TOGETHER)]
    ways: dict[str, Callable[[], object]] = {
        "assess": lambda: [assess_all(p, gazetteer=gazetteer(), ear=ear()) for p in pieces],
        "assess --fast": lambda: [assess_all(p, gazetteer=gazetteer()) for p in pieces],
        "proselint": lambda: [baselines.lint(text) for text in texts],
    }
    out = []
    for name, way in ways.items():
        way()
        begin = time.process_time()
        way()
        spent = time.process_time() - begin
        out.append(f"{name:<15}{len(texts) / spent:>10,.0f} texts a second of processor time")
    return out


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    evaluate("train" if "--train" in sys.argv[1:] else "test")
