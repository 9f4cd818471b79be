"""Suite ``offers``: whether the roles put before somebody fit what they said.

Sixty people say who they are and what they like, rule out or cannot say (datasets/offers.yaml). After
the last message three roles are looked up, as if none had been offered on the way: ``one_fits`` asks
that an adviser would accept one of them, ``none_embarrasses`` that no offer is beside the point;
``shown_fits`` asks the same of every role that was put forward in the talk itself. ``no_list_from_nothing``:
no list while neither work is told nor a present job placed; ``lists_end``: none after they were declined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import Field

from assistant.content import KNOWLEDGE, read_list, read_yaml, validate
from assistant.domain.dialogue import DialogueState, Turn
from assistant.domain.goal import Record, RoleStatus
from assistant.policy.offers import three_roles
from assistant.policy.ways import LISTS
from evals.score import Score
from evals.task import Sample, Size, Solution, Subject, Task, scored, talk
from evals.tasks.texts import DATASETS
from evals.world import TODAY, parts

DATA = DATASETS / "offers.yaml"
NO_LISTS = ("No more lists, please.", "I like repairing bicycles and small motors.", "none of them")
NOTHING = ("hi", "dunno", "i don't know", "no idea", "dunno")


class Person(Record):
    """Somebody with what they say, and what an adviser would and would not offer them."""

    id: str
    said: tuple[str, ...] = Field(min_length=1)
    held_out: bool = False
    fitting: tuple[str, ...] = Field(min_length=2)
    fields: tuple[str, ...] = Field(min_length=1)
    never: tuple[str, ...] = ()


@cache
def people() -> dict[str, Person]:
    """The people by id. Raises ContentError for a role or a field that the catalogue has not."""
    found = [validate(Person, raw, DATA, 1) for raw in read_list(DATA)]
    known = _field_of()
    for person in found:
        strange = {*person.fitting, *person.never} - known.keys()
        strange |= set(person.fields) - set(known.values())
        assert not strange, f"{person.id}: the catalogue has no {', '.join(sorted(strange))}"
    return {person.id: person for person in found}


@cache
def _field_of() -> dict[str, str]:
    """For each role the file of the catalogue that it stands in."""
    return {
        role["id"]: path.stem
        for path in sorted((KNOWLEDGE / "roles").glob("*.yaml"))
        for role in read_yaml(path)["roles"]
    }


def embarrassing(person: Person, ids: Iterable[str | None]) -> list[str]:
    """The offers that an adviser would be embarrassed by."""
    return [
        ident
        for ident in ids
        if ident is not None
        and ident not in person.fitting
        and (ident in person.never or _field_of()[ident] not in person.fields)
    ]


def _samples(_: Size) -> list[Sample]:
    found = [
        Sample(suite="offers", id=person.id, group="held out" if person.held_out else "open")
        for person in people().values()
    ]
    return [*found, *(Sample(suite="offers", id=name, group="lists") for name in _LISTS)]


_LISTS = {"nothing-said": NOTHING, "lists-declined": ("I'm a bus driver.", *NO_LISTS)}


def _solve(sample: Sample, subject: Subject) -> Solution:
    said = _LISTS.get(sample.id) or people()[sample.id].said
    turns = tuple(talk(subject, said, f"offers-{sample.id}", TODAY))
    if sample.id in _LISTS:
        return Solution(turns=turns)
    state = DialogueState.from_turns(turns)
    kept = tuple(role for role in state.roles if role.status is not RoleStatus.OFFERED)
    three = three_roles(state.model_copy(update={"roles": kept}), parts().coach.repertoire)
    return Solution(turns=turns, found={"three": [offer.role_id for offer in three]})


def _score(sample: Sample, solution: Solution) -> Iterator[Score]:
    if sample.id in _LISTS:
        declined = sample.id == "lists-declined"
        metric = "lists_end" if declined else "no_list_from_nothing"
        yield scored(sample, metric, _listed(solution.turns[1:] if declined else solution.turns))
        return
    person, three = people()[sample.id], solution.found["three"]
    fits = set(three) & set(person.fitting)
    yield scored(sample, "one_fits", [] if fits else [f"offered {', '.join(three) or 'nothing'}"])
    yield scored(sample, "none_embarrasses", embarrassing(person, three))
    shown = [offer.role_id for turn in solution.turns for offer in turn.move.offered]
    yield scored(sample, "shown_fits", embarrassing(person, shown))


def _listed(turns: Iterable[Turn]) -> list[str]:
    return [
        f"turn {turn.number}: {turn.move.name}"
        for turn in turns
        if turn.move.name in LISTS or turn.move.follow in LISTS
    ]


TASK = Task("offers", _samples, _solve, _score)
