"""The signing keys of issuers: public halves for everybody, private halves as the keyring sealed them.

Not here: sealing and signing (`keys/`), and the order of the states. `IssuerKey` carries no private half, so
a key cannot leave by accident with a row that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import bindparam, select
from sqlalchemy import insert as insert_into

from badgeapi.store.rows import OwnedRows
from badgeapi.store.scope import Scope, within
from badgeapi.store.tables import issuer_keys, issuers

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

KeyState: TypeAlias = Literal["pending", "active", "retired", "compromised"]


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """One signing key; `id` is the fragment of its verification method, `version` counts within the suite."""

    id: str
    issuer_id: str
    suite: str
    version: int
    state: KeyState
    public_key: str
    created_at: datetime
    retired_at: datetime | None = None


_ROWS = OwnedRows(IssuerKey, issuer_keys)


_SEALED = select(issuer_keys.c.sealed_private).where(
    issuer_keys.c.issuer_id == bindparam("of_issuer"),
    issuer_keys.c.id == bindparam("key"),
    within(issuer_keys.c.issuer_id),
)
_PUBLIC = _ROWS.select.where(issuer_keys.c.issuer_id == bindparam("of_issuer")).order_by(
    issuer_keys.c.suite, issuer_keys.c.version
)


def insert(conn: Connection, scope: Scope, *, issuer_key: IssuerKey, sealed_private: bytes) -> None:
    """Add a key with its sealed private half.

    Raises:
        Duplicate: the id or the version is taken, or another key of the suite is active.
        NotFound: the scope is another issuer's.
    """
    scope.admit(issuer_key.issuer_id)
    conn.execute(insert_into(issuer_keys), _ROWS.parameters(issuer_key) | {"sealed_private": sealed_private})


def of_issuer(conn: Connection, scope: Scope, *, issuer_id: str) -> list[IssuerKey]:
    """List the keys of an issuer, by suite and version."""
    c = issuer_keys.c
    return _ROWS.many(conn, _ROWS.where(scope, c.issuer_id == issuer_id).order_by(c.suite, c.version))


def active(conn: Connection, scope: Scope, *, issuer_id: str, suite: str) -> IssuerKey | None:
    """Find the key that signs for an issuer in a suite."""
    return _ROWS.find(conn, scope, issuer_id=issuer_id, suite=suite, state="active")


def sealed_private(conn: Connection, scope: Scope, *, issuer_id: str, key_id: str) -> bytes | None:
    """Fetch the sealed private half; None when it was destroyed or there is no such key."""
    asked = {"of_issuer": issuer_id, "key": key_id, **scope.parameters}
    sealed: bytes | None = conn.scalar(_SEALED, asked)
    return sealed


def replace_sealed(
    conn: Connection, scope: Scope, *, issuer_id: str, key_id: str, sealed_private: bytes | None
) -> IssuerKey | None:
    """Keep another sealing of the private half, or destroy it (None); None when there is no such row."""
    return _ROWS.change(conn, scope, *_this(issuer_id, key_id), sealed_private=sealed_private)


def set_state(
    conn: Connection,
    scope: Scope,
    *,
    issuer_id: str,
    key_id: str,
    state: KeyState,
    allowed_from: Collection[KeyState],
    retired_at: datetime | None = None,
) -> IssuerKey | None:
    """Change the state of a key that is in one of `allowed_from`; None when there is no such row.

    Raises:
        Duplicate: another key of the suite is active.
    """
    allowed = issuer_keys.c.state.in_(allowed_from)
    return _ROWS.change(conn, scope, *_this(issuer_id, key_id), allowed, state=state, retired_at=retired_at)


def public_of_issuer(conn: Connection, issuer_id: str) -> list[IssuerKey]:
    """List the keys of an issuer for anybody, by suite and version."""
    return _ROWS.many(conn, _PUBLIC, {"of_issuer": issuer_id})


@dataclass(frozen=True, slots=True)
class PublicJwkRow:
    """The JWK of an issuer, with the issuer's name."""

    did: str
    public_key: str


def public_jwks(conn: Connection) -> list[PublicJwkRow]:
    """List the JWKs of all issuers for anybody, by issuer, except compromised ones."""
    k, i = issuer_keys.c, issuers.c
    statement = (
        select(i.did, k.public_key)
        .join_from(issuer_keys, issuers)
        .where(k.public_key.startswith("{"), k.state != "compromised")
        .order_by(i.created_at, i.id, k.suite, k.version)
    )
    return [PublicJwkRow(*row) for row in conn.execute(statement)]


def _this(issuer_id: str, key_id: str) -> tuple[ColumnElement[bool], ...]:
    return issuer_keys.c.issuer_id == issuer_id, issuer_keys.c.id == key_id
