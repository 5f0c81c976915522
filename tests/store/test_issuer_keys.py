"""The signing keys of issuers."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from badgeapi.store import issuer_keys
from badgeapi.store.issuer_keys import IssuerKey

pytestmark = pytest.mark.anyio


async def test_a_rotation(store, tenant):
    """Pending, active, retired: one key signs at any time, and every key stays published."""
    old, issuer_id = tenant.issuer_key, tenant.issuer.id
    at = old.created_at + timedelta(days=90)
    new = IssuerKey("key-2", issuer_id, old.suite, 2, "pending", "z6Mj", at)

    def rotate(conn):
        retired = issuer_keys.set_state(
            conn,
            tenant.scope,
            issuer_id=issuer_id,
            key_id=old.id,
            state="retired",
            allowed_from=["active"],
            retired_at=at,
        )
        active = issuer_keys.set_state(
            conn, tenant.scope, issuer_id=issuer_id, key_id=new.id, state="active", allowed_from=["pending"]
        )
        return retired, active

    def active_key(conn):
        return issuer_keys.active(conn, tenant.scope, issuer_id=issuer_id, suite=old.suite)

    await store.write(lambda conn: issuer_keys.insert(conn, tenant.scope, issuer_key=new, sealed_private=b"two"))
    assert await store.read(active_key) == old
    retired, active = await store.write(rotate)
    assert retired == replace(old, state="retired", retired_at=at)
    assert active == replace(new, state="active") == await store.read(active_key)
    assert await store.write(rotate) == (None, None)
    for listed in (
        lambda conn: issuer_keys.of_issuer(conn, tenant.scope, issuer_id=issuer_id),
        lambda conn: issuer_keys.public_of_issuer(conn, issuer_id),
    ):
        assert await store.read(listed) == [retired, active]


async def test_the_private_half_is_fetched_alone_and_can_be_destroyed(store, tenant):
    """No row that may be shown carries it; once destroyed it is gone and the public half is not."""
    assert "sealed_private" not in {field.name for field in fields(IssuerKey)}
    this = {"issuer_id": tenant.issuer.id, "key_id": "key-1"}

    def sealed(conn):
        return issuer_keys.sealed_private(conn, tenant.scope, **this)

    def replace_by(sealing):
        return store.write(lambda conn: issuer_keys.replace_sealed(conn, tenant.scope, **this, sealed_private=sealing))

    assert await store.read(sealed) == b"sealed"
    assert await replace_by(b"sealed anew") == tenant.issuer_key
    assert await store.read(sealed) == b"sealed anew"
    assert await replace_by(None) == tenant.issuer_key
    assert await store.read(sealed) is None
