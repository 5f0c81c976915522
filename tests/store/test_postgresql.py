"""What only PostgreSQL does: connections break, transactions lock each other out."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import text

from badgeapi.errors import Unavailable
from badgeapi.store import assertions, audit, issuers, migrate
from badgeapi.store.assertions import Filter
from badgeapi.store.engine import open_store
from badgeapi.store.scope import Scope
from tests.store.plans import plan
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio


@pytest.fixture
def store_url(new_database):
    url = new_database("postgresql")
    migrate.upgrade(url)
    return url


async def test_broken_connections_are_unavailable_and_pass(store, tenant):
    """A restarted server: what was under way is refused and not recorded, the next calls connect anew."""
    end_all = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    row, begun = tenant.assertion(1), threading.Event()

    def slow_insert(conn):
        assertions.insert(conn, tenant.scope, assertions=[row])
        begun.set()
        conn.execute(text("SELECT pg_sleep(10)"))

    writing = asyncio.create_task(store.write(slow_insert))
    assert await asyncio.to_thread(begun.wait, WAIT_S)
    await store.scan(lambda conn: conn.execute(end_all).all())
    with pytest.raises(Unavailable):
        await writing
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=9)) == []
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]))


async def test_a_deadlock_is_unavailable_for_one_of_the_two(store, tenant, stranger):
    """The server ends one of the transactions; its caller may repeat it, the other never notices."""
    ids, both = [tenant.issuer.id, stranger.issuer.id], threading.Barrier(2)
    at = tenant.issuer.created_at

    def change(order):
        def work(conn):
            conn.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            for issuer_id in order:
                change = {"issuer_id": issuer_id, "version": 1, "profile": b"{}", "at": at}
                issuers.replace_profile(conn, Scope.operator(), **change)
                if issuer_id == order[0]:
                    both.wait(WAIT_S)

        return store.write(work)

    answers = await asyncio.gather(change(ids), change(ids[::-1]), return_exceptions=True)
    assert {type(answer) for answer in answers} == {type(None), Unavailable}
    for issuer_id in ids:
        issuer = await store.read(lambda conn, i=issuer_id: issuers.get(conn, Scope.operator(), issuer_id=i))
        assert issuer.version == 2


async def test_more_callers_than_connections_take_turns(store, tenant):
    """A burst waits for a connection; none is refused and none opened beyond the pool."""
    rows = [tenant.assertion(number) for number in range(100)]
    await asyncio.gather(
        *[store.write(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row])) for row in rows]
    )
    connected = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    assert await store.read(lambda conn: conn.scalar(connected)) <= 16
    assert len(await store.scan(lambda conn: assertions.page(conn, tenant.scope, limit=200))) == 100


async def test_one_statement_is_a_transaction_by_itself(store, store_url, tenant):
    """Looking up, inserting a row into each of two tables: BEGIN and COMMIT would each be a message and an answer."""
    row = tenant.assertion(1)
    entry = audit.NewEntry(tenant.issuer.id, row.created_at, "admin", "assertion.issue", row.id)
    ways = {
        "WITH insert_0 AS": lambda: store.insert(
            assertions.inserting(store.dialect, tenant.scope, assertions=[row]),
            audit.appending(store.dialect, tenant.scope, entries=[entry]),
        ),
        "SELECT": lambda: store.look_up(lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id)),
        "COMMIT": lambda: store.read(lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id)),
    }
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    said_last = text(f"SELECT query {others} ORDER BY state_change DESC LIMIT 1")
    watching = open_store(store_url)
    for beginning, way in ways.items():
        await way()
        said = await watching.read(lambda conn: conn.scalar(said_last))
        assert said.startswith(beginning)
    await watching.close()


@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_recipient_is_found_by_an_index_of_those_that_are_known(store, tenant, newest_first):
    """A partial index: that a digest which equals a parameter is not NULL, the server has to see by itself."""
    rows = [
        tenant.assertion(n, status_list_id=None, status_index=None, recipient_digest=n.to_bytes(32) if n % 3 else None)
        for n in range(400)
    ]
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows))
    await store.write(lambda conn: conn.execute(text("ANALYZE assertions")) and None)
    matching = Filter(recipient_digest=rows[100].recipient_digest, state="issued")

    def look(conn):
        found = assertions.page(conn, tenant.scope, limit=9, matching=matching, newest_first=newest_first)
        assert found == [rows[100]]

    steps = "\n".join(await store.read(lambda conn: plan(conn, look)))
    assert "ix_assertions_recipient_digest_created_at" in steps


async def test_keys_are_looked_up_before_the_table_was_ever_counted(store, tenant):
    """A job's first chunks: all rows would be read again for each, and a row would cost more with every other."""
    rows = [tenant.assertion(n, key=f"row-{n}") for n in range(3000)]
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows))
    keys = [f"row-{n}" for n in range(2900, 3150)]

    def look(conn):
        found = assertions.by_keys(conn, tenant.scope, issuer_id=tenant.issuer.id, keys=keys)
        assert {row.key for row in found} == {*keys[:100]}

    steps = "\n".join(await store.read(lambda conn: plan(conn, look)))
    assert "uq_assertions_issuer_id_key" in steps
    assert "Seq Scan on assertions" not in steps


@pytest.mark.parametrize("counted", [0, 3, 3000])
async def test_keys_are_looked_up_however_the_table_has_grown(store, tenant, counted):
    """A job fills an empty table in a minute: a plan from its beginning would read all rows for each chunk, or key."""
    rows = [tenant.assertion(n, key=f"row-{n}") for n in range(6000)]
    keys = [f"row-{n}" for n in range(2900, 3150)]

    def look(conn):
        read = text("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'assertions'")
        before = conn.scalar(read)
        found = assertions.by_keys(conn, tenant.scope, issuer_id=tenant.issuer.id, keys=keys)
        return len(found), conn.scalar(read) - before

    if counted:
        await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows[:counted]))
        await store.write(lambda conn: conn.execute(text("ANALYZE assertions")) and None)
    for _ in range(12):  # as often as it takes for the driver to prepare a statement, and the server to keep its plan
        await store.read(look)
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows[counted:]))
    assert await store.read(look) == (250, 0)
