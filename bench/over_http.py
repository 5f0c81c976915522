"""What callers get over HTTP, served alike and asked by the same client, in turns.

Beside FastAPI's own hello-world, beside the same routes called by FastAPI (`plain.py`), and for documents that are
ready beside bare ASGI that sends the same bytes (`bare.py`).
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
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

ROUNDS = 7
TURN_S = 0.5
CONCURRENCY = (1, 16)
HELLO = "FastAPI hello-world"
ADMIN_KEY = "admin-key-of-the-bench-0123456789abcdef"
ISSUE, VERIFY, LIST, CREDENTIAL = "issue, committed", "verify", "status list", "credential by id"
PLAIN, BARE = ", plain FastAPI", ", bare ASGI"
UVICORN = ("--log-level=warning", "--no-access-log", "--no-server-header")


@dataclass(frozen=True, slots=True)
class Server:
    """A server, and a client to prepare it with."""

    pid: int
    http: httpx.Client

    def cpu_s(self) -> float | None:
        """The seconds of processor time it has used, where the system tells."""
        told = Path(f"/proc/{self.pid}/stat")
        if not told.exists():
            return None
        user, system = told.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of asking one question for a moment."""

    answers: int
    seconds: float
    server_cpu_s: float | None
    client_cpu_s: float

    @property
    def per_second(self) -> float:
        """The rate of answers."""
        return self.answers / self.seconds


@dataclass(frozen=True, slots=True)
class Question:
    """Requests to repeat in turn, as bytes, and the status that their answers must have."""

    name: str
    server: Server
    requests: Iterator[bytes]
    status: int

    @classmethod
    def of(cls, name: str, server: Server, status: int, *requests: httpx.Request) -> Question:
        """Write requests as bytes."""
        return cls(name, server, cycle([_written(request) for request in requests]), status)

    @property
    def port(self) -> int:
        """Where to ask."""
        return self.server.http.base_url.port or 80


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
        if int(self._received[9:12]) != self._question.status:
            self.refusal = f"{self._question.name}: {self._received.decode()}"
            return
        length = self._received.find(b"content-length: ") + 16  # in lower case, as all of these servers write it
        if len(self._received) >= end + int(self._received[length : self._received.index(b"\r", length)]):
            self._received.clear()
            self.answers += 1
            self._transport.write(next(self._question.requests))

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()


def measure(folder: Path) -> list[Table]:
    """Start all servers, each with data of its own in `folder`, and ask them in turns."""
    with ExitStack() as stack:
        hello = stack.enter_context(_server("uvicorn", "bench.hello:app", *UVICORN))
        hot = stack.enter_context(_server("badgeapi", "serve", BADGEAPI_DATA_DIR=folder / "hot"))
        plain = stack.enter_context(
            _server("uvicorn", "bench.plain:app", "--factory", *UVICORN, BADGEAPI_DATA_DIR=folder / "plain")
        )
        questions = [Question.of(HELLO, hello, 200, hello.http.build_request("GET", "/"))]
        asked = _questions(hot)
        recorded = _record(
            folder / "answers.json", [hot.http.send(request) for request in asked[LIST] + asked[CREDENTIAL]]
        )
        bare = stack.enter_context(_server("uvicorn", "bench.bare:app", "--lifespan=off", *UVICORN, ANSWERS=recorded))
        for server, suffix in ((hot, ""), (plain, PLAIN)):
            for name, requests in (asked if server is hot else _questions(server)).items():
                questions.append(Question.of(name + suffix, server, 201 if name == ISSUE else 200, *requests))
        for name in (LIST, CREDENTIAL):
            (request,) = asked[name]
            questions.append(Question.of(name + BARE, bare, 200, bare.http.build_request("GET", request.url.path)))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return [_table(concurrency, runner.run(_turns(questions, concurrency))) for concurrency in CONCURRENCY]


def _record(path: Path, answers: Sequence[httpx.Response]) -> Path:
    """Keep answers whole, but for what the server adds."""
    kept = {
        answer.request.url.path: ([pair for pair in answer.headers.multi_items() if pair[0] != "date"], answer.text)
        for answer in answers
    }
    path.write_text(json.dumps(kept), encoding="utf-8")
    return path


