"""Titles as words: how one is written on a door, which of its words carry it, and posts by name."""

from __future__ import annotations

import re

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.text import words_of

GENERIC = frozenset(
    "manager officer coordinator assistant specialist advisor adviser analyst lead leader senior junior "
    "head director supervisor of and the a administrator executive trainee professional role one job post "
    "position team work desk thing".split()
)
_SMALL = frozenset("of and the for in at to".split())


def stem(word: str) -> str:
    """A light stem, so that "auditing", "auditor" and "coder", "coding" meet."""
    for ending in ("ings", "ing", "ers", "ors", "er", "or", "ist", "ies", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def content_stems(text: str, lexicon: Lexicon) -> set[str]:
    """The stems of the words that tell one role from another; all stems when none of them does."""
    words = [w for w in words_of(text) if w not in lexicon.function_words]
    return {stem(w) for w in words if w not in GENERIC} or {stem(w) for w in words}


def same_words(title: str, text: str) -> bool:
    """Whether two titles are made of the same words."""
    return {stem(w) for w in words_of(title)} == {stem(w) for w in words_of(text)}


def title_of(text: str) -> str:
    """A title as it stands on a door: capitals, abbreviations kept, articles dropped."""
    words = re.sub(r"^(?:an?|the|some kind of|being|be)\s+", "", text.strip(), flags=re.I).split()
    return " ".join(_on_door(word, opens=not n) for n, word in enumerate(words))


def _on_door(word: str, *, opens: bool) -> str:
    if any(c.isupper() for c in word):
        return word
    if word.lower() in _SMALL and not opens:
        return word.lower()
    return word[:1].upper() + word[1:]


_VAGUE = (
    r"better|new|different|good|another|more|senior|higher|permanent|same|any|real|big(?:ger)?|proper|next|nice(?:r)?|right|own|best"
    r"|full[- ]time|part[- ]time|management|leadership|dream|current|present|specific|certain|single|other|old|job|role"
)
_WANT = (
    r"(?:\bi(?:'d| would)? (?:really |just |only )?(?:want|like|love|prefer|take|go for)|\bwant|\bi'?m (?:asking|going|after|applying|aiming)(?: for)?"
    r"|\basking for|\bgo(?:ing)? for|\bapply(?:ing)? for|\bmake (?:it|that)|\bgo with|\bswitch (?:it |that )?to|\bput me (?:down )?for"
    r"|\bsign me up for|\binterested in|\bhopes? (?:for|to get)|\bget|\brather (?:have|do|be)?)"
)
_POST = re.compile(
    rf"{_WANT} (?:to (?:be|have|get|do) )?(?P<article>the|an?|that) (?!(?:{_VAGUE})\b)(?P<title>(?:[\w'\u2019-]+ ){{0,3}}[\w'\u2019-]+?) (?P<post>job|role|post|position|desk|seat|unit)\b",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:(?:want|like|love|hope|wan|wanna|rather|aim|plan)(?: to)? (?:be|become)|become|becoming) an? "
    rf"(?!(?:{_VAGUE}) )(?P<title>(?:[a-z-]+ ){{0,2}}(?!leader|better|bigger|player|member|mother|father|winner|number|matter|earner|senior|minor|major|junior"
    r"|part|parent|student|agent of)[a-z]+(?:er|or|ist|ian|man|woman))\b(?! (?:of|for|to|in charge))",
    re.IGNORECASE,
)


# What a post is called after: somebody who acts ("assessor"), or a name with a capital.
_ACTS = re.compile(
    r"(?!career|number|matter|power|order|offer|other|better)[a-z]{2,}(?:er|or|ist|ian|man|woman|eer|ant|wright)",
    re.I,
)


def _names_post(match: re.Match[str], *, whole: bool) -> bool:
    """Whether the words before "job" or "desk" name one post.

    "A secure position" and "a creative role" say what a post should be like. A desk or a unit is one
    that both know ("the training desk"); before "job" stands somebody who acts, or a name.
    """
    if whole:
        return match["article"].casefold() in ("the", "that")
    last = match["title"].split()[-1]
    return _ACTS.fullmatch(last) is not None or match["title"] != match["title"].lower()


def posts_named(message: str) -> list[tuple[str, int, int]]:
    """Wanted posts that no list of titles knows: "the assessor job", "to be a cutter"."""
    found = []
    for match in (*_POST.finditer(message), *_AGENT.finditer(message)):
        # A unit or a desk is named with its noun; "the assessor job" is an assessor's.
        post = match.groupdict().get("post")
        whole = post is not None and post.casefold() in ("desk", "unit", "seat")
        if post is not None and not _names_post(match, whole=whole):
            continue
        end = match.end() if whole else match.end("title")
        found.append((message[match.start("title") : end], match.start("title"), end))
    return found
