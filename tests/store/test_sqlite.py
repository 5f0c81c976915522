"""What only the runner for SQLite does: commit in groups, wait for others, survive a full disk."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from badgeapi.errors import Unavailable
from badgeapi.store import assertion_jobs, assertions, job_chunks, migrate
from badgeapi.store.assertions import Filter
from badgeapi.store.checkpoints import LOG_PAGES
from badgeapi.store.engine import Duplicate, open_store, parse_url
from badgeapi.store.job_chunks import Chunk
from badgeapi.store.scope import Scope
from badgeapi.store.sqlite import GROUP
from tests.store.plans import plan
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio


@pytest.fixture
def store_url(new_database):
    """These tests are about SQLite alone, and some ruin their database."""
    url = new_database("sqlite")
    migrate.upgrade(url)
    return url


@pytest.fixture
def commits():
    """The number of commits so far, in a list of one."""
    seen = [0]

    def count(_conn):
        seen[0] += 1

    event.listen(Engine, "commit", count)
    yield seen
    event.remove(Engine, "commit", count)


def insert(store, tenant, row):
    return store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]) or row.id)


async def in_one_group(store, *writes):
    """Hold the writer until all writes wait, so that they share a commit."""
    held, go_on = threading.Event(), threading.Event()
    holder = asyncio.create_task(store.write(lambda _: held.set() or go_on.wait(WAIT_S)))
    assert await asyncio.to_thread(held.wait, WAIT_S)
    tasks = [asyncio.create_task(write) for write in writes]
    await asyncio.sleep(0)
    go_on.set()
    await holder
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_waiting_writes_share_a_commit(store, tenant, commits):
    """One commit for all that waited, and never more than GROUP in one."""
    rows = [tenant.assertion(number) for number in range(GROUP + 10)]
    before = commits[0]
    answers = await in_one_group(store, *[insert(store, tenant, row) for row in rows])
    assert answers == [row.id for row in rows]
    assert commits[0] - before == 3  # the holder's, a full group, the rest


async def test_concurrent_writes_need_far_fewer_commits(store, tenant, commits):
    """Groups form by themselves under load."""
    rows = iter([tenant.assertion(number) for number in range(640)])
    before = commits[0]

    async def writer():
        for row in rows:
            await insert(store, tenant, row)

    await asyncio.gather(*[writer() for _ in range(64)])
    assert commits[0] - before <= 640 // 8
    assert len(await store.scan(lambda conn: assertions.page(conn, tenant.scope, limit=1000))) == 640


async def test_a_failure_is_its_own_callers_alone(store, tenant, commits):
    """In one group some fail in the middle of their work: the others' rows stay, theirs do not."""

    def fails(number):
        def work(conn):
            assertions.insert(conn, tenant.scope, assertions=[tenant.assertion(number)])
            raise LookupError(number)

        return store.write(work)

    def twice(row):
        def work(conn):
            assertions.insert(conn, tenant.scope, assertions=[row])
            assertions.insert(conn, tenant.scope, assertions=[row])

        return store.write(work)

    good = [tenant.assertion(number) for number in range(10)]
    before = commits[0]
    answers = await in_one_group(
        store,
        *[insert(store, tenant, row) for row in good[:5]],
        fails(20),
        twice(tenant.assertion(21)),
        store.write(lambda _: next(iter(()))),
        *[insert(store, tenant, row) for row in good[5:]],
    )
    assert commits[0] - before == 2
    assert [answer for answer in answers if isinstance(answer, str)] == [row.id for row in good]
    assert [type(answer) for answer in answers[5:8]] == [LookupError, Duplicate, RuntimeError]
    kept = await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=100, newest_first=False))
    assert kept == good


async def test_writes_of_one_turn_share_a_commit(store, tenant, commits):
    """What the loop prepares in one turn reaches the writer together: the first does not set out alone."""
    before = commits[0]
    await asyncio.gather(*[insert(store, tenant, tenant.assertion(number)) for number in range(20)])
    assert commits[0] - before == 1


def test_a_loop_that_ends_leaves_nothing_behind(store_url, new_tenant):
    """A loop that ends in the turn of a write has written it or not; the next loop of the same thread writes."""
    store = open_store(store_url)
    tenant = asyncio.run(store.write(new_tenant))
    rows = [tenant.assertion(1), tenant.assertion(2)]

    async def ends_at_once():
        writing = asyncio.create_task(insert(store, tenant, rows[0]))
        asyncio.get_running_loop().call_soon(writing.cancel)

    asyncio.run(ends_at_once())
    assert asyncio.run(insert(store, tenant, rows[1])) == rows[1].id
    kept = asyncio.run(store.read(lambda conn: assertions.page(conn, tenant.scope, limit=9, newest_first=False)))
    assert kept in (rows, rows[1:])
    asyncio.run(store.close())


