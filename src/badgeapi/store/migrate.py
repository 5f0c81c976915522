"""Bring a database to the schema this version of the program needs, one process at a time.

The steps lie in `migrations/`: at the top of a checkout, inside the package when installed from a wheel.
Not here: the steps, and when to take them (`serve` and `badgeapi migrate` decide).
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from badgeapi.store import postgresql, sqlite
from badgeapi.store.engine import parse_url
from badgeapi.store.failures import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_ENGINES: Final = {"sqlite": sqlite.migrating_engine, "postgresql": postgresql.migrating_engine}
_PACKAGE: Final = Path(__file__).parents[1]
_ALEMBIC: Final = threading.Lock()
"""Alembic keeps its context in a module: threads take turns here, processes at the database."""


def upgrade(url: str, revision: str = "head") -> None:
    """Take every step up to `revision`; nothing happens when the database is there already.

    Raises:
        ConfigurationError: the URL is not one of ours.
        Unavailable: no connection, or another process did not finish its migration in time.
    """
    with _alone_in(url) as conn:
        command.upgrade(_configuration(conn), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the steps back down to `revision` ("base": to nothing). Data that has no place there is lost.

    Raises:
        ConfigurationError, Unavailable: as `upgrade`.
    """
    with _alone_in(url) as conn:
        command.downgrade(_configuration(conn), revision)


def current(url: str) -> str | None:
    """Tell the revision of a database, None for an empty one.

    Raises:
        ConfigurationError, Unavailable: as `upgrade`.
    """
    with _alone_in(url) as conn:
        return MigrationContext.configure(conn).get_current_revision()


@contextmanager
def _alone_in(url: str) -> Iterator[Connection]:
    """Open a transaction that no other migration can overlap; all steps hold, or none does."""
    parsed = parse_url(url)
    engine = _ENGINES[parsed.get_backend_name()](parsed)
    try:
        with _ALEMBIC, translated(), engine.begin() as conn:
            yield conn
    finally:
        engine.dispose()


def _configuration(conn: Connection) -> Config:
    """Tell Alembic where the steps are and which connection `migrations/env.py` has to use."""
    packaged = _PACKAGE / "migrations"
    folder = packaged if packaged.is_dir() else _PACKAGE.parents[1] / "migrations"
    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
