"""/achievements and /credentials: what stands at the ids that credentials carry, for anybody"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from badgeapi.canon import contexts, json
from badgeapi.errors import NotFound
from badgeapi.routers import conditional, media
from badgeapi.routers.access import Deployed
from badgeapi.store import achievements, assertions

router = APIRouter(tags=["public documents"])

_FORMS = (media.VC, media.VC_LD, media.LD, media.JSON)


@router.get("/achievements/{achievement_id}", operation_id="getPublicAchievement", response_class=Response)
async def get_achievement(
    achievement_id: str,
    deployment: Deployed,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Serve an achievement as credentials carry it; `version` serves one of its immutable versions."""
    found = await deployment.store.look_up(lambda conn: achievements.public_version(conn, achievement_id, version))
    if found is None:
        raise NotFound("There is no such achievement, or no such version of it.")
    document = {
        "@context": [contexts.CREDENTIALS_V2, contexts.OB_3_0_3],
        **json.loads_object(found.document),
    }
    return conditional.document(json.dumps(document), media.LD, if_none_match=if_none_match)


@router.get("/credentials/{assertion_id}", operation_id="getPublicCredential", response_class=Response)
async def get_credential(
    assertion_id: str,
    deployment: Deployed,
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Serve a learner's credential while it is published, in the bytes that were signed."""
    form = media.choose(accept, _FORMS)
    found = await deployment.store.look_up(lambda conn: assertions.public_credential(conn, assertion_id))
    if found is None:
        raise NotFound("There is no such credential, or it is not published.")
    return conditional.document(found, form, if_none_match=if_none_match, vary="Accept")
