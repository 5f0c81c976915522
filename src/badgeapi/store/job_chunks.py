"""The rows of bulk uploads in chunks: who works on which, and what came of it.

A chunk is leased for a time. Whoever finishes it says which lease is theirs, and an earlier one finishes nothing: of
two that worked on the same rows, one commits. The work is the service's own, so these queries take no scope, except
for what clients read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import exists, insert, or_, select, update

from badgeapi.store.rows import Rows
from badgeapi.store.scope import Scope
from badgeapi.store.tables import assertion_jobs, job_chunks

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

ChunkState: TypeAlias = Literal["held", "waiting", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class NewChunk:
    """Rows received: `rows` are JSON lines, deflated; `first_row` counts from 1.

    Until the job is released they are in the hands of the upload, which is thought to go on until `leased_until`.

    `after` is the number of the last chunk before it that has one of its keys: the first row with a key is the one that
    is issued, so the work on this chunk begins when that one and all before it are done.
    """

    job_id: str
    number: int
    first_row: int
    size: int
    rows: bytes
    leased_until: datetime
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk in somebody's hands; `lease` says in whose, `failures` how many have tried in vain."""

    job_id: str
    number: int
    first_row: int
    size: int
    rows: bytes
    owner: str
    lease: int
    failures: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a chunk: how many rows of which kind, and `results`, JSON lines, deflated."""

    accepted: int
    issued: int
    duplicate: int
    failed: int
    results: bytes


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one chunk as they are stored."""

    number: int
    results: bytes


_CHUNKS = Rows(Chunk, job_chunks)
_RESULTS = Rows(Results, job_chunks)
_RECEIVED = ("job_id", "number", "first_row", "size", "rows", "leased_until", "after")
_UNDONE = {"lease": 0, "failures": 0, "accepted": 0, "issued": 0, "duplicate": 0, "failed": 0}


def add(conn: Connection, chunk: NewChunk) -> None:
    """Add a chunk that nobody works on before its job is released."""
    values = {name: getattr(chunk, name) for name in _RECEIVED}
    conn.execute(insert(job_chunks), {**values, **_UNDONE, "state": "held"})


def lease(conn: Connection, *, owner: str, at: datetime, until: datetime) -> Chunk | None:
    """Lease the next chunk that nobody works on; None when there is none.

    Early chunks come first, whichever job they are of: no job waits for the end of another.
    """
    c, before = job_chunks.c, job_chunks.alias().c
    awaited = before.job_id == c.job_id, before.number <= c.after, before.state == "waiting"
    free = (
        c.state == "waiting",
        or_(c.leased_until.is_(None), c.leased_until <= at),
        or_(c.after.is_(None), ~exists().where(*awaited)),
    )
    found = conn.execute(
        select(c.job_id, c.number).where(*free).order_by(c.number, c.job_id).limit(1).with_for_update(skip_locked=True)
    ).first()
    if found is None:
        return None
    taken = (
        update(job_chunks)
        .where(c.job_id == found.job_id, c.number == found.number)
        .values(owner=owner, lease=c.lease + 1, leased_until=until, started_at=at)
    )
    return _CHUNKS.one(conn, taken.returning(*_CHUNKS.columns))


def awaited(conn: Connection, chunk: Chunk) -> bool:
    """Tell whether keys of a chunk may come again in a later one."""
    c = job_chunks.c
    later = select(c.number).where(c.job_id == chunk.job_id, c.after >= chunk.number)
    return conn.execute(later.limit(1)).first() is not None


def extend(conn: Connection, chunk: Chunk, *, until: datetime) -> bool:
    """Keep a lease; False when it is lost."""
    return conn.execute(update(job_chunks).where(*_held(chunk)).values(leased_until=until)).rowcount == 1


def hand_back(conn: Connection, chunk: Chunk, *, failed: bool) -> None:
    """End a lease before its time, for the next to try at once; nothing happens when it is lost or the chunk done."""
    failures = job_chunks.c.failures + int(failed)
    conn.execute(update(job_chunks).where(*_held(chunk)).values(leased_until=None, failures=failures))


def let_go(conn: Connection, *, owner: str) -> int:
    """End the leases of an executor that has just started: it cannot be working on anything."""
    c = job_chunks.c
    held = c.state == "waiting", c.owner == owner, c.leased_until.is_not(None)
    return conn.execute(update(job_chunks).where(*held).values(leased_until=None)).rowcount


def finish(conn: Connection, chunk: Chunk, *, done: Done, at: datetime) -> bool:
    """Record that a chunk is done; False when the lease is lost or the job was stopped."""
    values = {name: getattr(done, name) for name in ("accepted", "issued", "duplicate", "failed", "results")}
    finished = update(job_chunks).where(*_held(chunk)).values(**values, state="done", done_at=at, rows=None)
    return conn.execute(finished).rowcount == 1


def results(conn: Connection, scope: Scope, *, job_id: str, after: int, limit: int) -> list[Results]:
    """List the results of a job's chunks in order, beyond chunk `after`."""
    c = job_chunks.c
    return _RESULTS.many(
        conn,
        _RESULTS.select.join(assertion_jobs)
        .where(scope.where(assertion_jobs.c.issuer_id), c.job_id == job_id, c.state == "done", c.number > after)
        .order_by(c.number)
        .limit(limit),
    )


def _held(chunk: Chunk) -> tuple[ColumnElement[bool], ...]:
    c = job_chunks.c
    return c.job_id == chunk.job_id, c.number == chunk.number, c.state == "waiting", c.lease == chunk.lease
