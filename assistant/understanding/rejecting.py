"""Roles taken off the table in the person's own short ways: "no X", "X, no", "bin that", "anything but X".

What is refused has to be known already, or the words refuse nothing: a role that was offered or
accepted, a title, a field, or something the coach's last reply named. A replacement in the same
message is read by ``replacement``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.assessment.cues import verb_words
from assistant.domain.dialogue import Slot
from assistant.domain.goal import Origin, Provenance, RoleStanding, RoleStatus
from assistant.domain.specificity import RoleMention
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_lists, cue_pattern
from assistant.understanding.text import Clause, words_of
from assistant.understanding.titling import GENERIC, content_stems, same_words, stem, title_of
from assistant.understanding.tools import Tools

_LEAD = r"^(?:(?:nah|nope|no(?=\W*(?:,|not|no|forget|drop|bin|scrap))|attendez|omg both|well|ok|okay|actually|so|sorry|hm+|honestly|just|and|but|please|yes|yeah|oh|omg|right)\W+)*"
_ARTICLE = (
    r"(?:(?:the|a|an|any|that|this|my|being|to be|be|doing|going for|become|becoming|of|for)\s+)*"
)
_X = r"(?P<x>[\w'\u2019/&-]+(?: [\w'\u2019/&-]+){0,4}?)"
_END = r"(?: (?:after all|any ?more|either|at all|for me|thanks|thank you|please|out|away|though|no more|as such|sorry|job|role|post|as that|first))*\W*$"
_ASKED = r"(?:(?:i|we|you|let'?s|please|can|could|would|will|must|should|may|'?d|'?ll|want|wanna|like|have|just|now|to|say|said|only) ?)*"
# A clear drop strikes whatever part of a title it names.
_DROPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}{_ASKED}\b(?:forget|bin|drop|scrap|ditch|strike|cross|leave|lose|skip|cancel|remove|delete|kill|rule out|take(?= .*(?:out|off|away)\b)|put(?= .*(?:aside|away)\b))(?: (?:out|off|aside|about))? {_ARTICLE}{_X}(?: (?:off|from) (?:the|my) \w+)?{_END}",
        rf"\b(?:anything|everything|everyone|anyone) but {_ARTICLE}{_X}{_END}",
        rf"\b(?:don'?t|do not|didn'?t|wouldn'?t|no longer|not going to|won'?t|never) (?:really |actually |even )?(?:want|like|fancy|be|become|wanna|go for|do|touch|see myself as) {_ARTICLE}{_X}{_END}",
        rf"^(?:only |just )?{_ARTICLE}{_X}(?: is| was|:)? (?:i hate|no(?: thanks)?|not for me|(?:is |was )?(?:wrong|a mistake|an error|not mine|not right)|(?:can|should|must|may) (?:go|come (?:out|off))|is out|is gone|is off|was for \w+ \w+)\W*$",
        rf"\bgone off {_ARTICLE}{_X}{_END}",
    )
)
# A bare "not" strikes a title only when it names it.
_DENIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}(?:no|not|never|no more|certainly not|definitely not) {_ARTICLE}{_X}{_END}",
        rf"\b(?:rather than|instead of|except|not) {_ARTICLE}{_X}{_END}",
        rf"\b(?:i'?d|i would|i'?ll)? ?(?:sooner|rather) [\w' ]{{2,30}} than (?:do |be |have )?{_ARTICLE}{_X}{_END}",
    )
)
_PRONOUNS = frozenset("it that this them one both".split())
# A title may be followed by one of these; they are no part of its name.
_POST_WORDS = frozenset("a an the job role post position title one thing idea of".split())
_VERBS = frozenset("sit add say write ask tell know think work want need be about".split())
_NOTHING = frozenset(
    "idea clue problem worries time thanks way doubt rush hurry offence more much sure yet really question less".split()
)
# Questions whose answer can refuse something the coach has just named.
_GOAL = (Slot.TARGET, Slot.CHOICE, Slot.ROUTE, Slot.WISH, Slot.CONTRAST)


@dataclass(frozen=True)
class Refused:
    """A phrase that is refused, and whether a verb of dropping says so ("strike X") or a bare "not"."""

    phrase: str
    clear: bool


def rejected_in_words(
    heard: Heard, mentions: list[RoleMention], tools: Tools, turn: int
) -> list[RoleStanding]:
    """The roles a message takes off the table, each once, in order of mention."""
    found: dict[str, RoleStanding] = {}
    for clause in heard.clauses:
        first, *more = _pieces(clause)
        refused = _refused(clause.text) or _refused(first)
        if refused is None or (not refused.clear and tells_what_is_there(heard, clause.end)):
            continue
        for part in (refused.phrase, *(more if refused.phrase in first else ())):
            said = Refused(part, refused.clear)
            for standing in _resolve(said, clause, heard, mentions, tools, turn):
                found.setdefault(standing.title.casefold(), standing)
    found.update(_answered_no(heard, mentions, turn))
    return list(found.values())


def tells_what_is_there(heard: Heard, until: int) -> bool:
    """Whether a sentence up to a place tells what somebody has, knows, did or is, or what is missing.

    "I know the rules but not the set-up" and "I'm not a team leader yet" name a gap; nothing is
    refused in them.
    """
    sentence = next((s for s in heard.sentences if s.start < until <= s.end + 1), None)
    told = heard.message[sentence.start if sentence else 0 : until]
    return cue_pattern("tells_of_self").search(told) is not None


def names_title(phrase: str, title: str, *, clear: bool) -> bool:
    """Whether a refused phrase names a title, by the whole of it or by the part that carries it.

    A clear drop may name any part, in any form ("forget the audit" for Internal Auditor); a bare
    "not" has to name its last word or all that sets it apart.
    """
    said = [w for w in words_of(phrase) if w not in _POST_WORDS]
    whole = words_of(title)
    if not said:
        return False
    if clear:
        return {stem(w) for w in said} <= {stem(w) for w in whole}
    known = {*whole, *(f"{w}s" for w in whole)}
    apart = {w for w in whole if w not in GENERIC}
    last = {whole[-1], f"{whole[-1]}s"}
    return set(said) <= known and (bool(last & set(said)) or (bool(apart) and apart <= set(said)))


def _pieces(clause: Clause) -> list[str]:
    """A list of refused things, one by one ("fundraising AND galas")."""
    return re.split(r"\s+(?:and|or|nor)\s+(?:the |an? )?", clause.text, flags=re.I)


def _refused(text: str) -> Refused | None:
    if len(words_of(text)) > 12:
        return None
    for pattern in (*_DROPS, *_DENIES):
        match = pattern.search(text)
        if match is None:
            continue
        phrase = match["x"]
        words = words_of(phrase)
        while words and words[-1] in ("no", "ta", "nah", "thanks"):
            words, phrase = words[:-1], phrase.rsplit(" ", 1)[0]
        if words and words[0] in ("after", "any", "either", "again"):
            return Refused("that", clear=True)
        if words and words[0] not in _NOTHING and words[0] not in ("i", "i'm", "the"):
            return Refused(phrase, pattern in _DROPS)
    return None


def _answered_no(heard: Heard, mentions: list[RoleMention], turn: int) -> dict[str, RoleStanding]:
    """As in "The planner? No." and "planner, no": a title whose next clause is nothing but a refusal."""
    found = {}
    for clause, after in zip(heard.clauses, heard.clauses[1:], strict=False):
        if not cue_pattern("bare_no").fullmatch(after.text.strip()):
            continue
        for mention in mentions:
            if (
                clause.start <= mention.start
                and mention.end <= clause.end
                and len(clause.words) < 7
            ):
                known = (*heard.state.offered, *heard.state.targets)
                same = next((r for r in known if same_words(r.title, mention.text)), None)
                title = same.title if same else title_of(mention.text)
                role_id = same.role_id if same else mention.role_id
                found[title.casefold()] = _standing(title, role_id, clause, turn)
    return found


def _resolve(
    refused: Refused,
    clause: Clause,
    heard: Heard,
    mentions: list[RoleMention],
    tools: Tools,
    turn: int,
) -> list[RoleStanding]:
    """The known roles that a refused phrase means; none when it means no role."""
    phrase, clear = refused.phrase, refused.clear
    stems = content_stems(phrase, heard.lexicon)
    state = heard.state
    if not stems:
        return []
    if words_of(phrase)[0] in _PRONOUNS and len(words_of(phrase)) == 1:
        return _pointed_back(clause, heard, mentions, turn, clear=clear)
    offers = [o for o in state.offered if stems & content_stems(o.title, heard.lexicon)]
    if offers and state.open_slot is Slot.CHOICE:
        return [_standing(o.title, o.role_id, clause, turn) for o in offers[:1]]
    targets = [t for t in state.targets if names_title(phrase, t.title, clear=clear)]
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
    if not asked or not _could_be_role(phrase, heard):
        return []
    return [_standing(title_of(phrase), None, clause, turn)] if _named_before(stems, heard) else []


def _could_be_role(phrase: str, heard: Heard) -> bool:
    """Whether words that no list knows can be a job at all: no verb, no count, nothing of the coach's."""
    words = words_of(phrase)
    if words[0] in _VERBS | verb_words() or set(words) & set(cue_lists()["not_a_role"]):
        return False
    return not any(
        w in heard.lexicon.function_words and w not in ("of", "and", "in") for w in words
    )


