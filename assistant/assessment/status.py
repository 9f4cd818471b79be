"""Whose role a title is: wanted, held now, held before, refused, or somebody else's.

The nearest cue to the left decides, as long as no boundary of the sentence lies between that the
cue cannot cross; what stands directly before and after the title can overrule it.
"""

from __future__ import annotations

from assistant.assessment.cues import Cues, verb_words
from assistant.assessment.lexicon import Hit, Phrases
from assistant.assessment.status_sides import (
    JOB_NOUNS,
    SUBJECT_VERBS,
    as_subject,
    by_sides,
    determiner,
    follows,
    inverted,
    modifies,
    number_of_years,
    once_before,
)
from assistant.assessment.text import Words
from assistant.domain.specificity import RoleStatus

_DETERMINERS = frozenset(
    ("the", "a", "an", "some", "that", "this", "any", "every", "each", "no", "another", "your")
)
_NOW = Phrases.of(
    "now", "currently", "at the moment", "at present", "today", "since", "by trade", "by day", "by training",
    "by profession", "so far", "these days", "right now", "for now", "already", "is my job", "is me now",
)  # fmt: skip
_PAST_AFTER = Phrases.of(
    "i used to be", "would have been", "was the dream", "was my dream", "was once", "previously", "years ago",
    "back then", "for years",
)  # fmt: skip
_OTHERS = frozenset("they he she people everyone everybody you".split())
_BARE_VERBS = frozenset(
    "get go work do run manage lead take find help see make keep move be".split()
)
_WISHING = frozenset("would could might".split())
_ARRIVALS = frozenset(("here as", "came in as", "started here as", "hired me as"))
_REACH = 14
_WINDOW = 25


def _breaks(words: Words, first: int, last: int) -> int:
    """The strongest break between words first and last."""
    if last - first > 60:
        return 3
    return max((words.gap[i] for i in range(first, last + 1)), default=0)


def _list_neighbour(words: Words, first: int) -> bool:
    """Whether a mention continues a list ("porter, cleaner or clerk") rather than opening a clause."""
    before = words.words[first - 1] if first else ""
    return before in ("or", "and", "nor") or (
        before in ("a", "an", "the")
        and words.words[first - 2 : first - 1] in (["or"], ["and"], ["nor"])
    )


def _list_middle(words: Words, cue_end: int, first: int) -> bool:
    """Whether a mention stands inside a list after a comma: "as porter, cleaner and driver"."""
    if not words.gap[first] or any(w in ("i", "we", "now") for w in words.words[cue_end:first]):
        return False
    after = words.words[first + 1 : first + 7]
    return "and" in after[:3] or "or" in after[:3]


def status_of(cues: Cues, first: int, last: int, *, field: bool = False) -> tuple[RoleStatus, bool]:
    """The status of words first..last and whether a cue of wanting said so.

    `field` relaxes the rules that only hold for persons (a field cannot be "my boss").
    """
    words = cues.words
    sided = by_sides(cues, first, last) if not field else None
    if sided is not None:
        return sided, sided is RoleStatus.TARGET
    cue = _deciding(cues, first, field=field)
    if cue is not None and words.words[cue.last - 1] == "from" and _onward(words, cue.last, first):
        return RoleStatus.TARGET, True
    if cue is not None and cue.label == "want" and _their_wish(cues, cue):
        return RoleStatus.OTHER, False
    wanted = cue is not None and cue.label == "want"
    tight = wanted and cue is not None and not _breaks(words, cue.last, first)
    behind = inverted(words, last)
    if behind is not None:
        return behind, False
    if not tight and (follows(words, last, _NOW) or number_of_years(words, last)):
        return RoleStatus.CURRENT, False
    if not tight and (follows(words, last, _PAST_AFTER) or once_before(words, last)):
        return RoleStatus.PAST, False
    subject = as_subject(words, last) if not field and not tight else None
    if subject is not None and (cue is None or cue.label not in ("current", "other")):
        return (RoleStatus.TARGET, True) if subject else (RoleStatus.OTHER, False)
    if cue is None:
        described = not field and modifies(words, first, last)
        return RoleStatus.OTHER if described else _default(cues, first, last, field=field), False
    return {
        "want": RoleStatus.TARGET,
        "current": RoleStatus.CURRENT,
        "stay": RoleStatus.CURRENT,
        "past": RoleStatus.PAST,
        "reject": RoleStatus.REJECTED,
    }.get(cue.label, RoleStatus.OTHER), wanted


def _deciding(cues: Cues, first: int, *, field: bool) -> Hit | None:
    """The cue that decides about a mention at word `first`, if one reaches it."""
    words = cues.words
    cue = cues.before(first, skip=("neutral", "relation") if field else ("neutral",))
    cue = _reaching(words, _told_on(cues, _wish_before(cues, cue)), first)
    if cue is not None and cue.last - cue.first == 1 and words.words[cue.first] == "being":
        told = words.words[cue.first : min(words.clause_end(cue.first), cue.first + _WINDOW)]
        if words.gap[cue.first] and not any(w in ("was", "used", "is", "i") for w in told):
            return None  # "Being a nurse." answers what one wants
    return cue


