"""Files as people hand them in, made on the spot, and a register of documents."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.domain.organisation import Content, FindingKind
from assistant.retrieval.organisation.documents import Documents
from assistant.retrieval.organisation.intake import sniff
from assistant.retrieval.organisation.limited import read_limited

NOW = "2026-11-24T09:00:00.000000+00:00"
LATER = "2026-11-25T09:00:00.000000+00:00"


def pdf(*pages: str, extra: str = "", trailer: str = "") -> bytes:
    """A PDF whose pages are drawn by these content streams."""
    objects = ["<< /Type /Catalog /Pages 2 0 R " + extra + ">>"]
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for number, stream in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * number} 0 R"
            f" /Resources << /Font << /F1 {font} >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010} 00000 n \n".encode())
    out.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def line(text: str, y: int = 700, size: int = 12, before: str = "") -> str:
    """A line of text on a page."""
    return f"q {before} BT /F1 {size} Tf 1 0 0 1 50 {y} Tm ({text}) Tj ET Q"


def packed(**entries: bytes) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str, bytes | str], Content]:
    """Write a file of that name and read it as the product does, in its own process."""

    def make(name: str, content: bytes | str) -> Content:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_limited(sniff(path), path)

    return make


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "organisation")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def make(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def kinds(content: Content) -> set[FindingKind]:
    return {finding.kind for finding in content.findings}
