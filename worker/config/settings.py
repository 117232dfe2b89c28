"""What a machine says of itself: addresses, folders and ports, from environment variables.

A secret can come from a file instead, named by the variable with ``_FILE`` (Docker's and Kubernetes' way):
``DATABASE_URL_FILE=/run/secrets/database_url``.
"""

import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from worker.config.llm import SWITCH, VARIABLES, LlmSettings
from worker.model import ConfigError, Mistake

ENVIRONMENT = "environment"
# A web address or an e-mail address, in the letters that may stand in a header.
_CONTACT = re.compile(r"https?://[!-~]+|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


class Settings(BaseSettings):
    """Where things are. An address that is null is served by an embedded server (``dyadwatch up``).

    ``alive_file`` is touched by beat whenever it rings and by a worker at each heartbeat, for a health check to read.
    ``websub_url`` is where hubs on the internet reach the web service; null: no hub is asked to push.
    ``contact`` is where whoever is polled can complain, an e-mail address or a web address; ``user_agent``, where it is
    set, stands in place of what we say of ourselves. ``proxy`` may hold a password. ``llm`` is the second coder; null
    where no model is named.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: str | None = Field(None, alias="DATABASE_URL")
    redis_url: str | None = Field(None, alias="REDIS_URL")
    data: Path = Field(Path("~/.local/share/dyadwatch"), alias="DYADWATCH_DATA")
    public_url: str = Field("http://127.0.0.1:8000", alias="DYADWATCH_PUBLIC_URL")
    websub_url: str | None = Field(None, alias="DYADWATCH_WEBSUB_URL")
    web_host: str = Field("127.0.0.1", alias="DYADWATCH_WEB_HOST")
    web_port: int = Field(8000, alias="DYADWATCH_WEB_PORT", ge=1, le=65535)
    allow_private: Annotated[tuple[str, ...], NoDecode] = Field((), alias="DYADWATCH_ALLOW_PRIVATE")
    contact: str | None = Field(None, alias="DYADWATCH_CONTACT")
    user_agent: str | None = Field(None, alias="DYADWATCH_USER_AGENT", max_length=300)
    proxy: SecretStr | None = Field(None, alias="DYADWATCH_PROXY")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", alias="DYADWATCH_LOG_LEVEL")
    log_format: Literal["console", "json"] = Field("console", alias="DYADWATCH_LOG_FORMAT")
    tick_seconds: float = Field(5.0, alias="DYADWATCH_TICK_SECONDS", gt=0, le=60)
    alive_file: Path | None = Field(None, alias="DYADWATCH_ALIVE_FILE")
    parser: str | None = Field(None, alias="DYADWATCH_PARSER")
    llm: LlmSettings | None = None

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what it is given: ``read_settings`` chose that, and took what is empty for unset."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def _of_a_model(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The variables of the second coder belong together."""
        own = {name: value for name, value in given.items() if name in VARIABLES}
        return given | {"llm": own} if SWITCH in own else given

    @field_validator("allow_private", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data")
    @classmethod
    def _in_the_home_folder(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgresql+psycopg://", "postgres://")):
            raise ValueError("is no PostgreSQL address; write postgresql://user:password@host:5432/name")
        return value and _with_a_port(value)

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("redis://", "rediss://", "unix://", "redis+socket://")):
            raise ValueError("is no Redis address; write redis://host:6379/0")
        return value and _with_a_port(value)

    @field_validator("public_url", "websub_url")
    @classmethod
    def _is_web(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.startswith(("http://", "https://")) or not _with_a_port(value).partition("://")[2].strip("/"):
            raise ValueError("is no web address; write it whole, as https://dyadwatch.example.org")
        return value

    @field_validator("contact")
    @classmethod
    def _is_contact(cls, value: str | None) -> str | None:
        if value is not None and not _CONTACT.fullmatch(value.strip()):
            raise ValueError(f"{value!r} is no contact; write an e-mail address or a web address with https://")
        return value and value.strip()

    @field_validator("user_agent")
    @classmethod
    def _is_one_line(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[!-~][ -~]*", value):
            raise ValueError(
                "cannot be sent; write one line of plain ASCII, as: example-monitor/1.0 (+https://example.org)"
            )
        return value

    @field_validator("proxy")
    @classmethod
    def _is_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        told = value.get_secret_value() if value else None
        if told and (not told.startswith(("http://", "https://")) or not urlsplit(_with_a_port(told)).hostname):
            raise ValueError("is no proxy that is known here; write http://host:3128 or http://user:password@host:3128")
        return value

    @property
    def contact_told(self) -> str | None:
        """Where to complain: the contact, or else the page that others see, where they do."""
        host = urlsplit(self.public_url).hostname or ""
        local = host in ("localhost", "::1") or host.startswith("127.")
        return self.contact or (None if local else self.public_url)

    @field_validator("parser")
    @classmethod
    def _is_there(cls, value: str | None) -> str | None:
        if value is not None and not Path(value).is_dir() and not _is_package(value):
            raise ValueError(f"{value!r} is no folder and no installed package; name a spaCy pipeline, or unset it")
        return value


def _with_a_port(url: str) -> str:
    """``url``, if its port is none or a number. Raises ValueError that shows nothing of it: it may hold a password."""
    try:
        _ = urlsplit(url).port
    except ValueError:
        problem = "cannot be read: its port is a number, and / @ : [ ] in a password are %2F %40 %3A %5B %5D"
        raise ValueError(problem) from None
    return url


def _is_package(name: str) -> bool:
    try:
        return name.isidentifier() and importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from ``environ`` alone. Raises ConfigError with a mistake a variable."""
    known = {field.alias for field in Settings.model_fields.values() if field.alias} | VARIABLES
    given = {name: environ[name] for name in known if environ.get(name)}
    mistakes: list[Mistake] = []
    for name in sorted(known):
        if environ.get(f"{name}_FILE"):
            try:
                given[name] = _secret(name, Path(environ[f"{name}_FILE"]))
            except ConfigError as error:
                mistakes.extend(error.mistakes)
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        mistakes.extend(_mistake(problem) for problem in error.errors())
        raise ConfigError(tuple(mistakes)) from error
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return settings


def _mistake(problem: object) -> Mistake:
    told = cast(dict[str, Any], problem)
    name = str(told["loc"][-1] if told["loc"][0] == "llm" else told["loc"][0])
    if told["type"] == "missing":  # what was given instead is the other variables, the key among them
        return Mistake(ENVIRONMENT, 1, name, f"is required where {SWITCH} is set")
    said = told.get("ctx", {}).get("error") or f"{told['input']!r} is wrong: {told['msg']}"
    # A value may hold a password: only a problem of our own wording, or one that is no address, is told whole.
    return Mistake(ENVIRONMENT, 1, name, str(said))


def _secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is not UTF-8 text"
        problem = f"names {path}, which cannot be read ({why}); mount it or unset the variable"
        raise ConfigError((Mistake(ENVIRONMENT, 1, f"{name}_FILE", problem),)) from error
