"""/v1/verify: anybody may ask about any credential"""

from __future__ import annotations

from fastapi import APIRouter, Request

from badgeapi.credentials.node import echo
from badgeapi.errors import UnsupportedMedia
from badgeapi.routers.access import state
from badgeapi.routers.strict_route import media_type_of
from badgeapi.schemas.verification import ReportResource
from badgeapi.usecases.verify import verify

router = APIRouter(prefix="/v1", tags=["verify"])

_READ = (
    "",
    "application/json",
    "application/vc",
    "application/vc+jwt",
    "application/jwt",
    "text/plain",
    "image/png",
    "image/svg+xml",
)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "A credential, or an object with the member verifiableCredential.",
                }
            },
            "application/vc": {"schema": {"type": "object"}},
            "application/vc+jwt": {"schema": {"type": "string", "description": "A compact JWT."}},
            "image/png": {"schema": {"type": "string", "format": "binary", "description": "A baked badge."}},
            "image/svg+xml": {"schema": {"type": "string", "description": "A baked badge."}},
            "text/plain": {"schema": {"type": "string", "description": "A compact JWT."}},
        },
    }
}


@router.post("/verify", operation_id="verifyCredential", openapi_extra=_BODY)
async def post_verify(request: Request) -> ReportResource:
    """Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.
    """
    media_type = media_type_of(request)
    if media_type not in _READ and not media_type.endswith("+json"):
        raise UnsupportedMedia(f"Bodies of type {echo(media_type)!r} are not read.")
    found = state(request)
    return ReportResource.of(await verify(found.deployment, await request.body(), fetch=found.network.request()))
