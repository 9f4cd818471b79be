"""Settings from the environment (``BRASSTACKS_*``): where data lives, which model, if any.

BRASSTACKS_HOME=/srv/bt brasstacks chat     -> Settings(home=Path("/srv/bt"), model="")
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def user_data_folder() -> Path:
    """The folder where this operating system keeps a user's application data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "brasstacks"


class Settings(BaseSettings):
    """What the operator decides; everything has a default that needs no key and no network."""

    model_config = SettingsConfigDict(env_prefix="BRASSTACKS_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=user_data_folder)
    embeddings: str = Field(default="ear", pattern="^(ear|lexical)$")
    country: str = "the country you are in"
    help_line: str = ""
    user: str = "me"

    @property
    def database(self) -> Path:
        """The conversation store."""
        return self.home / "brasstacks.db"

    @property
    def index(self) -> Path:
        """The folder of the search index, a derived artefact that may be deleted at any time."""
        return self.home / "index"

    @property
    def cache(self) -> Path:
        """Build products of the shipped knowledge: beside the interpreter, else in the home."""
        shared = Path(sys.prefix) / "share" / "brasstacks"
        try:
            shared.mkdir(parents=True, exist_ok=True)
        except OSError:
            return self.home / "cache"
        return shared if os.access(shared, os.W_OK) else self.home / "cache"
