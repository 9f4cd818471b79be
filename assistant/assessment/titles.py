"""Job titles in a text: those of a catalogue, those of the shipped list, and unlisted ones.

A one-word title or a head noun such as "engineer" takes the words before it along ("payments
engineer"); a rank word takes its field after it ("director of internal audit"). A loose word
("manager", "lead") with no content word on either side is kept as `complete = False`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.assessment.calendar_words import NUMBER_WORDS
from assistant.assessment.lexicon import Hit, Phrases, phrases, variants
from assistant.assessment.occupations import (
    TitleEntry,
    agent_noun,
    base_titles,
    content_word,
    level_of,
    occupations,
)
from assistant.assessment.spelling import correct
from assistant.assessment.text import Words, read_words

_LIMIT = 120  # no aspiration names more; keeps hostile texts cheap
_TIMES = ("pm", "pa", "am")
_VERB_BEFORE = frozenset(
    "i you we they he she to will would can could should must might not do did does who always let's lets help please"
    " and".split()
)
_SOFT = frozenset("leader expert professional boss champion player helper person".split())
_LEADERS = frozenset(
    "shift crew squad section cell line project course subject phase scout youth team troop watch programme group ward"
    " opposition lab wing bay deck stage floor kitchen department unit worship choir orchestra".split()
)
_OF = frozenset(("of", "for"))
_IN = frozenset(("in", "at", "on", "over"))
_MANAGERIAL = frozenset(("manager", "lead", "leader", "boss", "expert", "professional", "executive"))
_EMPTY_HEADS = frozenset("boss player member worker person helper champion owner expert professional".split())
_EMPTY = frozenset("something someone things thing people it that this them everything anything department team".split())


@dataclass(frozen=True, slots=True)
class CatalogueTitle:
    """A role of an organisation's catalogue as the gazetteer takes it in."""

    role_id: str
    title: str
    other_titles: tuple[str, ...] | list[str] = ()
    level: str | None = None
    function: str | None = None


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title found: offsets, words first..last, and whether it means one job by itself."""

    start: int
    end: int
    text: str
    title: str
    role_id: str | None
    level: str | None
    function: str | None
    complete: bool
    first: int
    last: int
    open_vocabulary: bool = False
    kind: str = "title"


class Gazetteer:
    """Finds job titles; build it once per catalogue, it is immutable and safe to share."""

    __slots__ = ("_catalogue",)

    def __init__(self, catalogue: Phrases | None = None) -> None:
        self._catalogue = catalogue

    @classmethod
    def from_roles(cls, roles: Iterable[CatalogueTitle]) -> Gazetteer:
        """A gazetteer that answers with the catalogue's ids before it falls back on the shipped list."""
        trie = Phrases()
        for role in roles:
            entry = TitleEntry(role.title, role.role_id, role.level, role.function)
            for name in (*role.other_titles, role.title):
                for spelled in _spellings(name):
                    if spelled and not _too_loose(spelled):
                        trie.add(spelled, "title", entry)
        return cls(trie)

    def find(self, text: str) -> list[TitleMatch]:
        """All titles in `text`, loose ones included, in order and without overlaps."""
        return self.find_in(correct(read_words(text)))

    def find_in(self, words: Words) -> list[TitleMatch]:
        """As `find`, for a text that is tokenised already."""
        _singular_after_one_of(words)
        found: list[TitleMatch] = []
        i, floor, n = 0, 0, len(words)
        heads = occupations().heads
        roots = base_titles().root
        own = self._catalogue.root if self._catalogue else {}
        while i < n and len(found) < _LIMIT:
            word = words.words[i]
            if word in roots or word in own or word in heads or agent_noun(word):
                hit = self._hit(words, i)
                if hit is not None:
                    if hit.label != "blocked":
                        match = _grow(words, hit, floor)
                        if match is not None:
                            found.append(match)
                            i = floor = max(match.last, hit.last)
                            continue
                    i = hit.last
                    continue
            i += 1
        return found

    def _hit(self, words: Words, i: int) -> Hit | None:
        own = self._catalogue.match(words, i) if self._catalogue else None
        base = base_titles().match(words, i)
        if own is not None and (base is None or own.last >= base.last):
            return own
        if base is not None:
            return base
        word = words.words[i]
        kind = occupations().heads.get(word)
        if kind is None and not agent_noun(word):
            return None
        function = occupations().families.get(word)
        return Hit(i, i + 1, kind or "agent", TitleEntry(word, function=function))


def _spellings(name: str) -> list[str]:
    read = read_words(name.replace("|", " "))
    phrase = " ".join(read.words)
    return [phrase] if phrase else variants("")


def _too_loose(phrase: str) -> bool:
    """A catalogue title such as "Lead" would match every "lead" in a text."""
    occ = occupations()
    return phrase in occ.stop or occ.heads.get(phrase) in ("loose", "rank") or phrase in occ.silent


def _singular_after_one_of(words: Words) -> None:
    """ "one of the night supervisors" reads as one night supervisor."""
    heads = occupations().heads
    for i in range(len(words) - 2):
        if words.words[i] == "of" and words.words[i - 1] == "one" and i > 0:
            for j in range(i + 2, min(i + 7, len(words))):
                word = words.words[j]
                if word.endswith("s") and word[:-1] in heads:
                    words.words[j] = word[:-1]
                    break


