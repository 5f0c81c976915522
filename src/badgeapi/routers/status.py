"""/status: the public status lists"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from badgeapi.routers import conditional, media
from badgeapi.routers.access import state
from badgeapi.usecases.publish_status_list import PublishedList

router = APIRouter(tags=["public documents"])

_FORMS = (media.VC_LD, media.VC, media.LD, media.JSON)


@router.get(
    "/status/{list_id}",
    operation_id="getStatusList",
    response_class=Response,
    responses={200: {"content": {media.VC_LD: {}, media.VC: {}}}},
)
async def get_status_list(
    list_id: str,
    request: Request,
    accept: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Serve a status list credential: one per issuer and purpose, signed by the issuer."""
    form = media.choose(accept, _FORMS)
    service = state(request)
    published = await service.published_lists.get(service.deployment, list_id)
    return _whole(published, form) if if_none_match is None else _answer(published, form, if_none_match)


def _answer(published: PublishedList, form: str, if_none_match: str | None) -> Response:
    return conditional.document(published.body, form, etag=published.etag, if_none_match=if_none_match, vary="Accept")


@lru_cache(maxsize=256)
def _whole(published: PublishedList, form: str) -> Response:
    """What most get: kept, because making it costs more than sending it."""
    return _answer(published, form, None)
