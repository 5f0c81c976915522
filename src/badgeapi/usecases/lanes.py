"""How much of each kind of work one process has under way, so that no kind takes what another one needs.

Work beyond the bound is refused at once, before anything is done for it: a caller who waits in a queue that cannot be
served in time has lost more than one who is told to come back. Not here: the sandbox (`sandbox/pool.py`) and the
network (`net/guarded_http.py`), which have queues of their own, and how often somebody may call (`net/quotas.py`).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from badgeapi import limits
from badgeapi.errors import Busy, TooManyRequests

_LOOK_S = 0.0005


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
        self.turns = None if at_once is None else asyncio.Semaphore(at_once)
        self.under_way = 0
        self.ended_at = -math.inf
        self.of_tenants: Counter[str] = Counter()

    def place(self, tenant: str | None = None) -> Place:
        """A place to hold; `tenant` is whose work it is, None for anybody's and the operator's."""
        return Place(self, tenant)

    def is_quiet(self) -> bool:
        """Tell whether nothing is under way, nor was within the last seconds."""
        return not self.under_way and time.monotonic() > self.ended_at + limits.QUIET_SECONDS

    def give_way(self) -> None:
        """Wait in a thread of other work while any of this is under way, but not for ever."""
        end = time.monotonic() + limits.GIVE_WAY_MS / 1000
        while self.under_way and time.monotonic() < end:
            time.sleep(_LOOK_S)


@dataclass(slots=True)
class Place:
    """A place in a lane, held while a block runs.

    Not a generator: every award and every verification enters one, and a generator costs as much again as the counting.
    """

    lane: Lane
    tenant: str | None

    async def __aenter__(self) -> None:
        """Take it, and wait for a turn where not all are worked on at once.

        Raises:
            TooManyRequests: the tenant has enough under way.
            Busy: the process has.
        """
        lane, tenant = self.lane, self.tenant
        if tenant is not None and lane.of_tenants[tenant] >= lane.of_tenant:
            raise TooManyRequests(f"{lane.of_tenant} {lane.work} of this issuer are under way; wait for one to end.")
        if lane.under_way >= lane.most:
            raise Busy(f"{lane.most} {lane.work} are under way in this process; nothing was done.")
        lane.under_way += 1
        if tenant is not None:
            lane.of_tenants[tenant] += 1
        if lane.turns is not None:
            try:
                await lane.turns.acquire()
            except BaseException:
                self._leave()
                raise

    async def __aexit__(self, *_: object) -> None:
        """Give it back."""
        if self.lane.turns is not None:
            self.lane.turns.release()
        self._leave()

    def _leave(self) -> None:
        lane, tenant = self.lane, self.tenant
        lane.under_way -= 1
        lane.ended_at = time.monotonic()
        if tenant is not None:
            lane.of_tenants[tenant] -= 1
            if not lane.of_tenants[tenant]:
                del lane.of_tenants[tenant]


class Turns:
    """Pieces of work that hold up the event loop: one at a time, and everybody else's turn after `TURNS_MS` of them.

    Not after each: going round the event loop costs a fifth of what judging a badge does.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._lock = asyncio.Lock()
        self._clock = clock
        self._began = self._spent = 0.0

    async def __aenter__(self) -> None:
        """Wait for a turn; the first comer has it at once."""
        await self._lock.acquire()
        self._began = self._clock()

    async def __aexit__(self, *_: object) -> None:
        """End it; after enough of them nobody has the next one now, which would be before requests ready meanwhile."""
        self._spent += self._clock() - self._began
        if self._spent * 1000 < limits.TURNS_MS:
            self._lock.release()
        else:
            self._spent = 0.0
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
        judging: steps of verifications that compute; an award waits for a few of them, however many there are.
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

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Read what anybody sent (20 ms for the most that is read): counted among verifications, in a turn of its own.

        Raises:
            Busy: as many verifications as may be are under way.
        """
        async with self.verifications.place(), self.judging:
            yield
