"""Bulk issuing: what a row of a job costs beside a bare signature, what others notice of it, how much memory it takes.

A real server, asked over HTTP; a job counts from the first byte of its upload to its last row, durably stored and with
the service's own check. `BADGEAPI_BENCH_ROWS` is the largest job (a million by default, for memory only).
"""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from bench import in_process, postgresql
from bench.table import Bars, Column, Row, Table, Unit
from tests.cli.command import ADMIN_KEY, Served, serving

TITLE = "Bulk issuing"

LARGEST = int(os.environ.get("BADGEAPI_BENCH_ROWS", "1000000"))
SIZES = [size for size in (1_000, 10_000, 100_000) if size <= LARGEST]
UPLOADS = [size for size in (10_000, 100_000, 1_000_000) if size <= LARGEST]
REPEATS = {1_000: 5, 10_000: 5}
BESIDE_ROWS = min(20_000, LARGEST)
ROUNDS = 5
AWARDS = 400
THINKING_S = 0.005
LOOKING_S = 0.5
"""Between two looks at a job: looking costs the processor that is measured. How long it took, the job says itself."""
WATCHED_S = 60.0
"""How long the memory of an upload's work is watched; then it is cancelled."""
BARE = "of bare sign and verify"
BARE_CPU = "the same by processor time"
JSONL = {"Content-Type": "application/jsonl"}

Databases = dict[str, Callable[[], str | None]]


def measure(folder: Path) -> list[Table]:
    """Measure in `folder`: costs, latencies, memory."""
    if not SIZES:
        raise SystemExit("BADGEAPI_BENCH_ROWS must be 1000 at least: a smaller job measures its beginning.")
    with _databases(folder) as databases:
        costs = [
            row
            for name, make in databases.items()
            for cores in range(1, min(2, os.cpu_count() or 1) + 1)
            for row in _costs(folder, f"{name}, {cores} core{'' if cores == 1 else 's'}", make(), cores)
        ]
        latencies = [row for name, make in databases.items() for row in _latencies(folder, name, make())]
    memory = [_memory(folder, size) for size in UPLOADS]
    return [
        Table(
            "Jobs",
            (
                Column("rate", Unit.PER_SECOND),
                Column("a row", Unit.MICROSECONDS),
                Column("of the cost at 1,000 rows", Unit.SHARE),
                Column(BARE, Unit.SHARE),
                Column(BARE_CPU, Unit.SHARE),
            ),
            tuple(costs),
            Bars((BARE, BARE_CPU), goal=0.45),
            "Bare is one Ed25519 signature and one verification by the libraries of the service, on one core, measured "
            "before and after each job; the cost at 1,000 rows is compared in these terms, too. The processor time is "
            "that of the service; a PostgreSQL server's is not in it.",
        ),
        Table(
            "Single awards",
            (Column("median", Unit.MICROSECONDS), Column("p99", Unit.MICROSECONDS), Column("p99, of idle", Unit.TIMES)),
            tuple(latencies),
            Bars(("p99, of idle",), goal=3),
            f"One caller, who waits {THINKING_S * 1000:.0f} ms after each answer; all awards of {ROUNDS} rounds.",
        ),
        Table(
            "Memory",
            (Column("server, peak MB", Unit.COUNT), Column("largest process beside it, peak MB", Unit.COUNT)),
            tuple(memory),
            Bars(("server, peak MB",)),
            f"A dry run, watched to its end or for {WATCHED_S:.0f} seconds.",
        ),
    ]


@contextmanager
def _databases(folder: Path) -> Iterator[Databases]:
    """Yield what makes a new database of each kind that is there; SQLite needs no URL."""
    databases: Databases = {"SQLite": lambda: None}
    with postgresql.running(folder / "postgresql") as server:
        if server is not None:
            databases["PostgreSQL"] = lambda: postgresql.new_database(server, f"bulk_{uuid4().hex}")
        yield databases


@contextmanager
def _server(folder: Path, database: str | None = None, **settings: str) -> Iterator[Served]:
    """Run the service on a new database."""
    home = folder / uuid4().hex
    home.mkdir()
    if database is not None:
        settings["DATABASE_URL"] = database
    with serving(home, ADMIN_KEY=ADMIN_KEY, **settings) as served:
        yield served
        served.end()


def _rows(achievement: str, size: int) -> Iterator[bytes]:
    """Write rows that no job had before, some hundred kilobytes at a time."""
    job = uuid4().hex[:8]
    for first in range(0, size, 1_000):
        rows = (
            {"key": f"{job}-{n}", "achievement": achievement, "recipient": {"email": f"p{n}@example.org"}}
            for n in range(first, min(size, first + 1_000))
        )
        yield b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def _upload(served: Served, achievement: str, size: int, **parameters: bool) -> str:
    answer = served.admin(
        "POST", "/v1/assertion-jobs", content=_rows(achievement, size), headers=JSONL, params=parameters
    )
    return str(answer.raise_for_status().headers["location"])


