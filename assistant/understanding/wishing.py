"""What the specificity scale hears in a message: the wish, the present job, the time frame.

The scale tells target, current and other people's roles apart and finds dates that can be put in a
calendar; here its reading becomes facts of the conversation. A time frame lies ahead and dates the
goal; a wish is what is wanted for oneself, not a meeting, a person or a greeting.
"""

from __future__ import annotations

import re

from assistant.assessment.lexicon import word_set
from assistant.domain.dialogue import Slot, UserAct
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import AspirationAssessment
from assistant.understanding.acts import Heard
from assistant.understanding.facts import has_measure
from assistant.understanding.lexicon import cue_lists, cue_pattern
from assistant.understanding.offered import RolesHeard
from assistant.understanding.present import current_role, field_worked_in, organisation
from assistant.understanding.quoting import quotable
from assistant.understanding.saying import as_typed, said
from assistant.understanding.text import WORD, Clause, words_of
from assistant.understanding.timing import WANT, Reading, timeframe
from assistant.understanding.tools import Tools

# Slots whose answer is a role, a yes or a wish: read here and in ``roles``, not as facts of a slot.
GOAL_SLOTS = (Slot.WISH, Slot.TARGET, Slot.CHOICE, None)
# Acts with which a phrase that wants nothing outright may still be the wish.
_WISHING = (
    UserAct.STATES,
    UserAct.QUALIFIES,
    UserAct.CORRECTS,
    UserAct.HURRIES,
    UserAct.CONTRADICTS,
)


# Questions beside which a result is told unasked.
_TOLD_ASIDE = (*GOAL_SLOTS, Slot.MEMORY, Slot.CONTRAST, Slot.ENVY, Slot.ANTI_GOAL)


def from_scale(reading: Reading, facts: list[Fact]) -> list[Fact]:
    """Current role, field, organisation, time frame and wish as the specificity scale reads them."""
    heard, assessment, roles = reading.heard, reading.assessment, reading.roles
    act, turn, today, tools = reading.act, reading.turn, reading.today, reading.tools
    found = [
        *current_role(heard, assessment, turn, tools),
        *field_worked_in(heard, turn, tools),
        *organisation(heard, turn),
    ]
    told = any(fact.kind is FactKind.EVIDENCE for fact in facts) or act is UserAct.VENTS
    if not told and (heard.state.turn == 0 or heard.state.open_slot in _TOLD_ASIDE):
        found += [
            said(FactKind.EVIDENCE, as_typed(heard, s.start, s.end), turn, heard)
            for s in assessment.evidence[:2]
            if (has_measure(s.text) and cue_pattern("results").search(s.text))
            or s.text.split()[0].casefold() in word_set("support.txt", "none")
        ]
    found += timeframe(heard, assessment, [*facts, *found], roles, turn, today)
    wish = _wish(heard, assessment, roles, [*facts, *found], turn)
    if wish is not None and (act in _WISHING or WANT.search(heard.message)):
        found.append(wish)
    return found


def _wish(
    heard: Heard,
    assessment: AspirationAssessment,
    roles: RolesHeard,
    facts: list[Fact],
    turn: int,
) -> Fact | None:
    """The aspiration phrase: the clause that wants something, else a vague span, else an answer."""
    if roles.accepted or heard.state.open_slot not in GOAL_SLOTS or heard.state.targets:
        return None
    if heard.state.open_slot is Slot.CHOICE and roles.rejected:
        return None
    for clause in heard.clauses:
        wanted = _wanted(clause, heard)
        if wanted is not None and not _other_fact(wanted, facts):
            return _worded(wanted, heard, turn)
    for span in assessment.vague_spans:
        around = next((c for c in heard.clauses if c.start <= span.start <= c.end), None)
        clause = around or as_typed(heard, span.start, span.end)
        if not _for_oneself(clause, heard) or _other_fact(clause, facts):
            continue
        if not _says_something(clause, heard) or heard.state.open_slot is Slot.TARGET:
            continue
        fact = _worded(_from_want(clause), heard, turn)
        if fact.quote:
            return fact
        whole = quotable(as_typed(heard, span.start, span.end), heard.lexicon)
        return fact.model_copy(update={"quote": whole or ""})
    return _answered(heard, facts, turn) or _opened(heard, assessment, facts, turn)


_QUOTED = re.compile(r"[\"\u201c\u00ab]([^\"\u201c\u201d\u00ab\u00bb?]{3,60})[\"\u201d\u00bb]")


