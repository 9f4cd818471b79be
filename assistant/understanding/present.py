"""What the person is now: the present job, the field of work, the organisation.

"Pricing actuary", "I be rigger offshore", "RVN in a mixed practice": an introduction names the
job first, then place and years; a title that acts or has an owner is somebody else's.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import Slot
from assistant.domain.goal import Fact, FactKind
from assistant.domain.knowledge import Role
from assistant.domain.specificity import AspirationAssessment, RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard
from assistant.understanding.answers import best_clause
from assistant.understanding.belonging import belongs_elsewhere, introduces
from assistant.understanding.lexicon import cue_lists, cue_pattern
from assistant.understanding.meetings import tenures
from assistant.understanding.people import first_names
from assistant.understanding.saying import as_typed, piece, said
from assistant.understanding.text import Clause
from assistant.understanding.tools import Tools

_INTRODUCTIONS = (None, Slot.WISH, Slot.CURRENT_ROLE)


def current_role(
    heard: Heard, assessment: AspirationAssessment, turn: int, tools: Tools
) -> list[Fact]:
    """The present job, once: said outright, introduced, or asked for."""
    asked = heard.state.open_slot is Slot.CURRENT_ROLE
    if heard.state.has(FactKind.CURRENT_ROLE) and not asked:
        return []
    for mention in _own_mentions(heard, assessment):
        role = tools.catalogue.by_id.get(mention.role_id or "") or tools.catalogue.find(
            mention.text
        )
        clause = _without_name(as_typed(heard, mention.start, mention.end), tools)
        role = role or tools.catalogue.find(clause.text) or _of_house(clause, heard, turn, tools)
        return [said(FactKind.CURRENT_ROLE, clause, turn, heard, role.id if role else None)]
    stretch = _introduced(heard)
    if stretch is not None:
        role = tools.catalogue.find(stretch.text) or _of_house(stretch, heard, turn, tools)
        return [said(FactKind.CURRENT_ROLE, stretch, turn, heard, role.id if role else None)]
    if asked and (clause_ := best_clause(heard)):
        plain = not (heard.opens("yes") or heard.opens("no") or heard.has("corrects"))
        other = heard.has("barriers") or any(c.isdigit() for c in heard.message)
        if plain and not other and len(clause_.words) <= 6:
            return [said(FactKind.CURRENT_ROLE, clause_, turn, heard)]
    return []


def _of_house(job: Clause, heard: Heard, turn: int, tools: Tools) -> Role | None:
    """A title that several houses have, told apart by the house: "porter at a hospital"."""
    for fact in organisation(heard, turn):
        house = fact.text.split()[-1]
        if role := tools.catalogue.find(f"{house} {job.text}"):
            return role
    return None


def _without_name(clause: Clause, tools: Tools) -> Clause:
    """The job alone: after "im", "nadine porter" is a name and a job run together."""
    first, _, rest = clause.text.partition(" ")
    strange = first.casefold() in first_names() or not tools.lexicon.knows(first.casefold())
    if not rest or not strange or tools.catalogue.find(clause.text):
        return clause
    return Clause(rest, clause.end - len(rest), clause.end)


def _own_mentions(heard: Heard, assessment: AspirationAssessment) -> list[RoleMention]:
    """Titles that are the person's own, the surest first."""
    mentions = list(assessment.all_roles)
    if heard.state.open_slot is Slot.TARGET:
        return [m for m in mentions if _already(heard, m)]
    if heard.state.open_slot is Slot.CURRENT_ROLE:
        held = [m for m in mentions if m.status not in (MentionStatus.REJECTED, MentionStatus.PAST)]
        return [m for m in held if not _wanted_now(heard, m)]
    sure = [m for m in mentions if _already(heard, m)]
    sure += [m for m in mentions if m.status is MentionStatus.CURRENT and not _others(heard, m)]
    first = [m for m in mentions if introduces(heard, m) and not _others(heard, m)]
    return sure + [m for m in first if not _aimed_at(heard, m)]


def _aimed_at(heard: Heard, mention: RoleMention) -> bool:
    """As in "Customer success manager is what I'm going for": wanted, not held."""
    after = heard.message[mention.end : mention.end + 40]
    return (
        re.match(r",? (?:is|that'?s) (?:what|the (?:job|one|post|role)|where|my)\b", after, re.I)
        is not None
    )


def _wanted_now(heard: Heard, mention: RoleMention) -> bool:
    return bool(
        re.search(
            r"\b(?:want|wanna|to be|become|not an?) (?:an? )?$",
            heard.message[: mention.start],
            re.I,
        )
    )


def _already(heard: Heard, mention: RoleMention) -> bool:
    """As in "I'm a ...", "head sommelier I already am"."""
    after = heard.message[mention.end : mention.end + 30]
    before = heard.message[max(0, mention.start - 12) : mention.start]
    if re.match(r",? i already am\b", after, re.I):
        return True
    return bool(
        re.search(r"\b(?:i'?m|i am|i be|as)(?: now)? (?:an? |the )?$", before, re.I)
    ) and not re.search(r"\b(?:want|if|when|until)\b", before, re.I)


def _others(heard: Heard, mention: RoleMention) -> bool:
    """Whether an introducing title is somebody else's ("my head of ...", "area manager coming in")."""
    before = heard.message[: mention.start].rstrip().casefold()
    after = heard.message[mention.end : mention.end + 40]
    if before.endswith(
        (
            " my",
            " our",
            " the",
            " with",
            " w",
            " w/",
            " by",
            " from",
            " her",
            " his",
            "the",
            "new",
            "my",
            "our",
            " hey there",
        )
    ):
        return not before.endswith(("i'm the", "im the", "i am the"))
    if re.search(
        r"\b(?:want|promised me|they call it|being|if|seek an?)(?: be| an?| to be)? *$", before
    ):
        return True
    return _NAMED.match(after) is not None or (
        belongs_elsewhere(heard, mention) and not _already(heard, mention)
    )


