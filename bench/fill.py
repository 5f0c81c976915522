"""A database with so many assertions, as after years of issuing: made by the store's own queries, nothing signed.

Two issuers with two achievements each; every twentieth assertion of an issuer is of one and the same recipient, every
tenth is revoked, so that any page asked for is full. The rows are those that issuing writes, with an audit entry for
each; the credential is the full one of `canonicalise.py`, unsigned.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

from badgeapi import limits
from badgeapi.canon import json
from badgeapi.store import achievements, assertions, audit, issuer_keys, issuers, status_lists
from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.audit import NewEntry
from badgeapi.store.engine import Connection, Store
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import NewList
from bench.canonicalise import CREDENTIAL

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(milliseconds=20)
ISSUERS, ACHIEVEMENTS = 2, 2
FAMILIAR, REVOKED = 20, 10
_DOCUMENT = json.dumps(CREDENTIAL)
_ID = CREDENTIAL["id"].encode()
_OPERATOR = Scope.operator()
_AT_ONCE = 2_000


def issuer_id(number: int) -> str:
    return _uuid(BEGAN, 0, number)


def achievement_id(number: int) -> str:
    return _uuid(BEGAN, 1, number)


def list_id(number: int) -> str:
    return _uuid(BEGAN, 2, number)


def assertion_id(number: int) -> str:
    return _uuid(made_at(number), 3, number)


def made_at(number: int) -> datetime:
    return BEGAN + number * APART


def key(number: int) -> str:
    return f"course-{number}"


def familiar_digest(number: int) -> bytes:
    """The digest of the recipient who has every twentieth badge of an issuer."""
    return sha256(f"familiar {number}".encode()).digest()


def is_revoked(number: int) -> bool:
    return number // ISSUERS % REVOKED == 0


def assertion(number: int) -> Assertion:
    """The `number`th assertion; a hash of its number stands for what nobody could guess."""
    issuer, pair = number % ISSUERS, number // ISSUERS
    revoked = is_revoked(number)
    at = made_at(number)
    digest = sha256(str(number).encode()).digest()
    id_ = assertion_id(number)
    place, status_list = pair % limits.STATUS_LIST_ENTRIES, pair // limits.STATUS_LIST_ENTRIES
    return Assertion(
        id=id_,
        issuer_id=issuer_id(issuer),
        achievement_id=achievement_id(number % (ISSUERS * ACHIEVEMENTS)),
        achievement_version=1,
        key=key(number),
        request_sha256=digest,
        recipient_digest=familiar_digest(issuer) if pair % FAMILIAR == 0 else digest[::-1],
        credential_id=f"https://badges.polytechnic.example/credentials/{id_}",
        credential=_DOCUMENT.replace(_ID, id_.encode()),
        canonical_sha256=digest,
        cryptosuite="eddsa-rdfc-2022",
        signing_key_id="key-1",
        status_list_id=list_id(status_list * ISSUERS + issuer),
        status_index=(place * 48_271) % limits.STATUS_LIST_ENTRIES,  # every place once, in no order to be seen
        state="revoked" if revoked else "issued",
        state_reason="withdrawn" if revoked else None,
        state_changed_at=at if revoked else None,
        published=False,
        valid_from=at,
        valid_until=None,
        created_at=at,
    )


async def fill(store: Store, rows: int) -> None:
    """Fill a database that has its schema and nothing else."""
    await store.write(lambda conn: _ground(conn, lists=rows // ISSUERS // limits.STATUS_LIST_ENTRIES + 1))
    for start in range(0, rows, _AT_ONCE):
        part = [assertion(number) for number in range(start, min(start + _AT_ONCE, rows))]
        await store.write(partial(add, rows=part))


def add(conn: Connection, rows: list[Assertion]) -> None:
    """Add assertions with their audit entries."""
    assertions.insert(conn, _OPERATOR, assertions=rows)
    audit.append_all(conn, _OPERATOR, entries=[_entry(row) for row in rows])


def _entry(row: Assertion) -> NewEntry:
    details = json.dumps({"sha256": row.request_sha256.hex()})
    return NewEntry(row.issuer_id, row.created_at, "key:bench", "assertion.issue", row.id, details)


def _ground(conn: Connection, lists: int) -> None:
    for number in range(ISSUERS):
        id_, did = issuer_id(number), f"did:web:badges.polytechnic.example:issuers:{number}"
        issuer = Issuer(id_, str(number), "https://badges.polytechnic.example", did, "web", b"{}", 1, BEGAN, BEGAN)
        issuers.insert(conn, _OPERATOR, issuer=issuer)
        key = IssuerKey("key-1", id_, "eddsa-rdfc-2022", 1, "active", "z6Mk", BEGAN)
        issuer_keys.insert(conn, _OPERATOR, issuer_key=key, sealed_private=b"")
    for number in range(ISSUERS * ACHIEVEMENTS):
        id_ = achievement_id(number)
        achievement = Achievement(id_, issuer_id(number % ISSUERS), f"course-{number}", 1, "active", BEGAN, BEGAN)
        version = AchievementVersion(id_, 1, b"{}", bytes(32), BEGAN)
        achievements.insert(conn, _OPERATOR, achievement=achievement, version=version)
    for number in range(lists * ISSUERS):
        size = limits.STATUS_LIST_ENTRIES
        new = NewList(list_id(number), size, bytes(32), BEGAN)
        owner = issuer_id(number % ISSUERS)
        status_lists.lease_block(conn, _OPERATOR, issuer_id=owner, purpose="revocation", count=size, new_list=new)


def _uuid(at: datetime, kind: int, number: int) -> str:
    """A UUID in the order of time, as `usecases/ids.py` makes them."""
    milliseconds = int(at.timestamp() * 1000)
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | kind << 64 | 0b10 << 62 | number))
