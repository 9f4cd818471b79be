"""What the policy can draw on: the catalogue, role search, and wordings a move must decide on.

The policy looks roles up and weighs them; how an offer or an objection is worded lies in
``prompts/wording`` and arrives here as templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import FactKind
from assistant.domain.knowledge import Role, Seniority
from assistant.policy.personas import Persona
from assistant.policy.told import Told, told_by
from assistant.ports import Retriever

_VARIABLE = re.compile(r"\{([A-Za-z0-9_]+)\}")


@dataclass(frozen=True)
class Repertoire:
    """Values and look-ups the policy decides with.

    ``wordings`` is file -> heading -> templates; ``place(job, around)`` finds the role of a present
    job told as ``job`` within the stretch ``around``; ``neutral`` takes who the person is out of a
    text; ``fields`` names the functions as people say them, lower case.
    """

    catalogue: Catalogue
    retriever: Retriever
    wordings: Mapping[str, Mapping[str, Sequence[str]]]
    personas: Mapping[str, Persona]
    place: Callable[[str, str], Role | None]
    neutral: Callable[[str], str]
    fields: Mapping[str, str]

    def templates(self, file: str, heading: str) -> Sequence[str]:
        """The templates under a heading of a wording file; empty when there is none."""
        return self.wordings.get(file, {}).get(heading, ())

    def headings(self, file: str) -> list[str]:
        """The headings of a wording file in order."""
        return list(self.wordings.get(file, {}))

    def current_role(self, state: DialogueState) -> Role | None:
        """The catalogue role of what the person does now, when it can be found."""
        fact = state.last(FactKind.CURRENT_ROLE)
        around = self.told(state).introduction
        if fact is None:
            return (self.place("", around) if around else None) or self._of_field(state)
        if placed := self.place(fact.text, around or fact.text):
            return placed
        return self.catalogue.by_id.get(fact.value or "") or self._of_field(state)

    def functions(self, names: Iterable[str]) -> set[str]:
        """The catalogue's functions of these names; an unknown name stays as it is."""
        return {self.fields.get(name.casefold(), name) for name in names}

    def told(self, state: DialogueState) -> Told:
        """What the messages say of the work, without who the person is."""
        return told_by(state, [self.neutral(message) for message in state.messages])

    def _of_field(self, state: DialogueState) -> Role | None:
        """A middling role of the field the person works in: near enough to look around from."""
        field = state.last(FactKind.FIELD)
        if field is None:
            return None
        inside = [r for r in self.catalogue.roles if r.function == field.value]
        middling = [r for r in inside if r.level is Seniority.MID] or inside
        return middling[0] if middling else None

    def target_role(self, state: DialogueState) -> Role | None:
        """The catalogue role of the first target, when it can be found."""
        for target in state.targets:
            if target.role_id and target.role_id in self.catalogue.by_id:
                return self.catalogue.by_id[target.role_id]
            if found := self.catalogue.find(target.title):
                return found
        return None


def fill(template: str, values: Mapping[str, str]) -> str | None:
    """A template with its variables filled, or None when one is not known."""
    names = set(_VARIABLE.findall(template))
    if not names <= values.keys():
        return None
    for name in names:
        template = template.replace("{" + name + "}", values[name])
    return template


def pick(options: Sequence[str], seed: int, used: Sequence[str] = ()) -> str | None:
    """One of the options, another for another seed; what was used comes only when all were."""
    fresh = [option for option in options if option not in used] or list(options)
    return fresh[seed % len(fresh)] if fresh else None
