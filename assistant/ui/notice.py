"""What the server says on standard error."""

from __future__ import annotations

import sys


def say_start() -> None:
    """That the work before the first page has begun."""
    sys.stderr.write("Brass Tacks is starting.\n")
    sys.stderr.flush()


def say_address(host: str, port: int) -> None:
    """The address to open in a browser."""
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"Brass Tacks is at http://{shown}:{port}  (Ctrl+C stops it)\n")
    sys.stderr.flush()
