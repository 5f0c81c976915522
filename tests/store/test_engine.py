"""What both runners promise."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from badgeapi.errors import Unavailable
from badgeapi.store import achievements, api_keys, assertions, issuer_keys, issuers
from badgeapi.store.engine import Duplicate, open_store
from badgeapi.store.scope import Scope
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio


async def test_a_write_that_raises_leaves_nothing(store, tenant):
    """What the function raised reaches its caller, and the rows it had written are gone."""

    def half(conn):
        assertions.insert(conn, tenant.scope, assertions=[tenant.assertion(1, key="half")])
        raise LookupError("in the middle")

    with pytest.raises(LookupError, match="in the middle"):
        await store.write(half)
    of_key = {"issuer_id": tenant.issuer.id, "key": "half"}
    assert await store.read(lambda conn: assertions.by_key(conn, tenant.scope, **of_key)) is None


@pytest.mark.parametrize("way", ["read", "scan"])
async def test_a_read_cannot_write(store, tenant, way):
    """A write that slips into a read is refused by the database, not by discipline."""
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await getattr(store, way)(
            lambda conn: achievements.set_state(
                conn,
                tenant.scope,
                achievement_id=tenant.achievement.id,
                state="archived",
                at=tenant.issuer.created_at,
            )
        )
    unchanged = await store.read(
        lambda conn: achievements.get(conn, tenant.scope, achievement_id=tenant.achievement.id)
    )
    assert unchanged == tenant.achievement


async def test_a_read_sees_one_moment(store, tenant):
    """Two statements of one read agree, although somebody writes between them."""
    between, written = threading.Event(), threading.Event()

    def look_twice(conn):
        first = assertions.page(conn, tenant.scope, limit=10)
        between.set()
        assert written.wait(WAIT_S)
        return first, assertions.page(conn, tenant.scope, limit=10)

    looking = asyncio.create_task(store.scan(look_twice))
    assert await asyncio.to_thread(between.wait, WAIT_S)
    row = tenant.assertion(1)
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]))
    written.set()
    assert await looking == ([], [])
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=10)) == [row]


async def test_the_answer_comes_after_the_commit(store, tenant):
    """While the commit is under way the caller waits; another connection sees the row only afterwards."""
    committing, go_on = threading.Event(), threading.Event()

    def hold(_conn):
        committing.set()
        assert go_on.wait(WAIT_S)

    row = tenant.assertion(1)
    get = {"assertion_id": row.id}
    event.listen(Engine, "commit", hold)
    try:
        writing = asyncio.create_task(store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row])))
        assert await asyncio.to_thread(committing.wait, WAIT_S)
        await asyncio.sleep(0.05)
        assert not writing.done()
        go_on.set()
        await writing
    finally:
        go_on.set()
        event.remove(Engine, "commit", hold)
    assert await store.read(lambda conn: assertions.get(conn, tenant.scope, **get)) == row


async def test_fifty_at_once_with_one_key_make_one_row(store, tenant):
    """One caller wins; every other one is told which promise the row would have broken."""

    def insert(number):
        row = tenant.assertion(number, key="the-key")
        return store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]) or row)

    answers = await asyncio.gather(*[insert(number) for number in range(50)], return_exceptions=True)
    won = [answer for answer in answers if not isinstance(answer, BaseException)]
    lost = [answer for answer in answers if isinstance(answer, Duplicate)]
    assert (len(won), len(lost)) == (1, 49)
    assert {duplicate.constraint for duplicate in lost} == {"uq_assertions_issuer_id_key"}
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=100)) == won


async def test_every_promise_has_its_constraint(store, tenant):
    """A second row with the same unique value is a `Duplicate` that names the constraint of tables.py."""
    operator = Scope.operator()
    one = tenant.assertion(1, key="a")
    key = api_keys.ApiKey(one.id, tenant.issuer.id, "LMS", one.id.encode(), "", one.created_at)
    await store.write(lambda conn: assertions.insert(conn, operator, assertions=[one]))
    await store.write(lambda conn: api_keys.insert(conn, operator, api_key=key))

    def again(**changes):
        return lambda conn: assertions.insert(conn, operator, assertions=[tenant.assertion(2, **changes)])

    def issuer(**changes):
        fresh = {"id": f"{one.id}-2", "slug": f"{one.id}-2", "did": f"did:web:{one.id}"} | changes
        made = issuers.Issuer(
            origin="https://b.example",
            did_method="web",
            profile=b"{}",
            version=1,
            created_at=one.created_at,
            updated_at=one.created_at,
            **fresh,
        )
        return lambda conn: issuers.insert(conn, operator, issuer=made)

    def issuer_key(id_, version, state):
        made = issuer_keys.IssuerKey(id_, tenant.issuer.id, "eddsa-rdfc-2022", version, state, "z6Mk", one.created_at)
        return lambda conn: issuer_keys.insert(conn, operator, issuer_key=made, sealed_private=b"")

    attempts = {
        "pk_assertions": again(id=one.id),
        "uq_assertions_issuer_id_key": again(key="a"),
        "uq_assertions_credential_id": again(credential_id=one.credential_id),
        "uq_assertions_status_list_id_status_counter": again(status_counter=1),
        "uq_issuers_slug": issuer(slug=tenant.issuer.slug),
        "uq_issuers_did": issuer(did=tenant.issuer.did),
        "uq_api_keys_secret_sha256": lambda conn: api_keys.insert(
            conn,
            operator,
            api_key=replace(key, id="another"),
        ),
        "pk_issuer_keys": issuer_key("key-1", 2, "pending"),
        "uq_issuer_keys_issuer_id_suite_version": issuer_key("key-2", 1, "pending"),
        "uq_issuer_keys_active": issuer_key("key-2", 2, "active"),
    }
    met = {}
    for constraint, attempt in attempts.items():
        with pytest.raises(Duplicate) as caught:
            await store.write(attempt)
        met[constraint] = caught.value.constraint
    assert met == {constraint: constraint for constraint in attempts}


async def test_no_row_points_across_tenants(store, tenant, stranger):
    """The references carry the issuer: the database itself refuses another issuer's things."""
    foreign = {
        "achievement_id": stranger.achievement.id,
        "status_list_id": stranger.lease.status_list.id,
        "signing_key_id": "no-such-key",
        "achievement_version": 2,
    }
    for name, value in foreign.items():
        row = tenant.assertion(1, **{name: value})
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await store.write(lambda conn, row=row: assertions.insert(conn, Scope.operator(), assertions=[row]))


