"""The Chroma index: one owner, whole or unused, the same answers as memory."""

import ast
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import assistant
from assistant.retrieval import opening
from assistant.retrieval.corpus import load_corpus
from assistant.retrieval.index import ChromaRetriever, build_index, prove
from assistant.retrieval.index_manifest import IndexUnusable
from assistant.retrieval.lock import OwnerLock
from assistant.retrieval.memory import MemoryRetriever
from assistant.retrieval.opening import (
    LOCK,
    IndexUse,
    WatchedRetriever,
    check,
    open_retriever,
    prepare,
    prepare_index,
)

QUERIES = ("tying ropes on deck", "dough. homework of the class", "care", "What I like is baking")


def answers(retriever):
    roles = [[(h.role.id, h.score, h.why) for h in retriever.roles(q, 4)] for q in QUERIES]
    return roles, [retriever.passages(q, 2) for q in QUERIES]


@pytest.fixture(scope="module")
def memory(tmp_path_factory, write_knowledge, ear_named):
    folder = write_knowledge(tmp_path_factory.mktemp("k") / "knowledge")
    return MemoryRetriever(load_corpus(folder), ear_named("words-1"))


@pytest.fixture(scope="module")
def built(memory, tmp_path_factory):
    return build_index(tmp_path_factory.mktemp("built"), memory)


@pytest.fixture
def folder(built, tmp_path):
    """An index folder of this test's own, with a built index in it."""
    shutil.copytree(built, tmp_path / "index" / built.name)
    return tmp_path / "index"


@pytest.fixture
def watched(folder, memory):
    opened = WatchedRetriever(folder, memory)
    yield opened
    opened.close()


def test_the_index_answers_as_memory_does(watched, memory):
    assert watched.open(build=False)
    assert watched.indexed
    assert answers(watched) == answers(memory)


def test_two_builds_answer_alike(built, memory, tmp_path):
    again = build_index(tmp_path, memory)
    first, second = ChromaRetriever.open(built, memory), ChromaRetriever.open(again, memory)
    try:
        assert answers(first) == answers(second)
    finally:
        first.close()
        second.close()


def test_a_locked_index_falls_back_to_memory(watched, memory, folder):
    owner = OwnerLock.take(folder / LOCK)
    assert not watched.open()
    assert "another process" in watched.state
    assert answers(watched) == answers(memory)
    owner.release()
    assert watched.open(build=False)


