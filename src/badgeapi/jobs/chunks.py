"""Chunks of a job: rows in, one transaction out for each. Exactly once, however often it is tried.

The transaction that inserts a chunk's credentials also records its results and that it is done, and only if the lease
still holds and the job was not stopped. So a chunk is either not done at all, or done with everything it made. The
chunks of a lot are made together; none of them waits for another of them, for none has the keys of another (`after`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import repeat
from typing import NamedTuple, TypeAlias

from badgeapi.canon.json import JsonObject
from badgeapi.errors import Unavailable
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
from badgeapi.usecases.check_requests import Checked, Foreseen, check_requests
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.issue_assertions import Also, Made, Part, Write, make_assertions, store_assertions
from badgeapi.usecases.survey_requests import Outcome

_Shown: TypeAlias = tuple[Chunk, list[JsonObject]]
"""What is shown of each row of a chunk."""


class LeaseLost(Exception):
    """Somebody else works on the chunk, or its job was stopped: nothing of this attempt is kept."""


class _Aborted(Exception):
    """A row failed in a job that stops at the first failure."""

    def __init__(self, results: Sequence[_Shown]) -> None:
        super().__init__()
        self.results = results


class _Part(NamedTuple):
    """A chunk of a lot: its rows, and which of the requests of the lot are theirs."""

    chunk: Chunk
    rows: Sequence[ToldRow]
    asked: range


async def work(deployment: Deployment, workshop: Workshop, job: AssertionJob, lot: Sequence[Chunk]) -> None:
    """Make what the chunks of a lot ask for, together, and store it chunk by chunk.

    Raises:
        LeaseLost, Unavailable, ProcessDied: what is not done can be tried again.
    """
    caller = worker_of(job)
    with ExitStack() as making:
        bench = making.enter_context(_bench(workshop, job, lot))
        parts = _parts(lot, await bench.read())
        asked = [row for part in parts for row in part.rows if isinstance(row, AskedRow)]
        if job.dry_run:
            checked = await check_requests(deployment, caller, asked, dry_run=job.id, lint=bench.lint)
            making.close()
            await _note(deployment, job, parts, checked)
        else:
            made = await make_assertions(deployment, caller, asked, make=lambda _, order: bench.make(order))
            making.close()  # the bench is the next one's while these are inserted
            await _store(deployment, job, parts, made)


async def _note(deployment: Deployment, job: AssertionJob, parts: Sequence[_Part], checked: Checked) -> None:
    """Record what would come of a lot."""
    done = await asyncio.to_thread(lambda: _done(_results(parts, checked.outcomes)))

    def write(conn: Connection) -> None:
        _finish(conn, deployment, done)
        if any(job_chunks.awaited(conn, part.chunk) for part in parts):
            claimed_keys.add(conn, job_id=job.id, claims=checked.claims)

    await deployment.store.write_many(write)


async def _store(deployment: Deployment, job: AssertionJob, parts: Sequence[_Part], made: Made[AskedRow]) -> None:
    """Store what a lot asked for and what came of it: in one transaction when that keeps nobody waiting.

    A job that may be aborted has a lot stored as a whole, or not at all.
    """
    stops = job.on_error == "abort"
    groups = [parts] if stops or deployment.lanes.awards.is_quiet() else [[part] for part in parts]

    def recording(group: Sequence[_Part]) -> Also:
        def record(outcomes: Sequence[Outcome]) -> Write:
            results = _results(group, outcomes)
            if stops and any(shown["state"] == "failed" for _, its in results for shown in its):
                raise _Aborted(results)
            return partial(_finish, deployment=deployment, done=_done(results))

        return record

    try:
        await store_assertions(
            deployment,
            worker_of(job),
            made,
            [Part(range(group[0].asked.start, group[-1].asked.stop), recording(group)) for group in groups],
        )
    except _Aborted as abort:
        done = _done([(chunk, [_skipped(shown) for shown in its]) for chunk, its in abort.results])
        await deployment.store.write(partial(_abort, deployment=deployment, job=job, done=done))


async def give_up(deployment: Deployment, workshop: Workshop, job: AssertionJob, lot: Sequence[Chunk]) -> None:
    """Record that none of the rows can be issued: it was tried often enough; raises as `work`."""
    with _bench(workshop, job, lot) as bench:
        parts = _parts(lot, await bench.read())
    attempts = max(chunk.lease for chunk in lot) - 1
    failure = Unavailable(f"These rows could not be issued in {attempts} attempts; send them again by themselves.")
    done = _done(_results(parts, repeat(failure)))
    await deployment.store.write(partial(_finish, deployment=deployment, done=done))


def _bench(workshop: Workshop, job: AssertionJob, lot: Sequence[Chunk]) -> AbstractContextManager[Bench]:
    return workshop.bench(tuple(chunk.rows for chunk in lot), job.achievement_id)


def _parts(lot: Sequence[Chunk], rows: Sequence[ToldRow]) -> list[_Part]:
    """Part the rows of a lot into those of its chunks."""
    parts: list[_Part] = []
    first = asked = 0
    for chunk in lot:
        its = rows[first : first + chunk.size]
        count = sum(isinstance(row, AskedRow) for row in its)
        parts.append(_Part(chunk, its, range(asked, asked + count)))
        first, asked = first + chunk.size, asked + count
    return parts


def _results(parts: Sequence[_Part], outcomes: Iterable[Outcome | Foreseen]) -> list[_Shown]:
    """Put what came of requests, in their order, among the rows that could not be read."""
    each = iter(outcomes)
    return [
        (
            part.chunk,
            [
                result(number, row.key, row.error if isinstance(row, UnreadRow) else next(each))
                for number, row in enumerate(part.rows, part.chunk.first_row)
            ],
        )
        for part in parts
    ]


def worker_of(job: AssertionJob) -> Caller:
    """Who issues for a job: whoever uploaded it, and nothing but that."""
    scope = Scope.operator() if job.issuer_id is None else Scope.issuer(job.issuer_id)
    return Caller(scope, frozenset({Right.ASSERTIONS_ISSUE}), job.actor)


def _skipped(shown: JsonObject) -> JsonObject:
    """What a row comes to that would have been issued, had the job not been aborted."""
    if shown["state"] != "issued":
        return shown
    return {name: value for name, value in shown.items() if name in ("row", "key")} | {"state": "skipped"}


def _done(results: Sequence[_Shown]) -> list[tuple[Chunk, Done]]:
    return [(chunk, _told(its)) for chunk, its in results]


def _told(results: Sequence[JsonObject]) -> Done:
    states = [shown["state"] for shown in results]
    issued, duplicate, failed, accepted = (
        states.count(state) for state in ("issued", "duplicate", "failed", "accepted")
    )
    return Done(issued + duplicate + accepted, issued, duplicate, failed, pack_results(results))


def _finish(conn: Connection, deployment: Deployment, done: Sequence[tuple[Chunk, Done]]) -> None:
    for chunk, its in done:
        if not job_chunks.finish(conn, chunk, done=its, at=deployment.now()):
            raise LeaseLost


def _abort(conn: Connection, *, deployment: Deployment, job: AssertionJob, done: Sequence[tuple[Chunk, Done]]) -> None:
    """Record chunks and drop those after them. The job's row comes first, as in every other stop: no deadlock."""
    assertion_jobs.lock(conn, job_id=job.id)
    _finish(conn, deployment, done)
    assertion_jobs.stop(conn, Scope.operator(), job_id=job.id, state="aborted", at=deployment.now())
