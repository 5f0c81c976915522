"""What one look-up, page, change or insert costs among 10,000, 100,000 and 1,000,000 assertions, on both databases.

By the store's own functions, each in a transaction of its own through the store, as a request would. Every table holds
the same operations on databases of all sizes, measured in turns. `BADGEAPI_BENCH_ROWS` is the largest size.
"""

from __future__ import annotations

import asyncio
import os
import random
from asyncio import gather
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from badgeapi.store import assertions, audit, migrate, status_lists
from badgeapi.store.assertions import EVERYTHING, Filter
from badgeapi.store.engine import Connection, Store, open_store
from badgeapi.store.scope import Scope
from bench import fill, postgresql
from bench.table import Column, Lines, Row, Table, Unit
from bench.timing import Task, medians

TITLE = "Growth of the store"
SIZES = tuple(
    size for size in (10_000, 100_000, 1_000_000) if size <= int(os.environ.get("BADGEAPI_BENCH_ROWS", "1000000"))
)
GOAL = 1.3
NOTE = "Microseconds for one row or page, through the store, with credentials of 1 kB and every index in place."
ROUNDS, TURN_S = 31, 0.005
"""Short turns, because whatever is revoked or inserted makes the database another one."""
PAGE = 100
AT_ONCE = 64
"""How many callers wait at once where commits are shared."""
BULK = 100
SAMPLE = 20_000
"""How many rows are sought in turn, drawn at random."""


