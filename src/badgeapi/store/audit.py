"""The audit log: who did what to what, written in the transaction of the deed. Rows are added, never changed.

Not here: what is worth an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, bindparam

from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import audit_log

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Dialect

    from badgeapi.store.scope import Scope
    from badgeapi.store.statements import Prepared


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed; `issuer_id` is None when it concerns the service itself, `details` is JSON."""

    seq: int
    issuer_id: str | None
    at: datetime
    actor: str
    action: str
    subject: str
    details: bytes


class NewEntry(NamedTuple):
    """An entry to be added; as `AuditEntry`, without the number that it will get."""

    issuer_id: str | None
    at: datetime
    actor: str
    action: str
    subject: str
    details: bytes = b"{}"


_ROWS = OwnedRows(AuditEntry, audit_log)
_NEW = OwnedRows(NewEntry, audit_log)
_OF_ACTION = _ROWS.select.where(audit_log.c.action == bindparam("what")).order_by(audit_log.c.seq.desc()).limit(1)
_LATEST = _ROWS.scoped(_OF_ACTION)
_LATEST_OF_SERVICE = _ROWS.scoped(_OF_ACTION.where(audit_log.c.issuer_id.is_(None)))
_PAGE = _ROWS.scoped(
    _ROWS.select.where(audit_log.c.seq > bindparam("after"))
    .order_by(audit_log.c.seq)
    .limit(bindparam("limit", type_=Integer))
)


def append(
    conn: Connection,
    scope: Scope,
    *,
    issuer_id: str | None,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: bytes = b"{}",
) -> None:
    """Add an entry.

    Raises:
        NotFound: the scope is another issuer's.
    """
    append_all(conn, scope, entries=[NewEntry(issuer_id, at, actor, action, subject, details)])


def append_all(conn: Connection, scope: Scope, *, entries: Sequence[NewEntry]) -> None:
    """Add entries, all or none, at the cost of one statement.

    Raises:
        NotFound: the scope is another issuer's.
    """
    _NEW.insert(conn, scope, *entries)


def appending(dialect: Dialect, scope: Scope, *, entries: Sequence[NewEntry]) -> Prepared:
    """Prepare what `append_all` does before the transaction; raises `NotFound` at once."""
    return _NEW.inserting(dialect, scope, entries)


def latest(conn: Connection, scope: Scope, *, action: str) -> AuditEntry | None:
    """Find the last deed of a kind that concerns the issuer of the scope, or for the operator the service itself."""
    latest = _LATEST_OF_SERVICE if scope.issuer_id is None else _LATEST
    return _ROWS.run_one(conn, scope, latest, what=action)


def page(conn: Connection, scope: Scope, *, limit: int, after_seq: int = 0) -> list[AuditEntry]:
    """List entries in the order of their numbers.

    PostgreSQL draws numbers before the commit: an entry can appear below a number already seen.
    """
    return _ROWS.run_many(conn, scope, _PAGE, after=after_seq, limit=limit)
