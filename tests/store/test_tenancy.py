"""No query reaches across tenants: neither the ones there are, nor one that somebody adds without a scope."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import FunctionType
from uuid import uuid4

import pytest

from badgeapi import store as rooms
from badgeapi.errors import NotFound
from badgeapi.store import (
    api_keys,
    assertion_jobs,
    assertion_jwts,
    assertions,
    audit,
    idempotency,
    job_chunks,
    status_lists,
)
from badgeapi.store.api_keys import ApiKey
from badgeapi.store.assertion_jobs import AssertionJob
from badgeapi.store.assertion_jwts import AssertionJwt
from badgeapi.store.idempotency import IdempotencyKey
from badgeapi.store.images import Image
from badgeapi.store.scope import Scope
from badgeapi.store.tables import metadata

# A file of the store is a noun, whose queries are held to their scopes here, unless it is one of these.
NO_NOUNS = {
    "checkpoints",
    "engine",
    "failures",
    "migrate",
    "postgresql",
    "rows",
    "scope",
    "sqlite",
    "statements",
    "tables",
}
NOUNS = [
    import_module(f"{rooms.__name__}.{found.name}")
    for found in pkgutil.iter_modules(rooms.__path__)
    if found.name not in NO_NOUNS
]
# Queries in two steps: what needs no connection, and a function of one.
PREPARED = {"assertions.inserting", "audit.appending"}
WITHOUT_SCOPE = {
    "api_keys.by_secret": "authentication: the row is what the scope is made from",
    "assertion_jobs.finish": "the service's own work, of whichever job",
    "assertion_jobs.lock": "the service's own work, before `stop`, which takes a scope",
    "assertion_jobs.outdated": "the service's own house-keeping",
    "assertion_jobs.remove": "the service's own house-keeping, and after an upload that broke off",
    "claimed_keys.add": "the service's own work, for a dry run of its own issuer",
    "claimed_keys.find": "the service's own work, for a dry run of its own issuer",
    "claimed_keys.remove": "the service's own house-keeping",
    "job_chunks.add": "part of an upload whose job was inserted under the caller's scope",
    "job_chunks.awaited": "the service's own work",
    "job_chunks.extend": "the service's own work",
    "job_chunks.finish": "the service's own work",
    "job_chunks.hand_back": "the service's own work",
    "job_chunks.lease": "the service's own work, of whichever job comes next",
    "job_chunks.let_go": "the service's own work",
    "published.entry": "as the public status list says",
    "published.keys": "as the public DID document says",
}


def queries() -> dict[str, FunctionType]:
    """Every public function of the noun modules."""
    return {
        f"{noun.__name__.rpartition('.')[2]}.{name}": function
        for noun in NOUNS
        for name, function in inspect.getmembers(noun, inspect.isfunction)
        if function.__module__ == noun.__name__ and not name.startswith("_")
    }


def test_every_query_takes_a_scope_or_says_that_it_is_public():
    """The second parameter is the scope, the rest is by keyword; exceptions are listed with their reason."""
    for name, function in queries().items():
        first, *others = inspect.signature(function).parameters.values()
        expected = ("dialect", "Dialect") if name in PREPARED else ("conn", "Connection")
        assert (first.name, first.annotation) == expected, name
        if name in WITHOUT_SCOPE or name.partition(".")[2].startswith("public_"):
            assert "scope" not in {parameter.name for parameter in others}, name
        else:
            assert (others[0].name, others[0].annotation) == ("scope", "Scope"), name
            assert all(parameter.kind == parameter.KEYWORD_ONLY for parameter in others[1:]), name
    assert set(WITHOUT_SCOPE) <= set(queries())


def test_a_scope_only_narrows():
    """An issuer may write for itself alone, the operator for anybody and for the service."""
    for admitted in ("a", "b", None):
        Scope.operator().admit(admitted)
    Scope.issuer("a").admit("a")
    for refused in ("b", None):
        with pytest.raises(NotFound):
            Scope.issuer("a").admit(refused)


def everything(conn):
    """Every row of every table."""
    return {name: sorted(map(repr, conn.execute(table.select()))) for name, table in metadata.tables.items()}


def job_of(owner, state="open"):
    """A bulk job of a tenant."""
    issuer_id, at = owner.issuer.id, owner.issuer.created_at
    return AssertionJob(f"{state} {issuer_id}", issuer_id, "", state, False, "continue", None, 1, at)


def calls(owner, row, api_key, entry, jwt):
    """Each query as it would be called for `owner`'s things: the function awaits a connection and a scope."""
    at = owner.issuer.created_at + timedelta(days=1)
    issuer_id, achievement_id = owner.issuer.id, owner.achievement.id
    key = {"issuer_id": issuer_id, "key_id": owner.issuer_key.id}
    new_list = status_lists.NewList(str(uuid4()), 1000, bytes(32), at)
    fresh = str(uuid4())
    working = job_of(owner)
    return {
        "achievements.add_version": {"version": replace(owner.version, version=2)},
        "achievements.by_key": {"issuer_id": issuer_id, "key": "course-1"},
        "achievements.get": {"achievement_id": achievement_id},
        "achievements.insert": {
            "achievement": replace(owner.achievement, id=fresh, key=None),
            "version": replace(owner.version, achievement_id=fresh),
        },
        "achievements.page": {"limit": 100},
        "achievements.set_state": {"achievement_id": achievement_id, "state": "archived", "at": at},
        "achievements.version": {"achievement_id": achievement_id, "number": None},
        "grounds.find": {"achievement_id": achievement_id, "suite": "eddsa-rdfc-2022", "suite_of_all": "none"},
        "api_keys.insert": {"api_key": replace(api_key, id=fresh, secret_sha256=fresh.encode())},
        "api_keys.of_issuer": {"issuer_id": issuer_id},
        "api_keys.revoke": {"api_key_id": api_key.id, "at": at},
        "api_keys.touch": {"api_key_id": api_key.id, "at": at},
        "assertion_jwts.find": {"assertion_id": row.id, "algorithm": jwt.algorithm},
        "assertion_jwts.insert": {"assertion_jwt": replace(jwt, algorithm="ES256")},
        "assertion_jwts.of_assertion": {"assertion_id": row.id},
        "assertion_jobs.get": {"job_id": working.id},
        "assertion_jobs.insert": {"job": replace(working, id=fresh)},
        "assertion_jobs.page": {"limit": 100},
        "assertion_jobs.progress": {"job_id": working.id},
        "assertion_jobs.release": {"job_id": f"receiving {issuer_id}", "total": 1},
        "assertion_jobs.stop": {"job_id": working.id, "state": "cancelled", "at": at},
        "assertion_jobs.unfinished": {},
        "assertions.by_credential_id": {"credential_id": row.credential_id},
        "assertions.by_key": {"issuer_id": issuer_id, "key": row.key},
        "assertions.by_keys": {"issuer_id": issuer_id, "keys": [row.key]},
        "assertions.get": {"assertion_id": row.id},
        "assertions.insert": {"assertions": [owner.assertion(50)]},
        "assertions.inserting": {"assertions": [owner.assertion(50)]},
        "assertions.page": {"limit": 100, "matching": assertions.Filter(issuer_id=issuer_id)},
        "assertions.sample": {"size": 100},
        "assertions.set_published": {"assertion_id": row.id, "published": True},
        "assertions.set_state": {
            "assertion_id": row.id,
            "state": "revoked",
            "allowed_from": ["issued"],
            "reason": "",
            "at": at,
        },
        "audit.append": {"issuer_id": issuer_id, "at": at, "actor": "", "action": "", "subject": ""},
        "audit.latest": {"action": "furnish"},
        "audit.appending": {"entries": [audit.NewEntry(issuer_id, at, "", "", "")]},
        "audit.append_all": {"entries": [audit.NewEntry(issuer_id, at, "", "", "")]},
        "audit.page": {"limit": 100},
        "idempotency.find": {"issuer_id": issuer_id, "key": entry.key, "now": entry.created_at},
        "idempotency.purge_expired": {"now": entry.expires_at},
        "idempotency.remember": {"entry": replace(entry, created_at=entry.expires_at)},
        "images.keep": {"image": Image("0" * 64, issuer_id, "image/png", b"", generated=False, created_at=at)},
        "issuer_keys.active": {"issuer_id": issuer_id, "suite": owner.issuer_key.suite},
        "issuer_keys.insert": {
            "issuer_key": replace(owner.issuer_key, id=fresh, version=2, state="pending"),
            "sealed_private": b"",
        },
        "issuer_keys.of_issuer": {"issuer_id": issuer_id},
        "issuer_keys.replace_sealed": {**key, "sealed_private": None},
        "issuer_keys.sealed_private": key,
        "issuer_keys.set_state": {**key, "state": "retired", "allowed_from": ["active"]},
        "issuers.get": {"issuer_id": issuer_id},
        "issuers.insert": {
            "issuer": replace(owner.issuer, id=fresh, slug=fresh, did=f"did:web:{fresh}"),
        },
        "issuers.page": {"limit": 100},
        "issuers.replace_profile": {"issuer_id": issuer_id, "version": 1, "profile": b"{}", "at": at},
        "job_chunks.results": {"job_id": working.id, "after": -1, "limit": 9},
        "status_lists.flip": {
            "list_id": owner.lease.status_list.id,
            "position": 1,
            "value": True,
            "at": at,
        },
        "status_lists.get": {"list_id": owner.lease.status_list.id},
        "status_lists.lease_block": {
            "issuer_id": issuer_id,
            "purpose": "revocation",
            "count": 1,
            "new_list": new_list,
        },
    }


