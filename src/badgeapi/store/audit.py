"""The audit log: who did what to what, written in the transaction of the deed. Rows are added, never changed.

Not here: what is worth an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from badgeapi.store.rows import OwnedRows
from badgeapi.store.tables import audit_log

if TYPE_CHECKING:
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


_ROWS = OwnedRows(AuditEntry, audit_log)


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
    scope.admit(issuer_id)
    conn.execute(
        insert(audit_log),
        {
            "issuer_id": issuer_id,
            "at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": details,
        },
    )


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
