"""What a coach may edit, read as the product reads it, and held against each other.

    for area, read in AREAS.items(): read()   -> "944 roles in 62 functions, 128 cards"

Each reader looks at one file; here is what only several files together can show: a card that names
a move nobody makes, a phrase that no reply may hold, a move without a file. All raise ContentError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.assessment import lexicon as scale
from assistant.content import KNOWLEDGE, PROMPTS, Document, read_document, shown
from assistant.domain.dialogue import Slot, Stage
from assistant.domain.knowledge import GuidanceCard
from assistant.domain.methods import load_methods
from assistant.errors import ContentError
from assistant.misfits import nearest
from assistant.planning.wording import load_plan_wording
from assistant.policy import told
from assistant.policy.personas import load_personas
from assistant.policy.situation import MOVES
from assistant.policy.uptake import uptake_names
from assistant.reply import load_prompts
from assistant.reply.model.prompts import load_model_texts
from assistant.reply.prompts import Prompts
from assistant.retrieval import load_corpus, neutral
from assistant.retrieval.organisation import inspection
from assistant.retrieval.title_words import load_spelling
from assistant.ui.wording import load_page_wording
from assistant.understanding import act_features, people, safety
from assistant.understanding.lexicon import PLAIN, cue_lists, cue_pattern
from assistant.verification import banned
from assistant.verification.forbidden import forbidden

LONGEST_FIRST = 60  # words of a card's first sentence, which a reply quotes whole
# The headings of prompts/wording that the policy asks for; of the other files it takes what stands there.
WORDINGS = {
    "contrasts": ("Pairs",),
    "lines": ("Opening", "Result", "Request", "Request without one"),
    "note": ("Opening", "Granted", "Refused", "Promised", "First step", "Next talk", "Close"),
    "offers": (
        *("Line with reason", "Line", "promotion", "lateral", "field_up", "usual", "two_moves"),
        *("open", "change", "change_up", "step_down", "stretch"),
    ),
    "organisation": (
        *("Week", "Requirement", "Function", "Own list", "Both lists", "Line with reason", "Line"),
        *("Undescribed line with reason", "Undescribed line"),
    ),
    "rehearsal": (
        *("Held number", "Held date", "Held name", "Held cover", "Held request", "Held evidence"),
        *("Change target", "Change gap", "Change ask", "Change cover", "Change money"),
        "Change timing",
    ),
    "routes": (),
    "objections": (),
    "holes": (),
}


def knowledge(folder: Path = KNOWLEDGE, cache: Path | None = None) -> str:
    """Roles, cards, methods and titles."""
    corpus = load_corpus(folder, cache)
    methods = load_methods(folder / "methods.yaml")
    load_spelling(folder / "titles" / "abbreviations.yaml")
    known = {
        "stages": [stage.value for stage in Stage],
        "moves": list(MOVES),
        "methods": [method.id for method in methods],
        "source": sorted({method.article for method in methods}),
    }
    asked: dict[str, str] = {}
    for card in corpus.cards:
        _card(card, folder, known, asked)
    for method in methods:
        for name in method.cards:
            if name not in corpus.card_by_id:
                where = f"{shown(folder / 'methods.yaml')}:{_line(folder / 'methods.yaml', name)}"
                hint = nearest(name, sorted(corpus.card_by_id))
                raise ContentError(f"{where}: {method.id} names the card {name}, unknown.", hint)
    functions = len(corpus.catalogue.functions)
    return f"{len(corpus.roles)} roles in {functions} functions, {len(corpus.cards)} cards"


def _card(
    card: GuidanceCard, folder: Path, known: dict[str, list[str]], asked: dict[str, str]
) -> None:
    """Refuses a card that names what is not there, asks what another asks, or opens too long."""
    path = folder / "guidance" / f"{card.id}.md"
    for key, names in known.items():
        given = getattr(card, key)
        for name in (given,) if isinstance(given, str) else given:
            if name not in names:
                problem = f"{key} names {name!r}, which is not known"
                raise _at(path, key, problem, nearest(name, names))
    for question in card.questions:
        other = asked.setdefault(question.casefold(), card.id)
        if other != card.id or card.questions.count(question) > 1:
            problem = f"the question {question!r} stands in {other} already"
            raise _at(path, question, problem, "Keep it in one place.")
    if (words := len(card.short_answer.split())) > LONGEST_FIRST:
        problem = f"the first sentence of the text has {words} words and is quoted whole"
        start = card.body.strip().splitlines()[0]
        raise _at(path, start, problem, f"End it within {LONGEST_FIRST}.")


def _at(path: Path, word: str, problem: str, remedy: str) -> ContentError:
    return ContentError(f"{shown(path)}:{_line(path, word)}: {problem}.", remedy)


def _line(path: Path, word: str) -> int:
    """The first line of a file with a word; 1 where it is written otherwise."""
    lines = path.read_text("utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 1)


def prompts(folder: Path = PROMPTS) -> str:
    """Everything the assistant says, and what it may not say."""
    found = load_prompts(folder)
    load_personas(folder)
    load_plan_wording(folder)
    load_page_wording(folder)
    load_model_texts(folder)
    forbidden(folder / "model" / "forbidden.yaml")
    _all_there(folder / "moves", found.moves, MOVES, strict=True)
    _all_there(folder / "uptakes", found.uptakes, sorted(uptake_names()))
    _all_there(folder / "wording", found.wordings, tuple(WORDINGS), strict=True)
    _all_there(folder / "safety", found.safety, (*safety.BRANCHES, "waiting"), strict=True)
    _headings(folder / "wording")
    _nothing_banned(folder, found)
    return f"{len(found.moves)} moves, {len(found.by_id)} phrases"


def _all_there(
    folder: Path, found: Iterable[str], wanted: Sequence[str], *, strict: bool = False
) -> None:
    """Refuses a folder in which a file is missing, or with ``strict`` one that nothing uses."""
    there = set(found)
    for name in wanted:
        if name not in there:
            raise ContentError(f"{shown(folder / name)}.md:1: the file is missing.", "Put it back.")
    for name in sorted(there - set(wanted)) if strict else ():
        path = folder / f"{name}.md"
        raise ContentError(f"{shown(path)}:1: nothing uses this file.", nearest(name, wanted))


def _headings(folder: Path) -> None:
    for name, wanted in WORDINGS.items():
        document = read_document(folder / f"{name}.md")
        known = (*(slot.value for slot in Slot), "manager", "contact")
        if wanted or name == "holes":
            document.only_headings(*(wanted or known))
        for heading in wanted:
            _heading(document, heading)


def _heading(document: Document, heading: str) -> None:
    if heading not in document.sections:
        raise document.fail(1, f"the heading {heading} is missing", f"Add # {heading}.")


def _nothing_banned(folder: Path, found: Prompts) -> None:
    """Refuses a phrase that no reply may hold."""
    never = banned(folder / "banned.yaml")
    for phrase in found.by_id.values():
        if match := never.search(phrase.text):
            name, _, _ = phrase.id.removeprefix("uptake/").partition("/")
            kind = "uptakes" if phrase.id.startswith("uptake/") else "moves"
            path = folder / kind / f"{name}.md"
            problem = f"no reply may say {match.group()!r} (banned.yaml)"
            raise _at(path, phrase.text, problem, "Say it otherwise.")


def word_lists() -> str:
    """The words the assistant listens for."""
    for name in cue_lists().keys() - set(PLAIN):
        cue_pattern(name)
    act_features.check_lists()
    safety.check_lists()
    told.check_lists()
    neutral.check_lists()
    inspection.check_lists()
    people.first_names()
    files = sorted(scale.DATA.glob("*.txt"))
    for path in files:
        scale.sections(path.name)
    return f"{len(cue_lists())} of cues, {len(files)} files of the scale"


def simulated() -> str:
    """The people of the evals."""
    from evals.simulated import load_people

    return f"{len(load_people())} simulated employees"


AREAS: dict[str, Callable[[], str]] = {
    "knowledge": knowledge,
    "prompts": prompts,
    "word lists": word_lists,
    "people": simulated,
}
