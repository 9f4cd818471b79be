"""Whose role a title is: wanted, held now, held before, refused, or somebody else's.

The nearest cue to the left decides, as long as no boundary of the sentence lies between that the
cue cannot cross; what stands directly before and after the title can overrule it.
"""

from __future__ import annotations

from assistant.assessment.cues import Cues, verb_words
from assistant.assessment.lexicon import Hit
from assistant.assessment.text import Words
from assistant.domain.specificity import RoleStatus

_OWNERS = frozenset(("my", "our", "his", "her", "their", "'s", "its", "whose"))
_DETERMINERS = frozenset(
    ("the", "a", "an", "some", "that", "this", "any", "every", "each", "no", "another", "your")
)
_JOB_NOUNS = frozenset(
    "job role post position vacancy opening seat slot desk chair place spot title apprenticeship "
    "traineeship roles jobs"
    " posts positions placement".split()
)
_MODIFIED = frozenset(
    "course courses exam exams training team teams department meeting meetings software degree "
    "licence license skills"
    " skill school certificate certification qualification qualifications diploma salary pay "
    "wage wages union strike badge badges ticket tickets award awards apprenticeship"
    " office uniform friends colleagues cv network conference day days shortage talk "
    "talks advice".split()
)
_SUBJECT_VERBS = frozenset(
    "told said says tells thinks thought keeps kept is was has had gets got earns does makes "
    "made did left retires"
    " retired leaves wants wanted asked gave gives never always who're says'".split()
)
_WISH_AFTER = frozenset(
    "next all everything what my where would sounds appeals interests suits dream goal aim "
    "target ambition ideal perfect please better best"
    " fine great good cool nice it yes definitely maybe".split()
)
_NOW = (
    ("now",), ("currently",), ("at", "the", "moment"), ("at", "present"), ("today",), ("since",), ("by", "trade"),
    ("by", "day"), ("by", "training"), ("by", "profession"), ("so", "far"), ("these", "days"), ("right", "now"),
    ("for", "now"), ("already",), ("is", "my", "job"), ("is", "me", "now"),
)  # fmt: skip
_PAST_AFTER = (
    ("i", "used", "to", "be"),
    ("would", "have", "been"),
    ("was", "the", "dream"),
    ("was", "my", "dream"),
    ("was", "once"),
    ("previously",),
    ("years", "ago"),
    ("back", "then"),
    ("for", "years"),
)
_NO_AFTER = frozenset(("no", "nope", "nah", "never", "not", "no thanks"))
_OTHERS = frozenset("they he she people everyone everybody you".split())
_BARE_VERBS = frozenset(
    "get go work do run manage lead take find help see make keep move be".split()
)
_REFUSALS = frozenset(
    (
        "no",
        "nope",
        "nah",
        "never",
        "no thanks",
        "no thank you",
        "no way",
        "not really",
        "not for me",
        "not me",
    )
)
_ARRIVALS = frozenset(("here as", "came in as", "started here as", "hired me as"))
_LAUGHTER = frozenset(("haha", "ha", "ha ha", "lol", "hehe", "joke", "as if", "dream on"))
_AMOUNTS = frozenset(
    "a an the last past about nearly almost over around more than some many several few couple "
    "of and half"
    " two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty long".split()
)
_CROSSING = 1
_REACH = 14
_WINDOW = 25


def _breaks(words: Words, first: int, last: int) -> int:
    """The strongest break between words first and last."""
    if last - first > 60:
        return 3
    return max((words.gap[i] for i in range(first, last + 1)), default=0)


def _follows(words: Words, last: int, tails: tuple[tuple[str, ...], ...]) -> bool:
    """Whether one of the word sequences stands right after the mention, in its clause."""
    n = len(words)
    if last >= n or words.gap[last] > _CROSSING:
        return False
    return any(
        tuple(words.words[last : last + len(t)]) == t
        and not any(words.gap[last + 1 : last + len(t)])
        for t in tails
    )


def _once_before(words: Words, last: int) -> bool:
    """As in "chef before, now retired"; "chef before Christmas" is a wish with a date."""
    if last >= len(words) or words.gap[last] or words.words[last] != "before":
        return False
    return last + 1 >= len(words) or words.gap[last + 1] > 0


