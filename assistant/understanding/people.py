"""Names of people in a message: the manager's, a witness's, somebody who could help.

    manager_name("got my chat w gwen (ward manager)", lexicon) -> Span "gwen" -> "Gwen"
    names("Babette Krol. She'll do it", lexicon)               -> ["Babette Krol"]

A name is a capitalised word that is no dictionary word, or one that stands where only a name can
stand ("with ...", "my manager ...", "... , my boss").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.understanding.lexicon import Lexicon
from assistant.word_lists import word_file

_NAME = r"[A-Z\u00c0-\u00de][a-z\u00e0-\u017e'\u2019-]+(?: (?:van |de |von |der |den |al-|el-|Mc|O')*[A-Z][a-z\u00e0-\u017e'\u2019-]+)?"
_TITLE = r"(?:Dr|Mr|Mrs|Ms|Miss|Herr|Frau|Professor|Prof|Sgt)\.? |(?:Sister|Father|Captain|Chef) "
_BOSS = (
    r"(?:line |ward |area |store |shop |shift |general |branch |team |department |plant )?"
    r"(?:manager|manger|boss|supervisor|lead|leader|head|director|chief|foreman|principal|matron"
    r"|superior|teamleader|dean|partner|owner|deputy|head ?teacher|editor|captain|skipper|chef|sister|tl|cm|gc"
    r"|coordinator|curator|superintendent|sergeant|inspector|warden|steward)"
    r"(?: of (?!the\b)[a-z]+(?: [a-z]+)?)?"
)

# "15 January, with Paul": a day spent with somebody by name is the talk's.
DAY_WITH = (
    r"(?i:(?:\d(?:st|nd|rd|th)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:next|this) week|january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec),? with )"
)

_MANAGER_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\bmy (?:new |current |direct )?{_BOSS}(?:'s name)?(?: is(?: called)?| called| named|,)? ?)(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\bour (?:new |current )?(?:\w+ )?{_BOSS}(?: is(?: called)?|,)? ?)(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?P<name>(?:{_TITLE})?{_NAME}),? (?i:(?:who is |is |who's |\()?(?:my|our|the) (?:\w+ )?{_BOSS})",
        rf"(?P<name>(?:{_TITLE})?{_NAME}),? (?i:\(?(?:who(?:m)? i (?:report|answer) to|to whom i report|i report to))",
        rf"(?i:\b(?:report(?:ing)? to|answer to|managed by|work(?:ing)? (?:for|under)) )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:boss|manager|supervisor) (?:is|called|named) )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:meeting|review|appraisal|chat|talk|one[- ]to[- ]one|1[:-]1|121|catch[- ]?up|pdr|session|sit[- ]?down|conversation|discussion|supervision|check[- ]?in|slot|interview|seeing|in|due)(?: \w+)?(?: \w+)? (?:with|w/?) (?:my (?:boss|manager|supervisor|lead),? )?)(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:seeing|meeting|see|meet|in with) )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:\w+ )?{_BOSS}(?:'s|\u2019s| is|:|,| \(| called)* )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:i report to|i answer to), )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:appraisal|review|supervision|1[:-]1|121|1-2-1|chat|talk|meeting)\b[^.!?\n]{{0,40}}? (?:with|w/?) )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?i:\b(?:with|w/?) )(?P<name>(?:{_TITLE}){_NAME})",
        rf"(?i:\b(?:{_BOSS}|counsellor|mentor|lady|son|daughter|widow|partner|owner|mgr),? ?(?:is |\(|= ?)?)(?P<name>(?:{_TITLE})?{_NAME})(?=[,)]|$|\.)",
        rf"(?i:\b(?:skip[- ]level|review|meeting|session) with )(?P<name>(?:{_TITLE})?{_NAME})",
        rf"(?:{DAY_WITH})(?P<name>(?:{_TITLE})?{_NAME})",
    )
)
# Lower-case names count only beside a word that says whose name it is.
_LOWER_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<name>[a-z]{{3,12}}),? \((?:\w+ )?{_BOSS}\)",
        rf"\bmy {_BOSS} (?:is )?(?:called |named )(?P<name>[a-z]{{3,12}})\b",
        r"\b(?:boss|manager|supervisor)(?:'s)? name(?:'s| is) (?P<name>[a-z]{3,12})\b",
        r"\b(?:chat|meeting|review|appraisal|talk|1[:-]1|121|one to one|catch ?up|pdr|seeing|see|meet) (?:with |w/? )?(?P<name>[a-z]{3,12})\b",
        r"\b(?:boss|manager|supervisor|gaffer|lead|leader),? (?:is |called |= ?)?(?P<name>[a-z]{3,12})\b",
        r"\b(?P<name>(?:dr|mr|mrs|ms|prof)\.? [a-z]{3,14})\b",
        r"^(?P<name>[a-z]{3,12}),? (?:the|my|our) (?:\w+ )?(?:boss|manager|lead|supervisor|gaffer)\b",
    )
)


@dataclass(frozen=True)
class Name:
    """A person's name as it is written in the plan, with its place in the message."""

    text: str
    start: int
    end: int


# "Father Declan's replacement" is not Father Declan.
_POSSESSED = re.compile(
    r"['\u2019]s (?:replacement|successor|deputy|assistant|boss|manager|place|old|colleague)"
)