async def test_short_writes_and_long_ones_take_turns(store, tenant, commits):
    """Whoever waits: the short ones share a commit before any long one, and no two long ones have the same.

    What a short write sees of the order is what its caller waits for. One that comes while a long one runs is committed
    with it: it waits for the rest of that one, and not for a commit of its own or for the next long one.
    """
    order, running, go_on = [], threading.Event(), threading.Event()

    def noting(name, *steps):
        def work(conn):
            order.append((name, commits[0]))
            for step in steps:
                step()

        return work

    before = commits[0]
    late = []

    async def comes_late():
        await asyncio.to_thread(running.wait, WAIT_S)
        late.append(asyncio.create_task(store.write(noting("late"))))
        for _ in range(2):  # it begins, and is handed over at the end of that turn
            await asyncio.sleep(0)
        go_on.set()

    coming = asyncio.create_task(comes_late())
    await in_one_group(
        store,
        store.write_many(noting("long 1", running.set, lambda: go_on.wait(WAIT_S))),
        store.write_many(noting("long 2")),
        store.write(noting("short 1")),
        store.write(noting("short 2")),
    )
    await coming
    await asyncio.gather(*late)
    assert [(name, at - before) for name, at in order] == [
        ("short 1", 1),  # after the commit of the holder
        ("short 2", 1),
        ("long 1", 2),
        ("late", 2),
        ("long 2", 3),
    ]
    assert commits[0] - before == 4


async def test_what_goes_with_a_long_write_fails_alone(store, tenant):
    """Both ways: its failure takes no row of the long one along, nor that of another short one, and the reverse."""
    taken, *long, first, second = (tenant.assertion(number) for number in range(5))
    taken = taken._replace(key="taken")
    double = tenant.assertion(5, key="taken")
    await insert(store, tenant, taken)
    running, go_on = threading.Event(), threading.Event()

    def inserting(*rows):
        return assertions.inserting(store.dialect, tenant.scope, assertions=rows).run

    def slowly(*rows):
        def work(conn):
            running.set()
            assert go_on.wait(WAIT_S)
            inserting(*rows)(conn)

        return work

    for rows, short, has_failed in ((long, first, False), ([tenant.assertion(6, key="taken")], second, True)):
        running.clear()
        go_on.clear()
        writing = asyncio.create_task(store.write_many(slowly(*rows)))
        assert await asyncio.to_thread(running.wait, WAIT_S)
        others = [asyncio.create_task(store.write(inserting(row))) for row in (double, short)]
        for _ in range(2):  # they begin, and are handed over at the end of that turn
            await asyncio.sleep(0)
        go_on.set()
        answers = await asyncio.gather(writing, *others, return_exceptions=True)
        assert [isinstance(answer, Duplicate) for answer in answers] == [has_failed, True, False]
    kept = await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10, newest_first=False))
    assert kept == [taken, *long, first, second]


async def test_a_long_write_that_fails_is_its_own_failure(store, tenant):
    """A duplicate among many rows is told as ever; none of them stays, and others are not touched."""
    taken, other = tenant.assertion(1, key="taken"), tenant.assertion(2)
    many = [tenant.assertion(number) for number in range(3, 9)] + [tenant.assertion(9, key="taken")]
    await insert(store, tenant, taken)

    fails = store.write_many(assertions.inserting(store.dialect, tenant.scope, assertions=many).run)
    answers = await in_one_group(store, fails, insert(store, tenant, other))
    assert isinstance(answers[0], Duplicate)
    assert answers[0].constraint == "uq_assertions_issuer_id_key"
    assert answers[1] == other.id
    kept = await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10, newest_first=False))
    assert kept == [taken, other]


async def test_closing_commits_long_writes_too(store_url, tenant):
    """Everything handed over before the end is kept, in turns as ever; nothing is taken after it."""
    other = open_store(store_url)
    rows = [tenant.assertion(number) for number in range(6)]
    writes = [
        asyncio.create_task(way(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row])))
        for row, way in zip(rows, [other.write, other.write_many] * 3, strict=True)
    ]
    await asyncio.sleep(0)
    await other.close()
    await asyncio.gather(*writes)
    with pytest.raises(Unavailable):
        await other.write_many(lambda conn: None)
    with closing(sqlite3.connect(parse_url(store_url).database)) as conn:
        assert conn.execute("SELECT count(*) FROM assertions WHERE issuer_id = ?", (tenant.issuer.id,)).fetchone() == (
            6,
        )


