"""Assertions: the credentials that were issued, as the bytes that were signed.

No query changes or deletes `credential`. Not here: which change of state is allowed when, and what a state
does to the status list (`status_lists.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import ARRAY, Integer, Text, bindparam, func, join, select, text, true

from badgeapi.store.rows import OwnedRows, Scoped
from badgeapi.store.statements import Statement
from badgeapi.store.tables import assertions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Dialect, Select

    from badgeapi.store.rows import Cursor
    from badgeapi.store.scope import Scope
    from badgeapi.store.statements import Prepared

AssertionState: TypeAlias = Literal["issued", "suspended", "revoked"]


class Assertion(NamedTuple):
    """One issued credential; a tuple, for they are made by the thousand, and pass between processes.

    Attributes:
        achievement_id: None for a credential of the caller's own making.
        key: the caller's own name for it, unique per issuer.
        request_sha256: digest of the parsed request, tells a replay from a different request.
        recipient_digest: keyed digest of the recipient's identifier, for look-up only.
        credential: the signed bytes, served unchanged.
        canonical_sha256: digest of the canonical form that was signed, where the suite has one.
        status_index: position in the status list `status_list_id`; both None for a credential without status entry.
        status_counter: what was leased and became that position; None, too, for those of before it was kept.
    """

    id: str
    issuer_id: str
    achievement_id: str | None
    achievement_version: int | None
    key: str | None
    request_sha256: bytes
    recipient_digest: bytes | None
    credential_id: str
    credential: bytes
    canonical_sha256: bytes | None
    cryptosuite: str
    signing_key_id: str
    status_list_id: str | None
    status_index: int | None
    status_counter: int | None
    state: AssertionState
    state_reason: str | None
    state_changed_at: datetime | None
    published: bool
    valid_from: datetime
    valid_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Filter:
    """Which assertions a page shows; None filters nothing. `created_before` itself is not shown."""

    issuer_id: str | None = None
    achievement_id: str | None = None
    state: AssertionState | None = None
    recipient_digest: bytes | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None

    @property
    def equal(self) -> dict[str, object]:
        """The columns that have to equal something."""
        return {name: value for name in _EQUAL if (value := getattr(self, name)) is not None}

    @property
    def beside_index(self) -> frozenset[str]:
        """The columns whose index is not to be taken: a recipient has few rows, an achievement fewer than all."""
        if self.recipient_digest is not None:
            return frozenset({"issuer_id", "achievement_id", "state"})
        return frozenset() if self.achievement_id is None else frozenset({"issuer_id"})


EVERYTHING = Filter()

_EQUAL = ("issuer_id", "achievement_id", "state", "recipient_digest")
_ROWS = OwnedRows(Assertion, assertions)
_THIS = assertions.c.id == bindparam("this")


def _looked_up(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Look each key up by itself.

    Before it has counted the table, PostgreSQL takes keys for common, and would read all rows to find a few hundred.
    """
    keys = func.unnest(bindparam("keys", type_=ARRAY(Text))).table_valued("key").render_derived()
    this = assertions.c.issuer_id == bindparam("of_issuer"), assertions.c.key == keys.c.key
    found = _ROWS.select.where(*this, *conditions).limit(1).lateral()  # limited, or it would be joined in any other way
    return select(*found.c).select_from(join(keys, found, true()))


_BY_KEYS = {
    "sqlite": _ROWS.scoped(
        _ROWS.select.where(
            assertions.c.issuer_id == bindparam("of_issuer"), assertions.c.key.in_(bindparam("keys", expanding=True))
        )
    ),
    "postgresql": Scoped(_looked_up(), _looked_up(assertions.c.issuer_id == bindparam("scope"))),
}
_PLAN_ANEW = text("SET LOCAL plan_cache_mode = force_custom_plan")
"""A job fills an empty table in a minute: a plan that is kept from its beginning reads all rows for each key."""
_SAMPLE = _ROWS.scoped(_ROWS.select.order_by(func.random()).limit(bindparam("size", type_=Integer)))
_SET_STATE = _ROWS.scoped(_ROWS.update.where(_THIS, assertions.c.state.in_(bindparam("allowed_from", expanding=True))))
_SET_PUBLISHED = _ROWS.scoped(_ROWS.update.where(_THIS))
_PUBLIC_CREDENTIAL = Statement(select(assertions.c.credential).where(_THIS, assertions.c.published))


