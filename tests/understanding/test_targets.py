"""Which role stands after a message: kept, struck, put back, taken as typed, or never named at all."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.domain.dialogue import DialogueState, Slot, Understanding
from assistant.domain.goal import (
    PROPOSED,
    Fact,
    FactKind,
    OfferedRole,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.ear import Ear
from assistant.understanding import Tools, understand
from tests.understanding.conftest import TODAY


@dataclass(frozen=True)
class Case:
    """A message, what stood before it, and what must stand after it."""

    message: str
    targets: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    slot: Slot = Slot.TARGET
    rejected: tuple[str, ...] | None = None


def _role(title: str, status: RoleStatus = RoleStatus.ACCEPTED) -> RoleStanding:
    return RoleStanding(title=title, status=status, provenance=PROPOSED)


def _offer(title: str) -> OfferedRole:
    return OfferedRole(
        title=title, role_id=None, week="", reason="", move_kind="change", distance=""
    )


def _state(case: Case) -> DialogueState:
    fact = Fact(
        kind=FactKind.CURRENT_ROLE,
        text="stock clerk",
        provenance=Provenance(origin=Origin.SAID, turn=1),
    )
    standing = [_role(t) for t in (*case.before, *case.dropped)]
    standing += [_role(t, RoleStatus.OFFERED) for t in case.offered]
    reply = f"Then it is {' or '.join(case.before)}." if case.before else "Which of them?"
    state = DialogueState(
        turn=2,
        facts=(fact,),
        roles=tuple(standing),
        open_slot=Slot.CHOICE if case.offered else case.slot,
        offered=tuple(_offer(t) for t in case.offered),
        messages=("I'm a stock clerk", "dunno"),
        replies=("What next?", reply),
        moves=("ask_wish", "explore"),
    )
    if case.dropped:
        gone = tuple(_role(t, RoleStatus.REJECTED) for t in case.dropped)
        state = state.hear(Understanding(rejected=gone, drops_target=True), "Scrap it.")
        state = state.model_copy(update={"moves": (*state.moves, "drop_target")})
    return state


def _after(case: Case, tools: Tools, ear: Ear | None) -> DialogueState:
    state = _state(case)
    sound = ear.listen([case.message])[0] if ear is not None else None
    return state.hear(understand(case.message, state, TODAY, tools, sound), case.message)


KEEPS_MEETING = Slot.MANAGER_KNOWS
PAYROLL = ("Driver", "Payroll Systems Specialist")
THREE = ("Chaplain", "Room Attendant", "Front Office Manager")

# A "not" that stands beside a target and does not name it: a lack, a contrast, a reassurance.
KEPT = [
    Case("I'm not leaving anything. Same trust, four schools instead of one.", before=("Senior Science Technician",), slot=Slot.LIKES),
    Case("I have my hygienist diploma, but not the oral health education certificate.", before=("Oral Health Educator",), slot=Slot.EVIDENCE),
    Case("I know the rules but not the system set-up.", before=("Payroll Systems Specialist",), slot=Slot.GAP),
    Case("I've done the day rota but never the night one.", before=("Night Shift Supervisor",), slot=Slot.GAP),
    Case("I can read the drawings, just not the electrical ones yet.", before=("Electrical Estimator",), slot=Slot.GAP),
    Case("I've never been a Returns Manager, that's true.", before=("Returns Manager",), slot=Slot.GAP),
    Case("No, not the money. It's the second site I want.", before=("Returns Manager",), slot=Slot.LIKES),
    Case("One depot, not two.", before=("Depot Manager",), slot=Slot.LIKES),
    Case("He's not against it.", before=("Lift Engineer",), slot=Slot.MANAGER_KNOWS),
    Case("I did the theory of lifts, not the lift ticket.", before=("Lift Engineer",), slot=Slot.GAP),
    Case("We have two vans instead of one now, that was my idea.", before=("Fleet Planner",), slot=Slot.EVIDENCE),
    Case("I'm not a team leader yet, that's the whole point.", before=("Team Leader",), slot=Slot.EVIDENCE),
    Case("It's not that I want more pay.", before=("Ward Manager",), slot=Slot.LIKES),
    Case("What's missing is the fleet software, not the planning.", before=("Fleet Planner",), slot=Slot.GAP),
]  # fmt: skip
KEPT_UNSEEN = [
    Case("Nothing changes for my team, it's three wards instead of one.", before=("Ward Manager",), slot=Slot.LIKES),
    Case("I hold the forklift licence, not the instructor one.", before=("Fork Truck Instructor",), slot=Slot.GAP),
    Case("I was trained on the old till but not on stock control software.", before=("Stock Control Supervisor",), slot=Slot.EVIDENCE),
    Case("I'm not quitting, I only want the bigger depot.", before=("Depot Manager",), slot=Slot.MANAGER_KNOWS),
    Case("My English is fine, but not my archive training.", before=("Archive Transfer Lead",), slot=Slot.GAP),
    Case("We do the inspections ourselves, not the insurer.", before=("Safety Inspector",), slot=Slot.EVIDENCE),
    Case("I've never run a call centre, only a desk.", before=("Call Centre Manager",), slot=Slot.GAP),
]  # fmt: skip

# A clear drop strikes what it names and nothing else.
STRUCK = [
    Case("I strike Driver. I am not a driver, I pay the drivers.", ("Payroll Systems Specialist",), before=PAYROLL, slot=KEEPS_MEETING, rejected=("Driver",)),
    Case("Only Driver is wrong, the other is right.", ("Payroll Systems Specialist",), before=PAYROLL, slot=KEEPS_MEETING, rejected=("Driver",)),
    Case("I strike Payroll Team Leader.", before=("Payroll Team Leader",), slot=KEEPS_MEETING, rejected=("Payroll Team Leader",)),
    Case("Please take Driver off the sheet.", ("Payroll Systems Specialist",), before=PAYROLL, slot=Slot.EVIDENCE, rejected=("Driver",)),
    Case("Let's drop the returns manager.", ("Fleet Planner",), before=("Returns Manager", "Fleet Planner"), rejected=("Returns Manager",)),
    Case("Returns Manager can go.", ("Fleet Planner",), before=("Returns Manager", "Fleet Planner"), rejected=("Returns Manager",)),
    Case("no not team leader. trainer", ("Trainer",), before=("Team Leader", "Trainer"), slot=Slot.TIMEFRAME, rejected=("Team Leader",)),
    Case("I don't want to be a Fleet Planner any more.", before=("Fleet Planner",), slot=Slot.LIKES, rejected=("Fleet Planner",)),
    Case("Forget it, I've gone off that.", before=("Fleet Planner",), slot=Slot.LIKES),
]  # fmt: skip
STRUCK_UNSEEN = [
    Case("You can delete Team Leader.", ("Lift Engineer",), before=("Team Leader", "Lift Engineer"), slot=Slot.EVIDENCE, rejected=("Team Leader",)),
    Case("I'd cross out Ward Clerk, the rest is fine.", ("Ward Manager",), before=("Ward Clerk", "Ward Manager"), slot=KEEPS_MEETING, rejected=("Ward Clerk",)),
    Case("Safety Inspector is a mistake, Depot Manager is right.", ("Depot Manager",), before=("Safety Inspector", "Depot Manager"), slot=KEEPS_MEETING, rejected=("Safety Inspector",)),
    Case("I no longer want to be a Depot Manager.", before=("Depot Manager",), slot=Slot.GAP, rejected=("Depot Manager",)),
]  # fmt: skip

# What was struck comes back when the person says so, by name or not.
RESTORED = [
    Case("Nothing put an end to it. I still want Senior Science Technician. Where did I say otherwise?", ("Senior Science Technician",), dropped=("Senior Science Technician",)),
    Case("Where did I say otherwise?", ("Senior Science Technician",), dropped=("Senior Science Technician",)),
    Case("Put it back.", ("Fleet Planner",), dropped=("Fleet Planner",)),
    Case("No, wait. I haven't given it up.", ("Oral Health Educator",), dropped=("Oral Health Educator",)),
    Case("Oral Health Educator stays, maybe two days a week.", ("Oral Health Educator",), dropped=("Oral Health Educator",)),
    Case("No!! Payroll Systems Specialist is my target. Only Driver is wrong.", ("Payroll Systems Specialist",), dropped=PAYROLL, rejected=("Driver",)),
    Case("I never said I don't want it.", ("Lift Engineer",), dropped=("Lift Engineer",)),
]  # fmt: skip
RESTORED_UNSEEN = [
    Case("Who told you that? Keep Depot Manager in.", ("Depot Manager",), dropped=("Depot Manager",)),
    Case("I didn't say that, I do still want it.", ("Ward Manager",), dropped=("Ward Manager",)),
    Case("please restore it", ("Call Handler",), dropped=("Call Handler",)),
]  # fmt: skip

# A title is taken as typed and at its full length.
TAKEN = [
    Case("My target is Collections Move Manager. Please write that down.", ("Collections Move Manager",)),
    Case("Collections Move Manager", ("Collections Move Manager",)),
    Case("I want to be Office Move Coordinator by May 2027.", ("Office Move Coordinator",)),
    Case("I would like to run the store move, something like Collections Move Project Manager.", ("Collections Move Project Manager",)),
    Case("I want to be a Change Lead by spring 2028.", ("Change Lead",)),
    Case("support manager", ("Support Manager",)),
    Case("I'd like to be a help desk lead", ("Help Desk Lead",)),
    Case("Stock Take Supervisor, please.", ("Stock Take Supervisor",)),
    Case("I want to become a lift engineer.", ("Lift Engineer",)),
    Case("My target is Registrar. Put that on the list.", ("Registrar",), slot=Slot.EVIDENCE),
    Case("Train Driver. Please write that down.", ("Train Driver",)),
    Case("fork truck trainer. by easter maybe", ("Fork Truck Trainer",), before=("Trainer",), slot=Slot.TIMEFRAME),
    Case("No to all three. I gave you the title myself: Collections Move Manager, from 1 September 2027.", ("Collections Move Manager",), offered=THREE, rejected=THREE),
    Case("is Collections Move Manager written down as my target now?", ("Collections Move Manager",), slot=Slot.LIKES),
    Case("My target is Project Manager. Please write that down.", ("Project Manager",), dropped=("Project Manager",)),
]  # fmt: skip
TAKEN_UNSEEN = [
    Case("The role I'm after is Work Experience Coordinator.", ("Work Experience Coordinator",)),
    Case("I want to be Call Quality Manager by June 2027.", ("Call Quality Manager",)),
    Case("transition manager", ("Transition Manager",)),
    Case("My goal is Start-Up Support Lead, note that please.", ("Start-Up Support Lead",), slot=Slot.LONG_VIEW),
    Case("None of those. My target is Show Floor Supervisor.", ("Show Floor Supervisor",), offered=THREE, rejected=THREE),
    Case("I'd like to be a bid support officer", ("Bid Support Officer",)),
    Case("ward move coordinator. write it down pls", ("Ward Move Coordinator",)),
]  # fmt: skip

# No title was named, whatever words stand in the sentence.
NONE_NAMED = [
    Case("chaplain? no. last tuesday was alright i suppose, the ice machine packed in", offered=THREE, rejected=("Chaplain",)),
    Case("Room attendant? I'm a stock clerk, I'd be mad to.", offered=THREE),
    Case("I was comparing the two lists, the list of driver hours from the dispatch and the list in the payroll system.", slot=Slot.MEMORY, rejected=()),
    Case("I'd rather not see more lists.", slot=Slot.CHOICE, rejected=()),
    Case("I don't want further lists.", slot=Slot.CHOICE, rejected=()),
    Case("No to all three.", offered=THREE, rejected=THREE),
    Case("I ask him to make me lead of the ceramics pilot by 15 January", ("Registrar",), before=("Registrar",), slot=Slot.ASK),
    Case("Could you make me lead of the ceramics pilot by 15 January? That is what I ask.", slot=Slot.WISH),
    Case("I was sorting the nurse rosters for the whole floor.", slot=Slot.MEMORY, rejected=()),
    Case("No more questions about titles please.", slot=Slot.CHOICE, rejected=()),
]  # fmt: skip
NONE_NAMED_UNSEEN = [
    Case("front office manager?? nope. what i liked was the boiler", offered=THREE, rejected=("Front Office Manager",)),
    Case("no to both of those and the third one", offered=THREE, rejected=THREE),
    Case("I checked the electrician invoices against the job sheets.", slot=Slot.MEMORY, rejected=()),
    Case("I'd rather not go through another list.", slot=Slot.CHOICE, rejected=()),
    Case("I'll ask her to put me in charge of the archive project as its lead by March", ("Registrar",), before=("Registrar",), slot=Slot.ASK),
]  # fmt: skip

# Written after everything above was settled.
LATE_KEPT = [
    Case("I can run one line, not the whole floor.", before=("Bread Plant Manager",), slot=Slot.GAP),
    Case("I've got the food hygiene level 2, but not level 3.", before=("Bread Plant Manager",), slot=Slot.EVIDENCE),
    Case("She's a manager, I'm not.", before=("Returns Manager",), slot=Slot.EVIDENCE),
    Case("Not this year, the year after.", before=("Lift Engineer",), slot=Slot.TIMEFRAME),
    Case("It isn't a new post, the budget has one.", before=("Archive Transfer Lead",), slot=Slot.PUSHBACK),
]  # fmt: skip
LATE = [
    Case("Cross off Porter, keep the other.", ("Lift Engineer",), before=("Porter", "Lift Engineer"), slot=Slot.LIKES, rejected=("Porter",)),
    Case("I was only joking, put that back please", ("Lift Engineer",), dropped=("Lift Engineer",)),
    Case("I want to become change support manager.", ("Change Support Manager",)),
    Case("call quality coach", ("Call Quality Coach",)),
    Case("My target role is Train Crew Manager. Add it to the plan.", ("Train Crew Manager",), slot=Slot.WITNESS),
    Case("chaplain, seriously? never. the boilers were all right", offered=THREE, rejected=("Chaplain",)),
    Case("i was helping with the chef orders from the hotel", slot=Slot.MEMORY, rejected=()),
    Case("I'd rather you stopped sending lists.", slot=Slot.CHOICE, rejected=()),
]  # fmt: skip

PREFERRED = [
    Case("dunno. team leader or trainer. more trainer i reckon", ("Trainer",)),
    Case("Team Leader or Fleet Planner, rather Fleet Planner", ("Fleet Planner",)),
]

SEEN = [*PREFERRED, *KEPT, *STRUCK, *RESTORED, *TAKEN, *NONE_NAMED]
UNSEEN = [
    *KEPT_UNSEEN, *STRUCK_UNSEEN, *RESTORED_UNSEEN, *TAKEN_UNSEEN, *NONE_NAMED_UNSEEN,
]  # fmt: skip


def _kept(case: Case) -> Case:
    return Case(
        case.message, case.targets or case.before, case.before, (), (), case.slot, case.rejected
    )


@pytest.mark.parametrize(
    "case", [_kept(c) for c in (*KEPT, *KEPT_UNSEEN, *LATE_KEPT)], ids=lambda c: c.message
)
def test_a_not_beside_a_target_strikes_only_what_it_names(
    case: Case, tools: Tools, ear: Ear | None
) -> None:
    assert _stands(case, tools, ear) == case.targets


@pytest.mark.parametrize(
    "case",
    [c for c in (*SEEN, *UNSEEN, *LATE) if c not in (*KEPT, *KEPT_UNSEEN)],
    ids=lambda c: c.message,
)
def test_the_roles_that_stand_are_those_the_person_named(
    case: Case, tools: Tools, ear: Ear | None
) -> None:
    assert _stands(case, tools, ear) == case.targets


def _stands(case: Case, tools: Tools, ear: Ear | None) -> tuple[str, ...]:
    after = _after(case, tools, ear)
    if case.rejected is not None:
        assert {r.title for r in after.rejected} == set(case.rejected)
    return tuple(r.title for r in after.targets)


def test_a_target_put_back_brings_what_fell_with_it(tools: Tools) -> None:
    ask = Fact(kind=FactKind.ASK, text="two days in March", provenance=PROPOSED)
    before = _state(Case("", before=("Lift Engineer",))).model_copy(update={"facts": (ask,)})
    gone = before.hear(understand("I've gone off the Lift Engineer.", before, TODAY, tools), "")
    assert not gone.targets
    assert not gone.has(FactKind.ASK)
    back = gone.hear(understand("Put it back.", gone, TODAY, tools), "")
    assert [r.title for r in back.targets] == ["Lift Engineer"]
    assert back.last(FactKind.ASK) == ask


@pytest.mark.parametrize("slot", [Slot.EVIDENCE, Slot.MANAGER_KNOWS, Slot.GAP])
@pytest.mark.parametrize(
    ("message", "lack"),
    [
        (
            "I have my hygienist diploma, but not the oral health education certificate.",
            "the oral health education certificate",
        ),
        ("I know the rules but not the system set-up.", "the system set-up"),
        ("I can read the drawings, just not the electrical ones yet.", "the electrical ones"),
        ("I hold the forklift licence, but not the instructor one.", "the instructor one"),
        ("What's missing is the fleet software.", "the fleet software"),
        ("I'm trained on the till, but never the stock system.", "the stock system"),
    ],
)
def test_a_lack_beside_what_is_there_is_a_gap(
    message: str, lack: str, slot: Slot, tools: Tools
) -> None:
    before = _state(Case("", before=("Oral Health Educator",), slot=slot))
    heard = understand(message, before, TODAY, tools)
    assert [f.text for f in heard.facts if f.kind is FactKind.GAP] == [lack]


@pytest.mark.parametrize(
    "message",
    [
        "I told Kath but not him.",
        "I did the report for Anna, not for Ben.",
        "I know it's late, but not too late.",
        "I've told HR, but not Dr Farrow.",
    ],
)
def test_a_contrast_of_people_or_times_is_no_gap(message: str, tools: Tools) -> None:
    before = _state(Case("", before=("Oral Health Educator",), slot=Slot.MANAGER_KNOWS))
    heard = understand(message, before, TODAY, tools)
    assert not [f for f in heard.facts if f.kind is FactKind.GAP]
