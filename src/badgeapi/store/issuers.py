"""Issuers: who signs. The profile is kept as the client gave it; documents are made from it elsewhere.

Not here: their keys (`issuer_keys.py`) and API keys (`api_keys.py`). Slug, origin and DID are signed into
credentials, so no query changes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import bindparam

from badgeapi.store.rows import OwnedRows
from badgeapi.store.scope import Scope
from badgeapi.store.tables import issuers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from badgeapi.store.rows import Cursor

DidMethod: TypeAlias = Literal["web", "key"]


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer; `profile` is the JSON of its OB Profile members, `version` counts its changes from 1."""

    id: str
    slug: str
    origin: str
    did: str
    did_method: DidMethod
    profile: bytes
    version: int
    created_at: datetime
    updated_at: datetime


_ROWS = OwnedRows(Issuer, issuers, owner="id")
_REPLACE_PROFILE = _ROWS.scoped(
    _ROWS.update.where(issuers.c.id == bindparam("this"), issuers.c.version == bindparam("previous"))
)


def insert(conn: Connection, scope: Scope, *, issuer: Issuer) -> None:
    """Add an issuer.

    Raises:
        Duplicate: the slug or the DID is taken.
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, issuer)


def get(conn: Connection, scope: Scope, *, issuer_id: str) -> Issuer | None:
    """Find an issuer by its id."""
    return _ROWS.find(conn, scope, id=issuer_id)


def page(conn: Connection, scope: Scope, *, limit: int, after: Cursor | None = None) -> list[Issuer]:
    """List issuers, oldest first."""
    return _ROWS.page(conn, scope, after=after, newest_first=False, limit=limit)


def replace_profile(
    conn: Connection, scope: Scope, *, issuer_id: str, version: int, profile: bytes, at: datetime
) -> Issuer | None:
    """Replace the profile of the issuer that still has this `version`; None when there is no such row."""
    this = {"this": issuer_id, "previous": version}
    return _ROWS.run_one(conn, scope, _REPLACE_PROFILE, **this, profile=profile, version=version + 1, updated_at=at)


def public_by_slug(conn: Connection, slug: str) -> Issuer | None:
    """Find the issuer whose public documents stand at this slug."""
    return _ROWS.find(conn, Scope.operator(), slug=slug)


def public_by_did(conn: Connection, did: str) -> Issuer | None:
    """Find the issuer with this DID."""
    return _ROWS.find(conn, Scope.operator(), did=did)