async def test_a_mistake_in_sql_is_no_outage(store):
    """A retry would not help, so it must not look as if it did."""
    for way in (store.read, store.write):
        with pytest.raises(DBAPIError, match="no_such_table"):
            await way(lambda conn: conn.execute(text("SELECT * FROM no_such_table")))


async def test_a_cancelled_caller_disturbs_nobody(store, tenant):
    """Callers that give up leave the others' writes alone, and their own are done whole or not at all."""
    rows = [tenant.assertion(number, key=f"k{number}") for number in range(40)]
    writes = [
        asyncio.create_task(store.write(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row])))
        for row in rows
    ]
    await asyncio.sleep(0)
    for write in writes[::2]:
        write.cancel()
    answers = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, type(None)] * 20
    await store.write(lambda conn: None)
    kept = await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=100))
    assert {row.key for row in rows[1::2]} <= {row.key for row in kept}
    assert all(row in rows for row in kept)


def test_several_loops_share_a_store(store_url, new_tenant):
    """Workers with an event loop of their own may share the store of the process."""
    store = open_store(store_url)
    tenant = asyncio.run(store.write(new_tenant))

    async def work(start):
        rows = [tenant.assertion(number) for number in range(start, start + 20)]
        await asyncio.gather(
            *[
                store.write(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row]))
                for row in rows
            ]
        )
        return len(await store.scan(lambda conn: assertions.page(conn, tenant.scope, limit=1000)))

    counts = []
    threads = [threading.Thread(target=lambda n=n: counts.append(asyncio.run(work(n * 20)))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(counts) == 80
    asyncio.run(store.close())


async def test_closing_finishes_what_was_handed_over(store_url, new_tenant):
    """A shutdown loses no write that was accepted and accepts none that it would lose."""
    store = open_store(store_url)
    tenant = await store.write(new_tenant)
    rows = [tenant.assertion(number) for number in range(100)]
    writes = [
        asyncio.create_task(store.write(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row])))
        for row in rows
    ]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    with pytest.raises(Unavailable):
        await store.write(lambda conn: None)
    await store.close()
    reopened = open_store(store_url)
    assert len(await reopened.read(lambda conn: assertions.page(conn, tenant.scope, limit=1000))) == 100
    await reopened.close()
