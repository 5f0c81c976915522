"""The runner for PostgreSQL: the plain query functions in a few threads, one connection to each.

Not here: retries. A transaction ended by a deadlock or a restart is `Unavailable`; callers repeat it under
the same idempotency key.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import create_engine, event

from badgeapi.errors import Unavailable
from badgeapi.store.failures import translated
from badgeapi.store.statements import insert_in_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection, Engine

    from badgeapi.store.statements import Prepared

T = TypeVar("T")

CONNECTIONS: Final = 16
"""Connections of one process at most: PostgreSQL lets in 100 unless told otherwise."""
_CONNECT_TIMEOUT_S: Final = 5
_MIGRATION_LOCK: Final = int.from_bytes(b"badgeapi", "big")
"""Any number, as long as it is always the same one."""


def _engine(url: URL) -> Engine:
    return create_engine(
        url, pool_size=CONNECTIONS, max_overflow=0, connect_args={"connect_timeout": _CONNECT_TIMEOUT_S}
    )


def migrating_engine(url: URL) -> Engine:
    """Make an engine whose transactions wait for each other, from whichever machine they come."""
    engine = _engine(url)

    @event.listens_for(engine, "begin")
    def lock(conn: Connection) -> None:
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")

    return engine


class PostgresqlStore:
    """A `Store` on a PostgreSQL database. Any number of event loops and threads may call it."""

    has_one_writer = False

    def __init__(self, url: URL) -> None:
        self._writers = _engine(url)
        # The same connections; a read of several statements sees one snapshot, as on SQLite.
        self._readers = self._writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # A transaction for each statement, without BEGIN and COMMIT: each would be a message to the server and back.
        self._single = self._writers.execution_options(isolation_level="AUTOCOMMIT")
        self.dialect = self._writers.dialect
        self._threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="store")

    async def read(self, fn: Callable[[Connection], T], /) -> T:
        """Run a read in a read-only transaction; see `Store.read`."""
        return await self._run(self._readers, fn)

    async def look_up(self, fn: Callable[[Connection], T], /) -> T:
        """Run a statement that is a transaction by itself; see `Store.look_up`."""
        return await self._run(self._single, fn)

    async def scan(self, fn: Callable[[Connection], T], /) -> T:
        """Run a long read, which is no different here; see `Store.scan`."""
        return await self._run(self._readers, fn)

    async def write(self, fn: Callable[[Connection], T], /) -> T:
        """Run a write in a transaction of its own; see `Store.write`."""
        return await self._run(self._writers, fn)

    async def insert(self, *rows: Prepared) -> None:
        """Insert all in one statement, which is a transaction by itself; see `Store.insert`."""
        await self._run(self._single, partial(insert_in_one, rows=rows))

    async def write_many(self, fn: Callable[[Connection], T], /) -> T:
        """Run a write of many rows, which holds up nobody here; see `Store.write_many`."""
        return await self._run(self._writers, fn)

    async def close(self) -> None:
        """Finish what is running and close the connections; see `Store.close`."""
        await asyncio.to_thread(self._threads.shutdown)
        self._writers.dispose()

    async def _run(self, engine: Engine, fn: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with translated(), engine.begin() as conn:
                return fn(conn)

        try:
            outcome = self._threads.submit(transaction)
        except RuntimeError as error:
            raise Unavailable("The store is closed.") from error
        return await asyncio.wrap_future(outcome)
