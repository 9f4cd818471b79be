"""Which part of what was said may be quoted back, letter for letter.

    quotable("and I suppose I like it when nobody bothers me for two hours", lexicon)
      -> "nobody bothers me for two hours"

A quotation is the shortest span that carries the point: two to eight words, cut at the edge of a
phrase, without the frame before it ("I think that", "last Tuesday I was") and without a
preposition or conjunction hanging at either end, so that it can stand in quotation marks as the
subject or object of a sentence. A span with a misspelling is never quoted; it would look like
mockery.
"""

from __future__ import annotations

import re

from assistant.understanding.lexicon import Lexicon, cue_lists
from assistant.understanding.text import WORD, Clause

MAX_WORDS = 8
_LONGEST_FRAME = 5
_ORDINAL = re.compile(
    r"(?:the )?(?:first|second|third|last|middle|1st|2nd|3rd|other|latter|former)(?: (?:one|two|role|option))?"
)
_PERSONS = frozenset("i we he she they it you".split())


def quotable(clause: Clause, lexicon: Lexicon) -> str | None:
    """The span of a clause that may be quoted, or None when nothing in it stands by itself."""
    tokens = list(WORD.finditer(clause.text))
    low = [t.group().casefold().replace("\u2019", "'") for t in tokens]
    first = _skip_frame(low, lexicon)
    last = _drop_tail(low, first, lexicon)
    first, last = _shorten(low, first, last)
    first, last = _trim(low, first, last, lexicon, whole=last == len(low))
    if last - first < 2 or not _stands(low[first:last], lexicon):
        return None
    if not _spelled(tokens[first:last], low[first:last], lexicon):
        return None
    span = clause.text[tokens[first].start() : tokens[last - 1].end()]
    return None if _UNQUOTABLE.search(span) else span


_UNQUOTABLE = re.compile(r"[\"\u201c\u201d{}<>\n\[\]|()]|\s'|'\s|[a-z]\.\s")


def _skip_frame(low: list[str], lexicon: Lexicon) -> int:
    """Where the span begins once opening filler, hedges and story frames are off."""
    at, moved = 0, True
    while moved and at < len(low):
        moved = False
        for size in range(_LONGEST_FRAME, 0, -1):
            rest = len(low) - at - size
            if rest > 0 and " ".join(low[at : at + size]) in lexicon.leads:
                at, moved = at + size, True
                break
        if not moved and (step := _story(low, at)):
            at, moved = at + step, True
    return at


def _story(low: list[str], at: int) -> int:
    """Length of "I was", "I kept" and the like before an activity; 0 where there is none."""
    if low[at] not in ("i", "we") or at + 2 >= len(low) or low[at + 1] not in _STORY_VERBS:
        return 0
    return 2 if low[at + 2].endswith("ing") else 0


_STORY_VERBS = frozenset(
    "was were am are kept keep spent spend started start been like love enjoy".split()
)


def _drop_tail(low: list[str], first: int, lexicon: Lexicon) -> int:
    """Where the span ends once closing filler is off ("... i guess", "... or something")."""
    last, moved = len(low), True
    while moved and last > first:
        moved = False
        for size in (3, 2, 1):
            if last - size >= first and " ".join(low[last - size : last]) in lexicon.tails:
                last, moved = last - size, True
                break
    return len(low) if last > first and low[last - 1] in _COPULAS else last


_COPULAS = frozenset("is are was were be it's that's isn't aren't i'm he's she's".split())


def _shorten(low: list[str], first: int, last: int) -> tuple[int, int]:
    """At most eight words (ten with a figure), ending before a word that opens another phrase.

    A figure is what a quotation of a result is for: a span that holds all of them goes first.
    """
    figures = [at for at in range(first, last) if low[at][:1].isdigit()]
    room = MAX_WORDS + 2 * bool(figures)
    if last - first <= room:
        return first, last
    spans = [
        (start, end)
        for start in _starts(low, first, last)
        for end in range(min(start + room, last), start + 2, -1)
        if _ends_well(low, end, last)
    ]
    whole = [s for s in spans if all(s[0] <= at < s[1] for at in figures)]
    return next(iter(whole or spans), (first, first))


def _ends_well(low: list[str], end: int, last: int) -> bool:
    """Whether a span may end here: before another phrase, not inside "11 to 4"."""
    if end < last and low[end] == "to" and low[end - 1][:1].isdigit():
        return False
    return end == last or low[end] in _edges()


def _starts(low: list[str], first: int, last: int) -> list[int]:
    return [first, *(at for at in range(first + 1, last - 2) if low[at - 1] in _CONJUNCTIONS)]


# These belong so closely to the word before them that a cut there leaves half a thought.
_CLOSE = frozenset("of to than as where into over under just".split())
_CONJUNCTIONS = frozenset("and or but so because that which when where while if whether".split())


def _edges() -> frozenset[str]:
    return frozenset(cue_lists()["edges"]) - _CLOSE


def _trim(
    low: list[str], first: int, last: int, lexicon: Lexicon, *, whole: bool
) -> tuple[int, int]:
    """The span without what cannot open or close a quotation.

    A preposition that ends a ``whole`` clause is a particle ("the tour's on").
    """
    while first < last and low[first] in lexicon.never_first:
        first += 1
    if whole and last > first and low[last - 1] in _PARTICLES:
        return first, last
    while last > first and low[last - 1] in lexicon.never_last:
        last -= 1
    return first, last


_PARTICLES = frozenset("on in off out over up down through back away by about".split())


def _stands(words: list[str], lexicon: Lexicon) -> bool:
    """Whether the words say something by themselves."""
    if _ORDINAL.fullmatch(" ".join(words)):
        return False
    content = [w for w in words if w not in lexicon.function_words]
    if not content:
        return False
    # A person and a verb without more ("he said", "i work") says nothing.
    return not (len(words) == 2 and words[0] in _PERSONS)


def _spelled(tokens: list[re.Match[str]], low: list[str], lexicon: Lexicon) -> bool:
    return all(
        lexicon.knows(word) or (token.group()[:1].isupper() and at > 0)
        for at, (word, token) in enumerate(zip(low, tokens, strict=True))
    )
