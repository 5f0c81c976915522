"""The audit log: who did what to what, written in the transaction of the deed. Rows are added, never changed.

Not here: what is worth an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import audit_log

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from badgeapi.store.scope import Scope


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


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be added; as `AuditEntry`, without the number that it will get."""

    issuer_id: str | None
    at: datetime
    actor: str
    action: str
    subject: str
    details: bytes = b"{}"


_ROWS = OwnedRows(AuditEntry, audit_log)
_NEW = OwnedRows(NewEntry, audit_log)


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


def latest(conn: Connection, scope: Scope, *, action: str) -> AuditEntry | None:
    """Find the last deed of a kind that concerns the issuer of the scope, or for the operator the service itself."""
    c = audit_log.c
    owner = c.issuer_id.is_(None) if scope.issuer_id is None else c.issuer_id == scope.issuer_id
    return _ROWS.one(conn, _ROWS.where(scope, owner, c.action == action).order_by(c.seq.desc()).limit(1))


def page(conn: Connection, scope: Scope, *, limit: int, after_seq: int = 0) -> list[AuditEntry]:
    """List entries in the order of their numbers.

    PostgreSQL draws numbers before the commit: an entry can appear below a number already seen.
    """
    c = audit_log.c
    return _ROWS.many(conn, _ROWS.where(scope, c.seq > after_seq).order_by(c.seq).limit(limit))