def _inverted(words: Words, last: int) -> RoleStatus | None:
    """As in "receptionist I am, clerk I was": the verb stands behind and ends its clause."""
    said = words.words[last : last + 2]
    ends = last + 2 >= len(words) or words.gap[last + 2] > 0
    if not ends or last >= len(words) or any(words.gap[last : last + 2]):
        return None
    return {("i", "am"): RoleStatus.CURRENT, ("i", "was"): RoleStatus.PAST}.get((*said, "")[:2])


def _number_of_years(words: Words, last: int) -> bool:
    """As in "for six years" or "of 12 years" right after a mention: tenure."""
    if last + 2 >= len(words) or words.gap[last] > _CROSSING:
        return False
    if words.words[last] not in ("for", "of", "these", "over"):
        return False
    end = min(words.clause_end(last), last + 6)
    for i in range(last + 1, end):
        word = words.words[i]
        if word in ("years", "year", "months", "decade", "decades", "ages"):
            return "next" not in words.words[last:i]
        if not (word[0].isdigit() or word in _AMOUNTS):
            return False
    return False


def _determiner(words: Words, first: int) -> str:
    if first == 0 or words.gap[first]:
        return ""
    return words.words[first - 1]


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


def _by_sides(cues: Cues, first: int, last: int) -> RoleStatus | None:
    """What the words directly around a mention decide, or None."""
    words = cues.words
    n = len(words)
    det = _determiner(words, first)
    after = words.words[last] if last < n and not words.gap[last] else ""
    if det in ("'s", "its", "our", "their", "your") and _being(cues, first):
        return RoleStatus.TARGET
    if det == "next" and _determiner(words, first - 1) in ("your", "the", "our", "their"):
        return RoleStatus.TARGET
    if det == "its" and after not in _SUBJECT_VERBS and _opens_clause(words, first - 1):
        return RoleStatus.TARGET  # "its ward manager for me", typed without the apostrophe
    if det in _OWNERS and after not in ("'s", *_JOB_NOUNS):
        return RoleStatus.OTHER
    if det in ("every", "each", "any", "no", "most", "these", "those") and after not in _JOB_NOUNS:
        return RoleStatus.OTHER
    if after == "'s" or after in _MODIFIED:
        return RoleStatus.OTHER
    if last < n and words.gap[last] and _refusal_behind(words, last):
        return RoleStatus.REJECTED
    asked = last < n and words.gap[last] == 3 and words.closers[words.sentence[last - 1]] == "?"
    if asked and (words.words[last] in _NO_AFTER or words.phrase(last, last + 2) == "not for"):
        return RoleStatus.REJECTED
    if after in ("is", "was") and words.words[last + 1 : last + 2] in (["not"], ["no"]):
        return RoleStatus.REJECTED
    return None


def _opens_clause(words: Words, i: int) -> bool:
    """Whether only fillers stand before word i in its clause."""
    verbs = verb_words()
    return all(w not in verbs for w in words.words[words.clause_start(i) : i])


def _refusal_behind(words: Words, last: int) -> bool:
    """Whether the next clause refuses the mention, laughter passed over: "Pilot, haha, no"."""
    end = words.clause_end(last)
    if words.phrase(last, end) in _LAUGHTER and end < len(words):
        last, end = end, words.clause_end(end)
    return words.phrase(last, end) in _REFUSALS


def _being(cues: Cues, first: int) -> bool:
    """Whether a wish to be somebody reaches a possessive: "I want to be the school's nurse"."""
    cue = cues.before(first)
    return (
        cue is not None and cue.label == "want" and first - cue.last <= 4
        and cues.words.words[cue.last - 1] in ("be", "become", "becoming", "being", "as", "the")
    )  # fmt: skip


def _as_subject(words: Words, last: int) -> bool | None:
    """True: the mention is what is wished for ("X is what I want"); False: it acts; None: neither."""
    n = len(words)
    if last >= n or words.gap[last]:
        return None
    verb = words.words[last]
    if verb in ("would", "sounds", "appeals", "interests", "suits", "please", "it", "for"):
        return True if verb != "for" or words.words[last + 1 : last + 2] == ["me"] else None
    if verb in _SUBJECT_VERBS:
        window = words.words[last + 1 : last + 5]
        return any(w in _WISH_AFTER for w in window) if verb in ("is", "was") else False
    return None


