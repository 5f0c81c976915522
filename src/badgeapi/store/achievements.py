"""Achievements and their versions.

A version is what credentials are signed with: added, never changed or deleted. Not here: what of a document
may change between versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import bindparam
from sqlalchemy import insert as insert_into

from badgeapi.store.rows import OwnedRows, Rows
from badgeapi.store.scope import Scope
from badgeapi.store.tables import achievement_versions, achievements

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from badgeapi.store.rows import Cursor

AchievementState: TypeAlias = Literal["active", "archived"]


@dataclass(frozen=True, slots=True)
class Achievement:
    """One achievement; `version` is the current one, `key` the caller's own name for it."""

    id: str
    issuer_id: str
    key: str | None
    version: int
    state: AchievementState
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AchievementVersion:
    """One version; `document` is the JSON of the Achievement as in the signed credential."""

    achievement_id: str
    version: int
    document: bytes
    request_sha256: bytes
    created_at: datetime


_ROWS = OwnedRows(Achievement, achievements)
_VERSIONS = Rows(AchievementVersion, achievement_versions)
_THIS = achievements.c.id == bindparam("this")
_SET_STATE = _ROWS.scoped(_ROWS.update.where(_THIS))
_SET_VERSION = _ROWS.scoped(_ROWS.update.where(_THIS, achievements.c.version == bindparam("previous")))
_ANY_VERSION = _VERSIONS.select.join(achievements).where(_THIS)
_CURRENT = _ROWS.scoped(_ANY_VERSION.where(achievement_versions.c.version == achievements.c.version))
_NUMBERED = _ROWS.scoped(_ANY_VERSION.where(achievement_versions.c.version == bindparam("number")))
_INSERT_VERSION = insert_into(achievement_versions)


def insert(conn: Connection, scope: Scope, *, achievement: Achievement, version: AchievementVersion) -> None:
    """Add an achievement together with its first version.

    Raises:
        Duplicate: the issuer has an achievement with this key.
        NotFound: the scope is another issuer's.
    """
    _ROWS.insert(conn, scope, achievement)
    _insert_version(conn, version)


def get(conn: Connection, scope: Scope, *, achievement_id: str) -> Achievement | None:
    """Find an achievement by its id."""
    return _ROWS.find(conn, scope, id=achievement_id)


def by_key(conn: Connection, scope: Scope, *, issuer_id: str, key: str) -> Achievement | None:
    """Find an achievement by the caller's own key."""
    return _ROWS.find(conn, scope, issuer_id=issuer_id, key=key)


def page(conn: Connection, scope: Scope, *, limit: int, after: Cursor | None = None) -> list[Achievement]:
    """List achievements, oldest first."""
    return _ROWS.page(conn, scope, after=after, newest_first=False, limit=limit)


def version(conn: Connection, scope: Scope, *, achievement_id: str, number: int | None) -> AchievementVersion | None:
    """Find one version of an achievement, the current one when `number` is None."""
    if number is None:
        return _VERSIONS.run_one(conn, scope, _CURRENT, this=achievement_id)
    return _VERSIONS.run_one(conn, scope, _NUMBERED, this=achievement_id, number=number)


def add_version(conn: Connection, scope: Scope, *, version: AchievementVersion) -> Achievement | None:
    """Make `version` the current one of its achievement; None unless it is the next after the current one."""
    this = {"this": version.achievement_id, "previous": version.version - 1}
    new = {"version": version.version, "updated_at": version.created_at}
    changed = _ROWS.run_one(conn, scope, _SET_VERSION, **this, **new)
    if changed is not None:
        _insert_version(conn, version)
    return changed


def set_state(
    conn: Connection, scope: Scope, *, achievement_id: str, state: AchievementState, at: datetime
) -> Achievement | None:
    """Archive an achievement or take it up again; None when there is no such row."""
    return _ROWS.run_one(conn, scope, _SET_STATE, this=achievement_id, state=state, updated_at=at)


def public_version(conn: Connection, achievement_id: str, number: int | None) -> AchievementVersion | None:
    """Find one version of an achievement for anybody, the current one when `number` is None."""
    return version(conn, Scope.operator(), achievement_id=achievement_id, number=number)


def _insert_version(conn: Connection, version: AchievementVersion) -> None:
    conn.execute(_INSERT_VERSION, _VERSIONS.parameters(version))
