"""The career lattice: where people go from a role, where they come from, and the way to a wish."""

import pytest

from assistant.content import KNOWLEDGE
from assistant.domain.catalogue import Catalogue, MoveKind
from assistant.domain.dialogue import DialogueState
from assistant.domain.goal import (
    Fact,
    FactKind,
    Origin,
    Provenance,
    RoleStanding,
    RoleStatus,
)
from assistant.domain.knowledge import OrganisationRole, Role, RoleMoves, Seniority
from assistant.domain.lattice import Band, Lattice, career_map, route, surroundings
from assistant.planning import lattice_text, plan_wording
from assistant.planning.markup import escape
from assistant.retrieval.corpus import Corpus, load_corpus

TEXTS = plan_wording().map
SAID = Provenance(origin=Origin.SAID, turn=1)


def role(ident: str, level: Seniority, function: str = "Service", **moves: tuple[str, ...]) -> Role:
    return Role(
        id=ident,
        title=ident.replace("-", " ").title(),
        function=function,
        level=level,
        week=(f"doing what a {ident} does", "talking"),
        requirements=(f"knowing the {ident}'s work", "patience"),
        skills=("patience", f"{ident} craft"),
        would_love=("one", "two", "three"),
        moves=RoleMoves(**moves),
    )


CATALOGUE = Catalogue(
    [
        role("clerk", Seniority.JUNIOR, promotion=("lead",), lateral=("teller", "porter")),
        role("lead", Seniority.LEAD, promotion=("head",), feeder=("clerk",)),
        role("head", Seniority.DIRECTOR),
        role("teller", Seniority.JUNIOR, "Banking", promotion=("banker",)),
        role("banker", Seniority.SENIOR, "Banking"),
        role("porter", Seniority.ENTRY),
        role("trainee", Seniority.ENTRY, promotion=("clerk",)),
        role("hermit", Seniority.MID, "Silence"),
    ]
)


def state(now: str = "", **standing: RoleStatus) -> DialogueState:
    fact = Fact(kind=FactKind.CURRENT_ROLE, text=now, provenance=SAID)
    roles = tuple(
        RoleStanding(title=title, status=status, provenance=SAID)
        for title, status in standing.items()
    )
    return DialogueState(turn=1, facts=(fact,) if now else (), roles=roles)


def drawn(now: str = "", **standing: RoleStatus) -> Lattice:
    lattice = career_map(CATALOGUE, state(now, **standing))
    assert lattice is not None
    return lattice


def ids(lattice: Lattice, band: Band) -> list[str]:
    return [way.role.id for way in lattice.band(band)]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load_corpus(KNOWLEDGE, tmp_path_factory.mktemp("cache"))


def test_up_across_down_and_origins_are_told_apart() -> None:
    lattice = drawn("clerk")
    assert ids(lattice, Band.UP) == ["lead"]
    assert ids(lattice, Band.ACROSS) == ["teller"]
    assert ids(lattice, Band.DOWN) == ["porter"]
    assert ids(lattice, Band.ORIGIN) == ["trainee"]
    kinds = {way.role.id: way.kind for way in lattice.ways}
    assert kinds["porter"] is MoveKind.STEP_DOWN
    assert kinds["trainee"] is MoveKind.PROMOTION, "seen from where people come from"


def test_from_any_role_the_coach_can_name_where_people_go_and_why(shipped: Corpus) -> None:
    for here in shipped.roles:
        lattice = surroundings(shipped.catalogue, here)
        out = [way for way in lattice.ways if way.band is not Band.ORIGIN]
        assert out, f"no way out of {here.title}"
        text = lattice_text(lattice, TEXTS)
        for way in (w for band in Band for w in lattice.band(band)[:4]):
            assert escape(way.role.title) in text
            if way.band is not Band.ORIGIN:
                assert escape(way.role.week[0]) in text, "why: the work"
                assert escape(way.role.requirements[0]) in text, "and what it asks for"


def test_the_way_to_a_wish_is_the_shortest_of_listed_moves() -> None:
    by_id = CATALOGUE.by_id
    assert [r.id for r in route(CATALOGUE, by_id["clerk"], by_id["head"])] == ["lead"]
    assert [r.id for r in route(CATALOGUE, by_id["trainee"], by_id["banker"])] == [
        "clerk",
        "teller",
    ]
    assert route(CATALOGUE, by_id["clerk"], by_id["hermit"]) == ()
    assert route(CATALOGUE, by_id["clerk"], by_id["lead"]) == (), "one move has nothing between"


def test_a_wish_farther_off_comes_with_its_way_and_a_project() -> None:
    lattice = drawn("clerk", Head=RoleStatus.ACCEPTED, Hermit=RoleStatus.OFFERED)
    assert [(way.role.id, [r.id for r in way.via]) for way in lattice.far] == [
        ("head", ["lead"]),
        ("hermit", []),
    ]
    text = lattice_text(lattice, TEXTS)
    assert "by way of Lead" in text
    assert "no short way" in text
    assert "a project: a fixed spell of doing what a head does" in text


def test_what_is_chosen_or_offered_is_marked_and_goes_first() -> None:
    lattice = drawn("clerk", Teller=RoleStatus.OFFERED, Lead=RoleStatus.ACCEPTED)
    assert [way.standing for way in lattice.wanted] == [RoleStatus.ACCEPTED, RoleStatus.OFFERED]
    assert lattice.far == ()
    text = lattice_text(lattice, TEXTS)
    assert "**Lead** (chosen; a step up)" in text
    assert "**Teller** (on the table; sideways)" in text


def test_what_was_refused_is_on_no_map() -> None:
    lattice = drawn("clerk", Lead=RoleStatus.REJECTED, Trainee=RoleStatus.REJECTED)
    assert "Lead" not in lattice_text(lattice, TEXTS)
    assert ids(lattice, Band.ORIGIN) == []


def test_without_a_present_role_the_choice_stands_in_the_middle() -> None:
    lattice = drawn(Lead=RoleStatus.ACCEPTED)
    assert (lattice.here.id, lattice.present) == ("lead", False)
    assert ids(lattice, Band.ORIGIN) == ["clerk"]


@pytest.mark.parametrize(
    "known",
    [state(), state("beekeeper on the moon"), state(Lead=RoleStatus.OFFERED)],
    ids=["nothing", "no role of the catalogue", "only offered"],
)
def test_without_a_role_nothing_is_drawn(known: DialogueState) -> None:
    assert career_map(CATALOGUE, known) is None


def test_skills_that_both_roles_name_are_said() -> None:
    text = lattice_text(drawn("clerk"), TEXTS)
    assert "what you have for it already: patience" in text


def test_titles_of_an_organisation_become_no_markup_and_say_where_they_are_listed() -> None:
    own = OrganisationRole(
        id="own-x",
        title="**Chief** {week} <b> [x](http://evil.example)",
        function="Service",
        level=Seniority.LEAD,
        week=("leading",),
        requirements=("tact",),
        source="role catalogue",
        place="row 7",
    )
    catalogue = Catalogue([role("clerk", Seniority.JUNIOR, promotion=("own-x",)), own])
    text = lattice_text(surroundings(catalogue, catalogue.by_id["clerk"]), TEXTS)
    assert r"\*\*Chief\*\* {week} \<b\> \[x\](http://evil.example)" in text
    assert "Listed in role catalogue, row 7." in text
