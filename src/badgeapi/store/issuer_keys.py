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
from badgeapi.store.scope import Scope
from badgeapi.store.tables import issuer_keys, issuers

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

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
_ISSUER = issuer_keys.c.issuer_id == bindparam("of_issuer")
_THIS = _ISSUER & (issuer_keys.c.id == bindparam("this"))
_INSERT = insert_into(issuer_keys)
_OF_ISSUER = _ROWS.scoped(_ROWS.select.where(_ISSUER).order_by(issuer_keys.c.suite, issuer_keys.c.version))
_SEALED = _ROWS.scoped(select(issuer_keys.c.sealed_private).where(_THIS))
_CHANGE = _ROWS.scoped(_ROWS.update.where(_THIS))
_SET_STATE = _ROWS.scoped(_ROWS.update.where(_THIS, issuer_keys.c.state.in_(bindparam("allowed_from", expanding=True))))
_PUBLIC_JWKS = (
    select(issuers.c.did, issuer_keys.c.public_key)
    .join_from(issuer_keys, issuers)
    .where(issuer_keys.c.public_key.startswith("{"), issuer_keys.c.state != "compromised")
    .order_by(issuers.c.created_at, issuers.c.id, issuer_keys.c.suite, issuer_keys.c.version)
)


def insert(conn: Connection, scope: Scope, *, issuer_key: IssuerKey, sealed_private: bytes) -> None:
    """Add a key with its sealed private half.

    Raises:
        Duplicate: the id or the version is taken, or another key of the suite is active.
        NotFound: the scope is another issuer's.
    """
    scope.admit(issuer_key.issuer_id)
    conn.execute(_INSERT, _ROWS.parameters(issuer_key) | {"sealed_private": sealed_private})


def of_issuer(conn: Connection, scope: Scope, *, issuer_id: str) -> list[IssuerKey]:
    """List the keys of an issuer, by suite and version."""
    return _ROWS.run_many(conn, scope, _OF_ISSUER, of_issuer=issuer_id)


def active(conn: Connection, scope: Scope, *, issuer_id: str, suite: str) -> IssuerKey | None:
    """Find the key that signs for an issuer in a suite."""
    return _ROWS.find(conn, scope, issuer_id=issuer_id, suite=suite, state="active")


def sealed_private(conn: Connection, scope: Scope, *, issuer_id: str, key_id: str) -> bytes | None:
    """Fetch the sealed private half; None when it was destroyed or there is no such key."""
    sealed: bytes | None = _SEALED.run(conn, scope, {"of_issuer": issuer_id, "this": key_id}).scalar()
    return sealed


def replace_sealed(
    conn: Connection, scope: Scope, *, issuer_id: str, key_id: str, sealed_private: bytes | None
) -> IssuerKey | None:
    """Keep another sealing of the private half, or destroy it (None); None when there is no such row."""
    return _ROWS.run_one(conn, scope, _CHANGE, of_issuer=issuer_id, this=key_id, sealed_private=sealed_private)


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
    this = {"of_issuer": issuer_id, "this": key_id, "allowed_from": list(allowed_from)}
    return _ROWS.run_one(conn, scope, _SET_STATE, **this, state=state, retired_at=retired_at)


def public_of_issuer(conn: Connection, issuer_id: str) -> list[IssuerKey]:
    """List the keys of an issuer for anybody, by suite and version."""
    return of_issuer(conn, Scope.operator(), issuer_id=issuer_id)


@dataclass(frozen=True, slots=True)
class PublicJwkRow:
    """The JWK of an issuer, with the issuer's name."""

    did: str
    public_key: str


def public_jwks(conn: Connection) -> list[PublicJwkRow]:
    """List the JWKs of all issuers for anybody, by issuer, except compromised ones."""
    return [PublicJwkRow(*row) for row in conn.execute(_PUBLIC_JWKS)]
