"""Hostile and broken files end in one sentence and in their own process."""

import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assistant.domain.organisation import DocumentState
from assistant.errors import UnusableInput
from assistant.retrieval.organisation import limited
from assistant.retrieval.organisation.intake import Kind, label, sniff
from assistant.retrieval.organisation.limited import read_limited
from tests.retrieval.organisation.conftest import NOW, packed, pdf

DOCX = {"word/document.xml": b"<w:document/>"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.exe", b"text", "no kind that is read"),
        ("a.csv", b"\x7fELF\x02\x01", "is a program"),
        ("a.csv", b"\x89PNG\r\n", "is a picture"),
        ("a.docx", b"\xd0\xcf\x11\xe0old", "old Office file"),
        ("a.csv", b"%PDF-1.4 x", "named as csv and holds pdf"),
        ("a.pdf", b"just text", "named as pdf and is none"),
        ("a.docx", b"just text", "named as docx and is none"),
        ("a.csv", b"a,b\0c,d", "no text"),
        ("a.docx", packed(**{"a.txt": b"x"}), "packed file, no document"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.docx", packed(**DOCX, **{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", packed(**DOCX, **{"a/b.zip": b"x"}), "another packed file"),
        ("a.docx", packed(**DOCX, **{"../../up": b"x"}), "leads outside"),
        ("a.docx", packed(**DOCX, **{"/etc/x": b"x"}), "leads outside"),
        ("a.docx", packed(**DOCX, **{"big.bin": b"0" * 3_000_000}), "times its size"),
        ("a.docx", packed(**DOCX, **{f"f{n}": b"" for n in range(2001)}), "2,002 files"),
        (
            "a.docx",
            packed(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aa">]><w/>'}),
            "defines entities",
        ),
        (
            "a.xlsx",
            packed(**{"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE x>'.encode("utf-16")}),
            "defines entities",
        ),
        ("a.yaml", b"a: " + b"x" * 260_000, "bytes of YAML"),
    ],
)
def test_what_is_no_document_is_refused_before_it_is_parsed(write, name, content, said):
    with pytest.raises(UnusableInput, match=said):
        sniff(write(name, content))


def test_a_symbolic_link_inside_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        link = zipfile.ZipInfo("word/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnusableInput, match="symbolic link"):
        sniff(path)


def test_a_file_over_fifty_megabytes_is_refused_without_reading_it(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(50_000_001)
    with pytest.raises(UnusableInput, match="50,000,001 bytes"):
        sniff(path)


def test_a_folder_or_a_missing_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(UnusableInput, match="no file"):
            sniff(path)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.csv", "x.csv"),
        ("C:\\secret\\x.csv", "x.csv"),
        ("a\0b\u202ecsv.exe", "abcsv.exe"),
        ("  \n ", "unnamed"),
        ("📄 rôles.csv", "📄 rôles.csv"),
    ],
)
def test_a_name_is_a_label_and_no_path(name, shown):
    assert label(name) == shown


def test_a_long_name_is_cut_and_keeps_its_ending():
    assert len(label("x" * 300 + ".csv")) <= 120
    assert label("x" * 300 + ".csv").endswith(".csv")


def test_the_bytes_lie_under_a_name_of_their_own(documents, write):
    path = write("CON.csv", "Role\nMiller\n")
    document, _ = documents.add(path, NOW, "ann")
    names = {p.name for p in documents.folder.rglob("*") if p.is_file()}
    assert names == {"register.json", "register.lock", "document.csv", "content.json"}
    assert document.name == "CON.csv"


CRASHES = {
    "a crash": "import os; os.abort()",
    "a hang": "import time; time.sleep(600)",
    "endless memory": "x = []\nwhile True: x.append(bytearray(10_000_000))",
    "endless computing": "while True: pass",
    "nonsense": "print('no json')",
    "an exit": "raise SystemExit(3)",
}


@pytest.mark.parametrize("what", CRASHES)
def test_a_parser_gone_wrong_ends_its_own_process_only(
    what, documents, write, monkeypatch, tmp_path
):
    """The reader module is replaced by one that misbehaves; the limits are the product's, shorter."""
    package = tmp_path / "stand-in" / "assistant" / "retrieval" / "organisation"
    package.mkdir(parents=True)
    real = Path(limited.__file__).parents[3]
    (package / "reader.py").write_text(
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (512_000_000, 512_000_000))\n" + CRASHES[what],
        "utf-8",
    )
    for parent in (package, package.parent, package.parent.parent):
        (parent / "__init__.py").touch()
    monkeypatch.setattr(limited, "ROOT", tmp_path / "stand-in")
    documents._read = lambda kind, path: read_limited(kind, path, waiting=1.5)
    with pytest.raises(UnusableInput) as caught:
        documents.add(write("a.csv", "Role\nMiller\n"), NOW, "ann")
    assert "\n" not in str(caught.value)
    assert [d.state for d in documents.all()] == [DocumentState.FAILED]
    monkeypatch.setattr(limited, "ROOT", real)
    documents._read = read_limited
    document, new = documents.add(write("a.csv", "Role\nMiller\n"), NOW, "ann")
    assert new and document.state is DocumentState.QUARANTINE


@pytest.mark.parametrize(
    ("code", "ending"),
    [("while True: pass", -signal.SIGXCPU), ("bytearray(600_000_000)", 1)],
)
def test_the_limits_hold(code, ending):
    start = (
        "from assistant.retrieval.organisation.limited import Limits, restrict\n"
        "restrict(Limits(computing=1))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, cwd=limited.ROOT, check=False
    )
    assert done.returncode == ending


def test_the_limits_are_those_that_are_promised():
    assert (limited.LIMITS.computing, limited.LIMITS.memory) == (30, 512_000_000)


def test_the_reader_is_told_no_settings_and_no_keys(monkeypatch, write):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    seen = {}
    real = limited.subprocess.run

    def spy(*arguments, **options):
        seen.update(options["env"])
        return real(*arguments, **options)

    monkeypatch.setattr(limited.subprocess, "run", spy)
    read_limited(Kind.CSV, write("a.csv", "Role\nMiller\n"))
    assert not [name for name in seen if name.startswith(("OPENAI", "BRASSTACKS"))]
    assert os.environ["OPENAI_API_KEY"] == "secret"


def test_a_pdf_of_nonsense_objects_ends_in_one_sentence(read):
    broken = pdf("BT /F1 12 Tf (x) Tj ET").replace(b"/Contents 4 0 R", b"/Contents 3 0 R")
    with pytest.raises(UnusableInput):
        read("p.pdf", broken)
