"""The real server as a process of its own, asked over HTTP, with hosts around it that are not its friends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.cli.command import ADMIN_KEY, MASTER_KEY, Served, serving
from tests.hostile.case import VERIFIED, Case, Raw, Shown, World, request_of
from tests.hostile.host import hosting

_SAMPLE_S = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one input.

    Attributes:
        outcome: the verdict of a report, else the HTTP status; `closed` for a connection closed without an answer.
        reasons: checks that did not pass with the codes of their findings, or the codes of the error.
    """

    outcome: str
    status: int
    reasons: frozenset[str]
    seconds: float
    text: str

    def __str__(self) -> str:
        return f"{self.outcome} for {', '.join(sorted(self.reasons))} in {self.seconds:.2f} s: {self.text[:2000]}"


class Arena:
    """The server, the hosts, the canary, and the memory that the server takes."""

    def __init__(self, served: Served, world: World) -> None:
        self.world = world
        self.served = served
        self.before = self.most = self._resident()
        self._stop = threading.Event()
        self._sampler = threading.Thread(target=self._sample)
        self._stalled: dict[str, Future[Answer]] = {}

    @property
    def grown(self) -> int:
        """By how many bytes the server's memory has grown at its highest."""
        return self.most - self.before

    def answer(self, case: Case) -> Answer:
        """Put a case to the server."""
        if case.name in self._stalled:
            return self._stalled[case.name].result()
        return self._ask(case.make(self.world))

    def start_stalling(self, cases: list[Case], pool: ThreadPoolExecutor) -> None:
        """Put the cases whose hosts stall to the server all at once: they wait for each other's hosts in vain."""
        self._stalled = {case.name: pool.submit(self._ask, case.make(self.world)) for case in cases}

    def verify(self, shown: Shown) -> Answer:
        """Put an input to the server."""
        return self._ask(shown)

    def _ask(self, shown: Shown) -> Answer:
        started = time.perf_counter()
        if isinstance(shown, Raw):
            head = self._exchange(shown.data)
            status = int(head.split(b" ")[1]) if head.startswith(b"HTTP/1.1 ") else 0
            seconds = time.perf_counter() - started
            return Answer(str(status or "closed"), status, frozenset(), seconds, head[:400].decode("latin-1"))
        sent = request_of(shown)
        headers = [*sent.headers, *([("Content-Type", sent.media)] if sent.media is not None else [])]
        with httpx.Client(base_url=self.served.http.base_url, timeout=15, trust_env=False) as http:
            found = http.request(sent.method, sent.path, content=sent.body, headers=headers)
        return _read(found, time.perf_counter() - started)

    def _exchange(self, data: bytes) -> bytes:
        """Send bytes and read until the server has nothing more to say."""
        url = self.served.http.base_url
        answered = b""
        with socket.create_connection((url.host, url.port or 80), timeout=2) as peer:
            try:
                peer.sendall(data)
                peer.shutdown(socket.SHUT_WR)
                while part := peer.recv(65_536):
                    answered += part
            except OSError:
                pass
        return answered

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Sample the memory until the end of the block."""
        self._sampler.start()
        try:
            yield
        finally:
            self._stop.set()
            self._sampler.join()

    def _sample(self) -> None:
        while not self._stop.wait(_SAMPLE_S):
            self.most = max(self.most, self._resident())

    def _resident(self) -> int:
        status = Path(f"/proc/{self.served.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def _read(found: httpx.Response, seconds: float) -> Answer:
    shown: dict[str, Any] = found.json() if found.headers.get("content-type", "").endswith("json") else {}
    if found.status_code == 200 and "verdict" in shown:
        spoken = [check for check in shown.get("checks", []) if check["outcome"] in ("fail", "unknown")]
        reasons = {text for check in spoken for text in (check["id"], check["code"])}
        return Answer(shown["verdict"], 200, frozenset(reasons), seconds, found.text)
    if found.status_code == 200 and shown.get("verified") is True:
        return Answer(VERIFIED, 200, frozenset(), seconds, found.text)
    reasons = {shown.get("code", ""), *(error["code"] for error in shown.get("errors", []))}
    return Answer(str(found.status_code), found.status_code, frozenset(reasons), seconds, found.text)


@contextmanager
def arena(folder: Path, stalling: list[Case]) -> Iterator[Arena]:
    """Run everything until the end of the block."""
    with (
        hosting() as (host, canary),
        serving(folder, ADMIN_KEY=ADMIN_KEY, MASTER_KEY=MASTER_KEY, LOOPBACK_HOSTS=host.names) as served,
        ThreadPoolExecutor(32) as pool,
    ):
        found = Arena(served, World(host, canary))
        with found.watched():
            found.start_stalling(stalling, pool)
            yield found
