"""The JWT form of assertions: made once per algorithm, never changed or deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam

from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import assertion_jwts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from badgeapi.store.scope import Scope


@dataclass(frozen=True, slots=True)
class AssertionJwt:
    """One assertion as a compact JWT, as it was signed."""

    assertion_id: str
    algorithm: str
    issuer_id: str
    signing_key_id: str
    jwt: bytes
    created_at: datetime


_ROWS = OwnedRows(AssertionJwt, assertion_jwts)
_OF_ASSERTION = _ROWS.scoped(
    _ROWS.select.where(assertion_jwts.c.assertion_id == bindparam("this")).order_by(assertion_jwts.c.algorithm)
)


def insert(conn: Connection, scope: Scope, *, assertion_jwt: AssertionJwt) -> None:
    """Add the JWT form of an assertion.

    Raises:
        Duplicate: the assertion has one under this algorithm.
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, assertion_jwt)


def find(conn: Connection, scope: Scope, *, assertion_id: str, algorithm: str) -> AssertionJwt | None:
    """Find the JWT form of an assertion under an algorithm."""
    return _ROWS.find(conn, scope, assertion_id=assertion_id, algorithm=algorithm)


def of_assertion(conn: Connection, scope: Scope, *, assertion_id: str) -> list[AssertionJwt]:
    """List the JWT forms of an assertion."""
    return _ROWS.run_many(conn, scope, _OF_ASSERTION, this=assertion_id)
