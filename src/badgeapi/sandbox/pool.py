"""The processes, and handing work to them: as many at once as there are, a bounded queue, and an end to each piece."""

from __future__ import annotations

import asyncio
import pickle
import sys
from asyncio import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import badgeapi
from badgeapi import limits
from badgeapi.canon import conformance
from badgeapi.errors import Busy
from badgeapi.sandbox.worker import CONFORMANCE, HEADER
from badgeapi.verification.facts import Facts
from badgeapi.verification.inspector import Inspection

# The pinned digests and the modules, nothing of the service: whoever broke out of a worker finds no secret in it.
_ENVIRONMENT: Final[Mapping[str, str]] = {"PYTHONPATH": str(Path(badgeapi.__file__).parents[1])}


@dataclass
class Sandbox:
    """Processes that are started when first needed, and anew after one had to be ended."""

    _idle: list[subprocess.Process] = field(default_factory=list)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(limits.SANDBOX_WORKERS))
    _waiting: int = 0

    async def advance(self, inspection: Inspection, facts: Facts) -> Inspection:
        """Run one step of an inspection; one that takes too much is abandoned, and says so.

        Raises:
            Busy: too many documents are waiting already.
        """
        if self._waiting >= limits.SANDBOX_QUEUE:
            raise Busy(f"{limits.SANDBOX_QUEUE} costly documents are being judged or wait for it; nothing was done.")
        self._waiting += 1
        try:
            async with self._places:
                return await self._run(inspection, facts)
        finally:
            self._waiting -= 1

    async def _run(self, inspection: Inspection, facts: Facts) -> Inspection:
        process = self._idle.pop() if self._idle else await _start()
        try:
            async with asyncio.timeout(limits.SANDBOX_WALL_S):
                answer = await _ask(process, pickle.dumps((inspection, facts)))
        except (TimeoutError, OSError, EOFError):
            await _end(process)
            inspection.abandon()
            return inspection
        except BaseException:
            await _end(process)  # cancelled: the answer that is on its way would be the next one's
            raise
        self._idle.append(process)
        return answer

    async def close(self) -> None:
        """End the processes."""
        while self._idle:
            await _end(self._idle.pop())


async def _start() -> subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "badgeapi.sandbox.worker",
        *([CONFORMANCE] if conformance.is_running() else []),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_ENVIRONMENT,
    )


async def _ask(process: subprocess.Process, question: bytes) -> Inspection:
    """Send a frame and read one; raises `OSError` or `EOFError` when the process has ended."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(HEADER.pack(len(question)) + question)
    await process.stdin.drain()
    (length,) = HEADER.unpack(await process.stdout.readexactly(HEADER.size))
    answer: Inspection = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301  # our own process
    return answer


async def _end(process: subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
