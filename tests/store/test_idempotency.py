"""Idempotency keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from badgeapi.store import assertions, idempotency
from badgeapi.store.engine import Duplicate
from badgeapi.store.idempotency import IdempotencyKey
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def entry(store, tenant):
    row = tenant.assertion(1)
    await store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=[row]))
    return IdempotencyKey(row.issuer_id, "k", bytes(32), row.id, row.created_at, row.created_at + DAY)


def remember(store, entry):
    return store.write(lambda conn: idempotency.remember(conn, Scope.operator(), entry=entry))


def find(store, entry, now):
    this = {"issuer_id": entry.issuer_id, "key": entry.key, "now": now}
    return store.read(lambda conn: idempotency.find(conn, Scope.operator(), **this))


async def test_remembered_until_it_expires(store, entry):
    """Found to the last microsecond, then no longer."""
    await remember(store, entry)
    assert await find(store, entry, entry.expires_at - timedelta(microseconds=1)) == entry
    assert await find(store, entry, entry.expires_at) is None


async def test_one_of_many_at_once_is_remembered(store, entry):
    """The key in use refuses a second entry, whichever comes first."""
    entries = [replace(entry, request_sha256=bytes([number]) * 32) for number in range(10)]
    answers = await asyncio.gather(*[remember(store, one) for one in entries], return_exceptions=True)
    assert sorted(str(type(answer).__name__) for answer in answers) == ["Duplicate"] * 9 + ["NoneType"]
    assert await find(store, entry, entry.created_at) in entries


async def test_an_expired_key_may_be_used_again(store, entry):
    """The purge may not have come by yet: the old entry gives way all the same."""
    await remember(store, entry)
    again = replace(
        entry, request_sha256=bytes([1]) * 32, created_at=entry.expires_at, expires_at=entry.expires_at + DAY
    )
    with pytest.raises(Duplicate):
        await remember(store, replace(again, created_at=entry.expires_at - timedelta(microseconds=1)))
    await remember(store, again)
    assert await find(store, again, again.created_at) == again


async def test_the_purge_takes_what_expired_and_no_more(store, tenant, entry):
    """It says how many it took."""
    await remember(store, entry)
    await remember(store, replace(entry, key="later", expires_at=entry.expires_at + DAY))

    def purge(now):
        return store.write(lambda conn: idempotency.purge_expired(conn, tenant.scope, now=now))

    assert await purge(entry.expires_at - timedelta(microseconds=1)) == 0
    assert await purge(entry.expires_at) == 1
    assert await find(store, replace(entry, key="later"), entry.expires_at) is not None
