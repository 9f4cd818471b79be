"""Which move answers a message. The rules are read from top to bottom; the first that speaks wins.

    decide(before, state, heard, repertoire, today, seed) -> Move

Safety first, then what must not be obeyed or pursued, then what the person asked for, then the
road: goal, reality, options, will.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from assistant.domain.dialogue import DialogueState, Move, Stage, Understanding, UserAct
from assistant.domain.knowledge import Passage, leaned_on
from assistant.domain.rehearsal import MOVE as REHEARSE
from assistant.policy.after_talk import after_talk, plan_after_talk, take_report, write_note
from assistant.policy.agenda import next_item
from assistant.policy.goal import decide_goal, is_settled
from assistant.policy.rehearsal import rehearse
from assistant.policy.repertoire import Repertoire
from assistant.policy.road import (
    ask,
    closed_by,
    decide_road,
    give_lines,
    name_holes,
    print_plan,
    wrap_up,
)
from assistant.policy.situation import More, Situation
from assistant.policy.ways import explore, jobs_asked_for


def decide(
    before: DialogueState,
    state: DialogueState,
    heard: Understanding,
    repertoire: Repertoire,
    today: date,
    seed: int,
) -> Move:
    """The coach's move; ``before`` is the state before the message, ``state`` with it heard."""
    now = Situation(before, state, heard, repertoire, today, seed)
    for rule in (
        _refer,
        _stay_paused,
        _decline,
        _rehearse,
        take_report,
        _close,
        write_note,
        _lines,
        _explain,
        _asked_for,
        _plan,
        _answer,
        _correction,
        _after_plan,
        after_talk,
    ):
        if move := rule(now):
            return move
    return decide_road(now) if is_settled(now) else decide_goal(now)


def _refer(now: Situation) -> Move | None:
    if now.heard.safety is None:
        return None
    goes_on = now.heard.safety in _GOES_ON
    move = now.move(
        "refer",
        now.before.stage,
        None,
        "this needs a person, not a coach",
        uptake=None,
        values={"branch": now.heard.safety},
        tags=() if goes_on else ("pauses",),
    )
    return closed_by(move, _standing_question(now)) if goes_on else move


# Branches after which coaching goes on: the question is for somebody else, the person is well.
_GOES_ON = ("legal",)


def _stay_paused(now: Situation) -> Move | None:
    if not now.before.paused or now.signal("go_on"):
        return None
    if now.heard.act is UserAct.CLOSES:
        return None
    return now.move(
        "refer",
        now.before.stage,
        None,
        "coaching stays paused until the person resumes it",
        uptake=None,
        values={"branch": "waiting"},
        tags=("pauses",),
    )


_DECLINES = {
    UserAct.INJECTS: ("decline_injection", "pasted commands are not obeyed"),
    UserAct.ABUSES: ("decline_abuse", "an insult; back to the goal"),
    UserAct.OFF_TOPIC: ("redirect", "off the subject; back to the goal"),
}


def _decline(now: Situation) -> Move | None:
    if now.heard.act is UserAct.OTHER_LANGUAGE:
        return now.move(
            "other_language",
            now.before.stage,
            now.before.open_slot,
            "not in English",
            uptake=None,
        )
    if now.heard.act not in _DECLINES:
        return None
    name, reason = _DECLINES[now.heard.act]
    return _say(now, name, reason)


def _say(now: Situation, name: str, reason: str, **more: Unpack[More]) -> Move:
    """A move that answers, closed by the question that stands."""
    more["uptake"] = None
    move = now.move(name, now.before.stage, None, reason, **more)
    return closed_by(move, _standing_question(now))


def _standing_question(now: Situation) -> Move | None:
    """What would be asked if the newest message had not needed an answer of its own."""
    if is_settled(now) or now.state.talk_over:
        item = next_item(now.state)
        return ask(now, item) if item else None
    question = explore(now)
    # A move that itself only says something cannot close another.
    return question if question.follow is None else None


def _rehearse(now: Situation) -> Move | None:
    """The rehearsal; its debrief is closed by the question that stood open before it."""
    move = rehearse(now)
    if move is None or move.name == REHEARSE:
        return move
    return closed_by(move, _standing_question(now))


def _close(now: Situation) -> Move | None:
    return wrap_up(now) if now.heard.act is UserAct.CLOSES else None