_NAMED = re.compile(
    r"(?:'s|\u2019s)?(?: is| called| is called|,|:| \()? ?[A-Z][a-z\u00e0-\u017e]+\b(?!\s+(?:and|or)\b)|'s (?:name|job|post)"
)
_OPENING = re.compile(
    r"^\W*(?:(?:hi|hiya|hello|hey|hei|heyyy?|hii+|good (?:morning|afternoon|evening|day)|alright|ok(?: ok)?|okay|right|so|well|worth a try|thanks|there|skip the questions)\b[\s,.!:]*)*"
    r"(?:(?:i'?m|i am|this is|my name is|name's) [A-Z][a-z]+[,.]? (?:here)?[,. ]*|[a-z]{2,8}, (?=\w+ \w+))?(?:(?:i'?m|i am|i be|i work as|working as|i)\s+(?:an? |the )?|now )?",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"(?P<job>[A-Za-z][\w'\u2019/&-]*(?: [\w'\u2019/&-]+){0,4}?)(?= (?:in|at|on|for|with|w/|@|from|since|of the|here|offshore|by trade)\b|\s*[,.(\u2013-]|,|\.|$)"
)
_PLACED = re.compile(r"^\s*(?:[,.(]|in |at |on |for |w/|@|with |offshore|here|from )", re.I)
_NO_JOB = frozenset(
    "i you he she they it we my our your the that this there have had was is are am do does did want wanted need got get told says said will would can could what how who why when where and but if not no ignore "
    "went go goes came got fell rose dropped translate forget repeat meeting review appraisal talk boss manager supervisor thinking looking years year yrs months today tomorrow monday tuesday wednesday thursday friday help please thanks question another just "
    "nobody everyone random which below pathetic first me again work someone everything cold hope".split()
)


def _introduced(heard: Heard) -> Clause | None:
    """The job an opening message names first, where no list of titles knows it."""
    if heard.state.open_slot not in _INTRODUCTIONS or (
        heard.state.turn > 0 and heard.state.open_slot is None
    ):
        return None
    opening = _OPENING.match(heard.message)
    start = opening.end() if opening else 0
    match = _JOB.match(heard.message, start)
    if match is None or not _tells_work(heard, match.end()):
        return None
    words = match["job"].casefold().split()
    if (
        any(w in _NO_JOB for w in words)
        or cue_pattern("greets").fullmatch(match["job"])
        or len(words) > 5
    ):
        return None
    if any(cue_pattern(cue).search(match["job"]) for cue in ("meeting_words", "vent", "no_job")):
        return None
    return Clause(match["job"], match.start(), match.end())


def _tells_work(heard: Heard, at: int) -> bool:
    """Whether years, a place of work or a meeting stand near: then the first words are the job."""
    if not _PLACED.match(heard.message[at : at + 12]):
        return False
    near = heard.message[at : at + 80]
    return bool(
        any(at <= span.start and span.end <= at + 80 for span in tenures(heard))
        or _place().search(near)
        or re.search(r"\b(?:years?|season|boss|manager|supervisor|review|appraisal)\b", near, re.I)
    )


def _place() -> re.Pattern[str]:
    return cue_pattern("organisations")


def field_worked_in(heard: Heard, turn: int, tools: Tools) -> list[Fact]:
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


def organisation(heard: Heard, turn: int) -> list[Fact]:
    """Where the person works, by the kind of house: "at a fintech", ", logistics firm, 4 yrs"."""
    if heard.state.has(FactKind.ORGANISATION) or heard.state.open_slot not in _INTRODUCTIONS:
        return []
    for pattern in _organisation_patterns():
        match = pattern.search(heard.message)
        if match is not None and not _SOMEWHERE_ELSE.search(heard.message[: match.start("org")]):
            stretch = piece(heard, match.start("org"), match.end("org"))
            return [said(FactKind.ORGANISATION, stretch, turn, heard)]
    return []


# Another house of the trade, a place of the meeting, a place that was left.
_SOMEWHERE_ELSE = re.compile(
    r"\b(?:previous|former|before|used to|next|another|own|sister|visit|outside|moved?|until|left|want(?:ed)?|like|become|be|already|with the|gaffer|off)\b[^.!?]{0,25}$",
    re.I,
)


def _organisation_patterns() -> tuple[re.Pattern[str], ...]:
    nouns = "|".join(sorted(cue_lists()["organisations"], key=len, reverse=True)).replace(
        " ", r"\s+"
    )
    words = r"(?:(?!and\b|or\b|but\b|with\b|my\b|i\b|the\b)[\w'\u2019&-]+ ){0,3}"
    place = r"(?:at|in|for|with|w/|@|on|of)"
    return (
        re.compile(rf"\b{place} (?:an? |my |our )(?P<org>{words}(?:{nouns}))\b(?!['\u2019])", re.I),
        re.compile(
            rf"(?:\b|(?<=\s)){place} (?P<org>(?:the )?{words}(?:{nouns}))(?= *(?:,|\.|$|for \d|\d|since|and\b))",
            re.I,
        ),
        re.compile(rf", (?P<org>{words}(?:{nouns}))(?= ?[,.;]|$)", re.I),
    )
