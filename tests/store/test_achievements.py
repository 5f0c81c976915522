"""Achievements and their versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from badgeapi.store import achievements
from badgeapi.store.achievements import AchievementVersion

pytestmark = pytest.mark.anyio


def version_of(tenant, number):
    at = tenant.version.created_at + timedelta(days=number)
    return AchievementVersion(tenant.achievement.id, number, f'{{"v": {number}}}'.encode(), bytes([number]) * 32, at)


async def test_versions_are_added_and_stay(store, tenant):
    """Signed credentials point at old versions: each is served as it was, the newest is the current one."""
    first, second = tenant.version, version_of(tenant, 2)
    changed = await store.write(lambda conn: achievements.add_version(conn, tenant.scope, version=second))
    assert changed == replace(tenant.achievement, version=2, updated_at=second.created_at)
    for number, expected in ((1, first), (2, second), (None, second), (3, None)):
        wanted = {"achievement_id": changed.id, "number": number}
        assert await store.read(lambda conn, w=wanted: achievements.version(conn, tenant.scope, **w)) == expected
        assert await store.read(lambda conn, w=wanted: achievements.public_version(conn, *w.values())) == expected


@pytest.mark.parametrize("number", [1, 3])
async def test_a_version_is_the_next_or_none(store, tenant, number):
    """Two editors of version 1 cannot both make version 2, and no number is left out."""
    version = version_of(tenant, number)
    assert await store.write(lambda conn: achievements.add_version(conn, tenant.scope, version=version)) is None
    current = {"achievement_id": tenant.achievement.id, "number": None}
    assert await store.read(lambda conn: achievements.version(conn, tenant.scope, **current)) == tenant.version


async def test_found_by_id_and_by_the_callers_key(store, tenant):
    """Both ways lead to the same row."""
    achievement = tenant.achievement
    by_id = await store.read(lambda conn: achievements.get(conn, tenant.scope, achievement_id=achievement.id))
    by_key = await store.read(
        lambda conn: achievements.by_key(conn, tenant.scope, issuer_id=achievement.issuer_id, key="course-1")
    )
    assert (by_id, by_key) == (achievement, achievement)


async def test_archived_and_taken_up_again(store, tenant):
    """The state changes, the version does not."""
    at = tenant.achievement.updated_at
    for state in ("archived", "active"):
        at += timedelta(hours=1)
        change = {"achievement_id": tenant.achievement.id, "state": state, "at": at}
        changed = await store.write(lambda conn, c=change: achievements.set_state(conn, tenant.scope, **c))
        assert changed == replace(tenant.achievement, state=state, updated_at=at)


async def test_pages(store, tenant):
    """Oldest first, beyond the cursor."""
    more = []
    for number in range(3):
        id_ = f"{tenant.achievement.id}-{number}"
        made = replace(tenant.achievement, id=id_, key=None)
        version = replace(tenant.version, achievement_id=id_)
        await store.write(
            lambda conn, a=made, v=version: achievements.insert(conn, tenant.scope, achievement=a, version=v)
        )
        more.append(made)
    everything = [tenant.achievement, *more]
    first = await store.read(lambda conn: achievements.page(conn, tenant.scope, limit=2))
    after = (first[-1].created_at, first[-1].id)
    rest = await store.read(lambda conn: achievements.page(conn, tenant.scope, limit=9, after=after))
    assert first + rest == everything
