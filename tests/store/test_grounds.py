"""Grounds: the one read is what the reads of each noun say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from badgeapi.store import achievements, grounds, issuer_keys, issuers
from badgeapi.store.grounds import ActiveKey, Ground
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio
SUITES = {"suite": "eddsa-rdfc-2022", "suite_of_all": "ecdsa"}


def find(store, tenant, scope=None, **suites):
    asked = {"achievement_id": tenant.achievement.id, **SUITES, **suites}
    return store.read(lambda conn: grounds.find(conn, scope or tenant.scope, **asked))


async def test_the_parts_are_those_of_their_own_reads(store, tenant, stranger):
    """Every column where it belongs, for the issuer and the operator; another issuer finds nothing."""
    key = ActiveKey(tenant.issuer_key.id, tenant.issuer_key.version, b"sealed")
    expected = Ground(tenant.issuer, tenant.achievement, tenant.version, key)
    assert await find(store, tenant) == expected == await find(store, tenant, Scope.operator())
    assert await find(store, tenant, stranger.scope) is None


async def test_the_current_version_and_the_active_key(store, tenant):
    """After a new version and a new key, the ground is the new ones."""
    later = tenant.issuer.created_at + timedelta(days=1)
    version = replace(tenant.version, version=2, document=b'{"name": "New"}', created_at=later)
    key = replace(tenant.issuer_key, id="key-2", version=2, state="pending")

    def change(conn):
        achievements.add_version(conn, tenant.scope, version=version)
        issuer_keys.insert(conn, tenant.scope, issuer_key=key, sealed_private=b"new")
        for id_, state in ((tenant.issuer_key.id, "retired"), ("key-2", "active")):
            this = {"issuer_id": tenant.issuer.id, "key_id": id_, "allowed_from": ["active", "pending"]}
            issuer_keys.set_state(conn, tenant.scope, **this, state=state)

    await store.write(change)
    found = await find(store, tenant)
    assert (found.version, found.achievement.version) == (version, 2)
    assert found.key == ActiveKey("key-2", 2, b"new")


async def test_without_an_active_key(store, tenant):
    """No key of the suite, a destroyed one: there is a ground, and nobody who signs."""
    assert (await find(store, tenant, suite="eddsa-jcs-2022")).key is None
    this = {"issuer_id": tenant.issuer.id, "key_id": tenant.issuer_key.id}
    await store.write(lambda conn: issuer_keys.replace_sealed(conn, tenant.scope, **this, sealed_private=None))
    found = await find(store, tenant)
    assert (found.key, found.issuer) == (None, tenant.issuer)


async def test_an_issuer_with_a_did_key_signs_with_its_one_key(store, new_tenant):
    """Under whichever suite is asked for, it is the key of the suite that all share; others need one of the suite."""

    def settle(conn):
        tenant = new_tenant(conn)
        id_ = str(uuid4())
        issuer = replace(tenant.issuer, id=id_, slug=id_, did=f"did:key:{id_}", did_method="key")
        achievement = replace(tenant.achievement, id=id_, issuer_id=id_)
        version = replace(tenant.version, achievement_id=id_)
        issuers.insert(conn, Scope.operator(), issuer=issuer)
        achievements.insert(conn, Scope.operator(), achievement=achievement, version=version)
        key = replace(tenant.issuer_key, issuer_id=id_)
        issuer_keys.insert(conn, Scope.operator(), issuer_key=key, sealed_private=b"one")
        return replace(tenant, issuer=issuer, achievement=achievement, version=version)

    tenant = await store.write(settle)
    shared = {"suite": "eddsa-jcs-2022", "suite_of_all": "eddsa-rdfc-2022"}
    assert (await find(store, tenant, **shared)).key == ActiveKey("key-1", 1, b"one")
    assert (await find(store, tenant, suite="eddsa-rdfc-2022", suite_of_all="other")).key is None
