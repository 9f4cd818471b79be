"""Understanding a message: safety, act, answer to the open question, and what is volunteered."""

from __future__ import annotations

from datetime import date

from assistant.assessment.specificity import assess
from assistant.domain.dialogue import (
    DialogueState,
    Slot,
    Understanding,
    UserAct,
)
from assistant.domain.facts import Retraction
from assistant.domain.goal import Fact, FactKind
from assistant.domain.sound import Sound
from assistant.domain.specificity import Level
from assistant.understanding.acts import Heard, question_of, special_act
from assistant.understanding.addressing import about_work
from assistant.understanding.after_talk import AFTER_SLOTS, about_outcome, report_of
from assistant.understanding.claiming import concerns_target, undoing
from assistant.understanding.deciding import (
    CHOOSES_NOTHING,
    decided_act,
    decided_special,
    shares_of,
)
from assistant.understanding.facts import PLAIN_KINDS, volunteered
from assistant.understanding.lexicon import mended
from assistant.understanding.offered import RolesHeard
from assistant.understanding.people import first_names
from assistant.understanding.plausible import can_answer
from assistant.understanding.quoting import quotable
from assistant.understanding.rehearsing import (
    Wish,
    asked_to_play,
    holds,
    manager_in,
    rest_of,
    stops,
    telling,
)
from assistant.understanding.reported import reported, within
from assistant.understanding.roles import drops_target, roles_of, unchosen
from assistant.understanding.safety import safety_branch
from assistant.understanding.signals import role_signals, signals_of, speech_signals
from assistant.understanding.slots import read_answer
from assistant.understanding.text import Clause, sentences
from assistant.understanding.timing import WANT, Reading
from assistant.understanding.tools import Tools
from assistant.understanding.wishing import GOAL_SLOTS, from_scale, wished_functions


def understand(
    message: str,
    state: DialogueState,
    today: date,
    tools: Tools,
    sound: Sound | None = None,
) -> Understanding:
    """What the message says, read against the state before it.

    ``sound`` is what the ear heard in the message; without it, or without a head in ``tools``,
    the rules alone decide the act. Never raises on any text.
    """
    branch = safety_branch(message, sound, tools.safety, tools.lexicon)
    if branch is not None:
        return Understanding(acts=(UserAct.SAFETY,), safety=branch, level=state.level)
    if wish := asked_to_play(message, state, tools.lexicon):
        return _rehearses(wish, message, state, today, tools, sound)
    heard = Heard(message, state, tools.lexicon)
    special = special_act(heard)
    if special not in _NOT_READ and (report := _reported(heard, today)):
        return report
    if rehearsed := _rehearsed(heard, special, today):
        return rehearsed
    shares = shares_of(heard, sound, tools)
    alone = decided_special(heard, special, shares)
    if alone is not None and alone not in (UserAct.REQUESTS_PLAN, UserAct.CLOSES):
        return Understanding(acts=(alone,), signals=signals_of(heard), level=state.level)
    work = Heard(_own(message, state), state, tools.lexicon)
    return _content(heard, work, special, shares, today, tools)


# Nothing is read from these, whatever else stands in them.
_NOT_READ = (UserAct.INJECTS, UserAct.ABUSES, UserAct.OTHER_LANGUAGE)


def _reported(heard: Heard, today: date) -> Understanding | None:
    """The message as a report of the talk, when it is one: nothing else is read in it."""
    found = report_of(heard, today)
    if found is None:
        return None
    facts, gone = found
    return Understanding(
        facts=tuple(facts),
        retractions=gone,
        signals=speech_signals(heard, heard),
        level=heard.state.level,
        score=heard.state.score,
    )


