"""What a verification reads of our own rows is what the other queries say, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from badgeapi.errors import Unavailable
from badgeapi.store import issuer_keys, migrate, published, status_lists
from badgeapi.store.engine import open_store
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.published import PublishedEntry, PublishedKeys

pytestmark = pytest.mark.anyio


async def test_keys_are_published_until_they_are_compromised(store, tenant):
    """A key of any other state stays, since badges that it signed go on verifying; without keys the issuer stays."""
    old, issuer = tenant.issuer_key, tenant.issuer
    new = IssuerKey("key-2", issuer.id, old.suite, 2, "pending", "z6Mj", old.created_at + timedelta(days=90))

    async def found():
        return await store.read(lambda conn: published.keys(conn, did=issuer.did))

    async def compromise(key):
        change = {
            "issuer_id": issuer.id,
            "key_id": key.id,
            "state": "compromised",
            "allowed_from": ["active", "pending"],
        }
        await store.write(lambda conn: issuer_keys.set_state(conn, tenant.scope, **change))

    def of(*keys):
        shown = tuple(key.public_key for key in keys)
        return PublishedKeys(issuer.did, issuer.did_method, issuer.origin, issuer.slug, shown)

    assert await found() == of(old)
    await store.write(lambda conn: issuer_keys.insert(conn, tenant.scope, issuer_key=new, sealed_private=b"two"))
    assert await found() == of(old, new)
    await compromise(old)
    assert await found() == of(new)
    await compromise(new)
    assert await found() == of()
    assert await store.read(lambda conn: published.keys(conn, did="did:web:nobody.example")) is None


async def test_an_entry_says_what_the_list_says(store, tenant, stranger):
    """A bit that was set, one that was cleared again, and one that was never touched; the same place elsewhere."""
    listed, at = tenant.lease.status_list, tenant.issuer.created_at
    for position, value in ((3, True), (7, True), (7, False)):
        flip = {"list_id": listed.id, "position": position, "value": value, "at": at}
        await store.write(lambda conn, flip=flip: status_lists.flip(conn, tenant.scope, **flip))

    async def is_set(position, one=tenant):
        list_id = one.lease.status_list.id
        found = await store.read(lambda conn: published.entry(conn, list_id=list_id, position=position))
        of = one.issuer.did, one.issuer.origin, one.lease.status_list.purpose, one.lease.status_list.size
        assert found == PublishedEntry(*of, found.is_set)
        return found.is_set

    assert [await is_set(position) for position in (3, 7, 8, 10**15)] == [True, False, False, False]
    assert await is_set(3, stranger) is False
    assert await store.read(lambda conn: published.entry(conn, list_id=str(uuid4()), position=3)) is None


async def test_an_outage_is_told_as_everywhere(tmp_path):
    """What SQLite itself gives up is the store's outage, not the driver's exception."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    await asyncio.to_thread(migrate.upgrade, url)
    store = open_store(url)

    def interrupted(conn):
        conn.connection.driver_connection.set_progress_handler(lambda: 1, 1)
        return published.keys(conn, did="did:web:nobody.example")

    with pytest.raises(Unavailable):
        await store.read(interrupted)
    await store.close()