def _lines(now: Situation) -> Move | None:
    """In a hurry, and asking for words or going in: the lines, once there is a role to name."""
    if not now.state.hurry or not now.state.targets or now.state.moved("give_lines"):
        return None
    if now.state.talk_over:
        return None
    wants_words = now.signal("wants_words") or now.heard.act is UserAct.REQUESTS_PLAN
    going = UserAct.HURRIES in now.heard.acts and len(now.state.moves) > 1
    return give_lines(now, "no time is left") if wants_words or going else None


def _plan(now: Situation) -> Move | None:
    if now.heard.act is not UserAct.REQUESTS_PLAN:
        return None
    if now.state.talk_over:
        return plan_after_talk(now)
    return print_plan(now, "the person asks for the plan", early=not now.state.targets)


def _explain(now: Situation) -> Move | None:
    """The question was not understood: what it was after, then a smaller one."""
    if not now.signal("asks_meaning"):
        return None
    asked = now.before.stage
    tag = {Stage.GOAL: "goal", Stage.REALITY: "reality"}.get(asked, "will")
    return _say(now, "explain", "the question was not understood", tags=(tag,))


def _asked_for(now: Situation) -> Move | None:
    """What the person asks of the coach's own work: what is missing, the words to say."""
    brief = len(now.state.messages[-1]) < BRIEF
    if now.signal("whats_missing") and (now.heard.question or brief):
        return name_holes(now)
    if now.signal("asks_words") and not now.heard.drops_target:
        return give_lines(now, "words to say are asked for")
    return None


def _answer(now: Situation) -> Move | None:
    """A question is answered before anything is asked, also when the message says more."""
    question = now.heard.question
    if now.signal("if_refused") and not now.heard.accepted:
        asked = question or now.state.messages[-1]
        found = now.repertoire.retriever.passages(asked, SEVERAL)
        return _answer_from(now, found, asked, "what if it is a no")
    if (now.signal("job_called") or now.signal("wants_titles")) and not is_settled(now):
        return jobs_asked_for(now)
    if not question or UserAct.ASKS not in now.heard.acts or now.heard.drops_target:
        return None
    if "unknowable" in now.heard.signals:
        tags = tuple(s for s in ("pay", "opening", "person") if now.signal(s))
        return _say(now, "cannot_know", "nobody here can know that", tags=tags)
    found = now.repertoire.retriever.passages(question, SEVERAL)
    if found and found[0].score >= KNOWS_ENOUGH:
        return _answer_from(now, found, question, "the person asks the coach")
    if now.signal("protest"):
        return _say(now, "own_up", "the person protests")
    if now.heard.facts or now.heard.accepted or now.heard.rejected:
        return None
    return _say(now, "no_answer", "nothing here covers the question")


def _answer_from(now: Situation, found: Sequence[Passage], query: str, reason: str) -> Move:
    """An answer from what was found; tagged where an organisation's own documents give it."""
    own = bool(found) and bool(found[0].document)
    tags = ("own", "two")[: len(leaned_on(found))] if own else ()
    return _say(now, "answer_question", reason, query=query, tags=tags)


SEVERAL = 4
BRIEF = 40  # characters; a longer message that asks nothing speaks of something missing elsewhere

# Below this similarity a card is about something else, and quoting it would be a guess.
KNOWS_ENOUGH = 0.3


def _correction(now: Situation) -> Move | None:
    """What changed is said; a protest that changes nothing is owned, not acknowledged."""
    heard = now.heard
    changed = bool(heard.retractions) or bool(heard.rejected) or heard.drops_target
    if heard.act is UserAct.CORRECTS and changed and not heard.accepted:
        return _say(now, "accept_correction", "the person corrects what was understood")
    if now.signal("protest") and not heard.facts and not heard.accepted and not heard.rejected:
        return _say(now, "own_up", "the person protests, and nothing says what is right")
    return None


def _after_plan(now: Situation) -> Move | None:
    if not now.state.plan_given or now.heard.act is UserAct.BLANK or now.heard.drops_target:
        return None
    if now.state.talk_over:
        return None
    if not now.heard.facts or now.state.moved("after_plan"):
        return None
    move = now.move("after_plan", Stage.WILL, None, "something was added to the plan", uptake=None)
    return closed_by(move, _standing_question(now))