def _opened(
    heard: Heard, assessment: AspirationAssessment, facts: list[Fact], turn: int
) -> Fact | None:
    """An opening that names a vague good or wants something has a wish, whatever else it holds."""
    if heard.state.turn > 0 and heard.state.open_slot is not Slot.WISH:
        return None
    own_words = _QUOTED.search(heard.message)
    if own_words and len(words_of(own_words[1])) > 1:
        return _worded(Clause(own_words[1], *own_words.span(1)), heard, turn)
    for span in assessment.vague_spans:
        clause = as_typed(heard, span.start, span.end)
        around = next((c for c in heard.clauses if c.start <= span.start < c.end), clause)
        if not any(_ABOUT_OTHERS.search(c.text) or _other_fact(c, facts) for c in (clause, around)):
            return _worded(clause, heard, turn)
    wanting = [c for c in heard.clauses if WANT.search(c.text) and not _ABOUT_OTHERS.search(c.text)]
    if wanting:
        return _worded(_from_want(wanting[0]), heard, turn)
    free = [
        c
        for c in heard.clauses
        if not _other_fact(c, facts)
        and not _ABOUT_OTHERS.search(c.text)
        and _says_something(c, heard)
    ]
    return _worded(free[0], heard, turn) if free else None


def _answered(heard: Heard, facts: list[Fact], turn: int) -> Fact | None:
    """What was said where a wish or a target was asked for, when it is no other fact."""
    slot = heard.state.open_slot
    bare = [c for c in heard.clauses if BARE_WISH.match(c.text) and not _other_fact(c, facts)]
    if bare and slot in (None, Slot.WISH):
        return _worded(bare[-1], heard, turn)
    if slot not in (Slot.WISH, Slot.TARGET) or heard.opens("no") or not heard.clauses:
        return None
    first = heard.clauses[0]
    plain = _says_something(first, heard) and not _other_fact(first, facts)
    if not plain or not _for_oneself(first, heard) or len(first.words) > 10:
        return None
    return _worded(first, heard, turn)


def wished_functions(facts: list[Fact], tools: Tools) -> tuple[str, ...]:
    """The catalogue's functions a wish names ("the training side", "enter safety side")."""
    found: list[str] = []
    for fact in facts:
        if fact.kind is not FactKind.WISH or len(words_of(fact.text)) > 10:
            continue
        words = re.findall(r"[A-Za-z&]+", fact.text)
        for size in (3, 2, 1):
            for at in range(len(words) - size + 1):
                name = tools.function_of(" ".join(words[at : at + size]))
                plain = size == 1 and words[at] in cue_lists()["no_field"]
                if name is not None and len(words[at]) > 1 and not plain:
                    found.append(name)
    return tuple(dict.fromkeys(found[:1]))


def _worded(clause: Clause, heard: Heard, turn: int) -> Fact:
    fact = said(FactKind.WISH, _without_lead(clause), turn, heard)
    return fact if fact.quote else fact.model_copy(update={"quote": _clean_run(clause, heard)})


def _clean_run(clause: Clause, heard: Heard) -> str:
    """The longest run of well-spelled words with something in it; empty when there is none."""
    runs: list[list[re.Match[str]]] = [[]]
    for token in WORD.finditer(clause.text):
        if heard.lexicon.knows(token.group().casefold().replace("\u2019", "'")):
            runs[-1].append(token)
        else:
            runs.append([])
    best = max(runs, key=len)[:8]
    if len(best) == len(clause.words) == 1:
        return best[0].group()  # "more" is all that is wanted
    if 2 <= len(best) <= 4 and _PHRASAL.fullmatch(" ".join(t.group() for t in best[-2:])):
        return clause.text[best[0].start() : best[-1].end()]
    while best and best[-1].group().casefold() in heard.lexicon.never_last:
        best.pop()
    words = [t.group().casefold() for t in best]
    if not any(w not in heard.lexicon.function_words and len(w) > 3 for w in words):
        return ""
    return clause.text[best[0].start() : best[-1].end()]


# A particle belongs to its verb: "get on" is whole, "get" is nothing.
_PHRASAL = re.compile(
    r"(?:get|getting|move|moving|step|stepping|go|going|climb|climbing|come|coming|push|pushing|branch|break|breaking|grow|push|rise|carry|push)"
    r" (?:on|up|out|ahead|forward|away|further|through|in|over|along|somewhere|off)",
    re.IGNORECASE,
)

_LEADING = re.compile(
    r"^(?:(?:to|into|be|for|about|that|is|so|just|really|also|maybe|probably|and|like|have|get|do|be able to|work in|work with|of)\b\s+)+(?=\S+\s+\S)",
    re.I,
)
_KEEPS_VERB = re.compile(
    r"^(?:be|do|have|get|go) (?:able|left|paid|heard|seen|up|home|part|full|well|it|better|more than)\b",
    re.I,
)


def _without_lead(clause: Clause) -> Clause:
    """Without leading function words; what a verb needs it keeps ("be left alone")."""
    text = clause.text
    lead = re.match(r"^(?:(?:that|is|so|just|really|also|to|for|about|and)\s+)+(?=\S)", text, re.I)
    at = lead.end() if lead else 0
    if not _KEEPS_VERB.match(text[at:]):
        more = _LEADING.match(text[at:])
        at += more.end() if more else 0
    return Clause(text[at:], clause.start + at, clause.end)


