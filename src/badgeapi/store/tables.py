"""The schema, to be read as the database's map. `migrations/` builds the same; a test compares the two.

Types are the same on SQLite and PostgreSQL: text is compared byte by byte, times are UTC with microseconds,
documents are bytes because they are served unchanged. Ids are given by the caller. A foreign key that carries
`issuer_id` along makes it impossible for a row of one issuer to point at a row of another. Not here: queries
(one file per noun), and what a state means.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=256)
def _microseconds(value: datetime) -> int:
    """Count from 1970; what is stored in bulk has the same few times."""
    return (value - _EPOCH) // _MICROSECOND


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime in UTC: `timestamptz` on PostgreSQL, whole microseconds since 1970 on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type: an integer sorts and compares exactly where there is no type for times."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | datetime | None:
        """Send a time; a naive one is refused, since its meaning would depend on the machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without time zone cannot be stored")
        return _microseconds(value) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: Any,  # noqa: ANN401 - the driver's: an int or a datetime
        dialect: Dialect,
    ) -> datetime | None:
        """Read a time back in UTC, whatever the zone of the session."""
        if value is None:
            return None
        return _EPOCH + timedelta(microseconds=value) if dialect.name == "sqlite" else value.astimezone(UTC)


def _array(value: bytes | None) -> bytearray | None:
    return None if value is None else bytearray(value)


