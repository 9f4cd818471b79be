"""A talk that is over, told in many ways: what it brought is understood, kept and settled."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from assistant.bootstrap import Parts
from assistant.domain.dialogue import DialogueState, Slot, Turn
from assistant.domain.goal import FactKind
from assistant.domain.grammar import addressed
from assistant.planning import render_markdown
from assistant.planning.check import check_earned

BEFORE = date(2026, 11, 24)
MEETING = date(2026, 12, 1)
AFTER = date(2026, 12, 2)
PREPARED = (
    "I'm a lab technician and want to be Senior Science Technician by 1 September 2027.",
    "The review is on 1 December with Gwen.",
    "I'd ask her to release me for the two-day course in March, with a yes by 15 January.",
    "give me the plan please",
)
KINDS = tuple(FactKind(k) for k in "granted refused promised follow_up postponed".split())

REPORTS = (
    (
        "had the review yesterday. she agreed the two shifts with darren from january but not the certificate, no money till april",
        ["granted", "refused"],
    ),
    (
        "I've had the appraisal. He'd maybe pay half, he didn't say when, and he said no to the Fridays.",
        ["promised", "refused"],
    ),
    (
        "done it. gwen says yes to the course, february not january, trainer she'll see in summer",
        ["granted", "promised"],
    ),
    (
        "I had the meeting with Gwen this morning: she agreed to the ceramics pilot from April, she refused to name me for the whole move, and she wants to talk again on 14 January.",
        ["follow_up", "granted", "refused"],
    ),
    (
        "Yesterday I had the talk. Mrs. Lindqvist said yes for the training in February, and no for the new position before she speaks with HR. We meet again on the 20 January.",
        ["follow_up", "granted", "refused"],
    ),
    (
        "Met Dr Farrow yesterday. Two days in March agreed, the 380 pounds refused, the trust post he'll raise with the head by 18 January.",
        ["granted", "promised", "refused"],
    ),
    ("It went well! She said yes to the shadowing, we start on 11 January.", ["granted"]),
    ("The talk went badly. He turned down the course and said there's no money.", ["refused"]),
    (
        "Just out of the meeting. Gwen's fine with the project, but the pay rise is a no.",
        ["granted", "refused"],
    ),
    ("We talked today. She'll think about the promotion and let me know by Friday.", ["promised"]),
    ("So I did it, I asked her. She said she'd look into it.", ["promised"]),
    ("didn't happen, he was off sick. moved to 9 december", ["postponed"]),
    ("The meeting got cancelled, new date is 15 December.", ["postponed"]),
    (
        "spoke to my manager this morning, he approved the training budget and wants to see a draft plan before christmas",
        ["granted", "promised"],
    ),
    (
        "Hi, back again. The review was on Monday. I got the two days a month, I did not get the title.",
        ["granted", "refused"],
    ),
    ("Went ok I think. He didn't say no, he said maybe next year.", ["promised"]),
    ("She refused everything.", ["refused"]),
    ("He gave me the go-ahead for the pilot!", ["granted"]),
    ("review done. got a yes on the mentoring, a no on the money", ["granted", "refused"]),
    (
        "My appraisal took place yesterday afternoon. Agreed: one day a week in the lab from March. Not agreed: the course fee.",
        ["granted", "refused"],
    ),
    (
        "Sat down with her at lunch. She's happy for me to go on the course, as long as Mateusz covers.",
        ["granted"],
    ),
    ("It's been postponed to next Thursday", ["postponed"]),
    (
        "I've been to see him. He won't release me on Fridays but he'd be ok with Mondays.",
        ["granted", "refused"],
    ),
    (
        "We had our one-to-one and she promised to introduce me to the head of finance.",
        ["promised"],
    ),
    ("finished the talk 10 mins ago, all three requests granted", ["granted"]),
    ("He said yes.", ["granted"]),
    (
        "ok had it. he's giving me the wednesdays, the money he wants to clear with his boss",
        ["granted", "promised"],
    ),
    (
        "My manager agreed that I can shadow Priya for a week. She didn't want to talk about the title.",
        ["granted", "refused"],
    ),
    ("It's done! Got everything I asked for.", ["granted"]),
    ("the review went terribly, he basically said no to all of it", ["refused"]),
    ("We had the talk on Monday and nothing was decided, she has to ask upstairs.", ["promised"]),
    ("She cut me off after five minutes but I did get the course.", ["granted"]),
    ("he said not this year", ["refused"]),
    ("Gwen moved our talk to Thursday because of the audit.", ["postponed"]),
    ("Talked to her at 3. Trial from 11 January is fine, extra pay isn't.", ["granted", "refused"]),
    ("I told him. He laughed and said we'll see.", ["promised"]),
    ("She signed the training form there and then!", ["granted"]),
    ("so the answer was no, they have a hiring freeze till summer", ["refused"]),
    (
        "Back from seeing Gwen. The placement is on, the raise isn't, and HR will write to me.",
        ["granted", "promised", "refused"],
    ),
    ("had a good talk w her, shes putting me on the rota for the lab from feb", ["granted"]),
    (
        "So, news: I may start the course in March. The other thing he'll discuss with the owner next week.",
        ["granted", "promised"],
    ),
    (
        "We spoke for half an hour. She liked the idea but wants it costed by 12 January.",
        ["promised"],
    ),
    ("He didn't turn up, we've agreed on Friday instead", ["postponed"]),
    ("she was lovely about it. still a no though", ["refused"]),
    (
        "The meeting happened. He backs the plan for the stores, title change denied.",
        ["granted", "refused"],
    ),
    (
        "Asked for three things, got two: the mentor and the Fridays. The money not.",
        ["granted", "refused"],
    ),
    ("Review over and done with, they've accepted all of it", ["granted"]),
    ("he's not against it, but he can't decide alone", ["promised"]),
    ("I talked to Gwen as planned and she offered me a trial week", ["granted"]),
)
# Never looked at while the rules were written: what is missed here stays missed.
HELD_OUT = (
    (
        "Well, that's over. She's letting me run the January intake; the title has to wait.",
        ["granted", "promised"],
    ),
    (
        "had my chat with her earlier, she was ok with the course but said the budget for travel isn't there",
        ["granted", "refused"],
    ),
    (
        "The conversation with my boss happened on Tuesday. He accepted my proposal for a trial month, he rejected the new title.",
        ["granted", "refused"],
    ),
    (
        "Came out of the review an hour ago. Nothing on pay, but yes to the secondment from May.",
        ["granted", "refused"],
    ),
    ("talk is done, she wants me to come back with numbers by the 20th", ["promised"]),
    ("He cancelled on me. We're doing it on 16 December instead.", ["postponed"]),
    ("I asked, she declined. Reason: nobody to cover.", ["refused"]),
    ("Good news: the training is approved and I start in February.", ["granted"]),
    (
        "We met. Result: shadowing yes, certificate no, and she gets back to me about the post in the new year.",
        ["granted", "promised", "refused"],
    ),
    ("She was ill yesterday so we never had the meeting", ["postponed"]),
    ("I've spoken with Gwen, she will ask HR whether the post can be regraded.", ["promised"]),
    (
        "appraisal's over. she knocked back the night shift change, gave me the first aid course",
        ["granted", "refused"],
    ),
    (
        "Yesterday's meeting: he okayed four Fridays, couldn't promise the rest",
        ["granted", "promised"],
    ),
    (
        "Seen her. She waved the course through, the rest she parked until after the audit.",
        ["granted", "promised"],
    ),
    ("the chat with gwen is behind me, pretty much got turned down", ["refused"]),
    ("He heard me out. I am to get two Mondays with the planners from January.", ["granted"]),
    ("Appraisal went fine, Gwen wrote down the course and the mentor as agreed.", ["granted"]),
    ("She asked me to wait, no decision before March.", ["promised"]),
    ("Turns out she was on leave, so no talk. Trying again on 10 December.", ["postponed"]),
    ("My boss loved it and I can do the trial!", ["granted"]),
    ("yes to the trial, no to the money, maybe to the title", ["granted", "promised", "refused"]),
    ("Gwen came to me this morning and rejected the request.", ["refused"]),
    ("We ran out of time and she wants to carry on next Wednesday.", ["promised"]),
    ("I saw Gwen, she will not pay for it but she gives me the day off", ["granted", "refused"]),
    ("it was short: denied", ["refused"]),
)
# Said while the talk is still ahead.
NO_REPORTS = (
    "My last review was fine, she said I'm strong.",
    "I told her in the spring and she said maybe one day.",
    "If she says no I'd take a later date.",
    "She'll probably say there's no money.",
    "The meeting is on 8 December with Gwen.",
    "I did the re-labelling, it went well: 412 containers.",
    "He agreed with my checklist last year and it saved 40 hours.",
    "I haven't had the meeting yet.",
    "When I had my appraisal in 2024 he refused the course.",
    "What if she refused?",
    "I met the head of finance in May and she agreed that reports were late.",
    "Gwen approved the new rota I wrote in March.",
    "We had a meeting every Monday about the rota and I ran it.",
    "She said yes to my colleague once, not to me.",
    "could i go on the instructor course by end of jan",
    "I've told her nothing so far.",
    "She knows I did the course, she approved it herself.",
    "No, he turned me down for the lead post two years ago.",
    "She wants to see numbers first, she always does.",
    "I finished the meeting minutes project and it cut the backlog from 40 to 3.",
)


def told(wired: Parts, name: str, *later: str, day: date = AFTER) -> list[Turn]:
    """The prepared conversation, then these messages on a later day."""
    for message in PREPARED:
        wired.coach.take_turn(name, message, BEFORE)
    return [wired.coach.take_turn(name, message, day) for message in later]


def state_of(wired: Parts, name: str) -> DialogueState:
    return wired.coach.state(name)


@pytest.mark.parametrize(("message", "kinds"), REPORTS)
def test_a_report_is_understood(
    wired: Parts, request: pytest.FixtureRequest, message: str, kinds: list[str]
) -> None:
    turn = told(wired, request.node.name, message)[0]
    found = {fact.kind for fact in turn.understanding.facts} & set(KINDS)
    assert sorted(kind.value for kind in found) == kinds
    assert turn.move.name == "take_report"
    for fact in turn.understanding.facts:
        at = fact.provenance
        assert fact.kind is FactKind.MANAGER or message[at.start : at.end] == fact.text
        assert fact.kind not in (FactKind.EVIDENCE, FactKind.MANAGER_KNOWS, FactKind.MANAGER_VIEW)


def test_most_reports_nobody_had_read_are_understood(wired: Parts) -> None:
    right = 0
    for number, (message, kinds) in enumerate(HELD_OUT):
        turn = told(wired, f"held-out-{number}", message)[0]
        found = {fact.kind for fact in turn.understanding.facts} & set(KINDS)
        right += sorted(kind.value for kind in found) == kinds
    assert right >= LEAST_HELD_OUT, f"{right} of {len(HELD_OUT)}"


LEAST_HELD_OUT = 20


@pytest.mark.parametrize("message", NO_REPORTS)
def test_what_is_said_before_the_talk_is_no_report(
    wired: Parts, request: pytest.FixtureRequest, message: str
) -> None:
    turn = told(wired, request.node.name, message, day=BEFORE)[0]
    assert turn.move.name != "take_report"
    assert not state_of(wired, request.node.name).talk_over


def test_a_talk_of_last_year_at_the_opening_is_history(wired: Parts) -> None:
    message = "I had a meeting with her last year and she said no"
    turn = wired.coach.take_turn("opening-history", message, BEFORE)
    assert turn.move.name != "take_report"


@pytest.mark.parametrize(
    ("message", "slot"),
    [
        ("We talked. He'd maybe pay half, he didn't say when.", Slot.PROMISE_DETAIL),
        ("I had the review. She said no to the course.", Slot.REFUSAL_REASON),
        ("I had the review. She said yes to the course.", Slot.FIRST_STEP),
        ("The review was yesterday.", Slot.OUTCOME),
        ("It was cancelled.", Slot.NEW_DATE),
        ("I had the review, she turned it down because there is no money.", Slot.FOLLOW_UP),
    ],
)
def test_the_question_follows_from_what_was_got(
    wired: Parts, request: pytest.FixtureRequest, message: str, slot: Slot
) -> None:
    turn = told(wired, request.node.name, message)[0]
    assert turn.move.slot is slot
    assert turn.reply.count("?") == 1


def test_the_reply_takes_up_both_answers_in_the_persons_words(wired: Parts) -> None:
    said = "Had the review. Two days in March agreed, the 380 pounds refused."
    reply = told(wired, "both-answers", said)[0].reply
    assert '"Two days in March"' in reply.replace('"two', '"Two')
    assert '"the 380 pounds"' in reply.replace('"The', '"the')


def test_the_talk_is_settled_then_written_down(wired: Parts) -> None:
    name = "settled"
    turns = told(
        wired,
        name,
        "Met Gwen yesterday. Two days in March agreed, the 380 pounds refused, the trust post she'll"
        " raise with the head by 18 January.",
        "no money in the training budget",
        "I write it down tomorrow, first day is 16 March",
        "on 19 January",
        "yes",
        "could you give me the plan now",
    )
    assert [turn.move.name for turn in turns] == [
        "take_report",
        "ask_first_step",
        "ask_next_talk",
        "give_note",
        "stay",
        "plan_after_talk",
    ]
    note = turns[3].reply
    for part in ("Two days in March", "380 pounds", "the trust post you'll raise", "19 January"):
        assert part in note
    assert not re.search(r"opening line|before the meeting", " ".join(t.reply for t in turns))


def test_the_plan_says_what_came_of_it(wired: Parts) -> None:
    name = "plan-after"
    told(
        wired,
        name,
        "Had the review yesterday. She agreed to the two-day course, but not the title.",
    )
    plan = wired.plan(name, AFTER)
    assert plan.meeting.day == MEETING
    assert [item.verdict.value for item in plan.outcome] == ["agreed", "refused"]
    assert any(ask.agreed.manager.value == "agreed" for ask in plan.asks)
    page = render_markdown(plan)
    assert "took place" in page
    assert "Put this request to" not in page
    assert "Not agreed for now: the title." in page
    assert check_earned(plan, wired.coach.store.load(name)) == []


def test_a_talk_put_off_keeps_everything_but_its_day(wired: Parts) -> None:
    name = "put-off"
    turn = told(wired, name, "It didn't happen, she was ill. New date is 15 December.")[0]
    state = state_of(wired, name)
    assert not state.talk_over
    assert state.last(FactKind.MEETING).value == "2026-12-15"
    assert turn.move.slot is not Slot.NEW_DATE
    assert state.has(FactKind.ASK)


def test_on_the_day_itself_a_report_counts(wired: Parts) -> None:
    turn = told(wired, "same-day", "done it, she said yes to the course", day=MEETING)[0]
    assert turn.move.name == "take_report"


def test_news_after_the_report_settles_what_was_open(wired: Parts) -> None:
    name = "news"
    told(wired, name, "Had the review. She'll ask HR about the trust post.")
    day = AFTER + timedelta(days=10)
    turn = wired.coach.take_turn(name, "She came back today: she agreed to the trust post.", day)
    assert turn.move.name == "take_report"
    state = state_of(wired, name)
    assert state.has(FactKind.GRANTED)
    assert not state.has(FactKind.PROMISED)


def test_the_note_can_be_asked_for(wired: Parts) -> None:
    said = ("Had the review, she agreed to the course.", "can you write the thank-you note?")
    assert told(wired, "note", *said)[1].move.name == "give_note"


@pytest.mark.parametrize(
    ("said", "to_their_face"),
    [
        ("the trust post he'll raise with the head", "the trust post you'll raise with the head"),
        ("she would ask HR", "you would ask HR"),
        ("she wants to see numbers", "you want to see numbers"),
        (
            "the post before she speaks with her director",
            "the post before you speak with your director",
        ),
        ("whatever HR gives them", None),
        ("two days in March", "two days in March"),
    ],
)
def test_words_about_somebody_become_words_to_them(said: str, to_their_face: str | None) -> None:
    assert addressed(said) == to_their_face
