"""/v1/achievements"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

from badgeapi import limits
from badgeapi.errors import NotFound
from badgeapi.routers import conditional, cursor
from badgeapi.routers.access import AchievementReader, AchievementWriter, Deployed
from badgeapi.routers.strict_route import StrictRoute
from badgeapi.schemas.achievements import AchievementRequest, AchievementResource
from badgeapi.schemas.assertions import CALLERS_KEY
from badgeapi.schemas.resource import Page
from badgeapi.store import achievements
from badgeapi.store.engine import Connection
from badgeapi.usecases.define_achievement import (
    Defined,
    change_achievement,
    define_achievement,
    read_achievement,
    set_achievement_state,
)

router = APIRouter(prefix="/v1", tags=["achievements"], route_class=StrictRoute)


@router.post("/achievements", status_code=201, operation_id="createAchievement")
async def create_achievement(
    body: AchievementRequest, deployment: Deployed, caller: AchievementWriter, response: Response
) -> AchievementResource:
    """Make an achievement."""
    defined, _ = await define_achievement(deployment, caller, body.command())
    response.headers["Location"] = f"/v1/achievements/{defined[0].id}"
    return _shown(defined, response)


@router.put(
    "/issuers/{issuer_id}/achievements/by-key/{key}",
    operation_id="upsertAchievement",
    responses={201: {"model": AchievementResource, "description": "It is new."}},
)
async def put_achievement_by_key(
    issuer_id: str,
    key: Annotated[str, Path(pattern=CALLERS_KEY)],
    body: AchievementRequest,
    deployment: Deployed,
    caller: AchievementWriter,
    response: Response,
) -> AchievementResource:
    """Bring the achievement with the caller's own key to what the body says: 201 new, 200 the same or a new version."""
    if body.issuer != issuer_id:
        raise NotFound("The body names another issuer than the address.", pointer="/issuer")
    defined, is_new = await define_achievement(deployment, caller, body.command(key))
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/achievements/{defined[0].id}"
    return _shown(defined, response)


@router.get("/achievements", operation_id="listAchievements")
async def list_achievements(
    deployment: Deployed,
    caller: AchievementReader,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_ITEMS)] = 50,
    cursor_: Annotated[str | None, Query(alias="cursor")] = None,
) -> Page[AchievementResource]:
    """List achievements with their current versions, oldest first."""
    after = cursor.read(cursor_)

    def find(conn: Connection) -> list[Defined]:
        rows = achievements.page(conn, caller.scope, limit=limit + 1, after=after)
        shown = (achievements.version(conn, caller.scope, achievement_id=row.id, number=None) for row in rows)
        return [(row, version) for row, version in zip(rows, shown, strict=True) if version is not None]

    pairs = await deployment.store.read(find)
    versions = dict(pairs)
    return cursor.page([row for row, _ in pairs], limit, lambda row: AchievementResource.of(row, versions[row]))


@router.get("/achievements/{achievement_id}", operation_id="getAchievement")
async def get_achievement(
    achievement_id: str,
    deployment: Deployed,
    caller: AchievementReader,
    response: Response,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> AchievementResource:
    """Read an achievement with its current version, or with the one asked for."""
    return _shown(await read_achievement(deployment, caller, achievement_id, version=version), response)


@router.put("/achievements/{achievement_id}", operation_id="changeAchievement")
async def put_achievement(
    achievement_id: str,
    body: AchievementRequest,
    deployment: Deployed,
    caller: AchievementWriter,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> AchievementResource:
    """Add a version; the same content again changes nothing. Earlier versions stay as they are."""
    version = conditional.version_of(if_match)
    return _shown(
        await change_achievement(deployment, caller, achievement_id, body.command(), version=version), response
    )


@router.post("/achievements/{achievement_id}/archive", operation_id="archiveAchievement")
async def archive_achievement(
    achievement_id: str, deployment: Deployed, caller: AchievementWriter, response: Response
) -> AchievementResource:
    """Archive an achievement: nothing more is issued with it; what was issued stays valid."""
    return _shown(await set_achievement_state(deployment, caller, achievement_id, "archived"), response)


@router.post("/achievements/{achievement_id}/restore", operation_id="restoreAchievement")
async def restore_achievement(
    achievement_id: str, deployment: Deployed, caller: AchievementWriter, response: Response
) -> AchievementResource:
    """Take an archived achievement up again."""
    return _shown(await set_achievement_state(deployment, caller, achievement_id, "active"), response)


def _shown(defined: Defined, response: Response) -> AchievementResource:
    response.headers["ETag"] = conditional.etag_of(defined[0].version)
    return AchievementResource.of(*defined)
