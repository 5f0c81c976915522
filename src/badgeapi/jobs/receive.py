"""An upload becomes a job: its rows go into the database in chunks while they arrive, and then the work may begin.

Nothing is done before the last byte is there: an upload that breaks off, or that cannot be cut into rows to its end,
leaves nothing. One whose process was killed is given up by whoever keeps house: each chunk stored says that the upload
goes on, and a slow one stores what it has now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal

from badgeapi import limits
from badgeapi.errors import InputTooLarge, InvalidInput, TooManyRequests
from badgeapi.jobs.formats import Inflater, Plain, RowReader
from badgeapi.jobs.packing import pack
from badgeapi.jobs.repeats import Repeats
from badgeapi.store import assertion_jobs, job_chunks
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.engine import Connection
from badgeapi.store.job_chunks import NewChunk
from badgeapi.usecases.audit_trail import note
from badgeapi.usecases.caller import Caller
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.ids import new_id

_PATIENCE = timedelta(seconds=limits.UPLOAD_SECONDS)
_SLOW = timedelta(seconds=limits.CHUNK_SECONDS)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a job is to be done; `achievement_id` is that of rows which name none."""

    dry_run: bool = False
    on_error: Literal["continue", "abort"] = "continue"
    achievement_id: str | None = None


async def receive(
    deployment: Deployment,
    caller: Caller,
    upload: AsyncIterator[bytes],
    *,
    reader: RowReader,
    gzipped: bool,
    wish: Wish,
) -> AssertionJob:
    """Take an upload to its end and make a job of it.

    Raises:
        TooManyRequests: the tenant has enough unfinished jobs.
        MalformedInput, InputTooLarge: it cannot be cut into rows, or not within the limits; nothing is left of it.
        InvalidInput: it has no row.
    """
    at = deployment.now()
    job = AssertionJob(
        new_id(at),
        caller.scope.issuer_id,
        caller.actor,
        "receiving",
        wish.dry_run,
        wish.on_error,
        wish.achievement_id,
        0,
        at,
    )

    def begin(conn: Connection) -> None:
        if assertion_jobs.unfinished(conn, caller.scope) >= limits.JOBS_UNFINISHED:
            raise TooManyRequests(f"{limits.JOBS_UNFINISHED} jobs are not done yet; wait for one to end.")
        assertion_jobs.insert(conn, caller.scope, job=job)

    await deployment.store.write(begin)
    try:
        total = await _store(deployment, job.id, upload, reader, Inflater() if gzipped else Plain())
        if total == 0:
            raise InvalidInput("The upload has no row.", code="empty_array")
        return await deployment.store.write(lambda conn: _release(conn, caller, job, total))
    except BaseException:
        # Cut off, or refused; asyncio may be ending this task, so the removal is another's.
        await asyncio.shield(deployment.store.write(lambda conn: assertion_jobs.remove(conn, job_ids=[job.id])))
        raise


def _release(conn: Connection, caller: Caller, job: AssertionJob, total: int) -> AssertionJob:
    released = assertion_jobs.release(conn, caller.scope, job_id=job.id, total=total)
    if released is None:
        raise _expired()
    details = {"rows": str(total), "dryRun": str(job.dry_run).lower()}
    note(conn, caller, "assertion-job.create", job.id, issuer_id=job.issuer_id, at=job.created_at, details=details)
    return released


def _expired() -> InvalidInput:
    told = f"Nothing came of the upload for {limits.UPLOAD_SECONDS} seconds, so it was given up; send it again."
    return InvalidInput(told, code="upload_expired")


def _add(conn: Connection, chunk: NewChunk) -> None:
    if not assertion_jobs.lock(conn, job_id=chunk.job_id):
        raise _expired()
    job_chunks.add(conn, chunk)


def _on_one_line(row: bytes) -> bytes:
    """Take line feeds out of a row; a carriage return is as good between values, and as wrong within a text."""
    return row.replace(b"\n", b"\r")


async def _store(
    deployment: Deployment, job_id: str, upload: AsyncIterator[bytes], reader: RowReader, coding: Inflater | Plain
) -> int:
    """Store rows chunk by chunk; return how many there were."""
    rows: list[bytes] = []
    size = number = total = inflated = 0
    repeats = Repeats()
    stored_at = deployment.now()

    async def flush() -> None:
        nonlocal rows, size, number, stored_at
        packed = await asyncio.to_thread(pack, rows) if size > limits.ROW_BYTES else pack(rows)
        after = repeats.last_chunk_before(number, rows)
        stored_at = deployment.now()
        chunk = NewChunk(job_id, number, total - len(rows) + 1, len(rows), packed, stored_at + _PATIENCE, after)
        await deployment.store.write(partial(_add, chunk=chunk))
        rows, size, number = [], 0, number + 1

    async for data in upload:
        for step in coding.feed(data):
            inflated += len(step)
            if inflated > limits.JOB_BYTES:
                raise InputTooLarge(f"The upload inflates to more than {limits.JOB_BYTES} bytes.")
            for row in reader.feed(step):
                total += 1
                if total > limits.JOB_ROWS:
                    raise InputTooLarge(f"The upload has more than {limits.JOB_ROWS} rows.", code="too_many_items")
                rows.append(_on_one_line(row))
                size += len(row)
                if len(rows) == limits.CHUNK_ROWS or size >= limits.CHUNK_BYTES:
                    await flush()
            await asyncio.sleep(0)  # others' turn
        if rows and deployment.now() >= stored_at + _SLOW:
            await flush()
    coding.end()
    for row in reader.end():
        total += 1
        rows.append(_on_one_line(row))
    if rows:
        await flush()
    return total
