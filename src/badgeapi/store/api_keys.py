"""API keys: what a client shows to be let in. Only the SHA-256 of a key is kept.

Not here: what the scopes of a key permit, and when a key counts as expired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from badgeapi.store.rows import OwnedRows
from badgeapi.store.scope import Scope
from badgeapi.store.tables import api_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One API key; `secret_sha256` has 32 bytes, `scopes` are separated by spaces."""

    id: str
    issuer_id: str
    name: str
    secret_sha256: bytes
    scopes: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


_ROWS = OwnedRows(ApiKey, api_keys)


def insert(conn: Connection, scope: Scope, *, api_key: ApiKey) -> None:
    """Add an API key.

    Raises:
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, api_key)


def by_secret(conn: Connection, secret_sha256: bytes) -> ApiKey | None:
    """Find the key with this digest, expired and revoked ones too. The row is what the scope is made from."""
    return _ROWS.find(conn, Scope.operator(), secret_sha256=secret_sha256)


def of_issuer(conn: Connection, scope: Scope, *, issuer_id: str) -> list[ApiKey]:
    """List the keys of an issuer, oldest first."""
    c = api_keys.c
    return _ROWS.many(conn, _ROWS.where(scope, c.issuer_id == issuer_id).order_by(c.created_at, c.id))


def revoke(conn: Connection, scope: Scope, *, api_key_id: str, at: datetime) -> ApiKey | None:
    """Revoke a key that is not revoked yet; None when there is no such row."""
    return _ROWS.change(conn, scope, api_keys.c.id == api_key_id, api_keys.c.revoked_at.is_(None), revoked_at=at)


def touch(conn: Connection, scope: Scope, *, api_key_id: str, at: datetime) -> ApiKey | None:
    """Note that a key was used; None when there is no such row."""
    return _ROWS.change(conn, scope, api_keys.c.id == api_key_id, last_used_at=at)