def _until_ended(served: Served, path: str) -> dict[str, Any]:
    while "endedAt" not in (job := served.admin("GET", path).json()):
        time.sleep(LOOKING_S)
    if job["counts"]["failed"]:
        raise AssertionError("what is measured does not work")
    return dict(job)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds for a row, and for a bare signature and its verification, by the clock and of the processor."""

    clock: float
    processor: float
    bare_clock: float
    bare_processor: float


def _costs(folder: Path, name: str, database: str | None, cores: int) -> list[Row]:
    """Measure jobs of each size in a server that may use so many cores."""
    with _server(folder, database, JOB_PROCESSES="0" if cores == 1 else str(cores)) as served:
        if cores == 1:
            _confine(served.process.pid)
        achievement = served.achievement()
        _until_ended(served, _upload(served, achievement, 1_000))
        found = {size: [_cost(served, achievement, size) for _ in range(REPEATS.get(size, 1))] for size in SIZES}
    most = median(cost.bare_clock / cost.clock for cost in found[SIZES[0]])
    rows = []
    for size, costs in found.items():
        clock = median(cost.clock for cost in costs)
        rates = median(cost.bare_clock / cost.clock for cost in costs)
        by_processor = median(cost.bare_processor / cost.processor for cost in costs) if costs[0].processor else None
        rows.append(Row(f"{name}, {size:,} rows", (1 / clock, clock * 1e6, most / rates, rates, by_processor)))
    return rows


def _confine(pid: int) -> None:
    """Keep a process and all its threads to one core, where the system lets us."""
    if not hasattr(os, "sched_setaffinity"):
        return
    core = min(os.sched_getaffinity(0))
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            os.sched_setaffinity(int(thread.name), {core})


def _cost(served: Served, achievement: str, size: int) -> Cost:
    before = _bare()
    used = _processor_s(served.process.pid)
    job = _until_ended(served, _upload(served, achievement, size))
    processor = _processor_s(served.process.pid) - used
    clock = (datetime.fromisoformat(job["endedAt"]) - datetime.fromisoformat(job["createdAt"])).total_seconds()
    after = _bare()
    return Cost(clock / size, processor / size, (before[0] + after[0]) / 2, (before[1] + after[1]) / 2)


def _bare(calls: int = 4_000) -> tuple[float, float]:
    """The seconds of a signature with its verification, by the clock and of the processor."""
    works = [task.run for task in in_process.bare() if task.name in (in_process.SIGN, in_process.VERIFY)]
    began, used = time.perf_counter(), time.process_time()
    for _ in range(calls):
        for work in works:
            work()
    return (time.perf_counter() - began) / calls, (time.process_time() - used) / calls


def _processes(pid: int) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _processes(int(child))
    return found


def _processor_s(pid: int) -> float:
    """The processor time that a process and those that it started have used; 0 where the system does not tell."""
    ticks = 0
    for each in _processes(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _latencies(folder: Path, name: str, database: str | None) -> list[Row]:
    """Award one after the other, with and without a job that runs, in turns."""
    with _server(folder, database, JOB_PROCESSES="2") as served:
        achievement = served.achievement()
        _until_ended(served, _upload(served, achievement, 1_000))
        idle: list[float] = []
        beside: list[float] = []
        for _ in range(ROUNDS):
            idle += _awards(served, achievement, lambda count: count == AWARDS)
            beside += _awards_beside(served, achievement)
    return [
        Row(f"{name}, beside {what}", (median(times) * 1e6, _p99(times) * 1e6, _p99(times) / _p99(idle)))
        for what, times in (("nothing else", idle), (f"a job of {BESIDE_ROWS:,} rows", beside))
    ]


def _awards_beside(served: Served, achievement: str) -> list[float]:
    """Issue until a job has ended; the seconds of each."""
    ended = Event()
    path = _upload(served, achievement, BESIDE_ROWS)

    def follow() -> None:
        _until_ended(served, path)
        ended.set()

    following = Thread(target=follow)
    following.start()
    times = _awards(served, achievement, lambda _: ended.is_set())
    following.join()
    return times


def _awards(served: Served, achievement: str, enough: Callable[[int], bool]) -> list[float]:
    """Issue until it is enough; the seconds of each."""
    body = json.dumps({"achievement": achievement, "recipient": {"email": "ada@example.org"}})
    headers = {"Authorization": f"Bearer {ADMIN_KEY}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", served.http.base_url.port)
    times: list[float] = []
    while not enough(len(times)):
        began = time.perf_counter()
        connection.request("POST", "/v1/assertions", body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 201:
            raise AssertionError("what is measured does not work")
        time.sleep(THINKING_S)
    connection.close()
    return times


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[-1]


def _memory(folder: Path, size: int) -> Row:
    """Upload rows to be checked, and watch."""
    with _server(folder, JOB_PROCESSES="2") as served:
        path = _upload(served, served.achievement(), size, dryRun=True)
        until = time.monotonic() + WATCHED_S
        while "endedAt" not in served.admin("GET", path).json() and time.monotonic() < until:
            time.sleep(0.2)
        with served.http.stream("GET", f"{path}/results", headers={"Authorization": f"Bearer {ADMIN_KEY}"}) as results:
            for _ in results.iter_bytes():
                pass
        server, *others = [_peak_mb(pid) for pid in _processes(served.process.pid)]
        served.admin("POST", f"{path}/cancel", {})
    return Row(f"{size:,} rows", (server, max((peak for peak in others if peak), default=None)))


def _peak_mb(pid: int) -> float | None:
    """The most memory that a process had at once; None where the system does not tell."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return None