@pytest.mark.anyio
async def test_a_stranger_sees_and_changes_nothing(store, tenant, stranger):
    """Every query, asked for another tenant's things: no row comes back and none changes.

    The same calls in the owner's scope do find and change, so that no call passes for being wrong.
    """
    at = tenant.issuer.created_at
    row = tenant.assertion(1, key="k")
    api_key = ApiKey(str(uuid4()), row.issuer_id, "", uuid4().bytes, "", at)
    entry = IdempotencyKey(row.issuer_id, "k", bytes(32), row.id, at, at + timedelta(days=1))

    jwt = AssertionJwt(row.id, "RS256", row.issuer_id, "key-1", b"a.b.c", at)

    def furnish(conn):
        assertions.insert(conn, tenant.scope, assertions=[row])
        assertion_jwts.insert(conn, tenant.scope, assertion_jwt=jwt)
        api_keys.insert(conn, tenant.scope, api_key=api_key)
        idempotency.remember(conn, tenant.scope, entry=entry)
        for state in ("receiving", "open"):
            job = job_of(tenant, state)
            assertion_jobs.insert(conn, tenant.scope, job=replace(job, state="receiving"))
            job_chunks.add(conn, job_chunks.NewChunk(job.id, 0, 1, 1, b"rows", at))
        assertion_jobs.release(conn, tenant.scope, job_id=job.id, total=1)
        (chunk,) = job_chunks.lease(conn, owner="test", at=at, until=at, most=1)
        assert job_chunks.finish(conn, chunk, done=job_chunks.Done(1, 1, 0, 0, b"results"), at=at)
        audit.append(conn, tenant.scope, issuer_id=row.issuer_id, at=at, actor="", action="furnish", subject="")

    def in_one_step(prepare):
        return lambda conn, scope, **arguments: prepare(conn.dialect, scope, **arguments).run(conn)

    await store.write(furnish)
    functions = queries()
    table = calls(tenant, row, api_key, entry, jwt)
    scoped = {name for name in functions if "scope" in inspect.signature(functions[name]).parameters}
    assert set(table) == scoped
    functions |= {name: in_one_step(functions[name]) for name in PREPARED}
    before = await store.scan(everything)
    for name, arguments in table.items():
        try:
            found = await store.write(lambda conn, n=name, a=arguments: functions[n](conn, stranger.scope, **a))
        except NotFound:
            found = None
        if name in ("achievements.page", "issuers.page"):
            assert [one.id for one in found] == [
                {"achievements.page": stranger.achievement.id, "issuers.page": stranger.issuer.id}[name]
            ]
        else:
            assert not found, name
        assert await store.scan(everything) == before, name

    class UndoError(Exception):
        pass

    for name, arguments in table.items():

        def act_and_undo(conn, name=name, arguments=arguments):
            found = functions[name](conn, Scope.issuer(row.issuer_id), **arguments)
            assert found or everything(conn) != before, name
            raise UndoError

        expected = NotFound if name == "issuers.insert" else UndoError
        with pytest.raises(expected):
            await store.write(act_and_undo)
