"""Reported job titles of O*NET and their occupations, beside four plain methods.

Part of ``python -m evals retrieval``. The files are not the project's: they are looked for in the folder
that TAXONOMY_DATA names, else in ``shared/data`` beside the repository; where they are absent the
figure sheet says so. A sample of reported titles is taken out of every title list before anything is
built; those that the method was chosen on are never in it.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.content import ROOT
from assistant.domain.knowledge import ListedRole
from assistant.retrieval.organisation.taxonomies import read_onet, reported_titles

VARIABLE = "TAXONOMY_DATA"
SAMPLE = 500
CHOSEN_ON, MEASURED_ON = 20261124, 9


def taxonomy_data() -> Path | None:
    """The folder with ``onet`` and ``esco``, or None."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if (folder / "onet").is_dir() else None


@dataclass(frozen=True)
class Held:
    """Occupations without the sampled titles, and the sampled titles with their occupations."""

    roles: tuple[ListedRole, ...]
    titles: tuple[str, ...]
    wanted: dict[str, frozenset[str]]


def held_out(folder: Path, size: int = SAMPLE) -> Held:
    """The reported titles to be found, none of them left in the release."""
    truth: dict[str, set[str]] = defaultdict(set)
    for ident, title in reported_titles(folder):
        truth[title].add(ident)
    roles = read_onet(folder).roles
    names = {role.title.casefold() for role in roles}
    known = sorted(title for title in truth if title.casefold() not in names)
    spent = set(random.Random(CHOSEN_ON).sample(sorted(truth), SAMPLE))  # noqa: S311 - a sample
    left = [title for title in known if title not in spent]
    sample = random.Random(MEASURED_ON).sample(left, min(size, len(left)))  # noqa: S311
    gone = {title.casefold() for title in sample}
    kept = tuple(
        role.model_copy(
            update={"other_titles": tuple(t for t in role.other_titles if t.casefold() not in gone)}
        )
        for role in roles
    )
    return Held(kept, tuple(sample), {title: frozenset(truth[title]) for title in sample})


def share_found(held: Held, first: Callable[[str], str | None]) -> int:
    """How many of the titles are led to an occupation that reports them."""
    return sum(first(title) in held.wanted[title] for title in held.titles)
