"""What the driver runs by itself answers as SQLAlchemy would, on both databases."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta, timezone

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from badgeapi.errors import NotFound
from badgeapi.store import assertions, audit, grounds
from badgeapi.store.assertions import Assertion
from badgeapi.store.engine import Duplicate
from badgeapi.store.statements import Statement
from badgeapi.store.tables import assertions as table
from tests.work import WAIT_S

pytestmark = pytest.mark.anyio

FIND = Statement(select(table).where(table.c.id == bindparam("this"), table.c.state == "issued"))


def by_sqlalchemy(conn, row):
    """The row as SQLAlchemy reads it."""
    columns = [table.c[name] for name in Assertion._fields]
    return Assertion(*conn.execute(select(*columns).where(table.c.id == row.id)).one())


def full(tenant, number):
    """A row with something in every column: text of any script, a time of another zone."""
    zone = timezone(timedelta(hours=5, minutes=45))
    return tenant.assertion(
        number,
        key="Schlüssel",
        recipient_digest=bytes(range(32)),
        canonical_sha256=b"\x00\xff",
        state_reason="理由",
        state_changed_at=tenant.issuer.created_at.astimezone(zone),
        published=True,
        valid_until=tenant.issuer.created_at + timedelta(microseconds=1),
    )


async def test_values_come_back_as_they_were(store, tenant):
    """Times in UTC to the microsecond whatever their zone, truths, bytes, absent values, text of any script."""
    for row in (full(tenant, 1), tenant.assertion(2)):
        await store.write(lambda conn, row=row: assertions.insert(conn, tenant.scope, assertions=[row]))
        find = {"assertion_id": row.id}
        found = await store.read(lambda conn, find=find: assertions.get(conn, tenant.scope, **find))
        assert found == await store.read(lambda conn, row=row: by_sqlalchemy(conn, row)) == row
        assert type(found.published) is bool
        assert found.created_at.utcoffset() == timedelta(0)


async def test_many_rows_are_prepared_and_inserted_as_one_is(store, tenant):
    """One statement for all; what cannot be stored, or is another's, is refused before there is a transaction."""
    # Of SQLite's statements, two hundred and fifty rows, then fifty, then one by one.
    rows = [tenant.assertion(number, key=str(number) if number % 2 else None) for number in range(303)]
    rows[60] = full(tenant, 60)
    await store.write_many(assertions.inserting(store.dialect, tenant.scope, assertions=rows).run)
    kept = await store.scan(lambda conn: assertions.page(conn, tenant.scope, limit=400, newest_first=False))
    assert kept == rows
    assert await store.write_many(assertions.inserting(store.dialect, tenant.scope, assertions=[]).run) is None
    with pytest.raises(NotFound):
        assertions.inserting(store.dialect, tenant.scope, assertions=[tenant.assertion(400, issuer_id="other")])
    naive = tenant.assertion(400, created_at=rows[0].created_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        assertions.inserting(store.dialect, tenant.scope, assertions=[naive])


async def test_refusals_are_told_as_ever(store, tenant):
    """Among many rows as for one: which promise a row would break, a reference to nothing; none of them stays."""
    taken = tenant.assertion(1, key="taken")
    good, bad = [tenant.assertion(number) for number in range(2, 62)], tenant.assertion(100)
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[taken]))
    again = bad._replace(key="taken")
    for rows in ([again], [*good, again], [again, *good]):
        with pytest.raises(Duplicate) as caught:
            await store.write_many(assertions.inserting(store.dialect, tenant.scope, assertions=rows).run)
        assert caught.value.constraint == "uq_assertions_issuer_id_key"
    for rows in ([bad._replace(signing_key_id="none")], [*good, bad._replace(signing_key_id="none")]):
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            await store.write_many(assertions.inserting(store.dialect, tenant.scope, assertions=rows).run)
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=9)) == [taken]


async def test_a_row_of_each_table_is_inserted_or_none(store, tenant):
    """Whichever of them is refused, as ever; values come back as they were."""

    def insert(row, at, scope=tenant.scope):
        entry = audit.NewEntry(tenant.issuer.id, at, "Prüfer", "assertion.issue", row.id, b'{"sha256": "%"}')
        return store.insert(
            assertions.inserting(store.dialect, scope, assertions=[row]),
            audit.appending(store.dialect, scope, entries=[entry]),
        )

    row, other, at = full(tenant, 1), tenant.assertion(2), tenant.issuer.created_at
    await insert(row, at)
    await insert(other, at)
    with pytest.raises(Duplicate) as caught:
        await insert(tenant.assertion(3, key=row.key), at)
    assert caught.value.constraint == "uq_assertions_issuer_id_key"
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await insert(tenant.assertion(3, signing_key_id="none"), at)
    with pytest.raises(NotFound):
        await insert(tenant.assertion(3, issuer_id="other"), at)
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=9)) == [other, row]
    entries = await store.read(lambda conn: audit.page(conn, tenant.scope, limit=9))
    assert [(entry.subject, entry.actor, entry.details) for entry in entries] == [
        (one.id, "Prüfer", b'{"sha256": "%"}') for one in (row, other)
    ]
    assert entries[0].at == at


async def test_a_read_cannot_write_by_the_driver_either(store, tenant):
    """The database refuses it, as for every other statement."""
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await store.read(lambda conn: assertions.insert(conn, tenant.scope, assertions=[tenant.assertion(1)]))
    assert await store.read(lambda conn: assertions.page(conn, tenant.scope, limit=9)) == []


async def test_a_constant_of_the_statement_is_sent_along(store, tenant):
    """What a statement says itself holds beside the parameters of a call."""
    rows = [tenant.assertion(1), tenant.assertion(2, state="revoked")]
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows))
    for row, found in zip(rows, (1, 0), strict=True):
        assert len(await store.read(lambda conn, row=row: FIND.rows(conn, {"this": row.id}))) == found


async def test_two_point_reads_see_one_moment(store, tenant):
    """Two statements of one read agree although a write is committed between them."""
    between, written = threading.Event(), threading.Event()
    row = tenant.assertion(1)
    asked = {"achievement_id": tenant.achievement.id, "suite": "eddsa-rdfc-2022", "suite_of_all": "eddsa-rdfc-2022"}

    def look_twice(conn):
        assert grounds.find(conn, tenant.scope, **asked) is not None
        between.set()
        assert written.wait(WAIT_S)
        return assertions.get(conn, tenant.scope, assertion_id=row.id)

    looking = asyncio.create_task(store.scan(look_twice))
    assert await asyncio.to_thread(between.wait, WAIT_S)
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]))
    written.set()
    assert await looking is None
    assert await store.read(lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id)) == row