def manager_name(message: str, lexicon: Lexicon) -> Name | None:
    """The name of the person's manager, when the message gives it."""
    for pattern in _MANAGER_PATTERNS:
        for match in pattern.finditer(message):
            name = _trim(message, match.start("name"), match.end("name"), lexicon)
            if name is not None and not _POSSESSED.match(message[name.end :]):
                return name
    for pattern in _LOWER_PATTERNS:
        for match in pattern.finditer(message):
            word = match["name"]
            titled = " " in word
            if titled or (
                word.casefold() not in _NOT_NAMES and not _common(word.casefold(), lexicon)
            ):
                return Name(word.title(), match.start("name"), match.end("name"))
    return None


# Titles that stand for one person at a place; "boss" or "my manager" could be anybody's.
_ONE_PERSON = (
    r"(?:(?:[a-z]{3,12} )?(?:master|principal|captain|skipper|chef|patron|matron|gaffer|factor|bursar|rector|abbot|abbess"
    r"|provost|registrar|mayor|vicar|owner|foreman|superintendent|head ?teacher|headmaster|headmistress|director|curator|dean|editor)"
    r"|(?:area|business|branch|store|practice|regional|district|plant|general|base|depot|operations|ops|ward|club|unit|duty|site) manager"
    r"|head of [a-z]+(?: [a-z]+)?|(?-i:[A-Z]{2,4})(?= (?:on|at|next|this|mon|tue|wed|thu|fri|sat|sun)))"
)
_ROLE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|[.,;!?\n] ?|\b(?:and|the|our|my|then) )(?P<role>{_ONE_PERSON})(?:'s|\u2019s)? (?:wants?|is coming|coming|comes|calls?|asked|having|says|sees|does|is doing|will see|has booked)\b",
        rf"\b(?:asking|seeing|see|meeting|meet|report(?:ing)? to|answer to|in with|(?:review|talk|chat|appraisal|meeting|word|interview|121|sit[- ]?down|catch[- ]?up) with) (?:the |our |my )?(?:new )?(?P<role>{_ONE_PERSON})\b",
    )
)


def manager_role(message: str) -> Name | None:
    """Whoever decides, known by a title only: "the harbour master", "the area manager"."""
    for pattern in _ROLE_PATTERNS:
        match = pattern.search(message)
        if match is not None:
            role = re.sub(r"^(?:the|our|my|new|and) ", "", match["role"], flags=re.I)
            start = match.end("role") - len(role)
            text = role if role.isupper() else role[:1].lower() + role[1:]
            return Name(f"the {text}", start, match.end("role"))
    return None


def names(message: str, lexicon: Lexicon) -> list[Name]:
    """All names of people in a message, in order."""
    found = []
    for match in re.finditer(rf"(?:{_TITLE})?{_NAME}", message):
        name = _trim(message, match.start(), match.end(), lexicon)
        if name is not None and name.text.split()[0].casefold() not in _NOT_NAMES:
            found.append(name)
    return found


def _trim(message: str, start: int, end: int, lexicon: Lexicon) -> Name | None:
    """The name without a capitalised dictionary word at either side; None when nothing is left."""
    words = [
        (m.group(), m.start() + start, m.end() + start)
        for m in re.finditer(r"[^\s]+", message[start:end])
    ]
    while words and _no_name(words[0][0], words[0][1], message, lexicon):
        words.pop(0)
    while words and _no_name(words[-1][0], words[-1][1], message, lexicon):
        words.pop()
    if not words:
        return None
    text = message[words[0][1] : words[-1][2]]
    text = re.sub(r"['\u2019]s?$", "", text)
    return Name(text, words[0][1], words[0][1] + len(text))


def _no_name(word: str, start: int, message: str, lexicon: Lexicon) -> bool:
    low = word.casefold().strip(".,'\u2019")
    if low in _NOT_NAMES or low.endswith(("'ll", "'d", "'ve", "n't", "\u2019ll", "\u2019d")):
        return True
    before = message[:start].rstrip()
    opens = not before or before[-1] in '.!?:;\n"('
    return opens and _common(low, lexicon)


def _common(word: str, lexicon: Lexicon) -> bool:
    """Whether a lower-case word is an ordinary word rather than a first name."""
    if word in first_names():
        return False
    return word in lexicon.vocabulary or word in lexicon.function_words


@cache
def first_names() -> frozenset[str]:
    """First names, lower case (``data/first_names.txt``)."""
    return frozenset(word_file(Path(__file__).parent / "data" / "first_names.txt"))


_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri"
_NOT_NAMES = frozenset(
    f"{_MONTHS} {_DAYS} weds thurs sat sun tmrw tomoz cant dont wont mamma services cultural area sister i i'm i've i'd i'll he she they we you it the a an my our your his her their "
    "hr it qa pr uk us eu nhs christmas easter ramadan diwali eid hanukkah monday's english spanish "
    "french german excel word powerpoint salesforce sap python java sql aws yes no ok okay not but "
    "and so or if when because she'll he'll they'll that this there then well hi hello hey dear "
    "manager boss director head team lead senior junior who what which why how where maybe also "
    "just please thanks thank sorry honestly actually people customer human resources marketing "
    "finance sales operations everyone everybody nobody someone somebody anyone after before since "
    "in on at for to from with by as year month week today tomorrow next last q1 q2 q3 q4 ceo cfo "
    "coo cto vp pm ward none never nothing both one two three four five probably perhaps only yeah "
    "nope first second third london paris berlin toronto leeds dublin canada england europe".split()
)
