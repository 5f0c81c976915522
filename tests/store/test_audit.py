"""The audit log."""

from __future__ import annotations

import pytest

from badgeapi.store import audit
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio


async def test_entries_in_the_order_of_their_making(store, tenant):
    """Numbers grow, pages follow one another, details are kept to the byte."""
    at = tenant.issuer.created_at
    for number in range(5):
        deed = {"issuer_id": tenant.issuer.id, "at": at, "actor": "key:1", "action": "revoke"}
        await store.write(
            lambda conn, d=deed, n=number: audit.append(
                conn, tenant.scope, **d, subject=f"assertion:{n}", details=b'{"reason": "\xc3\xbc"}'
            )
        )
    first = await store.read(lambda conn: audit.page(conn, tenant.scope, limit=3))
    rest = await store.read(lambda conn: audit.page(conn, tenant.scope, limit=9, after_seq=first[-1].seq))
    assert [entry.subject for entry in first + rest] == [f"assertion:{number}" for number in range(5)]
    assert [entry.seq for entry in first + rest] == sorted({entry.seq for entry in first + rest})
    assert {(entry.at, entry.details) for entry in first + rest} == {(at, '{"reason": "ü"}'.encode())}


async def test_an_entry_shares_the_fate_of_its_deed(store, tenant):
    """Written in the same transaction: a deed undone leaves no entry."""

    def undone(conn):
        at = tenant.issuer.created_at
        audit.append(conn, tenant.scope, issuer_id=tenant.issuer.id, at=at, actor="", action="undone", subject="")
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(undone)
    assert await store.read(lambda conn: audit.page(conn, tenant.scope, limit=9)) == []


async def test_the_services_own_entries_are_the_operators(store, tenant):
    """An entry without issuer is not shown to any."""
    at = tenant.issuer.created_at
    await store.write(
        lambda conn: audit.append(
            conn, Scope.operator(), issuer_id=None, at=at, actor="admin", action="start", subject="service"
        )
    )
    assert await store.read(lambda conn: audit.page(conn, tenant.scope, limit=9)) == []
    seen = await store.read(lambda conn: audit.page(conn, Scope.operator(), limit=999))
    assert (seen[-1].issuer_id, seen[-1].action) == (None, "start")


async def test_the_last_deed_of_a_kind(store, tenant, stranger):
    """The operator asks for the service's own deeds, an issuer for those that concern it; the newest counts."""
    at = tenant.issuer.created_at
    deeds = [(None, "audit", 1), (tenant.issuer.id, "audit", 2), (None, "audit", 3), (None, "other", 4)]
    for issuer_id, action, number in deeds:
        await store.write(
            lambda conn, i=issuer_id, a=action, n=number: audit.append(
                conn, Scope.operator(), issuer_id=i, at=at, actor="", action=a, subject=str(n)
            )
        )

    async def latest(scope, action):
        found = await store.read(lambda conn: audit.latest(conn, scope, action=action))
        return found and found.subject

    assert await latest(Scope.operator(), "audit") == "3"
    assert await latest(tenant.scope, "audit") == "2"
    assert await latest(stranger.scope, "audit") is None
    assert await latest(tenant.scope, "other") is None
