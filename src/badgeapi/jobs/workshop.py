"""Where the credentials of jobs are made: processes of their own, so that requests never wait for a processor.

They start with the first job and end when there is none, or with the process that started them, however that ends.
They hold the master key in memory as this process does, and touch neither store nor network.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from badgeapi.errors import InvalidInput
from badgeapi.interpreter import settle
from badgeapi.jobs.rows import AskedRow, ToldRow, ordered, places, tell
from badgeapi.keys.keyring import Keyring
from badgeapi.keys.sealing import MasterKey, RecipientIndex
from badgeapi.usecases.make_credentials import Delivery, Order, lint_requests, make_credentials
from badgeapi.usecases.prove_templates import TALLY

T = TypeVar("T")

_NICE = 10


class ProcessDied(Exception):
    """A process ended over its work: for want of memory, or because the work ends processes."""


class Workshop:
    """Where benches stand: one process beside another, or without any the one thread of this process."""

    def __init__(self, master_key: MasterKey, *, processes: int, has_server: bool) -> None:
        """`has_server`: the database is a server, for whose processes niceness within this session does not count."""
        self._master_key = master_key
        self._rooms = [_Room(has_process=processes > 0, has_server=has_server) for _ in range(max(1, processes))]

    @property
    def places(self) -> int:
        """How many functions run at once."""
        return len(self._rooms)

    @contextmanager
    def bench(self, rows: tuple[bytes, ...], achievement: str | None) -> Iterator[Bench]:
        """Take a place for the rows of some chunks; `achievement` is that of rows which name none."""
        room = min(self._rooms, key=lambda room: room.benches)
        room.benches += 1
        try:
            yield Bench(room, self._master_key, rows, achievement)
        finally:
            room.benches -= 1

    async def rest(self) -> None:
        """End the processes; the next call starts them again."""
        for room in self._rooms:
            await room.close()


class _Room:
    """A process, or the thread in its stead."""

    def __init__(self, *, has_process: bool, has_server: bool) -> None:
        self.has_process = has_process
        self._has_server = has_server
        self.benches = 0
        self._executor: Executor | None = None

    async def run(self, function: Callable[[], T]) -> T:
        executor = self._executor = self._executor or self._open()
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, function)
        except BrokenProcessPool as error:
            if self._executor is executor:
                self._executor = None
            raise ProcessDied("A process that made credentials has died.") from error

    async def close(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            await asyncio.to_thread(executor.shutdown)

    def _open(self) -> Executor:
        if not self.has_process:
            return ThreadPoolExecutor(1, thread_name_prefix="workshop")
        spawning = multiprocessing.get_context("spawn")  # a fork would copy the store's connections
        return ProcessPoolExecutor(1, mp_context=spawning, initializer=_begin, initargs=(self._has_server,))


@dataclass(frozen=True, slots=True)
class Bench:
    """Works on the rows of one lot, always in the same process, which reads them once."""

    _room: _Room
    _master_key: MasterKey
    _rows: tuple[bytes, ...]
    _achievement: str | None

    async def read(self) -> list[ToldRow]:
        """Read the rows; raises `ProcessDied`."""
        work = partial(tell, self._rows, self._achievement)
        # Beside the one thread: what they stand on is looked up while it makes those of another lot.
        return await (self._room.run(work) if self._room.has_process else asyncio.to_thread(work))

    async def make(self, order: Order[AskedRow]) -> Delivery:
        """Make credentials; raises as `make_credentials`, and `ProcessDied`."""
        work = partial(_make, self._master_key, self._rows, self._achievement, places(order))
        delivery, events = await self._room.run(work)
        if self._room.has_process:  # what a thread did is counted here already
            for event, count in events.items():
                TALLY.note(event, count)
        return delivery

    async def lint(self, order: Order[AskedRow]) -> list[InvalidInput | None]:
        """Say what is wrong with requests; raises `ProcessDied`."""
        return await self._room.run(partial(_lint, self._rows, self._achievement, places(order)))


@cache
def _tools(master_key: MasterKey) -> tuple[Keyring, RecipientIndex]:
    """Keep opened keys open from lot to lot."""
    return Keyring(master_key), RecipientIndex(master_key)


def _make(
    master_key: MasterKey, rows: tuple[bytes, ...], achievement: str | None, order: Order[int]
) -> tuple[Delivery, dict[str, int]]:
    """Make credentials, and say what happened to this process's templates since it was last asked."""
    return make_credentials(*_tools(master_key), ordered(rows, achievement, order)), TALLY.take()


def _lint(rows: tuple[bytes, ...], achievement: str | None, order: Order[int]) -> list[InvalidInput | None]:
    return lint_requests(ordered(rows, achievement, order))


def _make_session_nice(autogroup: Path) -> None:
    """Linux may divide processors among sessions first (sched(7)); niceness counts within a session only, then."""
    for _ in range(100):
        try:
            autogroup.write_text(str(_NICE))
        except BlockingIOError:  # another process has just done so, and ten a second may
            time.sleep(0.1)
        except OSError:
            return  # only niceness counts here
        else:
            return


def _begin(has_server: bool) -> None:  # noqa: FBT001 - as the pool calls it
    """Give way to who answers requests, and end with the process that started this one, even if it was killed."""
    os.nice(_NICE)
    if has_server:  # or else this session is all that matters, and within it a processor changes hands sooner
        os.setsid()
        _make_session_nice(Path("/proc/self/autogroup"))
    settle()
    parent = multiprocessing.parent_process()
    if parent is None:
        raise AssertionError("runs in processes of the workshop only")

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
