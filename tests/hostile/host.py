"""A host on this machine that behaves as badly as it is told to, and a canary that nobody may call.

Every listening port is a host of its own, so that what one does to the service is not held against another.
"""

from __future__ import annotations

import json
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count

Behaviour = Callable[[socket.socket], None]

PORTS = 96
_LONGEST_S = 8.0  # how long a stalling host holds a connection: longer than anybody should wait for it


def answer(
    body: object = b"", status: str = "200 OK", *, media: str = "application/json", headers: tuple[str, ...] = ()
) -> Behaviour:
    """Answer as hosts do; anything but bytes is written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {len(content)}", *headers]
    return raw("\r\n".join([*lines, "Connection: close", "", ""]).encode() + content)


def raw(data: bytes) -> Behaviour:
    """Send these bytes and close."""
    return lambda peer: peer.sendall(data)


def redirect(to: str, status: str = "302 Found") -> Behaviour:
    """Send the caller somewhere else."""
    return answer(b"", status, headers=(f"Location: {to}",))


def silent(peer: socket.socket) -> None:
    """Accept, and say nothing."""
    _hold(peer, b"", every_s=0.1)


def dripping(first: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{") -> Behaviour:
    """Answer, and then send one byte after the other."""

    def behave(peer: socket.socket) -> None:
        peer.sendall(first)
        _hold(peer, b" ", every_s=0.1)

    return behave


def endless(peer: socket.socket) -> None:
    """Send for as long as somebody listens."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    until = time.monotonic() + _LONGEST_S
    while time.monotonic() < until:
        peer.sendall(b"0," * 32_768)


def hang_up(peer: socket.socket) -> None:
    """Accept and close."""


def _hold(peer: socket.socket, data: bytes, *, every_s: float) -> None:
    until = time.monotonic() + _LONGEST_S
    peer.settimeout(every_s)
    while time.monotonic() < until:
        with suppress(TimeoutError):
            if not peer.recv(1):
                return
        peer.sendall(data)


class Host:
    """Many hosts in one: `localhost` on every port, each with whatever is put on it."""

    def __init__(self, listeners: list[socket.socket]) -> None:
        self.ports = [int(listener.getsockname()[1]) for listener in listeners]
        self.hits: Counter[str] = Counter()
        self._places: dict[tuple[int, str], Behaviour] = {}
        self._numbers = count()
        self._unused = iter(self.ports[1:])

    @property
    def names(self) -> str:
        """The value of the setting that lets the service call these hosts over http."""
        return ",".join(f"{name}:{port}" for port in self.ports for name in ("localhost", "127.0.0.1"))

    def fresh(self) -> int:
        """The port of a host that has not been used."""
        return next(self._unused)

    def put(self, behaviour: Behaviour, path: str = "", port: int | None = None) -> str:
        """Put a behaviour on a host, at a path of its own without one, and return the URL."""
        port = port or self.ports[0]
        path = path or f"/{next(self._numbers)}"
        self._places[port, path] = behaviour
        return f"http://localhost:{port}{path}"

    def path(self) -> str:
        """A path that has not been used."""
        return f"/{next(self._numbers)}"

    def serve(self, peer: socket.socket, port: int) -> None:
        """Answer one connection."""
        with peer, suppress(OSError):
            peer.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head and len(head) < 65_536 and (data := peer.recv(65_536)):
                head += data
            path = head.split(b" ")[1].decode("latin-1") if head.count(b" ") > 1 else ""
            self.hits[f"http://localhost:{port}{path}"] += 1
            self._places.get((port, path), answer(b"", "404 Not Found"))(peer)


class Canary:
    """A listener that counts who calls: nobody must."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.calls = 0

    def serve(self, peer: socket.socket, _port: int) -> None:
        self.calls += 1
        peer.close()


@contextmanager
def hosting() -> Iterator[tuple[Host, Canary]]:
    """Run the hosts and the canary, each connection in a thread, until the end of the block."""
    listeners = [_listener("127.0.0.1") for _ in range(PORTS)]
    watching = _listener("0.0.0.0")
    host, canary = Host(listeners), Canary(int(watching.getsockname()[1]))
    stop = threading.Event()
    with selectors.DefaultSelector() as ready:
        for listener in listeners:
            ready.register(listener, selectors.EVENT_READ, host.serve)
        ready.register(watching, selectors.EVENT_READ, canary.serve)

        def accept() -> None:
            while not stop.is_set():
                for found, _ in ready.select(0.2):
                    listener = found.fileobj
                    assert isinstance(listener, socket.socket)
                    peer, _ = listener.accept()
                    port = listener.getsockname()[1]
                    threading.Thread(target=found.data, args=(peer, port), daemon=True).start()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield host, canary
        finally:
            stop.set()
            thread.join()
            for listener in (*listeners, watching):
                listener.close()


def _listener(address: str) -> socket.socket:
    made = socket.create_server((address, 0), backlog=64)
    made.settimeout(5)
    return made
