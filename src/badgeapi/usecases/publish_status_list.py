"""Serving status lists: signed when something changed or the day did, otherwise the same bytes.

A list is a function of its flips, its issuer's key and the date, and Ed25519 is deterministic; so every process makes
the same bytes with the same ETag, and nothing has to be written to publish.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from badgeapi.canon import json
from badgeapi.credentials import status_list
from badgeapi.credentials.status_list import Bitstring
from badgeapi.credentials.time import format_datetime
from badgeapi.errors import NotFound
from badgeapi.store import issuers, status_lists
from badgeapi.store.engine import Connection
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import StatusList
from badgeapi.usecases.deployment import Deployment
from badgeapi.usecases.sign_document import sign_document

_KEPT = 256
_VALID_FOR = timedelta(days=8)


def list_url(origin: str, list_id: str) -> str:
    """The public address of a status list, as signed into credentials."""
    return f"{origin}/status/{list_id}"


@dataclass(frozen=True, slots=True, eq=False)
class PublishedList:
    """A signed status list, ready to be sent from `checked_at` until `stale_at`; one is equal to no other."""

    body: bytes
    etag: str
    change: int
    day: datetime
    checked_at: datetime
    stale_at: datetime


class PublishedLists:
    """The lists this process has signed; a bounded cache."""

    def __init__(self) -> None:
        self._lists: OrderedDict[str, PublishedList] = OrderedDict()

    async def get(self, deployment: Deployment, list_id: str) -> PublishedList:
        """Serve a list no older than the publishing interval; raises `NotFound`."""
        now = deployment.now()
        kept = self._lists.get(list_id)
        if kept and kept.checked_at <= now < kept.stale_at:
            return kept
        fresh = await _publish(deployment, list_id, kept, now)
        self._lists[list_id] = fresh
        self._lists.move_to_end(list_id)
        if len(self._lists) > _KEPT:
            self._lists.popitem(last=False)
        return fresh


async def _publish(deployment: Deployment, list_id: str, kept: PublishedList | None, now: datetime) -> PublishedList:
    def find(conn: Connection) -> tuple[StatusList, Issuer] | None:
        found = status_lists.public_list(conn, list_id)
        issuer = found and issuers.get(conn, Scope.operator(), issuer_id=found.issuer_id)
        return (found, issuer) if found and issuer else None

    if (pair := await deployment.store.read(find)) is None:
        raise NotFound("There is no such status list.")
    found, issuer = pair
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    stale_at = min(now + deployment.publishing_interval, day + timedelta(days=1))
    if kept and kept.change == found.change and kept.day == day:
        return replace(kept, checked_at=now, stale_at=stale_at)
    positions = await deployment.store.scan(lambda conn: status_lists.public_positions(conn, list_id))
    valid_from = max(found.changed_at.replace(microsecond=0), day)
    document = status_list.credential(
        list_url(issuer.origin, list_id),
        issuer=issuer.did,
        purpose=found.purpose,
        bits=Bitstring.of(positions, size=found.size),
        valid_from=format_datetime(valid_from),
        valid_until=format_datetime(day + _VALID_FOR),
    )
    body = json.dumps(await sign_document(deployment, issuer, document, created=valid_from))
    return PublishedList(body, f'"{sha256(body).hexdigest()[:32]}"', found.change, day, now, stale_at)
