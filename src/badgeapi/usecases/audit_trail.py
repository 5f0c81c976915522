"""Who did what, when: written in the transaction of the deed itself, so that neither is there without the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from badgeapi.canon import json
from badgeapi.store import audit
from badgeapi.store.audit import NewEntry
from badgeapi.store.engine import Connection
from badgeapi.usecases.caller import Caller


class Deed(NamedTuple):
    """What was done to one thing; `subject` is its id."""

    subject: str
    issuer_id: str | None
    details: dict[str, str]


def note(
    conn: Connection,
    caller: Caller,
    action: str,
    subject: str,
    *,
    issuer_id: str | None,
    at: datetime,
    details: dict[str, str] | None = None,
) -> None:
    """Record a deed; `action` is noun.verb, `subject` the id of what it was done to."""
    entries = describe(caller, action, [Deed(subject, issuer_id, details or {})], at=at)
    audit.append_all(conn, caller.scope, entries=entries)


def describe(caller: Caller, action: str, deeds: Iterable[Deed], *, at: datetime) -> list[NewEntry]:
    """Describe the same deed done to several things, to be recorded with it."""
    return [
        NewEntry(deed.issuer_id, at, caller.actor, action, deed.subject, json.dumps(deed.details)) for deed in deeds
    ]
