"""Assertions."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from badgeapi.store import assertions
from badgeapi.store.assertions import Filter
from badgeapi.store.scope import Scope

pytestmark = pytest.mark.anyio


def insert(store, tenant, *rows):
    return store.write(lambda conn: assertions.insert(conn, tenant.scope, assertions=rows))


async def walk(store, scope, *, limit, **how):
    """Page from one end to the other."""
    seen, after = [], None
    while page := await store.read(
        lambda conn, after=after: assertions.page(conn, scope, limit=limit, after=after, **how)
    ):
        assert len(page) <= limit
        assert page[-1] not in seen, "a page that leads nowhere"
        seen += page
        after = (page[-1].created_at, page[-1].id)
    return seen


async def test_kept_to_the_byte_and_found_in_every_way(store, tenant):
    """What was signed is what is served; every other member comes back as it went, too."""
    row = tenant.assertion(
        1,
        key="a.b~c:d@e-f_g",
        recipient_digest=bytes(range(32)),
        credential=bytes(range(256)),
        canonical_sha256=bytes(32),
        valid_until=tenant.issuer.created_at + timedelta(microseconds=1),
        published=True,
    )
    await insert(store, tenant, row)
    finds = [
        lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id),
        lambda conn: assertions.by_key(conn, tenant.scope, issuer_id=row.issuer_id, key=row.key),
        lambda conn: assertions.by_credential_id(conn, tenant.scope, credential_id=row.credential_id),
        lambda conn: assertions.get(conn, Scope.operator(), assertion_id=row.id),
    ]
    assert [await store.read(find) for find in finds] == [row] * 4


async def test_many_keys_are_looked_up_at_once(store, tenant, stranger):
    """Each that is there is found once, of the issuer asked for and within the scope only."""
    rows = [tenant.assertion(number, key=f"key-{number}") for number in range(5)]
    await insert(store, tenant, *rows)
    await insert(store, stranger, stranger.assertion(0, key="key-0"))
    keys = ["key-3", "missing", "key-0", "key-3", "' OR 1=1 --"]

    for scope, expected in ((tenant.scope, rows[::3]), (Scope.operator(), rows[::3]), (stranger.scope, [])):
        found = await store.scan(
            lambda conn, scope=scope: assertions.by_keys(conn, scope, issuer_id=tenant.issuer.id, keys=keys)
        )
        assert sorted(found, key=lambda row: row.key) == expected


async def test_a_batch_is_kept_whole_or_not_at_all(store, tenant):
    """One row that clashes takes the whole batch with it."""
    rows = [tenant.assertion(number) for number in range(5)]
    with pytest.raises(Exception, match="uq_assertions_status_list_id_status_counter"):
        await insert(store, tenant, *rows, tenant.assertion(4))
    assert await walk(store, tenant.scope, limit=10) == []
    await insert(store, tenant, *rows)
    assert await walk(store, tenant.scope, limit=10, newest_first=False) == rows


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_pages_show_every_row_once(store, tenant, newest_first, limit):
    """Under equal times too, in either direction, in the order of (time, id) as Python sorts it."""
    same = tenant.issuer.created_at
    rows = [tenant.assertion(n, created_at=same + timedelta(microseconds=n // 4)) for n in range(14)]
    await insert(store, tenant, *rows)
    expected = sorted(rows, key=lambda row: (row.created_at, row.id), reverse=newest_first)
    assert await walk(store, tenant.scope, limit=limit, newest_first=newest_first) == expected


@pytest.mark.parametrize("newest_first", [True, False])
async def test_pages_of_a_recipient_show_every_row_once(store, tenant, newest_first):
    """All of a chunk may be of one recipient and one moment: pages end and begin within it."""
    same, one, other = tenant.issuer.created_at, tenant.issuer.id.encode(), tenant.achievement.id.encode()
    rows = [
        tenant.assertion(n, created_at=same + timedelta(microseconds=n // 9), recipient_digest=one if n % 9 else other)
        for n in range(27)
    ]
    await insert(store, tenant, *rows)
    how = {"matching": Filter(recipient_digest=one), "newest_first": newest_first}
    of_one = (row for row in rows if row.recipient_digest == one)
    expected = sorted(of_one, key=lambda row: (row.created_at, row.id), reverse=newest_first)
    assert len(expected) == 24
    for scope in (tenant.scope, Scope.operator()):
        assert await walk(store, scope, limit=4, **how) == expected


@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_period_and_a_cursor_both_hold(store, tenant, newest_first):
    """Whichever is the narrower, and at the very same moment: only one of them is sent to the database."""
    rows = [tenant.assertion(n, created_at=tenant.issuer.created_at + timedelta(seconds=n // 2)) for n in range(12)]
    await insert(store, tenant, *rows)
    rows.sort(key=lambda row: (row.created_at, row.id))
    moments = [row.created_at for row in rows[::2]]
    for cursor, from_, before in product(rows, moments, moments):
        here = (cursor.created_at, cursor.id)
        matching = Filter(created_from=from_, created_before=before)
        seen = await store.read(
            lambda conn, m=matching, h=here: assertions.page(
                conn, tenant.scope, limit=99, matching=m, after=h, newest_first=newest_first
            )
        )
        kept = [
            row
            for row in rows
            if from_ <= row.created_at < before
            and row is not cursor
            and ((row.created_at, row.id) < here) is newest_first
        ]
        assert seen == (kept[::-1] if newest_first else kept), (cursor, matching)


async def test_filters(store, tenant):
    """Each filter keeps what plain Python keeps, alone and together with another one."""
    rows = [tenant.assertion(n, recipient_digest=bytes([n % 3]) * 32 if n % 4 else None) for n in range(24)]
    await insert(store, tenant, *rows)
    for row in rows[::5]:
        await store.write(
            lambda conn, row=row: assertions.set_state(
                conn,
                tenant.scope,
                assertion_id=row.id,
                state="revoked",
                allowed_from=["issued"],
                reason=None,
                at=row.created_at,
            )
        )
    revoked = {row.id for row in rows[::5]}
    from_, before = rows[6].created_at, rows[18].created_at
    cases = [
        (Filter(), lambda row: True),
        (Filter(issuer_id=tenant.issuer.id), lambda row: True),
        (Filter(issuer_id="no"), lambda row: False),
        (Filter(achievement_id=tenant.achievement.id), lambda row: True),
        (Filter(achievement_id="no"), lambda row: False),
        (Filter(state="revoked"), lambda row: row.id in revoked),
        (Filter(recipient_digest=bytes([1]) * 32), lambda row: row.recipient_digest == bytes([1]) * 32),
        (Filter(created_from=from_), lambda row: row.created_at >= from_),
        (Filter(created_before=before), lambda row: row.created_at < before),
        (
            Filter(state="issued", created_from=from_, created_before=before),
            lambda row: row.id not in revoked and from_ <= row.created_at < before,
        ),
    ]
    for matching, keeps in cases:
        seen = await walk(store, tenant.scope, limit=5, matching=matching, newest_first=False)
        assert [row.id for row in seen] == [row.id for row in rows if keeps(row)], matching


async def test_a_state_changes_only_from_where_it_may(store, tenant):
    """Of two who revoke at once one gets the row and the other None; nothing else of the row changes."""
    row = tenant.assertion(1)
    await insert(store, tenant, row)
    at = row.created_at + timedelta(days=1)

    def revoke(reason):
        return store.write(
            lambda conn: assertions.set_state(
                conn,
                tenant.scope,
                assertion_id=row.id,
                state="revoked",
                allowed_from=["issued", "suspended"],
                reason=reason,
                at=at,
            )
        )

    revoked = row._replace(state="revoked", state_reason="left", state_changed_at=at)
    assert await revoke("left") == revoked
    assert await revoke("again") is None
    assert await store.read(lambda conn: assertions.get(conn, tenant.scope, assertion_id=row.id)) == revoked


async def test_public_only_while_published(store, tenant):
    """A learner's credential is shown to strangers from publish to unpublish, not a moment longer."""
    row = tenant.assertion(1)
    await insert(store, tenant, row)
    shown = []
    for published in (None, True, False):
        if published is not None:
            change = {"assertion_id": row.id, "published": published}
            changed = await store.write(lambda conn, c=change: assertions.set_published(conn, tenant.scope, **c))
            assert changed == row._replace(published=published)
        shown.append(await store.read(lambda conn: assertions.public_credential(conn, row.id)))
    assert shown == [None, row.credential, None]
