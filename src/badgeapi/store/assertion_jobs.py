"""Bulk uploads: whose they are and how they are to be done. Their rows are in `job_chunks.py`.

An unfinished job is `receiving` its rows or `open`; it ends as completed, cancelled or aborted. Not here: who does the
work, and when a job is given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import bindparam, delete, func, select, update

from badgeapi.store import claimed_keys
from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import assertion_jobs, job_chunks

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
    c = job_chunks.c
    sums = (func.coalesce(func.sum(column), 0) for column in (c.accepted, c.issued, c.duplicate, c.failed))
    times = func.min(c.started_at), func.max(c.done_at)
    accepted, issued, duplicate, failed, *span = conn.execute(select(*sums, *times).where(c.job_id == job_id)).one()
    return Progress(int(accepted), int(issued), int(duplicate), int(failed), *span)


def unfinished(conn: Connection, scope: Scope) -> int:
    """Count the jobs that are not done."""
    c = assertion_jobs.c
    this = c.state.in_(["receiving", "open"]), scope.where(c.issuer_id)
    return conn.scalar(select(func.count()).select_from(assertion_jobs).where(*this)) or 0


def release(conn: Connection, scope: Scope, *, job_id: str, total: int) -> AssertionJob | None:
    """Let the work begin: all rows are there; None unless the job is receiving."""
    this = {"this": job_id, "state_before": "receiving"}
    released = _ROWS.run_one(conn, scope, _CHANGE, **this, state="open", total=total)
    if released is not None:
        conn.execute(update(job_chunks).where(job_chunks.c.job_id == job_id).values(state="waiting", leased_until=None))
    return released


def lock(conn: Connection, *, job_id: str) -> bool:
    """Keep others from stopping or removing a job until the transaction ends; False when it is gone."""
    found = conn.execute(select(assertion_jobs.c.id).where(assertion_jobs.c.id == job_id).with_for_update())
    return found.first() is not None


def stop(
    conn: Connection, scope: Scope, *, job_id: str, state: Literal["cancelled", "aborted"], at: datetime
) -> AssertionJob | None:
    """End a job before its end: chunks that are not done never will be; None unless the job is open."""
    this = {"this": job_id, "state_before": "open"}
    stopped = _ROWS.run_one(conn, scope, _CHANGE, **this, state=state, ended_at=at)
    if stopped is not None:
        c = job_chunks.c
        open_chunks = update(job_chunks).where(c.job_id == job_id, c.state == "waiting")
        conn.execute(open_chunks.values(state="dropped", rows=None))
        claimed_keys.remove(conn, job_ids=[job_id])
    return stopped


def finish(conn: Connection, at: datetime) -> list[str]:
    """End the jobs of which all chunks are done, and give their ids.

    To be called after the transaction of the last chunk: two that finish at once do not see each other's.
    """
    c = assertion_jobs.c
    undone = select(job_chunks.c.number).where(job_chunks.c.job_id == c.id, job_chunks.c.state == "waiting")
    done = update(assertion_jobs).where(c.state == "open", ~undone.exists())
    ended = list(conn.scalars(done.values(state="completed", ended_at=at).returning(c.id)))
    claimed_keys.remove(conn, job_ids=ended)
    return ended


def remove(conn: Connection, *, job_ids: Sequence[str]) -> None:
    """Delete jobs with all their chunks."""
    claimed_keys.remove(conn, job_ids=job_ids)
    conn.execute(delete(job_chunks).where(job_chunks.c.job_id.in_(job_ids)))
    conn.execute(delete(assertion_jobs).where(assertion_jobs.c.id.in_(job_ids)))


def outdated(
    conn: Connection, at: datetime, *, begun_before: datetime, ended_before: datetime, limit: int
) -> list[str]:
    """List jobs whose upload began before a time and brings nothing any more, or that ended before another."""
    c, chunks = assertion_jobs.c, job_chunks.c
    alive = select(chunks.number).where(chunks.job_id == c.id, chunks.leased_until > at).exists()
    broken = (c.state == "receiving") & (c.created_at < begun_before) & ~alive
    return list(conn.scalars(select(c.id).where(broken | (c.ended_at < ended_before)).limit(limit)))
