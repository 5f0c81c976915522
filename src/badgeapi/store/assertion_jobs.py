"""Bulk uploads: whose they are and how they are to be done. Their rows are in `job_chunks.py`.

An unfinished job is `receiving` its rows or `open`; it ends as completed, cancelled or aborted. Not here: who does the
work, and when a job is given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import Integer, and_, bindparam, delete, func, or_, select, update

from badgeapi.store import claimed_keys
from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import UtcTime, assertion_jobs, job_chunks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from badgeapi.store.rows import Cursor
    from badgeapi.store.scope import Scope

JobState: TypeAlias = Literal["receiving", "open", "completed", "cancelled", "aborted"]


@dataclass(frozen=True, slots=True)
class AssertionJob:
    """One upload.

    Attributes:
        issuer_id: None when it is the operator's, whose rows may be of several issuers.
        achievement_id: that of rows which name none.
        total: its rows; 0 while they are received.
    """

    id: str
    issuer_id: str | None
    actor: str
    state: JobState
    dry_run: bool
    on_error: Literal["continue", "abort"]
    achievement_id: str | None
    total: int
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The sums over a job's chunks; times are those of the first row taken and the last row done."""

    accepted: int
    issued: int
    duplicate: int
    failed: int
    started_at: datetime | None
    done_at: datetime | None


_ROWS = OwnedRows(AssertionJob, assertion_jobs)
_CHANGE = _ROWS.scoped(
    _ROWS.update.where(assertion_jobs.c.id == bindparam("this"), assertion_jobs.c.state == bindparam("state_before"))
)
_C, _CHUNKS = assertion_jobs.c, job_chunks.c
_SUMS = select(
    *(
        func.coalesce(func.sum(column), 0)
        for column in (_CHUNKS.accepted, _CHUNKS.issued, _CHUNKS.duplicate, _CHUNKS.failed)
    ),
    func.min(_CHUNKS.started_at),
    func.max(_CHUNKS.done_at),
).where(_CHUNKS.job_id == bindparam("this"))
_UNFINISHED = _ROWS.scoped(select(func.count()).select_from(assertion_jobs).where(_C.state.in_(["receiving", "open"])))
_RELEASE = update(job_chunks).where(_CHUNKS.job_id == bindparam("this")).values(state="waiting", leased_until=None)
_LOCK = select(_C.id).where(_C.id == bindparam("this")).with_for_update()
_DROP = (
    update(job_chunks)
    .where(_CHUNKS.job_id == bindparam("this"), _CHUNKS.state == "waiting")
    .values(state="dropped", rows=None)
)
# From the end: the last chunk waits as long as nearly all the others, and thousands before it may be done.
_UNDONE = (
    select(_CHUNKS.number)
    .where(_CHUNKS.job_id == _C.id, _CHUNKS.state == "waiting")
    .order_by(_CHUNKS.number.desc())
    .limit(1)
    .scalar_subquery()
)
_FINISH = update(assertion_jobs).where(_C.state == "open", _UNDONE.is_(None)).values(state="completed").returning(_C.id)
_JOBS = bindparam("jobs", type_=_C.id.type, expanding=True)
_REMOVE = delete(job_chunks).where(_CHUNKS.job_id.in_(_JOBS)), delete(assertion_jobs).where(_C.id.in_(_JOBS))
_ALIVE = (
    select(_CHUNKS.number)
    .where(_CHUNKS.job_id == _C.id, _CHUNKS.leased_until > bindparam("at", type_=UtcTime))
    .exists()
)
_BROKEN = and_(_C.state == "receiving", _C.created_at < bindparam("begun_before", type_=UtcTime), ~_ALIVE)
_OUTDATED = (
    select(_C.id)
    .where(or_(_BROKEN, _C.ended_at < bindparam("ended_before", type_=UtcTime)))
    .limit(bindparam("limit", type_=Integer))
)


def insert(conn: Connection, scope: Scope, *, job: AssertionJob) -> None:
    """Add a job.

    Raises:
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, job)


def get(conn: Connection, scope: Scope, *, job_id: str) -> AssertionJob | None:
    """Find a job by its id."""
    return _ROWS.find(conn, scope, id=job_id)


def page(conn: Connection, scope: Scope, *, limit: int, after: Cursor | None = None) -> list[AssertionJob]:
    """List jobs, newest first."""
    return _ROWS.page(conn, scope, after=after, newest_first=True, limit=limit)


def progress(conn: Connection, scope: Scope, *, job_id: str) -> Progress | None:
    """Sum up a job's chunks; None when there is no such job."""
    if get(conn, scope, job_id=job_id) is None:
        return None
    accepted, issued, duplicate, failed, *span = conn.execute(_SUMS, {"this": job_id}).one()
    return Progress(int(accepted), int(issued), int(duplicate), int(failed), *span)


def unfinished(conn: Connection, scope: Scope) -> int:
    """Count the jobs that are not done."""
    return int(_UNFINISHED.run(conn, scope, {}).scalar_one())


def release(conn: Connection, scope: Scope, *, job_id: str, total: int) -> AssertionJob | None:
    """Let the work begin: all rows are there; None unless the job is receiving."""
    this = {"this": job_id, "state_before": "receiving"}
    released = _ROWS.run_one(conn, scope, _CHANGE, **this, state="open", total=total)
    if released is not None:
        conn.execute(_RELEASE, {"this": job_id})
    return released


def lock(conn: Connection, *, job_id: str) -> bool:
    """Keep others from stopping or removing a job until the transaction ends; False when it is gone."""
    return conn.execute(_LOCK, {"this": job_id}).first() is not None


def stop(
    conn: Connection, scope: Scope, *, job_id: str, state: Literal["cancelled", "aborted"], at: datetime
) -> AssertionJob | None:
    """End a job before its end: chunks that are not done never will be; None unless the job is open."""
    this = {"this": job_id, "state_before": "open"}
    stopped = _ROWS.run_one(conn, scope, _CHANGE, **this, state=state, ended_at=at)
    if stopped is not None:
        conn.execute(_DROP, {"this": job_id})
        claimed_keys.remove(conn, job_ids=[job_id])
    return stopped


def finish(conn: Connection, at: datetime) -> list[str]:
    """End the jobs of which all chunks are done, and give their ids.

    To be called after the transaction of the last chunk: two that finish at once do not see each other's.
    """
    ended = list(conn.scalars(_FINISH, {"ended_at": at}))
    claimed_keys.remove(conn, job_ids=ended)
    return ended


def remove(conn: Connection, *, job_ids: Sequence[str]) -> None:
    """Delete jobs with all their chunks."""
    claimed_keys.remove(conn, job_ids=job_ids)
    for statement in _REMOVE:
        conn.execute(statement, {"jobs": list(job_ids)})


def outdated(
    conn: Connection, at: datetime, *, begun_before: datetime, ended_before: datetime, limit: int
) -> list[str]:
    """List jobs whose upload began before a time and brings nothing any more, or that ended before another."""
    bounds = {"at": at, "begun_before": begun_before, "ended_before": ended_before, "limit": limit}
    return list(conn.scalars(_OUTDATED, bounds))
