"""Roles taken off the table in the person's own short ways: "no X", "X, no", "bin that", "anything but X".

What is refused has to be known already, or the words refuse nothing: a role that was offered or
accepted, a title, a field, or something the coach's last reply named. A replacement in the same
message is read by ``replacement``.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Origin, Provenance, RoleStanding, RoleStatus
from assistant.domain.specificity import RoleMention
from assistant.understanding.acts import Heard
from assistant.understanding.text import Clause, words_of
from assistant.understanding.titling import content_stems, stem, title_of
from assistant.understanding.tools import Tools

_LEAD = r"^(?:(?:nah|nope|no(?=\W*(?:,|not|no|forget|drop|bin|scrap))|attendez|omg both|well|ok|okay|actually|so|sorry|hm+|honestly|just|and|but|please|yes|yeah|oh|omg|right)\W+)*"
_ARTICLE = (
    r"(?:(?:the|a|an|any|that|this|my|being|to be|be|doing|going for|become|becoming|of|for)\s+)*"
)
_X = r"(?P<x>[\w'\u2019/&-]+(?: [\w'\u2019/&-]+){0,4}?)"
_END = r"(?: (?:after all|any ?more|either|at all|for me|thanks|thank you|please|out|away|though|no more|as such|sorry|job|role|post|as that|first))*\W*$"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}(?:i (?:say|said) )?(?:forget|bin|drop|scrap|ditch|strike|cross|leave|lose|skip|cancel|remove|delete|kill|rule out|take(?= .*(?:out|off|away)\b)|put(?= .*(?:aside|away)\b))(?: (?:out|off|aside|about))? {_ARTICLE}{_X}{_END}",
        rf"{_LEAD}(?:no|not|never|no more|certainly not|definitely not) {_ARTICLE}{_X}{_END}",
        rf"\b(?:anything|everything|everyone|anyone) but {_ARTICLE}{_X}{_END}",
        rf"\b(?:rather than|instead of|except|not) {_ARTICLE}{_X}{_END}",
        rf"\b(?:don'?t|do not|didn'?t|wouldn'?t|no longer|not going to|won'?t|never) (?:really |actually |even )?(?:want|like|fancy|be|become|wanna|go for|do|touch|see myself as) {_ARTICLE}{_X}{_END}",
        rf"^{_ARTICLE}{_X}(?: is| was|:)? (?:i hate|no(?: thanks)?|not for me|is out|is gone|is off|was for \w+ \w+)\W*$",
        rf"\b(?:i'?d|i would|i'?ll)? ?(?:sooner|rather) [\w' ]{{2,30}} than (?:do |be |have )?{_ARTICLE}{_X}{_END}",
        rf"\bgone off {_ARTICLE}{_X}{_END}",
    )
)
_PRONOUNS = frozenset("it that this them one both".split())
_VERBS = frozenset("sit add say write ask tell know think work want need be about".split())
_NOTHING = frozenset(
    "idea clue problem worries time thanks way doubt rush hurry offence more much sure yet really question less".split()
)
# Questions whose answer can refuse something the coach has just named.
_GOAL = (Slot.TARGET, Slot.CHOICE, Slot.ROUTE, Slot.WISH, Slot.CONTRAST)


def rejected_in_words(
    heard: Heard, mentions: list[RoleMention], tools: Tools, turn: int
) -> list[RoleStanding]:
    """The roles a message takes off the table, each once, in order of mention."""
    found: dict[str, RoleStanding] = {}
    for clause in heard.clauses:
        first, *more = _pieces(clause)
        phrase = _refused_phrase(clause.text) or _refused_phrase(first)
        if phrase is None:
            continue
        for part in (phrase, *(more if phrase in first else ())):
            for standing in _resolve(part, clause, heard, mentions, tools, turn):
                found.setdefault(standing.title.casefold(), standing)
    found.update(_answered_no(heard, mentions, turn))
    return list(found.values())


def _pieces(clause: Clause) -> list[str]:
    """A list of refused things, one by one ("fundraising AND galas")."""
    return re.split(r"\s+(?:and|or|nor)\s+(?:the |an? )?", clause.text, flags=re.I)


def _refused_phrase(text: str) -> str | None:
    if len(words_of(text)) > 12:
        return None
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        phrase = match["x"]
        words = words_of(phrase)
        while words and words[-1] in ("no", "ta", "nah", "thanks"):
            words, phrase = words[:-1], phrase.rsplit(" ", 1)[0]
        if words and words[0] in ("after", "any", "either", "again"):
            return "that"
        if words and words[0] not in _NOTHING and words[0] not in ("i", "i'm", "the"):
            return phrase
    return None


def _answered_no(heard: Heard, mentions: list[RoleMention], turn: int) -> dict[str, RoleStanding]:
    """As in "The planner? No." and "planner, no": a title whose next clause is nothing but a refusal."""
    found = {}
    for clause, after in zip(heard.clauses, heard.clauses[1:], strict=False):
        if not re.fullmatch(
            r"(?:no|nope|nah|never|no thanks|not for me|i hate|no way|forget it|not me)",
            after.text.strip(),
            re.I,
        ):
            continue
        for mention in mentions:
            if (
                clause.start <= mention.start
                and mention.end <= clause.end
                and len(clause.words) < 7
            ):
                found[mention.text.casefold()] = _standing(mention.text, None, clause, turn)
    return found


def _resolve(
    phrase: str, clause: Clause, heard: Heard, mentions: list[RoleMention], tools: Tools, turn: int
) -> list[RoleStanding]:
    """The known roles that a refused phrase means; none when it means no role."""
    stems = content_stems(phrase, heard.lexicon)
    state = heard.state
    if not stems:
        return []
    if words_of(phrase)[0] in _PRONOUNS and len(words_of(phrase)) == 1:
        return _pointed_back(clause, heard, mentions, turn)
    offers = [o for o in state.offered if stems & content_stems(o.title, heard.lexicon)]
    if offers and state.open_slot is Slot.CHOICE:
        return [_standing(o.title, o.role_id, clause, turn) for o in offers[:1]]
    targets = [t for t in state.targets if stems and stems & content_stems(t.title, heard.lexicon)]
    if targets:
        return [_standing(t.title, t.role_id, clause, turn) for t in targets[:1]]
    role = tools.catalogue.find(phrase)
    if role is not None:
        return [_standing(role.title, role.id, clause, turn)]
    for mention in mentions:
        if (
            clause.start <= mention.start
            and mention.end <= clause.end + 1
            and mention.text.casefold() in phrase.casefold()
        ):
            return [_standing(title_of(mention.text), mention.role_id, clause, turn)]
    asked = state.open_slot in _GOAL or heard.has("drops_it")
    if not asked or words_of(phrase)[0] in _VERBS:
        return []
    return [_standing(title_of(phrase), None, clause, turn)] if _named_before(stems, heard) else []


def _named_before(stems: set[str], heard: Heard) -> bool:
    """Whether the last replies or messages named this very thing."""
    told = (*heard.state.replies[-2:], *heard.state.messages[-2:])
    return bool(stems) and any(stems <= {stem(w) for w in words_of(text)} for text in told)


def _pointed_back(
    clause: Clause, heard: Heard, mentions: list[RoleMention], turn: int
) -> list[RoleStanding]:
    """As in "bin that": the role named just before in the message, else the target that stands."""
    before = [m for m in mentions if m.end <= clause.start]
    if before:
        return [_standing(title_of(before[-1].text), before[-1].role_id, clause, turn)]
    return [_standing(t.title, t.role_id, clause, turn) for t in heard.state.targets]


def _standing(title: str, role_id: str | None, clause: Clause, turn: int) -> RoleStanding:
    return RoleStanding(
        title=title,
        role_id=role_id,
        status=RoleStatus.REJECTED,
        provenance=Provenance(origin=Origin.SAID, turn=turn, start=clause.start, end=clause.end),
    )
