"""How far a job title reaches around its head, and whether it means one job.

A head noun takes the words before it along ("payments engineer"), a rank word its field after it
("director of internal audit"), a server the one served ("assistant to the managing director").
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from assistant.assessment.calendar_words import NUMBER_WORDS
from assistant.assessment.lexicon import Hit, Phrases, phrases
from assistant.assessment.occupations import (
    TitleEntry,
    base_titles,
    content_word,
    level_of,
    occupations,
)
from assistant.assessment.text import Words

_TIMES = ("pm", "pa", "am")
_VERB_BEFORE = frozenset(
    "i you we they he she to will would can could should must might not do did does who always "
    "let's lets help please"
    " and".split()
)
_SOFT = frozenset("leader expert professional boss champion player helper person".split())
_LEADERS = frozenset(
    "shift crew squad section cell line project course subject phase scout youth team troop "
    "watch programme group ward"
    " opposition lab wing bay deck stage floor kitchen department unit worship choir "
    "orchestra".split()
)
_OF = frozenset(("of", "for"))
_IN = frozenset(("in", "at", "on", "over"))
_MANAGERIAL = frozenset(
    ("manager", "lead", "leader", "boss", "expert", "professional", "executive")
)
_SERVING = frozenset(("assistant", "deputy", "aide", "adviser", "advisor", "secretary"))
_EMPTY_HEADS = frozenset(
    "boss player member worker person helper champion owner expert professional".split()
)
_EMPTY = frozenset(
    "something someone things thing people it that this them everything anything "
    "department team".split()
)


class TitleMatch(NamedTuple):
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


def _is_verb(words: Words, first: int) -> bool:
    """Whether a word that is also a verb stands as one ("to guide", "I coach")."""
    word = words.words[first]
    if word not in occupations().shy or first == 0 or words.gap[first]:
        return False
    before = words.words[first - 1]
    if before == "to" and first > 1:
        two = words.words[first - 2]
        return two not in (
            "promoted",
            "up",
            "move",
            "moving",
            "moved",
            "step",
            "switch",
            "over",
            "across",
            "on",
            "back",
        )
    return before in _VERB_BEFORE and before != "and"


def _left(words: Words, first: int, floor: int) -> int:
    """Leftmost word of the modifiers before a head."""
    occ = occupations()
    j = first
    while j > floor and first - j < 4 and not words.gap[j]:
        before = words.words[j - 1]
        centre = before == "call" and words.words[j] in ("centre", "center", "handling")
        if before[0].isdigit():
            break
        tied = _hyphened(words, j - 1) or _hyphened(words, j)
        noun = centre or tied or _noun_here(words, j - 1, first)
        if before in occ.stop and not noun:
            break
        j -= 1
    return j


# What stands before the first word of a title; a word that is also a verb is a noun behind them.
_OPENS_TITLE = frozenset(
    "a an the be become becoming being as is senior junior deputy assistant chief lead head want like".split()
)


def _noun_here(words: Words, i: int, head: int) -> bool:
    """Whether a word that can be a verb is the noun of a title ("office move coordinator").

    "I support managers" and "to move manager" act; a noun or an article before the word, two
    capitals, or a clause that is nothing else make it a part of the title.
    """
    occ = occupations()
    if words.words[i] not in occ.both or _acts(words, i):
        return False
    if words.text[words.starts[i]].isupper() and words.text[words.starts[head]].isupper():
        return True
    if i == 0 or words.gap[i]:
        return words.clause_end(i) == words.clause_end(head) <= head + 2
    before = words.words[i - 1]
    return before in _OPENS_TITLE or content_word(before)


def _hyphened(words: Words, i: int) -> bool:
    """Whether a hyphen ties a word to the one before it ("start-up manager")."""
    return i > 0 and words.text[words.ends[i - 1] : words.starts[i]] in ("-", "\u2011")


def _acts(words: Words, i: int) -> bool:
    """Whether somebody who acts, or a "to", stands right before a word."""
    return i > 0 and not words.gap[i] and words.words[i - 1] in _VERB_BEFORE - {"and", "please"}


def _right(words: Words, last: int, joints: frozenset[str]) -> int:
    """One past the field after "of", "for", "in": up to five words; `last` where there is none."""
    n = len(words)
    asked = last
    if (
        last < n
        and not words.gap[last]
        and words.words[last] in ("role", "job", "post", "position")
    ):
        last += 1
    if last >= n or words.gap[last] or words.words[last] not in joints:
        return asked
    occ = occupations()
    j, content, end = last + 1, 0, last
    while j < n and j - last < 7 and not words.gap[j]:
        word = words.words[j]
        if word in ("the", "our", "a", "an", "my", "your", "of", "s", "'s") or (
            word == "and" and content
        ):
            j += 1
            continue
        if content and word in ("team", "department", "side", "desk"):
            return j + 1
        if word in occ.stop or word in _EMPTY or word[0].isdigit() or word in NUMBER_WORDS:
            break
        content += 1
        j += 1
        end = j
    return end if content else asked


def grow(words: Words, hit: Hit, floor: int) -> TitleMatch | None:
    """A hit with the words that belong to it; None where it is no title after all.

    `floor` is the first word that no earlier title has taken.
    """
    first = hit.first
    if words.words[first] in _TIMES and first and words.words[first - 1][0].isdigit():
        return None
    if hit.last - first == 1 and _is_verb(words, first):
        return None
    last, kind = _head(words, hit)
    left = _left(words, first, floor)
    content = any(content_word(w) or w in occupations().both for w in words.words[left:first])
    complete, right = _complete(words, (left, first, last), kind, content=content)
    alone = last - left == 1 or words.words[first] in _EMPTY_HEADS
    if not complete and alone and words.words[first] in occupations().silent:
        return None
    placed = content or _bare_answer(words, left, last) or _after_article(words, left)
    if kind == "agent" and not placed:
        return None
    return _match(words, hit, (left, first, last, right), kind, complete=complete)


def _head(words: Words, hit: Hit) -> tuple[int, str]:
    """One past the head of a title and its kind: "nurse manager" ends at its last head noun."""
    heads = occupations().heads
    last, kind = hit.last, hit.label
    n = len(words)
    if kind != "title" and last < n and not words.gap[last]:
        more = base_titles().match(words, last)
        if more is not None and more.label == "title":
            last, kind = more.last, "title"
    while last < n and not words.gap[last] and last - hit.first < 6:
        head = words.words[last]
        if head not in heads:
            break
        demoted = hit.label == "rank" and head in ("manager", "lead", "leader")
        kind = "loose" if demoted else "title" if kind == "title" else heads[head]
        last += 1
    return last, kind


def _complete(
    words: Words, places: tuple[int, int, int], kind: str, *, content: bool
) -> tuple[bool, int]:
    """Whether the title means one job, and where its field to the right ends."""
    left, first, last = places
    head = words.words[last - 1]
    if kind in ("title", "agent"):
        bare_silent = last - first == 1 and left == first and head in occupations().silent
        return not bare_silent, last
    if kind == "rank" or head in (
        "coordinator",
        "specialist",
        "officer",
        "supervisor",
        "partner",
        "analyst",
    ):
        right = _right(words, last, _OF | _IN)
        if kind == "rank" and right == last and last < len(words) and not words.gap[last]:
            named = function_phrases().match(words, last)
            right = named.last if named else right
        return content or right > last, right
    if (
        head in _SERVING
        and words.phrase(last, last + 1) == "to"
        and (served := _served(words, last + 1))
    ):
        return True, served
    inner = words.words[last - 2] if last - left >= 2 else ""
    if head in _SOFT:
        right = _right(words, last, _OF | _IN) if inner == "team" else last
        return (inner in _LEADERS and (inner != "team" or content or right > last)), right
    right = _right(words, last, _OF if head in _MANAGERIAL and inner != "team" else _OF | _IN)
    return content or right > last, right


def _served(words: Words, i: int) -> int | None:
    """One past the title after "assistant to the ..."."""
    while i < len(words) and words.words[i] in ("the", "our", "a", "my") and not words.gap[i]:
        i += 1
    if i >= len(words) or words.gap[i]:
        return None
    hit = base_titles().match(words, i)
    return hit.last if hit and hit.label != "blocked" else None


def _bare_answer(words: Words, first: int, last: int) -> bool:
    return (first == 0 or words.gap[first] > 0) and (last == len(words) or words.gap[last] > 0)


def _after_article(words: Words, first: int) -> bool:
    return first > 0 and words.words[first - 1] in ("a", "an", "as", "the", "be", "become")


def _match(
    words: Words, hit: Hit, places: tuple[int, int, int, int], kind: str, *, complete: bool
) -> TitleMatch:
    left, first, last, right = places
    entry: TitleEntry = hit.data
    whole = words.phrase(left, right)
    exact = left == first and last == hit.last
    start, end, text = words.span(left, right)
    level = (entry.level if exact else None) or level_of(words.phrase(left, last))
    function = (
        _named_function(words, left, right)
        if kind != "title" or not entry.function
        else entry.function
    )
    if entry.role_id is None and entry.function in ("consulting", "administration", None):
        function = _named_function(words, left, right) or entry.function
    canonical = entry.title if exact and right == last and entry.role_id else whole
    role_id = entry.role_id if exact and right == last else None
    return TitleMatch(
        start,
        end,
        text,
        canonical,
        role_id,
        level,
        function,
        complete,
        left,
        right,
        kind == "agent",
        kind,
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
