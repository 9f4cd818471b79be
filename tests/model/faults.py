"""The faults of an endpoint (reliability.md, section 4.4), each as a script for `evals.endpoint`."""

import json
import socket
import struct
import time
from collections.abc import Callable

from evals.endpoint import Answer, Handler, Refuse, Say, completion, delta

DEADLINE, FIRST = 0.7, 0.4  # seconds, as the tests set them


def raw(data: bytes, *, then: Callable[[Handler], None] | None = None) -> Callable[[Handler], None]:
    def send(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.wfile.flush()
        if then is not None:
            then(handler)

    return send


def whole(body: bytes, content_type: str = "application/json", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + body


def hang(handler: Handler) -> None:
    time.sleep(2 * DEADLINE)


def reset(handler: Handler) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def drip_head(handler: Handler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.02)


def drip_body(handler: Handler) -> None:
    handler.open_stream()
    for byte in b"data: " + b" " * 200:
        handler.chunk(bytes([byte]))
        time.sleep(0.02)


def drip_tokens(handler: Handler) -> None:
    handler.open_stream()
    for _ in range(200):
        handler.event(delta({"content": "so "}))
        time.sleep(0.02)


def endless(handler: Handler) -> None:
    handler.open_stream()
    for _ in range(100_000):
        handler.event(delta({"content": "and " * 200}))


def huge_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(20_000):
        handler.wfile.write(b" " * 10_000)


def events(*values: object, done: bool = False) -> Callable[[Handler], None]:
    def send(handler: Handler) -> None:
        handler.open_stream()
        for value in values:
            handler.event(value)
        if done:
            handler.event("[DONE]")
        handler.wfile.write(b"0\r\n\r\n")

    return send


def cut_event(handler: Handler) -> None:
    handler.open_stream()
    handler.event(delta({"content": "You said it"}))
    handler.chunk(b'data: {"id": "c1", "cho')
    reset(handler)


CALL = {"index": 0, "id": "t1", "type": "function", "function": {"name": "send", "arguments": "{}"}}


def body(**change: object) -> bytes:
    value = completion({"messages": []}, Say("text")) | change
    return json.dumps(value).encode()


# kind -> the ways it shows itself; §4.4's rows, the number in front.
KINDS: dict[str, list[Answer]] = {
    "77 connection dropped": [reset],
    "78 hang after connect": [hang],
    "79 drip": [drip_head, drip_body, drip_tokens],
    "80 rate limited": [
        Refuse(429, "slow down", (("Retry-After", "30"),)),
        Refuse(429, "slow down", (("Retry-After", "3600"),)),
    ],
    "81 server error": [Refuse(500), Refuse(502), Refuse(503)],
    "82 key refused": [Refuse(401, "bad key sk-canary-key"), Refuse(403)],
    "83 malformed": [
        raw(whole(b"{not json")),
        raw(whole(b"<html><body>It works!</body></html>", "text/html")),
        raw(whole(b"")),
        events("{broken", done=True),
    ],
    "84 choices missing or of the wrong type": [
        events({**delta({}), "choices": []}, done=True),
        events({**delta({}), "choices": None}, done=True),
        events({"id": "c1"}, done=True),
        events(delta({"content": None}), delta({}, "stop"), done=True),
        events(delta({"content": 7}), delta({}, "stop"), done=True),
        raw(whole(body(choices=[]))),
    ],
    "85 empty content": [Say(""), Say("   \n ")],
    "86 stream cut": [
        cut_event,
        events(delta({"content": "You said it plainly."})),
        events(delta({"content": "You said it plainly."}), done=True),
    ],
    "87 length or filter": [
        Say("You said it plainly and then it", finish="length"),
        Say("You said it", finish="content_filter"),
    ],
    "88 endless": [endless, huge_body],
    "89 redirect": [Refuse(307, "", (("Location", "http://127.0.0.1:9/v1/chat/completions"),))],
    "90 another conversation or language": [
        Say("Sehr gerne. Welche Abteilung wäre Ihnen am liebsten und warum gerade diese?"),
        Say(
            "Your gallbladder surgery in Lyon went well. Shall we talk about the stitches, Pierre?"
        ),
    ],
    "91 advice, promise, figure": [
        Say("You should ask for 85,000 a year. You will be promoted. When do you start?"),
        Say("I have sent your request to HR. What else can I do?"),
    ],
    "91b tool call": [
        events(delta({"tool_calls": [CALL]}), delta({}, "tool_calls"), done=True),
    ],
    "92 flapping": [Refuse(503), hang],
}
