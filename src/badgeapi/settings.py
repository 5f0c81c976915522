"""Every setting, and the only reader of the environment. `docs/operations.md` lists them for people.

Development makes what is missing and says so; production refuses to start without it.
"""

from __future__ import annotations

import re
import socket
import uuid
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from badgeapi.errors import ConfigurationError, InvalidInput
from badgeapi.net.quotas import QuotaPolicy
from badgeapi.signing import did

ADMIN_KEY_CHARACTERS = 32
_looks_like_origin = re.compile(r"https?://[a-z0-9.\-]+(?::[0-9]+)?/?", re.ASCII).fullmatch


class Env(StrEnum):
    """What may be made up and what must be given."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def _split(value: object) -> object:
    """Read `a,b` as two values."""
    return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def _quota(text: str) -> str:
    """Let a quota through; raises `ValueError` for what is none."""
    QuotaPolicy.of("", text)
    return text


Quota = Annotated[str, AfterValidator(_quota)]


class Settings(BaseSettings):
    """The settings of one process, from `BADGEAPI_*`."""

    model_config = SettingsConfigDict(env_prefix="BADGEAPI_", frozen=True, extra="forbid")

    env: Env = Field(Env.DEVELOPMENT, description="`development` makes what is missing; `production` refuses to start.")
    data_dir: Path = Field(Path("badgeapi-data"), description="Embedded database and development keys.")
    database_url: str | None = Field(
        None, description="`postgresql+psycopg://...`; without it, SQLite in the data directory."
    )
    public_url: str | None = Field(
        None, description="scheme://host[:port] that issuers created from now on are known by; default localhost."
    )
    admin_key: SecretStr | None = Field(None, description="The key that makes issuers: 32 characters or more.")
    master_key: SecretStr | None = Field(
        None, description="32 bytes in base64url that every private key is sealed under."
    )
    status_interval_s: float = Field(1.0, ge=0, le=3600, description="How old a served status list may be, in seconds.")
    executor_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,100}$")] | None = Field(
        None,
        description="Name of this process for bulk jobs, the same after a restart and no other's; without it, one that "
        "is new at each start (on PostgreSQL) or always the same (on SQLite).",
    )
    job_processes: int = Field(
        2,
        ge=0,
        le=64,
        description="Processes in which this one makes the credentials of bulk jobs; 0: a thread of its own.",
    )
    run_jobs: bool = Field(True, description="Whether `serve` works on bulk jobs; `badgeapi worker` always does.")  # noqa: FBT003
    job_lease_s: float = Field(
        30, ge=1, le=3600, description="How long the work of a machine that died waits for another one, in seconds."
    )
    job_days: int = Field(30, ge=1, le=3650, description="How long bulk jobs stay readable after their end, in days.")
    rate_limit: Quota | None = Field(
        None, description="Calls that each issuer may make, such as `600/minute`; without it, any number."
    )
    verify_rate_limit: Quota | None = Field(
        None,
        description="Calls without a key to verify and resolve that each address may make; without it, any number.",
    )
    rate_limit_store: Annotated[str, Field(pattern=r"^rediss?://\S+$")] | None = Field(
        None, description="`redis://...` or `rediss://...` in which several processes count together (extra `redis`)."
    )
    trusted_issuers: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_split)] = Field(
        (), description="Files, separated by commas, of issuers that verify reports as known."
    )
    example_contexts: bool = Field(
        False,  # noqa: FBT003
        description="Conformance runs only: accepts the W3C's examples context and contexts within documents.",
    )
    loopback_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        (), description="Development only: `host:port,...` that may be reached over http on this machine."
    )

    @property
    def store_url(self) -> str:
        """The database to use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'badgeapi.sqlite3'}"

    @property
    def keys_dir(self) -> Path:
        """Where development keys are made."""
        return self.data_dir / "keys"

    @property
    def executor(self) -> str:
        """The name of this process among those that work on jobs."""
        if self.executor_id is not None:
            return self.executor_id
        return "sqlite" if self.store_url.startswith("sqlite") else f"{socket.gethostname()}:{uuid.uuid4()}"

    def origin(self, port: int) -> str:
        """The origin of new issuers: the public URL, or localhost (did:web forbids IP addresses)."""
        return (self.public_url or f"http://localhost:{port}").rstrip("/")

    def check(self) -> None:
        """Raise `ConfigurationError` for what must not be."""
        if self.admin_key is not None and len(self.admin_key.get_secret_value()) < ADMIN_KEY_CHARACTERS:
            raise ConfigurationError(f"BADGEAPI_ADMIN_KEY needs {ADMIN_KEY_CHARACTERS} characters or more.")
        if self.public_url is not None and not _is_origin(self.public_url):
            raise ConfigurationError(
                "BADGEAPI_PUBLIC_URL must be scheme://host[:port] and nothing more, with a host name: "
                "did:web forbids IP addresses."
            )
        if self.env is Env.PRODUCTION:
            for name in ("master_key", "admin_key", "public_url"):
                if getattr(self, name) is None:
                    raise ConfigurationError(f"Production needs BADGEAPI_{name.upper()}.")
            if not str(self.public_url).startswith("https://"):
                raise ConfigurationError("Production needs an https BADGEAPI_PUBLIC_URL.")
            if self.loopback_hosts:
                raise ConfigurationError("BADGEAPI_LOOPBACK_HOSTS is for development only.")
            if self.example_contexts:
                raise ConfigurationError("BADGEAPI_EXAMPLE_CONTEXTS is for conformance runs only.")


def _is_origin(url: str) -> bool:
    """Tell whether a URL is an origin that a did:web can be made of."""
    try:
        return _looks_like_origin(url) is not None and bool(did.did_web_url(did.did_web(url)))
    except InvalidInput:
        return False


def load() -> Settings:
    """Read the environment; raises `ConfigurationError` with every wrong setting named, values never shown."""
    try:
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(f"BADGEAPI_{str(found['loc'][0]).upper()} ({found['msg']})" for found in error.errors())
        raise ConfigurationError(f"These settings cannot be used: {names}.") from None
    settings.check()
    return settings
