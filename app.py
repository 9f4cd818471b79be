"""The chat window: ``python app.py [--host 127.0.0.1] [--port 7860]``."""

from __future__ import annotations

import argparse
import sys

from assistant.errors import BrassTacksError


def main() -> int:
    """Serve until stopped; what goes wrong is one line on standard error."""
    parser = argparse.ArgumentParser(description="Open the Brass Tacks window on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, help="the port (else BRASSTACKS_PORT, else 7860)")
    arguments = parser.parse_args()
    from assistant.ui.server import serve

    try:
        serve(arguments.host, arguments.port)
    except BrassTacksError as error:
        sys.stderr.write(f"brasstacks: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
