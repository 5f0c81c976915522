"""Where the credentials of jobs are made: processes of their own, so that requests never wait for a processor.

They start with the first job and end when there is none, or with the process that started them, however that ends.
They hold the master key in memory as this process does, and touch neither store nor network.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from typing import TypeVar

from badgeapi.errors import InvalidInput
from badgeapi.jobs.packing import unpack
from badgeapi.keys.keyring import Keyring
from badgeapi.keys.sealing import MasterKey, RecipientIndex
from badgeapi.schemas.assertion_rows import Row, read_row
from badgeapi.usecases.make_credentials import Delivery, Order, lint_requests, make_credentials
from badgeapi.usecases.prove_templates import TALLY

T = TypeVar("T")

_NICE = 10


class ProcessDied(Exception):
    """A process ended over its work: for want of memory, or because the work ends processes."""


class Workshop:
    """Runs functions beside this process; with no processes of its own, in a thread of this one."""

    def __init__(self, master_key: MasterKey, *, processes: int) -> None:
        self._master_key = master_key
        self._processes = processes
        self._pool: Executor | None = None

    @property
    def places(self) -> int:
        """How many functions run at once."""
        return max(1, self._processes)

    async def make(self, order: Order) -> Delivery:
        """Make credentials; raises as `make_credentials`, and `ProcessDied`."""
        delivery, events = await self._run(partial(_make, self._master_key, order))
        if self._processes:  # what a thread did is counted here already
            for event, count in events.items():
                TALLY.note(event, count)
        return delivery

    async def read(self, packed: bytes, achievement: str | None) -> list[Row]:
        """Read the rows of a chunk; raises `ProcessDied`."""
        return await self._run(partial(_read, packed, achievement))

    async def lint(self, order: Order) -> list[InvalidInput | None]:
        """Say what is wrong with requests; raises `ProcessDied`."""
        return await self._run(partial(lint_requests, order))

    async def rest(self) -> None:
        """End the processes; the next call starts them again."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown)

    async def _run(self, function: Callable[[], T]) -> T:
        pool = self._pool = self._pool or self._open()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, function)
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise ProcessDied("A process that made credentials has died.") from error

    def _open(self) -> Executor:
        if self._processes == 0:
            return ThreadPoolExecutor(1, thread_name_prefix="workshop")
        spawning = multiprocessing.get_context("spawn")  # a fork would copy the store's connections
        return ProcessPoolExecutor(self._processes, mp_context=spawning, initializer=_begin)


@cache
def _tools(master_key: MasterKey) -> tuple[Keyring, RecipientIndex]:
    """Keep opened keys open from chunk to chunk."""
    return Keyring(master_key), RecipientIndex(master_key)


def _make(master_key: MasterKey, order: Order) -> tuple[Delivery, dict[str, int]]:
    """Make credentials, and say what happened to this process's templates since it was last asked."""
    return make_credentials(*_tools(master_key), order), TALLY.take()


def _read(packed: bytes, achievement: str | None) -> list[Row]:
    return [read_row(line, achievement=achievement) for line in unpack(packed)]


def _begin() -> None:
    """Give way to who answers requests, and end with the process that started this one, even if it was killed."""
    os.nice(_NICE)
    parent = multiprocessing.parent_process()
    if parent is None:
        raise AssertionError("runs in processes of the workshop only")

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