class Library:
    """A filled database, asked for another of its rows each time."""

    def __init__(self, store: Store, size: int) -> None:
        dice = random.Random(size)
        numbers = [dice.randrange(size) for _ in range(SAMPLE)]
        self._store = store
        self._rows = cycle([_Sought(fill.issuer_id(n % fill.ISSUERS), fill.assertion_id(n), n) for n in numbers])
        self._later = cycle([number for number in numbers if number > size // 5])
        self._new = (fill.assertion(number) for number in count(size))

    async def get(self) -> None:
        """Look one up by its id."""
        sought = next(self._rows)
        found = await self._store.read(lambda conn: assertions.get(conn, sought.scope, assertion_id=sought.id))
        assert found is not None

    async def by_key(self) -> None:
        """Look one up by the caller's own key."""
        sought = next(self._rows)
        asked = {"issuer_id": sought.issuer_id, "key": fill.key(sought.number)}
        found = await self._store.read(lambda conn: assertions.by_key(conn, sought.scope, **asked))
        assert found is not None

    async def page(
        self, scope: Scope, matching: Filter, *, newest_first: bool = True, deep: bool = False, full: int = PAGE
    ) -> None:
        """List the first page of `full` rows, or with `deep` one that begins anywhere but in the last fifth."""
        number = next(self._later) if deep else 0
        after = (fill.made_at(number), fill.assertion_id(number)) if deep else None
        how: dict[str, Any] = {"limit": PAGE, "matching": matching, "after": after, "newest_first": newest_first}
        found = await self._store.read(lambda conn: assertions.page(conn, scope, **how))
        assert len(found) == full

    async def revoke(self, at_once: int) -> None:
        """Revoke so many at once, each in a transaction of its own."""
        await gather(*(self._store.write(partial(_revoke, sought=next(self._rows))) for _ in range(at_once)))

    async def insert(self, at_once: int, each: int = 1) -> None:
        """Insert by so many callers at once, each so many rows in one transaction."""
        parts = [list(islice(self._new, each)) for _ in range(at_once)]
        await gather(*(self._store.write(partial(fill.add, rows=part)) for part in parts))


@dataclass(frozen=True, slots=True)
class _Sought:
    issuer_id: str
    id: str
    number: int

    @property
    def scope(self) -> Scope:
        return Scope.issuer(self.issuer_id)


def _revoke(conn: Connection, sought: _Sought) -> None:
    """As `usecases/revoke_assertions.py`, also when it is revoked already."""
    id_, scope, at = sought.id, sought.scope, fill.BEGAN
    change: dict[str, Any] = {"state": "revoked", "allowed_from": ("issued", "suspended", "revoked"), "at": at}
    changed = assertions.set_state(conn, scope, assertion_id=id_, reason="withdrawn", **change)
    assert changed is not None
    assert changed.status_list_id is not None
    assert changed.status_index is not None
    status_lists.flip(conn, scope, list_id=changed.status_list_id, position=changed.status_index, value=True, at=at)
    owner = changed.issuer_id
    audit.append(conn, scope, issuer_id=owner, at=at, actor="bench", action="assertion.revoke", subject=id_)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is measured, and of how many rows one call is."""

    name: str
    run: Callable[[Library], Awaitable[None]]
    rows: int = 1


def _operations() -> list[Operation]:
    operator, issuer = Scope.operator(), Scope.issuer(fill.issuer_id(0))
    pages: dict[str, tuple[Scope, dict[str, Any]]] = {
        "all": (operator, {}),
        "of an issuer": (issuer, {}),
        "of an issuer, anywhere": (issuer, {"deep": True}),
        "of an issuer, revoked": (issuer, {"matching": Filter(state="revoked")}),
        "of an achievement": (issuer, {"matching": Filter(achievement_id=fill.achievement_id(0))}),
        "all, suspended": (operator, {"matching": Filter(state="suspended"), "full": 0}),
        "of an achievement, suspended": (
            issuer,
            {"matching": Filter(state="suspended", achievement_id=fill.achievement_id(0)), "full": 0},
        ),
        "of an unknown recipient, issued": (
            issuer,
            {"matching": Filter(state="issued", recipient_digest=bytes(32)), "full": 0},
        ),
        "of a recipient": (issuer, {"matching": Filter(recipient_digest=fill.familiar_digest(0))}),
        "since a time, oldest first": (
            issuer,
            {"matching": Filter(created_from=fill.made_at(1_000)), "newest_first": False},
        ),
    }
    return [
        Operation("look-up by id", Library.get),
        Operation("look-up by the caller's key", Library.by_key),
        *(Operation(f"page of {PAGE}, {name}", partial(_page, *page)) for name, page in pages.items()),
        Operation("revoke, a commit each", lambda library: library.revoke(1)),
        Operation(f"revoke, {AT_ONCE} at once", lambda library: library.revoke(AT_ONCE), AT_ONCE),
        Operation("insert, a commit each", lambda library: library.insert(1)),
        Operation(f"insert, {AT_ONCE} at once", lambda library: library.insert(AT_ONCE), AT_ONCE),
        Operation(f"insert, {BULK} in a transaction", lambda library: library.insert(1, BULK), BULK),
    ]


def _page(scope: Scope, how: dict[str, Any], library: Library) -> Awaitable[None]:
    return library.page(scope, **{"matching": EVERYTHING, **how})


def measure(folder: Path) -> list[Table]:
    """Fill databases of all sizes in `folder` and measure in turns; PostgreSQL where it can be had."""
    if not SIZES:
        raise SystemExit("BADGEAPI_BENCH_ROWS must be 10000 at least: growth is measured from there.")
    tables = [asyncio.run(_table("SQLite (WAL, FULL)", [f"sqlite:///{folder}/{size}.db" for size in SIZES]))]
    with postgresql.running(folder / "postgresql") as server:
        if server is not None:
            tables.append(
                asyncio.run(_table("PostgreSQL", [postgresql.new_database(server, f"rows_{size}") for size in SIZES]))
            )
    return tables


async def _table(name: str, urls: list[str]) -> Table:
    operations = _operations()
    async with AsyncExitStack() as stack:
        libraries = []
        for url, size in zip(urls, SIZES, strict=True):
            migrate.upgrade(url)
            fill.fill(url, size)
            store = open_store(url)
            stack.push_async_callback(store.close)
            libraries.append(Library(store, size))
        tasks = [_task(operation, library) for operation in operations for library in libraries]
        timings = iter(await medians(tasks, rounds=ROUNDS, turn_s=TURN_S))
    rows = []
    for operation in operations:
        times = [next(timings).seconds * 1e6 / operation.rows for _ in SIZES]
        rows.append(Row(operation.name, (*times, times[-1] / times[0])))
    sizes = [f"{size:,}" for size in SIZES]
    columns = [*(Column(size, Unit.MICROSECONDS) for size in sizes), Column(f"{sizes[-1]} to {sizes[0]}", Unit.SHARE)]
    chart = Lines(tuple(sizes), tuple(map(float, SIZES)), "assertions in the database (logarithmic)", GOAL)
    return Table(f"Growth: {name}", tuple(columns), tuple(rows), chart, NOTE)


def _task(operation: Operation, library: Library) -> Task:
    async def run() -> None:
        await operation.run(library)

    return Task(operation.name, run)
