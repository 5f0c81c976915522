"""Status lists: no counter is leased twice, every flip counts."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from badgeapi.errors import NotFound
from badgeapi.store import status_lists
from badgeapi.store.engine import open_store
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import NewList, StatusList

pytestmark = pytest.mark.anyio


def lease(tenant, count, *, purpose="revocation", size=100):
    """A query that leases, ready to open a list of its own."""
    new_list = NewList(str(uuid4()), size, uuid4().bytes * 2, tenant.issuer.created_at)
    return lambda conn: status_lists.lease_block(
        conn, tenant.scope, issuer_id=tenant.issuer.id, purpose=purpose, count=count, new_list=new_list
    )


async def test_blocks_follow_one_another_and_lists_too(store, tenant):
    """Counted by hand: lists of 100, blocks of 40, 40, 40 (new list: 20 are left), 60, 1 (new list)."""
    blocks = [await store.write(lease(tenant, count, purpose="suspension")) for count in (40, 40, 40, 60, 1)]
    assert [(block.status_list.number, block.counters) for block in blocks] == [
        (1, range(40)),
        (1, range(40, 80)),
        (2, range(40)),
        (2, range(40, 100)),
        (3, range(1)),
    ]
    assert blocks[1].status_list == replace(blocks[0].status_list, next=80)
    assert blocks[2].status_list.permutation_key != blocks[0].status_list.permutation_key


async def test_purposes_and_issuers_have_lists_of_their_own(store, tenant, stranger):
    """A revocation list holds no suspension, and nobody's list another issuer's credentials."""
    first = (await store.write(lease(tenant, 1, purpose="a"))).status_list
    other = (await store.write(lease(tenant, 1, purpose="b"))).status_list
    theirs = (await store.write(lease(stranger, 1, purpose="a"))).status_list
    assert len({first.id, other.id, theirs.id}) == 3
    assert (first.issuer_id, theirs.issuer_id) == (tenant.issuer.id, stranger.issuer.id)


async def test_a_block_larger_than_a_list_is_refused(store, tenant):
    """It could never be leased, however many lists were opened."""
    with pytest.raises(ValueError, match="cannot hold"):
        await store.write(lease(tenant, 101, purpose="large"))


def test_no_counter_is_leased_twice(store_url, new_tenant):
    """Four threads with many tasks each, on lists that fill up quickly: every counter once, blocks whole."""
    store = open_store(store_url)
    tenant = asyncio.run(store.write(new_tenant))
    counts = [random.Random(7).choice([1, 3, 7, 16]) for _ in range(160)]

    async def lease_some(some):
        return await asyncio.gather(*[store.write(lease(tenant, n, purpose="race", size=50)) for n in some])

    async def everybody():
        parts = [counts[start::4] for start in range(4)]
        leased = await asyncio.gather(
            *[asyncio.to_thread(lambda part=part: asyncio.run(lease_some(part))) for part in parts]
        )
        await store.close()
        return [one for part in leased for one in part]

    leases = asyncio.run(everybody())
    given = Counter((one.status_list.number, counter) for one in leases for counter in one.counters)
    assert set(given.values()) == {1}
    assert Counter(len(one.counters) for one in leases) == Counter(counts)
    numbers = {one.status_list.number for one in leases}
    assert numbers == set(range(1, len(numbers) + 1))
    assert len({one.status_list.id for one in leases}) == len(numbers) > sum(counts) // 50


async def test_a_lease_in_a_failed_write_is_given_back(store, tenant):
    """A roll-back undoes the lease as a whole: the next one gets the same block, and nobody has it twice."""

    def fails(conn):
        lease(tenant, 10, purpose="failed")(conn)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails)
    assert (await store.write(lease(tenant, 10, purpose="failed"))).counters == range(10)


async def test_flips(store, tenant):
    """Set, set again, clear: the positions that are set, and one change counted for each flip."""
    list_id, at = tenant.lease.status_list.id, tenant.issuer.created_at

    async def flip(position, value):
        nonlocal at
        at += timedelta(seconds=1)
        change = {"list_id": list_id, "position": position, "value": value, "at": at}
        return await store.write(lambda conn: status_lists.flip(conn, tenant.scope, **change))

    assert await store.read(lambda conn: status_lists.public_positions(conn, list_id)) == []
    for position, value in (
        (900, True),
        (7, True),
        (7, True),
        (900, False),
        (3, True),
        (900, True),
        (7, False),
    ):
        changed = await flip(position, value)
    assert await store.read(lambda conn: status_lists.public_positions(conn, list_id)) == [3, 900]
    for position, is_set in ((3, True), (7, False), (8, False), (900, True)):
        asked = list_id, position
        assert await store.read(lambda conn, a=asked: status_lists.public_is_set(conn, *a)) is is_set
    assert isinstance(changed, StatusList)
    assert (changed.change, changed.changed_at) == (7, at)
    assert await store.read(lambda conn: status_lists.public_list(conn, list_id)) == changed
    assert await store.read(lambda conn: status_lists.get(conn, tenant.scope, list_id=list_id)) == changed


async def test_concurrent_flips_all_count(store, tenant):
    """No update is lost: as many changes as flips, also of the same position."""
    list_id, at = tenant.lease.status_list.id, tenant.issuer.created_at

    def flip(position):
        return lambda conn: status_lists.flip(conn, tenant.scope, list_id=list_id, position=position, value=True, at=at)

    await asyncio.gather(*[store.write(flip(number % 10)) for number in range(40)])
    now = await store.read(lambda conn: status_lists.public_list(conn, list_id))
    assert now.change == 40
    assert await store.read(lambda conn: status_lists.public_positions(conn, list_id)) == list(range(10))


async def test_no_lease_for_a_stranger(store, tenant, stranger):
    """The scope is asked before anything is opened."""
    new_list = NewList(str(uuid4()), 100, bytes(32), tenant.issuer.created_at)
    with pytest.raises(NotFound):
        await store.write(
            lambda conn: status_lists.lease_block(
                conn, stranger.scope, issuer_id=tenant.issuer.id, purpose="x", count=1, new_list=new_list
            )
        )
    assert await store.read(lambda conn: status_lists.get(conn, Scope.operator(), list_id=new_list.id)) is None
