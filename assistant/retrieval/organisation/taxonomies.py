"""Public taxonomies as they are published: O*NET's text files, ESCO's table of occupations.

    read_onet(folder) -> Taxonomy("O*NET 27.0", roles)      Occupation Data, titles, tasks, zones ...
    read_esco(file)   -> Taxonomy("ESCO", roles)

O*NET: U.S. Department of Labor, CC BY 4.0; ESCO: European Union, free with acknowledgement. Both are
read where they lie and never shipped. Their roles stand behind the general catalogue's.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.content import read_yaml
from assistant.domain.knowledge import ListedRole, RoleMoves, Seniority
from assistant.errors import UnusableInput
from assistant.retrieval.organisation.activities import activity, lowered
from assistant.retrieval.organisation.inspection import cleaned
from assistant.retrieval.title_words import load_spelling, words_of_title

GROUPS = Path(__file__).parent / "data" / "occupation_groups.yaml"
ONET_FILES = ("Occupation Data.txt", "Task Statements.txt")
REPORTED = "Sample of Reported Titles.txt"
CODE = "O*NET-SOC Code"
MAX_BYTES = 200_000_000
TAXONOMY_IDS = ("onet-", "esco-")
MOST_TASKS = 12
MOST_RELATED = 10
_VERSION = re.compile(r"O\*NET\s+(\d+(?:\.\d+)?)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# How much preparation an occupation needs (job zone), as the rung its ordinary holder stands on.
_ZONE_LEVEL = {
    "1": Seniority.ENTRY,
    "2": Seniority.JUNIOR,
    "3": Seniority.MID,
    "4": Seniority.MID,
    "5": Seniority.SENIOR,
}
_ISCO_LEVEL = {"1": Seniority.MANAGER, "2": Seniority.MID, "3": Seniority.MID, "9": Seniority.ENTRY}


@dataclass(frozen=True)
class Taxonomy:
    """A release with its occupations as roles, in the order of its codes."""

    name: str
    roles: tuple[ListedRole, ...]


def read_onet(folder: Path) -> Taxonomy:
    """The occupations of an O*NET release. Raises UnusableInput when files or columns are absent."""
    if not folder.is_dir():
        raise UnusableInput(f"{folder} is no folder.", "Name the folder with the O*NET text files.")
    for name in ONET_FILES:
        if not (folder / name).is_file():
            raise UnusableInput(
                f"{name} is not in {folder}.", "Unpack the whole O*NET release there."
            )
    code = CODE
    titles = _grouped(folder, "Alternate Titles.txt", code, "Alternate Title")
    short = _grouped(folder, "Alternate Titles.txt", code, "Short Title")
    reported = _grouped(folder, REPORTED, code, "Reported Job Title")
    tasks = _tasks(folder, code)
    zones = {
        key: values[0]
        for key, values in _grouped(folder, "Job Zones.txt", code, "Job Zone").items()
    }
    interests = _interests(folder, code)
    related = _grouped(folder, "Related Occupations.txt", code, "Related O*NET-SOC Code")
    groups = read_yaml(GROUPS)
    roles = []
    for row in _rows(folder / ONET_FILES[0], (code, "Title", "Description")):
        key, zone = row[code], zones.get(row[code], "")
        others = [*titles.get(key, ()), *reported.get(key, ())]
        others += [s for s in short.get(key, ()) if s != "n/a"]
        roles.append(
            ListedRole(
                id=_onet_id(key),
                title=row["Title"],
                function=groups["soc"].get(key[:2], groups["other"]),
                level=_level(row["Title"], _ZONE_LEVEL.get(zone, Seniority.MID)),
                other_titles=_distinct(others, row["Title"]),
                code=f"SOC {key[:7]}",
                week=tuple(map(activity, tasks.get(key, ())[:MOST_TASKS]))
                or (activity(_SENTENCE.split(row["Description"])[0]),),
                requirements=(groups["zones"].get(zone, groups["preparation"]),),
                interests=interests.get(key, ()),
                moves=RoleMoves(lateral=tuple(map(_onet_id, related.get(key, ())[:MOST_RELATED]))),
                description=row["Description"],
                source=_release(folder),
            )
        )
    known = {role.id for role in roles}
    return Taxonomy(_release(folder), tuple(_within(role, known) for role in roles))


def reported_titles(folder: Path) -> Iterator[tuple[str, str]]:
    """Role id and title of each of O*NET's reported titles."""
    for row in _rows(folder / REPORTED, (CODE, "Reported Job Title")):
        yield _onet_id(row[CODE]), row["Reported Job Title"]


