"""Handing out status list positions: leased from the store in blocks, given out once.

A block lives in this process only. What a crash loses stays a gap in the counter.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeAlias

from badgeapi import limits
from badgeapi.credentials import status_list
from badgeapi.store import status_lists
from badgeapi.store.engine import Connection, Store
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import Lease, NewList
from badgeapi.usecases.ids import new_id

_FEW = 16
"""Places that come from the block of awards; more have another, or a chunk of a job would leave awards none."""
_SIZES = {False: limits.STATUS_BLOCK, True: limits.STATUS_BLOCK_OF_MANY}
_Taker: TypeAlias = tuple[str, bool]
"""The issuer, and whether many are taken at once."""


class StatusIndex(NamedTuple):
    """One place in one list, for one credential only; hundreds pass between processes, and a tuple does so cheaply."""

    list_id: str
    position: int
    counter: int


class StatusIndices:
    """The blocks leased by this process: for each issuer one for awards and one for many at once."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._blocks: defaultdict[_Taker, list[StatusIndex]] = defaultdict(list)
        self._locks: defaultdict[_Taker, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, issuer_id: str, count: int) -> list[StatusIndex]:
        """Take places for new credentials of this issuer, at most as many as a list has."""
        many = count > _FEW
        async with self._locks[issuer_id, many]:
            block = self._blocks[issuer_id, many]
            if len(block) < count:
                block += await self._lease(issuer_id, max(count, _SIZES[many]))
            taken = block[-count:]
            del block[-count:]
            return taken

    def give_back(self, unused: dict[str, list[StatusIndex]]) -> None:
        """Take places back that stand in no signed document, by issuer."""
        for issuer_id, places in unused.items():
            self._blocks[issuer_id, False] += places

    async def _lease(self, issuer_id: str, count: int) -> list[StatusIndex]:
        lease = await self._store.write(partial(self._take_counters, issuer_id, count))
        return await asyncio.to_thread(_places, lease)  # after the transaction, for whose end others wait

    def _take_counters(self, issuer_id: str, count: int, conn: Connection) -> Lease:
        at = self._now()
        return status_lists.lease_block(
            conn,
            Scope.issuer(issuer_id),
            issuer_id=issuer_id,
            purpose=status_list.REVOCATION,
            count=count,
            new_list=NewList(new_id(at), limits.STATUS_LIST_ENTRIES, secrets.token_bytes(32), at),
        )


def _places(lease: Lease) -> list[StatusIndex]:
    """Work out the places, the first counter last: they are taken from the end, so in the order of their index."""
    found = lease.status_list
    return [
        StatusIndex(found.id, status_list.position(counter, found.permutation_key, size=found.size), counter)
        for counter in reversed(lease.counters)
    ]
