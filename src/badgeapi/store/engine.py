"""What the rest of the house sees of the database: a `Store` that runs queries.

A query is a plain function of a `Connection`, the same one on both databases; it does its work, returns
values and keeps nothing of the connection. Not here: the two runners themselves (`sqlite.py`,
`postgresql.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from badgeapi.errors import ConfigurationError
from badgeapi.store.failures import Duplicate
from badgeapi.store.postgresql import PostgresqlStore
from badgeapi.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Dialect

    from badgeapi.store.statements import Prepared

__all__ = ["Connection", "Duplicate", "Store", "open_store", "parse_url"]

T = TypeVar("T")

_DRIVERS: Final = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_RUNNERS: Final[dict[str, Callable[[URL], Store]]] = {"sqlite": SqliteStore, "postgresql": PostgresqlStore}


class Store(Protocol):
    """Runs queries against one database.

    All of these run `fn` in one transaction and raise `Duplicate`, `Unavailable`, or whatever `fn` raises.

    Attributes:
        dialect: what statements are written in; inserts of many rows are prepared with it before their transaction.
        has_one_writer: writes wait for each other, so those of many rows are better several of fewer.
    """

    dialect: Dialect
    has_one_writer: bool

    async def read(self, fn: Callable[[Connection], T], /) -> T:
        """Run a query that finds its few rows by an index; it sees one snapshot and cannot write."""
        ...

    async def look_up(self, fn: Callable[[Connection], T], /) -> T:
        """Run a query of one such statement, the quickest way; of several, each may see what is there when it runs.

        That it does not write is up to it: PostgreSQL would let it.
        """
        ...

    async def scan(self, fn: Callable[[Connection], T], /) -> T:
        """Run a read that may take long, without holding up anybody else."""
        ...

    async def write(self, fn: Callable[[Connection], T], /) -> T:
        """Run a query that changes rows; the change is on disk when this returns.

        If it raises, nothing changed. Being cancelled does not say which of the two it was.
        """
        ...

    async def insert(self, *rows: Prepared) -> None:
        """Insert one row into each of several tables, as `write` would."""
        ...

    async def write_many(self, fn: Callable[[Connection], T], /) -> T:
        """Do the same for a query that changes many rows: short writes go first, and never wait for two of these."""
        ...

    async def close(self) -> None:
        """Finish the writes already handed over, then let go of the database."""
        ...


def parse_url(url: str) -> URL:
    """Read a database URL: `sqlite:///FILE`, `postgresql://...` or `postgresql+psycopg://...`.

    Raises:
        ConfigurationError: another database or driver, no URL at all, or SQLite without a file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("The database URL cannot be read.") from error
    if parsed.drivername not in _DRIVERS:
        raise ConfigurationError(f"Known databases are {', '.join(_DRIVERS)}, not {parsed.drivername}.")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("SQLite needs a file, sqlite:///FILE: a database in memory would lose credentials.")
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def open_store(url: str) -> Store:
    """Open the store at a database URL; the schema must be there already (`migrate.upgrade`).

    Raises:
        ConfigurationError: as `parse_url`.
    """
    parsed = parse_url(url)
    return _RUNNERS[parsed.get_backend_name()](parsed)
