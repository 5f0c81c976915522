"""An upload becomes a job: its rows go into the database in chunks while they arrive, and then the work may begin.

Nothing is done before the last byte is there: an upload that breaks off, or that cannot be cut into rows to its end,
leaves nothing. One whose process was killed is given up by whoever keeps house: each chunk stored says that the upload
goes on, and a slow one stores what it has now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from badgeapi import limits
from badgeapi.errors import InputTooLarge, InvalidInput, TooManyRequests
from badgeapi.jobs.formats import Inflater, Plain, RowReader
from badgeapi.jobs.lots import Cut, cut_for
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


def _add(conn: Connection, job_id: str, chunks: Sequence[NewChunk]) -> None:
    if not assertion_jobs.lock(conn, job_id=job_id):
        raise _expired()
    for chunk in chunks:
        job_chunks.add(conn, chunk)


class _Lot:
    """Rows that have come and are not stored yet, cut into chunks.

    Attributes:
        total: the rows of the upload so far.
    """

    def __init__(self, job_id: str, cut: Cut) -> None:
        self._job_id = job_id
        self._cut = cut
        self._rows: list[bytes] = []
        self._size = self._number = self.total = 0
        self._repeats = Repeats()
        self._chunks: list[NewChunk] = []

    def __bool__(self) -> bool:
        return bool(self._rows or self._chunks)

    def add(self, row: bytes) -> bool:
        """Take a row; True when it is the last of its chunk."""
        self.total += 1
        if self.total > limits.JOB_ROWS:
            raise InputTooLarge(f"The upload has more than {limits.JOB_ROWS} rows.", code="too_many_items")
        # No line feeds; a carriage return is as good between values, and as wrong within a text.
        self._rows.append(row.replace(b"\n", b"\r"))
        self._size += len(row)
        return len(self._rows) == self._cut.rows or self._size >= self._cut.bytes

    async def end_chunk(self, until: datetime) -> bool:
        """Make a chunk of the rows that are not in one; True when there are enough chunks."""
        if rows := self._rows:
            packed = await asyncio.to_thread(pack, rows) if self._size > limits.ROW_BYTES else pack(rows)
            after = self._repeats.last_chunk_before(self._number, rows)
            first = self.total - len(rows) + 1
            self._chunks.append(NewChunk(self._job_id, self._number, first, len(rows), packed, until, after))
            self._rows, self._size, self._number = [], 0, self._number + 1
        return len(self._chunks) == self._cut.chunks

    def take(self) -> list[NewChunk]:
        """Hand over the chunks."""
        chunks, self._chunks = self._chunks, []
        return chunks


async def _store(
    deployment: Deployment, job_id: str, upload: AsyncIterator[bytes], reader: RowReader, coding: Inflater | Plain
) -> int:
    """Store rows lot by lot; return how many there were."""
    lot = _Lot(job_id, cut_for(deployment.store))
    inflated = 0
    stored_at = deployment.now()

    async def store(*, all_of_it: bool) -> None:
        nonlocal stored_at
        now = deployment.now()
        if await lot.end_chunk(now + _PATIENCE) or all_of_it:
            stored_at = now
            await deployment.store.write(partial(_add, job_id=job_id, chunks=lot.take()))

    async for data in upload:
        for step in coding.feed(data):
            inflated += len(step)
            if inflated > limits.JOB_BYTES:
                raise InputTooLarge(f"The upload inflates to more than {limits.JOB_BYTES} bytes.")
            for row in reader.feed(step):
                if lot.add(row):
                    await store(all_of_it=False)
            await asyncio.sleep(0)  # others' turn
        if lot and deployment.now() >= stored_at + _SLOW:
            await store(all_of_it=True)
    coding.end()
    for row in reader.end():
        lot.add(row)
    if lot:
        await store(all_of_it=True)
    return lot.total