async def test_a_commit_that_fails_fails_for_all(store, tenant):
    """Nobody of the group is told that a row is kept, none is, and the next write goes through."""

    def breaks_the_commit(conn):
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # checked at COMMIT, no longer at the INSERT
        orphan = tenant.assertion(9, signing_key_id="no-such-key")
        assertions.insert(conn, tenant.scope, assertions=[orphan])

    rows = [tenant.assertion(number) for number in range(2)]
    answers = await in_one_group(
        store, insert(store, tenant, rows[0]), store.write(breaks_the_commit), insert(store, tenant, rows[1])
    )
    assert [type(answer) for answer in answers] == [IntegrityError] * 3
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10)) == []
    assert await insert(store, tenant, rows[0]) == rows[0].id


async def test_a_full_disk_is_unavailable_and_passes(store, tenant):
    """Writes are refused while there is no space, nothing half-written stays, and space brings them back."""

    def limit_pages(extra):
        def pragma(conn):
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
            return conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + extra}").scalar()

        return store.write(pragma)

    small = tenant.assertion(1)
    large = [tenant.assertion(number, credential=bytes(100_000)) for number in range(2, 6)]
    await limit_pages(30)
    answers = await in_one_group(store, insert(store, tenant, small), *[insert(store, tenant, row) for row in large])
    kept = await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10, newest_first=False))
    told = [answer for answer in answers if isinstance(answer, str)]
    assert [row.id for row in kept] == told
    assert {type(answer) for answer in answers} - {str} == {Unavailable}
    with pytest.raises(Unavailable):
        await insert(store, tenant, tenant.assertion(7, credential=bytes(1_000_000)))  # by itself
    await limit_pages(10_000)
    assert await insert(store, tenant, large[-1]) == large[-1].id


async def test_a_transaction_that_sqlite_gave_up_fails_for_all(store, tenant):
    """If SQLite rolls the whole transaction back, those before the failure must not hear that all is well."""

    def gives_up(conn):
        conn.connection.driver_connection.rollback()
        raise LookupError("after the roll-back")

    rows = [tenant.assertion(number) for number in range(2)]
    answers = await in_one_group(
        store, insert(store, tenant, rows[0]), store.write(gives_up), insert(store, tenant, rows[1])
    )
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10)) == []
    assert await insert(store, tenant, rows[0]) == rows[0].id


async def test_another_process_is_waited_for(store, store_url, tenant):
    """The command line may write while the service runs: no caller hears "database is locked"."""
    other = sqlite3.connect(parse_url(store_url).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    row = tenant.assertion(1)
    writing = asyncio.create_task(insert(store, tenant, row))
    await asyncio.sleep(0.2)
    assert not writing.done()
    assert await store.read(lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id)) is None
    other.execute("COMMIT")
    other.close()
    assert await writing == row.id


