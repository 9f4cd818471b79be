import itertools
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.intake import admit
from assistant.domain.transcript import Mark, MarkKind
from assistant.errors import StoreError, UnusableInput
from assistant.storage.sqlite import SqliteStore

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def mark(turn=1, conversation="c1", comment="", kind=MarkKind.WEAK):
    return Mark(conversation=conversation, turn=turn, kind=kind, comment=comment, at=AT)


def everything_beside(path):
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


# -------------------------------------------------------------------- settings and files


def test_the_settings_that_durability_and_erasure_rest_on(store):
    wanted = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "journal_mode": "wal"}
    with store._database.writing() as connection:
        found = {n: connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in wanted}
    assert found == wanted


def test_readers_cannot_write(store):
    with pytest.raises(StoreError), store._database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM turns")


def test_files_are_for_their_owner_only(path, store, turn):
    store.append(turn(1))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_it_is_kept_over_a_restart(path, turn):
    first = SqliteStore(path)
    said = [first.append(turn(number)) for number in range(1, 4)]
    first.close()
    first.close()
    with pytest.raises(StoreError, match="closed"):
        first.load("c1")
    second = SqliteStore(path)
    assert second.load("c1") == said
    second.close()


def test_order_is_by_sequence_whatever_the_clock_says(path, turn):
    times = iter([AT, AT - timedelta(hours=2), AT + timedelta(days=366), AT - timedelta(days=1)])
    store = SqliteStore(path, clock=lambda: next(times))
    for number in (1, 2, 3):
        store.append(turn(number))
    store.append(turn(1, conversation="c2"))
    assert [one.number for one in store.load("c1")] == [1, 2, 3]
    assert [entry.id for entry in store.conversations()] == ["c2", "c1"]
    store.close()


def test_a_withdrawn_turn_is_kept_for_audit(path, store, turn):
    store.append(turn(1, "kept for audit"))
    store.undo("c1")
    store.append(turn(1, "instead"))
    with closing(sqlite3.connect(path)) as audit:
        rows = audit.execute("SELECT sequence, number, withdrawn, title FROM turns").fetchall()
    assert rows == [(1, 1, 1, "kept for audit"), (2, 1, 0, "instead")]


# -------------------------------------------------------------------- several writers


def test_the_second_window_is_told_and_nothing_of_it_is_stored(path, store, turn):
    other = SqliteStore(path)
    store.append(turn(1))
    assert len(other.load("c1")) == 1
    store.append(turn(2, "from here"))
    with pytest.raises(StoreError, match="another window") as told:
        other.append(turn(2, "from there"))
    assert "reload" in told.value.remedy
    assert [one.message for one in other.load("c1")] == ["message 1", "from here"]
    other.append(turn(3))
    assert len(store.load("c1")) == 3
    other.close()


def test_the_table_itself_refuses_a_second_turn_of_a_number(store, turn):
    store.append(turn(1))
    copy = (
        "INSERT INTO turns (conversation, sequence, number, recorded_at, stage, level, move,"
        " title, body) SELECT conversation, 2, number, recorded_at, stage, level, move, title,"
        " body FROM turns"
    )
    with (
        pytest.raises(StoreError, match="another window"),
        store._database.writing() as connection,
    ):
        connection.exec_driver_sql(copy)
    store.append(turn(2))


def test_many_threads_and_two_stores_lose_nothing(path, turn):
    stores = [SqliteStore(path), SqliteStore(path)]
    refused = []

    def talk(name: str, store: SqliteStore) -> None:
        for number in range(1, 11):
            store.append(turn(number, conversation=name))
            try:
                store.append(turn(len(store.load("shared")) + 1, name, "shared"))
            except StoreError as error:
                refused.append(error)

    threads = [threading.Thread(target=talk, args=(f"t{i}", stores[i % 2])) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index in range(8):
        assert [one.number for one in stores[0].load(f"t{index}")] == list(range(1, 11))
    shared = stores[0].load("shared")
    assert [one.number for one in shared] == list(range(1, len(shared) + 1))
    assert len(shared) + len(refused) == 80
    assert all("another window" in str(error) for error in refused)
    for store in stores:
        store.close()


# -------------------------------------------------------------------- texts


TEXTS = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
_names = itertools.count()


@given(message=st.text(max_size=300))
@TEXTS
def test_any_text_comes_back_as_it_was_admitted(store, turn, message):
    try:
        admitted = admit(message)
    except UnusableInput:
        return
    name = f"admitted-{next(_names)}"
    store.append(turn(1, admitted, name))
    assert [one.message for one in store.load(name)] == [admitted]


@given(message=st.text(alphabet=st.characters(), min_size=1, max_size=200))
@TEXTS
def test_any_text_at_all_is_stored_whole_or_refused(store, turn, message):
    name = f"any-{next(_names)}"
    fits = "\0" not in message and not any("\ud800" <= c <= "\udfff" for c in message)
    if fits:
        store.append(turn(1, message, name))
        assert [one.message for one in store.load(name)] == [message]
    else:
        with pytest.raises(UnusableInput):
            store.append(turn(1, message, name))
        assert store.load(name) == []


# -------------------------------------------------------------------- erasure


def test_an_erased_conversation_leaves_no_trace_and_does_not_come_back(path, store, turn):
    store.append(turn(1, "canary-4711 " * 500, "canary-name"))
    store.append(turn(2, "canary-4711 again", "canary-name"))
    store.undo("canary-name")
    store.marks.add(mark(1, "canary-name", "canary-0815"))
    store.append(turn(1, "somebody else"))
    store.marks.add(mark())
    assert b"canary-4711" in everything_beside(path)
    assert store.delete("canary-name") == 2
    assert b"canary" not in everything_beside(path)
    assert store.load("canary-name") == []
    assert [entry.id for entry in store.conversations()] == ["c1"]
    assert store.marks.all() == [mark()]
    with pytest.raises(StoreError, match="was deleted"):
        store.append(turn(1, conversation="canary-name"))
    assert store.delete("canary-name") == store.delete("never-there") == 0
    store.append(turn(1, conversation="never-there"))


def test_a_reader_that_stays_on_keeps_traces_and_the_deletion_says_so(path, store, turn):
    store.append(turn(1, "canary-4711"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM turns").fetchall()
        with pytest.raises(StoreError, match="traces"):
            store.delete("c1")
        assert store.load("c1") == []
    assert store.delete("c1") == 0
    assert b"canary" not in everything_beside(path)
