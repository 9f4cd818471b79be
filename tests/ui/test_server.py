"""Where the window may listen, and what it says when it may not."""

import socket
import subprocess
import sys

import pytest

from assistant.content import ROOT
from assistant.errors import UnusableInput
from assistant.ui.server import check_host, check_port, names_served, port_from_environment


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_this_machine_is_always_allowed(host):
    check_host(host)
    assert "localhost" in names_served(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])  # noqa: S104
def test_other_machines_only_when_the_operator_says_so(host, monkeypatch):
    with pytest.raises(UnusableInput, match="BRASSTACKS_ALLOW_REMOTE=1"):
        check_host(host)
    monkeypatch.setenv("BRASSTACKS_ALLOW_REMOTE", "1")
    check_host(host)


def test_the_port_comes_from_the_environment(monkeypatch):
    assert port_from_environment() == 7860
    monkeypatch.setenv("BRASSTACKS_PORT", "8123")
    assert port_from_environment() == 8123


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "x", "1e3", "7860 "])
def test_a_port_that_is_none_is_one_sentence(text, monkeypatch):
    monkeypatch.setenv("BRASSTACKS_PORT", text)
    with pytest.raises(UnusableInput, match="no port"):
        port_from_environment()


def test_a_busy_port_is_one_sentence_and_exit_code_2():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UnusableInput, match=f"Port {port} on 127.0.0.1 is in use"):
            check_port("127.0.0.1", port)
        done = subprocess.run(
            [sys.executable, "app.py", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "is in use" in done.stderr


def test_importing_the_server_does_not_import_the_window_library():
    code = "import sys, assistant.ui.server; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
