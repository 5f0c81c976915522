"""Two issuers with everything an assertion hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from badgeapi.store.achievements import Achievement, AchievementVersion
from badgeapi.store.achievements import insert as insert_achievement
from badgeapi.store.assertions import Assertion
from badgeapi.store.issuer_keys import IssuerKey
from badgeapi.store.issuer_keys import insert as insert_issuer_key
from badgeapi.store.issuers import Issuer
from badgeapi.store.issuers import insert as insert_issuer
from badgeapi.store.scope import Scope
from badgeapi.store.status_lists import Lease, NewList, lease_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from badgeapi.store.engine import Store

NOW = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tenant:
    """An issuer with one achievement, one active key and one status list, and the makings of more."""

    issuer: Issuer
    achievement: Achievement
    version: AchievementVersion
    issuer_key: IssuerKey
    lease: Lease

    @property
    def scope(self) -> Scope:
        return Scope.issuer(self.issuer.id)

    def assertion(self, number: int, **changes: Any) -> Assertion:
        """The `number`th assertion, a second after the one before."""
        id_ = str(uuid4())
        made = Assertion(
            id=id_,
            issuer_id=self.issuer.id,
            achievement_id=self.achievement.id,
            achievement_version=1,
            key=None,
            request_sha256=bytes([number % 256]) * 32,
            recipient_digest=None,
            credential_id=f"https://badges.example/credentials/{id_}",
            credential='{"name": "Übung"}'.encode(),
            canonical_sha256=None,
            cryptosuite="eddsa-rdfc-2022",
            signing_key_id=self.issuer_key.id,
            status_list_id=self.lease.status_list.id,
            status_index=number * 7919 % 131_072,
            status_counter=number,
            state="issued",
            state_reason=None,
            state_changed_at=None,
            published=False,
            valid_from=NOW,
            valid_until=None,
            created_at=NOW + timedelta(seconds=number),
        )
        return made._replace(**changes)


def settle(conn: Connection, number: int = 0) -> Tenant:
    """Record a new tenant. Its key has the same id as every other tenant's, as fragments do."""
    issuer_id, achievement_id, operator = str(uuid4()), str(uuid4()), Scope.operator()
    did = f"did:web:badges.example:issuers:{issuer_id}"
    made_at = NOW + timedelta(seconds=number)
    issuer = Issuer(issuer_id, issuer_id, "https://badges.example", did, "web", b'{"name": "A"}', 1, made_at, made_at)
    achievement = Achievement(achievement_id, issuer_id, "course-1", 1, "active", made_at, made_at)
    version = AchievementVersion(achievement_id, 1, b'{"name": "Course"}', bytes(32), made_at)
    issuer_key = IssuerKey("key-1", issuer_id, "eddsa-rdfc-2022", 1, "active", "z6Mk", made_at)
    insert_issuer(conn, operator, issuer=issuer)
    insert_achievement(conn, operator, achievement=achievement, version=version)
    insert_issuer_key(conn, operator, issuer_key=issuer_key, sealed_private=b"sealed")
    lease = lease_block(
        conn,
        operator,
        issuer_id=issuer_id,
        purpose="revocation",
        count=64,
        new_list=NewList(str(uuid4()), 1000, bytes(32), made_at),
    )
    return Tenant(issuer, achievement, version, issuer_key, lease)


@pytest.fixture(scope="session")
def new_tenant() -> Callable[[Connection], Tenant]:
    return settle


@pytest.fixture
async def tenant(store: Store) -> Tenant:
    return await store.write(settle)


@pytest.fixture
async def stranger(store: Store) -> Tenant:
    """A second tenant, who must neither see nor change what is the first one's."""
    return await store.write(settle)
