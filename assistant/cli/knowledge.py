"""``brasstacks roles ...`` and ``brasstacks knowledge ...``: looking things up."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

from assistant.cli import documents, wire
from assistant.domain.intake import admit
from assistant.domain.knowledge import OrganisationRole, Passage, Role, RoleHit
from assistant.domain.lattice import Way, surroundings
from assistant.errors import BrassTacksError, NotFound
from assistant.settings import Settings

Search = Callable[[str], list[dict[str, Any]]]
MAX_HITS = 50


def add_to(commands: Any) -> None:
    """Register both families."""
    roles = commands.add_parser("roles", help="search the role catalogue, read job titles")
    roles.set_defaults(help_of=roles)
    actions = roles.add_subparsers(metavar="ACTION", title="actions")
    search = actions.add_parser("search", help="roles for interests, tasks or a title")
    _search_options(search)
    search.set_defaults(run=search_roles)
    moves = actions.add_parser(
        "moves", help="where people go from a role, and where they come from"
    )
    moves.add_argument("title", help="the role's title")
    moves.add_argument("--json", action="store_true")
    moves.set_defaults(run=show_moves)
    read = actions.add_parser("read", help="a job title as people write it")
    read.add_argument("text", help="the title, or - for one a line")
    read.add_argument("--json", action="store_true")
    read.set_defaults(run=read_titles)

    knowledge = commands.add_parser(
        "knowledge", help="search the guidance, load an organisation's documents"
    )
    knowledge.set_defaults(help_of=knowledge)
    actions = knowledge.add_subparsers(metavar="ACTION", title="actions")
    search = actions.add_parser("search", help="guidance cards for a question")
    _search_options(search)
    search.set_defaults(run=search_knowledge)
    coverage = actions.add_parser("coverage", help="which card covers which method")
    coverage.set_defaults(run=show_coverage)
    documents.add_to(actions)


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help="the query, or - for one a line")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-k", type=_count, default=5, help="how many hits (1 to 50)")


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MAX_HITS:
        raise argparse.ArgumentTypeError(f"-k takes 1 to {MAX_HITS}")
    return number


def search_roles(arguments: argparse.Namespace) -> int:
    """Ranked catalogue roles."""
    from assistant.bootstrap import open_search

    retriever = open_search()
    return _search(arguments, lambda q: [_role(hit) for hit in retriever.roles(q, arguments.k)])


def search_knowledge(arguments: argparse.Namespace) -> int:
    """Ranked guidance cards."""
    from assistant.bootstrap import open_search

    retriever = open_search()
    return _search(arguments, lambda q: [_card(p) for p in retriever.passages(q, arguments.k)])


def _search(arguments: argparse.Namespace, search: Search) -> int:
    if arguments.text != "-":
        for hit in search(admit(arguments.text)):
            _show(hit, as_json=arguments.json)
        return wire.DONE
    code = wire.DONE
    for ident, query in _queries("query"):
        if isinstance(query, BrassTacksError):
            code = wire.UNUSABLE
            wire.emit({"id": ident, "error": str(query)})
            continue
        wire.emit({"id": ident, "query": query, "hits": search(query)})
    return code


def _queries(key: str) -> Iterator[tuple[Any, str | BrassTacksError]]:
    for number, line in enumerate(wire.lines_of("-"), 1):
        ident: Any = number
        try:
            item = wire.parsed(line, key)
            ident = item.get("id", number)
            yield ident, admit(item[key])
        except BrassTacksError as error:
            yield ident, error


def _show(hit: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        wire.emit(hit)
        return
    extra = ", ".join(hit[name] for name in ("function", "source") if hit.get(name))
    wire.say(f"{hit['score']:.2f}  {hit['title']}  ({extra})\n      {hit.get('why', '')}")


def _role(hit: RoleHit) -> dict[str, Any]:
    role = hit.role
    return {
        "id": role.id,
        "title": role.title,
        "score": round(hit.score, 4),
        "other_titles": list(role.other_titles),
        "function": role.function,
        "level": role.level.value,
        "why": hit.why,
        **_listed(role),
    }


def _listed(role: Role) -> dict[str, Any]:
    """Where an organisation's own role is listed, and as what."""
    if not isinstance(role, OrganisationRole):
        return {}
    return {
        "source": f"{role.source}, {role.place}",
        "grade": role.grade,
        "department": role.department,
    }


def _card(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "title": passage.title,
        "score": round(passage.score, 4),
        "source": passage.source,
        "why": passage.text,
        **({"document": passage.document, "date": passage.date} if passage.document else {}),
    }


def show_moves(arguments: argparse.Namespace) -> int:
    """The lattice around a role: every listed move out of it and into it."""
    from assistant.bootstrap import load_knowledge
    from assistant.planning import lattice_text, plan_wording

    catalogue = load_knowledge(Settings()).catalogue
    title = admit(arguments.title)
    role = catalogue.find(title)
    if role is None:
        raise NotFound(
            f"The catalogue has no role {title[:60]}.",
            "`brasstacks roles search` finds its title.",
        )
    lattice = surroundings(catalogue, role)
    if arguments.json:
        ways = [_move(way) for way in lattice.ways]
        wire.emit({"id": role.id, "title": role.title, "moves": ways})
    else:
        texts = plan_wording().map
        wire.say(lattice_text(lattice, texts, drawn=len(lattice.ways)).rstrip("\n"))
    return wire.DONE


def _move(way: Way) -> dict[str, Any]:
    return {
        "id": way.role.id,
        "title": way.role.title,
        "kind": way.kind.value,
        "band": way.band.value,
        "shared_skills": list(way.shared),
        **_listed(way.role),
    }


def read_titles(arguments: argparse.Namespace) -> int:
    """Job titles as people write them, one object each."""
    from assistant.bootstrap import open_title_reader

    read = open_title_reader()
    if arguments.text != "-":
        wire.emit({"id": 1, **read(admit(arguments.text))})
        return wire.DONE
    code = wire.DONE
    for ident, text in _queries("text"):
        if isinstance(text, BrassTacksError):
            code = wire.UNUSABLE
            wire.emit({"id": ident, "error": str(text)})
        else:
            wire.emit({"id": ident, **read(text)})
    return code


def show_coverage(arguments: argparse.Namespace) -> int:
    """The methods of the five articles: card, place in the product, proof, and what is missing."""
    from assistant.content import KNOWLEDGE
    from assistant.domain.methods import load_methods

    rows = load_methods(KNOWLEDGE / "methods.yaml")
    for row in rows:
        wire.say(f"{row.id:<4}{row.title}\n      {', '.join(row.cards)}")
        if row.feature:
            wire.say(f"      {row.feature} · {', '.join(row.proof)}")
        if row.missing:
            wire.say(f"      not there: {row.missing}")
    proved = sum(bool(row.proof) for row in rows)
    whole = sum(not row.missing for row in rows)
    wire.say(
        f"\n{len(rows)} methods, all with a card; {proved} with a proof, {whole} of them whole; "
        f"{len(rows) - proved} not there yet."
    )
    return wire.DONE
