"""Idempotency keys: which request a client already sent under a key, and what it was answered with.

Written in the transaction of the assertion itself. Not here: how long a key is kept, and what a second
request gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete

from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import idempotency_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from badgeapi.store.scope import Scope


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """One key with the digest of its request and the assertion that answered it."""

    issuer_id: str
    key: str
    request_sha256: bytes
    assertion_id: str
    created_at: datetime
    expires_at: datetime


_ROWS = OwnedRows(IdempotencyKey, idempotency_keys)
_EXPIRED = delete(idempotency_keys).where(idempotency_keys.c.expires_at <= bindparam("now"))
_PURGE = _ROWS.scoped(_EXPIRED)
_GIVE_WAY = _ROWS.driven(
    _EXPIRED.where(
        idempotency_keys.c.issuer_id == bindparam("of_issuer"), idempotency_keys.c.key == bindparam("same_key")
    )
)


def find(conn: Connection, scope: Scope, *, issuer_id: str, key: str, now: datetime) -> IdempotencyKey | None:
    """Find a key that has not expired."""
    entry = _ROWS.find(conn, scope, issuer_id=issuer_id, key=key)
    return entry if entry is not None and entry.expires_at > now else None


def remember(conn: Connection, scope: Scope, *, entry: IdempotencyKey) -> None:
    """Record a key; an expired entry under the same key gives way.

    Raises:
        Duplicate: the key is in use.
        NotFound: the scope is another issuer's.
    """
    _GIVE_WAY.rows(conn, scope, {"of_issuer": entry.issuer_id, "same_key": entry.key, "now": entry.created_at})
    _ROWS.insert(conn, scope, entry)


def purge_expired(conn: Connection, scope: Scope, *, now: datetime) -> int:
    """Delete the keys that have expired, and tell how many."""
    return _PURGE.run(conn, scope, {"now": now}).rowcount
