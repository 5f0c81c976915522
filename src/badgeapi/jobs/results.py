"""What came of each row, in the order of the upload: the results of chunks, strung together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from badgeapi.jobs.packing import unpack
from badgeapi.store import job_chunks
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.scope import Scope
from badgeapi.usecases.deployment import Deployment

_AT_ONCE = 4


async def results(deployment: Deployment, scope: Scope, job: AssertionJob) -> AsyncIterator[list[bytes]]:
    """Yield the result lines of a job, some hundreds at a time; while it runs, those before the first gap."""
    after = -1
    while True:
        found = await deployment.store.read(
            partial(job_chunks.results, scope=scope, job_id=job.id, after=after, limit=_AT_ONCE)
        )
        for chunk in found:
            if chunk.number != after + 1 and job.state == "open":
                return
            after = chunk.number
            yield unpack(chunk.results)
        if len(found) < _AT_ONCE:
            return
