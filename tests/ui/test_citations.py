"""A document that was cited and is withdrawn or replaced since: every showing of the turn says so."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import Parts, bootstrap
from assistant.content import KNOWLEDGE
from assistant.retrieval.organisation.documents import Documents
from assistant.settings import Settings
from assistant.storage.memory import MemoryStore
from assistant.storage.sqlite import SqliteStore
from assistant.ui.bench import Bench
from assistant.ui.desk import Desk, View, new_ticket
from assistant.ui.exports import review_text

TODAY = date(2026, 11, 24)
NOW = "2026-11-24T09:00:00.000000+00:00"
LATER = "2026-11-26T09:00:00.000000+00:00"
EXAMPLE = KNOWLEDGE / "organisation-example"
QUESTION = "How long must I be in a post before I may transfer to another directorate?"
OFFERED = ("I'm a passenger host and want something else.", "dunno", "no idea")
MARK = re.compile(r'<strong class="lapsed">([^<]*)</strong>')


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cited")
    documents = Documents(Settings(home=home).organisation)
    for name in ("role-catalogue.csv", "transfer-policy.md"):
        publish(documents, EXAMPLE / name, NOW)
    bootstrap(Settings(home=home), store=MemoryStore())  # its vectors are kept for the copies
    return home


@pytest.fixture
def own(loaded: Path, tmp_path: Path) -> Iterator[Parts]:
    shutil.copytree(loaded, tmp_path / "home")
    settings = Settings(home=tmp_path / "home")
    store = SqliteStore(settings.database)
    yield bootstrap(settings, store=store)
    store.close()


@pytest.fixture
def talk(own: Parts, wording) -> Desk:
    return Desk(own, wording, lambda: TODAY)


def publish(documents: Documents, path: Path, now: str) -> str:
    document, _ = documents.add(path, now, "ann")
    documents.publish(document.id, now, "ann")
    return document.id


def documents_of(parts: Parts) -> Documents:
    return Documents(parts.settings.organisation)


def ident(parts: Parts, name: str) -> str:
    return next(d.id for d in documents_of(parts).all() if d.name == name)


def said(desk: Desk, *messages: str) -> View:
    view = View(conversation="")
    for message in messages:
        view = desk.send(view.conversation or "", new_ticket(), message)
    return view


def marks(view: View) -> list[str]:
    return MARK.findall(view.transcript or "")


def test_what_is_still_published_carries_no_mark(talk: Desk) -> None:
    view = said(talk, QUESTION)
    assert "transfer policy" in view.transcript
    assert marks(view) == []


def test_a_withdrawn_document_is_marked_where_it_was_cited(talk: Desk, own: Parts) -> None:
    view = said(talk, QUESTION)
    documents_of(own).withdraw(ident(own, "transfer-policy.md"), LATER, "ann")
    after = talk.open(view.conversation)
    (mark,) = marks(after)
    assert "Withdrawn on 26 November 2026" in mark
    assert after.transcript.index("transfer policy</cite>") < after.transcript.index(mark)
    assert "twelve months" in after.transcript, "what was said stays as it was said"


def test_the_mark_is_there_with_the_next_turn_and_no_new_turn_has_it(
    talk: Desk, own: Parts
) -> None:
    view = said(talk, QUESTION)
    documents_of(own).withdraw(ident(own, "transfer-policy.md"), LATER, "ann")
    after = talk.send(view.conversation, new_ticket(), QUESTION)
    first, second = after.transcript.split('<li class="turn">')[1:]
    assert MARK.search(first)
    assert not MARK.search(second) and "transfer policy" not in second


def test_a_replaced_document_is_marked_and_its_successor_is_not(
    talk: Desk, own: Parts, tmp_path: Path
) -> None:
    view = said(talk, QUESTION)
    newer = tmp_path / "transfer-policy.md"
    text = (EXAMPLE / "transfer-policy.md").read_text("utf-8")
    newer.write_text(text.replace("twelve months", "nine months"), "utf-8")
    publish(documents_of(own), newer, LATER)
    after = talk.send(view.conversation, new_ticket(), QUESTION)
    (mark,) = marks(after)
    assert "Replaced by a newer version on 26 November 2026" in mark
    assert "nine months" in after.transcript.split('<li class="turn">')[2]


def test_offers_from_a_withdrawn_list_are_marked(talk: Desk, own: Parts) -> None:
    view = said(talk, *OFFERED)
    assert any(turn.move.offered for turn in own.coach.store.load(view.conversation))
    assert marks(view) == []
    documents_of(own).withdraw(ident(own, "role-catalogue.csv"), LATER, "ann")
    found = marks(talk.open(view.conversation))
    assert found and all("Withdrawn on 26 November 2026" in mark for mark in found)


def test_published_again_the_citation_holds_again(talk: Desk, own: Parts) -> None:
    view = said(talk, QUESTION)
    documents = documents_of(own)
    documents.withdraw(ident(own, "transfer-policy.md"), LATER, "ann")
    kept, _ = documents.add(EXAMPLE / "transfer-policy.md", LATER, "ann")
    assert "No longer among" in marks(talk.open(view.conversation))[0], (
        "quarantined is not in force"
    )
    documents.publish(kept.id, LATER, "ann")
    assert marks(talk.open(view.conversation)) == []


@pytest.mark.parametrize(
    ("register", "expected"), [("[]", "No longer among"), ("{broken", "could not be checked")]
)
def test_a_register_that_is_lost_or_damaged_is_no_all_clear(
    talk: Desk, own: Parts, register: str, expected: str
) -> None:
    view = said(talk, QUESTION)
    (own.settings.organisation / "register.json").write_text(register, "utf-8")
    assert expected in marks(talk.open(view.conversation))[0]


def test_review_and_every_export_say_it_too(talk: Desk, own: Parts, wording) -> None:
    conversation = said(talk, QUESTION).conversation
    documents_of(own).withdraw(ident(own, "transfer-policy.md"), LATER, "ann")
    assert MARK.search(Bench(own, wording).read(conversation))
    for form in ("md", "csv"):
        assert "transfer policy (withdrawn 2026-11-26)" in review_text(own, conversation, form)
    (line,) = review_text(own, conversation, "jsonl").splitlines()
    assert json.loads(line)["lapsed"][0]["kind"] == "withdrawn"


def test_no_plan_rests_on_a_withdrawn_list(talk: Desk, own: Parts) -> None:
    conversation = said(
        talk, "I'm a passenger host. I want to be a Depot Controller by June 2027."
    ).conversation
    assert "role catalogue" in own.plan(conversation, TODAY).model_dump_json()
    documents_of(own).withdraw(ident(own, "role-catalogue.csv"), LATER, "ann")
    plan = own.plan(conversation, TODAY)
    assert "role catalogue" not in plan.model_dump_json()
    assert "Depot Controller" in plan.model_dump_json(), "what the person said yes to stays theirs"