def _rehearses(
    wish: Wish,
    message: str,
    state: DialogueState,
    today: date,
    tools: Tools,
    sound: Sound | None,
) -> Understanding:
    """A wish to rehearse, with what else the message says; whom to play is the manager."""
    rest = rest_of(message, wish.spans)
    heard = understand(rest, state, today, tools, sound) if rest else Understanding()
    facts = (*heard.facts, *manager_in(wish, Heard(message, state, tools.lexicon)))
    if not rest:
        heard = heard.model_copy(update={"level": state.level, "score": state.score})
    return heard.model_copy(update={"facts": facts, "rehearses": wish.request})


def _rehearsed(heard: Heard, special: UserAct | None, today: date) -> Understanding | None:
    """What is said to the manager in a rehearsal: no fact, only what it can be held to."""
    if heard.state.open_slot is not Slot.REHEARSAL or special in _LEAVES:
        return None
    known = {"level": heard.state.level, "score": heard.state.score}
    if special is UserAct.CLOSES or stops(heard.message):
        return Understanding(signals=("stops_rehearsal",), **known)
    return Understanding(
        answers=Slot.REHEARSAL,
        signals=tuple(holds(heard, today)),
        quotes=(telling(heard),),
        **known,
    )


# In a rehearsal, too, these are not said to the manager.
_LEAVES = (UserAct.INJECTS, UserAct.OTHER_LANGUAGE, UserAct.REQUESTS_PLAN, UserAct.OFF_TOPIC)


def _own(message: str, state: DialogueState) -> str:
    """What the person says of their work; where a wish is asked for, without anybody else's words.

    What is said to the coach about a target strikes it, claims it or puts it back, and is kept.
    """
    text = about_work(message, state.open_slot)
    for said in sentences(message):
        if concerns_target(said.text, state):
            text = text[: said.start] + message[said.start : said.end] + text[said.end :]
    if state.open_slot in GOAL_SLOTS:
        for told in reported(message):
            text = text[: told.start] + " " * (told.end - told.start) + text[told.end :]
    return text


def _content(
    whole: Heard,
    heard: Heard,
    special: UserAct | None,
    shares: dict[UserAct, float] | None,
    today: date,
    tools: Tools,
) -> Understanding:
    """The facts are read from ``heard``, which leaves out what ``whole`` says to the coach."""
    turn = heard.state.turn + 1
    current = heard.state.last(FactKind.CURRENT_ROLE)
    assessment = assess(
        mended(heard.message, tools.lexicon, first_names()),
        today=today,
        gazetteer=tools.gazetteer,
        current_role=current.text if current else None,
    )
    roles = roles_of(heard, assessment, tools, turn)
    dropped = drops_target(heard, roles)
    act = decided_act(whole, special, roles, shares, dropped=dropped)
    if heard.state.open_slot in AFTER_SLOTS and special is None and _tells(whole, act):
        act = UserAct.STATES  # "I write it down tomorrow" asks the coach for nothing
    if act in CHOOSES_NOTHING and not roles.insisted:
        roles = unchosen(roles)
    answer = _answer(heard, act, turn, today)
    reading = Reading(heard, assessment, roles, act, turn, today, tools)
    facts = _facts(reading, answer)
    return Understanding(
        acts=_acts(whole, act),
        facts=tuple(facts),
        retractions=_retractions(heard, act, facts, dropped=dropped),
        accepted=tuple(roles.accepted),
        rejected=tuple(roles.rejected),
        mentioned=tuple(roles.mentioned),
        drops_target=dropped,
        answers=_slot_answered(heard, answer, roles, facts),
        question=question_of(whole),
        quotes=_quotes(heard, facts),
        signals=(
            *signals_of(whole),
            *role_signals(heard, roles),
            *speech_signals(whole, heard),
        ),
        level=assessment.level,
        score=assessment.score,
        functions=_functions(reading, facts),
    )


def _tells(whole: Heard, act: UserAct) -> bool:
    """Whether what was asked about the talk is answered, and nothing is wanted of the coach."""
    asks = question_of(whole) or act is UserAct.CLOSES
    return not asks and (act is not UserAct.REQUESTS_PLAN or "plan" not in whole.words)


_OF_TARGET = (FactKind.GAP, FactKind.ROUTE, FactKind.ASK, FactKind.FALLBACK)


