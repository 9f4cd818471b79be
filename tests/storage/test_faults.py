"""Faults of files, disks and other programs: refused or survived, with a remedy."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import StoreError, UnusableInput
from assistant.storage import opening
from assistant.storage.doctor import check
from assistant.storage.sqlite import SqliteStore

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def filled(path, turn):
    """A closed store with turns in it."""
    store = SqliteStore(path)
    for number in range(1, 21):
        store.append(turn(number, f"message {number} " * 200))
    store.close()
    return path


def refuses(path: Path, *words: str) -> None:
    """It is refused with a remedy, the doctor says the same, and the file is left as it was."""
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(StoreError) as told:
        SqliteStore(path, wait=0.1)
    assert told.value.remedy
    for word in words:
        assert word in str(told.value)
    assert any(words[0] in problem for problem in check(path))
    assert (path.read_bytes() if path.exists() else None) == before


def sentinel(path: Path) -> Path:
    return path.with_name(path.name + ".last")


# -------------------------------------------------------------------- files that are no store


def test_a_sound_store_and_none_yet_are_fine(filled, tmp_path):
    assert check(filled) == []
    assert check(tmp_path / "nothing.db") == []
    assert list(tmp_path.glob("nothing*")) == []


def test_a_zero_length_file_is_refused(filled):
    filled.write_bytes(b"")
    refuses(filled, "zero bytes", "backup")
    sentinel(filled).unlink()
    refuses(filled, "zero bytes", "backup")


@pytest.mark.parametrize("damage", [b"\0" * 100, b"SQLite format 3\0", b"not a database " * 20])
def test_a_damaged_header_is_refused(filled, damage):
    whole = filled.read_bytes()
    filled.write_bytes(damage + whole[len(damage) :] if len(damage) == 100 else damage)
    refuses(filled, "damaged", "backup")


def test_damaged_pages_are_refused(filled):
    with filled.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))
    refuses(filled, "damaged", "backup")


def test_a_cut_off_file_is_refused(filled):
    with filled.open("r+b") as file:
        file.truncate(filled.stat().st_size // 2)
    refuses(filled, "damaged", "backup")


def test_a_database_of_another_program_is_refused(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE mine (a)")
        other.commit()
    refuses(path, "another program")


def test_a_folder_in_its_place_is_refused(path):
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="is no file"):
        SqliteStore(path)


def test_a_newer_schema_is_refused(filled):
    with closing(sqlite3.connect(filled)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0999'")
        newer.commit()
    refuses(filled, "0999", "newer")


def test_a_network_disk_is_refused(path, monkeypatch):
    monkeypatch.setattr(opening, "file_system", lambda folder: "nfs4")
    with pytest.raises(StoreError, match="network disk"):
        SqliteStore(path)


# -------------------------------------------------------------------- turns that were there


def test_a_missing_store_is_not_begun_anew(filled):
    filled.unlink()
    refuses(filled, "is gone", "backup")
    sentinel(filled).unlink()
    SqliteStore(filled).close()


def test_a_lost_write_ahead_log_is_noticed(path, turn):
    store = SqliteStore(path)
    store.append(turn(1))
    database = path.read_bytes()
    store.append(turn(2))
    last = sentinel(path).read_bytes()
    store.close()
    for file in path.parent.iterdir():
        file.unlink()
    path.write_bytes(database)
    path.chmod(0o600)
    sentinel(path).write_bytes(last)
    refuses(path, "lost turns", "backup")
    sentinel(path).unlink()
    SqliteStore(path).close()


def test_an_erased_store_and_an_unreadable_sentinel_are_no_loss(filled, turn):
    store = SqliteStore(filled)
    store.delete("c1")
    store.close()
    SqliteStore(filled).close()
    sentinel(filled).write_bytes(b"??")
    SqliteStore(filled).close()
    assert int(sentinel(filled).read_bytes()) == 20


def test_a_store_moved_away_in_use_takes_no_more_turns(path, store, turn):
    store.append(turn(1))
    aside = path.with_name("aside")
    path.rename(aside)
    with pytest.raises(StoreError, match="moved, replaced or deleted"):
        store.append(turn(2))
    aside.rename(path)
    store.append(turn(2))
    assert len(store.load("c1")) == 2


def test_a_turn_that_no_longer_reads_is_named(path, store, turn):
    store.append(turn(1))
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE turns SET body = '{}'")
        other.commit()
    with pytest.raises(StoreError, match="c1 cannot be read"):
        store.load("c1")
    assert any("cannot be read" in problem for problem in check(path))


# -------------------------------------------------------------------- disks and rights


def test_a_full_disk_is_told_and_passes(store, turn):
    store.append(turn(1))
    with store._database._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    for _ in range(3):
        with pytest.raises(StoreError, match="full") as told:
            store.append(turn(2, "x" * 8000))
        assert "space" in told.value.remedy
        assert len(store.load("c1")) == 1
    with store._database._writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1000}")
    store.append(turn(2, "x" * 8000))
    assert len(store.load("c1")) == 2


def test_another_program_that_holds_the_store_is_waited_for_then_told(path, store, turn):
    store.append(turn(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program") as told:
            store.append(turn(2))
        assert "again" in told.value.remedy
        assert len(store.load("c1")) == 1
        other.execute("ROLLBACK")
    store.append(turn(2))
    assert len(store.load("c1")) == 2


def test_a_process_that_holds_the_lock_is_waited_for_then_told(path, store, turn):
    other = SqliteStore(path)
    with other._database.writing(), pytest.raises(StoreError, match="Another program"):
        store.append(turn(1))
    store.append(turn(1))
    other.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt, UnusableInput, ValueError, MemoryError])
def test_whatever_is_raised_inside_a_transaction_rolls_it_back(store, turn, error):
    def break_off() -> None:
        with store._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM turns")
            raise error("inside")

    store.append(turn(1))
    with pytest.raises(error):
        break_off()
    store.append(turn(2))
    assert len(store.load("c1")) == 2


def test_what_people_write_is_not_in_error_messages(store, turn):
    text = "something private"
    with store._database._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="cannot be written to") as told:
        store.append(turn(1, text))
    error = told.value
    while error is not None:
        assert text not in str(error)
        error = error.__cause__


AS_NOBODY = """
import os, sys
from pathlib import Path
from assistant.errors import StoreError
from assistant.storage.sqlite import SqliteStore
SqliteStore(Path(sys.argv[1]) / "warm-up" / "store.db").close()
folder = Path(sys.argv[1]) / "closed"
folder.mkdir()
os.chown(folder, int(sys.argv[2]), int(sys.argv[2]))
folder.chmod(0o500)
os.setuid(int(sys.argv[2]))
try:
    SqliteStore(folder / "store.db")
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="modes of folders")
def test_a_read_only_folder_is_named_with_the_mode_it_needs():
    # Root may write anywhere, so the store is opened as a user who has no rights to speak of.
    user = os.getuid() or 65534
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, folder, str(user)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        Path(folder, "closed").chmod(0o700)
    assert str(Path(folder, "closed")) in done.stdout
    assert "0700" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_the_doctor_names_what_others_may_read(filled):
    filled.chmod(0o644)
    filled.parent.chmod(0o755)
    problems = check(filled)
    assert len(problems) == 2
    assert "0755" in problems[0]
    assert "0644" in problems[1]
    SqliteStore(filled).close()
    assert len(check(filled)) == 1
