"""Hosts for the tests: real servers on this machine that answer as a test says."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import cast

HOST = "badges.example"
Resolver = Callable[..., list[str]]


@dataclass
class Host:
    """A server, and what it was asked."""

    name: str = HOST
    port: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def netloc(self) -> str:
        return f"{self.name}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.netloc}/list"

    async def asked(self, times: int) -> None:
        """Wait until that many requests have come."""
        while len(self.requests) < times:  # noqa: ASYNC110  # a count, not an event
            await asyncio.sleep(0.001)

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.split(b" ")[1].decode() for request in self.requests]


def http(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


GOOD = http(b'{"a": 1}')


@asynccontextmanager
async def serving(
    answer: bytes | Mapping[str, bytes] | Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    address: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    *,
    name: str = HOST,
) -> AsyncIterator[Host]:
    """Answer every request with the same bytes, by its path, or as a function does."""
    host = Host(name=name)
    connections: list[asyncio.Task[object]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(cast("asyncio.Task[object]", asyncio.current_task()))
        with suppress(ConnectionError, asyncio.IncompleteReadError):  # a caller whose time is over says nothing
            host.requests.append(await reader.readuntil(b"\r\n\r\n"))
            if callable(answer):
                await answer(reader, writer)
            else:
                writer.write(answer if isinstance(answer, bytes) else answer[host.paths[-1]])
                await writer.drain()
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, address, port, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host
    await asyncio.gather(*connections)
