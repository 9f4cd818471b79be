"""Roles in a message, read in the conversation: picked, refused, named as a target, or only told.

"the second one", "1st i spose", "recruiter not the supervisor" are read against what was offered;
a bare title answers the question for a target; the rest follows the specificity scale's own
reading of target, current, past, refused and other people's roles.
"""

from __future__ import annotations

import re

from assistant.domain.dialogue import Slot
from assistant.domain.goal import (
    FactKind,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.roles import refines
from assistant.domain.specificity import AspirationAssessment, RoleMention
from assistant.domain.specificity import RoleStatus as MentionStatus
from assistant.understanding.acts import Heard
from assistant.understanding.belonging import belongs_elsewhere, introduces
from assistant.understanding.claiming import claims, restored
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.offered import NEGATED, RolesHeard, asked_back, read_offered
from assistant.understanding.rejecting import names_title, rejected_in_words, tells_what_is_there
from assistant.understanding.reported import reported, within
from assistant.understanding.text import words_of
from assistant.understanding.titling import (
    content_stems,
    posts_named,
    same_words,
    title_of,
)
from assistant.understanding.tools import Tools

_MANY = 4


def unchosen(found: RolesHeard) -> RolesHeard:
    """The roles of a message that only asks, vents or leaves the choice to the coach."""
    return RolesHeard([], found.rejected, found.mentioned, picked=False)


def roles_of(heard: Heard, assessment: AspirationAssessment, tools: Tools, turn: int) -> RolesHeard:
    """How every role of the message stands, offered ones first."""
    found = RolesHeard()
    read_offered(heard, found, turn)
    _named(heard, assessment, found, tools, turn)
    return found


def _named(
    heard: Heard, assessment: AspirationAssessment, found: RolesHeard, tools: Tools, turn: int
) -> None:
    told = reported(heard.message)
    mentions = [m for m in assessment.all_roles if not within(told, m.start, m.end)]
    for standing in rejected_in_words(heard, mentions, tools, turn):
        if not _decided(standing, found):
            found.rejected.append(standing)
    targets = _targets(heard, mentions, found, tools, turn)
    sure = [_from_mention(m, tools, turn) for m in mentions if claims(heard, m)]
    sure = [s for s in sure if not _decided(s, found)]
    sure += [s for s in restored(heard, found.rejected, turn) if not _decided(s, found)]
    if sure:
        found.insisted = True
        found.accepted.extend(_accepted(heard, sure))
        return
    if found.picked:
        return
    if len(targets) >= _MANY:
        found.mentioned.extend(targets)
        return
    posts = [*_posts(heard, tools, turn), *_readings(heard, tools, turn)]
    posts = [p for p in posts if not _decided(p, found)]
    if posts and not targets and not _told_elsewhere(heard):
        found.accepted.extend(posts[:1])
    elif targets and _counts_as_target(heard, assessment, found, targets):
        found.accepted.extend(_accepted(heard, _preferred(heard, targets)))


def _accepted(heard: Heard, targets: list[RoleStanding]) -> list[RoleStanding]:
    """As accepted, each once; a shorter name of a target that stands means that target."""
    found = []
    for target in _distinct(targets):
        known = next((t for t in heard.state.targets if refines(t.title, target.title)), target)
        update = {"title": known.title, "role_id": known.role_id, "status": RoleStatus.ACCEPTED}
        found.append(target.model_copy(update=update))
    return found


def _preferred(heard: Heard, targets: list[RoleStanding]) -> list[RoleStanding]:
    """As in "team leader or trainer. more trainer": the one that is named again and preferred."""
    cues = [m.end() for m in cue_pattern("prefers").finditer(heard.message)]
    for target in targets:
        again = heard.message.casefold().rfind(target.title.casefold())
        right_before = any(end <= again and not heard.message[end:again].strip() for end in cues)
        if again > (target.provenance.start or 0) and right_before:
            return [target]
    return targets


def _targets(
    heard: Heard, mentions: list[RoleMention], found: RolesHeard, tools: Tools, turn: int
) -> list[RoleStanding]:
    """The titles that are wanted; a refused one goes to ``found`` on the way."""
    targets = []
    for mention in mentions:
        standing = _from_mention(mention, tools, turn)
        if introduces(heard, mention) or _decided(standing, found):
            continue
        if asked_back(heard, mention.start, mention.end):
            continue
        if mention.status is MentionStatus.REJECTED:
            if _told_elsewhere(heard) or heard.state.open_slot in _ANSWERS_ELSEWHERE:
                continue
            if heard.state.targets and tells_what_is_there(heard, mention.start):
                continue
            found.rejected.append(_as_rejected(standing, heard))
        elif _answers_target(heard, mention) or (
            mention.status is MentionStatus.TARGET and not belongs_elsewhere(heard, mention)
        ):
            targets.append(standing)
    return [t for t in targets if not _decided(t, found)]


def _as_rejected(standing: RoleStanding, heard: Heard) -> RoleStanding:
    """The refusal of a title; a part of the accepted target's title means that target."""
    for target in heard.state.targets:
        if names_title(standing.title, target.title, clear=False):
            update = {"title": target.title, "role_id": target.role_id}
            return standing.model_copy(update={**update, "status": RoleStatus.REJECTED})
    return standing.model_copy(update={"status": RoleStatus.REJECTED})


# Questions about work and offers, where "never been cleaner" refuses no role.
_ANSWERS_ELSEWHERE = (Slot.BRINGS, Slot.ASK, Slot.GAP, Slot.EVIDENCE_DETAIL, Slot.LIKES)


def _answers_target(heard: Heard, mention: RoleMention) -> bool:
    """Whether the first clause is this title and nothing else, where a target was asked for."""
    if heard.state.open_slot not in (Slot.TARGET, Slot.WISH) or not heard.clauses:
        return False
    current = heard.state.last(FactKind.CURRENT_ROLE)
    if current is not None and same_words(current.text, mention.text):
        return False
    first = heard.clauses[0]
    extra = len(first.words) - len(words_of(mention.text))
    return first.start <= mention.start and mention.end <= first.end and extra <= 1


def _readings(heard: Heard, tools: Tools, turn: int) -> list[RoleStanding]:
    """One of the titles that the question itself put forward, named in a few words."""
    if heard.state.open_slot is not Slot.TARGET or not heard.clauses or heard.opens("no"):
        return []
    first = heard.clauses[0]
    named = [heard.state.values.get(f"reading{n}", "") for n in (1, 2, 3)]
    stems = content_stems(first.text, heard.lexicon)
    hits = [n for n in named if n and stems & content_stems(n, heard.lexicon)]
    if len(hits) != 1 or len(first.words) > 5 or NEGATED.search(first.text):
        return []
    title = re.sub(r"^an? ", "", hits[0])
    role = tools.catalogue.find(title)
    at = Provenance(origin=Origin.SAID, turn=turn, start=first.start, end=first.end)
    return [
        RoleStanding(
            title=role.title if role else title_of(title),
            role_id=role.id if role else None,
            status=RoleStatus.ACCEPTED,
            provenance=at,
        )
    ]


def _posts(heard: Heard, tools: Tools, turn: int) -> list[RoleStanding]:
    """Wanted posts that no list of titles knows, as accepted targets."""
    found = []
    told = reported(heard.message)
    for text, start, end in posts_named(heard.message):
        if within(told, start, end):
            continue
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
        part = one.endswith(f" {two}") or two.endswith(f" {one}")
        if one == two or (part and other in found.rejected):
            return True
    return False


def _told_elsewhere(heard: Heard) -> bool:
    return heard.state.open_slot in (Slot.EVIDENCE, Slot.WITNESS, Slot.WHO_ELSE, Slot.PUSHBACK)


def _counts_as_target(
    heard: Heard,
    assessment: AspirationAssessment,
    found: RolesHeard,
    targets: list[RoleStanding],
) -> bool:
    """On the scale from ``specific`` up; a title in a story about the past is none."""
    replaces = bool(found.rejected) or heard.has("changes_mind")
    if _told_elsewhere(heard):
        return replaces
    if heard.state.open_slot is Slot.LONG_VIEW:
        return False
    if heard.state.targets:
        finer = any(refines(t.title, old.title) for t in targets for old in heard.state.targets)
        return finer or replaces or _INSISTS.search(heard.message) is not None
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
    """Whether no accepted target is left standing by this message.

    Where one of several is struck by name, the others stay.
    """
    targets = heard.state.targets
    if not targets or (found.insisted and not found.rejected):
        return False
    gone = {s.title.casefold() for s in found.rejected} | {
        s.role_id for s in found.rejected if s.role_id
    }
    struck = [t for t in targets if t.title.casefold() in gone or t.role_id in gone]
    if struck:
        return len(struck) == len(targets)
    if re.search(
        r"\b(?:haven'?t|havnt|have not|didn'?t|did not|never) (?:picked|chosen|choose|pick|chose|said yes)",
        heard.message,
        re.I,
    ):
        return True
    if heard.has("drops_it"):
        return heard.state.open_slot is not Slot.PUSHBACK or bool(found.accepted)
    new = [a for a in found.accepted if all(a.title != t.title for t in targets)]
    return bool(new) and heard.has("changes_mind")
