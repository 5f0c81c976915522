"""The runner for SQLite: reads inline on the event loop, one writer thread that commits in groups.

SQLite has one writer at a time, and a durable commit waits for the disk. So one thread takes whatever writes
are waiting, runs each of several in a savepoint of its own, commits once for all, and only then answers: the
more callers, the fewer commits per write. Writes of many rows take turns with groups of short ones, so that a
short one waits for one of them at most; what comes while one runs is committed with it. A point read takes tens
of microseconds, less than a hop to another thread. Not here: more than one process that serves (refused
elsewhere); a second process that writes now and then is waited for.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from sqlalchemy import create_engine, event

from badgeapi.errors import Unavailable
from badgeapi.store.checkpoints import LOG_PAGES, Checkpoints
from badgeapi.store.failures import translated

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection, Engine

    from badgeapi.store.statements import Prepared

T = TypeVar("T")

GROUP: Final = 256
"""Writes per commit at most: bounds how long the first of a group waits for the last."""

# busy_timeout comes first: the pragmas after it may meet another process's lock.
_READING: Final = ("busy_timeout = 5000", "query_only = ON")
_WRITING: Final = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # Else the pages that an INSERT of many rows changes go to a file as they were before: more than go to the log.
    "temp_store = MEMORY",
    "cache_size = -16000",  # 16 MB: with less, a transaction of many rows writes its pages early, and then again
    f"wal_autocheckpoint = {LOG_PAGES}",
)
# A table that is rebuilt would take its referrers along, so references are checked once, before the commit.
_MIGRATING: Final = (
    "busy_timeout = 60000",
    "page_size = 8192",  # of a new file: on a page of 4 KB there is room for one credential, and half of it stays empty
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = OFF",
)


def _engine(url: URL, *, pragmas: tuple[str, ...], begin: str | None) -> Engine:
    """Make an engine whose connections obey `pragmas` and whose transactions start with `begin`, if with anything."""
    # The pool may grow to one connection per thread, so that no reader ever waits for another.
    engine = create_engine(url, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own idea of when to begin is switched off
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    if begin is not None:

        @event.listens_for(engine, "begin")
        def start(conn: Connection) -> None:
            _driver(conn).execute(begin)

    return engine


def _driver(conn: Connection) -> sqlite3.Connection:
    """The driver's connection: for a statement without parameters or rows, Core costs ten times what SQLite does."""
    return cast("sqlite3.Connection", conn.connection.driver_connection)


