"""The embedded writer: a reply put together from stored phrases.

An uptake (takes up the newest), a say (shows, challenges, adds), an ask (the one question). Each
phrase is used once in a conversation, so no sentence and no frame of one comes twice; among those
that fit, the one that uses most of what is known wins, and chance (seeded) breaks ties.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.domain.brief import Brief
from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import Draft
from assistant.reply.prompts import Phrase, Prompts
from assistant.reply.safety import set_help_line
from assistant.reply.variables import variables

REFER = "refer"
MAX_WORDS = 95
_LISTS = ("offers", "routes", "conditions", "script")
# What a move is about: a phrase that leaves it out would leave the question hanging.
_CARRIED = (*_LISTS, "line", "advice", "opening_line", "wish", "side1", "role1", "holes")


@dataclass
class _Page:
    """A reply in the making: its parts, the phrases used, the variables spent."""

    values: dict[str, str]
    tags: frozenset[str]
    used: frozenset[str]
    seed: str
    parts: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)

    def add(self, options: Sequence[Phrase]) -> bool:
        """Append the best usable phrase; False when none is left."""
        phrase = self._choose(options)
        if phrase is None:
            return False
        self.parts.append(_set(phrase.text, self.values))
        self.phrases.append(phrase.id)
        self.spent.update(self.values[name] for name in phrase.variables)
        return True

    def _choose(self, options: Sequence[Phrase]) -> Phrase | None:
        known = frozenset(self.values)
        fits = [p for p in options if p.id not in self.used and p.fits(known, self.tags)]
        return max(fits, key=self._worth, default=None)

    def _worth(self, phrase: Phrase) -> tuple[float, str]:
        fresh = [
            v for v in phrase.variables if self.values[v] not in self.spent and v not in _NAMES
        ]
        stale = [v for v in phrase.variables if self.values[v] in self.spent and v not in _NAMES]
        again = self.parts and phrase.text.startswith("{q}") and self.parts[0].startswith('"')
        chance = _chance(self.seed, phrase.id)
        carried = sum(v in _CARRIED for v in fresh)
        worth = 0.3 * min(len(fresh), 2) + 1.5 * len(phrase.only) + 2.0 * min(carried, 1)
        return worth - 1.2 * len(stale) - (0.5 if again else 0.0) + chance, phrase.id


# Naming somebody twice in a reply is natural; quoting the same words twice is not.
_NAMES = ("manager", "Manager", "role", "a_role", "meeting")


class EmbeddedWriter:
    """Words a move from the prompt files; needs no model, no network, no key."""

    def __init__(self, prompts: Prompts, catalogue: Catalogue, help_line: str = "") -> None:
        self.prompts = prompts
        self.catalogue = catalogue
        self.help_line = help_line

    def write(self, brief: Brief) -> Draft:
        """A draft for the brief."""
        page = _Page(
            values=variables(brief, self.catalogue),
            tags=frozenset(brief.move.tags),
            used=frozenset(brief.state.phrases),
            seed=f"{brief.seed}/{brief.state.turn}/{brief.attempt}",
        )
        if brief.move.name == REFER:
            return self._refer(brief, page)
        move = self.prompts.move(brief.move.name)
        if brief.move.uptake:
            page.add(self.prompts.uptakes.get(brief.move.uptake, ()))
        page.add(move.says)
        if brief.move.follow:
            self._follow(page, brief.move.follow)
        else:
            page.add(move.asks)
        return Draft(text=_compose(page.parts), phrases=tuple(page.phrases))

    def question(self, brief: Brief) -> Draft:
        """The question alone that closes a reply to the brief; empty where none does."""
        page = _Page(
            values=variables(brief, self.catalogue),
            tags=frozenset(brief.move.tags),
            used=frozenset(brief.state.phrases),
            seed=f"{brief.seed}/{brief.state.turn}/{brief.attempt}",
        )
        page.add(self.prompts.move(brief.move.follow or brief.move.name).asks)
        return Draft(text=_compose(page.parts), phrases=tuple(page.phrases))

    def told(self, brief: Brief) -> dict[str, str]:
        """Every variable of the brief by name, filled: what a reply to it may use."""
        return variables(brief, self.catalogue)

    def _refer(self, brief: Brief, page: _Page) -> Draft:
        """The fixed text of a safety branch, word for word; the question only where it goes on."""
        fixed = self.prompts.safety[brief.move.values["branch"]]
        page.parts.append(set_help_line(fixed.text, self.help_line))
        if brief.move.follow:
            self._follow(page, brief.move.follow)
        return Draft(text="\n\n".join(page.parts), phrases=tuple(page.phrases))

    def _follow(self, page: _Page, name: str) -> None:
        """The question of the move that closes the reply, with its list where it needs one."""
        move = self.prompts.move(name)
        page.add([p for p in move.says if any(v in _CARRIED for v in p.variables)])
        page.add(move.asks)


def _set(text: str, values: dict[str, str]) -> str:
    for name in set(re.findall(r"\{([A-Za-z_0-9]+)\}", text)):
        value = values[name]
        if name in _LISTS:
            value = f"\n\n{value}"
        text = text.replace("{" + name + "}", value)
    return _tidy(text)


def _tidy(text: str) -> str:
    """A capital at the start, also inside a quotation; no full stop doubled after a quotation."""
    text = re.sub(r'([.!?])"\.', r'\1"', text.strip()).replace(" \n", "\n")
    if text[:1] == '"':
        return text[:1] + text[1:2].upper() + text[2:]
    return text[:1].upper() + text[1:]


def _compose(parts: Sequence[str]) -> str:
    """The parts as running text; a list stands by itself; too long a middle is left out."""
    parts = list(parts)
    if len(parts) == 3 and "\n" not in parts[1]:
        if sum(len(part.split()) for part in parts) > MAX_WORDS:
            del parts[1 if len(parts[1].split()) < len(parts[0].split()) else 0]
    text = ""
    for part in parts:
        last = text.rsplit("\n\n", 1)[-1]
        listed = "\n" in last or (last is not text and last.startswith("- "))
        gap = "" if not text else "\n\n" if listed else " "
        text += gap + part
    return text


def _chance(seed: str, phrase_id: str) -> float:
    digest = hashlib.sha256(f"{seed}/{phrase_id}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32