def _acts(heard: Heard, act: UserAct) -> tuple[UserAct, ...]:
    acts = [act]
    if heard.has("hurry"):
        acts.append(UserAct.HURRIES)
    if act is not UserAct.VENTS and heard.count("vent") >= 2:
        acts.append(UserAct.VENTS)
    if act is not UserAct.ASKS and question_of(heard):
        acts.append(UserAct.ASKS)
    return tuple(acts)


def _answer(heard: Heard, act: UserAct, turn: int, today: date) -> list[Fact]:
    slot = heard.state.open_slot
    if slot is None or slot in GOAL_SLOTS or not can_answer(slot, heard, act, today):
        return []
    if slot in AFTER_SLOTS:
        return about_outcome(slot, heard, turn, today)
    return read_answer(slot, heard, turn, today)


def _slot_answered(
    heard: Heard, answer: list[Fact], roles: RolesHeard, facts: list[Fact]
) -> Slot | None:
    """The open slot when the message filled it or left it empty for good."""
    done = _answered(heard.state.open_slot, answer, roles, facts) or _nothing(heard)
    return heard.state.open_slot if done else None


def _answered(slot: Slot | None, answer: list[Fact], roles: RolesHeard, facts: list[Fact]) -> bool:
    kept = any(fact in facts for fact in answer)
    return kept or (slot in GOAL_SLOTS and bool(roles.accepted or roles.rejected))


def _nothing(heard: Heard) -> bool:
    """As in "Nobody", "no", "nothing": an answer that leaves the slot empty for good."""
    return (heard.opens("no") and len(heard.words) <= 5) or heard.bare in (
        "nobody",
        "no one",
        "nothing",
    )


def _facts(reading: Reading, answer: list[Fact]) -> list[Fact]:
    """The answer to what was asked first, then what is told besides it."""
    heard = reading.heard
    if heard.state.open_slot in AFTER_SLOTS:
        return answer  # what is told of the talk's outcome is no evidence, no ask, no view
    told = volunteered(heard, reading.turn, reading.today)
    facts = [fact for fact in answer if not _meant_otherwise(fact, told)]
    if heard.state.open_slot in _OF_TASTE and any(f.kind is FactKind.EVIDENCE for f in told):
        facts = [fact for fact in facts if fact.value]  # a result is told, no taste
    taken = {fact.kind for fact in facts}
    spans = [(f.provenance.start or 0, f.provenance.end or 0) for f in facts]
    for fact in told:
        if fact.kind in taken and fact.kind is not FactKind.EVIDENCE:
            continue
        if (
            fact.kind in _CONTENT_KINDS
            and _covered(fact, spans)
            and heard.state.open_slot is not None
        ):
            continue
        facts.append(fact)
    facts += from_scale(reading, facts)
    undone = undoing(heard)
    return [f for f in facts if not within(undone, f.provenance.start or 0, f.provenance.end or 0)]


# Questions of taste; what somebody achieved answers none of them, unless a side is named.
_OF_TASTE = (Slot.CONTRAST, Slot.ANTI_GOAL)


def _meant_otherwise(answer: Fact, told: list[Fact]) -> bool:
    """Whether what was read as the answer is plainly something else ("I'd have to learn it")."""
    if answer.kind in (FactKind.ANSWER, FactKind.MANAGER_KNOWS):
        return False
    mine = _SAME.get(answer.kind, (answer.kind,))
    whole = [(answer.provenance.start or 0, answer.provenance.end or 0)]
    if answer.kind in (FactKind.ASK, FactKind.ROUTE, FactKind.GAP) and any(
        fact.kind is FactKind.OBJECTION and _covered(fact, whole) for fact in told
    ):
        return True
    return any(
        fact.kind in PLAIN_KINDS
        and fact.kind not in mine
        and _covered(answer, [(fact.provenance.start or 0, fact.provenance.end or 0)])
        for fact in told
    )


