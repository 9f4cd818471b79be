"""Titles as people write them, on the shipped catalogue; no line stands in a sealed set."""

import json
import time
from pathlib import Path

import pytest

from assistant.content import KNOWLEDGE
from assistant.domain.knowledge import Seniority
from assistant.ear import Ear, build_graph
from assistant.errors import ContentError
from assistant.retrieval.corpus import load_corpus
from assistant.retrieval.title_ear import TitleEar
from assistant.retrieval.title_words import FILE, load_spelling
from assistant.retrieval.titles import read_title

SEALED = Path("evals/datasets/titles.test.jsonl")
DEVELOPMENT = Path("evals/datasets/titles.dev.jsonl")


@pytest.fixture(scope="module")
def catalogue():
    return load_corpus(KNOWLEDGE).catalogue


@pytest.fixture(scope="module")
def heard(catalogue, tmp_path_factory):
    ear = Ear.load(build_graph(tmp_path_factory.mktemp("ear")))
    return TitleEar(catalogue, lambda: ear, tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Sr. SWE II", "software-engineer"),
        ("hrbp", "hr-business-partner"),
        ("VP Mktg", "marketing-director"),
        ("PM (product)", "product-manager"),
        ("PM - construction", "project-manager"),
        ("current: Warehouse Operative (nights)", "warehouse-operative"),
        ("sofware enginer", "software-engineer"),
        ("Director, Internal Audit", "audit-manager"),
        ("nurse, registered", "registered-nurse"),
        ("Occ. Therapist", "occupational-therapist"),
        ("bus drvr", "bus-driver"),
        ("Whse supervisor", "warehouse-shift-leader"),
        ("Tech Writer", "technical-writer"),
        ("Lab Tech II", "laboratory-technician"),
        ("VP IT", "it-director"),
        ("H&S advisor", "health-and-safety-officer"),
        ("Receptionist/Administrator", "receptionist"),
        ("CTO & co-founder", "chief-technology-officer"),
    ],
)
def test_the_role_that_is_meant(catalogue, text, role):
    assert read_title(text, catalogue).role_id == role


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Graduate Quality Engineer", Seniority.ENTRY),
        ("Civil Engineer (graduate)", Seniority.ENTRY),
        ("Jr. Software Developer", Seniority.JUNIOR),
        ("Accountant I", Seniority.JUNIOR),
        ("Accountant II", Seniority.MID),
        ("Sr Credit Analyst", Seniority.SENIOR),
        ("Staff Engineer", Seniority.LEAD),
        ("Head Chef", Seniority.LEAD),
        ("Head of Marketing", Seniority.DIRECTOR),
        ("SVP Sales", Seniority.VP),
        ("CISO", Seniority.C_LEVEL),
        ("Chief Listening Officer", Seniority.C_LEVEL),
        ("Pit Manager", Seniority.MANAGER),
        ("Senior Locksmith", Seniority.SENIOR),
    ],
)
def test_the_rank_that_is_written_counts(catalogue, text, level):
    assert read_title(text, catalogue).level is level


def test_without_a_rank_word_the_role_has_its_own_level(catalogue):
    for role in catalogue.roles[::40]:
        if not {"senior", "lead", "head", "director", "chief", "junior"} & {
            *role.title.casefold().split()
        }:
            assert read_title(role.title.upper(), catalogue).level is role.level


@pytest.mark.parametrize("text", ["PM", "CPO", "CRO", "SE", "pm", "P.M."])
def test_an_ambiguous_short_form_names_alternatives(catalogue, text):
    found = read_title(text, catalogue)
    assert found.ambiguous
    assert found.alternatives
    assert found.role_id not in found.alternatives
    assert {*found.alternatives} <= {*catalogue.by_id}


@pytest.mark.parametrize("text", ["reindeer herder", "Taxidermist", "Patent clerk", "Sailor"])
def test_a_title_the_catalogue_lacks_has_no_role(catalogue, text):
    found = read_title(text, catalogue)
    assert (found.role_id, found.function) == (None, None)
    assert found.title == text


