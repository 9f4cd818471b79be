"""Where a present job lies in the catalogue, from the person's own words for it.

    place("night porter", "night porter at the hotel")      -> Hotel Receptionist
    place("machine op", "machine op at a bakery, nights")   -> Machine Operator
    place("", "I do invoices at a freight company")         -> Billing Administrator
    place("", "hi, are you there?")                         -> None

A title of the catalogue, with the house before it or alone, is that role. Else the reading of the
title (titles.py) and the search for the whole stretch (ranking.py) are added up, and a role above the
rank that was said costs: a porter at a hotel is not its manager. Below ``FLOOR`` nothing is placed.
The constants were chosen on the people of evals/datasets/offers.dev.yaml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from statistics import median

from assistant.domain.catalogue import Catalogue
from assistant.domain.knowledge import Role, Seniority
from assistant.ports import Retriever
from assistant.retrieval.title_names import names_of
from assistant.retrieval.title_words import words_of_title
from assistant.retrieval.titles import read_title

FLOOR = 0.45
READ = 0.4  # what a title that is read word for word adds; less alike, less
UNSEEN = 0.2  # what a role starts with that the search does not find
RUNG = 0.08  # what each rung from lead up costs where no rank was said
SEARCHED = 12
REMEMBERED = 512
_HOUSE = re.compile(
    r"\b(?:at|in|for|of|with) (?:an? |the |my |our )?(?P<house>[\w' -]{2,40})", re.I
)

_LEAD = re.compile(r"^(?:i am|i'?m|i work as|working as|i)\b (?:an? |the )?", re.IGNORECASE)


class Places:
    """Places present jobs in one catalogue; the same words are placed once."""

    def __init__(self, catalogue: Catalogue, retriever: Retriever) -> None:
        self._catalogue = catalogue
        self._retriever = retriever
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._find)

    def __call__(self, job: str, around: str) -> Role | None:
        """The role of a job told as ``job`` within the stretch ``around``; None below the floor."""
        return self._remembered(" ".join(job.split()), " ".join(around.split()))

    def _find(self, job: str, around: str) -> Role | None:
        exact = self._exact(job, around)
        if exact is not None:
            return exact
        told = around or job
        if not told:
            return None
        job = job or _LEAD.sub("", around).partition(",")[0]
        read = read_title(job, self._catalogue).role_id
        rank = self._rank(job or told)
        scored: dict[str, tuple[float, Role]] = {}
        for hit in self._retriever.roles(told, SEARCHED):
            cost = RUNG * max(0, hit.role.level.rank - rank)
            scored[hit.role.id] = (hit.score - cost, hit.role)
        if read is not None:
            score, role = scored.get(read, (UNSEEN, self._catalogue.by_id[read]))
            scored[read] = (score + READ * self._likeness(job, role), role)
        if not scored:
            return None
        score, role = max(scored.values(), key=lambda pair: (pair[0], pair[1].id))
        return role if score >= FLOOR else None

    def _exact(self, job: str, around: str) -> Role | None:
        """A title that is written word for word, the house's own title of it first."""
        if not job:
            return None
        match = _HOUSE.search(around.partition(job)[2] or around)
        words = match["house"].split() if match else []
        for size in range(len(words), 0, -1):
            if role := self._catalogue.find(" ".join((*words[:size], job))):
                return role
        return self._catalogue.find(job)

    def _likeness(self, job: str, role: Role) -> float:
        """How much of the words a title of the role shares, squared (0..1)."""
        names = names_of(self._catalogue)
        words = frozenset(names.resolved(words_of_title(job, names.spelling)).words)
        return max(names.likeness(words, name) for name in names.of_role[role.id]) ** 2

    def _rank(self, job: str) -> int:
        """The rank that was said, or the usual one of the trade; else a junior one: who leads says so."""
        names = names_of(self._catalogue)
        written = words_of_title(job, names.spelling)
        if written.rank is not None:
            return written.rank.rank
        ranks = [
            name.role.level.rank
            for name in names.holding([written.head or ""])
            if name.head == written.head
        ]
        return round(median(ranks)) + 1 if ranks else Seniority.JUNIOR.rank
