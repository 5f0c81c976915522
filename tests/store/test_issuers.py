"""Issuers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from badgeapi.store import issuers
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio


async def test_found_in_every_way(store, tenant):
    """Id, slug and DID name one issuer; unknown ones none."""
    issuer = tenant.issuer
    finds = [
        lambda conn: issuers.get(conn, tenant.scope, issuer_id=issuer.id),
        lambda conn: issuers.public_by_slug(conn, issuer.slug),
        lambda conn: issuers.public_by_did(conn, issuer.did),
    ]
    assert [await store.read(find) for find in finds] == [issuer] * 3
    unknown = [
        lambda conn: issuers.get(conn, Scope.operator(), issuer_id="no"),
        lambda conn: issuers.public_by_slug(conn, "no"),
        lambda conn: issuers.public_by_did(conn, "did:web:no"),
    ]
    assert [await store.read(find) for find in unknown] == [None] * 3


async def test_a_profile_is_replaced_only_from_the_version_that_was_read(store, tenant):
    """Two who read version 1 cannot both write version 2: what If-Match rests on."""
    at = tenant.issuer.updated_at + timedelta(hours=1)

    def change(profile):
        return store.write(
            lambda conn: issuers.replace_profile(
                conn, tenant.scope, issuer_id=tenant.issuer.id, version=1, profile=profile, at=at
            )
        )

    changed = await change(b'{"name": "B"}')
    assert changed == replace(tenant.issuer, profile=b'{"name": "B"}', version=2, updated_at=at)
    assert await change(b'{"name": "C"}') is None
    assert await store.read(lambda conn: issuers.get(conn, tenant.scope, issuer_id=changed.id)) == changed


async def test_the_operator_pages_through_all(store, tenant, stranger):
    """Pages follow one another without gap, although the two were made at the same time."""
    seen, after = [], None
    while page := await store.read(
        lambda conn, after=after: issuers.page(conn, Scope.operator(), limit=1, after=after)
    ):
        seen += page
        after = (page[-1].created_at, page[-1].id)
    assert {tenant.issuer.id, stranger.issuer.id} <= {issuer.id for issuer in seen}
    assert len({issuer.id for issuer in seen}) == len(seen)