def read_esco(path: Path) -> Taxonomy:
    """The occupations of ESCO's table. Raises UnusableInput when it is another table."""
    groups = read_yaml(GROUPS)
    needed = ("conceptUri", "preferredLabel", "altLabels", "description", "iscoGroup")
    roles = []
    for row in _rows(path, needed, delimiter=","):
        if row.get("conceptType", "Occupation") != "Occupation" or row.get("status") == "obsolete":
            continue
        others = [*row["altLabels"].split("\n"), *(row.get("hiddenLabels") or "").split("\n")]
        sentences = _SENTENCE.split(row["description"].strip())
        group = row["iscoGroup"].lstrip("C")
        roles.append(
            ListedRole(
                id=f"esco-{row['conceptUri'].rpartition('/')[2].casefold()}",
                title=row["preferredLabel"],
                function=groups["isco"].get(group[:2], groups["other"]),
                level=_level(row["preferredLabel"], _ISCO_LEVEL.get(group[:1], Seniority.JUNIOR)),
                other_titles=_distinct(others, row["preferredLabel"]),
                code=f"ISCO {group}",
                week=tuple(lowered(s) for s in sentences[:MOST_TASKS] if s),
                requirements=(groups["preparation"],),
                description=row["description"].strip(),
                source="ESCO",
            )
        )
    if not roles:
        raise UnusableInput(f"{path.name} holds no occupation.", "Take ESCO's occupations table.")
    return Taxonomy("ESCO", tuple(sorted(roles, key=lambda role: (role.code or "", role.id))))


def _rows(
    path: Path, columns: tuple[str, ...], delimiter: str = "\t"
) -> Iterator[Mapping[str, str]]:
    """The rows of a published table, which must have these columns."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnusableInput(f"{path.name} is too large.", f"At most {MAX_BYTES:,} bytes.")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            # O*NET's text files quote nothing; what looks like a quotation mark is one.
            plain = delimiter == "\t"
            reader: csv.DictReader[str] = (
                csv.DictReader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE)
                if plain
                else csv.DictReader(stream, delimiter=delimiter)
            )
            absent = set(columns) - set(reader.fieldnames or ())
            if absent:
                raise UnusableInput(
                    f"{path.name} has no column {min(absent)}.", "Take the release as published."
                )
            for row in reader:
                yield {k: cleaned(v or "").strip() for k, v in row.items() if isinstance(k, str)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableInput(f"{path.name} cannot be read ({error}).", "Unpack it again.") from error


def _grouped(folder: Path, name: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    """Values by key of one of the release's further files; nothing where it is not there."""
    if not (folder / name).is_file():
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / name, (key, value)):
        found[row[key]].append(row[value])
    return {code: tuple(values) for code, values in found.items()}


def _tasks(folder: Path, code: str) -> dict[str, tuple[str, ...]]:
    """Core tasks first, in the order of the release."""
    ranked: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number, row in enumerate(_rows(folder / ONET_FILES[1], (code, "Task", "Task Type"))):
        ranked[row[code]].append((row["Task Type"] != "Core", number, row["Task"]))
    return {key: tuple(task for _, _, task in sorted(tasks)) for key, tasks in ranked.items()}


def _interests(folder: Path, code: str) -> dict[str, tuple[str, ...]]:
    """The two strongest occupational interests (Holland 1997)."""
    if not (folder / "Interests.txt").is_file():
        return {}
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in _rows(folder / "Interests.txt", (code, "Element Name", "Scale ID", "Data Value")):
        if row["Scale ID"] == "OI":
            found[row[code]].append((-float(row["Data Value"]), row["Element Name"].casefold()))
    return {key: tuple(name for _, name in sorted(values)[:2]) for key, values in found.items()}


def _release(folder: Path) -> str:
    note = folder / "Read Me.txt"
    found = _VERSION.search(note.read_text("utf-8", "replace")[:2000]) if note.is_file() else None
    return f"O*NET {found.group(1)}" if found is not None else "O*NET"


def _onet_id(code: str) -> str:
    return "onet-" + code.replace(".", "-")


def _within(role: ListedRole, known: set[str]) -> ListedRole:
    lateral = tuple(ident for ident in role.moves.lateral if ident in known and ident != role.id)
    return role.model_copy(update={"moves": RoleMoves(lateral=lateral)})


def _level(title: str, otherwise: Seniority) -> Seniority:
    spelling = load_spelling()
    written = words_of_title(title.removesuffix("s"), spelling)
    if written.rank is not None:
        return written.rank
    heads = [spelling.heads[word] for word in written.words if word in spelling.heads]
    return max(heads, key=lambda level: level.rank) if heads else otherwise


def _distinct(titles: list[str], own: str) -> tuple[str, ...]:
    seen = {own.casefold(): ""}
    for title in titles:
        if title.strip():
            seen.setdefault(title.strip().casefold(), title.strip())
    return tuple(title for title in seen.values() if title)
