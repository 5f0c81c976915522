"""How much of each kind of work one process has under way, so that no kind takes what another one needs.

Work beyond the bound is refused at once, before anything is done for it: a caller who waits in a queue that cannot be
served in time has lost more than one who is told to come back. Not here: the sandbox (`sandbox/pool.py`) and the
network (`net/guarded_http.py`), which have queues of their own, and how often somebody may call (`net/quotas.py`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from badgeapi import limits
from badgeapi.errors import Busy, TooManyRequests


class Lane:
    """Work of one kind.

    Attributes:
        work: what it is, as callers read it.
        most: how much of it may be under way.
        of_tenant: how much of it may be one tenant's.
        at_once: how much of it is worked on, while the rest waits for its turn; by default all.
    """

    def __init__(self, work: str, *, most: int, of_tenant: int | None = None, at_once: int | None = None) -> None:
        self.work = work
        self.most = most
        self.of_tenant = most if of_tenant is None else of_tenant
        self._turns = asyncio.Semaphore(most if at_once is None else at_once)
        self._under_way = 0
        self._of_tenants: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, tenant: str | None = None) -> AsyncIterator[None]:
        """Hold a place; `tenant` is whose work it is, None for anybody's and the operator's.

        Raises:
            TooManyRequests: the tenant has enough of it under way.
            Busy: the process has.
        """
        if tenant is not None and self._of_tenants[tenant] >= self.of_tenant:
            raise TooManyRequests(f"{self.of_tenant} {self.work} of this issuer are under way; wait for one to end.")
        if self._under_way >= self.most:
            raise Busy(f"{self.most} {self.work} are under way in this process; nothing was done.")
        self._under_way += 1
        if tenant is not None:
            self._of_tenants[tenant] += 1
        try:
            async with self._turns:
                yield
        finally:
            self._under_way -= 1
            if tenant is not None:
                self._of_tenants[tenant] -= 1
                if not self._of_tenants[tenant]:
                    del self._of_tenants[tenant]


class Turns:
    """Pieces of work that hold up the event loop: one at a time, and everybody else's turn between two of them."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    def turn(self) -> Turns:
        """Wait for a turn in an `async with`; the first comer has it at once."""
        return self

    async def __aenter__(self) -> None:
        await self._lock.acquire()

    async def __aexit__(self, *_error: object) -> None:
        # Not now: who waits would come right after, before requests that are ready meanwhile.
        asyncio.get_running_loop().call_soon(self._lock.release)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of one process.

    Attributes:
        awards: single credentials being issued.
        batches: batches being issued within their request.
        event_streams: followers of bulk jobs.
        verifications: documents being judged.
        enquiries: those of them that other hosts are asked about; so hosts that hang cannot keep out what needs none.
        judging: steps of verifications that compute; an award waits for one of them, however many there are.
    """

    awards: Lane = field(default_factory=lambda: Lane("awards", most=limits.AWARDS, of_tenant=limits.AWARDS // 2))
    batches: Lane = field(
        default_factory=lambda: Lane(
            "batches", most=limits.BATCHES, of_tenant=limits.BATCHES_OF_TENANT, at_once=limits.BATCHES_AT_ONCE
        )
    )
    event_streams: Lane = field(
        default_factory=lambda: Lane(
            "event streams", most=limits.EVENT_STREAMS, of_tenant=limits.EVENT_STREAMS_OF_TENANT
        )
    )
    verifications: Lane = field(default_factory=lambda: Lane("verifications", most=limits.VERIFICATIONS))
    enquiries: Lane = field(default_factory=lambda: Lane("verifications that ask other hosts", most=limits.ENQUIRIES))
    judging: Turns = field(default_factory=Turns)