def insert(conn: Connection, scope: Scope, *, assertions: Sequence[Assertion]) -> None:
    """Add assertions, all or none.

    Raises:
        Duplicate: a caller's key, a credential id or a status index is taken.
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, *assertions)


def inserting(dialect: Dialect, scope: Scope, *, assertions: Sequence[Assertion]) -> Prepared:
    """Prepare what `insert` does, which can take long for many, before the transaction; raises `NotFound` at once."""
    return _ROWS.inserting(dialect, scope, assertions)


def get(conn: Connection, scope: Scope, *, assertion_id: str) -> Assertion | None:
    """Find an assertion by its id."""
    return _ROWS.find(conn, scope, id=assertion_id)


def by_key(conn: Connection, scope: Scope, *, issuer_id: str, key: str) -> Assertion | None:
    """Find an assertion by the caller's own key."""
    return _ROWS.find(conn, scope, issuer_id=issuer_id, key=key)


def by_keys(conn: Connection, scope: Scope, *, issuer_id: str, keys: Collection[str]) -> list[Assertion]:
    """Find the assertions that have one of the caller's own keys, in no particular order."""
    if len(keys) == 1:
        found = [by_key(conn, scope, issuer_id=issuer_id, key=key) for key in keys]
        return [assertion for assertion in found if assertion is not None]
    if conn.dialect.name == "postgresql":
        conn.execute(_PLAN_ANEW)
    return _ROWS.run_many(conn, scope, _BY_KEYS[conn.dialect.name], of_issuer=issuer_id, keys=[*dict.fromkeys(keys)])


def by_credential_id(conn: Connection, scope: Scope, *, credential_id: str) -> Assertion | None:
    """Find an assertion by the id inside its credential."""
    return _ROWS.find(conn, scope, credential_id=credential_id)


def page(
    conn: Connection,
    scope: Scope,
    *,
    limit: int,
    matching: Filter = EVERYTHING,
    after: Cursor | None = None,
    newest_first: bool = True,
) -> list[Assertion]:
    """List assertions by the time of their making."""
    return _ROWS.page(
        conn,
        scope,
        limit=limit,
        after=after,
        newest_first=newest_first,
        equal=matching.equal,
        beside_index=matching.beside_index,
        created_from=matching.created_from,
        created_before=matching.created_before,
    )


def sample(conn: Connection, scope: Scope, *, size: int) -> list[Assertion]:
    """Draw assertions at random; a scan of all of them."""
    return _ROWS.run_many(conn, scope, _SAMPLE, size=size)


def set_state(
    conn: Connection,
    scope: Scope,
    *,
    assertion_id: str,
    state: AssertionState,
    allowed_from: Collection[AssertionState],
    reason: str | None,
    at: datetime,
) -> Assertion | None:
    """Change the state of an assertion that is in one of `allowed_from`; None when there is no such row."""
    this = {"this": assertion_id, "allowed_from": list(allowed_from)}
    return _ROWS.run_one(conn, scope, _SET_STATE, **this, state=state, state_reason=reason, state_changed_at=at)


def set_published(conn: Connection, scope: Scope, *, assertion_id: str, published: bool) -> Assertion | None:
    """Show an assertion's credential to anybody, or no longer; None when there is no such row."""
    return _ROWS.run_one(conn, scope, _SET_PUBLISHED, this=assertion_id, published=published)


def public_credential(conn: Connection, assertion_id: str) -> bytes | None:
    """Fetch the signed bytes of a published assertion, whatever its state."""
    rows = _PUBLIC_CREDENTIAL.rows(conn, {"this": assertion_id})
    return rows[0][0] if rows else None
