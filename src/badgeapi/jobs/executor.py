"""Takes chunks and does them: as many at once as the workshop has places, in any number of processes and machines.

Whoever leases a chunk keeps the lease while at work; a chunk whose executor died is free again when its lease ends, or
at once when an executor of the same name starts. Nothing else passes between executors.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog

from badgeapi import limits
from badgeapi.errors import BadgeError, Unavailable
from badgeapi.jobs.chunks import LeaseLost, give_up, work
from badgeapi.jobs.lots import cut_for
from badgeapi.jobs.workshop import Workshop
from badgeapi.store import assertion_jobs, job_chunks
from badgeapi.store.engine import Connection
from badgeapi.store.job_chunks import Chunk
from badgeapi.store.scope import Scope
from badgeapi.usecases.deployment import Deployment

_POLL_S = 1.0
_KEEPING_S = 10.0
_RECEIVING = timedelta(seconds=limits.UPLOAD_SECONDS)
_OUTDATED = 10
_log = structlog.get_logger()


class Executor:
    """Works on whatever job has something to do.

    Attributes:
        name: stable from start to start of the same process, and no other's.
        lease: how long a chunk waits for an executor that died over it.
        kept_for: how long jobs that have ended stay readable.
    """

    def __init__(
        self, deployment: Deployment, workshop: Workshop, *, name: str, lease: timedelta, kept_for: timedelta
    ) -> None:
        self._deployment = deployment
        self._workshop = workshop
        self._name = name
        self._lease = lease
        self._kept_for = kept_for
        self._news = asyncio.Event()
        self._held: list[Chunk] = []

    def wake(self) -> None:
        """Look for work now: a job has just come in."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            await self._let_go()
            async with asyncio.TaskGroup() as group:
                for _ in range(self._workshop.places + 1):  # one inserts while the others make
                    group.create_task(self._lane())
                group.create_task(self._keep_house())
        finally:
            await asyncio.shield(self._leave())

    async def _leave(self) -> None:
        await self._let_go()
        await self._workshop.rest()

    async def _let_go(self) -> None:
        try:
            await self._deployment.store.write(lambda conn: job_chunks.let_go(conn, owner=self._name))
        except BadgeError as error:  # the leases end by themselves
            _log.warning("leases not ended", detail=error.message)

    async def _lane(self) -> None:
        job_id = None
        while True:
            try:
                job_id = await self._do_next(job_id)
                if job_id is None:
                    await self._pause()
            except LeaseLost:
                _log.info("chunk taken over or stopped")
            except BadgeError as error:
                _log.warning("chunk postponed", code=error.code, detail=error.message)
                await asyncio.sleep(_POLL_S)
            except Exception:  # noqa: BLE001  # the lane goes on; the chunk is tried again, and given up in the end
                _log.exception("chunk failed")
                await asyncio.sleep(_POLL_S)

    async def _do_next(self, before: str | None) -> str | None:
        """Do one lot after one of the job `before`, and say of which job; None when there is none."""
        lot = await self._next(before)
        if not lot:
            return None
        self._held = [*self._held, *lot]
        try:
            await self._do(lot)
        finally:
            self._held = [chunk for chunk in self._held if chunk not in lot]
        return lot[0].job_id

    async def _next(self, before: str | None) -> Sequence[Chunk]:
        """Lease a lot, once the store is there; it may have leased one, and only its answer be lost."""
        anew = False
        while True:
            leasing = asyncio.ensure_future(self._deployment.store.write(partial(self._take, before, anew=anew)))
            try:
                return await asyncio.shield(leasing)
            except asyncio.CancelledError:
                await asyncio.wait([leasing])  # or it would be taken after everything was let go
                raise
            except Unavailable as error:
                _log.warning("chunk postponed", code=error.code, detail=error.message)
                anew = True
                await asyncio.sleep(_POLL_S)

    async def _do(self, lot: Sequence[Chunk]) -> None:
        """Do a lot, or hand back what is not done of it."""
        job_id = lot[0].job_id
        keeping = asyncio.create_task(self._keep_lease(lot))
        hopeless = any(chunk.failures >= limits.CHUNK_FAILURES or chunk.lease > limits.CHUNK_LEASES for chunk in lot)
        try:
            job = await self._deployment.store.look_up(
                lambda conn: assertion_jobs.get(conn, Scope.operator(), job_id=job_id)
            )
            if job is not None:
                await (give_up if hopeless else work)(self._deployment, self._workshop, job, lot)
        except Exception as error:
            # That the store is away, or somebody else at work, is no fault of the rows.
            failed = not isinstance(error, Unavailable | LeaseLost)
            await self._hand_back(lot, failed=failed)
            raise
        finally:
            keeping.cancel()

    def _take(self, before: str | None, conn: Connection, *, anew: bool) -> Sequence[Chunk]:
        """Lease a lot, and `anew` what was leased and not told of, which would wait for its lease to end.

        If it is not of the same job as the one done before, that may have been its job's last.
        """
        now, most = self._deployment.now(), cut_for(self._deployment.store).chunks
        if anew:
            job_chunks.let_go(conn, owner=self._name, but=self._held)
        lot = job_chunks.lease(conn, owner=self._name, at=now, until=now + self._lease, most=most)
        if not lot or lot[0].job_id != before:
            assertion_jobs.finish(conn, now)
        return lot

    async def _hand_back(self, lot: Sequence[Chunk], *, failed: bool) -> None:
        """Let others try what is not done, once the store is there; all may be, and only the store's answer be lost."""

        def write(conn: Connection) -> None:
            for chunk in lot:
                job_chunks.hand_back(conn, chunk, failed=failed)
            assertion_jobs.finish(conn, self._deployment.now())

        while True:
            try:
                await self._deployment.store.write(write)
            except Unavailable:
                await asyncio.sleep(_POLL_S)
            else:
                return

    async def _keep_lease(self, lot: Sequence[Chunk]) -> None:
        def write(conn: Connection) -> None:
            until = self._deployment.now() + self._lease
            for chunk in lot:
                job_chunks.extend(conn, chunk, until=until)

        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            try:
                await self._deployment.store.write(write)
            except BadgeError as error:
                _log.warning("lease not kept", detail=error.message)

    async def _pause(self) -> None:
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), _POLL_S)
        except TimeoutError:
            return

    async def _keep_house(self) -> None:
        """Now and then: end what was done by somebody who died right after, remove what is outdated."""
        while True:
            try:
                while len(await self._deployment.store.write(self._clean)) == _OUTDATED:
                    pass
            except BadgeError as error:
                _log.warning("house not kept", detail=error.message)
            except Exception:  # noqa: BLE001  # or all work would end with it
                _log.exception("house not kept")
            await asyncio.sleep(_KEEPING_S)

    def _clean(self, conn: Connection) -> list[str]:
        now = self._deployment.now()
        assertion_jobs.finish(conn, now)
        found = assertion_jobs.outdated(
            conn, now, begun_before=now - _RECEIVING, ended_before=now - self._kept_for, limit=_OUTDATED
        )
        assertion_jobs.remove(conn, job_ids=found)
        return found
