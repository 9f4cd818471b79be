"""What is installed, where it may come from, and what may be imported from where."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import entry_points, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from assistant import ear

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ["bootstrap", "runtime", "test"]
PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)

# The lowest versions without a known hole (reliability review, supply chain). A lock below one
# of them is refused here, with no network and no advisory database.
FLOORS = {
    "gradio": "6.16.0",
    "langchain-core": "1.2.22",
    "langchain-openai": "1.1.14",
    "pillow": "12.3.0",
    "python-multipart": "0.0.34",
    "starlette": "1.10.0",
}
# Heavy, declared by others, never imported: see requirements/excludes.txt.
LEFT_OUT = {"torch", "sentence-transformers", "transformers", "kubernetes"}


def lock_text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def locked(name: str) -> dict[str, set[str]]:
    """Each distribution of a lock with its versions; more than one where platforms differ."""
    versions: dict[str, set[str]] = {}
    for distribution, number in PINNED.findall(lock_text(name)):
        versions.setdefault(canonicalize_name(distribution), set()).add(number)
    return versions


def declared(group: str | None = None) -> list[Requirement]:
    """What a dependency group or an extra asks for; without a name what the project itself does."""
    named = {**PYPROJECT["dependency-groups"], **PYPROJECT["project"]["optional-dependencies"]}
    texts = named[group] if group else PYPROJECT["project"]["dependencies"]
    return [Requirement(text) for text in texts]


def source_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    """The full names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


# -------------------------------------------------------------------- locks


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_host(name: str) -> None:
    text = lock_text(name)
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"^(-i|-f|--)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["pyproject.toml", "Makefile", ".ci/run", "requirements"])
def test_no_index_is_named_anywhere(name: str) -> None:
    path = ROOT / name
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        text = file.read_text("utf-8")
        assert not re.search(r"(?<!no-emit-)(index-url|find-links|trusted-host)", text), file
        assert not re.search(r"/(root|home|work|Users)/", text), file


def test_the_test_lock_holds_all_of_the_runtime_lock() -> None:
    runtime, everything = locked("runtime"), locked("test")
    assert {name: everything.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_heavy_slipped_in(name: str) -> None:
    assert LEFT_OUT.isdisjoint(locked(name))


@pytest.mark.parametrize(("lock", "group"), [("runtime", None), ("test", "test")])
def test_the_lock_satisfies_what_is_declared(lock: str, group: str | None) -> None:
    versions = locked(lock)
    for requirement in declared(group):
        for number in versions[canonicalize_name(requirement.name)]:
            assert requirement.specifier.contains(number), requirement


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_security_floors(name: str, floor: str) -> None:
    assert Version(version(name)) >= Version(floor)
    for lock in ("runtime", "test"):
        for number in locked(lock)[name]:
            assert Version(number) >= Version(floor), lock


def test_what_is_installed_is_what_is_locked() -> None:
    versions = locked("test")
    for requirement in [*declared(), *declared("test")]:
        assert version(requirement.name) in versions[canonicalize_name(requirement.name)]


# -------------------------------------------------------------------- dependencies in use


@pytest.mark.parametrize(
    ("folder", "groups"), [("assistant", [None]), ("evals", [None, "test", "eval"])]
)
def test_every_import_is_declared(folder: str, groups: list[str | None]) -> None:
    known = {canonicalize_name(item.name) for group in groups for item in declared(group)}
    providers = packages_distributions()
    undeclared = {}
    for file in source_files(folder):
        for module in imported(file):
            top = module.partition(".")[0]
            if top in sys.stdlib_module_names or top in {"assistant", "evals"}:
                continue
            distributions = {canonicalize_name(name) for name in providers.get(top, [top])}
            if not distributions & known:
                undeclared[module] = file.relative_to(ROOT).as_posix()
    assert undeclared == {}


def test_every_module_has_a_place_in_the_layers() -> None:
    (layers,) = [
        contract["layers"]
        for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    placed = set(re.findall(r"assistant\.(\w+)", " ".join(layers)))
    folder = ROOT / "assistant"
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    modules |= {file.parent.name for file in folder.glob("*/*.py")}
    assert modules <= placed


def test_chroma_is_never_a_server_or_its_client() -> None:
    # The server has an open hole before sign-in (CVE-2026-45829), so nothing may start or call it.
    forbidden = re.compile(r"HttpClient|chroma\s+run|chromadb\.(app|server)|chroma_server")
    files = [*source_files("assistant", "evals"), ROOT / "Makefile", ROOT / ".ci" / "run"]
    offenders = [file.name for file in files if forbidden.search(file.read_text("utf-8"))]
    assert offenders == []


# -------------------------------------------------------------------- the project itself


def test_the_console_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="brasstacks")
    assert command.value == "assistant.__main__:main"


def test_the_package_carries_its_data(tmp_path: Path) -> None:
    # A wheel is not how the project is installed, but what it lacks an installation would lack.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        file.relative_to(ROOT).as_posix()
        for folder in ("assistant", "evals")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    assert wanted <= packed


def test_the_notice_names_the_weights_that_are_used() -> None:
    assert ear.WEIGHTS_SHA256 in (ROOT / "NOTICE").read_text("utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")


def test_the_ci_script_can_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_help_lists_what_people_type() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    for target in ("setup", "run", "test", "browser-test", "eval", "lock"):
        assert f"make {target} " in done.stdout


# -------------------------------------------------------------------- the tests' own guards


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: socket.gethostbyname("example.org"),
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 80)),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 80)),
    ],
)
def test_the_network_guard_stops_and_remembers(no_outside_network: list[str], reach) -> None:
    with pytest.raises(OSError, match="leave this machine"):
        reach()
    assert len(no_outside_network) == 1
    no_outside_network.clear()  # this attempt was the test


def test_the_network_guard_lets_loopback_through(no_outside_network: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            pass
    assert no_outside_network == []


def test_the_outer_environment_stays_outside(tmp_path: Path) -> None:
    assert "OPENAI_API_KEY" not in os.environ
    assert [name for name in os.environ if name.startswith("BRASSTACKS_")] == ["BRASSTACKS_HOME"]
    assert os.environ["BRASSTACKS_HOME"].startswith(str(tmp_path))
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
