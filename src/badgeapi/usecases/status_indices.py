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
from typing import NamedTuple

from badgeapi import limits
from badgeapi.credentials import status_list
from badgeapi.store import status_lists
from badgeapi.store.engine import Connection, Store
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import Lease, NewList
from badgeapi.usecases.ids import new_id


class StatusIndex(NamedTuple):
    """One place in one list, for one credential only; hundreds pass between processes, and a tuple does so cheaply."""

    list_id: str
    position: int


class StatusIndices:
    """The blocks leased by this process, one per issuer."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._blocks: dict[str, list[StatusIndex]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, issuer_id: str, count: int) -> list[StatusIndex]:
        """Take places for new credentials of this issuer, at most as many as a list has."""
        async with self._locks[issuer_id]:
            block = self._blocks.setdefault(issuer_id, [])
            if (missing := count - len(block)) > 0:
                size = max(missing, limits.STATUS_BLOCK)
                lease = await self._store.write(partial(self._lease, issuer_id, size))
                block += await asyncio.to_thread(_places, lease)  # after the transaction, for whose end others wait
            taken = block[-count:]
            del block[-count:]
            return taken

    def give_back(self, unused: dict[str, list[StatusIndex]]) -> None:
        """Take places back that stand in no signed document, by issuer."""
        for issuer_id, places in unused.items():
            self._blocks[issuer_id] += places

    def _lease(self, issuer_id: str, count: int, conn: Connection) -> Lease:
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
    found = lease.status_list
    return [
        StatusIndex(found.id, status_list.position(counter, found.permutation_key, size=found.size))
        for counter in lease.counters
    ]
