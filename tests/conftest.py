"""What holds for every test: no network but loopback, and nothing from the outer environment."""

import ipaddress
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

OUTER_PREFIXES = ("BRASSTACKS_", "OPENAI_", "LANGCHAIN_", "LANGSMITH_", "GRADIO_", "HF_")
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "HF_HUB_OFFLINE": "1",
}
# Where each socket event carries the host or the address; see CPython's table of audit events.
HOST_ARGUMENT = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
}

_attempts: list[str] = []


class OutsideNetwork(OSError):
    """A test, or what it tests, reached for something beyond this machine."""


def _is_local(target: object) -> bool:
    """Whether a host, an address tuple or a path of a local socket stays on this machine."""
    if isinstance(target, tuple):
        target = target[0] if target else None
    if isinstance(target, bytes | bytearray):
        target = bytes(target).decode("utf-8", "replace")
    if not isinstance(target, str):
        return True  # nothing named, or a family without hosts
    if target in {"", "localhost"} or target.startswith(("/", "\0")):
        return True
    try:
        address = ipaddress.ip_address(target.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    position = HOST_ARGUMENT.get(event)
    if position is None or len(arguments) <= position or _is_local(arguments[position]):
        return
    _attempts.append(f"{event} {arguments[position]!r}")
    raise OutsideNetwork(f"No test may leave this machine: {_attempts[-1]}")


def pytest_configure(config: pytest.Config) -> None:
    # An audit hook sees every socket of the interpreter, however it was imported.
    sys.addaudithook(_guard)
    for name in [name for name in os.environ if name.startswith(OUTER_PREFIXES)]:
        del os.environ[name]
    os.environ.update(QUIET)
    # For fixtures wider than one test; each test has a folder of its own below.
    os.environ["BRASSTACKS_HOME"] = tempfile.mkdtemp(prefix="brasstacks-tests-")
    # Shared machines stall now and then, and a failure must come back when it is run again.
    hypothesis_settings.register_profile("repository", deadline=None, derandomize=True)
    hypothesis_settings.load_profile("repository")


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data in a fresh folder; no key, endpoint or setting from outside; no telemetry."""
    for name in [name for name in os.environ if name.startswith(OUTER_PREFIXES)]:
        monkeypatch.delenv(name)
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BRASSTACKS_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def no_outside_network() -> Iterator[list[str]]:
    """Fail the test when anything beyond loopback was tried, even if the error was swallowed."""
    _attempts.clear()
    yield _attempts
    if _attempts:
        pytest.fail("reached beyond this machine: " + ", ".join(_attempts))
