"""What the specificity scale hears in a message: the wish, the present job, the time frame.

The scale tells target, current and other people's roles apart and finds dates that can be put in a
calendar; here its reading becomes facts of the conversation.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.domain.specificity import AspirationAssessment, RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.quoting import quotable
from assistant.understanding.roles import RolesHeard, introduces
from assistant.understanding.saying import said
from assistant.understanding.slots import DATE_SLOTS, best_clause
from assistant.understanding.text import Clause
from assistant.understanding.tools import Tools

# Slots whose answer is a role, a yes or a wish: read here and in ``roles``, not as facts of a slot.
GOAL_SLOTS = (Slot.WISH, Slot.TARGET, Slot.CHOICE, None)


def from_scale(
    heard: Heard,
    assessment: AspirationAssessment,
    roles: RolesHeard,
    facts: list[Fact],
    turn: int,
    today: date,
    tools: Tools,
) -> list[Fact]:
    """Current role, wish and time frame as the specificity scale reads them."""
    found = [*_current_role(heard, assessment, turn, tools), *_field(heard, turn, tools)]
    facts = [*facts, *found]
    frame = assessment.timeframe
    dated = {f.provenance.start for f in facts if f.kind in (FactKind.MEETING, FactKind.FOLLOW_UP)}
    if frame is not None and frame.date and frame.date > today and _frames(heard):
        if frame.start not in dated and not any(f.kind is FactKind.TIMEFRAME for f in facts):
            clause = Clause(frame.text, frame.start, frame.end)
            found.append(said(FactKind.TIMEFRAME, clause, turn, heard, frame.date.isoformat()))
    if wish := _wish(heard, assessment, roles, facts, turn):
        found.append(wish)
    for kind, spans in ((FactKind.EVIDENCE, assessment.evidence), (FactKind.ASK, assessment.asks)):
        if not any(fact.kind is kind for fact in facts):
            found += [said(kind, Clause(s.text, s.start, s.end), turn, heard) for s in spans[:2]]
    return found


def _frames(heard: Heard) -> bool:
    """Whether a date in this message can be the time frame of the goal: goal still open, or a
    bare date where another question stood ("by next autumn").
    """
    if heard.state.open_slot in _FRAME_SLOTS:
        return True
    known = heard.state.has(FactKind.TIMEFRAME)
    return not known and len(heard.words) <= 6 and heard.state.open_slot not in DATE_SLOTS


_FRAME_SLOTS = (Slot.WISH, Slot.TARGET, Slot.CHOICE, Slot.TIMEFRAME, Slot.MEMORY, Slot.ENVY, None)


def _current_role(
    heard: Heard, assessment: AspirationAssessment, turn: int, tools: Tools
) -> list[Fact]:
    if heard.state.open_slot is Slot.CURRENT_ROLE and not heard.state.has(FactKind.CURRENT_ROLE):
        mentions = assessment.all_roles
    else:
        mentions = [m for m in assessment.all_roles if m.status is MentionStatus.CURRENT]
        mentions = mentions or [m for m in assessment.all_roles if _own(heard, m)]
    if mentions and not heard.state.has(FactKind.CURRENT_ROLE):
        mention = mentions[0]
        role = tools.catalogue.by_id.get(mention.role_id or "") or tools.catalogue.find(
            mention.text
        )
        clause = Clause(mention.text, mention.start, mention.end)
        return [said(FactKind.CURRENT_ROLE, clause, turn, heard, role.id if role else None)]
    if heard.state.open_slot is Slot.CURRENT_ROLE and (clause_ := best_clause(heard)):
        if len(clause_.words) <= 6 and not (heard.opens("yes") or heard.opens("no")):
            return [said(FactKind.CURRENT_ROLE, clause_, turn, heard)]
    return []


def _own(heard: Heard, mention: RoleMention) -> bool:
    """Whether an introducing title is the person's own, not a manager's ("my head of ...")."""
    if not introduces(heard, mention):
        return False
    before = heard.message[: mention.start].rstrip().casefold()
    after = heard.message[mention.end : mention.end + 40]
    others = before.endswith(
        (" my", " our", " the", " with", " w", " w/", " by", " from", " her", " his")
    )
    return not others and not before.endswith(("my", "our")) and not _NAMED.match(after)


_NAMED = re.compile(
    r"(?:'s|\u2019s)?(?: is| called|,|:| \()? ?[A-Z][a-z\u00e0-\u017e]+\b(?!\s+(?:and|or)\b)"
)


def _field(heard: Heard, turn: int, tools: Tools) -> list[Fact]:
    """The function worked in now ("twenty years in marketing at a bank"), when it is said."""
    if heard.state.has(FactKind.FIELD, FactKind.CURRENT_ROLE):
        return []
    for match in _WORKS_IN.finditer(heard.message):
        words = re.findall(r"[A-Za-z&]+", match["field"])
        for size in range(min(3, len(words)), 0, -1):
            if name := tools.function_of(" ".join(words[:size])):
                start = match.start("field")
                clause = Clause(" ".join(words[:size]), start, start + len(" ".join(words[:size])))
                return [said(FactKind.FIELD, clause, turn, heard, name)]
    return []


_WORKS_IN = re.compile(
    r"\b(?:i(?:'?ve)? (?:work(?:ed|ing)?|been|am)|i'?m|working|years?|yrs|employed|job|based|here)(?: \w+)?"
    r" in (?:the )?(?P<field>[A-Za-z&]+(?: [A-Za-z&]+){0,2})",
    re.IGNORECASE,
)


def _wish(
    heard: Heard,
    assessment: AspirationAssessment,
    roles: RolesHeard,
    facts: list[Fact],
    turn: int,
) -> Fact | None:
    """The aspiration phrase: a vague span in its clause, else the clause that wants something."""
    if roles.accepted or heard.state.open_slot not in GOAL_SLOTS or heard.state.targets:
        return None
    wanting = [c for c in heard.clauses if _WANT.search(c.text)]
    spans = assessment.vague_spans
    if spans:
        span = spans[0]
        clause = next((c for c in heard.clauses if c.start <= span.start <= c.end), None)
        clause = _from_want(clause) if clause else Clause(span.text, span.start, span.end)
        fact = said(FactKind.WISH, clause, turn, heard)
        if not fact.quote:
            quote = quotable(Clause(span.text, span.start, span.end), heard.lexicon)
            fact = fact.model_copy(update={"quote": quote or ""})
        return fact
    if wanting:
        return said(FactKind.WISH, _from_want(wanting[0]), turn, heard)
    if heard.state.turn > 0 and heard.state.open_slot is not Slot.WISH:
        return None
    taken = [(f.provenance.start or 0, f.provenance.end or 0) for f in facts]
    free = [
        c
        for c in heard.clauses
        if not any(a < c.end and c.start < b for a, b in taken) and _says_something(c, heard)
    ]
    return said(FactKind.WISH, free[-1], turn, heard) if free else None


def _says_something(clause: Clause, heard: Heard) -> bool:
    """Whether a clause could hold a wish: no greeting, no mere name, no "so what do I say"."""
    content = [w for w in clause.words if w not in heard.lexicon.function_words]
    if len(content) < 2 or cue_pattern("greets").match(clause.text):
        return False
    return not cue_pattern("meeting_words").search(clause.text) and not clause.text.endswith("?")


_WANT = re.compile(
    r"(?:^(?:just |really |basically )?(?:want|need|looking for|after)\b|\b(?:i(?:'?d| would)? (?:really |just |kind of |also )?(?:want|like|love|hope|wish|need|aim|prefer)(?! (?:it|that|this) when)"
    r"|i wanna|looking for|hoping (?:for|to)|interested in|ready for|time for|what i(?:'?m| am)? (?:want|after)|keen (?:on|to)"
    r"|dream of|i wan\b|i wish|would like is|keep thinking (?:about|of)|thinking (?:about|of)|want(?:s)? something|i could see myself|see myself)\b)",
    re.IGNORECASE,
)
_WANT_LEAD = re.compile(
    r"^.*?\b(?:want(?: to (?:have|get|be in|find|do))?|like(?: to (?:have|get|be in|find|do))?|love(?: to (?:have|get))?"
    r"|hope(?: for| to (?:have|get))?|wish for|need|aim for|looking for|hoping (?:for|to (?:have|get))|interested in"
    r"|ready for|time for|after|would like is|thinking (?:about|of)|i wan|keen on|dream of|see myself(?: in| doing)?|prefer|wanna(?: have| get)?)\s+(?=\S)",
    re.IGNORECASE,
)


def _from_want(clause: Clause) -> Clause:
    match = _WANT_LEAD.match(clause.text)
    if match is None or len(clause.text[match.end() :].split()) < 2:
        return clause
    return Clause(clause.text[match.end() :], clause.start + match.end(), clause.end)
