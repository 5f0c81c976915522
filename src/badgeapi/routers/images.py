"""/images: pictures of achievements, for anybody; and their upload"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from badgeapi.errors import NotFound, UnsupportedMedia
from badgeapi.routers.access import AchievementWriter, Deployed
from badgeapi.routers.conditional import matches
from badgeapi.routers.strict_route import media_type_of
from badgeapi.schemas.images import ImageResource
from badgeapi.store import images
from badgeapi.usecases.keep_images import EXTENSIONS, image_url, upload_image

router = APIRouter(tags=["images"])

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
_NAME = r"^[0-9a-f]{64}\.(png|svg)$"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in EXTENSIONS},
    }
}


@router.post("/v1/issuers/{issuer_id}/images", status_code=201, operation_id="uploadImage", openapi_extra=_BODY)
async def post_image(
    issuer_id: str, request: Request, deployment: Deployed, caller: AchievementWriter, response: Response
) -> ImageResource:
    """Keep a PNG or SVG at an address of its own, checked and cleaned; use the address as an achievement's image."""
    if media_type_of(request) not in EXTENSIONS:
        raise UnsupportedMedia("An image is uploaded as image/png or image/svg+xml.")
    issuer, image = await upload_image(deployment, caller, issuer_id, await request.body())
    made = ImageResource(id=image_url(issuer.origin, image), media_type=image.media_type, sha256=image.id)
    response.headers["Location"] = made.id
    return made


@router.get("/images/{name}", operation_id="getImage", response_class=Response)
async def get_image(
    name: Annotated[str, Path(pattern=_NAME)],
    deployment: Deployed,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Serve a picture; its address holds the digest of its bytes, so it never changes."""
    digest, _, extension = name.partition(".")
    image = await deployment.store.look_up(lambda conn: images.public_image(conn, digest))
    if image is None or EXTENSIONS[image.media_type] != extension:
        raise NotFound("There is no such picture.")
    headers = {
        "ETag": f'"{digest}"',
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": _POLICY,
    }
    if matches(if_none_match, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(image.data, 200, headers, image.media_type)
