"""Bulk jobs as clients see them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from badgeapi.schemas.resource import Maybe, Moment, Resource
from badgeapi.store.assertion_jobs import AssertionJob, JobState, Progress

JobView = Literal["receiving", "queued", "running", "completed", "cancelled", "aborted"]


class JobCounts(Resource):
    """How many rows came to what so far."""

    total: int
    accepted: int = Field(description="Without fault: issued, issued before, or in a dry run fit to be issued.")
    issued: int
    duplicate: int = Field(description="Issued before, by this upload or another one.")
    failed: int


class AssertionJobResource(Resource):
    """A bulk job and how far it is."""

    id: str
    issuer: Maybe[str] = None
    state: JobView
    dry_run: bool
    on_error: Literal["continue", "abort"]
    counts: JobCounts
    rate: Maybe[float] = Field(None, description="Rows done per second.")
    estimate: Maybe[int] = Field(None, description="Seconds until it is done, at this rate.")
    created_at: Moment
    ended_at: Maybe[Moment] = None

    @property
    def done(self) -> int:
        """How many rows are done."""
        return self.counts.accepted + self.counts.failed

    @classmethod
    def of(cls, job: AssertionJob, progress: Progress) -> AssertionJobResource:
        """Show a job."""
        done = progress.accepted + progress.failed
        rate = None
        if progress.started_at is not None and progress.done_at is not None and done:
            rate = done / max((progress.done_at - progress.started_at).total_seconds(), 0.001)
        return cls(
            id=job.id,
            issuer=job.issuer_id,
            state=_view(job.state, progress),
            dry_run=job.dry_run,
            on_error=job.on_error,
            counts=JobCounts(
                total=job.total,
                accepted=progress.accepted,
                issued=progress.issued,
                duplicate=progress.duplicate,
                failed=progress.failed,
            ),
            rate=None if rate is None else round(rate, 1),
            estimate=None if rate is None or job.state != "open" else round((job.total - done) / rate),
            created_at=job.created_at,
            ended_at=job.ended_at,
        )


def _view(state: JobState, progress: Progress) -> JobView:
    if state != "open":
        return state
    return "queued" if progress.started_at is None else "running"