# Kinds that say the same thing under another question.
_SAME: dict[FactKind, tuple[FactKind, ...]] = {
    FactKind.ROUTE: (FactKind.ROUTE, FactKind.ASK),
    FactKind.FALLBACK: (FactKind.FALLBACK, FactKind.ASK),
    FactKind.BRINGS: (FactKind.BRINGS, FactKind.ANSWER),
    FactKind.GAP: (FactKind.GAP, FactKind.BARRIER),
    FactKind.WITNESS: (FactKind.WITNESS, FactKind.CONTACT),
    FactKind.CONTACT: (FactKind.WITNESS, FactKind.CONTACT),
    FactKind.PAIN_POINT: (FactKind.PAIN_POINT, FactKind.ASK, FactKind.BRINGS),
    FactKind.LONG_VIEW: tuple(FactKind),
}

_CONTENT_KINDS = (FactKind.LIKE, FactKind.DISLIKE, FactKind.EVIDENCE, FactKind.CONDITION)


def _covered(fact: Fact, spans: list[tuple[int, int]]) -> bool:
    start, end = fact.provenance.start or 0, fact.provenance.end or 0
    return any(a <= start and end <= b for a, b in spans)


def _functions(reading: Reading, facts: list[Fact]) -> tuple[str, ...]:
    """Fields named as a direction; a field in a story about the present is none."""
    heard, assessment = reading.heard, reading.assessment
    if reading.roles.accepted or heard.state.open_slot not in GOAL_SLOTS:
        return ()
    wished = wished_functions(facts, reading.tools)
    if heard.state.turn == 0:
        # An opening also tells where somebody works now; only the wish itself gives a direction.
        return wished
    if assessment.level is not Level.DIRECTIONAL:
        return wished
    return tuple(dict.fromkeys((*assessment.functions, *wished)))


def _quotes(heard: Heard, facts: list[Fact]) -> tuple[str, ...]:
    """What may be quoted of the message: the facts' own quotes first, then other clauses."""
    quotes = [fact.quote for fact in facts if fact.quote and fact.kind in _QUOTE_FIRST]
    quotes += [
        q for c in heard.clauses if not _dates(c, facts) and (q := quotable(c, heard.lexicon))
    ]
    kept: list[str] = []
    for quote in quotes:
        if not any(quote in other or other in quote for other in kept):
            kept.append(quote)
    return tuple(kept[:4])


def _dates(clause: Clause, facts: list[Fact]) -> bool:
    """Whether a clause only says when and with whom the talk is: nothing of it is worth quoting."""
    met = [f.provenance for f in facts if f.kind in (FactKind.MEETING, FactKind.FOLLOW_UP)]
    inside = any(clause.start <= (at.start or 0) < clause.end for at in met)
    return inside and WANT.search(clause.text) is None


_QUOTE_FIRST = tuple(
    kind
    for kind in FactKind
    if kind
    not in (
        FactKind.MEETING,
        FactKind.MEETING_KIND,
        FactKind.MANAGER,
        FactKind.TENURE,
        FactKind.CURRENT_ROLE,
        FactKind.FIELD,
        FactKind.ORGANISATION,
        FactKind.TIMEFRAME,
        FactKind.FOLLOW_UP,
    )
)


def _retractions(
    heard: Heard, act: UserAct, facts: list[Fact], *, dropped: bool
) -> tuple[Retraction, ...]:
    """What a correction replaces: the newest fact of each kind that it gives anew.

    With the target its time frame and its gaps fall, and what was to be asked for it.
    """
    if dropped:
        return tuple(Retraction(kind=kind) for kind in _OF_TARGET)
    if act is not UserAct.CORRECTS:
        return ()
    gone = []
    for kind in {fact.kind for fact in facts}:
        old = heard.state.last(kind)
        if old is not None and kind not in (FactKind.EVIDENCE, FactKind.LIKE, FactKind.DISLIKE):
            gone.append(Retraction(kind=kind, text=old.text))
    return tuple(gone)