def _their_wish(cues: Cues, cue: Hit) -> bool:
    """As in "my colleague is off to be a driver": the clause of the wish begins with somebody else."""
    words = cues.words
    begin = words.clause_start(cue.first)
    told = next((h for h in cues.hits if h.first == begin), None)
    if told is None or told.label != "other" or told.last > cue.first:
        return False
    between = words.words[told.last : cue.last]
    return not any(w in ("i", "me", "my", "we") for w in between)


def _wish_before(cues: Cues, cue: Hit | None) -> Hit | None:
    """As in "hoping for the ...": a preposition right behind a wish belongs to the wish."""
    if cue is None or cue.label != "relation" or not cue.first:
        return cue
    if cues.words.words[cue.first] not in ("for", "to", "with", "by", "any"):
        return cue
    wish = cues.before(cue.first)
    return wish if wish is not None and wish.label == "want" and wish.last == cue.first else cue


def _told_on(cues: Cues, cue: Hit | None) -> Hit | None:
    """As in "I was a bricklayer, then a foreman": "then" goes on with what was told before it."""
    if cue is None or cues.words.phrase(cue.first, cue.last) != "then" or not cue.first:
        return cue
    told = cues.before(cue.first)
    if told is None or cues.words.gap[cue.first] > 1:
        return cue
    if told.label != "past" and cues.words.phrase(told.first, told.last) not in _ARRIVALS:
        return cue
    return Hit(cue.first, cue.last, "past")


def _reaching(words: Words, cue: Hit | None, first: int) -> Hit | None:
    """The cue if it reaches the mention: wanting crosses commas and colons, the rest only lists."""
    if cue is None:
        return None
    crossed = _breaks(words, cue.last, first)
    if cue.label == "want":
        return cue if first - cue.last <= 40 else None
    if crossed == 0:
        return cue if first - cue.last <= _REACH else None
    if (
        crossed == 2
        and cue.label != "reject"
        and words.gap[cue.last : cue.last + 1] == [2]
        and first - cue.last <= 2
    ):
        return cue
    listed = _list_neighbour(words, first) or _list_middle(words, cue.last, first)
    if crossed == 1 and listed and first - cue.last <= _REACH:
        return cue
    return None


def _onward(words: Words, first: int, last: int) -> bool:
    """Whether "from ..." has reached its "to": "from sales to marketing"."""
    return any(w in ("to", "into", "towards") for w in words.words[first:last])


def _field_status(words: Words, begin: int, first: int) -> RoleStatus | None:
    """What the beginning of a clause says of a field named in it, if anything."""
    opener = words.words[begin]
    wishes = any(w in _WISHING for w in words.words[begin : min(first, begin + 4)])
    if opener in ("i", "it") and wishes:
        return RoleStatus.TARGET
    told = any(w in ("that", "which", "who") for w in words.words[begin:first])
    return RoleStatus.OTHER if told or opener in ("they", "he", "she") else None


def _default(cues: Cues, first: int, last: int, *, field: bool) -> RoleStatus:
    """Without a cue: a bare answer is a wish, a title inside a report about others is not."""
    words = cues.words
    begin, end = words.clause_start(first), words.clause_end(last - 1)
    det = determiner(words, first)
    if field and (said := _field_status(words, begin, first)) is not None:
        return said
    if words.words[words.clause_start(first, 3)] == "to":
        return RoleStatus.TARGET
    before = words.words[max(begin, first - _WINDOW) : first]
    verbs = verb_words()
    after = words.words[last : min(end, last + _WINDOW)]
    if (
        not field
        and det in ("a", "an")
        and words.words[first - 2 : first - 1] == ["as"]
        and first - 2 == begin
    ):
        return (
            RoleStatus.CURRENT
            if (end < len(words) and words.gap[end] < 3) or "i" in after
            else RoleStatus.TARGET
        )
    if (
        det == "the"
        and not field
        and last < len(words)
        and words.words[last] not in JOB_NOUNS
        and any(w in verbs for w in (*before, *after))
    ):
        return RoleStatus.OTHER
    if field and before and before[0] in _BARE_VERBS:
        before = before[1:]
    if not any(w in verbs for w in before):
        acting = bool(after) and (after[0] in SUBJECT_VERBS or (field and after[0] in _OTHERS))
        return RoleStatus.OTHER if acting else RoleStatus.TARGET
    if field:
        liked = any(
            w in ("like", "love", "enjoy", "likes", "interest", "passion", "good", "thing")
            for w in before
        )
        return RoleStatus.TARGET if liked else RoleStatus.OTHER
    return RoleStatus.OTHER
