"""What callers get over HTTP: the service beside FastAPI's own hello-world, served alike, asked by the same client."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import cast

import httpx
import uvloop

import badgeapi
from bench.in_process import ACHIEVEMENT, CREDENTIALS, ISSUER, RECIPIENT
from bench.table import Bars, Column, Row, Table, Unit

TITLE = "Over HTTP"

ROUNDS = 5
TURN_S = 0.5
CONCURRENCY = (1, 16)
HELLO = "FastAPI hello-world"
ADMIN_KEY = "admin-key-of-the-bench-0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers per second to so many callers at once: the median of the rounds."""

    name: str
    concurrency: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Question:
    """Requests to repeat in turn, as bytes, and the status that their answers must have."""

    name: str
    port: int
    requests: Iterator[bytes]
    status: int

    @classmethod
    def of(cls, name: str, status: int, *requests: httpx.Request) -> Question:
        """Write requests as bytes."""
        return cls(name, requests[0].url.port or 80, cycle([_written(request) for request in requests]), status)


def _written(request: httpx.Request) -> bytes:
    head = f"{request.method} {request.url.raw_path.decode()} HTTP/1.1\r\n"
    head += "".join(f"{key}: {value}\r\n" for key, value in request.headers.items())
    return f"{head}\r\n".encode() + request.read()


class Connection(asyncio.Protocol):
    """One caller: asks again as soon as the answer is complete."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._received = bytearray()
        self.answers = 0
        self.refusal = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(next(self._question.requests))

    def data_received(self, data: bytes) -> None:
        """Count an answer when it is complete, and ask again."""
        self._received += data
        end = self._received.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = bytes(self._received[:end]).lower()
        if int(head[9:12]) != self._question.status:
            self.refusal = f"{self._question.name}: {self._received.decode()}"
            return
        length = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
        if len(self._received) >= end + length:
            self._received.clear()
            self.answers += 1
            self._transport.write(next(self._question.requests))

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()


def measure(folder: Path) -> list[Table]:
    """Start both servers, the service with its data in `folder`, and ask in turns."""
    with ExitStack() as servers:
        hello = servers.enter_context(_server(folder, "uvicorn", "bench.hello:app", "--log-level=warning"))
        service = servers.enter_context(_server(folder, "badgeapi", "serve"))
        questions = [Question.of(HELLO, 200, hello.build_request("GET", "/")), *_questions(service)]
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return [_table(runner.run(_rates(questions)))]


def _table(rates: list[Rate]) -> Table:
    columns, shares = list[Column](), list[str]()
    for concurrency in CONCURRENCY:
        shares.append(f"of hello-world, {concurrency} at once")
        columns += [Column(f"{concurrency} at once", Unit.PER_SECOND), Column(shares[-1], Unit.SHARE)]
    hello = {rate.concurrency: rate.per_second for rate in rates if rate.name == HELLO}
    rows = [
        Row(
            name,
            tuple(
                figure
                for rate in rates
                if rate.name == name
                for figure in (rate.per_second, rate.per_second / hello[rate.concurrency])
            ),
        )
        for name in dict.fromkeys(rate.name for rate in rates)
    ]
    return Table("Answers over HTTP", tuple(columns), tuple(rows), Bars(tuple(shares)))


@contextmanager
def _server(folder: Path, *arguments: str) -> Iterator[httpx.Client]:
    """Run a server on a port of its own, on the loop and parser that uvicorn prefers; yields a client for it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    module, *options = arguments
    roots = [str(Path(__file__).parents[1]), str(Path(badgeapi.__file__).parents[1])]
    settings = {"BADGEAPI_DATA_DIR": str(folder / "over-http"), "BADGEAPI_ADMIN_KEY": ADMIN_KEY}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BADGEAPI_")}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *options, "--port", str(port)],
        env=inherited | settings | {"PYTHONPATH": os.pathsep.join(roots)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as http:
            while process.poll() is None:
                try:
                    http.get("/health/live")
                    break
                except httpx.ConnectError:
                    time.sleep(0.05)
            yield http
    finally:
        process.terminate()
        process.wait()


def _questions(service: httpx.Client) -> list[Question]:
    """Make an issuer, an achievement and a badge, and the requests that are measured."""
    service.headers["Authorization"] = f"Bearer {ADMIN_KEY}"
    issuer = service.post("/v1/issuers", json=ISSUER).raise_for_status().json()
    wanted = {"issuer": issuer["id"], **ACHIEVEMENT}
    achievement = service.post("/v1/achievements", json=wanted).raise_for_status().json()
    body = {"achievement": achievement["id"], "recipient": RECIPIENT}
    badges = [
        service.post("/v1/assertions", json=body).raise_for_status().json()["credential"] for _ in range(CREDENTIALS)
    ]
    address = httpx.URL(badges[0]["credentialStatus"]["statusListCredential"])
    return [
        Question.of("issue", 201, service.build_request("POST", "/v1/assertions", json=body)),
        Question.of("verify", 200, *(service.build_request("POST", "/v1/verify", json=badge) for badge in badges)),
        Question.of("status list", 200, service.build_request("GET", address.path)),
    ]


async def _rates(questions: list[Question]) -> list[Rate]:
    turns = [(question, concurrency) for concurrency in CONCURRENCY for question in questions]
    rounds = [[await _rate(question, concurrency) for question, concurrency in turns] for _ in range(ROUNDS)]
    return [
        Rate(question.name, concurrency, median(rates))
        for (question, concurrency), rates in zip(turns, zip(*rounds, strict=True), strict=True)
    ]


async def _rate(question: Question, concurrency: int) -> float:
    """Ask over so many connections for a moment; return the answers per second."""
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Connection(question), "127.0.0.1", question.port)
        for _ in range(concurrency)
    ]
    connections = [connection for _, connection in opened]
    before, started = sum(connection.answers for connection in connections), time.perf_counter()
    await asyncio.sleep(TURN_S)
    answers, elapsed = sum(connection.answers for connection in connections), time.perf_counter() - started
    for connection in connections:
        connection.close()
    if refusals := [connection.refusal for connection in connections if connection.refusal]:
        raise RuntimeError(refusals[0])
    return (answers - before) / elapsed
