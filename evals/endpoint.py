"""A small OpenAI-compatible endpoint of our own, on loopback, for tests and benchmarks.

    with serving(answer) as endpoint:      answer(body) -> Say("text") | Object({...}) | a callable
        endpoint.url                       "http://127.0.0.1:41234/v1"
        endpoint.requests                  the bodies asked, in order

`python -m evals.endpoint --first 0.3 --each 0.02` serves a fixed reply in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOURCE = "brasstacks-endpoint"


@dataclass(frozen=True)
class Say:
    """A reply in words: seconds to the first token and for each after it."""

    text: str
    first: float = 0.0
    each: float = 0.0
    finish: str = "stop"


@dataclass(frozen=True)
class Refuse:
    """An error with its status, as servers word them."""

    status: int
    message: str = "no"
    headers: tuple[tuple[str, str], ...] = ()


Raw = Callable[["Handler"], None]
Answer = Say | Refuse | Raw
Script = Callable[[dict[str, Any]], Answer]


def tokens(text: str) -> list[str]:
    """A text in token-like pieces: a word with the blank before it, or a mark."""
    return re.findall(r"\s*\w+|\s*[^\w\s]", text)


def wants_object(body: dict[str, Any]) -> bool:
    """Whether a request is for structured output rather than for words."""
    return "response_format" in body or "JSON" in str(body["messages"][0]["content"])


@dataclass
class Served:
    """A running endpoint."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the script says."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Chat completions, streamed or whole."""
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length) or b"{}")
        self.server.served.requests.append(body)
        self.server.served.headers.append({k.lower(): v for k, v in self.headers.items()})
        try:
            self._answer(body, self.server.script(body))
        except (BrokenPipeError, ConnectionError):
            self.close_connection = True

    def _answer(self, body: dict[str, Any], answer: Answer) -> None:
        if isinstance(answer, Refuse):
            self.send_json(answer.status, {"error": {"message": answer.message}}, answer.headers)
        elif not isinstance(answer, Say):
            self.close_connection = True
            answer(self)
        elif body.get("stream"):
            self.stream(body, answer)
        else:
            time.sleep(answer.first + answer.each * len(tokens(answer.text)))
            self.send_json(200, completion(body, answer))

    def send_json(self, status: int, value: Any, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """A whole JSON answer."""
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers:
            self.send_header(name, text)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def open_stream(self) -> None:
        """The head of a stream of events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def chunk(self, data: bytes) -> None:
        """One chunk of a stream."""
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, value: Any) -> None:
        """One event of a stream."""
        text = value if isinstance(value, str) else json.dumps(value)
        self.chunk(f"data: {text}\n\n".encode())

    def stream(self, body: dict[str, Any], answer: Say) -> None:
        """The answer token by token, with its usage where it is asked for."""
        self.open_stream()
        time.sleep(answer.first)
        for number, token in enumerate(tokens(answer.text)):
            if number:
                time.sleep(answer.each)
            self.event(delta({"content": token}))
        self.event(delta({}, answer.finish))
        if (body.get("stream_options") or {}).get("include_usage"):
            self.event({**delta({}), "choices": [], "usage": usage(body, answer.text)})
        self.event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments: Any) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.served = Served(f"http://127.0.0.1:{self.server_address[1]}/v1")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no news."""

    def server_bind(self) -> None:
        """Bind without looking the host's name up."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


def delta(content: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    """One event's body."""
    choice = {"index": 0, "delta": content, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": SOURCE} | {
        "choices": [choice]
    }


def completion(body: dict[str, Any], answer: Say) -> dict[str, Any]:
    """A whole answer's body."""
    message = {"role": "assistant", "content": answer.text}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": SOURCE}
    return {**head, "choices": [choice], "usage": usage(body, answer.text)}


def usage(body: dict[str, Any], text: str) -> dict[str, int]:
    """Token counts of a request and its answer."""
    asked = sum(len(tokens(str(m["content"]))) for m in body["messages"])
    given = len(tokens(text))
    return {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given}


@contextmanager
def serving(script: Script) -> Iterator[Served]:
    """Run an endpoint in a thread for as long as the block lasts."""
    server = _Server(script)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.served
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Serve a fixed reply until the input ends; the address is the first line printed."""
    parser = argparse.ArgumentParser(description="A local endpoint for benchmarks.")
    parser.add_argument("--first", type=float, default=0.3)
    parser.add_argument("--each", type=float, default=0.02)
    parser.add_argument("--reply", required=True)
    parser.add_argument("--object", default="{}")
    given = parser.parse_args()

    def script(body: dict[str, Any]) -> Answer:
        text = given.object if wants_object(body) else given.reply
        return Say(text, given.first, given.each)

    with serving(script) as served:
        print(served.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
