"""What the title lists say about single words: heads, levels, functions, words a title cannot hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.lexicon import Phrases, sections, variants, word_set

_WEAK_ENDINGS = ("ful", "ous", "able", "ible", "less", "ish", "ier", "iest")
_AGENTS = (
    "ologist", "ographer", "ician", "smith", "wright", "keeper", "monger", "maker", "ist", "herd", "iatrist",
)  # fmt: skip
SHORT_AGENT = 5  # letters; no word so short is taken for an occupation by its ending alone
_NO_AGENTS = frozenset(
    "list exist assist mist twist gist resist persist consist insist wrist specialist generalist "
    "perfectionist optimist"
    " realist feminist activist minimalist racist sexist idealist pessimist capitalist checklist "
    "shortlist waitlist fist"
    " playlist coexist enlist shepherd peacemaker changemaker moneymaker gatekeeper troublemaker "
    "watchlist loyalist"
    " moist hoist tourist elitist purist individualist".split()
)


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """A known title: canonical form, catalogue id, level and function where the list gives them."""

    title: str
    role_id: str | None = None
    level: str | None = None
    function: str | None = None


@dataclass(frozen=True, slots=True)
class Occupations:
    """The word sets that the title recogniser looks things up in."""

    heads: dict[str, str]  # word -> "title" | "loose" | "rank"
    weak: frozenset[str]
    stop: frozenset[str]
    both: frozenset[str]  # stopped as verbs, part of a title as nouns
    nonjob: frozenset[str]
    shy: frozenset[str]
    silent: frozenset[str]
    families: dict[str, str]  # one-word title -> function
    levels: tuple[tuple[str, frozenset[str]], ...]


_LEVEL_ORDER = ("c_level", "vp", "director", "manager", "lead", "senior", "junior", "entry")


@lru_cache(maxsize=1)
def occupations() -> Occupations:
    """The sets of heads.txt and stops.txt, and the one-word titles, read once."""
    heads: dict[str, str] = {}
    families: dict[str, str] = {}
    for section in sections("titles.txt"):
        for title in section.phrases:
            if " " not in title:
                heads[title] = "title"
                families.setdefault(title, section.label)
    for kind in ("loose", "rank"):
        heads.update(dict.fromkeys((w for w in word_set("heads.txt", kind) if " " not in w), kind))
    return Occupations(
        heads=heads,
        weak=word_set("heads.txt", "weak"),
        stop=word_set("stops.txt", "stop"),
        both=word_set("stops.txt", "both"),
        nonjob=word_set("stops.txt", "nonjob"),
        shy=word_set("heads.txt", "shy"),
        silent=frozenset(p for p in word_set("heads.txt", "blocked") if " " not in p),
        families=families,
        levels=tuple((name, word_set("heads.txt", f"level {name}")) for name in _LEVEL_ORDER),
    )


@lru_cache(maxsize=1)
def base_titles() -> Phrases:
    """The trie of the titles that ship with the product and of the phrases that are none."""
    trie = Phrases()
    add_base_titles(trie)
    return trie


def add_base_titles(trie: Phrases) -> None:
    """Puts the shipped titles and the phrases that are none into a trie."""
    for section in sections("titles.txt"):
        for phrase in section.phrases:
            for title in variants(phrase):
                spelled = title.replace("'s ", " 's ")  # a text's possessive is a word of its own
                trie.add(spelled, "title", TitleEntry(title, function=section.label))
    for phrase in word_set("heads.txt", "rank"):
        if " " in phrase:
            trie.add(phrase, "rank", TitleEntry(phrase))
    for phrase in word_set("heads.txt", "blocked"):
        if " " in phrase:
            trie.add(phrase, "blocked")


def level_of(title: str) -> str | None:
    """The level that the words of a title name; None for a plain title ("nurse")."""
    if not title:
        return None
    words = title.split()
    if words[0] == "chief" and words[-1] in ("officer", "executive"):
        return "c_level"
    for name, markers in occupations().levels:
        if title in markers or any(word in markers for word in words):
            if name == "director" and words[0] in ("assistant", "deputy"):
                return "manager"
            if name == "c_level" and words[0] != "chief" and "chief" in words:
                continue
            return name
    return None


@lru_cache(maxsize=8192)
def content_word(word: str) -> bool:
    """Whether a word before a head noun narrows it to a field ("payments", not "good")."""
    occ = occupations()
    if len(word) < 2 or word in occ.weak or word in occ.stop or word[0].isdigit():
        return False
    return not word.endswith(_WEAK_ENDINGS)


@lru_cache(maxsize=8192)
def agent_noun(word: str) -> bool:
    """Whether an unlisted word is built like the name of an occupation."""
    return len(word) > SHORT_AGENT and word.endswith(_AGENTS) and word not in _NO_AGENTS


@lru_cache(maxsize=8192)
def unlisted_job(word: str) -> bool:
    """Whether a noun after "become a" may be taken for a job though no list knows it."""
    occ = occupations()
    if (
        len(word) < 3
        or not word.isalpha()
        or word in occ.stop
        or word in occ.nonjob
        or word in occ.silent
    ):
        return False
    if word in occ.weak and word not in occ.heads:
        return False
    return not word.endswith(
        (*_WEAK_ENDINGS, "ing", "ly", "ness", "tion", "ment", "ity", "ive", "ic", "ed")
    )