def _named_before(stems: set[str], heard: Heard) -> bool:
    """Whether the last replies or messages named this very thing."""
    told = (*heard.state.replies[-2:], *heard.state.messages[-2:])
    return bool(stems) and any(stems <= {stem(w) for w in words_of(text)} for text in told)


def _pointed_back(
    clause: Clause, heard: Heard, mentions: list[RoleMention], turn: int, *, clear: bool
) -> list[RoleStanding]:
    """As in "bin that": the role named just before in the message, else the target that stands.

    A bare "not that" means a target only where the coach's last question named it; "one" without
    an article is a number.
    """
    if "one" in clause.words and not re.search(r"\b(?:that|this|the) one\b", clause.text, re.I):
        return []
    before = [m for m in mentions if m.end <= clause.start]
    if before:
        return [_standing(title_of(before[-1].text), before[-1].role_id, clause, turn)]
    asked = re.split(r"(?<=[.!])\s", heard.state.replies[-1])[-1] if heard.state.replies else ""
    meant = [t for t in heard.state.targets if clear or t.title.casefold() in asked.casefold()]
    return [_standing(t.title, t.role_id, clause, turn) for t in meant]


def _standing(title: str, role_id: str | None, clause: Clause, turn: int) -> RoleStanding:
    return RoleStanding(
        title=title,
        role_id=role_id,
        status=RoleStatus.REJECTED,
        provenance=Provenance(origin=Origin.SAID, turn=turn, start=clause.start, end=clause.end),
    )
