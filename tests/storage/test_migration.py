import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant.errors import StoreError
from assistant.storage import migrate
from assistant.storage.doctor import check
from assistant.storage.schema import REVISIONS, metadata
from assistant.storage.sqlite import SqliteStore

OLD = Path(__file__).resolve().parents[1] / "data" / "store-0001.db"

# Words that name a judgement or a profile of a person; none may be part of a column's name.
DENIED = set(
    "score scores rating rate rated rank ranking grade points performance potential talent profile "
    "personality trait traits emotion sentiment mood attitude motivation engagement loyalty risk "
    "flight attrition health gender sex age birth ethnicity nationality religion disability "
    "employee person manager email".split()
)


@pytest.fixture
def old(path):
    path.parent.mkdir(mode=0o700)
    shutil.copy(OLD, path)
    return path


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name for (name,) in found if not name.startswith("sqlite_")}


def test_the_old_store_is_migrated_behind_a_copy(old, turn):
    store = SqliteStore(old)
    assert [one.message for one in store.load("ada")] == [
        "I would like a more defined career path",
        "Something with figures, close to people",
    ]
    assert [entry.id for entry in store.conversations()] == ["ada", "bo"]
    store.append(turn(3, conversation="ada"))
    store.append(turn(2, conversation="bo"))
    assert store.marks.all() == []
    store.close()
    (copy,) = migrate.copies(old)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as before, closing(sqlite3.connect(OLD)) as fixture:
        rows = "SELECT * FROM turns ORDER BY id"
        assert before.execute(rows).fetchall() == fixture.execute(rows).fetchall()
    assert tables(copy) == tables(OLD)
    assert check(old) == []
    again = SqliteStore(old)
    assert len(again.load("ada")) == 3
    assert migrate.copies(old) == [copy]
    again.close()


def test_erasing_also_clears_the_copy(old):
    store = SqliteStore(old)
    store.delete("ada")
    store.close()
    left = b"".join(file.read_bytes() for file in old.parent.iterdir())
    assert b"figures" not in left
    assert b"Ward clerk" in left


def test_a_migration_that_breaks_off_leaves_the_store_as_it_was(old, monkeypatch):
    upgrade = migrate.upgrade

    def breaks(connection, to="head"):
        upgrade(connection, to)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "upgrade", breaks)
    with pytest.raises(KeyboardInterrupt):
        SqliteStore(old)
    assert tables(old) == tables(OLD)
    monkeypatch.undo()
    store = SqliteStore(old)
    assert len(store.load("ada")) == 2
    store.close()


def test_a_store_that_has_lost_turns_is_not_migrated(old):
    old.with_name(old.name + ".last").write_text("99")
    with pytest.raises(StoreError, match="lost turns"):
        SqliteStore(old)
    assert tables(old) == tables(OLD)


def test_the_revisions_lead_to_the_tables_that_the_code_uses(store):
    with store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_revisions_known_are_the_revisions_there_are():
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


def test_no_column_could_hold_a_judgement_or_a_profile_of_a_person(store, path):
    with closing(sqlite3.connect(path)) as database:
        columns = [
            f"{table}.{column}"
            for table in tables(path)
            for (column,) in database.execute("SELECT name FROM pragma_table_info(?)", (table,))
        ]
    assert len(columns) > 15
    for column in columns:
        assert DENIED.isdisjoint(re.split(r"[._]", column)), column
