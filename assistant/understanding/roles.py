"""Roles in a message, read in the conversation: picked, refused, named as a target, or only told.

"the second one", "1st i spose", "recruiter not the supervisor" are read against what was offered;
a bare title answers the question for a target; the rest follows the specificity scale's own
reading of target, current, past, refused and other people's roles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.domain.dialogue import Slot
from assistant.domain.goal import (
    FactKind,
    OfferedRole,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.specificity import AspirationAssessment, RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard, picks, refuses_all
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.rejecting import rejected_in_words
from assistant.understanding.text import Clause, words_of
from assistant.understanding.titling import GENERIC, posts_named, same_words, stem, title_of
from assistant.understanding.tools import Tools

_NEGATED = re.compile(
    r"\b(?:no|not|nope|nah|never|don'?t|doesn'?t|isn'?t|wouldn'?t|won'?t|can'?t|hate|neither|nor|rather not"
    r"|without|minus|except|anything but|wrong|out)\b",
    re.IGNORECASE,
)
_MANY = 4

@dataclass
class RolesHeard:
    """The roles of a message by how they stand."""

    accepted: list[RoleStanding] = field(default_factory=list)
    rejected: list[RoleStanding] = field(default_factory=list)
    mentioned: list[RoleStanding] = field(default_factory=list)
    picked: bool = False


def unchosen(found: RolesHeard) -> RolesHeard:
    """The roles of a message that only asks, vents or leaves the choice to the coach."""
    return RolesHeard([], found.rejected, found.mentioned, picked=False)


def roles_of(heard: Heard, assessment: AspirationAssessment, tools: Tools, turn: int) -> RolesHeard:
    """How every role of the message stands, offered ones first."""
    found = RolesHeard()
    _offered(heard, found, turn)
    _named(heard, assessment, found, tools, turn)
    return found


def _offered(heard: Heard, found: RolesHeard, turn: int) -> None:
    offers = heard.state.offered if heard.state.open_slot is Slot.CHOICE else ()
    if not offers:
        return
    if refuses_all(heard):
        found.rejected = [_from_offer(o, RoleStatus.REJECTED, turn) for o in offers]
        return
    verdicts = _verdicts(heard, offers)
    for index, verdict in sorted(verdicts.items()):
        status = RoleStatus.ACCEPTED if verdict else RoleStatus.REJECTED
        target = found.accepted if verdict else found.rejected
        target.append(_from_offer(offers[index], status, turn))
    if not verdicts and len(offers) == 1:
        _yes_or_no(heard, offers[0], found, turn)
    found.picked = bool(found.accepted)
    _rank(heard, found)


def _yes_or_no(heard: Heard, offer: OfferedRole, found: RolesHeard, turn: int) -> None:
    """One role was put up: a yes takes it, a no drops it."""
    if heard.opens("no"):
        found.rejected.append(_from_offer(offer, RoleStatus.REJECTED, turn))
    elif heard.opens("yes") or re.search(
        r"\b(?:i'?ll take|go with|that one|it is)\b", heard.message, re.I
    ):
        found.accepted.append(_from_offer(offer, RoleStatus.ACCEPTED, turn))


def _rank(heard: Heard, found: RolesHeard) -> None:
    """ "Second, then first" or "1 and 3": one is wanted, the rest stays on the table."""
    if len(found.accepted) > 2 or (
        len(found.accepted) == 2
        and re.search(r"\bthen\b|>|\bover\b|\bbefore\b", heard.message, re.I)
    ):
        found.accepted = found.accepted[:1]


def _verdicts(heard: Heard, offers: tuple[OfferedRole, ...]) -> dict[int, bool]:
    """For each offered role the message speaks of: wanted or not, clause by clause."""
    verdicts: dict[int, bool] = {}
    last: int | None = None
    for clause in _fine_clauses(heard):
        indexes = _pointed_at(clause, offers, heard)
        negative = bool(_NEGATED.search(clause.text)) and not re.search(
            r"\b(?:not (?:bad|wrong)|least wrong|why not|no question|don'?t mind|no doubt)\b",
            clause.text,
            re.IGNORECASE,
        )
        if not indexes and last is not None and negative and len(clause.words) < 7:
            continue
        for index in indexes:
            verdicts.setdefault(index, not negative)
            last = index
    return verdicts


def _fine_clauses(heard: Heard) -> list[Clause]:
    """Clauses, cut once more before "not", "and not" and "rather than"."""
    pieces = []
    for clause in heard.clauses:
        at = 0
        for cut in re.finditer(r"\s(?=(?:not|rather than|over|instead of)\b)", clause.text, re.I):
            pieces.append(_piece(clause, at, cut.start()))
            at = cut.end()
        pieces.append(_piece(clause, at, len(clause.text)))
    return [piece for piece in pieces if piece.words]


def _piece(clause: Clause, start: int, end: int) -> Clause:
    text = re.sub(r"^(?:rather than|over|instead of)\b", "not", clause.text[start:end], flags=re.I)
    return Clause(text, clause.start + start, clause.start + end)


def _pointed_at(clause: Clause, offers: tuple[OfferedRole, ...], heard: Heard) -> list[int]:
    current = heard.state.last(FactKind.CURRENT_ROLE)
    known = {stem(w) for w in words_of(current.text)} if current else set()
    by_name = [n for n, offer in enumerate(offers) if _names_offer(clause, offer, offers, known)]
    if by_name:
        return by_name
    partial = Heard(clause.text, heard.state, heard.lexicon)
    return [n for n in picks(partial) if n < len(offers)]


def _names_offer(
    clause: Clause, offer: OfferedRole, offers: tuple[OfferedRole, ...], known: set[str]
) -> bool:
    """A title named in full, or by a word that neither another offer nor the present job has."""
    title = words_of(offer.title)
    said = {stem(w) for w in clause.words}
    if all(stem(w) in said for w in title):
        return True
    others = {stem(w) for o in offers if o is not offer for w in words_of(o.title)} | known
    own = [stem(w) for w in title if w not in GENERIC and stem(w) not in others]
    if own:
        # In a long clause one shared word is chance; in a short one it is a name.
        enough = 1 if len(clause.words) <= 5 else max(1, len(own) - 1) if len(own) > 1 else 1
        return sum(w in said for w in own) >= enough
    return any(stem(w) in said and stem(w) not in others for w in title)


def _from_offer(offer: OfferedRole, status: RoleStatus, turn: int) -> RoleStanding:
    return RoleStanding(
        title=offer.title,
        role_id=offer.role_id,
        status=status,
        provenance=Provenance(origin=Origin.SAID, turn=turn),
        reason=offer.reason,
    )


def _named(
    heard: Heard, assessment: AspirationAssessment, found: RolesHeard, tools: Tools, turn: int
) -> None:
    mentions = list(assessment.all_roles)
    for standing in rejected_in_words(heard, mentions, tools, turn):
        if not _decided(standing, found):
            found.rejected.append(standing)
    targets = []
    for mention in mentions:
        standing = _from_mention(mention, tools, turn)
        if introduces(heard, mention) or _decided(standing, found):
            continue
        if mention.status is MentionStatus.REJECTED:
            found.rejected.append(standing.model_copy(update={"status": RoleStatus.REJECTED}))
        elif mention.status is MentionStatus.TARGET and not belongs_elsewhere(heard, mention):
            targets.append(standing)
    targets = [t for t in targets if not _decided(t, found)]
    if found.picked:
        return
    if len(targets) >= _MANY:
        found.mentioned.extend(targets)
        return
    posts = [p for p in _posts(heard, tools, turn) if not _decided(p, found)]
    if posts and not targets and not _told_elsewhere(heard):
        found.accepted.extend(posts[:1])
    elif targets and _counts_as_target(heard, assessment, found):
        found.accepted.extend(
            t.model_copy(update={"status": RoleStatus.ACCEPTED}) for t in _distinct(targets)
        )


def _posts(heard: Heard, tools: Tools, turn: int) -> list[RoleStanding]:
    """Wanted posts that no list of titles knows, as accepted targets."""
    found = []
    for text, start, end in posts_named(heard.message):
        role = tools.catalogue.find(text)
        found.append(
            RoleStanding(
                title=role.title if role and same_words(role.title, text) else title_of(text),
                role_id=role.id if role else None,
                status=RoleStatus.ACCEPTED,
                provenance=Provenance(origin=Origin.SAID, turn=turn, start=start, end=end),
            )
        )
    return found


def _decided(standing: RoleStanding, found: RolesHeard) -> bool:
    """Whether the message has already said yes or no to this role, whole or by part of its title."""
    for other in (*found.accepted, *found.rejected):
        if standing.role_id is not None and standing.role_id == other.role_id:
            return True
        one, two = standing.title.casefold(), other.title.casefold()
        if one == two or (other in found.rejected and (f" {two}" in f" {one}" and one.endswith(two))):
            return True
    return False


_SUBJECT_VERB = re.compile(
    r"(?:'s|\u2019s)? (?:wants?|is|was|coming|comes|says?|said|calls?|called|asks?|asked|told|tells|keeps?|thinks|does|did|has|had|gave"
    r"|gets|got|retires?|left|leaves|knows|sits|walks|never|always|who|wait|waits|speak|vex|will|won'?t|doesn'?t)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:my|our|his|her|their|your) (?:[\w-]+ )?$", re.IGNORECASE)
_IS_SOMEBODY = re.compile(r"\b(?:boss|manager|supervisor|lead|he|she|they|who) (?:is|are|was|'s) (?:the |an? |our )?$", re.IGNORECASE)
_NOT_SURE = re.compile(
    r"\b(?:if|whether) (?:i|we) (?:want|wanted|would|could|should)(?: to)?(?: be| become)? (?:an? |the )?$|\b(?:wondering|asked?) (?:me )?(?:if|whether)[^.!?]{0,30}$",
    re.IGNORECASE,
)
_ALREADY = re.compile(r"\b(?:already|i am|i'?m) (?:an? |the )?$", re.IGNORECASE)


def belongs_elsewhere(heard: Heard, mention: RoleMention) -> bool:
    """Whether a title is not wanted: somebody else's, one's own already, or only asked about."""
    before = heard.message[max(0, mention.start - 60) : mention.start]
    after = heard.message[mention.end : mention.end + 30]
    if heard.state.open_slot is Slot.CURRENT_ROLE and not _WANTING.search(before):
        return True
    if re.match(r",? i (?:already )?(?:am|have been)|,? already\b", after, re.I) or _ALREADY.search(before):
        return True
    if _NOT_SURE.search(before) or heard.opens("greets") and len(heard.words) < 6:
        return True
    if _IS_SOMEBODY.search(before) or _OWNED.search(before):
        return not re.search(r"\b(?:title|target|goal|aim|dream|wish|next (?:job|role|step)) (?:is|would be) ", before, re.I)
    if _NAMED_AFTER.match(after):
        return True
    return _SUBJECT_VERB.match(after) is not None and not _WANTING.search(before[-25:])


_NAMED_AFTER = re.compile(r"(?: is called| called| named|,| \()? (?-i:[A-Z][a-z\u00e0-\u017e]{2,})\b(?:\)| (?:told|says|said|wants|is|does|asked))")


def _told_elsewhere(heard: Heard) -> bool:
    return heard.state.open_slot in (Slot.EVIDENCE, Slot.WITNESS, Slot.WHO_ELSE, Slot.PUSHBACK)


# Words before a title that make it a wish; without one, an opening title says who is speaking.
_WANTING = re.compile(
    r"\b(?:want\w*|wanna|wan|wish|hop(?:e|ing)|like to|love to|become|becoming|be|being|going for|go for|aim\w*"
    r"|aspir\w*|appl\w*|into|mov\w+|next|promot\w+|train(?:ing)? (?:as|to|up)|step\w* up|target|after|to|or|goal"
    r"|interested|thought|thinking|dream\w*|rather|see myself|ready for|shift|switch|retrain)\b",
    re.IGNORECASE,
)


_DATED = re.compile(
    r"\W{0,2}\s*(?:(?:by|before|within|from)\b|in (?:about |under )?(?:\d|two|three|four|five)|one day\b|next year\b)",
    re.IGNORECASE,
)


def introduces(heard: Heard, mention: RoleMention) -> bool:
    """Whether a title in an opening message only says what the person, or somebody else, is."""
    if heard.state.turn > 0 and heard.state.open_slot not in (None, Slot.WISH):
        return False
    if mention.status is not MentionStatus.TARGET:
        return False
    sentence = next((s for s in heard.sentences if s.start <= mention.start <= s.end), None)
    before = heard.message[sentence.start if sentence else 0 : mention.start]
    if _WANTING.search(before) or _DATED.match(heard.message[mention.end :]):
        return False
    # A message that is a title and nothing else answers "what do you want?".
    return len(heard.words) > len(words_of(mention.text)) + 1


def _counts_as_target(
    heard: Heard, assessment: AspirationAssessment, found: RolesHeard
) -> bool:
    """On the scale from ``specific`` up; a title in a story about the past is none."""
    replaces = bool(found.rejected) or heard.has("changes_mind")
    if _told_elsewhere(heard):
        return replaces
    if heard.state.open_slot is Slot.LONG_VIEW:
        return False
    if heard.state.targets:
        return replaces or _INSISTS.search(heard.message) is not None
    return assessment.level.rank >= 2


_INSISTS = re.compile(
    r"\b(?:i (?:really )?want to be|i'd rather be|make (?:it|that)|target is|switch (?:it )?to|go with|put me down for)\b",
    re.IGNORECASE,
)


def _distinct(targets: list[RoleStanding]) -> list[RoleStanding]:
    kept: dict[str, RoleStanding] = {}
    for target in targets:
        kept.setdefault(target.role_id or target.title.casefold(), target)
    return list(kept.values())


def _from_mention(mention: RoleMention, tools: Tools, turn: int) -> RoleStanding:
    role = tools.catalogue.by_id.get(mention.role_id or "") or tools.catalogue.find(mention.title)
    title = role.title if role and same_words(role.title, mention.text) else title_of(mention.text)
    return RoleStanding(
        title=title,
        role_id=role.id if role else None,
        status=RoleStatus.MENTIONED,
        provenance=Provenance(origin=Origin.SAID, turn=turn, start=mention.start, end=mention.end),
    )


def drops_target(heard: Heard, found: RolesHeard) -> bool:
    """Whether the accepted target is taken back in this message."""
    targets = heard.state.targets
    if not targets:
        return False
    gone = {s.title.casefold() for s in found.rejected} | {s.role_id for s in found.rejected if s.role_id}
    if any(t.title.casefold() in gone or t.role_id in gone for t in targets):
        return True
    if heard.has("drops_it"):
        return heard.state.open_slot is not Slot.PUSHBACK or bool(found.accepted)
    new = [a for a in found.accepted if all(a.title != t.title for t in targets)]
    return bool(new) and heard.has("changes_mind")