def _table(concurrency: int, turns: dict[str, list[Turn]]) -> Table:
    def against(name: str, other: str) -> float | None:
        """The median of the ratios, each within a round."""
        if other not in turns:
            return None
        return median(a.per_second / b.per_second for a, b in zip(turns[name], turns[other], strict=True))

    rows = [
        Row(
            name,
            (
                median(turn.per_second for turn in turns[name]),
                _cpu_us(turns[name]),
                against(name, HELLO),
                against(name, name + BARE),
                against(name, name + PLAIN),
            ),
        )
        for name in turns
    ]
    columns = (
        Column("answers", Unit.PER_SECOND),
        Column("processor per answer", Unit.MICROSECONDS),
        Column("of hello-world", Unit.SHARE),
        Column("of bare ASGI", Unit.SHARE),
        Column("of the plain route", Unit.TIMES),
    )
    spent = max(turn.client_cpu_s / turn.seconds for each in turns.values() for turn in each)
    return Table(
        f"Answers over HTTP, {concurrency} at once",
        columns,
        tuple(rows),
        Bars(("of hello-world",)),
        f"The client used {spent:.0%} of a core at most.",
    )


def _cpu_us(turns: list[Turn]) -> float | None:
    spent = [turn.server_cpu_s for turn in turns]
    answers = sum(turn.answers for turn in turns)
    return None if None in spent else sum(cast("list[float]", spent)) / answers * 1e6


@contextmanager
def _server(module: str, *options: str, **environment: Path) -> Iterator[Server]:
    """Run a server on a port of its own, on the loop and parser that uvicorn prefers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    roots = [str(Path(__file__).parents[1]), str(Path(badgeapi.__file__).parents[1])]
    settings = {"BADGEAPI_ADMIN_KEY": ADMIN_KEY} | {name: str(value) for name, value in environment.items()}
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
                    http.head("/openapi.json")
                    break
                except httpx.ConnectError:
                    time.sleep(0.05)
                except httpx.HTTPError:  # bare ASGI knows its own addresses only
                    break
            yield Server(process.pid, http)
    finally:
        process.terminate()
        process.wait()


def _questions(server: Server) -> dict[str, list[httpx.Request]]:
    """Make an issuer, an achievement and badges, and the requests that are measured."""
    http = server.http
    http.headers["Authorization"] = f"Bearer {ADMIN_KEY}"
    issuer = http.post("/v1/issuers", json=ISSUER).raise_for_status().json()
    wanted = {"issuer": issuer["id"], **ACHIEVEMENT}
    achievement = http.post("/v1/achievements", json=wanted).raise_for_status().json()
    body = {"achievement": achievement["id"], "recipient": RECIPIENT}
    made = [http.post("/v1/assertions", json=body).raise_for_status().json() for _ in range(CREDENTIALS)]
    http.post(f"/v1/assertions/{made[0]['id']}/publish").raise_for_status()
    address = httpx.URL(made[0]["credential"]["credentialStatus"]["statusListCredential"])
    return {
        ISSUE: [http.build_request("POST", "/v1/assertions", json=body)],
        VERIFY: [http.build_request("POST", "/v1/verify", json=one["credential"]) for one in made],
        LIST: [http.build_request("GET", address.path)],
        CREDENTIAL: [http.build_request("GET", f"/credentials/{made[0]['id']}")],
    }


async def _turns(questions: list[Question], concurrency: int) -> dict[str, list[Turn]]:
    rounds = [[await _turn(question, concurrency) for question in questions] for _ in range(ROUNDS)]
    return {question.name: list(each) for question, each in zip(questions, zip(*rounds, strict=True), strict=True)}


async def _turn(question: Question, concurrency: int) -> Turn:
    """Ask over so many connections for a moment."""
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: Connection(question), "127.0.0.1", question.port)
        for _ in range(concurrency)
    ]
    connections = [connection for _, connection in opened]
    before, spent, cpu_s = sum(each.answers for each in connections), question.server.cpu_s(), _own_cpu_s()
    started = time.perf_counter()
    await asyncio.sleep(TURN_S)
    answers, elapsed = sum(each.answers for each in connections) - before, time.perf_counter() - started
    now = question.server.cpu_s()
    used = None if spent is None or now is None else now - spent
    for connection in connections:
        connection.close()
    if refusals := [connection.refusal for connection in connections if connection.refusal]:
        raise RuntimeError(refusals[0])
    return Turn(answers, elapsed, used, _own_cpu_s() - cpu_s)


def _own_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