@pytest.mark.parametrize("text", ["", " ", "...", "\U0001f4a5", "\ud800", "x" * 9000, "((((", "1"])
def test_any_text_is_read(catalogue, text):
    assert read_title(text, catalogue).role_id is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Head, Internal Audit", Seniority.DIRECTOR),
        ("Hd - Marketing", Seniority.DIRECTOR),
        ("Porter (Ward 4)", Seniority.ENTRY),
    ],
)
def test_a_rank_before_its_field_counts_and_the_number_of_a_place_does_not(catalogue, text, level):
    assert read_title(text, catalogue).level is level


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("cab driver, nights", "taxi-driver"),
        ("Coder who makes Android apps", "mobile-developer"),
    ],
)
def test_with_an_ear_a_title_is_known_by_its_meaning(catalogue, heard, text, role):
    assert read_title(text, catalogue, heard).role_id == role


@pytest.mark.parametrize("text", ["reindeer herder", "Taxidermist", "Casino croupier", "Astronaut"])
def test_an_ear_does_not_find_a_role_for_every_title(catalogue, heard, text):
    assert read_title(text, catalogue, heard).role_id is None


def test_with_an_ear_the_written_rank_still_wins(catalogue, heard):
    found = read_title("Trainee coder of Android apps", catalogue, heard)
    assert (found.role_id, found.level) == ("mobile-developer", Seniority.ENTRY)


def test_what_is_written_word_for_word_needs_no_ear(catalogue):
    def never():
        raise AssertionError("the ear was asked")

    unheard = TitleEar(catalogue, never)
    for text in ("PM", "Registered Nurse", "nurse, registered", ""):
        assert read_title(text, catalogue, unheard) == read_title(text, catalogue)


def test_without_an_ear_spelling_alone_decides(catalogue):
    deaf = TitleEar(catalogue, lambda: None)
    for text in ("sofware enginer", "reindeer herder", "bus drvr", "Patent clerk"):
        assert read_title(text, catalogue, deaf) == read_title(text, catalogue)


def test_vectors_of_titles_are_kept(corpus, ear, tmp_path):
    TitleEar(corpus.catalogue, lambda: ear, tmp_path).prepare()
    embedded = len(ear.texts)
    TitleEar(corpus.catalogue, lambda: ear, tmp_path).prepare()
    assert embedded > 0
    assert len(ear.texts) == embedded


def test_the_ear_makes_the_reading_of_development_titles_better(catalogue, heard):
    lines = [json.loads(line) for line in DEVELOPMENT.read_text("utf-8").splitlines()]

    def right(ear):
        return sum(read_title(x["text"], catalogue, ear).role_id == x["role_id"] for x in lines)

    assert right(heard) > right(None)
    assert right(heard) / len(lines) > 0.88


def test_nearly_every_title_of_the_catalogue_is_read_as_its_own(catalogue):
    titles = [(t, role.id) for role in catalogue.roles for t in (role.title, *role.other_titles)]
    wrong = [t for t, ident in titles if read_title(t, catalogue).role_id != ident]
    assert len(wrong) < len(titles) / 100
    canonical = {role.title for role in catalogue.roles}
    assert [title for title in wrong if title in canonical] == []


def test_a_title_takes_milliseconds(catalogue):
    read_title("warm up", catalogue)
    started = time.process_time()
    for _ in range(50):
        read_title("Snr. Opertions Cordinator (part-time) - North / Leeds", catalogue)
    assert (time.process_time() - started) / 50 < 0.05


def test_short_forms_stand_for_titles_of_the_catalogue(catalogue):
    titles = [t for several in load_spelling().titles.values() for t in several]
    assert [title for title in titles if catalogue.find(title) is None] == []


def test_a_broken_abbreviation_file_names_its_place(tmp_path):
    copy = tmp_path / "abbreviations.yaml"
    copy.write_text(FILE.read_text("utf-8").replace("  junior: junior", "  junior: boss"), "utf-8")
    with pytest.raises(ContentError, match=r"abbreviations\.yaml:\d+: levels\.junior"):
        load_spelling(copy)


def test_no_sealed_title_stands_in_these_tests():
    mine = Path(__file__).read_text("utf-8").casefold()
    sealed = [json.loads(line)["text"] for line in SEALED.read_text("utf-8").splitlines()]
    long = [text for text in sealed if len(text.split()) > 2]
    assert sum(f'"{text.casefold()}"' in mine for text in long) == 0
