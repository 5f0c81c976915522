"""What an award stands on: an achievement, its current version, its issuer and the key that signs, in one read.

Not here: whether the achievement may be awarded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, case, literal_column, select

from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.issuers import Issuer
from badgeapi.store.rows import OwnedRows, Rows
from badgeapi.store.tables import achievement_versions, achievements, issuer_keys, issuers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from badgeapi.store.scope import Scope


@dataclass(frozen=True, slots=True)
class ActiveKey:
    """The key that signs, with its private half as the keyring sealed it."""

    id: str
    version: int
    sealed_private: bytes


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows found; `key` is None when the issuer has no active key."""

    issuer: Issuer
    achievement: Achievement
    version: AchievementVersion
    key: ActiveKey | None


_ACHIEVEMENTS = OwnedRows(Achievement, achievements)
_PARTS = (_ACHIEVEMENTS, Rows(AchievementVersion, achievement_versions), Rows(Issuer, issuers))
_VERSION_AT, _ISSUER_AT, _KEY_AT = (sum(len(part.columns) for part in _PARTS[:n]) for n in (1, 2, 3))
_SUITE: Final = case((issuers.c.did_method == "web", bindparam("suite")), else_=bindparam("suite_of_all"))
_FIND = _ACHIEVEMENTS.driven(
    select(
        *(column for part in _PARTS for column in part.columns),
        issuer_keys.c.id,
        issuer_keys.c.version,
        issuer_keys.c.sealed_private,
    )
    .select_from(achievements)
    .join(
        achievement_versions,
        and_(
            achievement_versions.c.achievement_id == achievements.c.id,
            achievement_versions.c.version == achievements.c.version,
        ),
    )
    .join(issuers, issuers.c.id == achievements.c.issuer_id)
    .outerjoin(
        issuer_keys,
        and_(
            issuer_keys.c.issuer_id == issuers.c.id,
            issuer_keys.c.suite == _SUITE,
            issuer_keys.c.state == literal_column("'active'"),  # as the index of active keys says it
        ),
    )
    .where(achievements.c.id == bindparam("this"))
)


def find(conn: Connection, scope: Scope, *, achievement_id: str, suite: str, suite_of_all: str) -> Ground | None:
    """Find what an award of an achievement under a suite stands on.

    An issuer with a did:key has one key, of the suite `suite_of_all`, which signs under every suite.
    """
    asked = {"this": achievement_id, "suite": suite, "suite_of_all": suite_of_all}
    rows = _FIND.rows(conn, scope, asked)
    if not rows:
        return None
    row = rows[0]
    id_, version, sealed = row[_KEY_AT:]
    return Ground(
        Issuer(*row[_ISSUER_AT:_KEY_AT]),
        Achievement(*row[:_VERSION_AT]),
        AchievementVersion(*row[_VERSION_AT:_ISSUER_AT]),
        None if sealed is None else ActiveKey(id_, version, sealed),
    )
