"""The window's server: one port, one owner, nothing but this machine.

serve(port=7860)          blocks until stopped
build_app(parts)          the same application, for tests
"""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import warnings
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from assistant.errors import BrassTacksError, UnusableInput
from assistant.settings import Settings

# Read when Gradio is imported: no look-ups, no counters, no checks for a newer version.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ["GRADIO_SSR_MODE"] = "False"
os.environ["GRADIO_MCP_SERVER"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from assistant.bootstrap import Parts
    from assistant.ui.speaking import Board

AT_ONCE = 40
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KEPT_SECONDS = 600


def today_here() -> date:
    """The day on this machine."""
    return datetime.now().astimezone().date()


def serve(host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the window until it is stopped. Raises UnusableInput for a port or host unfit."""
    from assistant.ui.notice import say_address, say_start

    port = port if port is not None else port_from_environment()
    check_host(host)
    check_port(host, port)
    say_start()
    import uvicorn

    from assistant.bootstrap import bootstrap
    from assistant.retrieval.opening import IndexUse

    parts = bootstrap(Settings(), index=IndexUse.BACKGROUND)
    app = build_app(parts, hosts=names_served(host))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=8,
    )
    server = uvicorn.Server(config)
    say_address(host, port)
    # Asked to stop, the server ends its work and returns; that is a good end, not a killing.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run()
    finally:
        close = getattr(parts.coach.store, "close", None)
        if close is not None:
            close()


def build_app(
    parts: Parts,
    today: Callable[[], date] = today_here,
    hosts: frozenset[str] = LOOPBACK,
) -> ASGIApp:
    """The application behind its edge: /healthz, the exports and the mounted pages."""
    from fastapi import FastAPI

    from assistant.ui.edge import Edge
    from assistant.ui.exports import add_exports
    from assistant.ui.speaking import Board, add_speaking

    board = Board()
    app = FastAPI(title="Brass Tacks", docs_url=None, redoc_url=None, openapi_url=None)
    _add_health(app, parts)
    add_exports(app, parts, today)
    add_speaking(app, board)
    return Edge(_mount(app, build_pages(parts, today, board)), hosts)


def _mount(app: FastAPI, pages: Any) -> FastAPI:
    import gradio as gr

    from assistant.ui.theme import build_theme, head, style

    with warnings.catch_warnings():
        # It says that server-side rendering is off, which is what we ask for.
        warnings.filterwarnings("ignore", message="SSR mode")
        gr.mount_gradio_app(
            app,
            pages,
            path="/",
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
            theme=build_theme(),
            css=style(),
            head=head(),
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            show_error=False,
            max_file_size="1kb",
        )
    return app


def build_pages(parts: Parts, today: Callable[[], date], board: Board | None = None) -> Any:
    """The two pages as Gradio blocks."""
    import gradio as gr

    from assistant.content import PROMPTS
    from assistant.ui.bench import Bench
    from assistant.ui.chat import build_chat
    from assistant.ui.desk import Desk
    from assistant.ui.review import build_review
    from assistant.ui.wording import load_page_wording

    wording = load_page_wording(PROMPTS)
    with gr.Blocks(
        title="Brass Tacks",
        analytics_enabled=False,
        delete_cache=(KEPT_SECONDS, KEPT_SECONDS),
        fill_width=True,
    ) as demo:
        build_chat(demo, Desk(parts, wording, today, board))
    with demo.route("Review", "/review", show_in_navbar=False):
        build_review(demo, Bench(parts, wording))
    demo.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    return demo


def _add_health(app: FastAPI, parts: Parts) -> None:
    from fastapi.responses import JSONResponse

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        """200 once a turn can be served: the stages are wired and the store can be read."""
        try:
            parts.coach.store.load("healthz")
        except BrassTacksError as error:
            return JSONResponse({"status": "unavailable", "problem": error.message}, 503)
        return JSONResponse({"status": "ok"})


def port_from_environment() -> int:
    """``BRASSTACKS_PORT``, else 7860. Raises UnusableInput for what is no port."""
    text = os.environ.get("BRASSTACKS_PORT", "7860")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise UnusableInput(
            f"BRASSTACKS_PORT is {text[:20]}, which is no port.", "Set a number from 1 to 65535."
        )
    return int(text)


def names_served(host: str) -> frozenset[str]:
    """The Host names answered: this machine's on loopback; behind a proxy it decides (empty)."""
    return LOOPBACK | {host.casefold()} if _is_loopback(host) else frozenset()


def check_host(host: str) -> None:
    """Refuse an address other machines can reach, unless the operator has said yes to it."""
    if _is_loopback(host) or os.environ.get("BRASSTACKS_ALLOW_REMOTE") == "1":
        return
    raise UnusableInput(
        f"{host} would let other machines read these conversations, and there are no accounts.",
        "Use 127.0.0.1, or set BRASSTACKS_ALLOW_REMOTE=1 behind a proxy that signs people in.",
    )


def _is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_port(host: str, port: int) -> None:
    """Raises UnusableInput, in one sentence, when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is in use" if taken else f"cannot be had ({error.strerror})"
            raise UnusableInput(
                f"Port {port} on {host} {reason}.",
                "Stop what uses it, or pass another with --port or BRASSTACKS_PORT.",
            ) from error
