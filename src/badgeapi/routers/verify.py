"""/v1/verify: anybody may ask about any credential"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from badgeapi.canon import json
from badgeapi.credentials.node import echo
from badgeapi.errors import InvalidInput, MalformedInput, UnsupportedMedia
from badgeapi.routers import media
from badgeapi.routers.access import state
from badgeapi.routers.strict_route import media_type_of
from badgeapi.schemas.verification import ReportResource, read_recipient, read_request, report_json
from badgeapi.usecases.verify import verify
from badgeapi.verification.parse import ExpectedRecipient

router = APIRouter(prefix="/v1", tags=["verify"])

_READ = (
    "",
    "application/json",
    "application/vc",
    "application/vc+jwt",
    "application/jwt",
    "application/octet-stream",
    "text/plain",
    "image/png",
    "image/svg+xml",
)
_MULTIPART = "multipart/form-data"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "A credential or presentation, or a VerifyRequest with one of them.",
                    "anyOf": [{"$ref": "#/components/schemas/VerifyRequest"}, {"required": ["@context"]}],
                }
            },
            "application/vc": {"schema": {"type": "object"}},
            "application/vc+jwt": {"schema": {"type": "string", "description": "A compact JWT."}},
            "image/png": {"schema": {"type": "string", "format": "binary", "description": "A baked badge."}},
            "image/svg+xml": {"schema": {"type": "string", "description": "A baked badge."}},
            "text/plain": {"schema": {"type": "string", "description": "A compact JWT."}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The document, in any form."},
                        "expectedRecipient": {"type": "string", "description": "ExpectedRecipientRequest as JSON."},
                    },
                }
            },
        },
    }
}


@router.post("/verify", operation_id="verifyCredential", response_model=ReportResource, openapi_extra=_BODY)
async def post_verify(request: Request) -> Response:
    """Judge a credential: JSON, a JWT, or a picture with either.

    The answer is 200 whatever the verdict; an error means that it could not be read.
    """
    found, media_type = state(request), media_type_of(request)
    sent: tuple[bytes, ExpectedRecipient | None]
    if media_type == _MULTIPART:
        sent = await _read_form(request)
    elif media_type in _READ or media_type.endswith("+json"):
        sent = await request.body(), None
    else:
        raise UnsupportedMedia(f"Bodies of type {echo(media_type)!r} are not read.")
    async with found.deployment.lanes.reading():
        presented = read_request(*sent)
    enquiry = found.network.request()
    report = await verify(found.deployment, presented, fetch=enquiry)
    return Response(report_json(report, enquiry.log), media_type=media.JSON)


async def _read_form(request: Request) -> tuple[bytes, ExpectedRecipient | None]:
    """Read an upload; raises `MalformedInput` for one that cannot be taken apart, `InvalidInput` for other fields."""
    try:
        async with request.form(max_files=1, max_fields=1) as form:
            files = [value for value in form.values() if isinstance(value, UploadFile)]
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
            if len(files) != 1 or texts.keys() - {"expectedRecipient"}:
                message = "An upload has one file, and perhaps a field 'expectedRecipient'."
                raise InvalidInput(message, code="bad_upload")
            data = await files[0].read()
    except HTTPException as error:
        raise MalformedInput(f"The upload cannot be read: {error.detail}", code="bad_upload") from error
    given = texts.get("expectedRecipient")
    return data, None if given is None else read_recipient(json.loads(given.encode()))