def _is_verb(words: Words, first: int) -> bool:
    """Whether a word that is also a verb stands as one ("to guide", "I coach")."""
    word = words.words[first]
    if word not in occupations().shy or first == 0 or words.gap[first]:
        return False
    before = words.words[first - 1]
    if before == "to" and first > 1:
        two = words.words[first - 2]
        return two not in ("promoted", "up", "move", "moving", "moved", "step", "switch", "over", "across", "on", "back")
    return before in _VERB_BEFORE and before != "and"


def _left(words: Words, first: int, floor: int) -> int:
    """Leftmost word of the modifiers before a head."""
    occ = occupations()
    j = first
    while j > floor and first - j < 4 and not words.gap[j]:
        before = words.words[j - 1]
        if before in occ.stop or before[0].isdigit():
            break
        j -= 1
    return j


def _right(words: Words, last: int, joints: frozenset[str]) -> int:
    """One past the field after "of", "for", "in": up to five words; `last` where there is none."""
    n = len(words)
    if last >= n or words.gap[last] or words.words[last] not in joints:
        return last
    occ = occupations()
    j, content, end = last + 1, 0, last
    while j < n and j - last < 7 and not words.gap[j]:
        word = words.words[j]
        if word in ("the", "our", "a", "an", "my", "your", "of", "s", "'s") or (word == "and" and content):
            j += 1
            continue
        if word in occ.stop or word in _EMPTY or word[0].isdigit() or word in NUMBER_WORDS:
            break
        content += 1
        j += 1
        end = j
    return end if content else last


def _grow(words: Words, hit: Hit, floor: int) -> TitleMatch | None:
    """A hit with the words that belong to it; None where it is no title after all."""
    occ = occupations()
    first, last, kind = hit.first, hit.last, hit.label
    n = len(words)
    single = last - first == 1
    if words.words[first] in _TIMES and first and words.words[first - 1][0].isdigit():
        return None
    if single and _is_verb(words, first):
        return None
    head_kind = kind
    while last < n and not words.gap[last] and words.words[last] in occ.heads and last - first < 6:
        head_kind = "title" if kind == "title" or occ.heads[words.words[last]] == "title" else occ.heads[words.words[last]]
        if kind == "rank" and words.words[last] in ("manager", "lead", "leader"):
            head_kind = "loose"
        last += 1
    kind = head_kind
    left = _left(words, first, floor)
    content = any(content_word(w) for w in words.words[left:first])
    complete, right = _complete(words, left, first, last, kind, content)
    if not complete and words.words[first] in occ.silent and (last - left == 1 or words.words[first] in _EMPTY_HEADS):
        return None
    if kind == "agent" and not (content or _bare_answer(words, left, last) or _after_article(words, left)):
        return None
    return _match(words, hit, (left, first, last, right), kind, complete)


def _complete(words: Words, left: int, first: int, last: int, kind: str, content: bool) -> tuple[bool, int]:
    """Whether the title means one job, and where its field to the right ends."""
    head = words.words[last - 1]
    if kind in ("title", "agent"):
        bare_silent = last - first == 1 and left == first and head in occupations().silent
        return not bare_silent, last
    if kind == "rank" or head in ("coordinator", "specialist", "officer", "supervisor", "partner", "analyst"):
        right = _right(words, last, _OF | _IN)
        return content or right > last, right
    inner = words.words[last - 2] if last - left >= 2 else ""
    if head in _SOFT:
        right = _right(words, last, _OF | _IN) if inner == "team" else last
        return (inner in _LEADERS and (inner != "team" or content or right > last)), right
    right = _right(words, last, _OF if head in _MANAGERIAL and inner != "team" else _OF | _IN)
    return content or right > last, right


def _bare_answer(words: Words, first: int, last: int) -> bool:
    return (first == 0 or words.gap[first] > 0) and (last == len(words) or words.gap[last] > 0)


def _after_article(words: Words, first: int) -> bool:
    return first > 0 and words.words[first - 1] in ("a", "an", "as", "the", "be", "become")


def _match(words: Words, hit: Hit, places: tuple[int, int, int, int], kind: str, complete: bool) -> TitleMatch:
    left, first, last, right = places
    entry: TitleEntry = hit.data
    whole = words.phrase(left, right)
    exact = left == first and last == hit.last
    start, end, text = words.span(left, right)
    level = (entry.level if exact else None) or level_of(words.phrase(left, last))
    function = _named_function(words, left, right) if kind != "title" or not entry.function else entry.function
    if entry.role_id is None and entry.function in ("consulting", "administration", None):
        function = _named_function(words, left, right) or entry.function
    canonical = entry.title if exact and right == last and entry.role_id else whole
    role_id = entry.role_id if exact and right == last else None
    return TitleMatch(
        start, end, text, canonical, role_id, level, function, complete, left, right, kind == "agent", kind
    )


def _named_function(words: Words, first: int, last: int) -> str | None:
    """The function that the words of a title name, if any."""
    trie = function_phrases()
    for i in range(first, last):
        hit = trie.match(words, i)
        if hit is not None and hit.last <= last:
            return hit.label
    return None


@lru_cache(maxsize=1)
def function_phrases() -> Phrases:
    """The trie of functions without their markers of weakness."""
    trie = Phrases()
    source = phrases("functions.txt")
    _copy(source.root, trie, [])
    return trie


def _copy(node: dict[str, object], into: Phrases, path: list[str]) -> None:
    for word, child in node.items():
        if word == "":
            label = child[0] if isinstance(child, tuple) else ""
            into.add(" ".join(path).lstrip("~"), label)
        elif isinstance(child, dict):
            _copy(child, into, [*path, word])


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """The gazetteer of the shipped list alone."""
    return Gazetteer()
