"""Who did what, when: written in the transaction of the deed itself, so that neither is there without the other."""

from __future__ import annotations

from datetime import datetime

from badgeapi.canon import json
from badgeapi.store import audit
from badgeapi.store.engine import Connection
from badgeapi.usecases.caller import Caller


def note(
    conn: Connection,
    caller: Caller,
    action: str,
    subject: str,
    *,
    issuer_id: str,
    at: datetime,
    details: dict[str, str] | None = None,
) -> None:
    """Record a deed; `action` is noun.verb, `subject` the id of what it was done to."""
    audit.append(
        conn,
        caller.scope,
        issuer_id=issuer_id,
        at=at,
        actor=caller.actor,
        action=action,
        subject=subject,
        details=json.dumps(details or {}),
    )
