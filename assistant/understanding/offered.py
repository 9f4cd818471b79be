"""Roles that were put up for choice: picked, ranked, refused, by title, part of it or ordinal.

offered Buyer, Auditor, Planner; "2 then 1"            -> Auditor is accepted
"the audit one, not the planner"                       -> Auditor accepted, Planner rejected
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
from assistant.understanding.acts import Heard, picks, refuses_all
from assistant.understanding.lexicon import cue_pattern
from assistant.understanding.text import Clause, words_of
from assistant.understanding.titling import GENERIC, stem

NEGATED = re.compile(
    r"\b(?:no|not|nope|nah|never|don'?t|doesn'?t|isn'?t|wouldn'?t|won'?t|can'?t|hate|neither|nor|rather not"
    r"|without|minus|except|anything but|wrong|out|cross|strike|bin|scrap|drop|lose|forget|ditch|get rid|god"
    r"|seriously|lol)\b|\?!|!\?|\?\?",
    re.IGNORECASE,
)
# What takes a role in a longer clause; a bare name in a few words needs none of it.
_TAKES = re.compile(
    r"\b(?:yes|yeah|yep|aye|ok|okay|fine|sure|like|love|take|go (?:with|for)|first|second|third|maybe|perhaps|could|would"
    r"|sounds?|prefer|rather|best|closest|nearest|least|pick|choose|keep|interests?|want|right|good|suppose|guess|spose"
    r"|one|closer|appeals?|then)\b",
    re.IGNORECASE,
)
_FEW = 5


@dataclass
class RolesHeard:
    """The roles of a message by how they stand."""

    accepted: list[RoleStanding] = field(default_factory=list)
    rejected: list[RoleStanding] = field(default_factory=list)
    mentioned: list[RoleStanding] = field(default_factory=list)
    picked: bool = False
    insisted: bool = False  # called the target outright, or put back: no act takes that away


def read_offered(heard: Heard, found: RolesHeard, turn: int) -> None:
    """Add to ``found`` what the message says of the roles that stand open for choice."""
    offers = heard.state.offered if heard.state.open_slot is Slot.CHOICE else ()
    if not offers or asks_about(heard):
        return
    if refuses_all(heard):
        found.rejected = [_from_offer(o, RoleStatus.REJECTED, turn) for o in offers]
        return
    verdicts = dict.fromkeys(_several(heard, offers), True) or _verdicts(heard, offers)
    for index, verdict in verdicts.items():
        status = RoleStatus.ACCEPTED if verdict else RoleStatus.REJECTED
        target = found.accepted if verdict else found.rejected
        target.append(_from_offer(offers[index], status, turn))
    if not verdicts and len(offers) == 1:
        _yes_or_no(heard, offers[0], found, turn)
    found.picked = bool(found.accepted)
    _rank(heard, found)


def _several(heard: Heard, offers: tuple[OfferedRole, ...]) -> list[int]:
    """As in "both", "all of them": every role that stands on the table, two where two were meant."""
    if len(heard.words) > 8 or NEGATED.search(heard.message):
        return []
    if re.search(r"\bboth(?: of them)?\b", heard.message, re.I):
        return [0, 1][: len(offers)]
    if re.search(r"\ball (?:of them|three|of those|3)\b|^all\W*$", heard.message, re.I):
        return list(range(len(offers)))
    return []


def asks_about(heard: Heard) -> bool:
    """Whether the message asks what something is, with or without a question mark."""
    words = r"(?:what|who|how|why|is|are|does|do|can)\b"
    if "?" in heard.message:
        words = r"(?:what|who|how|why|where|when|is|are|does|do|can)\b"
    opening = re.match(words, heard.bare)
    return opening is not None and len(heard.sentences) == 1 and len(heard.words) > 3


def _yes_or_no(heard: Heard, offer: OfferedRole, found: RolesHeard, turn: int) -> None:
    """One role was put up: a yes takes it, a no drops it."""
    if heard.opens("no"):
        found.rejected.append(_from_offer(offer, RoleStatus.REJECTED, turn))
    elif heard.opens("yes") or re.search(
        r"\b(?:i'?ll take|go with|that one|it is)\b", heard.message, re.I
    ):
        found.accepted.append(_from_offer(offer, RoleStatus.ACCEPTED, turn))


def asked_back(heard: Heard, start: int, end: int) -> bool:
    """Whether an offered title only comes back as a question ("Pharmacist? I fix boilers.")."""
    if heard.state.open_slot is not Slot.CHOICE or heard.message[end : end + 1] != "?":
        return False
    said = {stem(w) for w in words_of(heard.message[start:end])}
    return any(said <= {stem(w) for w in words_of(o.title)} for o in heard.state.offered)


def _rank(heard: Heard, found: RolesHeard) -> None:
    """As in "Second, then first" or "1 and 3": one is wanted, the rest stays on the table."""
    everything = re.search(r"\ball\b", heard.message, re.I) is not None
    if (len(found.accepted) > 2 and not everything) or (
        len(found.accepted) == 2
        and re.search(r"\bthen\b|>|\bover\b|\bbefore\b", heard.message, re.I)
    ):
        found.accepted = found.accepted[:1]


def _verdicts(heard: Heard, offers: tuple[OfferedRole, ...]) -> dict[int, bool]:
    """For each offered role the message speaks of: wanted or not, clause by clause."""
    verdicts: dict[int, bool] = {}
    refused: Clause | None = None  # the clause before, where it was a no
    for clause in _fine_clauses(heard):
        indexes = _pointed_at(clause, offers, heard)
        echo = heard.message[clause.end : clause.end + 2]
        negative = bool(NEGATED.search(clause.text + echo)) and not re.search(
            r"\b(?:not (?:bad|wrong)|least wrong|why not|no question|don'?t mind|no doubt)\b",
            clause.text,
            re.IGNORECASE,
        )
        if re.search(r"\bboth\b", clause.text, re.I) and negative:
            indexes = [*dict.fromkeys((*indexes, *range(min(2, len(offers)))))]
        negative = negative or _goes_on(heard, refused, clause)
        refused = clause if negative else None
        after = _next_clause(heard, clause)
        if after is not None and cue_pattern("bare_no").fullmatch(after.text.strip()):
            negative = True
        elif echo[:1] == "?" and not negative and not _welcomed(after):
            continue  # a title asked back is doubted
        if not negative and len(clause.words) > _FEW and not _TAKES.search(clause.text):
            continue
        for index in indexes:
            verdicts.setdefault(index, not negative)
    return verdicts


def _goes_on(heard: Heard, refused: Clause | None, clause: Clause) -> bool:
    """As in "no to the first and the second": a list that began with a no goes on with it."""
    if refused is None or len(clause.words) > _FEW:
        return False
    joined = heard.message[refused.end : clause.start].strip(" ,").casefold() in (
        "and",
        "or",
        "nor",
    )
    return joined and cue_pattern("yes").search(clause.text) is None


def _next_clause(heard: Heard, clause: Clause) -> Clause | None:
    return next((c for c in heard.clauses if c.start >= clause.end), None)


def _welcomed(after: Clause | None) -> bool:
    """Whether what follows a title that was asked back takes it ("Planner? Yes, why not.")."""
    if after is None:
        return False
    told = after.words[0] in ("i", "i'm", "im", "i've", "that", "that's", "it", "it's")
    return not told and _TAKES.search(after.text) is not None


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
    counted = [n for n in picks(partial) if n < len(offers)]
    return counted or _described(clause, offers, heard)


def _described(clause: Clause, offers: tuple[OfferedRole, ...], heard: Heard) -> list[int]:
    """The one offer whose week holds what is said of it: "the one with the pallets"."""
    match = _THE_ONE.search(clause.text)
    if match is None:
        return []
    said = {stem(w) for w in words_of(match["what"]) if w not in heard.lexicon.function_words}
    found = [
        n
        for n, offer in enumerate(offers)
        if said & {stem(w) for w in words_of(f"{offer.title} {offer.week} {offer.distance}")}
    ]
    return found if len(found) == 1 else []


_THE_ONE = re.compile(
    r"\b(?:one|job|thing) (?:with|about|where|that|who|for|in|on) (?P<what>.+)", re.IGNORECASE
)


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
