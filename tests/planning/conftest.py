"""Hand-built people: what they said turn by turn, the facts in it, and the state they are in."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from assistant.domain.catalogue import Catalogue
from assistant.domain.dialogue import DialogueState, Move, Stage, Turn, Understanding
from assistant.domain.goal import (
    PROPOSED,
    Fact,
    FactKind,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.knowledge import Role, Seniority
from assistant.planning import build_plan, plan_wording

TODAY = date(2026, 11, 24)


def role(name: str, level: Seniority, *needs: str) -> Role:
    return Role(
        id=name.casefold().replace(" ", "-"),
        title=name,
        function="Operations",
        level=level,
        week=("walking the floor at seven", "planning next week"),
        requirements=needs,
        would_love=("one", "two", "three"),
    )


CATALOGUE = Catalogue(
    [
        role("Nurse Manager", Seniority.MANAGER, "a budget held for a year", "rota planning"),
        role("Warehouse Shift Leader", Seniority.LEAD, "labour planning", "leading audits"),
        role(
            "Finance Business Partner",
            Seniority.SENIOR,
            "arguing numbers with budget owners",
            "forecasting",
        ),
        role(
            "Professional Tutor",
            Seniority.SENIOR,
            "a qualification in teacher development",
            "observing lessons",
        ),
    ]
)


@dataclass
class Person:
    """A conversation under construction; ``says`` adds a turn with its facts."""

    messages: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    roles: list[RoleStanding] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    def says(self, message: str, *facts: tuple, reply: str = "And then?") -> "Person":
        self.messages.append(message)
        self.replies.append(reply)
        turn = len(self.messages)
        for kind, text, *value in facts:
            self.facts.append(
                Fact(
                    kind=FactKind(kind),
                    text=text,
                    value=value[0] if value else None,
                    quote=text,
                    provenance=Provenance(origin=Origin.SAID, turn=turn),
                )
            )
        return self

    def takes(self, title: str, status: RoleStatus = RoleStatus.ACCEPTED) -> "Person":
        found = CATALOGUE.find(title)
        place = Provenance(origin=Origin.SAID, turn=len(self.messages))
        self.roles.append(
            RoleStanding(
                title=title, role_id=found.id if found else None, status=status, provenance=place
            )
        )
        return self

    @property
    def state(self) -> DialogueState:
        return DialogueState(
            turn=len(self.messages),
            facts=tuple(self.facts),
            roles=tuple(self.roles),
            messages=tuple(self.messages),
            replies=tuple(self.replies),
        )

    @property
    def turns(self) -> list[Turn]:
        move = Move(name="ask_wish", stage=Stage.GOAL)
        return [
            Turn(
                conversation="c1",
                number=number,
                message=message,
                today=TODAY,
                understanding=Understanding(),
                move=move,
                reply="And then?",
            )
            for number, message in enumerate(self.messages, 1)
        ]

    @property
    def plan(self):
        return build_plan("c1", self.state, TODAY, CATALOGUE, plan_wording())


def nurse() -> Person:
    """Rich: nearly everything is known; a meeting, an ask with a day, push-back rehearsed."""
    spoken = "You hold this place together. If you go, who does what you do?"
    return (
        Person()
        .says(
            "I see Amara on Thursday 10 December. I'm a charge nurse, 7 years.",
            ("manager", "Amara"),
            ("meeting", "Thursday 10 December", "2026-12-10"),
            ("current_role", "charge nurse"),
            ("tenure", "7 years"),
        )
        .says("I want to be Nurse Manager of the day unit")
        .takes("Nurse Manager")
        .says("by the end of September 2027", ("timeframe", "September 2027", "2027-09-30"))
        .says(
            "Falls on my ward went from 14 to 5 in a year after I changed the night round. "
            "And I trained six new starters, all still here.",
            (
                "evidence",
                "Falls on my ward went from 14 to 5 in a year after I changed the night round",
            ),
            ("evidence", "I trained six new starters, all still here"),
        )
        .says("Dr Osei would tell you about the falls", ("witness", "Dr Osei", "Dr Osei"))
        .says("never held a budget", ("gap", "never held a budget"))
        .says(
            "I like the handovers best, I can't stand the bed meetings",
            ("like", "the handovers"),
            ("dislike", "the bed meetings"),
        )
        .says(
            "Could I run the agency budget with you from 4 January",
            ("ask", "run the agency budget with you from 4 January", "2027-01-04"),
            reply=f"I'll lend Amara a voice: {spoken}",
        )
        .says(
            "Bea runs nights alone since August, she takes the rota from February",
            ("answer", "Bea runs nights alone since August, she takes the rota", "named"),
        )
        .says("I'd write the rota up first", ("brings", "I'd write the rota up first"))
        .says("then one month of it", ("fallback", "one month of it"))
        .says("Tuesday 19 January", ("follow_up", "Tuesday 19 January", "2027-01-19"))
        .says(
            "7, and strong I'd say", ("confidence", "7", "7"), ("self_rating", "strong", "strong")
        )
        .says("she knows nothing of it", ("manager_knows", "she knows nothing of it", "no"))
        .says("matron maybe, Helen", ("contact", "Helen", "Helen"))
        .says("matron of the whole site one day", ("long_view", "matron of the whole site"))
        .says("no nights though", ("condition", "no nights"))
    )


def warehouse() -> Person:
    """In a hurry, few words, misspelt; the role was picked from an offer."""
    return (
        Person()
        .says("picker, 3 yrs. talk w dave tmrw", ("current_role", "picker"), ("manager", "dave"),
              ("meeting", "tmrw", "2026-11-25"))
        .says("2nd one")
        .takes("Warehouse Shift Leader")
        .says("mis-picks 40 a week down to 11 sinse may",
              ("evidence", "mis-picks 40 a week down to 11 sinse may"))
        .says("hell say wait for a vacancy", ("objection", "wait for a vacancy"))
    )  # fmt: skip


def analyst() -> Person:
    """A role and a date far away, evidence without a figure, two gaps, no meeting."""
    return (
        Person()
        .says("Finance Business Partner, within two years or so",
              ("timeframe", "within two years or so", "2028-11-24"))
        .takes("Finance Business Partner")
        .says("I rebuilt the month-end forecast",
              ("evidence", "I rebuilt the month-end forecast"), ("strength", "good at forecasts"))
        .says("arguing with budget owners, and public speaking",
              ("gap", "arguing with budget owners"), ("gap", "public speaking"))
    )  # fmt: skip


def teacher() -> Person:
    """Changed their mind: one role struck, another taken; a limit and an objection."""
    return (
        Person()
        .says("assistant head, I teach geography", ("current_role", "geography"))
        .takes("Assistant Head", RoleStatus.REJECTED)
        .says("scrap that. Professional Tutor, from September 2027",
              ("timeframe", "September 2027", "2027-09-30"))
        .takes("Professional Tutor")
        .says("five trainees since 2022, four still teaching",
              ("evidence", "five trainees since 2022, four still teaching"))
        .says("Year 9 ends in July either way", ("condition", "Year 9 ends in July either way"))
        .says("she'll say there is nobody for Year 9",
              ("objection", "there is nobody for Year 9"))
        .says("Hywel Prosser does half of it", ("answer", "Hywel Prosser does half of it", "named"))
    )  # fmt: skip


def wanderer() -> Person:
    """No target, one liking, nothing else."""
    return Person().says(
        "I'd like something with more of a path, I like sorting out the files",
        ("wish", "something with more of a path"),
        ("like", "sorting out the files"),
    )


def silent() -> Person:
    """Nothing is known."""
    return Person()


def named_by_coach() -> Person:
    """A target that no message holds and no turn chose."""
    person = Person().says("hm")
    person.roles.append(
        RoleStanding(title="Nurse Manager", status=RoleStatus.ACCEPTED, provenance=PROPOSED)
    )
    return person


PEOPLE = {
    make.__name__: make
    for make in (nurse, warehouse, analyst, teacher, wanderer, silent, named_by_coach)
}


@pytest.fixture(params=PEOPLE)
def somebody(request) -> Person:
    return PEOPLE[request.param]()


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: make() for name, make in PEOPLE.items()}


@pytest.fixture
def catalogue() -> Catalogue:
    return CATALOGUE
