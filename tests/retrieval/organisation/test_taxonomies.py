"""Public taxonomies: small releases written here, and the real ones where they lie beside the project."""

import os
from pathlib import Path

import pytest

from assistant.content import ROOT
from assistant.domain.knowledge import Seniority
from assistant.domain.organisation import DocumentState
from assistant.errors import UnusableInput
from assistant.retrieval.organisation.joining import Unsaid, joined
from assistant.retrieval.organisation.taxonomies import read_esco, read_onet, reported_titles
from assistant.retrieval.title_vote import TitleVote
from tests.retrieval.organisation.conftest import LATER, NOW

UNSAID = Unsaid("week", "requirement", "function")
CODE = "O*NET-SOC Code"
ONET = {
    "Read Me.txt": "O*NET 27.0 Database\nAugust 2022 Release\n",
    "Occupation Data.txt": f"{CODE}\tTitle\tDescription\n"
    '11-1011.00\tMill Managers\tPlan the "fine" milling. Answer for the mill.\n'
    "51-3011.00\tBakers\tMix and bake dough.\n53-5011.00\tRope Handlers\tHandle ropes.\n",
    "Alternate Titles.txt": f"{CODE}\tAlternate Title\tShort Title\tSource(s)\n"
    "51-3011.00\tDough Artisan\tDA\t08\n53-5011.00\tMooring Hand\tn/a\t08\n",
    "Sample of Reported Titles.txt": f"{CODE}\tReported Job Title\tShown in My Next Move\n"
    "53-5011.00\tLine Catcher\tY\n",
    "Task Statements.txt": f"{CODE}\tTask ID\tTask\tTask Type\n"
    "53-5011.00\t1\tCount ropes.\tSupplemental\n"
    "53-5011.00\t2\tPlan, direct, or check mooring.\tCore\n",
    "Job Zones.txt": f"{CODE}\tJob Zone\tDate\n53-5011.00\t1\t07/2014\n",
    "Interests.txt": f"{CODE}\tElement Name\tScale ID\tData Value\n"
    "53-5011.00\tRealistic\tOI\t6.0\n53-5011.00\tArtistic\tOI\t1.0\n53-5011.00\tSocial\tOI\t3.0\n",
    "Related Occupations.txt": f"{CODE}\tRelated {CODE}\tIndex\n53-5011.00\t51-3011.00\t1\n"
    "53-5011.00\t99-9999.00\t2\n",
}
ESCO = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description\n"
    'Occupation,http://x/occupation/AB-1,8350,rope handler,"mooring hand\nline catcher",,released,'
    '"Rope handlers catch lines. They tie them."\n'
    "Occupation,http://x/occupation/AB-2,8350,old handler,,,obsolete,Gone.\n"
)


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    folder = tmp_path / "onet"
    folder.mkdir()
    for name, text in ONET.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def released(name: str) -> Path:
    """A real release beside the project; the test says so when there is none."""
    named = os.environ.get("TAXONOMY_DATA")
    path = (Path(named) if named else ROOT.parent / "shared" / "data") / name
    if not path.exists():
        pytest.skip(f"no {name} beside the project: TAXONOMY_DATA may name its folder")
    return path


def test_onet_is_read_as_published(onet):
    taxonomy = read_onet(onet)
    manager, baker, handler = taxonomy.roles
    assert taxonomy.name == "O*NET 27.0"
    assert (manager.title, manager.level, manager.code) == (
        "Mill Managers",
        Seniority.MANAGER,
        "SOC 11-1011",
    )
    assert manager.week == ('planning the "fine" milling',)
    assert handler.week == ("planning, directing, or checking mooring", "counting ropes")
    assert handler.other_titles == ("Mooring Hand", "Line Catcher")
    assert baker.other_titles == ("Dough Artisan", "DA")
    assert handler.interests == ("realistic", "social")
    assert handler.level is Seniority.ENTRY
    assert handler.moves.lateral == (baker.id,)
    assert list(reported_titles(onet)) == [(handler.id, "Line Catcher")]


def test_esco_is_read_as_published(tmp_path):
    (tmp_path / "esco.csv").write_text(ESCO, "utf-8")
    (role,) = read_esco(tmp_path / "esco.csv").roles
    assert (role.id, role.title, role.code) == ("esco-ab-1", "rope handler", "ISCO 8350")
    assert role.other_titles == ("mooring hand", "line catcher")
    assert role.week == ("rope handlers catch lines", "they tie them")


def test_another_table_is_refused_in_one_sentence(tmp_path, onet):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UnusableInput, match="has no column"):
        read_esco(tmp_path / "x.csv")
    (onet / "Task Statements.txt").unlink()
    with pytest.raises(UnusableInput, match=r"Task Statements\.txt is not in"):
        read_onet(onet)
    with pytest.raises(UnusableInput, match="no folder"):
        read_onet(tmp_path / "none")


def test_occupations_stand_behind_the_general_roles_and_add_their_titles(corpus, documents, onet):
    taxonomy = read_onet(onet)
    document, new = documents.import_taxonomy("onet", taxonomy, NOW, "ann")
    again, second = documents.import_taxonomy("onet", taxonomy, LATER, "ann")
    assert new and not second and again == document
    both = joined(corpus, documents.published(), UNSAID)
    assert [r.id for r in both.roles][: len(corpus.roles)] == [r.id for r in corpus.roles]
    assert [r.title for r in both.roles[len(corpus.roles) :]] == ["Mill Managers", "Rope Handlers"]
    assert both.catalogue.find("Dough Artisan").id == "baker"
    assert both.catalogue.find("line catcher").source == "O*NET 27.0"
    assert both.own_roles == 0


def test_a_newer_release_replaces_the_older_one_and_can_be_withdrawn(corpus, documents, onet):
    first, _ = documents.import_taxonomy("onet", read_onet(onet), NOW, "ann")
    (onet / "Job Zones.txt").unlink()
    second, _ = documents.import_taxonomy("onet", read_onet(onet), LATER, "ann")
    assert documents.get(first.id)[0].state is DocumentState.REPLACED
    assert len(documents.published().taxonomies) == 1
    documents.withdraw(second.id, LATER, "ann")
    assert joined(corpus, documents.published(), UNSAID) is corpus


def test_the_nearest_titles_vote(onet, ear):
    roles = read_onet(onet).roles
    for heard in (ear, None):
        assert TitleVote(roles, heard).ranked("night mooring hand", 1)[0][0] == "onet-53-5011-00"
    assert TitleVote(roles, None).ranked("zzz", 1) == []


def test_the_real_onet_release_reads_whole():
    taxonomy = read_onet(released("onet"))
    assert len(taxonomy.roles) > 900
    assert sum(len(role.other_titles) for role in taxonomy.roles) > 40_000
    nurse = next(role for role in taxonomy.roles if role.title == "Registered Nurses")
    assert nurse.code == "SOC 29-1141" and len(nurse.week) > 5 and nurse.moves.lateral


def test_the_real_esco_release_reads_whole():
    roles = read_esco(released("esco") / "occupations_en.csv").roles
    assert len(roles) > 2_900
    assert sum(bool(role.other_titles) for role in roles) > 2_500