def _wanted(clause: Clause, heard: Heard) -> Clause | None:
    """What a clause wants for the person, without the wanting; None when it wants something else."""
    match = WANT.search(clause.text)
    if match is None or not _for_oneself(clause, heard):
        return None
    if re.search(
        r"(?:don'?t|do not|didn'?t|not|never|n't) (?:really )?$",
        clause.text[: match.start()] + "",
        re.I,
    ):
        return None
    return _from_want(clause)


_ABOUT_OTHERS = re.compile(
    r"\b(?:(?:boss|manager|supervisor|head|lead|leader|management|owner|director|chef|captain|skipper|he|she|they|wife|husband|missus|everyone|everybody|people|company) (?:\w+ )?(?:wants?|wan|needs?|hopes?|asks?|asked|says?|said|wanted|calls?|tells?|told)"
    r"|(?:wants?|want) (?:me|us|to (?:talk|speak|see|discuss|meet|hear|know what))|tell me|what (?:do|should|can|will) i|help|plan for my|career plan|development plan|thank|lawyer|i need (?:a|this|the) (?:\w+ )?(?:plan|document|form|answer|quick))\b"
    r"|\b(?:say|saying|tell|explain|decide|work out|figure out|idea|clue|asked?(?: me)?)(?: \w+){0,3} (?:what|where|which|who)\b|\b(?:(?:supposed|expected|meant|have|need|got) to|must|should|gotta) (?:say|tell|know|explain|answer|present)\b|^(?:i(?:'?ve| have)? (?:have )?)?(?:no|not a) (?:idea|clue)\b"
    r"|\b(?:having|has) a word\b|\b(?:know|sure)(?: that| if| whether| what)? i\b|^(?:and )?my (?:manager|boss)\b|\bhope (?:you|this|it|that)|\bi'?d like to say\b|\bi (?:want|need|like) (?:you|your|him|her|them)\b",
    re.I,
)


def _for_oneself(clause: Clause, heard: Heard) -> bool:
    """Whether a clause can hold the person's own wish: no greeting, meeting, question, other person."""
    if _ABOUT_OTHERS.search(clause.text) or cue_pattern("greets").match(clause.text):
        return False
    if heard.message[clause.end : clause.end + 1] == "?" and not WANT.search(clause.text):
        return False
    meeting = cue_pattern("meeting_words").search(_WANT_LEAD.sub("", clause.text))
    return meeting is None or WANT.search(clause.text) is not None


def _other_fact(clause: Clause, facts: list[Fact]) -> bool:
    """Whether most of a clause is another fact: the meeting, the manager, tenure, the present job."""
    room = max(1, clause.end - clause.start)
    for fact in facts:
        at = fact.provenance
        shared = min(clause.end, at.end or 0) - max(clause.start, at.start or 0)
        if shared > 0.5 * room and fact.kind not in (
            FactKind.LONG_VIEW,
            FactKind.BARRIER,
            FactKind.ASK,
        ):
            return True
    return False


BARE_WISH = re.compile(
    r"^(?:just |only |basically |some )?(?:more|better|something|somewhere|less|a (?:change|future|career|promotion|step|raise|better|new|more)|new|my own|promot\w+|work with)\b",
    re.I,
)


def _says_something(clause: Clause, heard: Heard) -> bool:
    """Whether a clause could hold a wish: words with content, no cue of another kind."""
    content = [w for w in clause.words if w not in heard.lexicon.function_words]
    if not content or len(clause.words) < 2 or heard.opens("greets"):
        return False
    if any(
        cue_pattern(cue).search(clause.text)
        for cue in ("meeting_words", "vent", "commands", "hurry", "dislikes")
    ):
        return False
    finite = re.match(
        r"(?:you|he|she|they|it|there|this|that|these|i|nah|noo*|not|if|put|give|been|the (?:first|second|third|tired)|before|on the|with|were)\b"
        r"|(?:\w+ ){1,3}(?:is|was|are|walks?|docked|wait|keeps?)\b",
        clause.text,
        re.I,
    )
    return finite is None and not clause.text.endswith("?")


_WANT_LEAD = re.compile(
    r"^.*?\b(?:want(?: to (?:have|get|be in|find|do|be))?|like(?: to (?:have|get|be in|find|do|be))?|love(?: to (?:have|get|be|do))?"
    r"|hope(?: for| to (?:have|get|be))?|wish(?:ing)? for|need|aim for|looking for|hoping (?:for|to (?:have|get))|interested in"
    r"|ready for|time for|i'?m after|(?:want|like) is|thinking (?:about|of)|i wan|keen on|dream (?:of|is)|see myself(?: in| doing)?|prefer|wanna(?: have| get| be)?|(?:aspiration|goal|aim|wish|ambition) is)\s+(?=\S)",
    re.IGNORECASE,
)


def _from_want(clause: Clause) -> Clause:
    match = _WANT_LEAD.match(clause.text)
    if match is None or len(clause.text[match.end() :]) < 4:
        return clause
    return Clause(clause.text[match.end() :], clause.start + match.end(), clause.end)
