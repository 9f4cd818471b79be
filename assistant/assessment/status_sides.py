"""What the words directly around a title say about whose it is: owners, refusals, inverted verbs."""

from __future__ import annotations

from assistant.assessment.cues import Cues, verb_words
from assistant.assessment.lexicon import Phrases
from assistant.assessment.occupations import content_word
from assistant.assessment.text import Words
from assistant.domain.specificity import RoleStatus

_OWNERS = frozenset(("my", "our", "his", "her", "their", "'s", "its", "whose"))

JOB_NOUNS = frozenset(
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

SUBJECT_VERBS = frozenset(
    "told said says tells thinks thought keeps kept is was has had gets got earns does makes "
    "made did left retires"
    " retired leaves wants wanted asked gave gives never always who're says'".split()
)

_WISH_AFTER = frozenset(
    "next all everything what my where would sounds appeals interests suits dream goal aim "
    "target ambition ideal perfect please better best"
    " fine great good cool nice it yes definitely maybe".split()
)

_NO_AFTER = frozenset(("no", "nope", "nah", "never", "not", "no thanks"))

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

_LAUGHTER = frozenset(("haha", "ha", "ha ha", "lol", "hehe", "joke", "as if", "dream on"))

_AMOUNTS = frozenset(
    "a an the last past about nearly almost over around more than some many several few couple "
    "of and half"
    " two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty long".split()
)

# Behind these a title without an article is the first half of a longer noun.
_BELONGING = frozenset("of from with about on between against over through".split())
_TELLERS = frozenset("i we he she they".split())
# "The accountant route" is a way to that job.
_WAYS = frozenset("route path track side way thing one line ladder direction".split())

_CROSSING = 1


def follows(words: Words, last: int, tails: Phrases) -> bool:
    """Whether one of the phrases stands right after the mention, in its clause."""
    if last >= len(words) or words.gap[last] > _CROSSING:
        return False
    return tails.match(words, last) is not None


def once_before(words: Words, last: int) -> bool:
    """As in "chef before, now retired"; "chef before Christmas" is a wish with a date."""
    if last >= len(words) or words.gap[last] or words.words[last] != "before":
        return False
    return last + 1 >= len(words) or words.gap[last + 1] > 0


def inverted(words: Words, last: int) -> RoleStatus | None:
    """As in "receptionist I am, clerk I was": the verb stands behind and ends its clause."""
    said = words.words[last : last + 2]
    ends = last + 2 >= len(words) or words.gap[last + 2] > 0
    if not ends or last >= len(words) or any(words.gap[last : last + 2]):
        return None
    return {("i", "am"): RoleStatus.CURRENT, ("i", "was"): RoleStatus.PAST}.get((said[0], said[-1]))


def number_of_years(words: Words, last: int) -> bool:
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


def determiner(words: Words, first: int) -> str:
    """The word right before a mention, or nothing where a break stands between."""
    if first == 0 or words.gap[first]:
        return ""
    return words.words[first - 1]


def by_sides(cues: Cues, first: int, last: int) -> RoleStatus | None:
    """What the words directly around a mention decide, or None."""
    words = cues.words
    n = len(words)
    det = determiner(words, first)
    after = words.words[last] if last < n and not words.gap[last] else ""
    if det in ("'s", "its", "our", "their", "your") and _being(cues, first):
        return RoleStatus.TARGET
    if det == "next" and determiner(words, first - 1) in ("your", "the", "our", "their"):
        return RoleStatus.TARGET
    if det == "its" and after not in SUBJECT_VERBS and _opens_clause(words, first - 1):
        return RoleStatus.TARGET  # "its ward manager for me", typed without the apostrophe
    if det in _OWNERS and after not in ("'s", *JOB_NOUNS):
        return RoleStatus.OTHER
    if det in ("every", "each", "any", "no", "most", "these", "those") and after not in JOB_NOUNS:
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


def modifies(words: Words, first: int, last: int) -> bool:
    """As in "the list of driver hours", "I checked the electrician invoices": a title before a noun.

    Behind a preposition, or behind "the" in a sentence that tells what somebody did, it only says
    what kind of thing the noun is.
    """
    n = len(words)
    if last >= n or words.gap[last] or not first or words.gap[first]:
        return False
    noun = words.words[last]
    if noun in verb_words() or noun in JOB_NOUNS or noun.endswith("ly") or not content_word(noun):
        return False
    at = first - 1
    told = words.words[words.clause_start(first)] in _TELLERS
    if words.words[at] in ("the", "all", "our") and at and not words.gap[at]:
        if told and noun not in _WAYS:
            return True
        at -= 1
    return words.words[at] in _BELONGING


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
    possessor = first - 2
    if cues.words.words[first - 1] == "'s" and possessor >= 0:
        opens = cues.words.gap[possessor] == 2 or (cue is not None and cue.last == possessor)
        if opens and cues.words.words[possessor] not in cues.words.words[:possessor]:
            return cue is None or cue.label == "want"
    return (
        cue is not None and cue.label == "want" and first - cue.last <= 4
        and cues.words.words[cue.last - 1] in ("be", "become", "becoming", "being", "as", "the")
    )  # fmt: skip


def as_subject(words: Words, last: int) -> bool | None:
    """True: the mention is what is wished for ("X is what I want"); False: it acts; None: neither."""
    n = len(words)
    if last >= n or words.gap[last]:
        return None
    verb = words.words[last]
    if verb in ("would", "sounds", "appeals", "interests", "suits", "please", "it", "for"):
        return True if verb != "for" or words.words[last + 1 : last + 2] == ["me"] else None
    if verb in SUBJECT_VERBS:
        window = words.words[last + 1 : last + 5]
        return any(w in _WISH_AFTER for w in window) if verb in ("is", "was") else False
    return None
