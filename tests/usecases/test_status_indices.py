"""Places in status lists: each given out once, and single awards seldom wait for one."""

from __future__ import annotations

import asyncio

import pytest

from badgeapi import limits
from badgeapi.usecases.status_indices import StatusIndices
from tests.store.conftest import NOW, settle

pytestmark = pytest.mark.anyio


class Counted:
    """A store that counts its writes."""

    def __init__(self, store) -> None:
        self._store = store
        self.writes = 0

    async def write(self, fn):
        self.writes += 1
        return await self._store.write(fn)


async def test_a_chunk_leaves_the_places_of_single_awards(store):
    """One award in a block leases it; what a job takes by the hundred in between costs those that follow nothing."""
    issuer_id = (await store.write(settle)).issuer.id
    counted = Counted(store)
    indices = StatusIndices(counted, lambda: NOW)
    first = await indices.take(issuer_id, 1)
    chunks = [await indices.take(issuer_id, 125) for _ in range(4)]
    assert counted.writes == 2  # and one lease serves several chunks
    singles = [await indices.take(issuer_id, 1) for _ in range(limits.STATUS_BLOCK - 1)]
    assert counted.writes == 2
    given = [index for taken in (first, *chunks, *singles) for index in taken]
    assert len(given) == len(set(given)) == 4 * 125 + limits.STATUS_BLOCK


async def test_places_are_given_out_in_the_order_of_their_counters(store):
    """From take to take, and from lease to lease: the index of counters is written at its end, not in the middle."""
    issuer_id = (await store.write(settle)).issuer.id
    indices = StatusIndices(store, lambda: NOW)
    for count, times in ((1, limits.STATUS_BLOCK + 2), (limits.STATUS_BLOCK_OF_MANY // 4, 6)):
        taken = [await indices.take(issuer_id, count) for _ in range(times)]
        counters = [place.counter for places in taken for place in reversed(places)]
        assert counters == sorted(counters)


async def test_many_at_once_get_places_of_their_own(store):
    """Nobody gets what another has, asked for while a block is leased or not; what is given back is given again."""
    issuer_id = (await store.write(settle)).issuer.id
    indices = StatusIndices(store, lambda: NOW)
    counts = [1, 17, 3, 1, 40, 16] * 20
    taken = await asyncio.gather(*(indices.take(issuer_id, count) for count in counts))
    assert [len(places) for places in taken] == counts
    given = [index for places in taken for index in places]
    assert len(set(given)) == len(given)
    indices.give_back({issuer_id: taken[0]})
    assert await indices.take(issuer_id, 1) == taken[0]
