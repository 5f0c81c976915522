"""/did: DID Resolution results, for anybody"""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import unquote_to_bytes

from fastapi import APIRouter, Path, Query, Request, Response

from badgeapi.canon import json
from badgeapi.canon.json import JsonObject
from badgeapi.routers.access import state
from badgeapi.usecases.resolve_did import ResolutionError, resolve_did

router = APIRouter(tags=["public documents"])

_MEDIA_TYPE: Final = 'application/ld+json;profile="https://w3id.org/did-resolution"'
_CONTEXT: Final = "https://w3id.org/did-resolution/v1"
_DOCUMENT: Final = "application/did+ld+json"
_STATUS: Final = {"notFound": 404}
_RESULT: Final = {"content": {_MEDIA_TYPE: {"schema": {"type": "object"}}}}


@router.get(
    "/did/{did:path}",
    operation_id="resolveDid",
    response_class=Response,
    responses={200: _RESULT, "4XX": {"description": "The same, with `error` in the metadata.", **_RESULT}},
)
async def get_did(
    request: Request,
    did: Annotated[str, Path(description="A DID or a DID URL, percent-encoded.")],  # noqa: ARG001  # shown in the document
    public_key_format: Annotated[
        str, Query(alias="publicKeyFormat", description="How a did:key shows its key.")
    ] = "Multikey",
) -> Response:
    """Resolve a DID, or dereference a DID URL with a fragment."""
    url = _asked(request)
    metadata, result = ("didDereferencingMetadata" if "#" in url else "didResolutionMetadata"), 200
    shown: JsonObject = {"@context": _CONTEXT, "didDocument": {}, "didDocumentMetadata": {}}
    try:
        found = state(request)
        made = await resolve_did(
            found.deployment, url, public_key_format=public_key_format, fetch=found.network.request()
        )
        shown["didDocument"] = made.document if made.content is None else made.content
        shown[metadata] = {"contentType": _DOCUMENT}
        if made.content is not None:
            shown |= {"dereferencingMetadata": {"contentType": _DOCUMENT}, "contentStream": made.content}
    except ResolutionError as error:
        result = _STATUS.get(error.code, 400)
        shown[metadata] = {"error": error.code, "errorMessage": error.message}
    return Response(json.dumps(shown), result, media_type=_MEDIA_TYPE)


def _asked(request: Request) -> str:
    """Read the DID from the address as it was sent: written plainly, its own percent-encoding is part of it."""
    raw: bytes = request.scope["raw_path"]
    _, _, text = raw.partition(b"/did/")
    if text.startswith(b"did:"):
        for escaped, character in ((b"%23", b"#"), (b"%3F", b"?"), (b"%3f", b"?"), (b"%2F", b"/"), (b"%2f", b"/")):
            text = text.replace(escaped, character)
        return text.decode("utf-8", "replace")
    return unquote_to_bytes(text).decode("utf-8", "replace")
