"""One chunk of a job: rows in, one transaction out. Exactly once, however often it is tried.

The transaction that inserts the credentials also records the results and that the chunk is done, and only if the lease
still holds and the job was not stopped. So a chunk is either not done at all, or done with everything it made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

from badgeapi.canon.json import JsonObject
from badgeapi.errors import BadgeError, Unavailable
from badgeapi.jobs.packing import pack_results
from badgeapi.jobs.rows import AskedRow, ToldRow, UnreadRow
from badgeapi.jobs.workshop import Bench, Workshop
from badgeapi.schemas.assertion_rows import result
from badgeapi.store import assertion_jobs, claimed_keys, job_chunks
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.engine import Connection
from badgeapi.store.job_chunks import Chunk, Done
from badgeapi.store.scope import Scope
from badgeapi.usecases.caller import Caller, Right
from badgeapi.usecases.check_requests import Foreseen, check_requests
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import issue_assertions
from badgeapi.usecases.make_credentials import Delivery, Order
from badgeapi.usecases.survey_requests import Outcome


class LeaseLost(Exception):
    """Somebody else works on the chunk, or its job was stopped: nothing of this attempt is kept."""


class _Aborted(Exception):
    """A row failed in a job that stops at the first failure."""

    def __init__(self, outcomes: Sequence[Outcome | Foreseen]) -> None:
        super().__init__()
        self.outcomes = outcomes


async def work(deployment: Deployment, workshop: Workshop, job: AssertionJob, chunk: Chunk) -> None:
    """Do a chunk.

    Raises:
        LeaseLost: nothing was done.
        Unavailable, ProcessDied: nothing was done; it can be tried again.
    """
    with ExitStack() as making:
        bench = making.enter_context(workshop.bench(chunk.rows, job.achievement_id))
        await _work(deployment, bench, job, chunk, leave=making.close)


async def _work(
    deployment: Deployment, bench: Bench, job: AssertionJob, chunk: Chunk, *, leave: Callable[[], None]
) -> None:
    """Do a chunk, and leave the bench to the next one when all is made and not yet inserted."""
    rows = await bench.read()
    asked = [row for row in rows if isinstance(row, AskedRow)]
    caller = worker_of(job)

    def merged(outcomes: Sequence[Outcome | Foreseen]) -> list[Outcome | Foreseen]:
        """Put what came of the requests back among the rows that could not be read."""
        each = iter(outcomes)
        return [row.error if isinstance(row, UnreadRow) else next(each) for row in rows]

    async def record(outcomes: Sequence[Outcome]) -> Callable[[Connection], None]:
        leave()
        everything = merged(outcomes)
        if job.on_error == "abort" and any(isinstance(outcome, BadgeError) for outcome in everything):
            raise _Aborted(everything)
        done = await asyncio.to_thread(_done, chunk, rows, everything)
        return lambda conn: _finish(conn, deployment, chunk, done)

    async def make(_: Deployment, order: Order[AskedRow]) -> Delivery:
        return await bench.make(order)

    try:
        if job.dry_run:
            checked = await check_requests(deployment, caller, asked, dry_run=job.id, lint=bench.lint)
            leave()
            done = await asyncio.to_thread(_done, chunk, rows, merged(checked.outcomes))

            def claim(conn: Connection) -> None:
                _finish(conn, deployment, chunk, done)
                if job_chunks.awaited(conn, chunk):
                    claimed_keys.add(conn, job_id=job.id, claims=checked.claims)

            await deployment.store.write_many(claim)
        else:
            await issue_assertions(deployment, caller, asked, make=make, also=record)
    except _Aborted as abort:
        done = _told([_skipped(shown) for shown in _results(chunk, rows, abort.outcomes)])
        await deployment.store.write(partial(_abort, deployment=deployment, job=job, chunk=chunk, done=done))


async def give_up(deployment: Deployment, workshop: Workshop, job: AssertionJob, chunk: Chunk) -> None:
    """Record that none of a chunk's rows can be issued: it was tried often enough; raises as `work`."""
    with workshop.bench(chunk.rows, job.achievement_id) as bench:
        rows = await bench.read()
    failure = Unavailable(
        f"These rows could not be issued in {chunk.lease - 1} attempts; send them again by themselves."
    )
    done = _done(chunk, rows, [failure] * len(rows))
    await deployment.store.write(lambda conn: _finish(conn, deployment, chunk, done))


def worker_of(job: AssertionJob) -> Caller:
    """Who issues for a job: whoever uploaded it, and nothing but that."""
    scope = Scope.operator() if job.issuer_id is None else Scope.issuer(job.issuer_id)
    return Caller(scope, frozenset({Right.ASSERTIONS_ISSUE}), job.actor)


def _results(chunk: Chunk, rows: Sequence[ToldRow], outcomes: Sequence[Outcome | Foreseen]) -> list[JsonObject]:
    return [
        result(chunk.first_row + place, row.key, outcome)
        for place, (row, outcome) in enumerate(zip(rows, outcomes, strict=True))
    ]


def _skipped(shown: JsonObject) -> JsonObject:
    """What a row comes to that would have been issued, had the job not been aborted."""
    if shown["state"] != "issued":
        return shown
    return {name: value for name, value in shown.items() if name in ("row", "key")} | {"state": "skipped"}


def _done(chunk: Chunk, rows: Sequence[ToldRow], outcomes: Sequence[Outcome | Foreseen]) -> Done:
    return _told(_results(chunk, rows, outcomes))


def _told(results: Sequence[JsonObject]) -> Done:
    states = [shown["state"] for shown in results]
    issued, duplicate, failed, accepted = (
        states.count(state) for state in ("issued", "duplicate", "failed", "accepted")
    )
    return Done(issued + duplicate + accepted, issued, duplicate, failed, pack_results(results))


def _finish(conn: Connection, deployment: Deployment, chunk: Chunk, done: Done) -> None:
    if not job_chunks.finish(conn, chunk, done=done, at=deployment.now()):
        raise LeaseLost


def _abort(conn: Connection, *, deployment: Deployment, job: AssertionJob, chunk: Chunk, done: Done) -> None:
    """Record a chunk and drop those after it. The job's row comes first, as in every other stop: no deadlock."""
    assertion_jobs.lock(conn, job_id=job.id)
    _finish(conn, deployment, chunk, done)
    assertion_jobs.stop(conn, Scope.operator(), job_id=job.id, state="aborted", at=deployment.now())
