"""What a dry run would have issued under keys that come again in its upload: it looks here as others do in assertions.

Only the service itself asks; a job's claims go when it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete

from badgeapi.store.rows import Rows, Upsert
from badgeapi.store.tables import claimed_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ClaimedKey:
    """A caller's own key within an issuer, and the digest of the request that came with it."""

    issuer_id: str
    key: str
    request_sha256: bytes


_ROWS = Rows(ClaimedKey, claimed_keys)
_CLAIM = Upsert(claimed_keys, lambda insert: insert.on_conflict_do_nothing())
_FIND = _ROWS.select.where(
    claimed_keys.c.job_id == bindparam("job"), claimed_keys.c.key.in_(bindparam("keys", expanding=True))
)
_REMOVE = delete(claimed_keys).where(claimed_keys.c.job_id.in_(bindparam("jobs", expanding=True)))


def add(conn: Connection, *, job_id: str, claims: Sequence[ClaimedKey]) -> None:
    """Claim keys for a dry run; the first claim of a key stays."""
    if claims:
        _CLAIM.run(conn, *({"job_id": job_id, **_ROWS.parameters(claim)} for claim in claims))


def find(conn: Connection, *, job_id: str, keys: Collection[str]) -> list[ClaimedKey]:
    """Find what a dry run has claimed under keys, of any issuer."""
    return _ROWS.many(conn, _FIND, {"job": job_id, "keys": list(keys)})


def remove(conn: Connection, *, job_ids: Collection[str]) -> None:
    """Forget the claims of dry runs."""
    if job_ids:
        conn.execute(_REMOVE, {"jobs": list(job_ids)})