async def test_a_write_that_reads_first_is_not_overtaken(store, store_url, tenant):
    """Nobody can write between the two, so what was read still holds and the write cannot fail for it."""

    def look_then_write(conn):
        assertions.page(conn, tenant.scope, limit=1)
        other = sqlite3.connect(parse_url(store_url).database, timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE issuers SET version = 2")
        assertions.insert(conn, tenant.scope, assertions=[tenant.assertion(1)])

    await store.write(look_then_write)


async def test_a_lock_that_does_not_end_is_unavailable(store, store_url, tenant):
    """After the busy timeout the group is answered, nothing is recorded, and the writer lives on."""
    await store.write(lambda conn: conn.exec_driver_sql("PRAGMA busy_timeout = 50") and None)
    other = sqlite3.connect(parse_url(store_url).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    row = tenant.assertion(1)
    with pytest.raises(Unavailable):
        await insert(store, tenant, row)
    other.execute("ROLLBACK")
    other.close()
    assert await insert(store, tenant, row) == row.id


async def test_durable_settings_are_on(store):
    """Write-ahead log, a sync at each commit, references checked; a reader cannot write."""

    def pragmas(conn):
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await store.write(pragmas) == ["wal", 2, 1, 0]  # 2: FULL
    assert (await store.read(pragmas))[-1] == 1


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="which files are open is seen in /proc")
async def test_pages_as_they_were_go_to_no_file(store, tenant):
    """What an INSERT of many rows would have to undo is kept in memory: as a file it is longer than the log."""

    def temporary(conn):
        first, second = ([tenant.assertion(number) for number in range(n, n + 500)] for n in (0, 500))
        for rows in first, second:
            assertions.insert(conn, tenant.scope, assertions=rows)
        opened = [str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
        return [name for name in opened if "etilqs_" in name]  # as SQLite calls its files without a name

    assert await store.write_many(temporary) == []


async def test_a_write_by_itself_has_no_savepoint(store, tenant):
    """The transaction is enough; only in a group does a failure have to leave the others' rows."""
    told: list[str] = []

    def note(conn):
        conn.connection.driver_connection.set_trace_callback(told.append)

    await store.write(note)
    await insert(store, tenant, tenant.assertion(1))
    assert [text for text in told if "SAVEPOINT" in text] == []
    await in_one_group(store, *[insert(store, tenant, tenant.assertion(number)) for number in (2, 3)])
    assert len([text for text in told if text.startswith("SAVEPOINT")]) == 2


async def test_several_credentials_have_room_on_a_page(store):
    """A new file has pages of 8 KB: on one of 4 KB a credential of 2.2 KB stands alone."""
    assert await store.read(lambda conn: conn.exec_driver_sql("PRAGMA page_size").scalar()) == 8192


async def test_the_log_moves_into_the_file_beside_the_writer(store, store_url, tenant):
    """Rows reach the file itself long before the log is so long that commits would have to move them.

    64 commits are enough, as a rule. But a checkpoint takes only what all transactions under way have seen, and
    SQLite may count one that has just begun among those that began earlier; then it is done with the next 64.
    """
    file = Path(store_url.removeprefix("sqlite:///"))
    rows = []
    while not await asyncio.to_thread(lambda: any(row.credential_id.encode() in file.read_bytes() for row in rows)):
        assert len(rows) < 1600
        rows.append(row := tenant.assertion(len(rows)))
        await store.write_many(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row]))
        await asyncio.sleep(0.01)
    assert file.with_name(f"{file.name}-wal").stat().st_size < LOG_PAGES * 8192
    assert await store.write(lambda conn: conn.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar()) == LOG_PAGES


async def test_a_checkpoint_that_fails_harms_nobody(store, tenant):
    """The thread lives on, and so do the writes."""
    tried = threading.Event()

    class Failing:
        def connect(self):
            tried.set()
            raise OperationalError(None, None, sqlite3.OperationalError("disk I/O error"))

    checkpoints = store._writer._checkpoints
    working = checkpoints._engine
    checkpoints._engine = Failing()
    for number in range(64):
        await insert(store, tenant, tenant.assertion(number))
    assert await asyncio.to_thread(tried.wait, WAIT_S)
    checkpoints._engine = working
    assert checkpoints._thread.is_alive()
    assert await insert(store, tenant, (row := tenant.assertion(64))) == row.id


WRITES_UNTIL_KILLED = """
import asyncio, sys
from sqlalchemy import text
from badgeapi.store.engine import open_store

INSERT = text("INSERT INTO audit_log (at, actor, action, subject, details) VALUES (0, '', '', :number, '')")

async def main():
    store = open_store(sys.argv[1])

    async def writer(start):
        for number in range(start, 10**9, 8):
            await store.write(lambda conn: conn.execute(INSERT, {"number": str(number)}) and None)
            print(number, flush=True)

    await asyncio.gather(*[writer(start) for start in range(8)])

asyncio.run(main())
"""


def test_what_was_answered_survives_a_kill(store_url):
    """A process killed in the middle of its work: each row it was told of is there, and the file is whole."""
    program = [sys.executable, "-c", WRITES_UNTIL_KILLED, store_url]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline() for _ in range(300)]
        process.kill()
        told += process.stdout.readlines()
    whole = {line.strip() for line in told if line.endswith("\n")}
    with closing(sqlite3.connect(parse_url(store_url).database)) as conn:
        assert whole <= {subject for (subject,) in conn.execute("SELECT subject FROM audit_log")}
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(whole) >= 300


