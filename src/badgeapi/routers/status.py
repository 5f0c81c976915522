"""/status: the public status lists"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from badgeapi.routers import conditional, media
from badgeapi.routers.access import Deployed, state

router = APIRouter(tags=["public documents"])


@router.get(
    "/status/{list_id}",
    operation_id="getStatusList",
    response_class=Response,
    responses={200: {"content": {media.VC_LD: {}, media.VC: {}}}},
)
async def get_status_list(
    list_id: str,
    request: Request,
    deployment: Deployed,
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Serve a status list credential: one per issuer and purpose, signed by the issuer."""
    form = media.choose(accept, (media.VC_LD, media.VC, media.LD, media.JSON))
    published = await state(request).published_lists.get(deployment, list_id)
    return conditional.document(published.body, form, etag=published.etag, if_none_match=if_none_match, vary="Accept")
