"""The career lattice in words, for whoever can't see the picture, and for the terminal.

    lattice_text(lattice, plan_wording().map)  -> "## Where Recruiter lies ..." in Markdown

Titles and weeks may come from an organisation's own file: in Markdown none of it becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.grammar import listed
from assistant.domain.knowledge import OrganisationRole, Role
from assistant.domain.lattice import DRAWN, Band, Lattice, Way
from assistant.planning.markup import escape

_VARIABLE = re.compile(r"\{([a-z]+)\}")
NAMED = 8  # titles behind "and more"; a longer list is looked up with `brasstacks roles moves`
Texts = Mapping[str, Sequence[str]]


def lattice_text(lattice: Lattice, texts: Texts, drawn: int = DRAWN) -> str:
    """The lattice as Markdown: what the person wants, then a list a band of ``drawn`` roles."""
    parts = [f"## {say(texts, 'Heading', here=escape(lattice.here.title))}"]
    if wanted := "\n".join(_wanted(lattice, texts)):
        parts.append(f"### {say(texts, 'wanted')}\n{wanted}")
    for band in Band:
        ways = lattice.band(band)
        if not ways:
            continue
        lines = [f"- {_line(way, texts)}" for way in ways[:drawn]]
        if rest := ways[drawn:]:
            heading = "More" if len(rest) <= NAMED else "Many more"
            titles = ", ".join(escape(way.role.title) for way in rest[:NAMED])
            lines.append(f"- {say(texts, heading, count=str(len(rest)), titles=titles)}")
        parts.append(f"### {say(texts, band.value)}\n" + "\n".join(lines))
    parts.append(say(texts, "Legend"))
    return "\n\n".join(parts) + "\n"


def say(texts: Texts, heading: str, **values: str) -> str:
    """A line of ``prompts/plan/map.md``, its variables filled; braces in a value stay as they are."""
    return _VARIABLE.sub(lambda match: values[match[1]], texts[heading][0])


def _wanted(lattice: Lattice, texts: Texts) -> Iterator[str]:
    for way in lattice.wanted:
        heading = "Wanted"
        if way in lattice.far:
            heading = "By way of" if way.via else "No way"
        assert way.standing is not None
        kind = f"{say(texts, way.standing.value)}; {say(texts, way.kind.value)}"
        via = listed([escape(role.title) for role in way.via], last="then")
        title = escape(way.role.title)
        yield f"- {say(texts, heading, title=title, kind=kind, via=via)}"
        if way in lattice.far:
            yield f"  - {_work(way.role, texts)}"
        if lattice.present:
            yield f"  - {say(texts, 'Project', week=escape(way.role.week[0]))}"


def _line(way: Way, texts: Texts) -> str:
    heading = "Origin" if way.band is Band.ORIGIN else "Way"
    line = say(
        texts,
        f"{heading} with shared skills" if way.shared else heading,
        title=escape(way.role.title),
        kind=say(texts, way.kind.value),
        week=escape(way.role.week[0]),
        requirement=escape(way.role.requirements[0]),
        shared=listed([escape(skill) for skill in way.shared[:3]]),
    )
    return f"{line} {_source(way.role, texts)}".strip()


def _work(role: Role, texts: Texts) -> str:
    week, requirement = escape(role.week[0]), escape(role.requirements[0])
    line = say(texts, "Work", week=week, requirement=requirement)
    return f"{line} {_source(role, texts)}".strip()


def _source(role: Role, texts: Texts) -> str:
    if not isinstance(role, OrganisationRole):
        return ""
    return say(texts, "Listed", source=escape(f"{role.source}, {role.place}"))