def status_of(cues: Cues, first: int, last: int, *, field: bool = False) -> tuple[RoleStatus, bool]:
    """The status of words first..last and whether a cue of wanting said so.

    `field` relaxes the rules that only hold for persons (a field cannot be "my boss").
    """
    words = cues.words
    sided = _by_sides(cues, first, last) if not field else None
    if sided is not None:
        return sided, sided is RoleStatus.TARGET
    cue = cues.before(first, skip=("neutral", "relation") if field else ("neutral",))
    cue = _wish_before(cues, cue)
    cue = _reaching(words, _told_on(cues, cue), first)
    if cue is not None and cue.last - cue.first == 1 and words.words[cue.first] == "being":
        told = words.words[cue.first : min(words.clause_end(cue.first), cue.first + _WINDOW)]
        if words.gap[cue.first] and not any(w in ("was", "used", "is", "i") for w in told):
            cue = None  # "Being a nurse." answers what one wants
    if cue is not None and words.words[cue.last - 1] == "from" and _onward(words, cue.last, first):
        return RoleStatus.TARGET, True
    wanted = cue is not None and cue.label == "want"
    tight = wanted and cue is not None and not _breaks(words, cue.last, first)
    inverted = _inverted(words, last)
    if inverted is not None:
        return inverted, False
    if not tight and (_follows(words, last, _NOW) or _number_of_years(words, last)):
        return RoleStatus.CURRENT, False
    if not tight and (_follows(words, last, _PAST_AFTER) or _once_before(words, last)):
        return RoleStatus.PAST, False
    subject = _as_subject(words, last) if not field and not tight else None
    if subject is not None and (cue is None or cue.label not in ("current", "other")):
        return (RoleStatus.TARGET, True) if subject else (RoleStatus.OTHER, False)
    if cue is None:
        return _default(cues, first, last, field=field), False
    return {
        "want": RoleStatus.TARGET,
        "current": RoleStatus.CURRENT,
        "stay": RoleStatus.CURRENT,
        "past": RoleStatus.PAST,
        "reject": RoleStatus.REJECTED,
    }.get(cue.label, RoleStatus.OTHER), wanted


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
    if crossed == 2 and cue.label != "reject" and words.gap[cue.last : cue.last + 1] == [2] and first - cue.last <= 2:
        return cue
    listed = _list_neighbour(words, first) or _list_middle(words, cue.last, first)
    if crossed == 1 and listed and first - cue.last <= _REACH:
        return cue
    return None


def _onward(words: Words, first: int, last: int) -> bool:
    """Whether "from ..." has reached its "to": "from sales to marketing"."""
    return any(w in ("to", "into", "towards") for w in words.words[first:last])


def _default(cues: Cues, first: int, last: int, *, field: bool) -> RoleStatus:
    """Without a cue: a bare answer is a wish, a title inside a report about others is not."""
    words = cues.words
    begin, end = words.clause_start(first), words.clause_end(last - 1)
    det = _determiner(words, first)
    if field and words.words[begin] in ("they", "he", "she"):
        return RoleStatus.OTHER
    if field and any(w in ("that", "which", "who") for w in words.words[begin:first]):
        return RoleStatus.OTHER
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
        and words.words[last] not in _JOB_NOUNS
        and any(w in verbs for w in (*before, *after))
    ):
        return RoleStatus.OTHER
    if field and before and before[0] in _BARE_VERBS:
        before = before[1:]
    if not any(w in verbs for w in before):
        acting = bool(after) and (after[0] in _SUBJECT_VERBS or (field and after[0] in _OTHERS))
        return RoleStatus.OTHER if acting else RoleStatus.TARGET
    if field:
        liked = any(
            w in ("like", "love", "enjoy", "likes", "interest", "passion", "good", "thing")
            for w in before
        )
        return RoleStatus.TARGET if liked else RoleStatus.OTHER
    return RoleStatus.OTHER
