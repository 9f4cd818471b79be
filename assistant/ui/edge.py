"""The edge: what every request and answer passes before a page sees it (pure ASGI).

- a body over 64 KB is answered 413, by its stated length or while it is read;
- a body that is neither a form nor readable JSON is answered 400;
- a Host that is not ours (DNS rebinding) and a POST from another site are refused, 421 and 403;
- routes of the window's library that nothing here uses do not exist;
- every answer carries the security headers, and ``no-store`` unless it is a static file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain import strict_json

MAX_BODY = 64 * 1024
# The window's library starts itself with inline scripts and compiles its templates; nothing may
# be fetched from elsewhere all the same.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
STATIC = ("/assets/", "/static/", "/svelte/", "/favicon.ico")
CLOSED = (
    *("/monitoring", "/login", "/logout", "/gradio_api/login", "/gradio_api/logout"),
    *("/gradio_api/upload", "/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream"),
    *("/gradio_api/runs", "/gradio_api/run-history", "/gradio_api/process_recording"),
    *("/gradio_api/vibe", "/gradio_api/undo-vibe", "/gradio_api/deep_link"),
    *("/gradio_api/openapi.json", "/gradio_api/dev", "/gradio_api/profiling"),
    *("/gradio_api/component_server", "/gradio_api/custom_component"),
    # The page's own calls go to /gradio_api/run; nothing is queued and nothing is called by name.
    *("/gradio_api/call", "/gradio_api/api", "/gradio_api/queue"),
)


@dataclass(frozen=True)
class Edge:
    """Wraps the application; ``hosts`` are the names it may be called by, any if there are none."""

    app: ASGIApp
    hosts: frozenset[str]
    max_body: int = MAX_BODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, then hand it on with the headers put on its answer."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _with_headers(send, scope["path"])
        refusal = self._refusal(scope)
        if refusal is not None:
            await _answer(guarded, *refusal)
            return
        body = await _read(receive, self.max_body) if scope["method"] != "GET" else b""
        if body is None:
            await _answer(guarded, 413, f"A request may have {self.max_body:,} bytes at most.")
            return
        if body and not _is_form(scope) and not _is_json(body):
            await _answer(guarded, 400, "The request is no JSON that can be read.")
            return
        await self.app(scope, _replay(body, receive), guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        path = scope["path"].rstrip("/") or "/"
        if self.hosts and _name_of(headers.get("host", "")) not in self.hosts:
            return 421, "This address is not served here."
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not _same_site(headers):
            return 403, "Another site may not post here."
        if any(path == closed or path.startswith(closed) for closed in CLOSED):
            return 404, "Not found."
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > self.max_body:
            return 413, f"A request may have {self.max_body:,} bytes at most."
        return None


def _name_of(host: str) -> str:
    """A Host header's name without its port, brackets off an IPv6 address."""
    return (urlsplit(f"//{host}").hostname or "").casefold() if _readable(host) else ""


def _readable(host: str) -> bool:
    try:
        return bool(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False


def _same_site(headers: dict[str, str]) -> bool:
    """Whether a POST comes from our own pages, or from a program that names no page at all.

    A form on a page with ``no-referrer`` posts with ``Origin: null``; there the browser's
    ``Sec-Fetch-Site`` tells our own page from another.
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "null")
    if origin == "null":
        return True
    try:
        return urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()
    except ValueError:
        return False


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None as soon as it is longer than the limit."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _is_form(scope: Scope) -> bool:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return bool(kinds) and kinds[0].startswith(b"application/x-www-form-urlencoded")


def _is_json(body: bytes) -> bool:
    """Whether it reads as UTF-8 JSON without NaN, twin keys, endless nesting or huge numbers."""
    try:
        strict_json.loads(body.decode("utf-8"))
    except ValueError:
        return False
    return True


def _replay(body: bytes, receive: Receive) -> Receive:
    """A receiver that gives the body once, then whatever comes (a disconnect)."""
    given = False

    async def again() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again


def _with_headers(send: Send, path: str) -> Send:
    static = path.startswith(STATIC)

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours: Iterable[tuple[bytes, bytes]] = HEADERS
            if not static:
                ours = (*HEADERS, (b"cache-control", b"no-store"))
            names = {name for name, _ in ours}
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return guarded


async def _answer(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"error": sentence}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
