"""A database with so many assertions, as after years of issuing: the database makes most of the rows by itself.

Two issuers with two achievements each; every twentieth assertion of an issuer is of one and the same recipient, every
tenth is revoked, so that any page asked for is full. The rows are those that issuing writes, with an audit entry for
each, except that a short credential, the same for all, keeps a million of them small.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Text,
    case,
    cast,
    create_engine,
    func,
    insert,
    literal,
    null,
    select,
)
from sqlalchemy.pool import NullPool

from badgeapi import limits
from badgeapi.store import achievements, assertions, audit, issuer_keys, issuers, status_lists, tables
from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.assertions import Assertion
from badgeapi.store.audit import NewEntry
from badgeapi.store.engine import Connection, parse_url
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.issuers import Issuer
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import NewList
from bench.canonicalise import CREDENTIAL

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(milliseconds=20)
ISSUERS, ACHIEVEMENTS = 2, 2
FAMILIAR, REVOKED = 20, 10
CREDENTIAL_BYTES = 1024
ADDRESS = "https://badges.polytechnic.example"
_OPERATOR = Scope.operator()
_DOCUMENT = json.dumps(CREDENTIAL).encode()[:CREDENTIAL_BYTES]
_DETAILS = json.dumps({"sha256": sha256(_DOCUMENT).hexdigest()}).encode()
_ENTRY: dict[str, Any] = {"actor": "key:bench", "action": "assertion.issue", "details": _DETAILS}
_SETTINGS = {
    "sqlite": ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000"),
    "postgresql": ("SET synchronous_commit = off",),
}
"""A crash while filling loses nothing that anybody wants."""
_AT_ONCE = 100_000
_PREFIX = "019b7000-0000-7000-8000-"
_STRIDE = 16_381
"""Odd, so that every place in a list is taken once, in no order to be seen; small, so that no product is too large."""


def issuer_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012}"


def achievement_id(number: int) -> str:
    return f"00000000-0000-7000-8001-{number:012}"


def list_id(number: int) -> str:
    return f"00000000-0000-7000-8002-{number:012}"


def assertion_id(number: int) -> str:
    """In the order of time, as the ids of the service are."""
    return f"{_PREFIX}{number:012}"


def made_at(number: int) -> datetime:
    return BEGAN + number * APART


def key(number: int) -> str:
    return f"course-{number}"


def familiar_digest(number: int) -> bytes:
    """The digest of the recipient who has every twentieth badge of an issuer."""
    return sha256(f"familiar {number}".encode()).digest()


def assertion(number: int) -> Assertion:
    """The `number`th assertion; a hash of its number stands for what nobody could guess."""
    issuer, pair = number % ISSUERS, number // ISSUERS
    revoked = pair % REVOKED == 0
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
        credential_id=f"{ADDRESS}/credentials/{id_}",
        credential=_DOCUMENT,
        canonical_sha256=digest,
        cryptosuite="eddsa-rdfc-2022",
        signing_key_id="key-1",
        status_list_id=list_id(status_list * ISSUERS + issuer),
        status_index=place * _STRIDE % limits.STATUS_LIST_ENTRIES,
        status_counter=place,
        state="revoked" if revoked else "issued",
        state_reason="withdrawn" if revoked else None,
        state_changed_at=at if revoked else None,
        published=False,
        valid_from=at,
        valid_until=None,
        created_at=at,
    )


def fill(url: str, rows: int) -> None:
    """Fill a database that has its schema and nothing else."""
    engine = create_engine(parse_url(url), poolclass=NullPool)
    with engine.connect() as conn:
        for setting in _SETTINGS[conn.dialect.name]:
            conn.exec_driver_sql(setting)
        _ground(conn, lists=rows // ISSUERS // limits.STATUS_LIST_ENTRIES + 1)
        for start in range(0, rows, _AT_ONCE):
            _generate(conn, start, min(start + _AT_ONCE, rows))
            conn.commit()
    if engine.dialect.name == "postgresql":  # as its autovacuum does in time
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql("VACUUM ANALYZE")


def add(conn: Connection, rows: list[Assertion]) -> None:
    """Add assertions with their audit entries, as issuing does."""
    assertions.insert(conn, _OPERATOR, assertions=rows)
    entries = [NewEntry(row.issuer_id, row.created_at, subject=row.id, **_ENTRY) for row in rows]
    audit.append_all(conn, _OPERATOR, entries=entries)


def _generate(conn: Connection, start: int, end: int) -> None:
    """Make the assertions `start` to `end` with their audit entries; each expression is as in `assertion`."""
    numbers = select(literal(start).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end - 1))
    n: ColumnElement[int] = numbers.c.n
    issuer, pair, text = n % ISSUERS, n // ISSUERS, cast(n, Text)
    padded = func.substr(literal("0" * 12).concat(text), func.length(text) + 1)
    id_ = literal(_PREFIX).concat(padded)
    owner = _one_of([issuer_id(number) for number in range(ISSUERS)], issuer)
    lists = [list_id(number) for number in range(end // ISSUERS // limits.STATUS_LIST_ENTRIES * ISSUERS + ISSUERS)]
    revoked, familiar = pair % REVOKED == 0, pair % FAMILIAR == 0
    if conn.dialect.name == "sqlite":
        digest: ColumnElement[Any] = func.randomblob(32)
        at: ColumnElement[Any] = literal(int(BEGAN.timestamp()) * 1_000_000) + n * (APART // timedelta(microseconds=1))
    else:
        digest = func.sha256(func.convert_to(text, "UTF8"))
        at = literal(BEGAN) + n * literal(APART)
    made: dict[str, Any] = {
        "id": id_,
        "issuer_id": owner,
        "achievement_id": _one_of([achievement_id(k) for k in range(ISSUERS * ACHIEVEMENTS)], n % 4),
        "achievement_version": literal(1),
        "key": literal("course-").concat(text),
        "request_sha256": digest,
        "recipient_digest": case(
            (familiar & (issuer == 0), literal(familiar_digest(0), LargeBinary)),
            (familiar, literal(familiar_digest(1), LargeBinary)),
            else_=digest,
        ),
        "credential_id": literal(f"{ADDRESS}/credentials/").concat(id_),
        "credential": literal(_DOCUMENT, LargeBinary),
        "canonical_sha256": digest,
        "cryptosuite": literal("eddsa-rdfc-2022"),
        "signing_key_id": literal("key-1"),
        "status_list_id": _one_of(lists, pair // limits.STATUS_LIST_ENTRIES * ISSUERS + issuer),
        "status_index": (pair % limits.STATUS_LIST_ENTRIES) * _STRIDE % limits.STATUS_LIST_ENTRIES,
        "status_counter": pair % limits.STATUS_LIST_ENTRIES,
        "state": case((revoked, "revoked"), else_="issued"),
        "state_reason": case((revoked, "withdrawn"), else_=null()),
        "state_changed_at": case((revoked, at), else_=null()),
        "published": literal(False),  # noqa: FBT003 - a column's value
        "valid_from": at,
        "valid_until": null(),
        "created_at": at,
    }
    noted = {"issuer_id": owner, "at": at, "subject": id_} | {name: literal(value) for name, value in _ENTRY.items()}
    for table, values in ((tables.assertions, made), (tables.audit_log, noted)):
        conn.execute(insert(table).from_select(list(values), select(*values.values()).select_from(numbers)))


def _one_of(values: list[str], index: ColumnElement[int]) -> ColumnElement[str]:
    return case(*((index == place, value) for place, value in enumerate(values)))


def _ground(conn: Connection, lists: int) -> None:
    for number in range(ISSUERS):
        id_, did = issuer_id(number), f"did:web:badges.polytechnic.example:issuers:{number}"
        issuer = Issuer(id_, str(number), ADDRESS, did, "web", b"{}", 1, BEGAN, BEGAN)
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
