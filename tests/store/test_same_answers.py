"""SQLite and PostgreSQL answer alike: one script, two databases, no difference."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest

from badgeapi.store import (
    achievements,
    api_keys,
    assertions,
    audit,
    idempotency,
    issuer_keys,
    issuers,
    migrate,
    status_lists,
)
from badgeapi.store.assertions import Filter
from badgeapi.store.engine import Duplicate, open_store
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio
OPERATOR = Scope.operator()


async def play(store, new_tenant):
    """Do a bit of everything, the same at each call, and return all answers."""
    dice = random.Random(20261124)
    answers = []

    async def ask(way, query, *scope, **arguments):
        try:
            answer = await way(lambda conn: query(conn, *scope, **arguments))
        except Duplicate as duplicate:
            answer = duplicate.constraint
        answers.append((query.__module__, query.__name__, answer))
        return answer

    tenants = [await store.write(lambda conn, n=number: new_tenant(conn, n)) for number in range(2)]
    numbers = count()
    for step in range(240):
        tenant = dice.choice(tenants)
        at = tenant.issuer.created_at + timedelta(microseconds=dice.randrange(10))
        made = [answer for _, name, answer in answers if name == "get" and answer]
        this = {"assertion_id": dice.choice(made).id if made else "none"}
        scope = dice.choice([tenant.scope, OPERATOR])
        match step % 8:
            case 0 | 1:
                number = next(numbers)
                row = tenant.assertion(
                    number,
                    id=str(UUID(int=dice.getrandbits(128))),
                    credential_id=f"urn:uuid:{UUID(int=number)}",
                    key=dice.choice(["Z", "a", "_", "é", "-", "0", None]),
                    recipient_digest=dice.randbytes(1),
                    created_at=at,
                )
                await ask(store.write, assertions.insert, scope, assertions=[row])
                await ask(store.read, assertions.get, scope, assertion_id=row.id)
            case 2:
                states = ["issued", "suspended", "revoked"]
                change = {"state": dice.choice(states), "allowed_from": dice.sample(states, 2)}
                await ask(store.write, assertions.set_state, scope, **this, **change, reason="ü", at=at)
            case 3:
                matching = dice.choice([Filter(), Filter(state="revoked"), Filter(created_before=at)])
                after = dice.choice([None, (at, this["assertion_id"])])
                how = {"matching": matching, "after": after, "newest_first": dice.random() < 0.5}
                await ask(store.read, assertions.page, scope, limit=5, **how)
            case 4:
                flip = {"position": dice.randrange(5), "value": dice.random() < 0.7, "at": at}
                await ask(store.write, status_lists.flip, scope, list_id=tenant.lease.status_list.id, **flip)
            case 5:
                new_list = status_lists.NewList(str(UUID(int=dice.getrandbits(128))), 20, bytes(32), at)
                block = {"issuer_id": tenant.issuer.id, "purpose": "p", "count": dice.randrange(1, 20)}
                await ask(store.write, status_lists.lease_block, scope, **block, new_list=new_list)
            case 6:
                deed = {"actor": "a", "action": "b", "subject": str(step), "issuer_id": tenant.issuer.id}
                await ask(store.write, audit.append, scope, **deed, at=at)
            case 7:
                version = replace(tenant.version, version=dice.randrange(1, 6), created_at=at)
                await ask(store.write, achievements.add_version, scope, version=version)
    for tenant in tenants:
        of_issuer = {"issuer_id": tenant.issuer.id}
        await ask(store.scan, assertions.page, tenant.scope, limit=1000)
        await ask(store.scan, audit.page, tenant.scope, limit=1000)
        await ask(store.scan, issuer_keys.of_issuer, tenant.scope, **of_issuer)
        await ask(store.scan, api_keys.of_issuer, tenant.scope, **of_issuer)
        await ask(store.scan, status_lists.public_positions, tenant.lease.status_list.id)
        await ask(store.write, idempotency.purge_expired, tenant.scope, now=tenant.issuer.created_at)
    await ask(store.scan, achievements.page, OPERATOR, limit=1000)
    await ask(store.scan, issuers.page, OPERATOR, limit=1000)
    return answers


async def test_one_script_two_databases(new_database, new_tenant, monkeypatch):
    """Answers, order, text, bytes, times and refusals are equal, one by one."""
    played = []
    for kind in ("sqlite", "postgresql"):
        url = new_database(kind)
        migrate.upgrade(url)
        store = open_store(url)
        ids = count()
        with monkeypatch.context() as patch:
            patch.setitem(new_tenant.__globals__, "uuid4", lambda ids=ids: UUID(int=next(ids)))
            played.append(await play(store, new_tenant))
        await store.close()
    ours, theirs = played
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one == other
    kinds = {type(answer).__name__ for _, _, answer in ours}
    assert kinds >= {"Assertion", "Achievement", "StatusList", "Lease", "str", "NoneType", "list", "int"}
