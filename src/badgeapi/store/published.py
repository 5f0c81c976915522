"""What verifying asks of our own rows: whose keys are published, and what a status list says of one entry.

Anybody may ask, as of the DID document and the list itself. Not here: the documents that are made of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, bindparam, select

from badgeapi.store.statements import Statement
from badgeapi.store.tables import issuer_keys, issuers, status_flips, status_lists

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from badgeapi.store.issuers import DidMethod


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """An issuer and its public keys, by suite and version; compromised ones are not published."""

    did: str
    did_method: DidMethod
    origin: str
    slug: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """One entry of a status list; the list's `origin` and `issuer` (a DID) are those of whose list it is."""

    issuer: str
    origin: str
    purpose: str
    size: int
    is_set: bool


_i, _k, _l, _f = issuers.c, issuer_keys.c, status_lists.c, status_flips.c

_KEYS = Statement(
    select(_i.did, _i.did_method, _i.origin, _i.slug, _k.public_key)
    .outerjoin_from(issuers, issuer_keys, and_(_k.issuer_id == _i.id, _k.state != "compromised"))
    .where(_i.did == bindparam("did"))
    .order_by(_k.suite, _k.version)
)
_ENTRY = Statement(
    select(_i.did, _i.origin, _l.purpose, _l.size, _f.value)
    .join_from(status_lists, issuers, _l.issuer_id == _i.id)
    .outerjoin(status_flips, and_(_f.list_id == _l.id, _f.position == bindparam("position", type_=BigInteger)))
    .where(_l.id == bindparam("list_id"))
)


def keys(conn: Connection, *, did: str) -> PublishedKeys | None:
    """Find the keys of the issuer with this DID."""
    rows = _KEYS.rows(conn, {"did": did})
    if not rows:
        return None
    did, did_method, origin, slug, _ = rows[0]
    return PublishedKeys(did, did_method, origin, slug, tuple(row[4] for row in rows if row[4] is not None))


def entry(conn: Connection, *, list_id: str, position: int) -> PublishedEntry | None:
    """Find what a list says at `position`, which may lie beyond its end."""
    rows = _ENTRY.rows(conn, {"list_id": list_id, "position": position})
    if not rows:
        return None
    issuer, origin, purpose, size, value = rows[0]
    return PublishedEntry(issuer, origin, purpose, size, bool(value))
