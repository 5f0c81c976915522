"""API keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from badgeapi.store import api_keys

pytestmark = pytest.mark.anyio


async def test_life_of_a_key(store, tenant):
    """Found by the digest of the secret, noted when used, revoked once and still found then."""
    at = tenant.issuer.created_at
    id_ = str(uuid4())
    key = api_keys.ApiKey(
        id_,
        tenant.issuer.id,
        "LMS",
        sha256(id_.encode()).digest(),
        "assertions:read",
        at,
        at + timedelta(days=1),
    )
    await store.write(lambda conn: api_keys.insert(conn, tenant.scope, api_key=key))
    assert await store.read(lambda conn: api_keys.by_secret(conn, key.secret_sha256)) == key
    assert await store.read(lambda conn: api_keys.by_secret(conn, bytes(32))) is None

    used = replace(key, last_used_at=at + timedelta(hours=1))
    touch = {"api_key_id": id_, "at": used.last_used_at}
    assert await store.write(lambda conn: api_keys.touch(conn, tenant.scope, **touch)) == used

    revoked = replace(used, revoked_at=at + timedelta(hours=2))
    revoke = {"api_key_id": id_, "at": revoked.revoked_at}
    assert await store.write(lambda conn: api_keys.revoke(conn, tenant.scope, **revoke)) == revoked
    revoke["at"] += timedelta(hours=1)
    assert await store.write(lambda conn: api_keys.revoke(conn, tenant.scope, **revoke)) is None
    assert await store.read(lambda conn: api_keys.by_secret(conn, key.secret_sha256)) == revoked


async def test_keys_of_an_issuer_oldest_first(store, tenant):
    """The list an issuer sees of its keys."""
    at = tenant.issuer.created_at
    made = [
        api_keys.ApiKey(str(uuid4()), tenant.issuer.id, "", uuid4().bytes, "", at + timedelta(seconds=number))
        for number in range(3)
    ]
    for key in reversed(made):
        await store.write(lambda conn, key=key: api_keys.insert(conn, tenant.scope, api_key=key))
    of_issuer = {"issuer_id": tenant.issuer.id}
    assert await store.read(lambda conn: api_keys.of_issuer(conn, tenant.scope, **of_issuer)) == made