class _Bytes(LargeBinary):
    """Bytes, given to the drivers and taken from them as they are: both know no others."""

    def bind_processor(self, dialect: Dialect) -> Callable[[bytes | None], bytearray | None] | None:
        """Wrap nothing, but for SQLite's driver: it takes five times as long for bytes as for an array of them."""
        return _array if dialect.name == "sqlite" else None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Copy nothing."""


# "C" orders by bytes, as SQLite does; a locale would ignore the hyphens of a UUID.
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite counts by itself only in a column that is exactly INTEGER.
_SERIAL: Final = BigInteger().with_variant(Integer(), "sqlite")

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

issuers: Final = Table(
    "issuers",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("slug", _TEXT, nullable=False, unique=True),
    Column("origin", _TEXT, nullable=False),  # "https://badges.example", as signed into its documents
    Column("did", _TEXT, nullable=False, unique=True),
    Column("did_method", _TEXT, nullable=False),  # web | key
    Column("profile", _Bytes, nullable=False),  # JSON: the members of the OB Profile that the client gave
    Column("version", Integer, nullable=False),  # the ETag
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index(None, "created_at", "id"),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", ForeignKey(issuers.c.id), nullable=False, index=True),
    Column("name", _TEXT, nullable=False),
    Column("secret_sha256", _Bytes, nullable=False, unique=True),
    Column("scopes", _TEXT, nullable=False),  # separated by spaces
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
    Column("last_used_at", UtcTime),
)

# By the SHA-256 of the bytes in hex, so that an address always shows the same picture.
images: Final = Table(
    "images",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", ForeignKey(issuers.c.id), nullable=False),
    Column("media_type", _TEXT, nullable=False),
    Column("data", _Bytes, nullable=False),
    Column("generated", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

achievements: Final = Table(
    "achievements",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", ForeignKey(issuers.c.id), nullable=False),
    Column("key", _TEXT),  # the caller's own
    Column("version", Integer, nullable=False),  # the current one
    Column("state", _TEXT, nullable=False),  # active | archived
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("issuer_id", "key"),
    UniqueConstraint("issuer_id", "id"),  # what assertions point at
    Index(None, "issuer_id", "created_at", "id"),
    Index(None, "created_at", "id"),
)

# Signed credentials name a version: rows are added, never changed or deleted.
achievement_versions: Final = Table(
    "achievement_versions",
    metadata,
    Column("achievement_id", ForeignKey(achievements.c.id), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", _Bytes, nullable=False),  # JSON, as in the signed credential
    Column("request_sha256", _Bytes, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

issuer_keys: Final = Table(
    "issuer_keys",
    metadata,
    Column("issuer_id", ForeignKey(issuers.c.id), primary_key=True),
    Column("id", _TEXT, primary_key=True),  # the fragment of the verification method, which repeats between issuers
    Column("suite", _TEXT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", _TEXT, nullable=False),  # pending | active | retired | compromised
    Column("public_key", _TEXT, nullable=False),
    Column("sealed_private", _Bytes),  # NULL once destroyed
    Column("created_at", UtcTime, nullable=False),
    Column("retired_at", UtcTime),
    UniqueConstraint("issuer_id", "suite", "version"),
    # At most one active key signs.
    Index(
        "uq_issuer_keys_active",
        "issuer_id",
        "suite",
        unique=True,
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
)

status_lists: Final = Table(
    "status_lists",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", ForeignKey(issuers.c.id), nullable=False),
    Column("purpose", _TEXT, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, ... of this issuer and purpose
    Column("size", Integer, nullable=False),
    Column("next", Integer, nullable=False),  # the first counter that was not leased yet
    Column("permutation_key", _Bytes, nullable=False),  # counter -> position, elsewhere
    Column("change", Integer, nullable=False),  # how many flips so far
    Column("changed_at", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("issuer_id", "purpose", "number"),
    UniqueConstraint("issuer_id", "id"),  # what assertions point at
)

# Only positions that were ever set have a row.
status_flips: Final = Table(
    "status_flips",
    metadata,
    Column("list_id", ForeignKey(status_lists.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("value", Boolean, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

assertions: Final = Table(
    "assertions",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", _TEXT, nullable=False),
    Column("achievement_id", _TEXT),  # NULL: a credential of the caller's own making, signed as it was sent
    Column("achievement_version", Integer),
    Column("key", _TEXT),  # the caller's own
    Column("request_sha256", _Bytes, nullable=False),
    Column("recipient_digest", _Bytes),  # keyed, for look-up only
    Column("credential_id", _TEXT, nullable=False, unique=True),
    Column("credential", _Bytes, nullable=False),  # as signed
    Column("canonical_sha256", _Bytes),
    Column("cryptosuite", _TEXT, nullable=False),
    Column("signing_key_id", _TEXT, nullable=False),
    Column("status_list_id", _TEXT),  # NULL: it has no status entry, so nobody can revoke it
    Column("status_index", Integer),
    Column("status_counter", Integer),  # what was leased and became that index; NULL in rows older than this column
    Column("state", _TEXT, nullable=False),  # issued | suspended | revoked
    Column("state_reason", _TEXT),
    Column("state_changed_at", UtcTime),
    Column("published", Boolean, nullable=False),
    Column("valid_from", UtcTime, nullable=False),
    Column("valid_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    ForeignKeyConstraint(["issuer_id", "achievement_id"], [achievements.c.issuer_id, achievements.c.id]),
    ForeignKeyConstraint(
        ["achievement_id", "achievement_version"],
        [achievement_versions.c.achievement_id, achievement_versions.c.version],
    ),
    ForeignKeyConstraint(["issuer_id", "signing_key_id"], [issuer_keys.c.issuer_id, issuer_keys.c.id]),
    ForeignKeyConstraint(["issuer_id", "status_list_id"], [status_lists.c.issuer_id, status_lists.c.id]),
    UniqueConstraint("issuer_id", "key"),
    # An index is used once: it is one to one with its counter. Counters come in order, and an index of them is written
    # at its end; one of the scattered positions would be written in a page of its own for each credential.
    UniqueConstraint("status_list_id", "status_counter"),
    # One per way of paging, each in the order of the page.
    Index(None, "created_at", "id"),
    Index(None, "issuer_id", "created_at", "id"),
    Index(None, "state", "created_at", "id"),
    Index(None, "achievement_id", "created_at", "id"),
    Index(None, "achievement_id", "state", "created_at", "id"),
    Index(None, "issuer_id", "state", "created_at", "id"),
    # Kept narrow: digests are random, so each row of a bulk chunk dirties a page of this one. A digest is keyed with
    # the id of its issuer, and rows of one recipient and one moment are few enough to be sorted.
    Index(
        None,
        "recipient_digest",
        "created_at",
        sqlite_where=text("recipient_digest IS NOT NULL"),
        postgresql_where=text("recipient_digest IS NOT NULL"),
    ),
)

# Made at the first request, one per algorithm, and never changed.
assertion_jwts: Final = Table(
    "assertion_jwts",
    metadata,
    Column("assertion_id", ForeignKey(assertions.c.id), primary_key=True),
    Column("algorithm", _TEXT, primary_key=True),
    Column("issuer_id", _TEXT, nullable=False),
    Column("signing_key_id", _TEXT, nullable=False),
    Column("jwt", _Bytes, nullable=False),  # as signed
    Column("created_at", UtcTime, nullable=False),
    ForeignKeyConstraint(["issuer_id", "signing_key_id"], [issuer_keys.c.issuer_id, issuer_keys.c.id]),
)

idempotency_keys: Final = Table(
    "idempotency_keys",
    metadata,
    Column("issuer_id", ForeignKey(issuers.c.id), primary_key=True),
    Column("key", _TEXT, primary_key=True),
    Column("request_sha256", _Bytes, nullable=False),
    Column("assertion_id", ForeignKey(assertions.c.id), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
)

# A bulk upload. What became of it is the sum of its chunks.
assertion_jobs: Final = Table(
    "assertion_jobs",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("issuer_id", ForeignKey(issuers.c.id)),  # NULL: the operator's, whose rows may be of several issuers
    Column("actor", _TEXT, nullable=False),
    Column("state", _TEXT, nullable=False),  # receiving | open | completed | cancelled | aborted
    Column("dry_run", Boolean, nullable=False),
    Column("on_error", _TEXT, nullable=False),  # continue | abort
    Column("achievement_id", _TEXT),  # of rows that name none
    Column("total", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index(None, "created_at", "id"),
    Index(None, "issuer_id", "created_at", "id"),
    # Not of the unfinished alone: SQLite does not see that one state is among several.
    Index(None, "state"),
)

# The unit of durable work: its credentials, its results and that it is done are one transaction.
job_chunks: Final = Table(
    "job_chunks",
    metadata,
    Column("job_id", ForeignKey(assertion_jobs.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", _TEXT, nullable=False),  # held | waiting | done | dropped
    Column("first_row", Integer, nullable=False),  # from 1
    Column("size", Integer, nullable=False),
    Column("after", Integer),  # the last chunk before this one that has one of its keys; it is done first
    Column("owner", _TEXT),  # the executor that leased it last
    Column("lease", Integer, nullable=False),  # how often it was leased: who holds an earlier lease holds nothing
    # Of those who leased it; a death is none of the chunk's.
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("leased_until", UtcTime),
    Column("started_at", UtcTime),
    Column("done_at", UtcTime),
    Column("accepted", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    # Large and last: SQLite reads a row from its front.
    Column("rows", _Bytes),  # JSON lines, deflated; NULL once they are not needed, since they name people
    Column("results", _Bytes),  # JSON lines, deflated
    # The first chunk of a small job comes before the next one of a large job.
    Index(
        "ix_job_chunks_waiting",
        "number",
        "job_id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    # Few of them wait for others.
    Index(
        "ix_job_chunks_after",
        "job_id",
        "after",
        sqlite_where=text("after IS NOT NULL"),
        postgresql_where=text("after IS NOT NULL"),
    ),
)

# What a dry run would have issued under keys that come again in its upload.
claimed_keys: Final = Table(
    "claimed_keys",
    metadata,
    Column("job_id", ForeignKey(assertion_jobs.c.id), primary_key=True),
    Column("issuer_id", _TEXT, primary_key=True),
    Column("key", _TEXT, primary_key=True),
    Column("request_sha256", _Bytes, nullable=False),
)

audit_log: Final = Table(
    "audit_log",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    Column("issuer_id", ForeignKey(issuers.c.id)),  # NULL: the service itself
    Column("at", UtcTime, nullable=False),
    Column("actor", _TEXT, nullable=False),
    Column("action", _TEXT, nullable=False),
    Column("subject", _TEXT, nullable=False),
    Column("details", _Bytes, nullable=False),  # JSON
    Index(None, "issuer_id", "seq"),
    sqlite_autoincrement=True,  # a number is never given out again
)
