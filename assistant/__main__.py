"""``brasstacks`` and ``python -m assistant``: the terminal's way in."""

from __future__ import annotations

import sys

from assistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
