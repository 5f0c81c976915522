"""The rows of bulk uploads in chunks: who works on which, and what came of it.

A chunk is leased for a time, maybe with others that are made with it. Whoever finishes it says which lease is theirs,
and an earlier one finishes nothing: of two that worked on the same rows, one commits. The work is the service's own, so
these queries take no scope, except for what clients read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import Integer, bindparam, exists, insert, or_, select, tuple_, update

from badgeapi.store.rows import Rows, Scoped
from badgeapi.store.scope import Scope
from badgeapi.store.tables import UtcTime, assertion_jobs, job_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

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
_TOLD = ("accepted", "issued", "duplicate", "failed", "results")

_C, _BEFORE = job_chunks.c, job_chunks.alias().c
_AT = bindparam("at", type_=UtcTime)
_THIS = _C.job_id == bindparam("this_job"), _C.number == bindparam("this_number")
_HELD = (*_THIS, _C.state == "waiting", _C.lease == bindparam("this_lease"))
_AWAITED = _BEFORE.job_id == _C.job_id, _BEFORE.number <= _C.after, _BEFORE.state == "waiting"
_ADD = insert(job_chunks)
_FREE = (
    select(_C.job_id, _C.number, _C.lease)
    .where(
        _C.state == "waiting",
        or_(_C.leased_until.is_(None), _C.leased_until <= _AT),
        or_(_C.after.is_(None), ~exists().where(*_AWAITED)),
    )
    .with_for_update(skip_locked=True)
)
_NEXT = _FREE.order_by(_C.number, _C.job_id).limit(1)
# What may have ended those who worked on it is worked on by itself, so that the others do not share its fate.
_MORE = (
    _FREE.where(_C.job_id == bindparam("this_job"), _C.number > bindparam("first"), _C.lease == 0)
    .order_by(_C.number)
    .limit(bindparam("more", type_=Integer))
)
_TAKE = (
    update(job_chunks)
    .where(_C.job_id == bindparam("this_job"), _C.number.in_(bindparam("numbers", expanding=True)))
    .values(lease=_C.lease + 1)
    .returning(*_CHUNKS.columns)
)
_LATER = select(_C.number).where(_C.job_id == bindparam("this_job"), _C.after >= bindparam("this_number")).limit(1)
_CHANGE = update(job_chunks).where(*_HELD)
_HAND_BACK = _CHANGE.values(failures=_C.failures + bindparam("more", type_=Integer))
_FINISH = _CHANGE.values(state="done", rows=None)
_LET_GO = (
    update(job_chunks)
    .where(
        _C.state == "waiting",
        _C.owner == bindparam("this_owner"),
        _C.leased_until.is_not(None),
        tuple_(_C.job_id, _C.number).not_in(bindparam("kept", expanding=True)),
    )
    .values(leased_until=None)
)
_OF_JOB = (
    _RESULTS.select.join(assertion_jobs)
    .where(_C.job_id == bindparam("this_job"), _C.state == "done", _C.number > bindparam("after"))
    .order_by(_C.number)
    .limit(bindparam("limit", type_=Integer))
)
_RESULTS_OF = Scoped(_OF_JOB, _OF_JOB.where(assertion_jobs.c.issuer_id == bindparam("scope")))


def add(conn: Connection, chunk: NewChunk) -> None:
    """Add a chunk that nobody works on before its job is released."""
    values = {name: getattr(chunk, name) for name in _RECEIVED}
    conn.execute(_ADD, {**values, **_UNDONE, "state": "held"})


def lease(conn: Connection, *, owner: str, at: datetime, until: datetime, most: int) -> list[Chunk]:
    """Lease the next chunks that nobody works on, in order, `most` at most and all of one job.

    Early chunks come first, whichever job they are of: no job waits for the end of another. A chunk that was leased
    before comes by itself.
    """
    first = conn.execute(_NEXT, {"at": at}).first()
    if first is None:
        return []
    this = {"this_job": first.job_id}
    more = most - 1 if first.lease == 0 else 0
    others = conn.execute(_MORE, {**this, "at": at, "first": first.number, "more": more}).all() if more else []
    this |= {"numbers": [first.number, *(other.number for other in others)]}
    taken = _CHUNKS.many(conn, _TAKE, {**this, "owner": owner, "leased_until": until, "started_at": at})
    return sorted(taken, key=lambda chunk: chunk.number)


def awaited(conn: Connection, chunk: Chunk) -> bool:
    """Tell whether keys of a chunk may come again in a later one."""
    return conn.execute(_LATER, {"this_job": chunk.job_id, "this_number": chunk.number}).first() is not None


def extend(conn: Connection, chunk: Chunk, *, until: datetime) -> bool:
    """Keep a lease; False when it is lost."""
    return conn.execute(_CHANGE, {**_held(chunk), "leased_until": until}).rowcount == 1


def hand_back(conn: Connection, chunk: Chunk, *, failed: bool) -> None:
    """End a lease before its time, for the next to try at once; nothing happens when it is lost or the chunk done."""
    conn.execute(_HAND_BACK, {**_held(chunk), "leased_until": None, "more": int(failed)})


def let_go(conn: Connection, *, owner: str, but: Iterable[Chunk] = ()) -> int:
    """End the leases of an executor for all chunks that it does not know of; of one that has just started, for all."""
    kept = [(chunk.job_id, chunk.number) for chunk in but]
    return conn.execute(_LET_GO, {"this_owner": owner, "kept": kept}).rowcount


def finish(conn: Connection, chunk: Chunk, *, done: Done, at: datetime) -> bool:
    """Record that a chunk is done; False when the lease is lost or the job was stopped."""
    told = {name: getattr(done, name) for name in _TOLD}
    return conn.execute(_FINISH, {**_held(chunk), **told, "done_at": at}).rowcount == 1


def results(conn: Connection, scope: Scope, *, job_id: str, after: int, limit: int) -> list[Results]:
    """List the results of a job's chunks in order, beyond chunk `after`."""
    found = _RESULTS_OF.run(conn, scope, {"this_job": job_id, "after": after, "limit": limit})
    return [Results(*row) for row in found]


def _held(chunk: Chunk) -> dict[str, object]:
    return {"this_job": chunk.job_id, "this_number": chunk.number, "this_lease": chunk.lease}