def migrating_engine(url: URL) -> Engine:
    """Make an engine whose transactions exclude every other writer and end with a check of all references."""
    engine = _engine(url, pragmas=_MIGRATING, begin="BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def check_references(conn: Connection) -> None:
        if broken := conn.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError(f"the migration would leave a broken reference: {tuple(broken)}")

    return engine


class SqliteStore:
    """A `Store` on one SQLite file. Any number of event loops and threads may call it."""

    has_one_writer = True

    def __init__(self, url: URL) -> None:
        self._readers = _engine(url, pragmas=_READING, begin=None)  # begun below: not every statement is SQLAlchemy's
        self._reading = threading.local()
        self._collected: dict[asyncio.AbstractEventLoop, list[_Job[Any]]] = {}
        self._opened: list[Connection] = []
        # IMMEDIATE: a transaction that reads first and writes later can fail where waiting would not help.
        writers = _engine(url, pragmas=_WRITING, begin="BEGIN IMMEDIATE")
        self.dialect = writers.dialect
        self._writer = _Writer(writers)

    async def read(self, fn: Callable[[Connection], T], /) -> T:
        """Run a short read here and now; see `Store.read`."""
        return self._read(fn)

    async def look_up(self, fn: Callable[[Connection], T], /) -> T:
        """Run a short read, as every one is run; see `Store.look_up`."""
        return self._read(fn)

    async def scan(self, fn: Callable[[Connection], T], /) -> T:
        """Run a long read in a thread; see `Store.scan`."""
        return await asyncio.to_thread(self._read, fn)

    async def write(self, fn: Callable[[Connection], T], /) -> T:
        """Hand a write to the writer thread and wait for its commit; see `Store.write`."""
        return await self._write(fn, is_long=False)

    async def insert(self, *rows: Prepared) -> None:
        """Write rows, as everything is written; see `Store.insert`."""

        def write(conn: Connection) -> None:
            for one in rows:
                one.run(conn)

        await self.write(write)

    async def write_many(self, fn: Callable[[Connection], T], /) -> T:
        """Hand over a write that no other of its kind is committed with, after short ones; see `Store.write_many`."""
        return await self._write(fn, is_long=True)

    async def close(self) -> None:
        """Commit what is waiting and close the file; see `Store.close`."""
        self._hand_over(asyncio.get_running_loop())
        await asyncio.to_thread(self._writer.close)
        for conn in self._opened:
            conn.close()
        self._readers.dispose()

    async def _write(self, fn: Callable[[Connection], T], *, is_long: bool) -> T:
        loop = asyncio.get_running_loop()
        job = _Job(fn, loop.create_future(), is_long)
        # At the end of this turn of the loop, with what others hand over in it: a thread that begins at once would
        # have to take the interpreter from the very loop that prepares the next ones, for every single statement.
        if (collected := self._collected.get(loop)) is None:
            collected = self._collected[loop] = []
            loop.call_soon(self._hand_over, loop)
        collected.append(job)
        await job.done
        return job.result()

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the writer what a loop has collected; to be called on that loop."""
        if jobs := self._collected.pop(loop, None):
            self._writer.put(jobs)

    def _read(self, fn: Callable[[Connection], T]) -> T:
        with translated():
            conn = self._connection()
            driver = _driver(conn)
            driver.execute("BEGIN")
            try:
                return fn(conn)
            finally:
                conn.rollback()  # of what SQLAlchemy knows
                driver.rollback()

    def _connection(self) -> Connection:
        """The connection that this thread keeps: taking one from the pool each time costs as much as a look-up."""
        conn: Connection | None = getattr(self._reading, "conn", None)
        if conn is None or conn.closed:
            conn = self._reading.conn = self._readers.connect()
            self._opened.append(conn)
        return conn


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    """One write: what to run, whom to wake, and what came of it (read only after `done`).

    Attributes:
        is_long: it changes many rows; no other such one is in its transaction.
    """

    fn: Callable[[Connection], T]
    done: asyncio.Future[None]
    is_long: bool
    value: T | None = None
    error: BaseException | None = None

    def run(self, conn: Connection) -> None:
        """Run in a transaction that ends with a failure."""
        self.value = self.fn(conn)

    def run_beside_others(self, conn: Connection) -> None:
        """Run in a savepoint, so that a failure is this job's own.

        Raises:
            Unavailable: SQLite gave up the whole transaction, as it does when the disk is full.
        """
        driver = _driver(conn)
        driver.execute("SAVEPOINT job")
        try:
            with translated():
                self.run(conn)
        except Exception as error:
            if not driver.in_transaction:
                raise Unavailable("The store could not write.") from error
            self.error = error
            driver.execute("ROLLBACK TO job")
        driver.execute("RELEASE job")

    def result(self) -> T:
        """Return what the caller asked for, or raise what happened instead."""
        if self.error is not None:
            raise self.error
        return cast("T", self.value)


class _Writer:
    """The one thread that writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._checkpoints = Checkpoints(engine)
        self._conn: Connection | None = None
        self._waiting: SimpleQueue[list[_Job[Any]] | None] = SimpleQueue()
        self._short: deque[_Job[Any]] = deque()
        self._long: deque[_Job[Any]] = deque()
        self._ended = False
        self._closing = threading.Lock()
        self._closed = False
        # A daemon, so that a process that forgot to close still ends; only what is committed is answered.
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, jobs: list[_Job[Any]]) -> None:
        """Queue jobs, never behind the end of the queue: what comes after it is refused."""
        with self._closing:
            if not self._closed:
                self._waiting.put(jobs)
                return
        for job in jobs:
            job.error = Unavailable("The store is closed.")
        _wake(jobs)

    def close(self) -> None:
        """End the queue and wait until all before the end is committed."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join()
        self._checkpoints.close()
        self._engine.dispose()

    def _work(self) -> None:
        """Commit a group of short writes, then one of the long, and so on; wait only when there is neither."""
        while not self._ended or self._short or self._long:
            self._receive(wait=not (self._short or self._long))
            self._commit(_next(self._short, GROUP))
            self._commit(_next(self._long, 1))
        self._let_go()

    def _receive(self, *, wait: bool) -> None:
        """Take what has been handed over."""
        while not self._ended and (wait or not self._waiting.empty()):
            wait, jobs = False, self._waiting.get()
            self._ended = jobs is None
            for job in jobs or ():
                (self._long if job.is_long else self._short).append(job)

    def _let_go(self) -> None:
        """Leave the connection, in whatever state it is, to the pool, which sets it right or closes it."""
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()

    def _commit(self, group: list[_Job[Any]]) -> None:
        """Run a group in one transaction, and wake the callers when it is on disk or has failed."""
        if not group:
            return
        rows = 0
        try:
            with translated():
                # Kept from commit to commit: taking it from the pool costs three times what beginning and ending does.
                conn = self._conn = self._conn or self._engine.connect()
                before = _driver(conn).total_changes
                with conn.begin():
                    for job in group:
                        # A savepoint costs a copy of each page that is changed within it, as it was before.
                        (job.run_beside_others if len(group) > 1 else job.run)(conn)
                    if group[0].is_long:  # what has come meanwhile waits no longer than for this commit
                        self._receive(wait=False)
                        group += _next(self._short, GROUP)
                        for job in group[1:]:
                            job.run_beside_others(conn)
                rows = _driver(conn).total_changes - before
        except BaseException as error:  # noqa: BLE001 - each caller raises it; the thread must live on
            self._let_go()
            for job in group:
                job.error = error
        self._checkpoints.note(rows=rows)
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[_Job[Any]]] = defaultdict(list)
        for job in group:
            by_loop[job.done.get_loop()].append(job)
        for loop, jobs in by_loop.items():
            with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
                loop.call_soon_threadsafe(_wake, jobs)


def _next(waiting: deque[_Job[Any]], most: int) -> list[_Job[Any]]:
    """Take the first of those that wait, but for who has given up."""
    group = [waiting.popleft() for _ in range(min(len(waiting), most))]
    return [job for job in group if not job.done.cancelled()]


def _wake(jobs: list[_Job[Any]]) -> None:
    """Let the callers go on, except those cancelled meanwhile; runs on their loop."""
    for job in jobs:
        if not job.done.done():
            job.done.set_result(None)
