"""API keys: what a client shows to be let in. Only the SHA-256 of a key is kept.

Not here: what the scopes of a key permit, and when a key counts as expired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam

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
_THIS = api_keys.c.id == bindparam("this")
_OF_ISSUER = _ROWS.scoped(
    _ROWS.select.where(api_keys.c.issuer_id == bindparam("of_issuer")).order_by(api_keys.c.created_at, api_keys.c.id)
)
_REVOKE = _ROWS.scoped(_ROWS.update.where(_THIS, api_keys.c.revoked_at.is_(None)))
_TOUCH = _ROWS.scoped(_ROWS.update.where(_THIS))


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
    return _ROWS.run_many(conn, scope, _OF_ISSUER, of_issuer=issuer_id)


def revoke(conn: Connection, scope: Scope, *, api_key_id: str, at: datetime) -> ApiKey | None:
    """Revoke a key that is not revoked yet; None when there is no such row."""
    return _ROWS.run_one(conn, scope, _REVOKE, this=api_key_id, revoked_at=at)


def touch(conn: Connection, scope: Scope, *, api_key_id: str, at: datetime) -> ApiKey | None:
    """Note that a key was used; None when there is no such row."""
    return _ROWS.run_one(conn, scope, _TOUCH, this=api_key_id, last_used_at=at)
