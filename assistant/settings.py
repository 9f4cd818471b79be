"""Settings from the environment (``BRASSTACKS_*``): where data lives, which model, if any.

BRASSTACKS_HOME=/srv/bt brasstacks chat     -> Settings(home=Path("/srv/bt"), model="")

The same names may stand in ``settings.env`` in that folder, one ``NAME=value`` a line; the
environment goes first. A language model is used only where ``BRASSTACKS_MODEL`` names one.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.sources import DotEnvSettingsSource, PydanticBaseSettingsSource

from assistant.errors import UnusableInput

PREFIX = "BRASSTACKS_"
SETTINGS_FILE = "settings.env"
OPENAI = "https://api.openai.com/v1"
# Read elsewhere, where the server starts.
_OTHER_NAMES = ("BRASSTACKS_PORT", "BRASSTACKS_ALLOW_REMOTE")


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

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    home: Path = Field(default_factory=user_data_folder)
    embeddings: str = Field(default="ear", pattern="^(ear|lexical|endpoint)$")
    embeddings_model: str = ""
    embeddings_url: str = ""
    embeddings_key: SecretStr = SecretStr("")
    country: str = "the country you are in"
    help_line: str = ""
    user: str = "me"

    model: str = ""
    model_url: str = Field(
        default=OPENAI, validation_alias=AliasChoices("BRASSTACKS_MODEL_URL", "OPENAI_BASE_URL")
    )
    model_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("BRASSTACKS_MODEL_KEY", "OPENAI_API_KEY"),
    )
    # Seconds. A per-read time-out does not catch an answer that drips; these do.
    model_deadline: float = Field(default=20.0, gt=0, le=120)
    model_first_token: float = Field(default=8.0, gt=0, le=120)
    model_connect: float = Field(default=3.0, gt=0, le=30)
    # How long the record waits for the model's reading, as a share of what the wording took.
    model_reading_wait: float = Field(default=0.1, ge=0, le=5)
    # Per million tokens, in the currency of your bill.
    model_prompt_price: float = Field(default=0.0, ge=0)
    model_completion_price: float = Field(default=0.0, ge=0)
    model_user_tokens: int = Field(default=400_000, ge=0)  # a user and day
    model_day_tokens: int = Field(default=10_000_000, ge=0)  # all users together, a day
    model_hour_turns: int = Field(default=60, ge=0)  # a user and hour

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = _spelled(str(first["loc"][0]) if first["loc"] else "a setting")
            problem = first["msg"].removeprefix("Value error, ").rstrip(".")
            raise UnusableInput(
                f"{name} cannot be used: {problem}.", "Mend it in the environment or settings.env."
            ) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the base class names them
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values handed in, then the environment, then ``settings.env`` in the data folder."""
        home = init_settings().get("home") or os.environ.get(f"{PREFIX}HOME") or user_data_folder()
        path = Path(home) / SETTINGS_FILE
        if not path.is_file():
            return init_settings, env_settings
        _check_names(path)
        return init_settings, env_settings, DotEnvSettingsSource(settings_cls, env_file=path)

    @field_validator("model_url")
    @classmethod
    def _is_endpoint(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it is no http or https address")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the address may hold no user, password, query or fragment")
        return url.rstrip("/")

    @field_validator("model_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()
        if not (text.isascii() and text.isprintable()) or " " in text:
            raise ValueError("a key has only plain characters and no blanks")
        return SecretStr(text)

    @property
    def model_host(self) -> str:
        """The host and port that a language model is asked at, for people to read."""
        return urlsplit(self.model_url).netloc

    @property
    def database(self) -> Path:
        """The conversation store."""
        return self.home / "brasstacks.db"

    @property
    def index(self) -> Path:
        """The folder of the search index, a derived artefact that may be deleted at any time."""
        return self.home / "index"

    @property
    def organisation(self) -> Path:
        """The organisation's own documents."""
        return self.home / "organisation"

    @property
    def own_cache(self) -> Path:
        """Build products of the organisation's documents: never outside the home."""
        return self.home / "cache"

    @property
    def cache(self) -> Path:
        """Build products of the shipped knowledge: beside the interpreter, else in the home."""
        shared = Path(sys.prefix) / "share" / "brasstacks"
        try:
            shared.mkdir(parents=True, exist_ok=True)
        except OSError:
            return self.home / "cache"
        return shared if os.access(shared, os.W_OK) else self.home / "cache"


def _spelled(name: str) -> str:
    """A setting's name as it is written in the environment."""
    return name if name.isupper() else f"{PREFIX}{name.upper()}"


def _check_names(path: Path) -> None:
    """Raises UnusableInput for a line that sets nothing known, or a file others can read."""
    known = {_spelled(name) for name in Settings.model_fields}
    known |= {"OPENAI_BASE_URL", "OPENAI_API_KEY", *_OTHER_NAMES}
    try:
        lines = path.read_text("utf-8").splitlines()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(f"{path} cannot be read as text.", "Save it as UTF-8.") from error
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("export ")
        name = text.partition("=")[0].strip()
        if not text or text.startswith("#") or name in known:
            continue
        near = get_close_matches(name.upper(), known, 1, cutoff=0.0)
        raise UnusableInput(
            f"{SETTINGS_FILE}:{number}: there is no setting {name[:60]}.", f"Nearest is {near[0]}."
        )
    if os.name == "posix" and mode & 0o077 and any("KEY" in line for line in lines):
        raise UnusableInput(
            f"{path} holds a key and others on this machine can read it.",
            f"Run: chmod 600 {path}",
        )
