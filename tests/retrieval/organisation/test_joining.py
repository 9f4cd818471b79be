"""Published roles beside the general catalogue, and search in both."""

import pytest

from assistant.domain.catalogue import MoveKind
from assistant.domain.knowledge import OrganisationRole, Seniority
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.organisation.joining import Unsaid, joined
from tests.retrieval.organisation.conftest import NOW

UNSAID = Unsaid("work nobody described", "what is asked", "No department")
CATALOGUE = """Role,Grade,Department,Also called,Duties,Next role
Pastry Hand,2,Kitchen,Baker,Kneads dough before dawn; Glazes buns,Pastry Chief
Pastry Chief,Director,Kitchen,,,
Rope Tender,2,Quay,,Ties ropes on deck,
Lamp Keeper,,,,,
"""
POLICY = "# Moves\n## Who may move\nAnybody may move to another quay after ten months.\n"
PLAN = "# Quays\n## Moving\nNobody may move to another quay before twenty months are over.\n"


@pytest.fixture
def publish(documents, write):
    def one(name, content):
        document, _ = documents.add(write(name, content), NOW, "ann")
        documents.publish(document.id, NOW, "ann", seen=True)
        return document

    return one


@pytest.fixture
def both(corpus, documents, publish):
    publish("roles.csv", CATALOGUE)
    return joined(corpus, documents.published(), UNSAID)


def role(corpus, title):
    return next(r for r in corpus.roles if r.title == title)


def test_without_documents_nothing_changes(corpus, documents):
    assert joined(corpus, documents.published(), UNSAID) is corpus


def test_own_roles_come_first_with_their_own_names_and_places(both):
    own = both.roles[: both.own_roles]
    assert [r.title for r in own] == ["Pastry Hand", "Pastry Chief", "Rope Tender", "Lamp Keeper"]
    assert [r.place for r in own] == ["row 2", "row 3", "row 4", "row 5"]
    assert {r.source for r in own} == {"roles"}


def test_an_own_role_takes_the_place_of_the_general_one_that_it_means(both, corpus):
    hand = role(both, "Pastry Hand")
    assert "Baker" not in [r.title for r in both.roles]
    assert both.catalogue.find("baker") == hand
    assert both.catalogue.by_id["baker"] == hand
    assert hand.would_love == role(corpus, "Baker").would_love
    assert hand.week == ("kneading dough before dawn", "glazing buns")


def test_ways_lead_to_own_roles(both):
    hand, chief = role(both, "Pastry Hand"), role(both, "Pastry Chief")
    assert both.catalogue.relation(hand, chief) is MoveKind.PROMOTION
    assert hand.id in role(both, "Deckhand").moves.lateral  # the general one led to the baker


def test_levels_come_from_grade_title_or_neighbours(both):
    assert role(both, "Pastry Chief").level is Seniority.DIRECTOR
    # The role that this one means is mid, and so is its grade wherever it stands in the list.
    assert role(both, "Rope Tender").level is role(both, "Pastry Hand").level is Seniority.MID


def test_nothing_is_made_up_where_the_catalogue_is_silent(both):
    keeper = role(both, "Lamp Keeper")
    assert keeper.week == ("work nobody described",)
    assert keeper.requirements == ("what is asked",)
    assert not keeper.described and keeper.function == "No department"


def test_a_department_is_a_name_of_the_function_its_roles_belong_to(both):
    assert "Kitchen" in both.functions["baking"]


def test_words_and_meaning_find_own_roles(both, ear):
    for heard in (ear, None):
        found = MemoryRetriever(both, heard).roles("tying ropes on deck and quay", 3)
        assert isinstance(found[0].role, OrganisationRole)
        assert found[0].role.title == "Rope Tender"


def test_texts_are_found_with_document_heading_and_date(corpus, documents, publish, ear):
    publish("moves.md", POLICY)
    both = joined(corpus, documents.published(), UNSAID)
    for heard in (ear, None):
        found = MemoryRetriever(both, heard).passages("may anybody move to another quay", 3)
        assert found[0].title == "moves"
        assert found[0].source == "moves.md, Moves › Who may move"
        assert found[0].date == "2026-11-24"


def test_a_stuffed_document_gets_two_places_at_most(corpus, documents, publish, ear):
    publish("stuffed.md", "\n".join(f"# Part {n}\nmove quay anybody move quay" for n in range(30)))
    publish("moves.md", POLICY)
    both = joined(corpus, documents.published(), UNSAID)
    found = MemoryRetriever(both, ear).passages("may anybody move to another quay", 5)
    assert sum(p.title == "stuffed" for p in found) == 2
    assert any(p.title == "moves" for p in found)


def test_a_replaced_or_withdrawn_text_is_gone(corpus, documents, publish, ear):
    document = publish("moves.md", POLICY)
    publish("moves.md", PLAN)
    found = MemoryRetriever(joined(corpus, documents.published(), UNSAID), ear)
    texts = [p.text for p in found.passages("move to another quay", 5) if p.document]
    assert texts == ["Nobody may move to another quay before twenty months are over."]
    assert document.id not in {p.document for p in found.passages("move quay", 5)}
    documents.withdraw(documents.published().documents[0][0].id, NOW, "ann")
    after = MemoryRetriever(joined(corpus, documents.published(), UNSAID), ear)
    assert not [p for p in after.passages("move to another quay", 5) if p.document]


def test_what_is_made_of_own_documents_is_kept_in_the_home_alone(
    corpus, documents, publish, ear, tmp_path
):
    publish("roles.csv", CATALOGUE)
    publish("moves.md", POLICY)
    shared, home = tmp_path / "shared", tmp_path / "home"
    MemoryRetriever(corpus, ear, shared, None, home)
    before = sorted(shared.rglob("*"))
    heard = len(ear.texts)
    MemoryRetriever(joined(corpus, documents.published(), UNSAID), ear, shared, None, home)
    assert sorted(shared.rglob("*")) == before
    assert list(home.rglob("*.npz"))
    # The general lines were taken over; only the organisation's were embedded.
    assert len(ear.texts) - heard < 20