async def test_every_page_is_cut_from_an_index(store, tenant):
    """The database neither sorts nor reads a whole table for a page: a million rows cost what ten do.

    Shown here only: PostgreSQL, which has the same indexes, plans by the size of the table.
    """
    after = (tenant.issuer.created_at, tenant.issuer.id)
    filters = [
        (Scope.operator(), Filter()),
        (tenant.scope, Filter()),
        (tenant.scope, Filter(achievement_id=tenant.achievement.id)),
        (tenant.scope, Filter(state="revoked")),
    ]
    for (scope, matching), newest_first in product(filters, (True, False)):
        page = partial(
            assertions.page, scope=scope, limit=10, matching=matching, after=after, newest_first=newest_first
        )
        [step] = await store.read(lambda conn, page=page: plan(conn, page))
        assert step.startswith("SEARCH assertions USING INDEX ix_assertions"), (scope, matching, step)


async def test_who_waits_for_a_chunk_is_found_by_an_index(store):
    """A dry run of a million rows asks that after each of four thousand chunks."""
    chunk = Chunk("job", 7, 1, 2, b"", "owner", 1, 0)
    [step] = await store.read(lambda conn: plan(conn, partial(job_chunks.awaited, chunk=chunk)))
    assert step.startswith("SEARCH job_chunks USING INDEX ix_job_chunks_after"), step


LATER = datetime(2026, 11, 24, tzinfo=UTC)
PAGES = [
    (False, Filter(), "created_at_id"),
    (True, Filter(), "issuer_id_created_at_id"),
    (False, Filter(state="suspended"), "state_created_at_id"),
    (True, Filter(state="suspended"), "issuer_id_state_created_at_id"),
    (True, Filter(achievement_id="a"), "achievement_id_created_at_id"),
    (False, Filter(achievement_id="a", state="issued"), "achievement_id_state_created_at_id"),
    (True, Filter(achievement_id="a", state="issued"), "achievement_id_state_created_at_id"),
    (True, Filter(recipient_digest=b"r"), "recipient_digest_created_at"),
    (False, Filter(recipient_digest=b"r"), "recipient_digest_created_at"),
    (True, Filter(recipient_digest=b"r", state="issued"), "recipient_digest_created_at"),
    (
        False,
        Filter(issuer_id="i", recipient_digest=b"r", achievement_id="a", state="issued"),
        "recipient_digest_created_at",
    ),
]


@pytest.mark.parametrize(("scoped", "matching", "index"), PAGES)
@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_page_is_read_off_the_narrowest_index(store, scoped, matching, index, newest_first):
    """SQLite's own plan: the index whose first columns are given, in the order of the page.

    Nothing is sorted but a recipient's rows of one moment, never all of them.
    """
    scope = Scope.issuer("i") if scoped else Scope.operator()
    how = {"limit": 5, "matching": matching, "after": (LATER, "x"), "newest_first": newest_first}
    page = partial(assertions.page, scope=scope, **how)
    step, *sorts = await store.read(lambda conn: plan(conn, page))
    assert step.split(" INDEX ")[1].split()[0] == f"ix_assertions_{index}"
    assert len(sorts) == (matching.recipient_digest is not None)
    # "RIGHT PART OF" or "LAST TERM OF", as the version has it; without either it would be all.
    assert all(re.fullmatch("USE TEMP B-TREE FOR .+ OF ORDER BY", sort) for sort in sorts)


@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_page_begins_at_its_cursor_whatever_the_period(store, newest_first):
    """Of the end of a period and a cursor within it, SQLite would begin at the former and read all in between."""
    period = {"created_from": LATER - timedelta(days=9), "created_before": LATER + timedelta(days=9)}
    how = {"limit": 5, "matching": Filter(**period), "after": (LATER, "x"), "newest_first": newest_first}
    page = partial(assertions.page, scope=Scope.issuer("i"), **how)
    [step] = await store.read(lambda conn: plan(conn, page))
    assert f"(created_at,id){'<' if newest_first else '>'}(?,?)" in step


@pytest.mark.parametrize("scope", [Scope.operator(), Scope.issuer("i")])
async def test_jobs_that_are_done_are_not_looked_through(store, scope):
    """After each chunk it is asked which jobs are open: years of done ones cost it nothing."""
    unfinished = partial(assertion_jobs.unfinished, scope=scope)
    assert (await store.read(lambda conn: plan(conn, unfinished)))[0].startswith("SEARCH")
    finish = partial(assertion_jobs.finish, at=LATER)
    step = (await store.write(lambda conn: plan(conn, finish)))[0]
    assert step.startswith("SEARCH assertion_jobs USING INDEX ix_assertion_jobs_state")