def test_another_process_is_kept_out_and_its_end_lets_go(folder):
    program = (
        "import sys, pathlib; from assistant.retrieval.lock import OwnerLock\n"
        "lock = OwnerLock.take(pathlib.Path(sys.argv[1])); print(lock is not None, flush=True)\n"
        "sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / LOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout.readline().strip() == "True"
    assert OwnerLock.take(folder / LOCK) is None
    other.kill()
    other.communicate()
    lock = OwnerLock.take(folder / LOCK)
    assert lock is not None
    lock.release()


def test_a_deleted_directory_is_noticed_and_built_again(watched, memory, folder, monkeypatch):
    assert watched.open(build=False)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    assert not watched.indexed
    assert answers(watched) == answers(memory)
    assert "deleted" in watched.state
    watched.start()
    assert watched.wait(60)
    assert answers(watched) == answers(memory)


def test_a_replaced_database_is_noticed(watched, folder):
    assert watched.open(build=False)
    (database,) = folder.glob("*/chroma.sqlite3")
    copy = database.with_suffix(".copy")
    shutil.copy(database, copy)
    copy.replace(database)
    assert not watched.indexed


def test_memory_serves_while_the_index_is_built(settings, corpus, ear, monkeypatch):
    real = opening._opened

    def slow(*arguments, **named):
        time.sleep(0.3)
        return real(*arguments, **named)

    monkeypatch.setattr(opening, "_opened", slow)
    retriever = open_retriever(settings, corpus, ear, IndexUse.BACKGROUND)
    assert not retriever.indexed
    assert retriever.roles("tying ropes", 1)[0].role.id == "deckhand"
    assert retriever.wait(60)
    assert retriever.roles("tying ropes", 1)[0].role.id == "deckhand"
    retriever.close()


@pytest.mark.parametrize("damage", ["graph", "database", "manifest", "cut manifest"])
def test_a_damaged_index_is_not_used(watched, memory, folder, damage):
    (index,) = (path for path in folder.iterdir() if path.is_dir())
    if damage == "graph":
        next(index.glob("*/header.bin")).unlink()
    elif damage == "database":
        (index / "chroma.sqlite3").write_bytes(b"no database")
    elif damage == "manifest":
        (index / "manifest.json").unlink()
    else:
        (index / "manifest.json").write_text("{")
    assert not watched.open(build=False)
    assert answers(watched) == answers(memory)


def test_an_index_of_other_knowledge_is_not_used(folder, knowledge, ear):
    path = knowledge / "roles" / "baking.yaml"
    path.write_text(path.read_text("utf-8").replace("dough", "pastry"), "utf-8")
    other = WatchedRetriever(folder, MemoryRetriever(load_corpus(knowledge), ear))
    assert not other.open(build=False)
    assert other.roles("pastry", 1)[0].role.id == "baker"
    other.close()


def test_an_index_of_another_ear_is_not_used(built, corpus, ear_named):
    with pytest.raises(IndexUnusable):
        ChromaRetriever.open(built, MemoryRetriever(corpus, ear_named("words-2")))


def test_a_fault_of_chroma_is_answered_by_memory(watched, memory, monkeypatch):
    assert watched.open(build=False)

    def fail(*_):
        raise RuntimeError("code 1032")

    monkeypatch.setattr(watched._index, "_near", fail)
    assert answers(watched) == answers(memory)
    assert "1032" in watched.state


def test_a_folder_that_cannot_be_written_leaves_memory(memory, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    watched = WatchedRetriever(blocked, memory)
    assert not watched.open()
    assert answers(watched) == answers(memory)


def test_a_chat_in_the_terminal_never_meets_chroma(settings, corpus, ear):
    retriever = open_retriever(settings, corpus, ear)
    assert isinstance(retriever, MemoryRetriever)
    assert isinstance(open_retriever(settings, corpus, None, IndexUse.READY), MemoryRetriever)
    program = "import sys, assistant.retrieval.opening; sys.exit('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_prepare_tells_its_progress_and_is_cheap_again(settings, corpus, ear):
    told = []
    prepare(settings, corpus, ear, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    told.clear()
    prepare(settings, corpus, ear, lambda done, total: told.append((done, total)))
    assert told == []


def test_a_prepared_index_serves_the_next_search(settings, corpus, ear):
    memory = prepare(settings, corpus, ear)
    assert prepare_index(settings, memory)
    retriever = open_retriever(settings, corpus, ear, IndexUse.READY)
    assert retriever.indexed
    assert answers(retriever) == answers(memory)
    retriever.close()
    assert "whole" in check(settings, corpus, ear)[1].detail
    assert not prepare_index(settings, prepare(settings, corpus, None))


def test_check_reports_how_search_stands(settings, corpus, ear):
    search, index = check(settings, corpus, ear)
    assert search.ok
    assert "lines" in search.detail
    assert "Memory answers" in index.detail
    (by_words,) = check(settings, corpus, None)
    assert "words alone" in by_words.detail


def test_the_probe_finds_what_was_known(built):
    assert prove(built)


def test_nothing_listens_and_nothing_is_reported(built, memory):
    """Ports and telemetry: what Linux knows of this process, and what Chroma was told."""
    opened = ChromaRetriever.open(built, memory)
    try:
        assert answers(opened) == answers(memory)
        assert not opened._client.get_settings().anonymized_telemetry
        assert listening_ports() == set()
    finally:
        opened.close()


def listening_ports() -> set[str]:
    """Local addresses this process listens on (Linux); empty elsewhere."""
    own = set()
    for entry in Path("/proc/self/fd").glob("*"):
        try:
            target = str(entry.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            own.add(target[8:-1])
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:] if Path(table).exists() else []:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in own:
                found.add(fields[1])
    return found


def test_no_code_starts_or_asks_a_server():
    """Chroma's server has an open hole: embedded only (reliability.md, finding 7)."""
    for path in Path(assistant.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        names |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        assert not names & {"HttpClient", "AsyncHttpClient", "CloudClient"}, path
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
        assert not [t for t in texts if isinstance(t, str) and t.strip() == "chroma"], path
